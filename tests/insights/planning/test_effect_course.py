from datetime import timedelta

import pytest

from insights.planning.effect_course import course, levels
from tests.insights.planning.test_effect import DONE, OTHERS, cells
from tests.insights.planning.test_outcomes import NOWHERE, ONE, brought, done


def test_weeks_are_counted_from_the_day_it_was_done():
    days = cells(ONE)
    (one,) = brought(done(("a", "t1", DONE)), days, NOWHERE)
    found = course(days, one)
    mine = found[found["whose"] == "mine"]
    assert mine["week"].tolist() == [DONE + timedelta(weeks=place) for place in range(-8, 8)]
    assert mine["count"].tolist() == [70] * 16
    assert found.loc[found["whose"] == "others", "count"].tolist() == [70 * len(OTHERS)] * 16


def test_a_week_without_a_conversation_is_no_point():
    days = cells(ONE)
    hole = (days["day"] >= DONE + timedelta(days=14)) & (days["day"] < DONE + timedelta(days=21))
    (one,) = brought(done(("a", "t1", DONE)), days[~hole], NOWHERE)
    assert DONE + timedelta(days=14) not in course(days[~hole], one)["week"].tolist()


def test_what_is_expected_moves_like_the_others():
    days = cells({topic: (before, after + 0.1) for topic, (before, after) in ONE.items()})
    (one,) = brought(done(("a", "t1", DONE)), days, NOWHERE)
    before, expected, after = levels(one.effect)
    assert expected - before == pytest.approx(0.1, abs=0.03)
    assert after - expected == pytest.approx(one.effect.points / 100)
