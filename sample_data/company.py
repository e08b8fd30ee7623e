"""What `company.toml` says about a demo company, as records."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
NO_REQUEST = "No request"
BUILT_IN_SLOTS = ("order", "customer", "agent", "agent2", "team", "weekday", "lastday", "date", "amount", "number")

OWN = ("bot_misses", "bot_hands_over")
"""Lines that a company may have of its own in English."""


class CompanyError(ValueError):
    """A company.toml that does not say what the generator needs; says which key."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic and its share, in percent, of the conversations with a request."""

    name: str
    weight: float
    subtopics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wave:
    """Volume over time: a step lasts from its start on, a peak until its end."""

    topic: str
    subtopic: str | None
    shape: str
    start: date
    end: date | None
    factor: float

    def at(self, day: date) -> float:
        """How many times the usual volume there is on a day."""
        over = self.shape == "peak" and self.end is not None and day > self.end
        return self.factor if day >= self.start and not over else 1.0


@dataclass(frozen=True, slots=True)
class BotLive:
    """Since when and where the bot replies first, and how often an ending of its own is reached, by kind of work."""

    since: date
    channels: tuple[str, ...]
    share: float
    success: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Gap:
    """An article that is missing, or one that is outdated."""

    name: str
    title: str
    state: str
    article: str | None


@dataclass(frozen=True, slots=True)
class Truth:
    """A planted truth. `keys` holds what only its kind needs: start, end, factor, gap, tool, team, moment."""

    id: str
    kind: str
    topic: str | None
    says: str
    keys: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Company:
    """A demo company: people, places, what it is asked about, and what is planted."""

    folder: Path
    name: str
    line: str
    industry: str
    conversations: int
    seed: int
    first_day: date
    days: int
    id_prefix: str
    bot: str
    bot_hello: tuple[str, ...]
    handover: tuple[str, ...]
    agents: tuple[str, ...]
    agent_hello: tuple[str, ...]
    agent_bye: tuple[str, ...]
    phone_hello: tuple[str, ...]
    again: tuple[str, ...]
    back: tuple[str, ...]
    customers: tuple[str, ...]
    channels: Mapping[str, float]
    languages: Mapping[str, float]
    bot_live: BotLive
    teams: Mapping[str, tuple[str, ...]]
    topics: tuple[Topic, ...]
    moments: Mapping[str, date]
    waves: tuple[Wave, ...]
    loops: tuple[str, ...]
    missing: tuple[Gap, ...]
    slots: Mapping[str, Mapping[str, tuple[str, ...]]]
    own: Mapping[str, tuple[str, ...]]
    truths: tuple[Truth, ...]

    @property
    def trade(self) -> str:
        """What its customers are to it: firms, those of a bank, or those of a shop."""
        return "firm" if self.firm else "bank" if "bank" in self.industry.lower() else "shop"

    @property
    def firm(self) -> bool:
        """Whether its customers are firms, who write in working hours."""
        return any(word in f"{self.industry} {self.line}".lower() for word in ("saas", "software", "b2b"))

    def subtopics(self) -> frozenset[str]:
        """`Topic / Subtopic` of all topics."""
        return frozenset(f"{topic.name} / {part}" for topic in self.topics for part in topic.subtopics)

    def owner(self, topic: str, subtopic: str) -> str:
        """The team that owns a topic; a line for the subtopic goes before one for the topic."""
        for wanted in (f"{topic} / {subtopic}", topic):
            for team, topics in self.teams.items():
                if wanted in topics:
                    return team
        return next(iter(self.teams))

    def loops_on(self, topic: str, subtopic: str) -> bool:
        """Whether the bot repeats itself there when it misses."""
        return topic in self.loops or f"{topic} / {subtopic}" in self.loops

    def values(self, slot: str, language: str) -> tuple[str, ...]:
        """What fills a slot in a language, else in any."""
        return self.slots.get(language, {}).get(slot) or self.slots["en"][slot]

    def words(self, name: str, language: str) -> tuple[str, ...]:
        """Lines of a language that the company has of its own: `again_de` at the top for German, `again` for English; else empty."""
        return self.slots.get(language, {}).get(name, ()) if language != "en" else tuple(getattr(self, name, ())) or self.own.get(name, ())


def _split(topic: str) -> tuple[str, str | None]:
    name, _, part = topic.partition(" / ")
    return name, part or None


def read_company(folder: Path) -> Company:
    """The company of a folder."""
    path = folder / "company.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CompanyError(f"{path}: there is no company.toml") from None
    except tomllib.TOMLDecodeError as error:
        raise CompanyError(f"{path}: {error}") from None
    try:
        return _company(folder, told)
    except KeyError as error:
        raise CompanyError(f"{path}: the key {error} is missing") from None


def _company(folder: Path, told: dict) -> Company:
    plain = ("name", "line", "industry", "conversations", "seed", "first_day", "days", "id_prefix", "bot")
    lists = ("bot_hello", "handover", "agents", "agent_hello", "agent_bye", "phone_hello", "again", "back", "customers")
    taken: dict[str, Any] = {key: told[key] for key in plain} | {key: tuple(told[key]) for key in lists}
    live = told["bot_live"]
    return Company(
        folder=folder,
        **taken,
        channels=told["channels"],
        languages=told["languages"],
        bot_live=BotLive(live["since"], tuple(live["channels"]), live["share"], live["success"]),
        teams={team: tuple(topics) for team, topics in told["teams"].items()},
        topics=tuple(Topic(one["name"], float(one["weight"]), tuple(one["subtopics"])) for one in told["topics"]),
        moments=told.get("moments", {}),
        waves=tuple(
            Wave(*_split(one["topic"]), shape=one["shape"], start=one["start"], end=one.get("end"), factor=float(one["factor"]))
            for one in told.get("waves", ())
        ),
        loops=tuple(one["topic"] for one in told.get("loops", ())),
        missing=tuple(Gap(one["name"], one["title"], one["state"], one.get("article")) for one in told.get("missing", ())),
        slots=_slots(told),
        own={name: tuple(told[name]) for name in OWN if name in told},
        truths=tuple(_truth(one) for one in told.get("truths", ())),
    )


def _slots(told: dict) -> dict[str, dict[str, tuple[str, ...]]]:
    """Values by language; other top-level lists with a language's ending (`again_de`) are lines of that language."""
    found = {"en": {name: tuple(values) for name, values in told["slots"].items()}}
    for language in told["languages"]:
        if language == "en":
            continue
        found[language] = {name: tuple(values) for name, values in told.get(f"slots_{language}", {}).items()}
        ending = f"_{language}"
        found[language] |= {key.removesuffix(ending): tuple(value) for key, value in told.items() if key.endswith(ending) and isinstance(value, list)}
    return found


def _truth(told: dict) -> Truth:
    known = ("id", "kind", "topic", "says")
    return Truth(told["id"], told["kind"], told.get("topic"), told["says"], {key: value for key, value in told.items() if key not in known})
