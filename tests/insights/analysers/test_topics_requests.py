from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from insights.analysers.topics import request_text
from insights.text.batch import Batch

Turn = tuple[str, str]


def asked(*conversations: list[Turn], subjects: list[str | None] | None = None, internal: bool = False) -> list[str]:
    turns = [turn for conversation in conversations for turn in conversation]
    return request_text(
        Batch(
            pa.table(
                {
                    "conversation_id": [f"c{i}" for i in range(len(conversations))],
                    "subject": pa.array(subjects or [None] * len(conversations), pa.string()),
                }
            ),
            pa.table(
                {
                    "author_role": pa.array([role for role, _ in turns], pa.string()),
                    "text": pa.array([text for _, text in turns], pa.string()),
                    "internal": pa.array([internal] * len(turns), pa.bool_()),
                }
            ),
            np.cumsum([0, *map(len, conversations)]),
        )
    )


def test_the_greeting_is_not_the_request():
    assert asked(
        [("customer", "Hello!"), ("agent", "How can I help?"), ("customer", "I want to cancel my subscription before it renews in May")]
    ) == ["I want to cancel my subscription before it renews in May"]


def test_greeting_words_before_the_request_are_cut_off():
    assert asked([("customer", "Hi there, where is my order from last Tuesday?")]) == ["where is my order from last Tuesday?"]


def test_what_agents_bots_and_notes_say_is_left_out():
    said = [
        ("bot", "Choose: refunds, delivery, other"),
        ("customer", "The delivery of my washing machine is Friday, I need it on Monday"),
        ("agent", "Sure!"),
    ]
    assert asked(said) == ["The delivery of my washing machine is Friday, I need it on Monday"]
    assert asked(said, internal=True) == [""]


def test_a_subject_line_comes_first():
    assert asked([("customer", "It came yesterday and the screen is black.")], subjects=["Re: Broken television"]) == [
        "Broken television. It came yesterday and the screen is black."
    ]


@pytest.mark.parametrize(
    "text", ["hi", "Thanks!", "yes", "speak to an agent please", "", "ok thank you", "Automatic reply: I am out of the office until Monday"]
)
def test_turns_without_a_request_give_nothing(text):
    assert asked([("customer", text)]) == [""]


def test_a_single_word_counts_when_there_is_no_more():
    assert asked([("customer", "hello"), ("bot", "Hi!"), ("customer", "refund")]) == ["refund"]


def test_mentions_links_and_introductions_are_set_aside():
    assert asked([("customer", "@AcmeHelp my name is Jo Smith and my card was charged twice https://example.com/x")]) == ["my card was charged twice"]


def test_placeholders_of_redaction_are_set_aside():
    assert asked([("customer", "Hi, this is [name]. Please change the address on order 12 to [address]")]) == [
        "Please change the address on order 12 to"
    ]


def test_long_texts_are_cut_at_a_word():
    request = asked([("customer", "the parcel is broken " * 100)])[0]
    assert 580 < len(request) <= 600
    assert request.endswith(("the", "parcel", "is", "broken"))


def test_slices_give_what_the_whole_gives():
    conversations = [[("customer", f"please cancel my order number {i} today")] for i in range(5)] + [[], [("agent", "anybody there?")]]
    assert asked(*conversations) == [asked(conversation)[0] for conversation in conversations]


def test_other_scripts_are_requests_too():
    assert asked([("customer", "ฉันต้องการเงินคืนสำหรับคำสั่งซื้อ")]) == ["ฉันต้องการเงินคืนสำหรับคำสั่งซื้อ"]


def test_what_is_said_about_the_answer_is_no_part_of_the_request():
    said = [
        ("customer", "delivery date of my parcel please"),
        ("bot", "Our delivery times: ..."),
        ("customer", "I know the policy. My question was a different one."),
    ]
    assert asked(said) == ["delivery date of my parcel please"]


def test_the_number_that_the_agent_asked_for_is_no_part_of_the_request():
    said = [("customer", "delivery date of my parcel please"), ("agent", "Which order?"), ("customer", "it's under this address, order 40-77252")]
    assert asked(said) == ["delivery date of my parcel please"]


def test_a_word_that_only_begins_like_a_greeting_stays():
    assert asked([("customer", "there's a second charge of 20 euros on my card")]) == ["there's a second charge of 20 euros on my card"]
