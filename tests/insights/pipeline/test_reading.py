from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from insights.model import Channel, Conversation, Message, Role
from insights.pipeline.reading import Reader

NINE = datetime(2025, 3, 1, 9, tzinfo=UTC)


def row(conversation: Conversation) -> dict:
    return read(conversation).conversations.to_pylist()[0]


def read(*conversations: Conversation):
    return Reader(source="native", import_id="i1", key="w").read(conversations)


def said(*turns: tuple[Role, str, int | None], internal: bool = False) -> tuple[Message, ...]:
    return tuple(Message(role, text, sent_at=NINE + timedelta(seconds=at) if at is not None else None, internal=internal) for role, text, at in turns)


def test_who_replied_is_told_by_the_messages_that_the_customer_saw():
    ask, bot, agent = (Role.CUSTOMER, "hi", 0), (Role.BOT, "hello", 1), (Role.AGENT, "hello", 2)
    note = said((Role.AGENT, "note", 3), internal=True)
    handled = [row(Conversation("a", said(*turns) + note))["handled_by"] for turns in ((ask,), (ask, bot), (ask, agent), (ask, bot, agent))]
    assert handled == ["nobody", "bot", "agent", "both"]


def test_the_first_reply_is_counted_from_the_first_customer_message():
    greeting = (Role.BOT, "Welcome", 0)
    found = row(Conversation("a", said(greeting, (Role.CUSTOMER, "help", 10), (Role.CUSTOMER, "hello?", 30), (Role.AGENT, "here", 70))))
    assert (found["first_reply_seconds"], found["turns"]) == (60.0, 4)


def test_without_times_or_without_a_reply_there_is_no_first_reply():
    assert row(Conversation("a", said((Role.CUSTOMER, "help", None), (Role.AGENT, "here", None))))["first_reply_seconds"] is None
    assert row(Conversation("a", said((Role.CUSTOMER, "help", 0))))["first_reply_seconds"] is None


def test_times_are_stored_in_utc():
    there = datetime(2025, 3, 1, 10, tzinfo=timezone(timedelta(hours=5)))
    found = row(Conversation("a", (Message(Role.CUSTOMER, "hi", sent_at=there),), started_at=there))
    assert found["started_at"] == found["ended_at"] == datetime(2025, 3, 1, 5)


def test_the_same_conversation_has_the_same_hash_in_every_import_and_another_one_when_a_word_changes():
    one, other = (Conversation("a", said((Role.CUSTOMER, text, 0))) for text in ("I want help", "I want more help"))
    again = Reader(source="native", import_id="i2", key="w").read([one]).conversations.to_pylist()[0]
    assert row(one)["content_hash"] == again["content_hash"] != row(other)["content_hash"]


def test_a_customer_id_that_is_personal_becomes_a_code_that_differs_between_workspaces():
    conversation = Conversation("a", said((Role.CUSTOMER, "hi", 0)), customer_id="Jane.Doe@example.com")
    code = row(conversation)["customer_id"]
    elsewhere = Reader(source="native", import_id="i1", key="other").read([conversation]).conversations["customer_id"][0].as_py()
    assert code.startswith("customer-")
    assert code != elsewhere
    assert row(Conversation("a", conversation.messages, customer_id="jane.doe@example.com"))["customer_id"] == code
    assert row(Conversation("a", conversation.messages, customer_id="u-17"))["customer_id"] == "u-17"


def test_names_of_those_who_take_part_are_replaced_and_an_agent_keeps_the_first_name_only():
    messages = (Message(Role.CUSTOMER, "Jane Doe asks Robin Smith", author="Jane Doe"), Message(Role.AGENT, "Sure", author="Robin Smith"))
    found = read(Conversation("a", messages)).messages.to_pylist()
    assert [message["author"] for message in found] == [None, "Robin"]
    assert "Doe" not in found[0]["text"]


def test_html_becomes_text_and_strange_characters_do_no_harm():
    messages = (Message(Role.CUSTOMER, "<p>Hello<br>there</p>", html=True), Message(Role.CUSTOMER, "a\x00b \ud83d 🙂 \u202e", html=False))
    first, second = (message["text"] for message in read(Conversation("a", messages)).messages.to_pylist())
    assert "<" not in first
    assert "\x00" not in second
    assert "🙂" in second


def test_a_language_that_is_not_given_is_found():
    german = Conversation("a", said((Role.CUSTOMER, "Guten Tag, wo bleibt meine Bestellung? Ich warte seit zwei Wochen auf das Paket.", 0)))
    assert row(german)["language"] == "de"
    assert row(Conversation("b", german.messages, language="fr", channel=Channel.EMAIL))["language"] == "fr"
