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


def marked(text: str, quotes: tuple[str, ...], colour: str = "orange", hidden: tuple[str, ...] = ()) -> str:
    """The text escaped, with the first place of every quote on a coloured ground, and each placeholder of `hidden` on a grey one.

    Where quotes overlap, the first one wins; a placeholder inside a quote stays part of it.

    >>> marked("I asked twice", ("asked",))
    'I :orange-background[asked] twice'
    """
    text = text.strip()
    found = [(text.find(quote), quote, colour) for quote in quotes if quote.strip()]
    found += [(match.start(), word, "gray") for word in hidden for match in re.finditer(re.escape(word), text)]
    spans: list[tuple[int, int, str]] = []
    for start, words, ground in found:
        end = start + len(words)
        if start >= 0 and all(end <= other_start or start >= other_end for other_start, other_end, _ in spans):
            spans.append((start, end, ground))
    parts, place = [], 0
    for start, end, ground in sorted(spans):
        words = text[start:end] if ground == colour else text[start:end].strip("[]")
        parts.append(_escaped(text[place:start]))
        parts += [f":{ground}-background[{_escaped(line)}]" if line.strip() else line for line in BROKEN.split(words) if line]
        place = end
    return BREAK.sub("  \n", "".join([*parts, _escaped(text[place:])]))


def _escaped(text: str) -> str:
    return MARKS.sub(r"\\\1", JOINED.sub(JOINER, text))
