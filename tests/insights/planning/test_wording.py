from collections import Counter

from insights.planning.wording import asked, candidates, word_counts

USUAL = word_counts(["I have a question about my order", "Is there any news about my order?", "Can you help me please?"] * 10)


def test_the_question_that_sets_the_group_apart_is_chosen():
    said = [
        "Hello, can you help me please? How much can I send in a day?",
        "What is the most I can send in one day?",
        "Is there a limit a day to send?",
    ]
    assert asked(said, "Daily limit", USUAL, 30) in ("How much can I send in a day?", "What is the most I can send in one day?")


def test_nothing_is_made_up_where_nobody_asks():
    assert asked(["I would like some help with this please."] * 5, "Help", USUAL, 30) is None
    assert asked([], "Help", Counter(), 0) is None


def test_a_question_with_data_of_one_customer_is_no_name():
    assert candidates(["Where is order 4711 of mine?", "Is [name] there for me today?", "See https://x.y is that right?", "Why?"]) == []


def test_the_same_question_counts_once():
    assert candidates(["Do you deliver on Sundays?", "hi, do you deliver on Sundays?"]) == ["Do you deliver on Sundays?"]
