"""Lists of addresses of pages: one a line, in a column, or in a site map."""

from __future__ import annotations

import html
import re

ADDRESS = re.compile(r"https?://[^\s<>\"'{}|\\^`]{3,2000}", re.IGNORECASE)
PLACE = re.compile(r"<loc>\s{0,20}([^<\s]{1,2100})\s{0,20}</loc>", re.IGNORECASE)


def is_address(text: str) -> bool:
    """Whether a text is the address of a page and nothing else.

    >>> is_address("https://help.example.com/returns"), is_address("see https://a.example"), is_address("file:///etc/passwd")
    (True, False, False)
    """
    return ADDRESS.fullmatch(text.strip()) is not None


def addresses_in(text: str) -> list[str]:
    r"""The addresses of a text that is a list of them, or a site map; nothing when it is anything else.

    >>> addresses_in("url\nhttps://a.example/1\nhttps://a.example/2#top\n")
    ['https://a.example/1', 'https://a.example/2']
    """
    start = text[:2_000].lower()
    if "<urlset" in start:
        lines = [html.unescape(found) for found in PLACE.findall(text)]
    else:
        lines = [line.strip().strip("\",;' \t") for line in text.split("\n")]
        lines = [line for line in lines if line and not line.startswith("#")]
        if len(lines) > 1 and len(lines[0]) <= 40 and not is_address(lines[0]):
            lines = lines[1:]
    if not lines or not all(is_address(line) for line in lines):
        return []
    return list(dict.fromkeys(line.partition("#")[0] for line in lines))
