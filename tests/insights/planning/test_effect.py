from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from insights.planning.difference import YEAR, Difference, Rate, Windows
from insights.planning.effect import Answer, effect

FIRST, DONE = date(2026, 3, 2), date(2026, 4, 27)
WEEKS = 16


def cells(rates, *, weeks=WEEKS, a_day=10, seed=0):
    """Days of topics: `rates` gives the share that goes well before and after DONE, and sometimes how many there are a day after it."""
    drawn, rows = np.random.default_rng(seed), []
    for place in range(weeks * 7):
        day = FIRST + timedelta(days=place)
        for topic, (before, after, *many) in rates.items():
            count = many[0] if many and day >= DONE else a_day
            high = int(drawn.binomial(count, after if day >= DONE else before))
            rows.append((day, topic, f"{topic}-a", count, high, count, high))
    return pd.DataFrame(rows, columns=["day", "topic_id", "subtopic_id", "eligible", "automated", "scored", "high"])


OTHERS = {f"t{place}": (0.6, 0.6) for place in range(2, 8)}


def test_a_fix_is_found_with_the_truth_inside_its_interval():
    found = effect(cells({"t1": (0.3, 0.6), **OTHERS}), Rate.EXPERIENCE, "t1", DONE)
    assert found.answer is Answer.BETTER
    assert found.low < 30 < found.high
    assert found.before == pytest.approx(0.3, abs=0.06)
    assert (found.since, found.until) == (FIRST, DONE + timedelta(weeks=8))


def test_what_happened_to_all_topics_is_not_an_effect():
    rates = {topic: (0.4, 0.6) for topic in ("t1", *OTHERS)}
    found = effect(cells(rates), Rate.EXPERIENCE, "t1", DONE)
    assert found.answer is Answer.NO_CLEAR_CHANGE
    assert found.others == pytest.approx(20, abs=4)
    assert found.low < 0 < found.high


def test_a_topic_that_got_worse_is_said_to_be_worse():
    assert effect(cells({"t1": (0.6, 0.3), **OTHERS}), Rate.AUTOMATION, "t1", DONE).answer is Answer.WORSE


def test_topics_that_move_by_themselves_widen_the_interval():
    calm = effect(cells({"t1": (0.5, 0.6), **OTHERS}), Rate.EXPERIENCE, "t1", DONE)
    restless = {f"t{place}": (0.6, 0.6 + 0.15 * (-1) ** place) for place in range(2, 8)}
    moved = effect(cells({"t1": (0.5, 0.6), **restless}), Rate.EXPERIENCE, "t1", DONE)
    assert moved.high - moved.low > 2 * (calm.high - calm.low)


def test_of_untouched_placebos_hardly_any_is_called_an_effect():
    called = [
        effect(cells({f"t{place}": (0.6, 0.6) for place in range(1, 8)}, seed=seed), Rate.EXPERIENCE, "t1", DONE).answer is not Answer.NO_CLEAR_CHANGE
        for seed in range(60)
    ]
    assert sum(called) <= 6


def test_a_subtopic_is_compared_with_other_topics_not_with_its_own():
    both = cells({"t1": (0.3, 0.7), **OTHERS})
    both.loc[both.index[::2], "subtopic_id"] += "x"
    found = effect(both, Rate.EXPERIENCE, "t1-ax", DONE)
    assert found.answer is Answer.BETTER
    assert found.before_count < 400


def test_topics_of_other_actions_are_no_comparison():
    rates = {"t1": (0.5, 0.5), "t2": (0.2, 0.9), "t3": (0.5, 0.5), "t4": (0.5, 0.5), "t5": (0.5, 0.5)}
    found = effect(cells(rates), Rate.EXPERIENCE, "t1", DONE, touched={"t2"})
    assert found.others == pytest.approx(0, abs=5)
    assert effect(cells(rates), Rate.EXPERIENCE, "t1", DONE, touched={"t2", "t3", "t4"}).answer is Answer.NOTHING_UNTOUCHED


def test_ten_days_after_are_not_enough_and_it_says_how_many_more():
    days = cells({"t1": (0.3, 0.6), **OTHERS})
    found = effect(days[days["day"] < DONE + timedelta(days=10)], Rate.EXPERIENCE, "t1", DONE)
    assert (found.answer, found.more_days, found.points) == (Answer.NOT_ENOUGH, 4, None)


def test_a_small_topic_needs_longer():
    days = cells({"t1": (0.3, 0.6), **OTHERS}, a_day=1)
    found = effect(days[days["day"] < DONE + timedelta(days=14)], Rate.EXPERIENCE, "t1", DONE)
    assert (found.answer, found.more_days) == (Answer.NOT_ENOUGH, 6)


def test_a_topic_with_too_little_before_is_never_answered():
    days = cells({"t1": (0.3, 0.6), **OTHERS})
    late = days[(days["topic_id"] != "t1") | (days["day"] >= DONE - timedelta(days=1))]
    found = effect(late, Rate.EXPERIENCE, "t1", DONE)
    assert (found.answer, found.more_days) == (Answer.NOT_ENOUGH, None)


def test_data_that_end_before_the_action_say_so():
    days = cells({"t1": (0.3, 0.6), **OTHERS}, weeks=6)
    assert effect(days, Rate.EXPERIENCE, "t1", DONE).answer is Answer.DATA_END_BEFORE
    assert effect(days[:0], Rate.EXPERIENCE, "t1", DONE).answer is Answer.DATA_END_BEFORE


def test_another_season_is_told():
    assert effect(cells({"t1": (0.3, 0.6, 30), **OTHERS}), Rate.EXPERIENCE, "t1", DONE).volume == pytest.approx(3)
    assert effect(cells({"t1": (0.3, 0.6), **OTHERS}), Rate.EXPERIENCE, "t1", DONE).volume is None


def test_windows_are_whole_weeks_and_eight_at_most():
    found = Windows.around(date(2026, 6, 10), date(2026, 1, 1), date(2026, 6, 30))
    assert (found.weeks, found.since, found.until) == ((8, 3), date(2026, 4, 15), date(2026, 7, 1))


def season_cells(rates, then):
    """Sixteen weeks around DONE, and the same a year before with the rates of `then`."""
    earlier = cells(then, seed=1)
    return pd.concat([earlier.assign(day=earlier["day"] - YEAR), cells(rates)], ignore_index=True)


def test_what_a_topic_does_every_year_is_no_effect():
    rates = {"t1": (0.3, 0.6, 30), **OTHERS}
    found = effect(season_cells(rates, rates), Rate.EXPERIENCE, "t1", DONE)
    assert found.answer is Answer.NO_CLEAR_CHANGE
    assert found.season == pytest.approx(30, abs=8)
    assert found.volume is None


def test_a_calm_year_before_leaves_the_effect_as_it_is():
    rates = {"t1": (0.3, 0.6), **OTHERS}
    found = effect(season_cells(rates, OTHERS | {"t1": (0.4, 0.4)}), Rate.EXPERIENCE, "t1", DONE)
    assert (found.answer, found.season) == (Answer.BETTER, None)
    assert found.points == effect(cells(rates), Rate.EXPERIENCE, "t1", DONE).points


def test_an_interval_from_three_topics_that_differ_is_wider_than_one_from_many():
    three, many = ("a", "b", "c"), tuple(map(str, range(300)))
    assert Difference(0.1, 0.0, 0.001, 0.004, three).half > 1.5 * Difference(0.1, 0.0, 0.001, 0.004, many).half
    assert Difference(0.1, 0.0, 0.01, 0.0, three).half == pytest.approx(0.196, abs=0.001)


def test_it_says_which_topics_it_is_set_beside():
    found = effect(cells({"t1": (0.3, 0.6), **OTHERS}), Rate.EXPERIENCE, "t1", DONE, touched={"t2"})
    assert found.untouched == ("t3", "t4", "t5", "t6", "t7")


def test_a_hole_of_a_week_without_any_conversation_is_told_and_a_quiet_weekend_is_not():
    days = cells({"t1": (0.3, 0.6), **OTHERS})
    weekday = pd.to_datetime(days["day"]).dt.day_of_week
    assert effect(days[weekday < 5], Rate.EXPERIENCE, "t1", DONE).gap_days == (0, 0)
    hole = (days["day"] >= DONE + timedelta(days=10)) & (days["day"] < DONE + timedelta(days=20))
    found = effect(days[~hole], Rate.EXPERIENCE, "t1", DONE)
    assert (found.answer, found.gap_days) == (Answer.BETTER, (0, 10))
