"""Ratings on whatever scale a system gives them, put on 1 to 5: by value, so that everybody can see and correct what becomes of each.

Numbers keep their distances. Words and faces are known in the trained languages; where a scale knows no 1 or 5, its ends are the ends.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from tomllib import loads

LEADING = re.compile(r"([1-5])(?:[.,]0{1,3})?(?:\s?/\s?5|\s?[-–—:(].{0,40}|\s?(?:stars?|sterne?|étoiles?|estrellas?|estrelas?))?", re.IGNORECASE)
STARS = re.compile(r"[★⭐]{1,5}[☆\ufe0f]{0,5}")
NUMBER = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s?(?:%|/\s?(?:7|10|100))?")
WORDS = Path(__file__).parent / "data" / "ratings.toml"
TOPS = (5, 7, 10, 100)
MOST_VALUES = 30
CHARACTERS = 60

Scale = tuple[int, int]
Ratings = tuple[tuple[str, int | None], ...]


def csat_of(text: str, scale: Scale | None = (1, 5), ratings: Ratings = ()) -> int | None:
    """The score from 1 to 5: as `ratings` says of this value, else as a number on the scale; None where it is neither.

    >>> csat_of("4"), csat_of("5.0"), csat_of("3/5"), csat_of("★★★★☆"), csat_of("good"), csat_of("8", (0, 10)), csat_of("good", None, (("good", 5),))
    (4, 5, 3, 4, None, 4, 5)
    """
    value = plain_value(text)
    for known, rating in ratings:
        if known == value:
            return rating
    if scale is None:
        return None
    if scale != (1, 5):
        return on_five(number_of(value), scale)
    if STARS.fullmatch(value):
        return value.count("★") + value.count("⭐")
    found = LEADING.fullmatch(value)
    return int(found[1]) if found else None


def plain_value(text: str) -> str:
    """A value as it is compared.

    >>> plain_value("  Very  Good ")
    'very good'
    """
    return " ".join(text[:CHARACTERS].split()).lower()


def number_of(value: str) -> float | None:
    """The number that a value is, if it is one.

    >>> number_of("8/10"), number_of("70 %"), number_of("eight")
    (8.0, 70.0, None)
    """
    found = NUMBER.fullmatch(value)
    return float(found[1].replace(",", ".")) if found else None


def on_five(number: float | None, scale: Scale) -> int | None:
    """A number on another scale as the nearest of 1 to 5, halves upwards; None outside the scale.

    >>> [on_five(number, (0, 10)) for number in (0, 3, 5, 8, 10, 11)]
    [1, 2, 3, 4, 5, None]
    """
    low, high = scale
    if number is None or not low <= number <= high:
        return None
    return int(1 + 4 * (number - low) / (high - low) + 0.5)


def scale_of(values: Sequence[str]) -> Scale | None:
    """The scale of the ratings seen; None when they are words."""
    filled = [value for value in map(plain_value, values) if value]
    if not filled or any(csat_of(value) is not None and number_of(value) is None for value in filled):
        return (1, 5)
    numbers = [number for value in filled if (number := number_of(value)) is not None]
    if not numbers:
        return None
    if max(numbers) <= 1 and min(numbers) < 1:
        return (0, 1)
    if max(numbers) <= 5:
        return (1, 5)
    return (0 if min(numbers) < 1 else 1, next((top for top in TOPS if max(numbers) <= top), int(max(numbers)) + 1))


def proposed(values: Sequence[str], scale: Scale | None) -> Ratings:
    """What each value becomes, in the order of the ratings; nothing to say of plain numbers from 1 to 5, or of too many different ones."""
    seen = sorted({value for value in map(plain_value, values) if value and (scale != (1, 5) or csat_of(value) is None)})
    if len(seen) > MOST_VALUES:
        seen = [value for value in seen if number_of(value) is None][:MOST_VALUES]
    graded = {value: grade for value in seen if (grade := words().get(value)) is not None}
    ends = {}
    if graded and 5 not in graded.values():
        ends[4] = 5
    if graded and 1 not in graded.values():
        ends[2] = 1
    made = [(value, ends.get(graded[value], graded[value]) if value in graded else csat_of(value, scale)) for value in seen]
    return tuple(sorted(made, key=lambda pair: (pair[1] is None, pair[1] or 0, number_of(pair[0]) or 0.0, pair[0])))


@lru_cache(maxsize=1)
def words() -> dict[str, int]:
    """Words and faces with what they stand for, 1 to 5."""
    found = loads(WORDS.read_text(encoding="utf-8"))["words"]
    return {word: int(grade) for grade, several in found.items() for word in several}
