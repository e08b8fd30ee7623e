"""How long a system asks us to wait, in every way that systems say it.

Moments are taken against the system's own clock (its `Date` header) where it tells it: ours may be wrong by hours.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from insights.connectors.moments import moment

RESETS = ("x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-retry-after")
INTERVALS = ("x-hubspot-ratelimit-interval-milliseconds",)
"""How long the time is in which so many questions are allowed; when it began is not told."""
LEFT = (
    "x-ratelimit-remaining",
    "x-rate-limit-remaining",
    "ratelimit-remaining",
    "x-ratelimit-remaining-minute",
    "x-hubspot-ratelimit-remaining",
)
TOGETHER = re.compile(r"(?:\br\s*=\s*(?P<left>\d+)|\b(?:t|reset)\s*=\s*(?P<reset>\d+)|\bremaining\s*=\s*(?P<remaining>\d+))")
EPOCH_FROM = 1e9
LONGEST = 3_600.0


def asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds to wait before the next try, or None where the system does not say. Keys are in lower case.

    >>> asked_wait({"retry-after": "7"}, datetime.now(UTC))
    7.0
    >>> asked_wait({"x-ratelimit-reset": "1700000030", "date": "Tue, 14 Nov 2023 22:13:20 GMT"}, datetime.now(UTC))
    30.0
    """
    clock = http_date(headers.get("date", "")) or now
    told = headers.get("retry-after", "").strip()
    seconds = _number(told)
    if seconds is None and (until := http_date(told)):
        seconds = (until - clock).total_seconds()
    if seconds is None:
        seconds = _reset(headers, clock)
    return None if seconds is None else min(max(seconds, 0.0), LONGEST)


def used_up(headers: Mapping[str, str]) -> bool:
    """Whether an answer says that it was the last one for now.

    >>> used_up({"x-rate-limit-remaining": "0"}), used_up({"ratelimit": '"default";r=0;t=5'}), used_up({})
    (True, True, False)
    """
    left = [_number(headers[name]) for name in LEFT if name in headers]
    left += [_number(match["left"] or match["remaining"] or "") for match in TOGETHER.finditer(headers.get("ratelimit", ""))]
    return any(count is not None and count <= 0 for count in left)


def back_off(tries: int) -> float:
    """Seconds before try number `tries` + 1, where nobody says: 1, 2, 4, at most 30."""
    return min(2.0 ** (tries - 1), 30.0)


def http_date(text: str) -> datetime | None:
    """The moment of a header, or None."""
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _reset(headers: Mapping[str, str], clock: datetime) -> float | None:
    for name in RESETS:
        value = headers.get(name, "").strip()
        seconds = _number(value)
        if seconds is not None and seconds < EPOCH_FROM:
            return seconds
        if value and (until := moment(value)):
            return (until - clock).total_seconds()
    for name in INTERVALS:
        if (length := _number(headers.get(name, ""))) is not None:
            return length / 1000
    together = [match["reset"] for match in TOGETHER.finditer(headers.get("ratelimit", "")) if match["reset"]]
    return _number(together[0]) if together else None


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None
