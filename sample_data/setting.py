"""Who speaks with whom, and what an agent does the same in every conversation."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sample_data.company import Company
from sample_data.dialogue import Said
from sample_data.voice import Persona
from sample_data.words import Wording, fill, lines, tidy

DAYTIME = re.compile(r"\b(Good) (?:morning|afternoon|evening)\b", re.I)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is stored."""

    role: str
    author: str | None
    sent_at: datetime
    text: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """Who speaks with whom, where and when, and how it goes. `bare` says that machines or spam write, without any manner."""

    company: Company
    channel: str
    language: str
    customer: Persona
    agent: str
    start: datetime
    bot: bool
    mood: str
    pace: float
    slots: Mapping[str, str]
    bare: bool = False

    def own(self, name: str, wording: Wording, **more: str) -> str:
        """One of the company's or the language's lines."""
        return wording.say(lines(self.company, name, self.language), {**self.slots, **more})


@dataclass(frozen=True, slots=True)
class Habit:
    """An agent's manner, the same in every conversation."""

    hellos: tuple[int, ...]
    bye: int
    apart: float
    splits: float
    cheerful: float
    initials: bool


def habit(company: Company, agent: str) -> Habit:
    """The manner of an agent."""
    dice = random.Random(f"{company.id_prefix} {agent}")
    return Habit(
        hellos=tuple(dice.randrange(1000) for _ in range(4)),
        bye=dice.randrange(1000),
        apart=dice.choice((0.05, 0.2, 0.5)),
        splits=dice.choice((0.0, 0.1, 0.3)),
        cheerful=dice.choice((0.0, 0.05, 0.3)),
        initials=dice.random() < 0.6,
    )


def aside(turn: Said, moment: datetime, setting: Setting) -> Message:
    """A message of the bot, of the system, or a note."""
    text = turn.text.replace(" // ", "\n\n" if setting.channel == "email" else "\n")
    if turn.role == "note":
        return Message("agent", setting.agent, moment, text, internal=True)
    return Message(turn.role, setting.company.bot if turn.role == "bot" else None, moment, text)


def hello_of(setting: Setting, wording: Wording) -> str:
    """How this agent starts; what names the bot is for those that come after it."""
    own = lines(setting.company, "agent_hello", setting.language)
    fitting = [line for line in own if setting.bot or (setting.company.bot not in line and "taking" not in line and "taken this over" not in line)]
    mine = sorted({place % len(fitting) for place in habit(setting.company, setting.agent).hellos})
    text = wording.spin(wording.choose([fitting[place] for place in mine])).replace("Dear <customer>", f"Dear {setting.customer.name}")
    return tidy(fill(text, setting.slots))


def cheerful(text: str, mine: Habit, setting: Setting, dice: random.Random) -> str:
    """An agent's text, at times with more cheer, never where things went badly."""
    if setting.mood != "bad" and dice.random() < mine.cheerful and text.endswith("."):
        return text[:-1] + dice.choice(("!", "! 😊", " :)", "! 🙂"))
    return text


def of_the_day(text: str, moment: datetime) -> str:
    """Nobody says good morning in the evening.

    >>> of_the_day("Good morning Ana", datetime(2026, 6, 1, 19))
    'Good evening Ana'
    """
    part = "morning" if moment.hour < 12 else "afternoon" if moment.hour < 17 else "evening"
    return DAYTIME.sub(lambda found: f"{found[1]} {part}", text)
