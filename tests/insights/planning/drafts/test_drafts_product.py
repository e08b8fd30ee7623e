from insights.planning import plan
from tests.insights.planning.made import given, one

QUESTION = 'The app closes on my iPhone when I press "Pay now".'


def draft(conversations, topics=()):
    return next(line["draft"] for line in plan(given(conversations, topics=topics)).actions.to_pylist() if line["type"] == "fix_product")


def bug(number, *turns, question=QUESTION, **known):
    return one(number, "human", human_cause="bug", question=question, said=[("customer", question), *turns], rating=1,
               reasons=[("product_problem", "product")], **known)  # fmt: skip


def test_an_issue_has_since_when_where_and_on_what_it_fails():
    text = draft([bug(number, channel="email" if number < 4 else "chat") for number in range(10)])
    assert "- When: from 2025-03-01 to 2025-03-01" in text
    assert "- Where: chat 6, email 4" in text
    assert "- Device, system or version named in 10 of 10 conversations: iphone 10" in text
    assert "- Words that customers quote: “pay now” in 10 conversations" in text


def test_what_helped_is_quoted_from_conversations_that_ended_well():
    helped = [
        bug(number, ("agent", "Please pay in the browser until the next release."), resolution="confirmed") | {"rating": 4} for number in range(3)
    ]
    text = draft([*helped, *(bug(number, ("agent", "There is nothing to be done about it.")) for number in range(3, 10))])
    assert "What support said where it ended well: “Please pay in the browser until the next release.” and much the same in 2 more" in text
    assert "nothing to be done" not in text


def test_each_thing_that_fails_is_an_issue_of_its_own_the_largest_first():
    made = [bug(number, topic_id="t1", subtopic_id="pay" if number < 6 else "map") for number in range(10)]
    text = draft(made, topics=[("pay", "t1", "Payment closes"), ("map", "t1", "Map is white")])
    assert text.index("## Payment closes: 6 conversations") < text.index("## Map is white: 4 conversations")


def test_what_nobody_said_is_left_to_find_out():
    text = draft([bug(number, question="It does not work any more since Monday.") for number in range(10)])
    assert "- Device, system or version named in 0 of 10 conversations\n" in text
    assert "Since which release" in text
