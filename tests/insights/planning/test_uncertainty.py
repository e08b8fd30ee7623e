import numpy as np
import pandas as pd
import pytest

from insights.planning.judging import judge_deviation
from insights.planning.ladder import ladder
from insights.planning.potential import prior_of
from insights.planning.uncertainty import SHARED, alike, common_error, interval, spread_of

KINDS = ("informational", "personalised", "action", "human")


def company(chance, size):
    """A made-up company: its strata as we would see them, and the share that an AI agent would really resolve, if the assumptions hold."""
    counts = chance.multinomial(size, chance.dirichlet([4, 3, 4, 1.5]))
    together, resolved, rows = chance.normal(), 0, []
    for place, (kind, count) in enumerate(zip(KINDS, counts, strict=True), 1):
        mean, worth = prior_of(kind)
        deviation = (mean * (1 - mean) / (worth + 1)) ** 0.5
        rate = mean + deviation * (SHARED**0.5 * together + (1 - SHARED) ** 0.5 * chance.normal())
        resolved += chance.binomial(count, np.clip(rate, 0.01, 0.99))
        if count:
            rows.append((kind, place, False, count, count * mean, 0, 0))
    judged = chance.normal(0, spread_of(1.0, 1.0, size, resolved / size))
    columns = ["work_class", "rung", "automated", "conversations", "p_potential", "tried", "reached"]
    return pd.DataFrame(rows, columns=columns), min(max(resolved / size + judged, 0), 1)


@pytest.mark.parametrize("size", [40, 1000])
def test_nine_of_ten_true_shares_lie_in_the_interval(size):
    chance, inside = np.random.default_rng(1), 0
    for _ in range(200):
        strata, truth = company(chance, size)
        found = ladder(strata)
        inside += found.low <= truth <= found.high
    assert 168 <= inside <= 194


def test_an_interval_stays_between_nothing_and_everything():
    for middle in (0.001, 0.02, 0.5, 0.98, 0.999):
        low, high = interval(middle, 0.1)
        assert 0 <= low < middle < high <= 1


def strata(*lines):
    return pd.DataFrame(lines, columns=["topic_id", "subtopic_id", "conversations"])


def test_conversations_of_one_topic_and_subtopic_are_all_alike():
    assert alike(strata(("t1", "s1", 3), ("t1", "s1", 5))) == (1.0, 1.0)


def test_the_more_topics_the_less_their_errors_have_in_common():
    assert alike(strata(("t1", "s1", 5), ("t1", "s2", 5), ("t2", None, 10))) == (0.5, 0.375)


def test_strata_without_topics_count_as_one_topic():
    assert alike(pd.DataFrame({"conversations": [4, 6]})) == (1.0, 1.0)


def test_errors_average_out_over_topics_but_for_what_all_have_in_common():
    one = strata(("t1", "s1", 1000))
    many = strata(*((f"t{number}", f"s{number}", 10) for number in range(100)))
    assert common_error(one, 0.6) > 1.8 * common_error(many, 0.6)
    assert common_error(many, 0.6) > 0.027


def test_a_judge_is_surer_of_many_conversations_than_of_one():
    assert judge_deviation(1.0, 1.0, 1) == pytest.approx((0.027**2 + 0.035**2 + 0.049**2 + 0.155**2) ** 0.5)
    assert judge_deviation(1.0, 1.0, 10_000) == pytest.approx((0.027**2 + 0.035**2 + 0.049**2) ** 0.5, abs=1e-3)
    assert judge_deviation(1.0, 1.0, 0) == 0
