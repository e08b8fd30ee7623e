"""The actions as JSONL."""

import json

from insights.pipeline import desk
from pages.parts import action_file, data
from pages.parts.scope import Scope
from tests.insights.store import sample
from tests.pages.conftest import publish_tables


def test_each_action_is_a_line_with_its_state_and_the_conversations_that_prove_it(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    workspace = publish_tables(tmp_path, "Own", sample.tables()).id
    desk.change_action(tmp_path, workspace, "a1", {"status": "accepted", "owner": "Kim", "due": "2026-02-01"})
    snapshot = data.snapshot(workspace)
    scope = Scope(workspace, snapshot.id, edits=1)
    listed = snapshot.table("actions_now")
    found = {line["action_id"]: line for line in map(json.loads, action_file.lines(listed, scope).decode().splitlines())}
    assert set(found) == set(listed["action_id"])
    assert (found["a1"]["status"], found["a1"]["owner"], found["a1"]["due"][:10]) == ("accepted", "Kim", "2026-02-01")
    proof = snapshot.table("evidence")
    assert found["a1"]["evidence"] == sorted(proof.loc[proof["action_id"] == "a1", "conversation_id"])
    assert len(found["a1"]["evidence"]) == found["a1"]["conversations"]


def test_the_button_is_there(open_page):
    assert "JSONL" in [button.proto.label for button in open_page("sample", "actions").get("download_button")]
