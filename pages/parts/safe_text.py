"""Customer text inside Markdown, so that nothing in it becomes an element, a link, a picture or a request.

Text without marks needs none of this: `st.text` interprets nothing. Names of topics, files, enablers and teams are customer text too.
"""

from __future__ import annotations

import re

MARKS = re.compile(r"""([\\`*_{}\[\]()#+\-.!|<>~$:@/&^="'])""")
# Streamlit replaces some pairs of characters (emoji, icons, arrows, bare links) after Markdown has taken the backslashes away; a word joiner
# between the two keeps them apart. It has no width and is not seen.
JOINED = re.compile(r"(?<=:)(?=\S)|(?<=@)(?=\S)|(?<=www)(?=\.)|(?<=[-<>~=])(?=[-<>=])", re.IGNORECASE)
BREAK = re.compile(r"\s*[\r\n]\s*")
# A coloured ground may not span a line break.
BROKEN = re.compile(r"(\s*[\r\n]\s*)")
JOINER = "\u2060"


def plain(text: str) -> str:
    r"""The text as Markdown that shows exactly these characters; a line break stays one, space at its ends goes.

    >>> plain("a *b*")
    'a \\*b\\*'
    """
    return BREAK.sub("  \n", _escaped(text.strip()))


def one_line(text: str, limit: int = 0) -> str:
    r"""The text escaped, without line breaks, cut to `limit` characters where a limit is given.

    >>> one_line("two\nlines", 5)
    'two l…'
    """
    words = " ".join(text.split())
    return plain(words if not limit or len(words) <= limit else words[:limit].rstrip() + "…")


def marked(text: str, quotes: tuple[str, ...], colour: str = "orange") -> str:
    """The text escaped, with every quote that occurs in it on a coloured ground. Where quotes overlap, the first one wins.

    >>> marked("I asked twice", ("asked",))
    'I :orange-background[asked] twice'
    """
    text = text.strip()
    spans: list[tuple[int, int]] = []
    for quote in quotes:
        start = text.find(quote) if quote.strip() else -1
        end = start + len(quote)
        if start >= 0 and all(end <= other_start or start >= other_end for other_start, other_end in spans):
            spans.append((start, end))
    parts, place = [], 0
    for start, end in sorted(spans):
        parts += [
            _escaped(text[place:start]),
            *(f":{colour}-background[{_escaped(line)}]" if line.strip() else line for line in BROKEN.split(text[start:end]) if line),
        ]
        place = end
    return BREAK.sub("  \n", "".join([*parts, _escaped(text[place:])]))


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", JOINED.sub(JOINER, text))
