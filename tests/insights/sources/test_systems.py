"""Freshdesk, HubSpot, Help Scout, Front, Gorgias and Chatwoot: who wrote what, in every wrapping, with everything that real data leave out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from insights.model import Channel, Conversation
from insights.sources import look, read
from tests.insights.sources.files import parts, reasons, words, written

SAMPLES = Path(__file__).parent / "samples"


def said(name: str) -> dict[str, list[str]]:
    """Role (with ! for an internal note) and words of each message."""
    items = [item for item in read(SAMPLES / name) if isinstance(item, Conversation)]
    return {item.conversation_id: [f"{m.role}{'!' * m.internal}: {m.text.strip()}" for m in item.messages] for item in items}


def test_freshdesk_has_its_description_first_and_knows_deleted_agents_by_the_direction():
    assert said("freshdesk.json") == {
        "7001": [
            "customer: My kettle leaks.",
            "system: We got your mail.",
            "agent: <p>A new one is on its way.</p>",
            "agent!: third leak this week",
            "customer: [leak.jpg]",
        ],
        "7003": ["agent!: Customer called, line broke."],
        "990000004": ["customer: Where is the manual?", "agent: In the box."],
    }


def test_a_freshdesk_rating_of_seven_steps_is_put_on_five():
    first = next(iter(read(SAMPLES / "freshdesk.json")))
    assert isinstance(first, Conversation)
    assert (first.channel, first.state, first.csat, first.csat_comment, first.tags) == (Channel.EMAIL, "closed", 5, "fast", ("warranty",))


def test_a_hubspot_actor_says_who_wrote_and_a_welcome_is_the_bots():
    assert said("hubspot.json") == {
        "301": [
            "bot: Hi! How can we help?",
            "customer: Can I change my seat?",
            "bot: Let me get a colleague.",
            "agent!: frequent flyer",
            "agent: <p>Done, seat 4A.</p>",
            "customer: [seat.png]",
        ],
        "302": ["customer: Please send the invoice."],
    }


def test_help_scout_drafts_were_never_sent():
    assert said("helpscout.json") == {
        "8001": ["customer: I want my money back.", "customer: [bill-2.pdf]", "agent!: VIP", "agent: Refunded.<br>Bye"],
        "8002": ["system: We will call back."],
    }


def test_front_is_turned_to_oldest_first_with_its_comments_as_notes():
    assert said("front.jsonl") == {
        "cnv_a1": [
            "customer: Bonjour, où est ma commande ?",
            "system: <p>Merci, nous revenons vers vous.</p>",
            "agent!: colis perdu ?",
            "agent: Elle arrive demain.",
        ],
        "cnv_a3": ["agent!: please check"],
    }


def test_a_gorgias_rule_is_nobody_and_its_ai_agent_a_bot():
    assert said("gorgias.json") == {
        "9001": [
            "customer: The shoes are too small.",
            "system: We got your message.",
            "bot: <p>You can exchange them.</p>",
            "agent!: she is right",
            "customer: [shoes.jpg]",
        ]
    }


def test_chatwoot_templates_are_nobodys_and_the_survey_answer_is_the_rating():
    assert said("chatwoot.json") == {
        "55": [
            "customer: Hi, I cannot log in",
            "system: Ada will be answered in an hour",
            "bot: Try a new password",
            "agent!: she used the wrong mail",
            "agent: Use your **work** mail",
            "customer: [works.png]",
            "system: Please rate the conversation",
        ]
    }
    first = next(iter(read(SAMPLES / "chatwoot.json")))
    assert isinstance(first, Conversation)
    assert (first.channel, first.csat, first.csat_comment, first.team, first.customer_id) == (Channel.CHAT, 4, "ok", "Care", "21")


FRESHDESK = {"id": 1, "requester_id": 5, "description_text": "a", "conversations": [{"body_text": "b", "incoming": False}]}
HUBSPOT = {"id": "1", "originalChannelId": "1000", "messages": [{"text": "a", "direction": "INCOMING"}, {"text": "b", "direction": "OUTGOING"}]}
HELP_SCOUT = {
    "id": 1,
    "_embedded": {"threads": [{"body": "a", "createdBy": {"type": "customer"}}, {"body": "b", "createdBy": {"type": "user"}}]},
}
FRONT = {
    "id": "cnv_1",
    "messages": [{"text": "b", "is_inbound": False, "created_at": 1773324301}, {"text": "a", "is_inbound": True, "created_at": 1773324300}],
}
GORGIAS = {
    "id": 1,
    "created_datetime": "2026-03-12T14:05:00",
    "messages": [{"body_text": "a", "from_agent": False}, {"body_text": "b", "from_agent": True}],
}
CHATWOOT = {"id": 1, "inbox_id": 2, "meta": {}, "messages": [{"content": "a", "message_type": 0}, {"content": "b", "message_type": 1}]}
RECORDS = {"freshdesk": FRESHDESK, "hubspot": HUBSPOT, "helpscout": HELP_SCOUT, "front": FRONT, "gorgias": GORGIAS, "chatwoot": CHATWOOT}
WRAPPINGS = {
    "array": json.dumps,
    "lines": lambda records: "\n".join(map(json.dumps, records)) + "\n",
    "pretty": lambda records: json.dumps(records, indent=2),
    "results": lambda records: json.dumps({"results": records, "paging": {"next": {"after": "x"}}}),
    "_results": lambda records: json.dumps({"_pagination": {"next": None}, "_links": {"self": "x"}, "_results": records}),
    "data": lambda records: json.dumps({"object": "list", "uri": "/x", "data": records, "meta": {"next_cursor": None}}, indent=1),
    "payload": lambda records: json.dumps({"data": {"meta": {"all_count": 2}, "payload": records}}),
    "_embedded": lambda records: json.dumps({"_embedded": {"conversations": records}, "page": {"number": 1, "list": [{"id": 9}]}}),
    "tickets behind organisations": lambda records: json.dumps({"organizations": [{"id": 9, "tags": ["a"]}], "tickets": records}),
    "pages a line each": lambda records: "\n".join(json.dumps({"results": [record]}) for record in records) + "\n",
}


@pytest.mark.parametrize("wrapping", WRAPPINGS)
@pytest.mark.parametrize("source", RECORDS)
def test_every_wrapping_holds_the_same_conversations(source: str, wrapping: str, tmp_path: Path):
    prefix = "cnv_" if source == "front" else ""
    records = [{**RECORDS[source], "id": f"{prefix}{number}"} for number in (1, 2)]
    path = written(tmp_path, WRAPPINGS[wrapping](records), "download")
    assert look(path).source == source
    conversations, rejects = parts(path)
    assert rejects == []
    assert words(conversations) == {f"{prefix}1": ["a", "b"], f"{prefix}2": ["a", "b"]}
    assert [[message.role.value for message in item.messages] for item in conversations] == [["customer", "agent"]] * 2


@pytest.mark.parametrize("value", [None, 5, "x", [], [1], {"results": 3}, True, {}])
@pytest.mark.parametrize("source", RECORDS)
def test_wrong_types_are_no_crash(source: str, value: object, tmp_path: Path):
    for key in {*RECORDS[source], "tags", "messages", "conversations", "threads", "created_at", "requester", "satisfaction_ratings", "status"}:
        record = {**RECORDS[source], key: value}
        message = {name: value for each in RECORDS["chatwoot"]["messages"] for name in each}
        conversations, rejects = parts(
            written(tmp_path, json.dumps([RECORDS[source], {**record, "id": "z"}, {**record, "messages": [message], "id": "y"}]))
        )
        assert sum(item.rows for item in (*conversations, *rejects)) == 3


def test_the_newest_of_two_tickets_is_kept(tmp_path: Path):
    newer = {**FRESHDESK, "updated_at": "2026-03-14T08:00:00Z", "status": 5}
    conversations, rejects = parts(written(tmp_path, json.dumps([newer, {**FRESHDESK, "updated_at": "2026-03-12T08:00:00Z"}])))
    assert [(item.conversation_id, item.state) for item in conversations] == [("1", "closed")]
    assert reasons(rejects) == [(2, "duplicate: record 1 is the same conversation and newer")]


def test_five_thousand_messages_with_their_markup_are_one_conversation(tmp_path: Path):
    many = [{"id": number, "body_text": f"{number} " + "x" * 700, "incoming": number % 2 == 0, "private": False} for number in range(5_000)]
    (only,), rejects = parts(written(tmp_path, json.dumps([{**FRESHDESK, "conversations": many}])))
    assert (len(only.messages), rejects) == (5_001, [])


def test_a_zendesk_ticket_closed_by_merging_goes_on_in_the_other(tmp_path: Path):
    ticket = {
        "id": 1,
        "requester_id": 1,
        "description": "a",
        "tags": ["closed_by_merge"],
        "comments": [{"body": "Merged into request #77.", "author_id": 2}],
    }
    conversations, rejects = parts(written(tmp_path, json.dumps(ticket)))
    assert (conversations, reasons(rejects)) == ([], [(1, "merged into 77: it goes on there")])


def test_an_intercom_answer_of_a_picture_alone_is_named(tmp_path: Path):
    part = {
        "part_type": "comment",
        "body": None,
        "author": {"type": "user"},
        "attachments": [{"name": "crack.png", "url": "https://files.example/1"}],
    }
    record = {
        "type": "conversation",
        "id": "1",
        "source": {"body": "It broke", "author": {"type": "user"}},
        "conversation_parts": {"conversation_parts": [part]},
    }
    (only,), _ = parts(written(tmp_path, json.dumps(record)))
    assert words([only]) == {"1": ["It broke", "[crack.png]"]}
