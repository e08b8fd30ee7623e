from collections import Counter

import pytest

from insights.planning.wording import asked, candidates, stem_counts

USUAL = stem_counts(["I have a question about my order", "Is there any news about my order?", "Can you help me please?"] * 10)


def test_the_question_that_sets_the_group_apart_is_chosen():
    said = [
        "Hello, can you help me please? How much can I send in a day?",
        "What is the most I can send in one day?",
        "Is there a limit a day to send?",
    ]
    assert asked(said, "Daily limit", USUAL, 30) in ("How much can I send in a day?", "What is the most I can send in one day?")


def test_a_question_is_told_without_what_only_one_customer_adds():
    sold = "apron bonnet cardigan dungarees earmuffs fleece gilet hoodie jumper kilt leggings mittens nightgown overall parka raincoat shirt tunic"
    assert asked([f"Which size do I take in the {what}?" for what in sold.split()], "Size", USUAL, 30) == "Which size do I take?"


def test_a_question_that_points_at_something_said_before_is_no_name():
    said = ["Where do I see the tracking number of a parcel?", "The parcel is late. Where do I see that tracking number of it?"] * 5
    assert asked(said, "Tracking", USUAL, 30) == "Where do I see the tracking number of a parcel?"


def test_nobody_is_named_in_a_title():
    said = ["How do I cancel the booking of Ms Hawkings?", *["How do I cancel a booking of a room?"] * 9]
    assert asked(said, "Booking", USUAL, 30) == "How do I cancel a booking of a room?"


def test_nothing_is_made_up_where_nobody_asks():
    assert asked(["I would like some help with this please."] * 5, "Help", USUAL, 30) is None
    assert asked([], "Help", Counter(), 0) is None


def test_a_question_that_hardly_anybody_asks_names_no_group():
    said = ["The parcel came late", "A seam is open", "My code was refused", "The invoice is wrong", "No mail arrives"] * 6
    assert asked([*said, "Where can I park my car?", "Where can I park my van?"], "Everything", USUAL, 30) is None


def test_a_question_with_data_of_one_customer_is_no_name():
    assert candidates(["Where is order 4711 of mine?", "Is [name] there for me today?", "See https://x.y is that right?", "Why?"]) == []


def test_the_same_question_counts_once():
    assert candidates(["Do you deliver on Sundays?", "hi, do you deliver on Sundays please??"]) == ["Do you deliver on Sundays?"]


@pytest.mark.parametrize(
    ("language", "said", "read"),
    [
        ("en", "so whats the fee abroad ?", "What's the fee abroad?"),
        ("de", "Also, wie kündige ich mit der App??", "Wie kündige ich mit der App?"),
        ("fr", "L'équipe, combien coûte le retour ?", "Combien coûte le retour ?"),
    ],
)
def test_a_question_is_written_as_an_editor_writes_it(language, said, read):
    assert candidates([said], language)[0] == read
