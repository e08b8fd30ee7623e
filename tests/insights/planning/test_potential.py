import numpy as np
import pandas as pd
import pytest

from insights.model import Kind
from insights.planning.potential import PRIORS, Rate, after_failures, prior_of, rates, resolution_odds, topic_rates


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


def local(*lines, kind=0.6):
    evidence = pd.DataFrame(lines, columns=["topic_id", "work_class", "tried", "reached"])
    return topic_rates(evidence, {"action": Rate(kind, 0.05)})


def test_a_topic_without_evidence_has_the_rate_of_its_kind():
    assert local(("t1", "action", 0, 0))["t1", "action"].mean == pytest.approx(0.6)


def test_a_topic_with_its_own_evidence_departs_from_its_kind():
    found = local(("t1", "action", 120, 12), ("t2", "action", 0, 0))
    assert found["t1", "action"].mean == pytest.approx((0.6 * 60 + 6) / 120)
    assert found["t1", "action"].deviation < found["t2", "action"].deviation


def test_a_kind_that_nobody_saw_has_its_prior_in_a_topic():
    assert local(("t1", "informational", 0, 0))["t1", "informational"].mean == pytest.approx(0.75)


def test_the_odds_of_a_topic_are_its_own():
    classes, topics = pd.Series(["action", "action"]), pd.Series(["t1", "t2"])
    odds = resolution_odds(classes, pd.Series([0.02, 0.02]), {}, topic_id=topics, local={("t1", "action"): Rate(0.2, 0.1)})
    assert odds.tolist() == pytest.approx([0.98 * 0.2 + 0.02 * 0.05, 0.98 * 0.6 + 0.02 * 0.05])


def test_what_went_well_is_not_counted_twice():
    topics = pd.Series(["t1"] * 10)
    automated = np.array([True] * 5 + [False] * 5)
    odds = after_failures(np.full(10, 0.6), topics, np.array([True] * 8 + [False] * 2), automated)
    assert odds.tolist() == pytest.approx([1.0] * 5 + [0.0] * 3 + [0.6] * 2)


def test_where_a_bot_failed_half_the_time_failures_keep_what_the_rate_leaves():
    odds = after_failures(np.full(10, 0.6), pd.Series(["t1"] * 10), np.ones(10, bool), np.array([True] * 2 + [False] * 8))
    assert odds.sum() == pytest.approx(6.0)
    assert odds[2:].tolist() == pytest.approx([0.5] * 8)


def test_one_topic_does_not_pay_for_another():
    odds = after_failures(np.full(4, 0.6), pd.Series(["t1", "t1", "t2", "t2"]), np.ones(4, bool), np.array([True, True, False, False]))
    assert odds.tolist() == pytest.approx([1.0, 1.0, 0.6, 0.6])
