"""Topics that move are called out, and neither chance, nor a busy week, nor a peak that passed is."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from insights.planning.movement import Course, Movement, movements

FIRST = date(2026, 5, 18)
WEEKS = 27
REST = 10


def drawn(dice: np.random.Generator, expected: np.ndarray) -> list[list[int]]:
    """One topic with these expected weekly counts beside ten even ones of 15 a week."""
    return [dice.poisson(expected).tolist(), *(dice.poisson(15, len(expected)).tolist() for _ in range(REST))]


def moved(expected: np.ndarray, seed: int) -> Movement:
    return movements(drawn(np.random.default_rng(seed), expected), FIRST)[0]


def even(rate: float, weeks: int = WEEKS) -> np.ndarray:
    return np.full(weeks, float(rate))


def test_a_topic_that_doubles_is_growing_since_about_the_week_it_did():
    expected = even(12)
    expected[15:] *= 2.2
    found = [moved(expected, seed) for seed in range(20)]
    assert sum(move.course is Course.GROWING for move in found) >= 18
    growing = [move for move in found if move.course is Course.GROWING]
    assert sum(abs((move.since - date(2026, 8, 31)).days) <= 14 for move in growing) >= 0.8 * len(growing)
    assert sum(move.low <= 2.2 / 1.13 <= move.high for move in growing) >= 0.8 * len(growing)


def test_a_topic_that_halves_is_shrinking():
    expected = even(25)
    expected[12:] /= 2
    assert sum(moved(expected, seed).course is Course.SHRINKING for seed in range(20)) >= 17


def test_a_peak_that_passed_is_no_growth():
    expected = even(10)
    expected[6:9] *= 3
    found = [moved(expected, seed) for seed in range(20)]
    peaks = [move for move in found if move.course is Course.PEAK]
    assert len(peaks) >= 18
    assert not any(move.course is Course.GROWING for move in found)
    assert all(move.until < date(2026, 8, 1) for move in peaks)


def test_chance_is_seldom_called_anything():
    dice = np.random.default_rng(3)
    found = [move for _ in range(60) for move in movements(drawn(dice, even(15)), FIRST)]
    assert sum(move.course is not Course.STEADY for move in found) <= 0.02 * len(found)


def test_growth_of_everything_moves_no_topic():
    dice = np.random.default_rng(4)
    whole = np.linspace(1, 3, WEEKS)
    found = [move for _ in range(20) for move in movements([dice.poisson(15 * whole).tolist() for _ in range(8)], FIRST)]
    assert sum(move.course is not Course.STEADY for move in found) <= 0.02 * len(found)


def test_half_weeks_at_the_ends_move_no_topic():
    dice = np.random.default_rng(5)
    part = np.ones(WEEKS)
    part[[0, -1]] = 0.15
    found = [move for _ in range(20) for move in movements([dice.poisson(20 * part).tolist() for _ in range(8)], FIRST)]
    assert sum(move.course is not Course.STEADY for move in found) <= 0.02 * len(found)


def test_a_topic_that_did_not_occur_before_is_new():
    expected = even(0)
    expected[18:] = 9
    assert {moved(expected, seed).course for seed in range(10)} == {Course.NEW}
    assert moved(expected, 1).since == date(2026, 9, 21)


def test_a_rise_that_the_year_before_had_too_is_a_season():
    expected = even(12, 80)
    expected[74:] *= 2.5
    assert moved(expected, 1).course is Course.GROWING
    expected[22:28] *= 2.5
    assert moved(expected, 1).course is not Course.GROWING


@pytest.mark.parametrize(("rate", "weeks"), [(0.5, WEEKS), (40.0, 7)])
def test_few_conversations_or_weeks_say_nothing(rate, weeks):
    assert moved(even(rate, weeks), 0).course is Course.TOO_FEW


def test_nothing_at_all_is_nothing():
    assert movements([], FIRST) == []
    assert movements([[]], FIRST) == [Movement(Course.TOO_FEW)]
