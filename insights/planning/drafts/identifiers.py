"""By what customers say which of their things they mean: numbers by their shape, never by their value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.model import Role
from insights.planning.lexicon import THINGS
from insights.planning.speech import CODE
from insights.planning.voices import SAMPLE, Voices, evenly

RUN = re.compile(r"\d+|[A-Z]+|-")
BEFORE = 40
LEAST_SHARE = 0.03
CALLED = 0.2
"""Share of the conversations with a number in which customers have to say what it is the number of."""
FEWEST = 3
PLACEHOLDERS = {
    "[email]": ("email", "email"),
    "[phone]": ("phone", ""),
    "[card]": ("card_last_four", ""),
    "[iban]": ("iban", ""),
    "[account]": ("account_number", ""),
}
NAMED = {stem: thing.name for thing in THINGS for stem in thing.stems}
NOUN = re.compile(r"\b(" + "|".join(sorted((re.escape(stem) for stem in NAMED), key=len, reverse=True)) + ")", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something that customers give: a name for it, its pattern or format, and how many of the conversations hold one."""

    name: str
    pattern: str
    format: str
    conversations: int


def identifiers(voices: Voices, rows: np.ndarray, entity: str) -> tuple[list[Identifier], int]:
    """What customers of some conversations give, most frequent first, and how many conversations were read."""
    some = evenly(rows, SAMPLE)
    shapes: dict[str, set[int]] = {}
    nouns: dict[str, Counter[str]] = {}
    hidden: dict[str, set[int]] = {}
    for line in voices.lines(some):
        if line.role != Role.CUSTOMER:
            continue
        for match in CODE.finditer(line.text):
            shape = shaped(match[0])
            shapes.setdefault(shape, set()).add(line.row)
            near = NOUN.findall(line.text[max(0, match.start() - BEFORE) : match.start()])
            nouns.setdefault(shape, Counter()).update([NAMED[near[-1].lower()]] if near else [])
        for mark in PLACEHOLDERS:
            if mark in line.text:
                hidden.setdefault(mark, set()).add(line.row)
    found = [Identifier(named(nouns[shape], entity, len(mine)), shape, "", len(mine)) for shape, mine in sorted(shapes.items())]
    found += [Identifier(PLACEHOLDERS[mark][0], "", PLACEHOLDERS[mark][1], len(mine)) for mark, mine in sorted(hidden.items())]
    often = [each for each in found if each.conversations >= max(FEWEST, LEAST_SHARE * len(some))]
    return distinct(sorted(often, key=lambda each: -each.conversations)), len(some)


def named(nouns: Counter[str], entity: str, seen: int) -> str:
    """A field name for a number: after the thing that customers mostly name before it, else after what the action is about."""
    most = min(nouns, key=lambda noun: (-nouns[noun], noun), default=entity)
    often = nouns[most] >= CALLED * seen and 2 * nouns[most] > nouns.total()
    return f"{(most if often else entity or most).replace(' ', '_')}_number"


def distinct(found: Sequence[Identifier]) -> list[Identifier]:
    """The first identifier of each name; shapes of one thing that differ are rare."""
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def shaped(code: str) -> str:
    r"""The pattern of a number.

    >>> shaped("42-94678"), shaped("INV2041")
    ('^\\d{2}-\\d{5}$', '^[A-Z]{3}\\d{4}$')
    """
    runs = [rf"\d{{{len(run)}}}" if run[0].isdigit() else run if run == "-" else f"[A-Z]{{{len(run)}}}" for run in RUN.findall(code)]
    return f"^{''.join(runs)}$"
