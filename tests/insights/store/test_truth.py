from __future__ import annotations

import json
from datetime import datetime

import pyarrow.parquet as pq
import pytest

from insights.model import Article, EnablerType, Tool
from insights.store import truth
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.schema import empty, rows
from insights.tables import CONVERSATIONS, MESSAGES, REJECTS


def conversation(key: str, text: str, end: int | None) -> tuple[dict, list[dict]]:
    ended = datetime(2025, 1, end) if end else None
    return (
        {"conversation_id": key, "content_hash": text, "started_at": datetime(2025, 1, 1), "ended_at": ended, "subject": text},
        [{"conversation_id": key, "turn": turn, "author_role": "customer", "text": f"{text} {turn}", "internal": False} for turn in (0, 1)],
    )


def bring(home, import_id: str, *conversations: tuple[dict, list[dict]], removed: tuple[str, ...] = ()) -> None:
    folder = home / f"incoming-{import_id}"
    folder.mkdir()
    pq.write_table(rows(CONVERSATIONS, [one for one, _ in conversations]), folder / "conversations.parquet")
    pq.write_table(rows(MESSAGES, [message for _, said in conversations for message in said]), folder / "messages.parquet")
    pq.write_table(empty(REJECTS), folder / "rejects.parquet")
    if removed:
        (folder / truth.REMOVED).write_text(json.dumps(removed))
    truth.accept(home, "w", folder, import_id)


def subjects(home, *imports: str) -> dict[str, str]:
    found, _ = truth.load(home, "w", imports)
    return dict(zip(found["conversation_id"].to_pylist(), found["subject"].to_pylist(), strict=True))


def test_the_newest_version_of_a_conversation_counts_with_its_own_messages(tmp_path):
    bring(tmp_path, "i1", conversation("a", "old", 2), conversation("b", "same", 2))
    bring(tmp_path, "i2", conversation("a", "new", 5))
    conversations, messages = truth.load(tmp_path, "w", ("i1", "i2"))
    assert conversations["subject"].to_pylist() == ["new", "same"]
    assert messages["text"].to_pylist() == ["new 0", "new 1", "same 0", "same 1"]


def test_an_older_version_that_comes_later_does_not_win(tmp_path):
    bring(tmp_path, "i1", conversation("a", "new", 5))
    bring(tmp_path, "i2", conversation("a", "old", 2))
    assert subjects(tmp_path, "i1", "i2") == {"a": "new"}


def test_without_times_the_later_import_wins(tmp_path):
    bring(tmp_path, "i1", conversation("a", "first", None))
    bring(tmp_path, "i2", conversation("a", "second", None))
    assert subjects(tmp_path, "i1", "i2") == {"a": "second"}
    assert truth.hashes(tmp_path, "w", ("i1", "i2"))["a"][0] == "second"


def test_taking_an_import_back_brings_the_version_before_it_back(tmp_path):
    bring(tmp_path, "i1", conversation("a", "old", 2))
    bring(tmp_path, "i2", conversation("a", "new", 5), conversation("b", "only here", 5))
    assert subjects(tmp_path, "i1") == {"a": "old"}


def test_what_an_import_removes_is_out_in_every_earlier_version_and_may_come_back_later(tmp_path):
    bring(tmp_path, "i1", conversation("a", "old", 2), conversation("b", "kept", 2), conversation("c", "old", 9))
    bring(tmp_path, "i2", conversation("a", "new", 5))
    bring(tmp_path, "i3", removed=("a", "c", "never here"))
    bring(tmp_path, "i4", conversation("c", "back", 3))
    assert subjects(tmp_path, "i1", "i2", "i3") == {"b": "kept"}
    assert set(truth.hashes(tmp_path, "w", ("i1", "i2", "i3"))) == {"b"}
    assert subjects(tmp_path, "i1", "i2", "i3", "i4") == {"b": "kept", "c": "back"}
    assert subjects(tmp_path, "i1", "i2", "i4") == {"a": "new", "b": "kept", "c": "old"}


def test_everything_removed_is_no_conversation(tmp_path):
    bring(tmp_path, "i1", conversation("a", "old", 2))
    bring(tmp_path, "i2", removed=("a",))
    conversations, messages = truth.load(tmp_path, "w", ("i1", "i2"))
    assert (conversations.num_rows, messages.num_rows) == (0, 0)


def test_no_import_is_no_conversation(tmp_path):
    conversations, messages = truth.load(tmp_path, "w", ())
    assert (conversations.num_rows, messages.num_rows) == (0, 0)
    assert truth.hashes(tmp_path, "w", ()) == {}


def test_imports_are_whatever_order_they_were_in_the_same_truth(tmp_path):
    bring(tmp_path, "i1", conversation("b", "x", 2), conversation("a", "y", 2))
    bring(tmp_path, "i2", conversation("c", "z", 2))
    assert list(subjects(tmp_path, "i1", "i2")) == list(subjects(tmp_path, "i2", "i1")) == ["a", "b", "c"]


def test_folders_that_no_event_knows_are_cleared_away(tmp_path):
    bring(tmp_path, "i1", conversation("a", "x", 2))
    bring(tmp_path, "i2", conversation("b", "y", 2))
    truth.remove_orphans(tmp_path, "w", ("i1",))
    assert [path.name for path in truth.imports_folder(tmp_path, "w").iterdir()] == ["i1"]


def test_knowledge_is_the_version_that_was_set_last(tmp_path):
    control = Control(tmp_path)
    made = control.create_workspace("Acme")
    first, second = (Article("1", "Old", "a b"),), (Article("1", "New", "c"),)
    for articles in (first, second):
        control.record(made.id, "articles_set", {"version": truth.save_lines(tmp_path, made.id, "articles", articles)})
    assert truth.articles(tmp_path, made.id, control.events(made.id)) == second
    control.undo(control.events(made.id)[-1].id)
    assert truth.articles(tmp_path, made.id, control.events(made.id)) == first


def test_tools_come_back_as_they_were(tmp_path):
    control = Control(tmp_path)
    made = control.create_workspace("Acme")
    tools = (Tool("refund", "Refund\na customer", EnablerType.WRITE, False),)
    control.record(made.id, "tools_set", {"version": truth.save_lines(tmp_path, made.id, "tools", tools)})
    assert truth.tools(tmp_path, made.id, control.events(made.id)) == tools


@pytest.mark.parametrize("hostile", ["../other", "a/b", "", "..", "a.b", "a\x00b"])
def test_a_workspace_id_is_never_a_path(tmp_path, hostile):
    with pytest.raises(ValueError, match="letters and digits"):
        workspace_folder(tmp_path, hostile)
