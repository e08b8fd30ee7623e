"""Conversations full of texts that try to become something else: on no page does one run, load, link or ask for anything."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime, timedelta

import pytest

from insights.pipeline import desk
from insights.store.control import Control
from insights.store.snapshot import Shelf
from tests.browser.conftest import PATIENCE, go, idle, said
from tests.pages.payloads import PAYLOADS

PAGES = ("overview", "taxonomy", "automation", "experience", "actions", "impact", "conversations", "workspace", "method")
FORBIDDEN = "iframe, object, embed, form[action]"


def lines() -> bytes:
    """Three conversations a payload, in the native format; the payload stands in every field that takes words."""
    made = []
    for number, payload in enumerate(PAYLOADS * 3):
        start = datetime(2026, 5, 1, tzinfo=UTC) + timedelta(hours=7 * number)
        asked = f"Where is my parcel? {payload}" if number % 2 else f"How do I return this? {payload}"
        turns = [("customer", asked), ("agent", f"It arrives tomorrow. {payload}"), ("customer", f"That does not help at all. {payload}")]
        made.append(
            {
                "conversation_id": f"{number} {payload}"[:100],
                "channel": "email",
                "started_at": start.isoformat(),
                "customer_id": payload,
                "subject": payload,
                "team": payload[:60],
                "tags": [payload],
                "url": "javascript:document.title='taken'",
                "messages": [
                    {"author_role": role, "author": payload, "text": text, "sent_at": (start + timedelta(minutes=turn)).isoformat()}
                    for turn, (role, text) in enumerate(turns)
                ],
            }
        )
    return "\n".join(json.dumps(each) for each in made).encode()


@pytest.fixture(scope="module")
def workspace(server):
    """The workspace of these conversations, with payloads for its name, its file, its topics and its actions too."""
    control = Control(server.home)
    made = control.create_workspace(PAYLOADS[7]).id
    upload = desk.put_upload(server.home, made, f"{PAYLOADS[1]}.jsonl", io.BytesIO(lines()))
    desk.request_stage(server.home, made, upload)
    wait_for(lambda: desk.staged(server.home, made, upload) is not None)
    desk.accept(server.home, made, upload, tolerant=True)
    shelf = Shelf(server.home, control)
    wait_for(lambda: shelf.open(made) is not None)
    snapshot = shelf.open(made)
    for place, topic in enumerate(snapshot.table("topics_now")["topic_id"]):
        desk.rename_topic(server.home, made, topic, PAYLOADS[place % len(PAYLOADS)])
    for place, action in enumerate(snapshot.table("actions_now")["action_id"]):
        desk.change_action(server.home, made, action, {"title": PAYLOADS[place % len(PAYLOADS)], "owner": PAYLOADS[0], "comment": PAYLOADS[7]})
    return made


def wait_for(happened) -> None:
    """Look again until it has happened."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def clean(page) -> None:
    """Nothing of the payloads became an element, and none ran."""
    main = page.locator("[data-testid=stMain]")
    assert page.title() != "taken"
    assert main.locator(FORBIDDEN).count() == 0
    leading = "each => each.map(element => element.src || element.href).filter(address => new URL(address).origin !== location.origin)"
    assert main.locator("[src], [href]").evaluate_all(leading) == []
    assert main.is_visible()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_payloads_as_text(watched, server, workspace, name):
    page = watched()
    go(page, f"{server.url}/{name}?workspace={workspace}")
    assert "could not be shown" not in said(page)
    clean(page)


def test_every_conversation_shows_its_payload_as_text(watched, server, workspace):
    page = watched()
    for number, payload in enumerate(PAYLOADS):
        go(page, f"{server.url}/conversations?workspace={workspace}&conversation={number}")
        clean(page)
        assert "could not be shown" not in said(page), payload


def test_the_closed_filters_and_their_options_are_text(watched, server, workspace):
    page = watched()
    for place in (0, 3, 6):
        go(page, f"{server.url}/overview?workspace={workspace}")
        page.locator(".st-key-filter_team button").first.click()
        page.get_by_role("combobox").last.click()
        page.get_by_role("option").nth(place).click()
        idle(page)
        clean(page)


def test_the_preview_of_a_file_is_text(watched, server, tmp_path):
    path = tmp_path / "![pixel](http:outside.example).jsonl"
    path.write_bytes(lines())
    page = watched()
    go(page, server.url)
    page.locator("input[type=file]").first.set_input_files(path)
    page.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
    idle(page)
    assert "holds" in said(page)
    clean(page)
