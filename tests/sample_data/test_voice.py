"""A customer always writes in the same manner, and words are put together without seams."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from sample_data.dialogue import joined
from sample_data.speech import spoken
from sample_data.voice import in_two, persona, written
from sample_data.words import Wording, fill, tidy

WHO = replace(persona("someone", "Tamsin Okafor", "en"), case="written", register="plain", typos=0.0, no_apostrophes=False, ending="kept", emoji=0.0)


def test_a_customer_has_one_manner():
    assert persona("KC c00001", "Tamsin Okafor", "en") == persona("KC c00001", "Tamsin Okafor", "en")
    assert len({persona(f"KC c{number}", "Tamsin Okafor", "en") for number in range(50)}) > 45


@pytest.mark.parametrize(
    ("manner", "text", "expected"),
    [
        ({"case": "lower"}, "My code HELLO10 isn't taken.", "my code HELLO10 isn't taken."),
        ({"case": "proper"}, "where is it. i asked.", "Where is it. I asked."),
        ({"no_apostrophes": True}, "I can't, it's late", "I cant, its late"),
        ({"ending": "none"}, "Nothing came.", "Nothing came"),
        ({"register": "formal"}, "I'm sure they don't know", "I am sure they do not know"),
        ({"case": "upper"}, "where is it", "WHERE IS IT"),
    ],
)
def test_a_manner_changes_what_it_should(manner, text, expected):
    assert written(text, replace(WHO, **manner), random.Random(4), mood="bad", careful=False) == expected


def test_typos_leave_numbers_names_in_capitals_and_the_rest_of_the_words():
    text = "Where is order 48-21033 with code HELLO10"
    slipped = written(text, replace(WHO, typos=1.0), random.Random(1), mood="even", careful=False)
    assert slipped != text
    assert "48-21033" in slipped
    assert "HELLO10" in slipped
    assert len(slipped.split()) == len(text.split())


def test_a_text_is_cut_after_a_sentence_and_loses_nothing():
    parts = in_two("I ordered a coat last week. It has not come yet. Where is it?", random.Random(1))
    assert len(parts) == 2
    assert " ".join(parts) == "I ordered a coat last week. It has not come yet. Where is it?"
    assert in_two("no place to cut", random.Random(1)) == ["no place to cut"]


def test_slots_are_filled_with_the_right_article_and_a_capital_where_a_sentence_starts():
    assert fill("<item> came with a <item>. <item>!", {"item": "iron kettle"}) == "Iron kettle came with an iron kettle. Iron kettle!"
    assert fill("an <item>", {"item": "red kettle"}) == "a red kettle"
    assert tidy("it came , late  .") == "it came, late."
    assert tidy("got it!, thanks. At 6 a.m., you say") == "got it! thanks. At 6 a.m., you say"


def test_sentences_are_joined_with_a_full_stop_where_there_is_none():
    assert joined(["where is it", "It is late."]) == "where is it. It is late."
    assert joined(["Where is it?", "now"]) == "Where is it? now"


def test_on_the_phone_there_are_no_emoji_and_long_numbers_are_spelled():
    assert spoken("order 48-21033 😡", "fr", random.Random(1), fillers=0.0) == "Order 4 8 2 1 0 3 3."


def test_wordings_that_were_used_least_come_first():
    wording = Wording(random.Random(1))
    counts = [wording.choose(("one", "two", "three", "four")) for _ in range(400)]
    assert all(90 <= counts.count(text) <= 110 for text in set(counts))
    assert sorted(wording.several(("one", "two", "three"), 3)) == ["one", "three", "two"]
