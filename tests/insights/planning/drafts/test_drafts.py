import re

import pytest

from insights.planning import plan
from insights.planning.voices import plain
from tests.insights.planning.made import given, one

HOSTILE = "Look ![x](http://evil.example/a.png) <script>alert(1)</script> [link](javascript:alert(1)) `code` $x$ :red[hi] *bold*"


def drafts(conversations, **more):
    return {line["type"]: line["draft"] for line in plan(given(conversations, **more)).actions.to_pylist()}


def test_a_procedure_lists_what_agents_did_in_their_order_with_counts():
    said = [
        ("customer", "Please cancel my order, it is too late now."),
        ("agent", "Can you give me the order number?"),
        ("customer", "12345"),
        ("agent", "I have cancelled it and the refund is on its way, it takes 3 to 5 working days."),
    ]
    text = drafts([one(number, "action", question=said[0][1], said=said) for number in range(10)])["build_procedure"]
    steps = text.split("## Steps that agents took")[1].split("##")[0]
    assert "1. Ask for the order, booking, invoice or account number, unless the customer gave it (10 of 10 conversations)." in steps
    assert "2. Cancel it. (10 of 10 conversations): “I have cancelled it" in steps
    assert steps.index("Cancel it.") < steps.index("Say how long it takes")


def test_an_article_quotes_the_question_and_the_answer_of_a_well_rated_conversation():
    good = one(1, "informational", question="Do you deliver on Saturdays as well?", rating=5, resolution="confirmed",
               said=[("customer", "Do you deliver on Saturdays as well?"), ("agent", "Yes, we deliver on Saturdays until noon.")])  # fmt: skip
    bad = [
        one(number, "informational", question="Do you deliver on Sundays, please?", rating=1, said=[("agent", "No idea.")]) for number in range(2, 6)
    ]
    text = drafts([good, *bad])["write_article"]
    assert "“Do you deliver on Saturdays as well?” (c00001)" in text
    assert "“Yes, we deliver on Saturdays until noon.” (c00001)" in text
    assert "No idea" not in text


def test_an_article_without_a_good_answer_says_so():
    text = drafts([one(number, "informational", rating=1) for number in range(5)])["write_article"]
    assert "0 of 5 conversations that were read are resolved and rated 4 or 5. So ask the team before you take these over." in text


def test_a_look_up_has_the_usual_fields_of_its_thing():
    text = drafts([one(number, "personalised", question="Where is my parcel?") for number in range(5)])["connect_read_api"]
    assert "/customers/{customer_id}/deliveries:" in text
    assert "tracking_number: {type: string}" in text


@pytest.mark.parametrize("kinds", ["informational", "personalised", "action"])
def test_words_of_users_cannot_become_markdown_or_html(kinds):
    said = [("customer", HOSTILE), ("agent", HOSTILE)]
    made = [one(number, kinds, question=HOSTILE, said=said, rating=5, resolution="confirmed") for number in range(5)]
    for text in drafts(made).values():
        quotes = re.findall("“(.*?)”", text)
        assert any("Look" in line for line in quotes)
        for line in quotes:
            assert not re.search(r"(?<!\\)(?:[\[\]<>`$*]|:(?=\w|/))", line)


def test_a_topic_name_cannot_become_markdown():
    made = [one(number, "informational", topic_id="bad") for number in range(5)]
    text = drafts(made, topics=[("bad", None, "![a](http://b) <img>")])["write_article"]
    assert text.startswith(r"# Write an article\: !\[a\](http\://b) \<img\>") or text.startswith(r"# Write an article: !\[a\](http\://b) \<img\>")


def test_a_quote_is_one_line_cut_at_a_word():
    assert plain("one\n# two\tthree") == "one # two three"
    assert plain("word " * 100, 20) == "word word word word …"


def test_coaching_names_nobody():
    made = [
        one(number, "human", human_cause="unclear", rating=1, reasons=[("impolite_service", "agent")], team="Team of Paula") for number in range(20)
    ]
    text = drafts(made)["improve_service"]
    assert "Impolite service: 20 conversations" in text
    assert "Paula" not in text
