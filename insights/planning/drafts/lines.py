"""How a draft is written down: headings, quotes with their conversations, counts.

A conversation stands in round brackets at the end of a line, several with commas: the page makes links of them, and they read as they are elsewhere.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from insights.planning.speech import masked
from insights.planning.voices import LONGEST_QUOTE, SAMPLE, Voices, plain

MOST_LINKS = 3
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "tr": "Turkish",
    "ja": "Japanese",
    "zh": "Chinese",
}
Quote = tuple[int, str]


def section(title: str, lines: Sequence[str], otherwise: str = "") -> list[str]:
    """A heading with its lines, or what to say where there are none; nothing at all where there is nothing to say."""
    told = list(lines) or ([otherwise] if otherwise else [])
    return [f"## {title}", "", *told, ""] if told else []


def quote(text: str, longest: int = LONGEST_QUOTE) -> str:
    """A text in quotation marks that is only ever a quote, without numbers of the customer's own."""
    return f"“{plain(masked(text), longest)}”"


def cases(voices: Voices, rows: Iterable[int]) -> str:
    """The ids of some conversations, in round brackets."""
    names = list(dict.fromkeys(plain(voices.name(row)) for row in rows))
    return f"({', '.join(names[:MOST_LINKS])})"


def cited(voices: Voices, quotes: Sequence[Quote], longest: int = LONGEST_QUOTE) -> list[str]:
    """Quotes as list items, each with its conversation; one in another language than most says in which."""
    return [f"- {spoken(voices, row)}{quote(text, longest)} {cases(voices, [row])}" for row, text in quotes]


def spoken(voices: Voices, row: int) -> str:
    """The language of a conversation, where it is not the usual one."""
    language = voices.languages[row]
    return f"{language_name(language)}: " if language and language != voices.language else ""


def language_name(code: str) -> str:
    """A language by its English name; by its code where we have none.

    >>> language_name("de"), language_name("xx")
    ('German', 'xx')
    """
    return LANGUAGES.get(code, plain(code))


def counted(count: int, total: int) -> str:
    """How many of how many.

    >>> counted(3, 12)
    '3 of 12'
    """
    return f"{count:,} of {total:,}"


def conversations(count: int) -> str:
    """A number of conversations in words.

    >>> conversations(1), conversations(1200)
    ('1 conversation', '1,200 conversations')
    """
    return f"{count:,} conversation{'' if count == 1 else 's'}"


def last_seen(voices: Voices, rows: Iterable[int]) -> str:
    """The day of the latest of some conversations; nothing where none is known."""
    days = voices.frame["started_at"].iloc[list(rows)].dropna()
    return f"last on {days.max():%Y-%m-%d}" if len(days) else ""


def read_of(rows: np.ndarray) -> str:
    """Of how many conversations a draft speaks."""
    return f"Made from {counted(min(len(rows), SAMPLE), len(rows))} conversations, taken evenly over the period."
