import numpy as np
import pandas as pd
import pytest

from insights.planning.ladder import ladder
from insights.planning.potential import JUDGE, prior_of
from insights.planning.uncertainty import SHARED, interval

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
    judged = chance.normal(0, JUDGE.human_share) * 0.6
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
