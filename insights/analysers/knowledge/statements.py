"""What somebody states: a value with its unit, in a sentence; and that a page is old. The words stand in `data/statements.toml`."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from insights.analysers.knowledge.stems import stem, stem_weight
from insights.text.encoding import distinct_words
from insights.text.glossary import in_english

WORDS = Path(__file__).parents[1] / "data" / "statements.toml"
SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?=\w)[^.!?…\n]+)*")
THOUSANDS = re.compile(r"[.,](?=\d{3}$)")
TELLING = 0.35
"""Words at least this rare say what a value is about."""
REMEMBERED = 1 << 12
"""Texts that are kept: many conversations are about one article, and agents say the same again."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A value, or a range of values, of something that is counted in a unit; `about` are the stems of its sentence that say something."""

    low: float
    high: float
    unit: str
    about: frozenset[str]

    def agrees(self, other: Statement) -> bool:
        """Whether the two can both be true of the same thing: one lies within the other."""
        return max(self.low, other.low) <= min(self.high, other.high)


@lru_cache(maxsize=REMEMBERED)
def statements(text: str) -> tuple[Statement, ...]:
    """Every value of a text that has a unit.

    >>> [(one.low, one.high, one.unit) for one in statements("It takes three to 5 days and costs € 4.90. Order 66.")]
    [(3.0, 5.0, 'day'), (4.9, 4.9, 'money')]
    """
    found = []
    for sentence in SENTENCE.findall(text):
        values = [*_values(sentence)]
        if values:
            about = telling_stems(sentence)
            found += [Statement(low, high, unit, about) for low, high, unit in values]
    return tuple(found)


def _values(sentence: str) -> list[tuple[float, float, str]]:
    """Ranges and their units, in a sentence."""
    values = []
    for match in _pattern().finditer(sentence.lower()):
        groups = match.groupdict()
        unit = "money" if groups["sign"] else next(name for place, name in enumerate(_words()["units"]) if groups[f"unit{place}"])
        low = _number(groups["low"])
        values.append((low, max(low, _number(groups["high"])) if groups["high"] else low, unit))
    return values


@lru_cache(maxsize=REMEMBERED)
def telling_stems(text: str) -> frozenset[str]:
    """The stems of a text, in English, that say what it is about."""
    stems = list({stem(word) for word in distinct_words(in_english([text])[0]) if word[0].isalpha()} - _unit_stems())
    return frozenset(short for short, weight in zip(stems, stem_weight(stems), strict=True) if weight >= TELLING)


def says_old(text: str) -> bool:
    """Whether a sentence says of a page that it is old or wrong.

    >>> says_old("Thirty days, your mail is right. The help page is old, sorry."), says_old("The page is here. My phone is old.")
    (True, False)
    """
    page, old, _ = _signs()
    return any(page.search(sentence) and old.search(sentence) for sentence in SENTENCE.findall(text))


def says_changed(text: str) -> bool:
    """Whether a text says that something is otherwise than before."""
    return bool(_signs()[2].search(text))


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def _forms(text: str) -> str:
    """An alternative of regular expressions; a space inside a form is written as [ ]."""
    return "|".join(re.split(r" (?!\])", text))


@lru_cache(maxsize=1)
def _numerals() -> dict[str, float]:
    return {word: float(number) for number, words in _words()["numerals"].items() for word in words.split()}


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    number = rf"(?:\d+(?:[.,]\d+)?|{'|'.join(sorted(_numerals(), key=len, reverse=True))})"
    unit = "|".join(rf"(?P<unit{place}>{_forms(forms)})" for place, forms in enumerate(_words()["units"].values()))
    spread = rf"(?<![\w.,])(?P<sign>[€$£]\s?)?(?P<low>{number})(?:\s?(?:-|–|to|bis|à|a|tot|or|oder|ou|o)\s?(?P<high>{number}))?"
    return re.compile(rf"{spread}(?(sign)(?![\w])|[\s-]?(?:{unit})(?!\w))")


@lru_cache(maxsize=1)
def _unit_stems() -> frozenset[str]:
    """Units, months and other words of time are what is counted, not what it is about."""
    return frozenset(stem(word) for forms in _words()["units"].values() for word in re.findall(r"[a-z]{2,}", forms))


@lru_cache(maxsize=1)
def _signs() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?i)(?<!\w)(?:{_forms(words)})(?!\w)") for words in _words()["page"].values())


def _number(text: str) -> float:
    """A numeral, or digits with a point or a comma."""
    return _numerals()[text] if text in _numerals() else float(THOUSANDS.sub("", text).replace(",", "."))
