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
GREETING = re.compile(
    r"^(.{0,40}?)\b(guten (?:morgen|tag|abend)|bonjour|bonsoir|buenos d[ií]as|buenas (?:tardes|noches)|bom dia|boa (?:tarde|noite))\b", re.I | re.S
)
GREETINGS = {
    "g": ("guten morgen", "guten tag", "guten tag", "guten abend"),
    "bonj": ("bonjour", "bonjour", "bonjour", "bonsoir"),
    "bons": ("bonjour", "bonjour", "bonjour", "bonsoir"),
    "bu": ("buenos días", "buenos días", "buenas tardes", "buenas noches"),
    "bo": ("bom dia", "bom dia", "boa tarde", "boa noite"),
}
NICE = re.compile(r"\b([Nn]ice|[Gg]ood|[Ll]ovely) evening\b")
ALOUD = re.compile(r"speaking|talking|through to|wait|taking over|let me have a look|from support|one moment|picking|hold|you're with|^Hey\b", re.I)
PAUSE = re.compile(
    r"one moment|bear with me|let me (?:have a look|see)|have a look|picking this up|jetzt an|schaue mir|regarde|miro ahora|já vejo", re.I
)
THANKS = re.compile(r"\b(?:thank|thx|cheers|merci|dank|gracias|obrigad|obg)", re.I)


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


def hello_of(setting: Setting, wording: Wording, text: str) -> str:
    """How this agent starts before a text; what names the bot is for those that come after it, and nobody speaks in a mail."""
    own = lines(setting.company, "agent_hello", setting.language)
    if setting.language == "en" and setting.channel in ("email", "other"):
        own = (*(line for line in own if line and not ALOUD.search(line)), *lines(setting.company, "mail_agent_hello", "en"))
    if setting.channel != "chat":
        own = tuple(line for line in own if not PAUSE.search(line))
    own = tuple(line for line in own if not (THANKS.search(line) and THANKS.search(text[:80]))) or own
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
    place = sum(moment.hour >= hour for hour in (11, 13, 18))
    part = "morning" if moment.hour < 12 else "afternoon" if moment.hour < 17 else "evening"

    def other(found: re.Match[str]) -> str:
        said = found[2]
        if said.lower() in ("guten tag", "bonjour"):
            return found[0]
        right = next(names for start, names in GREETINGS.items() if said.lower().startswith(start))[place]
        if said[0].isupper():
            right = right[0].upper() + right[1:]
        first, _, last = right.partition(" ")
        return f"{found[1]}{first} {last.capitalize() if said.split()[-1][0].isupper() else last}".rstrip()

    text = DAYTIME.sub(lambda found: f"{found[1]} {part}", text)
    text = NICE.sub(lambda found: f"{found[1]} day", text) if moment.hour < 16 else text
    return GREETING.sub(other, text, count=1)
