"""The history of a workspace and the way out of it, through `app.py`."""

from __future__ import annotations

import gzip
import json

import pytest

from insights.pipeline import desk, intake
from insights.store import uploads
from insights.store.control import Control
from pages.parts import workspace_events
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words


@pytest.fixture
def company(tmp_path, homes):
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def test_every_edit_that_can_be_undone_has_words_in_the_history():
    assert set(desk.UNDOABLE) <= set(workspace_events.WORDS)


def test_edits_of_topics_stand_in_the_history(open_page, company, tmp_path):
    for what in desk.UNDOABLE:
        if what.startswith("topic") or what == "taxonomy_replaced":
            Control(tmp_path).record(
                company,
                what,
                {
                    "topic_id": "t3",
                    "name": "Log in",
                    "from": [],
                    "into": "t3",
                    "parent_id": None,
                    "parts": [],
                    "version": "x",
                    "conversations": [],
                    "sentence": "",
                    "examples": [],
                    "kept": [],
                },
                "you",
            )
    app = open_page("own", "workspace")
    assert not app.exception
    assert "Divided a topic" in words(app)
    assert "Found the topics anew" in words(app)


def test_what_goes_out_is_every_conversation_and_can_come_in_again(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    made = Control(tmp_path).create_workspace("Own")
    path = tmp_path / "own.jsonl"
    lines = [
        {"conversation_id": f"c{number}", "messages": [{"author_role": "customer", "text": f"Where is my parcel number {number}?"}]}
        for number in range(3)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    with path.open("rb") as stream:
        upload = desk.put_upload(tmp_path, made.id, path.name, stream)
    control = Control(tmp_path)
    found = uploads.find(control, made.id, upload)
    assert found is not None
    intake.stage(tmp_path, control, found)
    desk.accept(tmp_path, made.id, upload)
    out = [json.loads(line) for line in gzip.decompress(workspace_events.exported(made.id)).splitlines()]
    assert [line["conversation_id"] for line in out] == ["c0", "c1", "c2"]
    assert out[2]["messages"][0]["text"] == "Where is my parcel number 2?"
