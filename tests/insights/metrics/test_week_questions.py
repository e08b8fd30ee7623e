from datetime import datetime

import duckdb
import pytest

from insights.metrics.effect_questions import daily_cells
from insights.metrics.week_questions import days_with_any, weekly_cells
from insights.model import Filters
from tests.insights.metrics.ten import connection


def test_weeks_and_topics_are_counted():
    query = weekly_cells(Filters())
    found = connection().execute(query.sql, query.params).df()
    assert found["conversations"].sum() == 10
    assert found[["eligible", "automated", "scored", "high"]].sum().tolist() == [8, 2, 7, 3]


def test_days_without_a_conversation_are_not_listed():
    query = days_with_any(Filters())
    found = connection().execute(query.sql, query.params).df()
    assert found["day"].is_unique
    assert found["day"].max().date().isoformat() == "2025-03-20"


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])
def test_a_change_of_the_clock_moves_no_conversation_to_another_day_or_week(zone):
    moments = [datetime(2026, 10, 25, 0, 30), datetime(2026, 10, 25, 23, 59, 59), datetime(2026, 10, 26), datetime(2026, 3, 29, 1, 30)]
    shown = duckdb.connect()
    shown.execute(f"set timezone = '{zone}'")
    shown.execute(
        "create table analysed (started_at timestamp, topic_id varchar, subtopic_id varchar, eligible boolean, automated boolean, rating integer)"
    )
    shown.executemany("insert into analysed values (?, 't1', null, true, false, 4)", [(moment,) for moment in moments])
    weeks, days = (query(Filters()) for query in (weekly_cells, daily_cells))
    found = shown.execute(weeks.sql, weeks.params).fetchall()
    assert [(week.isoformat(), count) for week, _, count, *_ in found] == [("2026-03-23", 1), ("2026-10-19", 2), ("2026-10-26", 1)]
    assert [day.isoformat() for day, *_ in shown.execute(days.sql, days.params).fetchall()] == ["2026-03-29", "2026-10-25", "2026-10-26"]
