"""The demo companies read as real conversations do; the measures are right.

The real figures are those of 41,820 public conversations with airlines, measured with `python -m benchmarks.realism FOLDER`. A hundred seeds in
English do not hold the words of thousands of strangers: two thirds of them at 10,000 words, half at 50,000.
"""

from __future__ import annotations

import random

import pytest

from sample_data.generate import companies
from sample_data.realism import lengths, near_duplicates, vocabulary, words_of

REAL_VOCABULARY = {10_000: 2149, 20_000: 3259, 50_000: 5395}
REAL_MESSAGE = (4, 13, 20, 25, 39)
REAL_FIRST = (8, 15, 20, 25, 39)


def test_near_duplicates_are_those_that_a_comparison_of_all_pairs_finds():
    dice = random.Random(5)
    texts = [" ".join(dice.choice(("red", "blue", "green", "late", "lost")) for _ in range(30)) for _ in range(300)]
    texts += [f"{text} really" for text in texts[:20]] + [text.replace("red", "grey", 1) for text in texts[20:40]]
    runs = [{tuple(words_of(text)[place : place + 3]) for place in range(len(words_of(text)) - 2)} for text in texts]
    expected = [any(len(own & other) >= 0.8 * len(own | other) for other in runs if other is not own) for own in runs]
    assert 40 <= sum(expected) < 100
    assert near_duplicates(texts) == pytest.approx(sum(expected) / len(texts))


def test_the_vocabulary_counts_different_words_with_numbers_folded():
    assert vocabulary(["one two 12", "one 34 two"], at=(3, 6, 9)) == {3: 3, 6: 3}


def test_lengths_are_quantiles_and_shares():
    found = lengths(list(range(1, 101)), 10, 91)
    assert (found.very_short, found.very_long) == (0.1, 0.1)
    assert found.quantiles[2] == 50.5
    assert found.spread == pytest.approx(75.25 / 25.75)


@pytest.mark.parametrize("company", companies())
def test_fewer_than_one_conversation_in_a_hundred_is_nearly_another(made, company):
    assert near_duplicates([" ".join(message["text"] for message in one.conversation["messages"]) for one in made[company]]) < 0.01


@pytest.mark.parametrize("company", companies())
def test_no_two_conversations_open_with_the_same_words(made, company):
    openings = [next(one["text"] for one in talk.conversation["messages"] if one["author_role"] == "customer") for talk in made[company]]
    assert len(set(openings)) == len(openings)


def customers(made) -> list[str]:
    return [
        message["text"]
        for one in made
        if one.gold.language == "en"
        for message in one.conversation["messages"]
        if message["author_role"] == "customer"
    ]


@pytest.mark.parametrize("company", companies())
def test_the_vocabulary_grows_towards_that_of_real_customers(made, company):
    counts = vocabulary(customers(made[company]), at=tuple(REAL_VOCABULARY))
    shares = {at: count / REAL_VOCABULARY[at] for at, count in counts.items()}
    assert shares[10_000] > 0.63
    assert shares[20_000] > 0.54
    assert shares[50_000] > 0.44


@pytest.mark.parametrize("company", companies())
def test_messages_are_of_as_different_lengths_as_real_ones(made, company):
    said = lengths([len(words_of(text)) for text in customers(made[company])], 3, 60)
    assert said.spread >= REAL_MESSAGE[3] / REAL_MESSAGE[1]
    assert 0.03 < said.very_short < 0.15
    assert 0.001 < said.very_long < 0.05


@pytest.mark.parametrize("company", companies())
def test_first_messages_are_as_long_as_real_ones_and_as_different(made, company):
    first = [next(one["text"] for one in talk.conversation["messages"] if one["author_role"] == "customer") for talk in made[company]]
    quantiles = lengths([len(words_of(text)) for text in first], 5, 50).quantiles
    assert quantiles[3] / quantiles[1] >= 0.9 * REAL_FIRST[3] / REAL_FIRST[1]
    assert all(0.7 <= mine / real <= 1.8 for mine, real in zip(quantiles, REAL_FIRST, strict=True))
