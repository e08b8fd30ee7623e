from dataclasses import replace
from datetime import datetime, timedelta

from insights.planning import plan
from insights.tables import MESSAGES, REASONS
from tests.insights.planning.made import given, name_of, one
from tests.insights.store.sample import rows

START = datetime(2025, 3, 1, 9)
QUESTION = "When does my new sofa arrive at home?"


def found(tables, kind):
    return next(line["draft"] for line in plan(tables).actions.to_pylist() if line["type"] == kind)


def slow(number, **known):
    said = [("customer", QUESTION), ("agent", "Have you looked at the app?"), ("customer", "I asked that very question three days ago.")]
    return one(number, "human", human_cause="unclear", question=QUESTION, said=said, rating=1, resolution="unresolved",
               reasons=[("slow_reply", "agent"), ("had_to_repeat", "agent")], **known)  # fmt: skip


def well(number):
    said = [("customer", QUESTION), ("agent", "It arrives with the lorry on Thursday before noon.")]
    return one(number, "human", human_cause="unclear", question=QUESTION, said=said, rating=5, resolution="confirmed")


def timed(conversations, wait):
    """The tables with a reply of support so long after the request."""
    tables = given(conversations)
    messages = [
        {"conversation_id": name_of(each), "turn": turn, "author_role": role, "text": text, "internal": False, "sent_at": START + turn * wait(each)}
        for each in conversations
        for turn, (role, text) in enumerate(each["said"])
    ]
    return replace(tables, messages=rows(MESSAGES, messages))


def test_coaching_shows_how_the_same_was_done_well_with_what_was_asked():
    text = found(given([*(slow(number) for number in range(12)), *(well(number) for number in range(12, 20))]), "improve_service")
    assert "12 of 20 rated conversations on this topic have a low rating that a reply could have avoided." in text
    assert f"- Asked “{QUESTION}”: “It arrives with the lorry on Thursday before noon.” (c00012, c00013, c00014)" in text


def test_coaching_sets_the_wait_beside_that_of_what_went_well():
    conversations = [*(slow(number) for number in range(12)), *(well(number) for number in range(12, 20))]
    text = found(timed(conversations, lambda each: timedelta(hours=6) if each["rating"] == 1 else timedelta(minutes=5)), "improve_service")
    assert "First reply of a person after 6.0 hours (median); after 5 minutes where it went well." in text


def test_coaching_shows_what_was_written_before_the_customer_complained():
    tables = given([*(slow(number) for number in range(12)), *(well(number) for number in range(12, 20))])
    reasons = tables.reasons.to_pylist()
    told = [each | {"turn": 2, "quote": "I asked that very question three days ago."} for each in reasons]
    text = found(replace(tables, reasons=rows(REASONS, told)), "improve_service")
    assert "after “Have you looked at the app?” the customer wrote “I asked that very question three days ago.” (c0000" in text


def test_routing_tells_the_cases_the_wait_and_the_bot_on_the_way():
    conversations = [slow(number, handled_by="both") for number in range(12)] + [well(number) for number in range(12, 20)]
    text = found(timed(conversations, lambda each: timedelta(minutes=30)), "route_faster")
    assert "- Unclear: 12 conversations" in text
    assert "- Slow reply: 12 conversations" in text
    assert "- Half of the customers waited longer than 30 minutes." in text
    assert "in 12 of 12 conversations" in text


def test_coverage_names_the_article_behind_each_topic():
    conversations = [one(number, "informational", question=QUESTION, articles=["a"], topic_id="t1") for number in range(12)]
    text = found(given(conversations, articles=[("a", "When a sofa arrives")]), "extend_coverage")
    assert "- **Delivery**: 12 conversations, answered by “When a sofa arrives” (12)" in text
    assert f"  - “{QUESTION}” (c0" in text


def test_coaching_quotes_the_same_words_once_and_no_answer_to_a_question():
    tables = given([*(slow(number) for number in range(12)), *(well(number) for number in range(12, 20))])
    words = ("I asked that very question three days ago.", "On the first weekend in April")
    told = [each | {"turn": 2, "quote": words[place % 2]} for place, each in enumerate(tables.reasons.to_pylist())]
    text = found(replace(tables, reasons=rows(REASONS, told)), "improve_service")
    assert text.count(words[0]) == 1
    assert words[1] not in text


def test_a_wait_that_was_not_longer_than_where_it_went_well_is_not_told():
    conversations = [*(slow(number) for number in range(12)), *(well(number) for number in range(12, 20))]
    text = found(timed(conversations, lambda each: timedelta(minutes=5) if each["rating"] == 1 else timedelta(hours=6)), "improve_service")
    assert "How long customers waited" not in text
