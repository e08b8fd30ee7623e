"""Times as exports write them. A text that is no time gives None, never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

# Outside these years a number or a date is a typing error or no time at all.
FIRST_YEAR, LAST_YEAR = 1980, 2100
LONGEST = 60

CLOCK = r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?:\s?(?P<half>[ap])\.?m\.?)?"
ZONE = r"(?:\s?\(?(?P<zone>z|[a-z]{3,4}|(?:utc|gmt)?\s?[+-]\d{2}:?\d{2})\)?)?"
REST = rf"(?:(?:,\s?|\s(?:at|um|à|a las|às|-)\s|\s|t){CLOCK}(?:\suhr)?{ZONE})?"
NUMERIC = re.compile(rf"(?P<first>\d{{1,4}})(?P<mark>[./-])(?P<second_number>\d{{1,2}})(?P=mark)(?P<third>\d{{2,4}}){REST}", re.IGNORECASE)
DAY_NAME = r"(?:[^\W\d_]{2,10}\.?,?\s)?"
DAY_FIRST_WORDS = re.compile(
    rf"{DAY_NAME}(?P<day>\d{{1,2}})(?:\.|st|nd|rd|th)?[\s-](?:de\s)?(?P<month>[^\W\d_]{{3,10}})\.?,?[\s-](?:de\s)?(?P<year>\d{{4}}){REST}",
    re.IGNORECASE,
)
MONTH_FIRST_WORDS = re.compile(
    rf"{DAY_NAME}(?P<month>[^\W\d_]{{3,10}})\.?\s(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s(?P<year>\d{{4}}){REST}", re.IGNORECASE
)
ORDER = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}\b")

MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                "jan january januar janvier janv enero ene janeiro jänner",
                "feb february februar février févr fev fevr febrero fevereiro",
                "mar march märz mär mars marzo março mrz",
                "apr april avril avr abril abr",
                "may mai mayo maio",
                "jun june juni juin junio junho",
                "jul july juli juillet juil julio julho",
                "aug august août aout agosto ago",
                "sep september sept septembre septiembre setembro set",
                "oct october oktober okt octobre octubre outubro out",
                "nov november novembre noviembre novembro",
                "dec december dezember dez décembre déc decembre diciembre dic dezembro",
            ),
            start=1,
        )
        for name in names.split()
    }
)
# Minutes east of UTC of the abbreviations that mean one zone in support exports.
ZONES = MappingProxyType(
    {"z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 60, "bst": 60, "cet": 60, "cest": 120, "mez": 60, "mesz": 120, "eet": 120, "eest": 180}
    | {"est": -300, "edt": -240, "cst": -360, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420, "brt": -180, "jst": 540, "ict": 420}
)


def parse_time(text: str, *, day_first: bool, zone: tzinfo) -> datetime | None:
    """The moment in UTC; a time without a zone is read in `zone`.

    >>> parse_time("12.03.2026 14:05", day_first=True, zone=UTC).isoformat()
    '2026-03-12T14:05:00+00:00'
    """
    text = text.strip()
    if not 6 <= len(text) <= LONGEST:
        return None
    if text[4] == "-":
        # Most exports write ISO times, and there are millions of them.
        try:
            return in_utc(datetime.fromisoformat(text), zone)
        except ValueError:
            pass
    if text.isdecimal() or (text.replace(".", "", 1).isdecimal() and text[:10].isdecimal()):
        return from_epoch(float(text)) if text.isascii() else None
    try:
        return in_utc(datetime.fromisoformat(text), zone)
    except ValueError:
        pass
    return from_words(" ".join(text.split()), day_first=day_first, zone=zone)


def from_epoch(number: float) -> datetime | None:
    """Seconds, milliseconds or microseconds since 1970, told apart by their size.

    >>> from_epoch(1773324300).isoformat(), from_epoch(1773324300000).isoformat(), from_epoch(20260312)
    ('2026-03-12T14:05:00+00:00', '2026-03-12T14:05:00+00:00', None)
    """
    for unit in (1, 1_000, 1_000_000):
        if 315_532_800 <= number / unit < 4_133_980_800:
            return datetime.fromtimestamp(number / unit, UTC)
    return None


def in_utc(moment: datetime, zone: tzinfo) -> datetime | None:
    """The moment in UTC, when its year is plausible."""
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    return moment if moment.tzinfo is UTC else moment.astimezone(UTC)


def zone_named(name: str) -> tzinfo:
    """The zone with an IANA name. UTC itself needs no conversions."""
    return UTC if name == "UTC" else ZoneInfo(name)


def from_words(text: str, *, day_first: bool, zone: tzinfo) -> datetime | None:
    """A time that is not written as ISO says."""
    found = NUMERIC.fullmatch(text)
    if found:
        first, second, third = (int(found[name]) for name in ("first", "second_number", "third"))
        if first > 31:
            year, month, day = first, second, third
        elif (day_first or first > 12 or found["mark"] == ".") and not second > 12:
            # Nobody writes the month first with dots.
            year, month, day = third, second, first
        else:
            year, month, day = third, first, second
        return at_clock(found, (year + 2000 if year < 100 else year, month, day), zone)
    found = DAY_FIRST_WORDS.fullmatch(text) or MONTH_FIRST_WORDS.fullmatch(text)
    if found and found["month"].lower() in MONTHS:
        return at_clock(found, (int(found["year"]), MONTHS[found["month"].lower()], int(found["day"])), zone)
    try:
        return in_utc(parsedate_to_datetime(text), zone)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def at_clock(found: re.Match[str], date: tuple[int, int, int], zone: tzinfo) -> datetime | None:
    """The date with the clock time and the zone of a match."""
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    try:
        return in_utc(datetime(*date, hour, minute, second, tzinfo=zone_of(found["zone"], zone)), zone)
    except ValueError:
        return None


def zone_of(name: str | None, zone: tzinfo) -> tzinfo:
    """The zone that a time states, else the one given."""
    if not name:
        return zone
    name = name.lower().removeprefix("utc").removeprefix("gmt").strip() or "z"
    if name in ZONES:
        return timezone(timedelta(minutes=ZONES[name]))
    if name[0] in "+-":
        minutes = int(name[1:3]) * 60 + int(name[-2:])
        return timezone(timedelta(minutes=-minutes if name[0] == "-" else minutes))
    raise ValueError(name)


def day_comes_first(texts: Iterable[str]) -> bool | None:
    """Whether the day stands before the month, from a number above 12 in the first or second place; None when no date shows it.

    >>> day_comes_first(["03/04/2026", "13/04/2026"]), day_comes_first(["03/28/2026"]), day_comes_first(["03/04/2026"])
    (True, False, None)
    """
    days = months = 0
    for text in texts:
        found = ORDER.match(text)
        if found:
            days += int(found[1]) > 12
            months += int(found[2]) > 12
    return None if days == months else days > months


def likelier_day_first(texts: Iterable[str]) -> bool | None:
    """Where no date shows it: whether the first number changes more often than the second, as days do; None when neither does.

    >>> likelier_day_first(["03/04/2026", "04/04/2026"]), likelier_day_first(["03/04/2026", "03/05/2026"]), likelier_day_first(["03/04/2026"])
    (True, False, None)
    """
    found = [match.groups() for text in texts if (match := ORDER.match(text))]
    first, second = (len({int(numbers[place]) for numbers in found}) for place in (0, 1))
    return None if first == second else first > second


def has_dots(texts: Iterable[str]) -> bool:
    """Whether dates are written with dots, before which nobody writes the month.

    >>> has_dots(["", "03.04.2026"]), has_dots(["03/04/2026"])
    (True, False)
    """
    return any("." in match[0] for text in texts if (match := ORDER.match(text)))


def has_numeric_dates(texts: Iterable[str]) -> bool:
    """Whether any date could be read in two ways."""
    return any(ORDER.match(text) for text in texts)
