import numpy as np
import pytest

from insights.planning.recalibration import rated, recalibrate, usual_cuts

CUTS = np.array([1.5, 2.5, 3.5, 4.5])


def judged(count, seed=0):
    expected = np.random.default_rng(seed).uniform(1, 5, count)
    return expected, rated(expected, CUTS)


def test_strict_customers_move_the_cuts_up():
    expected, ours = judged(400)
    theirs = rated(expected, CUTS + 0.5)
    found = recalibrate(expected, ours, theirs, usual_cuts(expected, ours))
    assert found.cuts == pytest.approx((2.0, 3.0, 4.0, 5.0), abs=0.05)
    assert found.each
    assert found.before.exact.value < 0.6
    assert found.after.exact.value > 0.97
    assert found.better


def test_few_ratings_move_all_cuts_together_and_only_some_of_the_way():
    expected, ours = judged(40)
    found = recalibrate(expected, ours, rated(expected, CUTS + 0.4), CUTS)
    moves = np.array(found.cuts) - CUTS
    assert not found.each
    assert 0.2 <= moves[0] <= 0.45
    assert moves.tolist() == pytest.approx([moves[0]] * 4)


def test_ratings_that_agree_leave_the_cuts_alone():
    expected, ours = judged(40)
    assert recalibrate(expected, ours, ours, CUTS).cuts == tuple(CUTS)


def test_noise_is_not_better():
    expected, ours = judged(300, seed=1)
    noise = np.random.default_rng(2).integers(1, 6, 300)
    found = recalibrate(expected, ours, noise, usual_cuts(expected, ours))
    assert abs(found.after.kappa.value) < 0.15
    assert list(found.cuts) == sorted(found.cuts)


def test_a_rating_that_nobody_gave_is_never_given():
    expected, ours = judged(300)
    theirs = np.minimum(ours, 3)
    found = recalibrate(expected, ours, theirs, usual_cuts(expected, ours))
    assert rated(expected, np.array(found.cuts)).max() == 3


def test_fewer_than_twenty_teach_nothing():
    expected, ours = judged(19)
    assert recalibrate(expected, ours, ours, CUTS) is None


def test_the_usual_cuts_give_the_judges_own_ratings():
    expected, ours = judged(500)
    assert (rated(expected, usual_cuts(expected, ours)) == ours).all()
