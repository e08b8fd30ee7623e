from datetime import date, timedelta

import pandas as pd
import pytest

from insights.planning.backtest import BackTest, NotYet, backtest, coverage, learnt, mean_error

FIRST = date(2025, 3, 1)
COLUMNS = ["day", "topic_id", "subtopic_id", "topic", "work_class", "p_human", "automated"]


def history(*parts, days=100):
    """Parts are (topic, kinds, one in how many is resolved before day 60, and after, a day)."""
    rows = []
    for topic, kinds, before, after, a_day in parts:
        for number in range(days * a_day):
            day = number // a_day
            every = before if day < 0.6 * days else after
            rows.append((FIRST + timedelta(days=day), topic, None, topic.title(), kinds, 0.05, bool(every) and number % every == 0))
    return pd.DataFrame(rows, columns=COLUMNS)


def test_the_first_sixty_percent_of_the_days_predict_the_rest():
    found = backtest(history(("delivery", "informational", 2, 2, 1)))
    assert isinstance(found, BackTest)
    assert (found.first_day, found.later_from, found.last_day) == (date(2025, 3, 1), date(2025, 4, 30), date(2025, 6, 8))
    assert (found.whole.earlier, found.whole.later) == (60, 40)
    assert found.whole.reached == 0.5
    assert found.whole.naive == 0.5
    assert 0.5 < found.whole.predicted < 0.75
    assert found.whole.error == pytest.approx(100 * (found.whole.predicted - 0.5))
    assert found.whole.inside


def test_nothing_of_the_later_part_is_known_beforehand():
    good, bad = (backtest(history(("delivery", "action", 2, after, 2))) for after in (1, 0))
    assert isinstance(good, BackTest)
    assert isinstance(bad, BackTest)
    assert good.whole.predicted == bad.whole.predicted
    assert (good.whole.reached, bad.whole.reached) == (1.0, 0.0)
    assert not bad.whole.inside


def test_each_topic_and_each_kind_is_tested_by_itself():
    found = backtest(history(("delivery", "informational", 1, 1, 3), ("refunds", "action", 3, 3, 1), ("rare", "human", 2, 2, 1)))
    assert isinstance(found, BackTest)
    assert [(one.id, one.later) for one in found.topics] == [("delivery", 120), ("rare", 40), ("refunds", 40)]
    assert [one.id for one in found.kinds] == ["informational", "action", "human"]
    assert found.topics[0].predicted > found.topics[2].predicted > found.topics[1].predicted


def test_a_topic_of_which_the_bot_resolved_none_before_is_left_out_and_counted():
    found = backtest(history(("delivery", "informational", 1, 1, 1), ("refunds", "action", 0, 1, 1)))
    assert isinstance(found, BackTest)
    assert found.left_out == 40
    assert [one.id for one in found.topics] == ["delivery"]


def test_a_kind_that_came_later_only_moves_with_the_others():
    before, after = history(("delivery", "informational", 0, 0, 1)), history(("refunds", "action", 1, 1, 1))
    assert learnt(before, after).kinds["action"].mean < 0.6


def test_too_few_conversations_say_after_how_many_days_there_may_be_enough():
    assert backtest(history(("delivery", "action", 2, 2, 1), days=40)) == NotYet(24, 16, 35)
    assert backtest(history()) == NotYet(0, 0, None)


def test_coverage_and_mean_error_add_up_over_groups():
    found = backtest(history(("delivery", "informational", 2, 2, 3), ("refunds", "action", 2, 0, 1)))
    assert isinstance(found, BackTest)
    assert [one.inside for one in found.topics] == [True, False]
    assert coverage(found.topics) == 0.5
    assert coverage(()) is None
    first, second = (abs(one.naive_error) for one in found.topics)
    assert mean_error(found.topics, naive=True) == pytest.approx((3 * first + second) / 4)


def test_a_bot_that_resolved_nothing_at_first_leaves_nothing_to_test_and_breaks_nothing():
    assert backtest(history(("delivery", "informational", 0, 0, 1))) == NotYet(0, 0, None)
