import numpy as np
import pytest

from insights.planning.label_agreement import label_agreement


def test_kappa_takes_away_what_chance_would_agree_on():
    """20 both yes, 5 and 10 apart, 15 both no: the example of Cohen's kappa in most textbooks."""
    ours = np.repeat([1, 1, 0, 0], [20, 5, 10, 15])
    theirs = np.repeat([1, 0, 1, 0], [20, 5, 10, 15])
    found = label_agreement(ours, theirs)
    assert found.count == 50
    assert found.same.value == pytest.approx(0.7)
    assert found.kappa.value == pytest.approx(0.4)
    assert found.kappa.low < 0.4 < found.kappa.high


def test_an_answer_counts_for_as_many_as_it_stands_for():
    ours, theirs = np.repeat([1, 1], [15, 5]), np.repeat([1, 0], [15, 5])
    assert label_agreement(ours, theirs, np.repeat([1.0, 3.0], [15, 5])).same.value == pytest.approx(0.5)


def test_where_both_say_one_thing_only_there_is_no_kappa():
    found = label_agreement(np.ones(20), np.ones(20))
    assert found.same.value == 1.0
    assert np.isnan(found.kappa.value)


def test_fewer_than_twenty_are_too_few():
    assert label_agreement(np.ones(19), np.ones(19)) is None
