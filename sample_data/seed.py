"""Seeds: hand-written conversations with many ways of saying every turn, read from `<company>/seeds/*.txt`.

`python -m sample_data.seed FILE...` checks files and counts what is in them. The format:

    = Title
    topic: Delivery / Late parcel           also kinds, cause, tools, articles, gap, channels, language, weight, team, subject, before, after
    C: where {is|did you leave} <order>?    the opening; a line that starts with `| ` is another way of saying the line above
    + It was {a present|for a wedding}.     a detail that fits every opening
    ask: Which order?                       also reply, miss (the bot beside the point) and again (what the customer says then)
    end: agent confirmed 4 clear_answer x2  one outcome (agent, bot or nobody), then its turns: C, A, B, S or N, with `?` before when optional
"""

from __future__ import annotations

import sys
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong on one line of a file."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        """As compilers print it."""
        return f"{self.file}:{self.line}: {self.says}"


class SeedError(ValueError):
    """A seed file that cannot be used; its text is the first problem."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of an ending, in all its wordings."""

    role: str
    texts: tuple[str, ...]
    optional: bool
    line: int


@dataclass(frozen=True, slots=True)
class Ending:
    """One outcome of a seed, and the turns that follow its opening."""

    who: str
    resolution: str | None
    rating: int | None
    reasons: tuple[str, ...]
    weight: float
    before: str | None
    after: str | None
    turns: tuple[Turn, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Seed:
    """One hand-written conversation with all its wordings and outcomes."""

    title: str
    file: str
    line: int
    topic: str
    subtopic: str
    kinds: tuple[str, ...] = ()
    cause: str | None = None
    tools: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    gap: str | None = None
    channels: tuple[str, ...] = ()
    language: str = "en"
    weight: float = 1.0
    team: str | None = None
    before: str | None = None
    after: str | None = None
    subjects: tuple[str, ...] = ()
    openings: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    reply: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()
    again: tuple[str, ...] = ()
    endings: tuple[Ending, ...] = ()

    def lines(self) -> list[str]:
        """Every line that may be said."""
        parts = (self.subjects, self.openings, self.details, self.ask, self.reply, self.miss, self.again)
        return [text for part in parts for text in part] + [text for ending in self.endings for turn in ending.turns for text in turn.texts]


if __name__ == "__main__":
    from sample_data.checks import main

    sys.exit(main(sys.argv[1:]))
