"""Intercom and Zendesk in every wrapping they come in, with everything that is null in real data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from insights.model import Channel, Role
from insights.sources import look
from tests.insights.sources.files import parts, reasons, words, written


def intercom(name: str, **more: object) -> dict[str, object]:
    source = {"type": "email", "body": f"<p>first of {name}</p>", "author": {"type": "lead", "id": "u1"}}
    return {"type": "conversation", "id": name, "created_at": 1773324300, "updated_at": 1773324400, "source": source, **more}


def zendesk(number: int, **more: object) -> dict[str, object]:
    return {"id": number, "requester_id": 1, "description": f"first of {number}", "created_at": "2026-03-12T14:05:00Z", "comments": [], **more}


I1, I2, Z1, Z2 = intercom("1"), intercom("2"), zendesk(1), zendesk(2)
WRAPPINGS = {
    "intercom page": ("intercom", {"type": "conversation.list", "pages": {"next": {"page": 2}}, "conversations": [I1, I2]}),
    "intercom array": ("intercom", [I1, I2]),
    "intercom object": ("intercom", I1),
    "intercom lines": ("intercom", None, [I1, I2]),
    "intercom pages": (
        "intercom",
        None,
        [{"type": "conversation.list", "conversations": [I1]}, {"type": "conversation.list", "conversations": [I2]}],
    ),
    "zendesk page": ("zendesk", {"count": 2, "tickets": [Z1, Z2], "users": [{"id": 1, "role": "end-user"}]}),
    "zendesk array": ("zendesk", [Z1, Z2]),
    "zendesk object": ("zendesk", Z1),
    "zendesk ticket": ("zendesk", {"ticket": Z1}),
    "zendesk lines": ("zendesk", None, [Z1, Z2]),
    "zendesk lines of tickets": ("zendesk", None, [{"ticket": Z1}, {"ticket": Z2}]),
}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("name", WRAPPINGS)
def test_every_wrapping_holds_the_same_conversations(name: str, indent: int | None, tmp_path: Path):
    source, value, *lines = WRAPPINGS[name]
    content = "\n".join(json.dumps(line) for line in lines[0]) + "\n" if lines else json.dumps(value, indent=indent)
    path = written(tmp_path, content, "export.txt")
    assert look(path).source == source
    conversations, rejects = parts(path)
    assert rejects == []
    expected = {"1": ["<p>first of 1</p>"], "2": ["<p>first of 2</p>"]} if source == "intercom" else {"1": ["first of 1"], "2": ["first of 2"]}
    assert words(conversations) == (expected if len(conversations) == 2 else {"1": expected["1"]})
    assert len(conversations) == 1 if name.endswith(("object", "zendesk ticket")) else len(conversations) == 2


def test_everything_that_intercom_may_leave_null_is_null(tmp_path: Path):
    nothing = dict.fromkeys(
        (
            "statistics",
            "conversation_rating",
            "contacts",
            "teammates",
            "ai_agent",
            "title",
            "tags",
            "team_assignee_id",
            "conversation_parts",
            "priority",
        )
    )
    (only,), _ = parts(written(tmp_path, json.dumps(intercom("1", **nothing))))
    assert (only.csat, only.team, only.subject, only.tags, only.channel, only.customer_id) == (None, None, None, (), Channel.EMAIL, "u1")


def test_intercoms_ai_agent_is_a_bot_whoever_lends_the_name(tmp_path: Path):
    part = {"part_type": "comment", "body": "<p>yo</p>", "created_at": 1773324310, "author": {"type": "admin", "from_ai_agent": True}}
    (only,), _ = parts(written(tmp_path, json.dumps(intercom("1", conversation_parts={"conversation_parts": [part]}))))
    assert [message.role for message in only.messages] == [Role.CUSTOMER, Role.BOT]


def test_the_newest_of_two_intercom_records_is_kept(tmp_path: Path):
    newer = intercom("1", updated_at=1773329999, state="closed")
    conversations, rejects = parts(written(tmp_path, json.dumps([newer, I1, I2])))
    assert [(item.conversation_id, item.state) for item in conversations] == [("1", "closed"), ("2", None)]
    assert reasons(rejects) == [(2, "duplicate: record 1 is the same conversation and newer")]


def comment(author: int, text: str, **more: object) -> dict[str, object]:
    return {"author_id": author, "body": text, "public": True, "created_at": "2026-03-12T15:00:00Z", **more}


def zendesk_roles(folder: Path, value: object) -> list[str]:
    (only,), _ = parts(written(folder, json.dumps(value)))
    return [message.role.value for message in only.messages]


def test_zendesk_users_beside_the_tickets_say_who_wrote(tmp_path: Path):
    ticket = zendesk(1, description="a", comments=[comment(1, "a"), comment(2, "b"), comment(3, "c"), comment(-1, "d"), comment(4, "e")])
    users = [{"id": 2, "role": "admin"}, {"id": 3, "role": "end-user"}, {"id": 4, "role": "agent", "name": "HelpBot"}]
    expected = ["customer", "agent", "customer", "system", "bot"]
    assert zendesk_roles(tmp_path, {"tickets": [ticket], "users": users}) == expected
    assert zendesk_roles(tmp_path, {"users": users, "tickets": [ticket]}) == expected
    assert zendesk_roles(tmp_path, {**ticket, "users": users}) == expected
    assert zendesk_roles(tmp_path, {"ticket": {**ticket, "comments": None}, "users": users, "comments": ticket["comments"]})[:1] == ["customer"]


def test_without_users_the_requester_is_the_customer_and_everybody_else_an_agent(tmp_path: Path):
    assert zendesk_roles(tmp_path, zendesk(1, description="a", comments=[comment(1, "a"), comment(2, "b"), comment(9, "c")])) == [
        "customer",
        "agent",
        "agent",
    ]


def test_a_description_that_is_no_comment_comes_first(tmp_path: Path):
    (only,), _ = parts(written(tmp_path, json.dumps(zendesk(1, comments=[comment(2, "an answer")]))))
    assert words([only]) == {"1": ["first of 1", "an answer"]}


@pytest.mark.parametrize(
    ("channel", "expected"),
    [
        ("email", "email"),
        ("chat", "chat"),
        ("native_messaging", "chat"),
        ("voice", "phone"),
        ("twitter", "social"),
        ("facebook", "social"),
        ("web", "other"),
        ("api", "other"),
        (None, "other"),
        ("zzz", "other"),
    ],
)
def test_zendesk_channels(channel: str | None, expected: str, tmp_path: Path):
    (only,), _ = parts(written(tmp_path, json.dumps(zendesk(1, via={"channel": channel}))))
    assert only.channel.value == expected


@pytest.mark.parametrize("value", [5, "x", [], [1], {"comments": 3}, True])
def test_wrong_types_are_no_crash(value: object, tmp_path: Path):
    keys = ("comments", "via", "tags", "satisfaction_rating", "users", "created_at", "subject")
    for record in (
        *(zendesk(1, **{key: value}) for key in keys),
        *(intercom("1", **{key: value}) for key in ("source", "conversation_parts", "contacts", "tags", "conversation_rating", "created_at")),
    ):
        conversations, rejects = parts(written(tmp_path, json.dumps(record)))
        assert sum(item.rows for item in (*conversations, *rejects)) == 1
