import numpy as np
import pandas as pd
import pytest

from insights.model import Kind
from insights.planning.potential import PRIORS, prior_of, rates, resolution_odds


def learnt(*lines):
    return rates(pd.DataFrame(lines, columns=["work_class", "tried", "reached"]))


def test_every_kind_has_a_prior_with_its_reason():
    assert {prior.kind for prior in PRIORS} == set(Kind)
    assert all(len(prior.reason) > 40 and 0 < prior.rate < 1 for prior in PRIORS)


def test_without_experience_the_rate_is_the_prior():
    found = learnt(("informational", 0, 0), ("action", 0, 0))
    assert found["informational"].mean == pytest.approx(0.75)
    assert found["action"].mean == pytest.approx(0.60)


def test_prior_width_is_that_of_thirty_conversations():
    assert learnt(("action", 0, 0))["action"].deviation == pytest.approx((0.6 * 0.4 / 31) ** 0.5)


def test_a_combination_is_as_hard_as_its_hardest_kind_and_a_little_harder():
    assert prior_of("informational+personalised")[0] == pytest.approx(0.70 * 0.96)
    assert prior_of("informational+personalised+action")[0] == pytest.approx(0.60 * 0.96**2)
    assert prior_of("action+human")[0] == pytest.approx(0.05)


def test_experience_moves_the_rate_and_narrows_it():
    few, many = learnt(("informational", 10, 3)), learnt(("informational", 2000, 600))
    assert 0.3 < many["informational"].mean < few["informational"].mean < 0.75
    assert many["informational"].mean == pytest.approx(0.3, abs=0.02)
    assert many["informational"].deviation < few["informational"].deviation


def test_a_good_bot_on_one_kind_raises_the_other_kinds_a_little():
    found = learnt(("informational", 100, 95), ("action", 0, 0))
    assert 0.60 < found["action"].mean < 0.80


def test_whoever_needs_a_person_stays_below_half_and_who_does_not_above():
    classes = pd.Series(["action", "action+human", "human", "informational"])
    odds = resolution_odds(classes, pd.Series([0.45, 0.35, 0.99, 0.0]), {})
    assert odds.tolist() == pytest.approx([0.5175, 0.325, 0.061, 0.736])


def test_the_more_likely_a_person_is_needed_the_lower_the_odds():
    odds = resolution_odds(pd.Series(["action"] * 5), pd.Series([0.0, 0.05, 0.1, 0.14, 0.3]), {})
    assert (np.diff(odds) < 0).all()
