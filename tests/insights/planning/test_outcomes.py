from datetime import date, timedelta

import pandas as pd
import pytest

from insights.planning.difference import Rate
from insights.planning.effect import Answer
from insights.planning.outcomes import gained, outcomes, part_of
from tests.insights.planning.test_effect import DONE, OTHERS, WEEKS, cells

RATES = {"t1": (0.2, 0.6), "t9": (0.3, 0.7), **OTHERS}
ONE = {"t1": (0.2, 0.6), **OTHERS}


def done(*rows):
    """Rows of `actions_now`: id, topic, day."""
    return pd.DataFrame(
        [
            {"action_id": name, "title": name.title(), "topic_id": topic, "done_on": pd.Timestamp(day), "gain_points": 2.0, "gain_low": 1.0,
             "gain_high": 3.0, "cx_points": None, "cx_low": None, "cx_high": None}
            for name, topic, day in rows
        ]
    )  # fmt: skip


def places(*rows):
    return pd.DataFrame(rows, columns=["action_id", "topic_id", "subtopic_id", "conversations"])


NOWHERE = places()


def test_a_done_action_is_set_beside_its_promise_over_all_conversations():
    (one,) = outcomes(done(("a", "t1", DONE)), cells(ONE), NOWHERE)
    assert one.effects[Rate.AUTOMATION].answer is Answer.BETTER
    assert one.weight[Rate.AUTOMATION] == pytest.approx(1 / 7)
    assert one.overall(Rate.AUTOMATION).points == pytest.approx(one.effects[Rate.AUTOMATION].points / 7)
    assert one.promised[Rate.AUTOMATION].points == 2.0
    assert Rate.EXPERIENCE not in one.promised


def test_evidence_in_one_subtopic_is_measured_there():
    assert part_of(places(("a", "t1", "t1-a", 6), ("a", "t1", None, 4), ("a", "t2", "t2-a", 50)), "t1") == "t1-a"
    assert part_of(places(("a", "t1", "t1-a", 5), ("a", "t1", "t1-b", 5)), "t1") == "t1"
    assert part_of(places(("a", "t1", "t1-a", 3)), "t1") == "t1"
    (one,) = outcomes(done(("a", "t1", DONE)), cells(RATES), places(("a", "t1", "t1-a", 9)))
    assert (one.topic_id, one.part_id) == ("t1", "t1-a")


def test_an_action_done_meanwhile_elsewhere_is_no_comparison():
    both = done(("a", "t1", DONE), ("b", "t9", DONE))
    first, second = outcomes(both, cells(RATES), NOWHERE)
    assert first.effects[Rate.AUTOMATION].others == pytest.approx(0, abs=4)
    assert second.effects[Rate.AUTOMATION].answer is Answer.BETTER


def test_the_total_adds_conversations_a_month_of_clear_effects_only():
    found = outcomes(done(("a", "t1", DONE), ("b", "t9", DONE), ("c", "t2", DONE)), cells(RATES), NOWHERE)
    total = gained(found)
    assert {each.action_id for each in total.actions} == {"a", "b"}
    assert total.conversations == pytest.approx(2 * 0.4 * 10 * 30.44, rel=0.15)
    assert 0 < total.low < total.conversations < total.high


def test_two_actions_on_one_topic_are_not_added_up():
    found = outcomes(done(("a", "t1", DONE), ("b", "t1", DONE + timedelta(weeks=1))), cells(ONE), NOWHERE)
    assert len(gained(found).actions) == 1


def test_nothing_clear_is_no_gain():
    assert gained(outcomes(done(("c", "t2", DONE)), cells(RATES), NOWHERE)) is None
    assert gained(()) is None


def test_an_action_of_a_topic_that_is_gone_or_done_after_the_data_says_so():
    gone, late = outcomes(done(("a", "t77", DONE), ("b", "t1", date(2030, 1, 1))), cells(RATES, weeks=WEEKS), NOWHERE)[::-1]
    assert (gone.effects[Rate.AUTOMATION].answer, gone.effects[Rate.AUTOMATION].more_days) == (Answer.NOT_ENOUGH, None)
    assert late.effects[Rate.AUTOMATION].answer is Answer.DATA_END_BEFORE


def test_without_any_dated_conversation_nothing_is_measured():
    (one,) = outcomes(done(("a", "t1", DONE)), cells(RATES).head(0), NOWHERE)
    assert one.effects[Rate.EXPERIENCE].answer is Answer.DATA_END_BEFORE
