"""What every redaction rule is made of: what a text must show before it is worth looking, and a finder.

Most messages hold nothing personal, so a rule says first which words or digits it needs; these are looked up once for all rules. Patterns repeat
a bounded number of times, or possessively, so that no text can make one slow; a test reads them all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

WORD = re.compile(r"\w++")
LONG_NUMBER = re.compile(r"\d(?:[ \t.\-/()\u00a0]{0,3}\d){6}")
DIGIT = re.compile(r"\d")
PLACEHOLDER = re.compile(r"\[(?:email|phone|card|iban|national id|address|name|secret)\]")

LINES = tuple((Path(__file__).with_name("data") / "redaction_words.txt").read_text("utf-8").splitlines())

Finder = Callable[[str], Iterable[tuple[int, int]]]


class Need(IntEnum):
    """What a text must have; each holds those before it. A long number is seven digits close together."""

    NOTHING = 0
    DIGITS = 1
    LONG_NUMBER = 2


@dataclass(frozen=True, slots=True)
class Glance:
    """Cheap facts about a text, worked out once for all rules."""

    text: str
    lower: str
    words: frozenset[str]
    has: Need


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that is personal, and of what kind."""

    start: int
    end: int
    kind: str


def anything(look: Glance) -> bool:
    """No further condition."""
    return True


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One way of finding one kind of personal data, tried when one of `words` is there (none: always), `need` is met and `wanted` agrees.

    Rules are compared by identity: they are hashed for every message.
    """

    kind: str
    find: Finder
    words: frozenset[str] = frozenset()
    need: Need = Need.NOTHING
    wanted: Callable[[Glance], bool] = anything


def glance(text: str) -> Glance:
    """A first look at a text."""
    lower = text.lower()
    has = Need.NOTHING
    if DIGIT.search(text):
        has = Need.LONG_NUMBER if LONG_NUMBER.search(text) else Need.DIGITS
    return Glance(text, lower, frozenset(WORD.findall(lower)), has)


def whole(pattern: re.Pattern[str], group: int | str = 0) -> Finder:
    """A finder that takes a group of every match."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        return (found.span(group) for found in pattern.finditer(text))

    return find


def words_before(text: str, start: int) -> list[str]:
    """The words in the 40 characters before a place, lower case, nearest last."""
    return WORD.findall(text[max(0, start - 40) : start].lower())


def words(name: str) -> frozenset[str]:
    """A list of the data file."""
    return frozenset(word for line in LINES if line.startswith(f"{name}: ") for word in line[len(name) + 2 :].split())


def any_of(choices: Iterable[str]) -> str:
    """A pattern that takes any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(choice) for choice in sorted(choices, key=lambda choice: (-len(choice), choice))) + ")"
