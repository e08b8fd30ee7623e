"""What a text says, in English words of support, so that texts of six other languages lie where English ones lie.

The encoder knows English best. Here words are looked up, not sentences translated: what the glossary lacks stays as it is, and everyday words
without a subject go. The result is for comparing only and is never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from insights.text.language import STOP_WORDS

ENGLISH = "en"
GLOSSED = ("de", "fr", "es", "pt", "it", "nl")
"""The languages of the columns of `data/glossary.txt`."""
COMPOUNDING = frozenset({"de", "nl"})
SHORTEST_PART = 4
LINKS = ("ungs", "en", "es", "n", "s", "e", "")
WORD = r"[^\W\d_]+(?:-[^\W\d_]+)*"
WORDS = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
FEWEST_KNOWN = 2
READ = 300
REMEMBERED = 1 << 15
"""Texts that are kept: finding topics asks for each several times."""
SUPPORT = (
    "Topics are found across English, German, French, Spanish, Portuguese, Italian and Dutch: a glossary gives the English of words of support, and "
    "what a language has in common is taken off. Conversations in any other language are kept and grouped by the words that they share, as a "
    "rule apart from those in English."
)
"""What the product says about languages."""


@dataclass(frozen=True)
class Glossary:
    """One language: whole words, beginnings of words, and a pattern of phrases and words with the English of each phrase; words seen are kept."""

    whole: dict[str, str]
    stems: dict[str, str]
    pattern: re.Pattern[str]
    phrases: tuple[str, ...]
    everyday: frozenset[str]
    compounding: bool
    looked_up: dict[str, str | None] = field(default_factory=dict)

    def english(self, text: str) -> str:
        """The text without everyday words, what is known of it in English."""
        return " ".join(self.pattern.sub(self._replaced, folded(text)).split())

    def _replaced(self, found: re.Match[str]) -> str:
        if found.lastindex is not None:
            return self.phrases[found.lastindex - 1]
        word = found[0]
        if word not in self.looked_up:
            self.looked_up[word] = self.word(word)
        known = self.looked_up[word]
        if known is None and "-" in word:
            return " ".join(self.word(part) or part for part in word.split("-"))
        return known if known is not None else "" if word in self.everyday else word

    def word(self, word: str) -> str | None:
        """The English of a word: as it is, by its beginning, or by the parts that it is put together from."""
        if word in self.whole:
            return self.whole[word]
        for end in range(len(word), 2, -1):
            if word[:end] in self.stems:
                rest = self._part(word[end:]) if self.compounding else None
                return " ".join(filter(None, (self.stems[word[:end]], rest)))
        if not self.compounding:
            return None
        ends = (self.word(word[at:]) for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1) if self._begins(word[at:]))
        return next((one for one in ends if one), None)

    def _begins(self, part: str) -> bool:
        return part in self.whole or any(part[:end] in self.stems for end in range(SHORTEST_PART, len(part) + 1))

    def _part(self, rest: str) -> str | None:
        """The second part of a word, whatever links it to the first."""
        for link in LINKS:
            part = rest.removeprefix(link)
            if rest.startswith(link) and len(part) >= SHORTEST_PART and self._begins(part):
                return self.word(part)
        return None


def in_english(texts: Sequence[str]) -> list[str]:
    """Texts in a glossed language as English words; all others as they are.

    >>> in_english(["Erstattung nicht erhalten", "refund not received", "Wo ist meine Lieferadresse?"])
    ['refund not received', 'refund not received', 'where my address?']
    """
    return [text if (language := language_of(text)) == ENGLISH else _glossed(language, text) for text in texts]


def words_in_english(language: str, words: Sequence[str]) -> list[str]:
    """Single words of a glossed language in English: what the glossary lacks as it is, nothing for everyday words.

    >>> words_in_english("de", ["Erstattung", "und", "Lumen"])
    ['refund', '', 'Lumen']
    """
    glossary = _glossaries()[language]
    known = ((word, folded(word)) for word in words)
    return [english if (english := glossary.word(plain)) is not None else "" if plain in glossary.everyday else word for word, plain in known]


@lru_cache(maxsize=REMEMBERED)
def _glossed(language: str, text: str) -> str:
    return _glossaries()[language].english(text)


def language_of(text: str) -> str:
    """The glossed language that a text is in, or English when it is in English or in none of them: by everyday words, then by words of support."""
    return _language_of(text[:READ])


@lru_cache(maxsize=REMEMBERED)
def _language_of(text: str) -> str:
    words, marks = set(WORDS.findall(text.lower().replace("’", "'"))), _marks()
    plain = len(words & marks[ENGLISH])
    if all(words.isdisjoint(marks[language]) for language in GLOSSED):
        known = {} if plain or len(words) < FEWEST_KNOWN else {language: _known(words, language) for language in GLOSSED}
        most = max(known, key=lambda language: known[language], default=ENGLISH)
        sure = known.get(most, 0) >= max(FEWEST_KNOWN, len(words) / 2) and not any(word.startswith(_english_words()) for word in words)
        return most if sure else ENGLISH
    counts = {language: len(words & marks[language]) for language in GLOSSED}
    if max(counts.values()) <= plain:
        return ENGLISH
    likely = [language for language in GLOSSED if counts[language] >= max(counts.values()) - 1]
    return max(likely, key=lambda language: counts[language] + _known(words, language) if len(likely) > 1 else 0)


def _known(words: set[str], language: str) -> int:
    """How many of these words the glossary has for a language."""
    glossary = _glossaries()[language]
    return sum(bool(glossary.word(folded(word))) for word in words)


def folded(text: str) -> str:
    """Lower case without accents, so that hurried typing is read as well."""
    text = text.lower().replace("ß", "ss").replace("’", "'")
    return text if text.isascii() else "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


@lru_cache(maxsize=1)
def _marks() -> dict[str, frozenset[str]]:
    """Everyday words of English that no glossed language has, and of every glossed language those that English does not have."""
    everyday = {language: words | _without_subject(language) for language, words in STOP_WORDS if language in GLOSSED}
    english = dict(STOP_WORDS)[ENGLISH] | frozenset(word for line in _read() if line.startswith(">") for word in line[1:].split())
    return {language: words - english for language, words in everyday.items()} | {ENGLISH: english - frozenset().union(*everyday.values())}


def _without_subject(language: str) -> frozenset[str]:
    columns = next(columns for english, columns in _lines() if not english)
    return frozenset(word for word in columns[GLOSSED.index(language)].split() if not word.endswith("*"))


@lru_cache(maxsize=1)
def _read() -> tuple[str, ...]:
    return tuple(Path(__file__).with_name("data").joinpath("glossary.txt").read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def _lines() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The English of every concept with its column of each language."""
    pairs = [line.partition("=") for line in _read() if line and line[0] not in "#>"]
    return tuple((english.strip(), tuple(column.strip() for column in columns.split("|"))) for english, _, columns in pairs)


@lru_cache(maxsize=1)
def _english_words() -> tuple[str, ...]:
    """Beginnings by which an English word of support is told."""
    return tuple(sorted({word for english, _ in _lines() for word in english.lower().split() if len(word) >= SHORTEST_PART}))


@lru_cache(maxsize=1)
def _glossaries() -> dict[str, Glossary]:
    return {language: _glossary(language, place) for place, language in enumerate(GLOSSED)}


def _glossary(language: str, place: int) -> Glossary:
    """The first concept that claims a word keeps it; of phrases the longest is tried first."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for english, columns in _lines():
        for form in folded(columns[place]).split():
            if "_" in form:
                phrases.setdefault(form, english)
            elif form.endswith("*"):
                stems.setdefault(form[:-1], english)
            else:
                whole.setdefault(form, english)
    ordered = sorted(phrases, key=lambda form: (-len(form), form))
    # The empty group says which phrase it was; a group around the phrase would keep the first letter from ruling most of them out at once.
    parts = [f"{re.escape(form).replace(re.escape('*'), '[^ ]*').replace('_', '[ ]')}()" for form in ordered]
    pattern = re.compile(rf"\b(?:{'|'.join([*parts, WORD])})(?!\w)")
    everyday = frozenset(folded(word) for word in dict(STOP_WORDS)[language])
    return Glossary(whole, stems, pattern, tuple(phrases[form] for form in ordered), everyday, language in COMPOUNDING)
