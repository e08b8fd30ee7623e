import numpy as np
import pytest
from scipy.special import expit, logit

from insights.planning.shifts import Asked, Rule, fitted, folds, moved, proven, rule, usual_limit


def asked(size, off=0.0, seed=0):
    chance = np.random.default_rng(seed)
    chances = chance.uniform(0.03, 0.97, size)
    truth = chance.random(size) < expit(logit(chances) + off)
    return Asked(chances, chances >= 0.5, truth, np.ones(size))


def test_the_shift_of_many_answers_is_found():
    assert fitted(asked(20_000, off=-1.0)) == pytest.approx(-1.0, abs=0.06)


def test_few_answers_are_held_back_and_none_move_nothing():
    always = Asked(np.full(4, 0.5), np.ones(4, bool), np.zeros(4, bool), np.ones(4))
    assert -1.2 < fitted(always) < -0.8
    assert fitted(always.part(np.zeros(4, bool))) == 0.0


def test_answers_that_contradict_each_other_cancel_out():
    halves = Asked(np.full(40, 0.5), np.ones(40, bool), np.arange(40) % 2 == 0, np.ones(40))
    assert fitted(halves) == pytest.approx(0.0)
    assert proven(halves, 0.5) is None


def test_answers_in_one_direction_only_move_a_bounded_way():
    sure = Asked(np.full(200, 1.0), np.ones(200, bool), np.zeros(200, bool), np.ones(200))
    assert -8.0 < fitted(sure) < -4.0


def test_an_answer_that_stands_for_two_counts_as_two():
    one = asked(60, off=-1.0, seed=3)
    twice = Asked(*(np.concatenate([column, column]) for column in (one.chance, one.said, one.truth, one.weight)))
    assert fitted(Asked(one.chance, one.said, one.truth, one.weight * 2)) == pytest.approx(fitted(twice))


def test_only_what_lies_between_the_limits_changes():
    chance, said = np.array([0.2, 0.45, 0.55, 0.9, np.nan, np.nan]), np.array([False, False, True, True, True, False])
    assert Rule(0.5, 0.4).answers(chance, said).tolist() == [False, True, True, True, True, False]
    assert Rule(-0.5, 0.6).answers(chance, said).tolist() == [False, False, False, True, True, False]
    assert Rule(0.0, 0.5).answers(chance, said).tolist() == said.tolist()


def test_a_limit_moves_against_its_shift():
    found = rule(asked(5_000, off=-1.0), 0.5)
    assert found.limit == pytest.approx(float(expit(-found.shift)), abs=1e-4)


def test_the_usual_limit_parts_what_the_judge_said():
    chance = np.array([0.1, 0.3, 0.6, 0.8, np.nan])
    assert usual_limit(chance, np.array([False, False, True, True, True])) == pytest.approx(0.45)
    assert usual_limit(chance, np.zeros(5, bool)) == 0.98
    assert usual_limit(chance, np.ones(5, bool)) == pytest.approx(0.02)


def test_folds_hold_right_and_wrong_in_the_same_shares():
    one = asked(100, seed=4)
    wrong = one.said != one.truth
    held = [int(wrong[folds(one) == each].sum()) for each in range(5)]
    assert max(held) - min(held) <= 1


def test_a_shift_that_helps_is_taken_and_chance_is_not():
    assert proven(asked(400, off=-1.5), 0.5).shift < -1.0
    assert [proven(asked(60, seed=seed), 0.5) for seed in range(30)].count(None) >= 27


def test_moved_chances_have_moved_log_odds():
    assert moved(np.array([0.5, 0.9]), -1.0) == pytest.approx(expit(logit(np.array([0.5, 0.9])) - 1.0))
