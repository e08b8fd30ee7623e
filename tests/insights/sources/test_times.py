"""Times in many formats and zones; what is no time is none."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from insights.sources import Mapping, Meaning
from insights.sources.times import day_comes_first, parse_time
from tests.insights.sources.files import parts, written

MOMENT = "2026-03-12T13:05:00+00:00"
# All of these are one moment, 14:05 on 12 March 2026 in Berlin.
SAME = (
    "2026-03-12T13:05:00Z",
    "2026-03-12T13:05:00.000Z",
    "2026-03-12T14:05:00+01:00",
    "2026-03-12 13:05:00 UTC",
    "2026-03-12 14:05",
    "2026-03-12 14:05:00",
    "2026/03/12 14:05",
    "12.03.2026 14:05",
    "12.03.2026, 14:05 Uhr",
    "12.3.26 14:05",
    "12/03/2026 2:05 PM",
    "12/03/2026 02:05:00 p.m.",
    "12-03-2026 14:05",
    "12 Mar 2026 14:05",
    "12. März 2026 um 14:05",
    "12 de marzo de 2026 a las 14:05",
    "12 mars 2026 à 14:05",
    "12 de março de 2026 às 14:05",
    "Mar 12, 2026 2:05 PM",
    "March 12, 2026 at 2:05 PM",
    "Thursday, March 12, 2026 2:05 PM",
    "Thu, 12 Mar 2026 13:05:00 +0000",
    "Thu, 12 Mar 2026 08:05:00 EST",
    "2026-03-12 08:05:00 -0500",
    "2026-03-12 05:05 PST",
    "1773320700",
    "1773320700000",
    "1773320700.0",
    "20260312T130500Z",
)


@pytest.mark.parametrize("written_time", SAME)
def test_a_moment_is_the_same_however_it_is_written(written_time: str):
    moment = parse_time(written_time, day_first=True, zone=ZoneInfo("Europe/Berlin"))
    assert moment is not None
    assert moment.isoformat() == MOMENT


@pytest.mark.parametrize(
    ("zone", "moment"),
    [
        ("UTC", "2026-07-01T10:00:00+00:00"),
        ("America/New_York", "2026-07-01T14:00:00+00:00"),
        ("Asia/Kolkata", "2026-07-01T04:30:00+00:00"),
        ("Europe/Berlin", "2026-07-01T08:00:00+00:00"),
    ],
)
def test_a_time_without_a_zone_is_read_in_the_zone_of_the_mapping(zone: str, moment: str, tmp_path: Path):
    mapping = Mapping((("id", Meaning.CONVERSATION), ("t", Meaning.TIME), ("text", Meaning.TEXT)), time_zone=zone)
    (only,), _ = parts(written(tmp_path, "id,t,text\n1,2026-07-01 10:00:00,hi\n"), mapping)
    assert only.started_at is not None
    assert only.started_at.isoformat() == moment


def test_the_month_comes_first_where_the_file_says_so():
    found = [parse_time(text, day_first=False, zone=UTC) for text in ("03/12/2026 2:05 PM", "13/12/2026", "03.12.2026")]
    assert [moment.date().isoformat() for moment in found if moment] == ["2026-03-12", "2026-12-13", "2026-12-03"]


@pytest.mark.parametrize(
    "text",
    ["", "soon", "42", "12345", "99/99/2026", "2026-13-45", "32.01.2026", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00", "2026-03-12 25:00", "12.03.2026 14:05 XYZ", "Order 12.03", "7" * 5_000, "²²²²²²²²²²", "1e309abc", "2026-03-12T14:05:00+99:00"],
)  # fmt: skip
def test_what_is_no_time_is_none(text: str):
    assert parse_time(text, day_first=True, zone=UTC) is None


def test_the_change_to_summer_time_is_no_error():
    berlin = ZoneInfo("Europe/Berlin")
    found = [parse_time(text, day_first=True, zone=berlin) for text in ("2026-03-29 02:30:00", "2026-10-25 02:30:00")]
    assert [moment.isoformat() for moment in found if moment] == ["2026-03-29T01:30:00+00:00", "2026-10-25T00:30:00+00:00"]


def test_an_order_that_contradicts_itself_is_none():
    assert day_comes_first(["13/01/2026", "01/13/2026"]) is None


def test_an_unreadable_time_keeps_its_message(tmp_path: Path):
    (first, _), rejects = parts(written(tmp_path, "id,created_at,text\n1,2026-07-01 10:00:00,first\n1,soon,second\n2,2026-07-01 10:00:00,x\n"))
    assert ([message.text for message in first.messages], first.attributes, rejects) == (["first", "second"], {"unreadable_times": 1}, [])
