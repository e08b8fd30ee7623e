"""What files of help articles or of tools held, in records."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from insights.model import Article, Tool

CONTROL = re.compile(r"[\x00-\x1f\x7f]")
Counts = tuple[tuple[str, int], ...]
"""What was counted and how often, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A file or folder that somebody gave, and what they call it."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Articles:
    """The articles that are kept, what was left out and why, and their languages; or, in their place, addresses where articles can be read."""

    articles: tuple[Article, ...] = ()
    left_out: Counts = ()
    languages: Counts = ()
    outdated: int = 0
    """Kept, though the help centre says that their original has changed since."""
    addresses: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """How many words there are to read."""
        return sum(len(article.title.split()) + len(article.body.split()) for article in self.articles)


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools that are kept, and what was left out and why."""

    tools: tuple[Tool, ...] = ()
    left_out: Counts = ()
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    r"""A text that can be stored and shown: no control characters, and none of the halves of a character that JSON can spell.

    >>> clean("a\x00b\ud800")
    'ab\ufffd'
    """
    if text.isascii() and text.isprintable():
        return text
    return CONTROL.sub("", text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def counted(counts: Mapping[str, int]) -> Counts:
    """The counts that are not zero, the largest first.

    >>> counted({"a": 1, "b": 2, "c": 0})
    (('b', 2), ('a', 1))
    """
    return tuple(sorted(((what, count) for what, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0])))


def in_words(counts: Counts) -> str:
    """The counts in words.

    >>> in_words((("not published", 1_200), ("without text", 3)))
    '1,200 not published, 3 without text'
    """
    return ", ".join(f"{count:,} {what}" for what, count in counts)
