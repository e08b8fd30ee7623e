from datetime import date, timedelta

import pandas as pd
import pytest

from insights.planning.difference import Rate
from insights.planning.effect import Answer
from insights.planning.outcomes import Taxonomy, gained, outcomes, part_of
from tests.insights.planning.test_effect import DONE, OTHERS, WEEKS, cells

RATES = {"t1": (0.2, 0.6), "t9": (0.3, 0.7), **OTHERS}
ONE = {"t1": (0.2, 0.6), **OTHERS}


NAMES = {f"t{place}": f"Topic {place}" for place in range(1, 10)} | {"t1-a": "Part A", "other": "Other"}


def brought(done, cells, places, merged=()):
    """The outcomes among the topics of NAMES."""
    return outcomes(done, cells, places, Taxonomy(NAMES, dict(merged)))


def done(*rows, kind="write_article"):
    """Rows of `actions_now`: id, topic, day."""
    return pd.DataFrame(
        [
            {"action_id": name, "title": name.title(), "type": kind, "topic_id": topic, "done_on": pd.Timestamp(day), "gain_points": 2.0, "gain_low": 1.0,
             "gain_high": 3.0, "cx_points": None, "cx_low": None, "cx_high": None}
            for name, topic, day in rows
        ]
    )  # fmt: skip


def places(*rows):
    return pd.DataFrame(rows, columns=["action_id", "topic_id", "subtopic_id", "conversations"])


NOWHERE = places()


def test_a_done_action_is_set_beside_its_promise_over_all_conversations():
    (one,) = brought(done(("a", "t1", DONE)), cells(ONE), NOWHERE)
    assert one.effects[Rate.AUTOMATION].answer is Answer.BETTER
    assert one.weight[Rate.AUTOMATION] == pytest.approx(1 / 7)
    assert one.overall(Rate.AUTOMATION).points == pytest.approx(one.effects[Rate.AUTOMATION].points / 7)
    assert one.promised[Rate.AUTOMATION].points == 2.0
    assert Rate.EXPERIENCE not in one.promised


def test_evidence_in_one_subtopic_is_measured_there():
    assert part_of(places(("a", "t1", "t1-a", 6), ("a", "t1", None, 4), ("a", "t2", "t2-a", 50)), "t1") == "t1-a"
    assert part_of(places(("a", "t1", "t1-a", 5), ("a", "t1", "t1-b", 5)), "t1") == "t1"
    assert part_of(places(("a", "t1", "t1-a", 3)), "t1") == "t1"
    (one,) = brought(done(("a", "t1", DONE)), cells(RATES), places(("a", "t1", "t1-a", 9)))
    assert (one.topic_id, one.part_id) == ("t1", "t1-a")


def test_an_action_done_meanwhile_elsewhere_is_no_comparison():
    both = done(("a", "t1", DONE), ("b", "t9", DONE))
    first, second = brought(both, cells(RATES), NOWHERE)
    assert first.effects[Rate.AUTOMATION].others == pytest.approx(0, abs=4)
    assert second.effects[Rate.AUTOMATION].answer is Answer.BETTER


def test_the_total_adds_conversations_a_month_of_clear_effects_only():
    found = brought(done(("a", "t1", DONE), ("b", "t9", DONE), ("c", "t2", DONE)), cells(RATES), NOWHERE)
    total = gained(found, Rate.AUTOMATION)
    assert {each.action_id for each in total.actions} == {"a", "b"}
    assert total.conversations == pytest.approx(2 * 0.4 * 10 * 30.44, rel=0.15)
    assert 0 < total.low < total.conversations < total.high


def test_two_actions_on_one_topic_are_not_added_up():
    found = brought(done(("a", "t1", DONE), ("b", "t1", DONE + timedelta(weeks=1))), cells(ONE), NOWHERE)
    assert len(gained(found, Rate.AUTOMATION).actions) == 1


def test_nothing_clear_is_no_gain():
    assert gained(brought(done(("c", "t2", DONE)), cells(RATES), NOWHERE), Rate.AUTOMATION) is None
    assert gained((), Rate.AUTOMATION) is None


def test_an_action_of_a_topic_that_is_gone_or_done_after_the_data_says_so():
    gone, late = brought(done(("a", "t77", DONE), ("b", "t1", date(2030, 1, 1))), cells(RATES, weeks=WEEKS), NOWHERE)[::-1]
    assert (gone.effects[Rate.AUTOMATION].answer, gone.effects[Rate.AUTOMATION].points) == (Answer.TOPIC_GONE, None)
    assert late.effects[Rate.AUTOMATION].answer is Answer.DATA_END_BEFORE


def test_without_any_dated_conversation_nothing_is_measured():
    (one,) = brought(done(("a", "t1", DONE)), cells(RATES).head(0), NOWHERE)
    assert one.effects[Rate.EXPERIENCE].answer is Answer.DATA_END_BEFORE


def test_a_topic_that_was_set_aside_is_not_measured_on_other():
    (one,) = brought(done(("a", "other", DONE)), cells(ONE), NOWHERE)
    assert one.effect.answer is Answer.TOPIC_GONE


def test_a_fix_is_measured_by_what_customers_say_and_counts_for_nothing_else():
    (one,) = found = brought(done(("a", "t1", DONE), kind="improve_service").assign(cx_points=1.0), cells(ONE), NOWHERE)
    assert one.rate is Rate.EXPERIENCE
    assert gained(found, Rate.AUTOMATION) is None
    assert gained(found, Rate.EXPERIENCE).actions == (one,)


def test_an_action_that_promises_only_the_other_rate_is_measured_by_that():
    (one,) = brought(done(("a", "t1", DONE), kind="improve_service"), cells(ONE), NOWHERE)
    assert one.rate is Rate.AUTOMATION


def test_topics_that_hold_a_tenth_of_its_evidence_are_no_comparison():
    spread = places(("a", "t1", None, 80), ("a", "t2", None, 15), ("a", "t3", None, 5))
    (one,) = brought(done(("a", "t1", DONE)), cells(ONE), spread)
    assert one.effect.untouched == ("t3", "t4", "t5", "t6", "t7")


def test_a_hole_in_the_data_does_not_lower_what_was_gained_a_month():
    days = cells(ONE)
    hole = (days["day"] >= DONE + timedelta(days=14)) & (days["day"] < DONE + timedelta(days=28))
    whole, (one,) = (brought(done(("a", "t1", DONE)), each, NOWHERE) for each in (days, days[~hole]))
    assert one.monthly[0] == pytest.approx(whole[0].monthly[0], rel=0.15)


def test_a_subtopic_that_is_not_written_about_any_more_gives_way_to_its_topic():
    rates = {**ONE, "t1": (0.2, 0.6), "t0": (0.1, 0.1, 1)}
    days = cells(rates).replace({"topic_id": {"t0": "t1"}})
    (one,) = brought(done(("a", "t1", DONE)), days, places(("a", "t1", "t0-a", 9)))
    assert (one.part_id, one.narrower) == ("t1", "t0-a")
    (other,) = brought(done(("a", "t1", DONE)), days, places(("a", "t1", "t1-a", 9)))
    assert (other.part_id, other.narrower) == ("t1-a", "")


def test_a_subtopic_with_too_few_by_itself_gives_way_to_its_topic_only_where_that_helps():
    days = cells({**ONE, "t0": (0.2, 0.6, 0)}).replace({"topic_id": {"t0": "t1"}})
    few = cells({"t0": (0.2, 0.6)}, a_day=1).query("day >= @DONE").head(15).replace({"topic_id": {"t0": "t1"}})
    (one,) = brought(done(("a", "t1", DONE)), pd.concat([days, few]), places(("a", "t1", "t0-a", 9)))
    assert (one.part_id, one.effect.answer) == ("t1", Answer.BETTER)
    early = days[days["day"] < DONE + timedelta(days=10)]
    (one,) = brought(done(("a", "t1", DONE)), early, places(("a", "t1", "t0-a", 9)))
    assert (one.part_id, one.narrower, one.effect.answer) == ("t0-a", "", Answer.NOT_ENOUGH)
