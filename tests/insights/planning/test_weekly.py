from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from insights.planning.weekly import Measure, numbers
from insights.planning.weeks import Week

FIRST = date(2026, 3, 2)
COUNT = 10
WEEKS = tuple(Week(FIRST + timedelta(weeks=place)) for place in reversed(range(COUNT)))
TOPICS = [f"t{place}" for place in range(8)]
NEWEST = WEEKS[0]


def cells(*, seed=0, **last):
    """Even weeks of TOPICS; `last` says how the topics of the newest week are different: conversations, share automated, share rated high."""
    drawn, rows = np.random.default_rng(seed), []
    for week in reversed(WEEKS):
        for topic in TOPICS:
            many, automated, high = last.get(topic, (20, 0.3, 0.6)) if week == NEWEST else (20, 0.3, 0.6)
            count = int(drawn.poisson(many))
            rows.append((week.monday, topic, count, count, int(drawn.binomial(count, automated)), count, int(drawn.binomial(count, high))))
    return pd.DataFrame(rows, columns=["week", "topic_id", "conversations", "eligible", "automated", "scored", "high"])


def told(found):
    return [(str(each.measure), each.topic_id) for each in found.moved]


def test_a_week_is_counted_in_all_and_by_topic_beside_the_one_before():
    made = cells()
    found = numbers(made, NEWEST, WEEKS)
    here = made[made["week"] == NEWEST.monday]
    assert found.total.conversations == here["conversations"].sum()
    assert found.earlier.high == made.loc[made["week"] == NEWEST.before.monday, "high"].sum()
    assert [each.conversations for each in found.topics] == sorted(here["conversations"], reverse=True)
    assert found.total.automation == pytest.approx(here["automated"].sum() / here["eligible"].sum())


def test_in_even_weeks_hardly_anything_moves():
    assert sum(bool(numbers(cells(seed=seed), NEWEST, WEEKS).moved) for seed in range(12)) <= 1


def test_a_topic_that_doubles_and_one_that_turns_bad_are_told():
    found = numbers(cells(t1=(70, 0.3, 0.6), t2=(20, 0.3, 0.0)), NEWEST, WEEKS)
    assert (Measure.VOLUME, "t1") in told(found)
    assert (Measure.EXPERIENCE, "t2") in told(found)
    one = next(each for each in found.moved if each.topic_id == "t1")
    assert one.now > 1.8 * one.before


def test_a_bot_that_starts_moves_the_automation_rate_of_all():
    found = numbers(cells(**dict.fromkeys(TOPICS, (20, 0.6, 0.6))), NEWEST, WEEKS)
    assert (Measure.AUTOMATION, "") in told(found)


def test_weeks_that_always_differ_as_much_are_no_news():
    made = cells()
    restless = made["week"].map({week.monday: 1 + place % 2 for place, week in enumerate(WEEKS)})
    made[made.columns[2:]] = made[made.columns[2:]].mul(restless, axis=0)
    assert (Measure.VOLUME, "") not in told(numbers(made, NEWEST, WEEKS))


def test_the_first_week_has_nothing_to_be_set_beside():
    found = numbers(cells(), WEEKS[-1], WEEKS)
    assert (found.earlier, found.topics_earlier, found.moved) == (None, (), ())


def test_a_week_without_a_conversation_is_nought_and_no_share():
    made = cells()
    found = numbers(made[made["week"] != NEWEST.monday], NEWEST, WEEKS)
    assert (found.total.conversations, found.total.experience, found.topics) == (0, None, ())


def test_other_stands_last():
    made = cells(t1=(90, 0.3, 0.6)).replace({"topic_id": {"t1": "other"}})
    assert numbers(made, NEWEST, WEEKS).topics[-1].topic_id == "other"
