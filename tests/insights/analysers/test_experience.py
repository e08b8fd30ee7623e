from __future__ import annotations

import pyarrow as pa
import pytest

from insights.analysers.experience import judge_experience, recontacts
from tests.insights.analysers.written import build

DAY = 86_400_000_000


@pytest.fixture
def label(encoder):
    def first(*lines, **options):
        labels, reasons = judge_experience(build(list(lines), **options), encoder)
        return labels.to_pylist()[0] | {"reasons": reasons.to_pylist()}

    return first


def test_a_customer_who_says_that_it_works_confirms_the_resolution(label):
    found = label(
        "c: How do I reset my password?", "a: Click on Forgot password on the sign-in page and follow the link.", "c: That worked, thank you so much!"
    )
    assert found["resolution"] == "confirmed"
    assert found["rating"] >= 4
    assert found["resolution_turn"] == 2


def test_a_promise_as_the_last_word_is_pending(label):
    found = label(
        "c: My invoice of May is wrong, please correct it.",
        "a: I have forwarded this to our billing team. They will get back to you as soon as possible.",
    )
    assert found["resolution"] == "pending"


def test_a_customer_whom_the_bot_never_understands_is_not_resolved(label):
    found = label(
        "c: Where is my parcel?",
        "b: I'm sorry, I did not understand. Could you rephrase your question?",
        "c: my PARCEL. where is it. order 5521",
        "b: I'm sorry, I did not understand. Could you rephrase your question?",
        "c: useless bot, I want a human",
        "b: I'm sorry, I did not understand. Could you rephrase your question?",
        "c: forget it. never again",
        "s: Chat closed: customer left.",
    )
    assert found["resolution"] == "unresolved"
    assert found["rating"] <= 2
    assert ("bot_loop", "bot") in [(reason["reason"], reason["owner"]) for reason in found["reasons"]]


def test_sarcastic_thanks_are_no_thanks(label):
    found = label(
        "c: my internet is down for the third time this week",
        "a: Unfortunately I can't see a fault. Please restart the router.",
        "c: I did that already, I told you. still not working",
        "a: I'm sorry, there is nothing more I can do.",
        "c: great, just great. thanks for nothing, I'm moving to a competitor",
    )
    assert found["resolution"] == "unresolved"
    assert found["rating"] <= 2


def test_a_closing_formality_does_not_hide_the_outcome(label):
    lines = ["c: please cancel order 4411", "a: I have cancelled order 4411, the refund is on its way.", "c: perfect, thank you!"]
    plain = label(*lines)
    formal = label(*lines, "a: Is there anything else I can do for you?", "c: No, that's all.", "a: Goodbye!")
    assert (plain["resolution"], formal["resolution"]) == ("confirmed", "confirmed")
    assert abs(plain["rating"] - formal["rating"]) <= 1


def test_more_repeating_is_more_effort(label):
    easy = label("c: Where is my order?", "a: It arrives today.", "c: thanks")
    hard = label(
        "c: Where is my order?",
        "a: Which order?",
        "c: I already told you, again: my order 7. third time I ask",
        "a: I will transfer you.",
        "c: again? still waiting",
    )
    assert easy["effort"] < 0.2 < hard["effort"]


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        (["c: Could you tell me whether my order 12 has been sent?"], "no_reply"),
        (["c: hi", "b: Hi! What can I do for you?", "s: Chat closed: no activity."], "too_short"),
        (["c: สวัสดีค่ะ อยากทราบว่าสินค้าจะมาถึงเมื่อไหร่คะ", "a: สวัสดีค่ะ กำลังตรวจสอบ"], "language"),
        (["c: Where is my order 12? It should be here since Monday.", "a: It arrives tomorrow, sorry for the delay.", "c: ok thanks"], None),
    ],
)
def test_what_is_not_scored_says_why(label, lines, cause):
    found = label(*lines)
    assert (found["not_scored"], found["rating"] is None) == (cause, cause is not None)


def test_an_unanswered_request_is_pending(label):
    assert label("c: Could you tell me whether my order 12 has been sent?")["resolution"] == "pending"


def test_internal_notes_change_nothing(label):
    lines = ["c: How do I reset my password?", "a: Click on Forgot password.", "c: That worked, thank you!"]
    with_note = label(lines[0], "n: useless customer, furious, chargeback", *lines[1:])
    plain = label(*lines)
    assert (with_note["p_resolved"], with_note["rating_expected"]) == (plain["p_resolved"], plain["rating_expected"])
    assert with_note["resolution_turn"] == plain["resolution_turn"] + 1


def test_missing_times_are_fine(encoder):
    batch = build(["c: How do I reset my password?", "a: Click on Forgot password.", "c: That worked, thank you!"])
    messages = batch.messages.set_column(batch.messages.schema.get_field_index("sent_at"), "sent_at", pa.nulls(3, pa.timestamp("us")))
    assert judge_experience(type(batch)(batch.conversations, messages, batch.starts), encoder)[0].column("resolution").to_pylist() == ["confirmed"]


def test_only_the_same_customer_with_the_same_topic_within_a_week_is_a_recontact():
    rows = [("ann", 1), ("ann", 5), ("bob", 1), ("bob", 20), ("cat", 1), ("cat", 2), (None, 1), (None, 2)]
    conversations = pa.table(
        {"customer_id": pa.array([name for name, _ in rows], pa.string()), "started_at": pa.array([day * DAY for _, day in rows], pa.timestamp("us"))}
    )
    topics = ["t1", "t1", "t1", "t1", "t1", "t2", "t1", "t1"]
    assert recontacts(conversations, topics, ["assumed"] * 8).tolist() == [True, False, False, False, False, False, False, False]
    assert not recontacts(conversations, topics, ["confirmed"] * 8).any()
