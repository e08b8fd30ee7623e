import pandas as pd
import pytest

from insights.planning.comparison import compare, compared

CELLS = ["side", "topic_id", "leaf", "scored", "high"]


def cells(*rows):
    return pd.DataFrame(rows, columns=CELLS)


HARDER_MIX = cells(
    ("North", "easy", "easy", 20, 18),
    ("North", "hard", "hard", 80, 24),
    ("South", "easy", "easy", 200, 180),
    ("South", "hard", "hard", 50, 15),
)


def test_a_team_that_only_has_harder_topics_is_cleared():
    north = compared(HARDER_MIX, "North")
    assert north.score == pytest.approx(0.42)
    assert north.raw_difference == pytest.approx(0.42 - 0.78)
    # 220 of 350 ratings are on easy topics, scored .9 by both; 130 on hard ones, scored .3.
    assert north.adjusted == pytest.approx((220 * 0.9 + 130 * 0.3) / 350)
    assert north.difference == pytest.approx(0)
    assert north.low < 0 < north.high


def test_a_team_that_works_worse_on_the_same_topics_is_not():
    worse = cells(
        ("North", "easy", "easy", 100, 70),
        ("North", "hard", "hard", 100, 30),
        ("South", "easy", "easy", 200, 190),
        ("South", "hard", "hard", 200, 120),
    )
    north = compared(worse, "North")
    assert north.difference == pytest.approx((0.7 - 0.95) / 2 + (0.3 - 0.6) / 2)
    assert north.high < 0


def test_the_same_team_is_above_and_below_by_as_much():
    north, south = compared(HARDER_MIX, "North"), compared(HARDER_MIX, "South")
    assert (south.difference, south.low, south.high) == pytest.approx((-north.difference, -north.high, -north.low))


def test_the_largest_side_comes_first():
    assert [each.side for each in compare(HARDER_MIX)] == ["South", "North"]


def test_small_subtopics_are_compared_as_what_is_left_of_their_topic():
    split = cells(
        ("North", "hard", "a", 3, 1),
        ("North", "hard", "b", 3, 1),
        ("North", "hard", "c", 40, 20),
        ("South", "hard", "a", 40, 10),
        ("South", "hard", "b", 3, 1),
        ("South", "hard", "c", 60, 30),
    )
    north = compared(split, "North")
    assert north.compared == 1.0
    assert north.adjusted == pytest.approx((100 * 0.5 + 49 * 2 / 6) / 149)


def test_topics_that_only_one_side_handles_are_left_out_on_both():
    alone = cells(
        ("North", "own", "own", 30, 0),
        ("North", "shared", "shared", 70, 35),
        ("South", "shared", "shared", 100, 60),
    )
    north = compared(alone, "North")
    assert (north.compared, north.adjusted, north.adjusted_others) == pytest.approx((0.7, 0.5, 0.6))


def test_sides_that_share_no_topics_are_not_compared():
    apart = cells(("bot", "a", "a", 100, 80), ("agent", "b", "b", 100, 40))
    found = compared(apart, "bot")
    assert (found.score, found.others, found.compared, found.adjusted, found.difference) == (0.8, 0.4, 0.0, None, None)


def test_too_few_ratings_give_no_adjusted_score():
    few = cells(("North", "a", "a", 12, 6), ("South", "a", "a", 300, 200))
    assert compared(few, "North").difference is None


def test_a_side_alone_has_nobody_to_be_compared_with():
    found = compared(cells(("agent", "a", "a", 100, 80)), "agent")
    assert (found.score, found.others, found.raw_difference, found.adjusted) == (0.8, None, None, None)
