import pandas as pd

from insights.planning.details import details_of


def said(*texts):
    return pd.DataFrame({"row": range(len(texts)), "text": texts})


def test_fields_are_those_that_customers_ask_for_most_first():
    found = details_of(said("Where is my order?", "What is the status of it?", "When will it arrive?", "Where is it, and when will it be there?"))
    assert found == ("status", "expected date")


def test_what_hardly_anybody_asks_for_is_no_field():
    assert details_of(said(*["Where is my order?"] * 9, "Why was it declined?")) == ("status",)


def test_no_words_no_fields():
    assert details_of(said()) == ()
    assert details_of(said("Hello")) == ()
