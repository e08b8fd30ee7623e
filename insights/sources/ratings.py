"""Ratings. Only a scale from 1 to 5 is a satisfaction score; anything else is kept beside it and never stretched."""

from __future__ import annotations

import re

LEADING = re.compile(r"([1-5])(?:[.,]0{1,3})?(?:\s?/\s?5|\s?[-–—:(].{0,40}|\s?(?:stars?|sterne?|étoiles?|estrellas?|estrelas?))?", re.IGNORECASE)
STARS = re.compile(r"[★⭐]{1,5}[☆\ufe0f]{0,5}")


def csat_of(text: str, scale: tuple[int, int] | None = (1, 5)) -> int | None:
    """The score, when the text is one on a scale from 1 to 5.

    >>> csat_of("4"), csat_of("5.0"), csat_of("3/5"), csat_of("★★★★☆"), csat_of("good"), csat_of("4", (0, 10))
    (4, 5, 3, 4, None, None)
    """
    text = text.strip()[:60]
    if scale != (1, 5):
        return None
    if STARS.fullmatch(text):
        return text.count("★") + text.count("⭐")
    found = LEADING.fullmatch(text)
    return int(found[1]) if found else None
