from __future__ import annotations

import pytest

from insights.analysers.course import course_numbers
from insights.analysers.dense import describe
from insights.analysers.hearing import hear
from insights.analysers.turns import read_turns
from tests.insights.analysers.written import build

MENU = "b: Please choose one: orders, billing, deliveries, other."
MAIL = "c: Still nothing has arrived.\n\nMany thanks\nJo\n\nOn Monday, Acme wrote:\n> Perfect, thank you, all solved!"


def course(*lines: str) -> dict[str, float]:
    return {name: float(value[0]) for name, value in course_numbers(hear(read_turns(build(list(lines))))).items()}


@pytest.mark.parametrize(
    ("lines", "name", "value"),
    [
        (["c: Can I return it?", "a: Unfortunately that is not possible.", "c: ok, clear, thanks"], "refusal_accepted", 1.0),
        (["c: Can I return it?", "a: Unfortunately that is not possible.", "c: that is unacceptable"], "refusal_protested", 1.0),
        (["c: Is it open?", "a: You can find the hours under Contact.", "c: it was not there"], "answer_rejected", 1.0),
        (["c: I want a human", "b: I can help with orders.", "c: hello"], "person_denied", 1.0),
        (["c: I want a human", "b: I will transfer you.", "a: Hello"], "person_denied", 0.0),
        (["c: hello", "c: is anybody there", "a: Hello"], "wrote_twice", 1.0),
        (["c: address", MENU, "c: my address", MENU, "c: ADDRESS", MENU], "bot_same", 2.0),
        (["c: address", MENU, "c: my address", MENU, "c: ADDRESS", MENU], "bot_loops", 1.0),
        (["c: address", MENU, "c: my address", MENU], "end_loop", 1.0),
        (["c: address", MENU, "c: my address", MENU, "a: I have changed the address."], "end_loop", 0.0),
        (["c: where is it", "a: I have sent it again today."], "end_silent", 1.0),
        (["c: where is it", "a: Somebody will get back to you.", "s: Chat closed: customer left."], "end_left", 1.0),
        (["c: WHERE IS MY ORDER", "a: Which one?", "c: the one of Monday"], "shouting", 0.5),
        (["c: TWO DAYS already", "a: It is late.", "c: it is late"], "emphasis_later", 0.0),
        (["c: where is it", "a: It counts from the first DAY.", "c: TWENTY seconds", "a: I know.", "c: ok"], "emphasis_later", 1.0),
        (["c: where is it", "a: It counts from the first day.", "c: TWENTY seconds"], "emphasis_after", 1.0),
        (["c: where is it", "a: It counts.", "c: TWENTY seconds", "a: I have refunded it.", "c: thank you"], "emphasis_after", 0.0),
    ],
)
def test_the_course_of_a_conversation_in_numbers(lines, name, value):
    assert course(*lines)[name] == value


def test_how_an_answer_was_taken_counts_only_after_it():
    numbers = describe(hear(read_turns(build(["c: at least answer me", "a: It stays at 19.", "c: So you keep my money..."]))))
    found = {
        name: float(numbers[name][0])
        for name in ("grudging_later", "grudging_after", "concludes_after", "trails_off_after", "cites_after", "stays_last")
    }
    assert found == {"grudging_later": 1, "grudging_after": 1, "concludes_after": 1, "trails_off_after": 1, "cites_after": 0, "stays_last": 1}
    assert "grudging_ever" not in numbers


def test_what_the_customer_says_again_is_measured_against_what_came_first():
    again = course("c: The parcel 7 never arrived in Berlin", "a: Which parcel?", "c: parcel 7, it never arrived in Berlin")["said_again"]
    other = course("c: The parcel 7 never arrived in Berlin", "a: Which parcel?", "c: the brown one with seven stamps")["said_again"]
    assert other < 0.3
    assert again > 0.7


def test_a_minute_is_not_slow_in_a_chat():
    assert course("c: hello there", "a: Hello, how can I help?")["slowest"] < 0


def test_of_a_mail_only_what_its_writer_says_is_read():
    turns = read_turns(build(["c: Where is my order?", "a: It arrives on Monday.", MAIL]))
    assert turns.text.to_pylist()[2] == "Still nothing has arrived."
    assert not hear(turns).signal("thanks")[2]


def test_an_empty_batch_has_no_numbers():
    assert {len(value) for value in course_numbers(hear(read_turns(build()))).values()} == {0}
