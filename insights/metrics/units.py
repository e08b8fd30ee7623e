"""How numbers become words: the only place where a number is rounded, given a unit, or called missing."""

from __future__ import annotations

import math
from enum import StrEnum

MISSING = "–"
TOO_FEW = "too few"
NO_EARLIER_DATA = "no earlier data"
SPACE = "\u00a0"
MINUS = "\u2212"
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class Unit(StrEnum):
    """What a value counts. A share runs from 0 to 1, points from 0 to 100, a duration is in seconds, money in euros."""

    COUNT = "count"
    SHARE = "share"
    POINTS = "points"
    RATING = "rating"
    DURATION = "duration"
    MONEY = "money"
    HOURS = "hours"

    @property
    def scale(self) -> int:
        """Factor between the value in a frame and the number on an axis or in a table cell."""
        return 100 if self is Unit.SHARE else 1

    @property
    def axis(self) -> str:
        """Vega expression for the labels of an axis over values times `scale`."""
        return {
            Unit.SHARE: "datum.label + ' %'",
            Unit.DURATION: "datum.value >= 3600 ? format(datum.value / 3600, '.1~f') + ' h' : format(datum.value / 60, '.1~f') + ' min'",
            Unit.MONEY: "'€' + format(datum.value, ',.0f')",
        }.get(self, "format(datum.value, ',~f')")

    @property
    def column(self) -> str:
        """Format of a table cell over values times `scale`, in the words of a dataframe's column configuration."""
        return {Unit.SHARE: "%.0f %%", Unit.POINTS: "%+.1f", Unit.MONEY: "€%.0f", Unit.HOURS: "%.1f"}.get(self, "localized")


def is_missing(value: object) -> bool:
    """True for None and for what is not a number, NaN and pandas' NA included."""
    if value is None or str(value) in {"<NA>", "NaT"}:
        return True
    return isinstance(value, float) and math.isnan(value)


def number_text(value: float | None, unit: Unit) -> str:
    r"""A value in words.

    >>> number_text(4212, Unit.COUNT), number_text(None, Unit.SHARE), number_text(9000, Unit.DURATION)
    ('4,212', '–', '2.5\xa0h')
    """
    if value is None or is_missing(value):
        return MISSING
    number = float(value)
    if number < 0:
        return MINUS + number_text(-number, unit)
    if unit is Unit.SHARE:
        return f"under{SPACE}1{SPACE}%" if 0 < number < 0.005 else f"{number * 100:.0f}{SPACE}%"
    return {
        Unit.COUNT: f"{number:,.0f}" if number.is_integer() else f"{number:,.1f}",
        Unit.POINTS: f"{number:,.1f}{SPACE}{'point' if f'{number:.1f}' == '1.0' else 'points'}",
        Unit.RATING: f"{number:.1f}",
        Unit.DURATION: duration_text(number),
        Unit.MONEY: f"€{number:,.0f}",
        Unit.HOURS: f"{number:,.0f}{SPACE}h" if number >= 9.95 else f"{number:.1f}{SPACE}h",
    }[unit]


def counted(number: int, noun: str) -> str:
    """How many of something, small numbers in words.

    >>> counted(1, "action"), counted(5, "action"), counted(4212, "topic")
    ('one action', 'five actions', '4,212 topics')
    """
    return f"{WORDS[number] if number < len(WORDS) else f'{number:,}'} {noun}{'' if number == 1 else 's'}"


def percent(value: float | None) -> float | None:
    """A share as a table cell shows it: in percent, rounded as in words.

    >>> percent(0.696), percent(0.925)
    (70, 92)
    """
    return None if value is None or is_missing(value) else round(float(value) * 100)


def duration_text(seconds: float) -> str:
    r"""Seconds in the unit that a person would choose.

    >>> duration_text(45), duration_text(150), duration_text(200_000)
    ('45\xa0s', '2\xa0min', '2.3\xa0days')
    """
    if seconds < 60:
        return f"{seconds:.0f}{SPACE}s"
    if seconds < 3_600:
        return f"{seconds / 60:.0f}{SPACE}min"
    if seconds < 86_400:
        return f"{seconds / 3_600:.1f}{SPACE}h"
    return f"{seconds / 86_400:.1f}{SPACE}days"


def bare_text(value: float, unit: Unit) -> str:
    """A value without its unit, for the ends of an interval."""
    if unit in (Unit.SHARE, Unit.POINTS, Unit.RATING):
        digits = 0 if unit is Unit.SHARE else 1
        return f"{MINUS if value < 0 else ''}{abs(value) * unit.scale:.{digits}f}"
    return number_text(value, unit)


def interval_text(low: float | None, high: float | None, unit: Unit) -> str:
    """An interval inside a sentence; nothing where there is none.

    >>> interval_text(0.51, 0.64, Unit.SHARE)
    '(51 to 64)'
    """
    if low is None or high is None or is_missing(low) or is_missing(high):
        return ""
    return f"({bare_text(low, unit)} to {bare_text(high, unit)})"


def interval_mark(low: float | None, high: float | None, unit: Unit) -> str:
    """An interval in a chart or a table cell: 51–64."""
    return interval_text(low, high, unit)[1:-1].replace(" to ", "–")


def change_text(now: float | None, before: float | None, unit: Unit) -> str:
    r"""How far a value moved, without a sign: arrow and colour say where to.

    >>> change_text(0.714, 0.70, Unit.SHARE), change_text(0.5, None, Unit.SHARE), change_text(110, 100, Unit.COUNT)
    ('1.4\xa0points', 'no earlier data', '10\xa0%')
    """
    if now is None or before is None or is_missing(now) or is_missing(before):
        return NO_EARLIER_DATA
    distance = abs(float(now) - float(before))
    if unit is Unit.SHARE:
        return number_text(distance * 100, Unit.POINTS)
    if unit in (Unit.POINTS, Unit.RATING, Unit.DURATION):
        return number_text(distance, unit)
    return number_text(distance / abs(float(before)), Unit.SHARE) if before else NO_EARLIER_DATA
