"""Moments as systems write them, and stamps of changes that can be compared."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(value: object) -> datetime | None:
    """The moment that a system names: seconds or milliseconds since 1970, also as text, or ISO 8601; None where it names none.

    >>> moment(1700000000) == moment("1700000000") == moment("2023-11-14T22:13:20Z") == moment(1700000000000)
    True
    """
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return _written(str(value))
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    seconds = value / 1000 if abs(value) > 1e11 else value
    return datetime.fromtimestamp(seconds, UTC) if 0 <= seconds < 4e9 else None


def _written(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def stamp(value: object) -> str:
    """A change's own stamp as text that grows with time, whatever type the system gave it this time.

    >>> stamp(1700000000) == stamp("1700000000") == stamp("2023-11-14T22:13:20Z"), stamp(None)
    (True, '')
    """
    found = moment(value)
    return found.isoformat(timespec="microseconds") if found else ""
