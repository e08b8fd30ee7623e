"""When people write and when they are answered: the days of the week, the hours of the day, and waits by channel. All times are UTC."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate

from sample_data.company import Company

GROWTH = 0.15
OPEN = {"chat": (7, 22), "social": (8, 20), "phone": (8, 19), "email": (8, 18), "other": (8, 18)}
WEEK = {
    "chat": (1.2, 1.08, 1.0, 1.0, 0.95, 0.72, 0.8),
    "social": (1.0, 0.95, 0.95, 1.0, 1.05, 0.95, 1.0),
    "phone": (1.35, 1.12, 1.0, 1.0, 1.0, 0.45, 0.0),
    "email": (1.3, 1.12, 1.05, 1.0, 0.9, 0.55, 0.65),
}
HOURS = {
    "chat": (2, 1, 1, 0, 0, 1, 3, 6, 9, 11, 12, 11, 11, 10, 10, 9, 9, 10, 10, 11, 12, 10, 7, 4),
    "social": (2, 1, 1, 0, 0, 1, 3, 7, 8, 8, 8, 8, 9, 8, 7, 8, 9, 10, 11, 12, 12, 10, 7, 4),
    "phone": (0, 0, 0, 0, 0, 0, 0, 0, 10, 14, 14, 12, 10, 9, 10, 11, 11, 9, 5, 0, 0, 0, 0, 0),
    "email": (1, 1, 0, 0, 0, 1, 4, 8, 11, 13, 12, 10, 8, 9, 10, 9, 8, 7, 7, 9, 10, 9, 6, 3),
}
FIRM_WEEKEND = 0.15
FIRM_HOURS = (0, 0, 0, 0, 0, 0, 2, 6, 12, 15, 15, 12, 8, 11, 13, 12, 10, 7, 4, 3, 2, 2, 1, 0)


@dataclass(frozen=True, slots=True)
class Wait:
    """Seconds until the next message: the median and the spread of a lognormal, and the longest."""

    median: float
    spread: float
    longest: float


WAITS = {
    ("chat", "agent"): Wait(100, 0.8, 1500),
    ("chat", "customer"): Wait(60, 0.9, 1200),
    ("social", "agent"): Wait(2400, 1.0, 30000),
    ("social", "customer"): Wait(1500, 1.2, 40000),
    ("email", "agent"): Wait(14000, 0.8, 100000),
    ("email", "customer"): Wait(9000, 1.1, 90000),
    ("phone", "agent"): Wait(7, 0.5, 60),
    ("phone", "customer"): Wait(6, 0.5, 60),
}
BOT_SECONDS = (2, 7)


class Rhythm:
    """Draws moments of first messages, given how much is asked on each day."""

    def __init__(self, company: Company, volume: Callable[[date], float]) -> None:
        """Work out every day's weight for every channel."""
        self.firm = company.firm
        self.days = [company.first_day + timedelta(days=day) for day in range(company.days)]
        dice = random.Random(f"{company.id_prefix} days")
        weather = [dice.lognormvariate(0, 0.07) for _ in self.days]
        self.cumulated: dict[str, list[float]] = {}
        for channel in company.channels:
            week = self.week(channel)
            weights = [
                week[day.weekday()] * (1 + GROWTH * place / company.days) * volume(day) * weather[place] for place, day in enumerate(self.days)
            ]
            self.cumulated[channel] = list(accumulate(weights))

    def week(self, channel: str) -> tuple[float, ...]:
        """How busy each day of the week is."""
        week = WEEK.get(channel, WEEK["email"])
        return (*week[:5], week[5] * FIRM_WEEKEND, week[6] * FIRM_WEEKEND) if self.firm else week

    def moment(self, dice: random.Random, channel: str) -> datetime:
        """A moment at which somebody writes."""
        return self.on(dice, channel, dice.choices(self.days, cum_weights=self.cumulated[channel])[0])

    def on(self, dice: random.Random, channel: str, day: date) -> datetime:
        """A moment on a day."""
        hours = FIRM_HOURS if self.firm and channel != "phone" else HOURS.get(channel, HOURS["email"])
        hour = dice.choices(range(24), hours)[0]
        return datetime.combine(day, time(hour, dice.randrange(60), dice.randrange(60)), tzinfo=UTC)


def opened(moment: datetime, channel: str, dice: random.Random) -> datetime:
    """The moment, or some minutes into the next hours of work when nobody is at work then."""
    first, last = OPEN.get(channel, OPEN["email"])
    closed = moment.weekday() == 6 and channel != "chat"
    if not closed and first <= moment.hour < last:
        return moment
    day = moment.date() + timedelta(days=0 if not closed and moment.hour < first else 1)
    while day.weekday() == 6 and channel != "chat":
        day += timedelta(days=1)
    return datetime.combine(day, time(first, tzinfo=UTC)) + timedelta(seconds=dice.randrange(60, 9000))


def answered(moment: datetime, channel: str, role: str, dice: random.Random, *, pace: float) -> datetime:
    """When the next message of a role comes; agents at their hours of work, and slower or faster by `pace`."""
    if role in ("bot", "system"):
        return moment + timedelta(seconds=dice.randint(*BOT_SECONDS))
    wait = WAITS.get((channel, role)) or WAITS["email", role]
    seconds = dice.lognormvariate(0, wait.spread) * wait.median * (pace if role == "agent" else 1.0)
    moment += timedelta(seconds=round(min(seconds, wait.longest * max(1.0, pace)) + 1))
    if role == "agent" and channel != "phone":
        return opened(moment, channel, dice)
    if role == "customer" and channel in ("email", "other") and moment.hour < 6:
        return moment + timedelta(hours=dice.randrange(5, 9))
    return moment
