"""What the generator makes: conversations, what is true of each, and how alike two of them are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from insights.model import HandledBy
from sample_data.seed import Seed
from sample_data.setting import Message
from sample_data.voice import Persona

ALIKE = 0.7


@dataclass(frozen=True, slots=True)
class Gold:
    """What is true of a conversation."""

    conversation_id: str
    topic: str
    subtopic: str
    kinds: tuple[str, ...]
    cause: str | None
    tools: tuple[str, ...]
    articles: tuple[str, ...]
    gap: str | None
    resolution: str | None
    rating: int | None
    not_scored: str | None
    reasons: tuple[str, ...]
    handled_by: str
    team: str | None
    language: str
    seed: str
    chance: float | None


@dataclass(frozen=True, slots=True)
class Made:
    """A conversation in the native format, and what is true of it."""

    conversation: dict
    gold: Gold


@dataclass(frozen=True, slots=True)
class Contact:
    """A conversation that happened, as far as the next one of the same customer needs it."""

    customer: str
    who: Persona
    seed: Seed
    channel: str
    slots: Mapping[str, str]
    started: datetime
    place: int
    answered: bool


def handled_by(messages: Iterable[Message]) -> str:
    """Who on the support side replied."""
    roles = {message.role for message in messages if not message.internal}
    if {"agent", "bot"} <= roles:
        return str(HandledBy.BOTH)
    return str(HandledBy.AGENT if "agent" in roles else HandledBy.BOT if "bot" in roles else HandledBy.NOBODY)


def shingled(messages: Iterable[Message]) -> frozenset[str]:
    """All runs of three words of a conversation, numbers folded."""
    found = re.findall(r"\w+", re.sub(r"\d+", "0", " ".join(message.text for message in messages).lower()))
    return frozenset(" ".join(found[place : place + 3]) for place in range(max(1, len(found) - 2)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity, or 0 when their sizes alone say that it is under `ALIKE`."""
    if min(len(one), len(other)) < ALIKE * max(len(one), len(other)):
        return 0.0
    both = len(one & other)
    return both / (len(one) + len(other) - both)
