"""How people write whatever it is about: `manner.toml`, by language."""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sample_data.company import Company

CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"(\ban? )?<([a-z][a-z_0-9]*)>", re.I)
SPACES = re.compile(r"[ \t]+")
BEFORE_SIGN = re.compile(r" +([,.](?:\s|$))")
TWO_SIGNS = re.compile(r"(?:(?<=[!?])|(?<=[a-z][a-z]\.)),(?= )|,(?=\.)|(?<=[!?])\.(?= |$)|(?<=[^.]\.)\.(?= )")
TABLES = ("sloppy", "formal", "plain")


@dataclass(frozen=True, slots=True)
class Words:
    """The lines of a language, and which words people swap for which."""

    lines: Mapping[str, tuple[str, ...]]
    swaps: Mapping[str, Mapping[str, tuple[str, ...]]]
    patterns: Mapping[str, re.Pattern[str]]
    date: str


@cache
def words(language: str) -> Words:
    """What `manner.toml` says about a language; English for one that it does not know."""
    told = tomllib.loads((Path(__file__).parent / "manner.toml").read_text(encoding="utf-8"))
    mine = told.get(language, told["en"])
    swaps: dict[str, dict[str, tuple[str, ...]]] = {}
    for table in TABLES:
        swaps[table] = {}
        for plain, other in mine[table]:
            swaps[table][plain.lower()] = (*swaps[table].get(plain.lower(), ()), other)
    patterns = {
        table: re.compile(rf"(?<![\w'-])({'|'.join(map(re.escape, sorted(pairs, key=len, reverse=True)))})(?=[ ,]+\w)", re.I)
        for table, pairs in swaps.items()
    }
    lines = {key: tuple(value) for key, value in mine.items() if key not in (*TABLES, "date")}
    return Words(lines, swaps, patterns, mine["date"])


def lines(company: Company, name: str, language: str) -> tuple[str, ...]:
    """The company's own lines, else those of the language."""
    mine = words(language).lines
    return company.words(name, language) or mine.get(name) or tuple(getattr(company, name))


@cache
def asides(language: str, *, trade: str, typed: bool) -> tuple[str, ...]:
    """What people of a language add about themselves, as customers of a trade, in writing or aloud."""
    told = tomllib.loads((Path(__file__).parent / "asides.toml").read_text(encoding="utf-8")).get(language, {})
    kinds = (*(("work",) if trade == "firm" else ("home", trade)), *(("typed",) if typed else ()))
    return tuple(line for kind in kinds for line in told.get(kind, ()))


class Wording:
    """Picks wordings, those used least so far first, and fills them in. It remembers what it has used."""

    def __init__(self, dice: random.Random) -> None:
        """Start with nothing used."""
        self.dice = dice
        self.used: Counter[str] = Counter()

    def choose(self, texts: Sequence[str]) -> str:
        """One of some texts; the more often it was used, the less likely."""
        if len(texts) == 1:
            text = texts[0]
        else:
            least = min(self.used[text] for text in texts)
            text = self.dice.choices(texts, [1.0 / (1 + self.used[text] - least) ** 2 for text in texts])[0]
        self.used[text] += 1
        return text

    def spin(self, text: str) -> str:
        """One of the ways that the braces of a text allow.

        >>> Wording(random.Random(1)).spin("{so|so} be it{|}")
        'so be it'
        """
        while "{" in text:
            text = CHOICE.sub(lambda found: self.dice.choice(found[1].split("|")), text)
        return text

    def say(self, texts: Sequence[str], slots: Mapping[str, str]) -> str:
        """One of some texts, with its choices made and its slots filled."""
        return self.filled(self.choose(texts), slots) if texts else ""

    def several(self, texts: Sequence[str], number: int) -> list[str]:
        """Different ones of some texts, as many as wanted or as there are."""
        left, taken = list(texts), []
        while left and len(taken) < number:
            taken.append(self.choose(left))
            left.remove(taken[-1])
        return taken

    def filled(self, text: str, slots: Mapping[str, str]) -> str:
        """A text with its choices made and its slots filled."""
        return tidy(fill(self.spin(text), slots))


def fill(text: str, slots: Mapping[str, str]) -> str:
    """A text with its slots filled, with `a` or `an` as the value needs it and a capital at the start of a sentence.

    >>> fill("<thing> came, I ordered a <thing>.", {"thing": "umbrella"})
    'Umbrella came, I ordered an umbrella.'
    """

    def put(found: re.Match[str]) -> str:
        article, name = found[1] or "", found[2]
        value = slots.get(name)
        if value is None:
            return found[0]
        if article and value[0].isalpha():
            article = article[0] + ("n " if value[0].lower() in "aeio" or value.lower().startswith(("um", "un")) else " ")
        before = text[: found.start()].rstrip()
        starts = not article and (not before or before[-1] in ".!?")
        return article + (value[0].upper() + value[1:] if starts else value)

    return SLOT.sub(put, text)


def tidy(text: str) -> str:
    """A text without the spaces that empty choices leave behind."""
    text = TWO_SIGNS.sub("", BEFORE_SIGN.sub(r"\1", SPACES.sub(" ", text))).strip()
    return text.lstrip(",;. ") if text[:1] in ",;" else text
