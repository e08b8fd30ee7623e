"""What comes of a system whose authors were deleted, and of conversations that are private notes only: through the connector and the reader."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from insights.connectors import connector
from insights.connectors.connector import Window
from insights.connectors.session import LiveSession
from insights.model import Conversation
from insights.pipeline.pulling import written
from insights.sources import read
from tests.insights.connectors.played import GIVEN, VENDORS, world_of
from tests.insights.connectors.playing import Answered, iso, served

WHOLE = Window(datetime(2020, 1, 1, tzinfo=UTC))
NOTE = {"public": False, "private": True, "part_type": "note"}
OPENINGS = ("source", "description", "description_text")


def pulled(tmp_path, vendor: str, change: Callable[[Any, str], Any]) -> Conversation:
    """The one conversation of a system whose answers are changed."""
    with served(world_of(vendor, parts=3).fill(1)) as world:

        def changed(said: Answered) -> Answered:
            return replace(said, values=change(said.values, world.asked[-1].path))

        world.faults = dict.fromkeys(range(1, 99), changed)
        with LiveSession(connector(vendor), GIVEN[vendor], network=world.network, pause=lambda *_: None) as session:
            raws = [raw for page in connector(vendor).pages(session, WHOLE, None) for raw in page.raws]
    (tmp_path / "pulled.jsonl").write_bytes(b"\n".join(written(raw) for raw in raws))
    (found,) = read(tmp_path / "pulled.jsonl")
    assert isinstance(found, Conversation)
    return found


def everywhere(values: Any, change: Callable[[dict], dict]) -> Any:
    if isinstance(values, list):
        return [everywhere(each, change) for each in values]
    return change({name: everywhere(each, change) for name, each in values.items()}) if isinstance(values, dict) else values


def without_people(values: Any, _: str) -> Any:
    """What the systems leave of somebody who was deleted: in most nothing; Zendesk a key without a user, Intercom and Help Scout the kind."""

    def change(found: dict) -> dict:
        for name in ("sender", "senders", "user_id"):
            found |= {name: None} if name in found else {}
        for name in ("author", "createdBy"):
            if isinstance(found.get(name), dict):
                found[name] = {"type": found[name]["type"], "id": None, "name": None} if "type" in found[name] else None
        return found | ({"users": []} if "users" in found else {})

    return everywhere(values, change)


def notes_only(values: Any, path: str) -> Any:
    """Everything that was said is a note of the team's own."""

    def change(found: dict) -> dict:
        found = {name: NOTE.get(name, None if name in OPENINGS else each) for name, each in found.items()}
        if "truncationStatus" in found:
            found["type"] = "COMMENT"
        return found | ({"type": "note"} if "createdBy" in found and "body" in found else {})

    if path.endswith("/comments"):
        note = {"id": "com_1", "body": "Answer 1 to 1", "posted_at": 1_750_000_000, "author": {"first_name": "Robin"}}
        return {"_results": [note], "_pagination": {}}
    if path.endswith("/messages") and path.startswith("/conversations/cnv_"):
        return {"_results": [], "_pagination": {}}
    return everywhere(values, change)


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_who_wrote_is_known_when_the_author_was_deleted(tmp_path, vendor):
    found = pulled(tmp_path, vendor, without_people)
    assert [message.role for message in found.messages] == ["customer", "agent", "agent"]
    assert [message.internal for message in found.messages] == [False, False, False]


@pytest.mark.parametrize("vendor", sorted(set(VENDORS) - {"zendesk"}))
def test_private_notes_are_notes_and_nothing_else(tmp_path, vendor):
    found = pulled(tmp_path, vendor, notes_only)
    assert found.messages
    assert all(message.internal for message in found.messages)


def test_a_zendesk_ticket_of_private_comments_shows_no_description(tmp_path):
    """The description of a ticket that an agent opened is its first comment, private or not."""

    def private(values: Any, _: str) -> Any:
        return everywhere(values, lambda found: found | ({"public": False} if "public" in found else {}))

    found = pulled(tmp_path, "zendesk", private)
    assert [(message.text, message.internal) for message in found.messages] == [
        ("Where is parcel 1?", True),
        ("Answer 1 to 1", True),
        ("Answer 2 to 1", True),
    ]
    assert found.started_at is not None
    assert iso(int(found.started_at.timestamp())) == "2025-06-15T15:06:40Z"
