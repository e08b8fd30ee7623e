"""Calendar weeks as ISO 8601 counts them, Monday to Sunday, by the day in UTC: a change of the clock moves no conversation to another week."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from insights.metrics.units import SPACE

LENGTH = timedelta(days=7)
USUAL_WEEKS = 8
NAME = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """One week, by its Monday."""

    monday: date

    @classmethod
    def of(cls, day: date) -> Week:
        """The week that a day lies in."""
        return cls(day - timedelta(days=day.weekday()))

    @classmethod
    def named(cls, name: str) -> Week | None:
        """The week of a name like 2026-W46, or None where there is none of that name.

        >>> Week.named("2026-W46"), Week.named("2026-W60")
        (Week(monday=datetime.date(2026, 11, 9)), None)
        """
        found = NAME.fullmatch(name)
        if found is None or not 1 <= int(found[2]) <= 53 or not 1 <= int(found[1]) < date.max.year:
            return None
        made = cls(date.fromisocalendar(int(found[1]), 1, 1) + LENGTH * (int(found[2]) - 1))
        return made if made.name == name else None

    @property
    def until(self) -> date:
        """The Monday after it."""
        return self.monday + LENGTH

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.until - timedelta(days=1)

    @property
    def before(self) -> Week:
        """The week before."""
        return Week(self.monday - LENGTH)

    @property
    def name(self) -> str:
        """Year and number.

        >>> Week(date(2026, 12, 28)).name
        '2026-W53'
        """
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02}"

    @property
    def days(self) -> str:
        r"""Its days in words.

        >>> Week(date(2026, 11, 9)).days, Week(date(2026, 12, 28)).days
        ('9\xa0–\xa015\xa0Nov\xa02026', '28\xa0Dec\xa02026\xa0–\xa03\xa0Jan\xa02027')
        """
        first, last = self.monday, self.sunday
        start = (
            f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}" if first.year == last.year else f"{first.day} {first:%b %Y}"
        )
        return f"{start} – {last.day} {last:%b %Y}".replace(" ", SPACE)


def whole_weeks(days: Collection[date]) -> tuple[Week, ...]:
    """The weeks that the data hold whole, the newest first, those without a conversation among them.

    The data cut off the first week unless they begin with its Monday. The last is whole when they reach its Sunday, or the last of those weekdays on
    which somebody wrote in the weeks before: who is closed on Sundays need not wait for the next Monday.
    """
    if not days:
        return ()
    first, last = min(days), max(days)
    newest = Week.of(last)
    since = newest.monday - LENGTH * USUAL_WEEKS
    usual = {day.weekday() for day in days if since <= day < newest.monday}
    ended = last == newest.sunday or (bool(usual) and last.weekday() >= max(usual))
    oldest = Week.of(first + timedelta(days=6))
    end = newest if ended else newest.before
    count = (end.monday - oldest.monday) // LENGTH + 1
    return tuple(Week(end.monday - LENGTH * place) for place in range(max(count, 0)))
