import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import cohen_kappa_score

from insights.planning.agreement import agreement, sample, weights


def scored(counts):
    return pd.DataFrame(
        [(f"c{rating}-{place}", rating) for rating, count in counts.items() for place in range(count)], columns=["conversation_id", "rating"]
    )


def test_kappa_is_that_of_the_reference_implementation():
    drawn = np.random.default_rng(3)
    ours, theirs = drawn.integers(1, 6, 80), drawn.integers(1, 6, 80)
    found = agreement(ours, theirs)
    assert found.kappa.value == pytest.approx(cohen_kappa_score(ours, theirs, weights="quadratic"))
    assert found.exact.value == pytest.approx((ours == theirs).mean())
    assert found.within_one.value == pytest.approx((abs(ours - theirs) <= 1).mean())
    assert found.bias.value == pytest.approx((ours - theirs).mean())
    assert found.kappa.low < found.kappa.value < found.kappa.high


def test_fewer_than_twenty_are_too_few():
    assert agreement(np.full(19, 4), np.full(19, 4)) is None


def test_people_who_always_say_the_same_leave_kappa_open():
    found = agreement(np.full(30, 4), np.full(30, 4))
    assert (found.exact.value, np.isnan(found.kappa.value)) == (1.0, True)


def test_the_sample_takes_every_rating_equally_often():
    chosen = sample(scored({1: 50, 2: 50, 3: 300, 4: 3, 5: 900}), 20, seed=0)
    assert pd.Series([one[1] for one in chosen]).value_counts().to_dict() == {"1": 5, "2": 4, "3": 4, "4": 3, "5": 4}


def test_the_sample_is_the_same_however_the_rows_are_ordered_and_never_asks_twice():
    rows = scored({1: 20, 3: 40, 5: 60})
    first = sample(rows, 20, seed=0)
    assert sample(rows.sample(frac=1, random_state=1), 20, seed=0) == first
    assert not set(first) & set(sample(rows, 20, seed=0, without=first))
    assert sample(rows, 20, seed=7) != first


def test_the_order_of_the_sample_does_not_give_the_ratings_away():
    ratings = [int(one[1]) for one in sample(scored({1: 99, 2: 99, 3: 99, 4: 99, 5: 99}), 40, seed=0)]
    assert ratings[:5] != [1, 2, 3, 4, 5]
    assert ratings != sorted(ratings)


def test_an_answer_counts_for_the_conversations_that_it_stands_for():
    said = pd.DataFrame({"rating": [1, 1, 5]})
    assert weights(said, scored({1: 10, 5: 90})).tolist() == [5, 5, 90]
    # Our ratings of 1 are all right and those of 5 all wrong, but 9 of 10 conversations are rated 5.
    ours, theirs = np.repeat([1, 5], 10), np.repeat([1, 2], 10)
    found = agreement(ours, theirs, np.repeat([1.0, 9.0], 10))
    assert found.exact.value == pytest.approx(0.1)


def test_the_same_answers_give_the_same_interval():
    ours, theirs = np.array([1, 2, 3, 4, 5] * 6), np.array([1, 3, 3, 4, 4] * 6)
    assert agreement(ours, theirs) == agreement(ours, theirs)
