from __future__ import annotations

import json
from dataclasses import replace

import pyarrow.parquet as pq
import pytest

from insights.errors import FileTooLarge, TooManyBadRows, UnusableSetting
from insights.pipeline import desk, intake
from insights.sources import Meaning
from insights.store import truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from tests.insights.pipeline.company import brought, lines, records


@pytest.fixture
def workspace(tmp_path):
    return Control(tmp_path).create_workspace("Acme").id


def stored(home, workspace: str) -> dict[str, list[str]]:
    conversations, messages = truth.load(home, workspace, truth.accepted(Control(home).events(workspace)))
    found: dict[str, list[str]] = {key: [] for key in conversations["conversation_id"].to_pylist()}
    for message in messages.to_pylist():
        found[message["conversation_id"]].append(message["text"])
    return found


def test_what_was_read_is_shown_before_anything_is_imported(tmp_path, workspace):
    upload = brought(tmp_path, workspace, lines(records(10)), name="export of march.jsonl")
    ready = desk.staged(tmp_path, workspace, upload)
    assert (ready.file, ready.look.source, ready.conversations, ready.messages) == ("export of march.jsonl", "native", 10, 26)
    assert (ready.rows, ready.kept_rows, ready.rejected_rows, ready.new) == (10, 10, 0, 10)
    assert dict(ready.roles) == {"customer": 16, "bot": 6, "agent": 4}
    assert len(ready.samples) == 5
    assert ready.samples[0].messages[0].text.startswith("Where is my parcel?")
    assert stored(tmp_path, workspace) == {}


def test_accepting_imports_everything_once_and_asks_for_an_analysis(tmp_path, workspace):
    upload = brought(tmp_path, workspace, lines(records(10)))
    assert desk.accept(tmp_path, workspace, upload) == upload
    assert desk.accept(tmp_path, workspace, upload) == upload
    assert len(stored(tmp_path, workspace)) == 10
    assert [job.kind for job in Control(tmp_path).jobs(workspace, active_only=True)] == ["analyse"]
    assert [(one.conversations, one.new, one.updated, one.unchanged, one.undone) for one in desk.imports(tmp_path, workspace)] == [
        (10, 10, 0, 0, False)
    ]


def test_the_same_file_twice_changes_nothing_and_says_so(tmp_path, workspace):
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(records(10))))
    before = Control(tmp_path).events(workspace)
    again = brought(tmp_path, workspace, lines(records(10)))
    ready = desk.staged(tmp_path, workspace, again)
    assert (ready.new, ready.updated, ready.unchanged) == (0, 0, 10)
    assert desk.accept(tmp_path, workspace, again) is None
    assert Control(tmp_path).events(workspace) == before


def test_a_conversation_that_went_on_replaces_itself(tmp_path, workspace):
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(records(10))))
    longer = records(1)
    longer[0]["messages"].append({"author_role": "agent", "sent_at": "2025-02-09T10:00:00Z", "text": "It is there now."})
    upload = brought(tmp_path, workspace, lines([*longer, *records(2, start=9)]))
    ready = desk.staged(tmp_path, workspace, upload)
    assert (ready.new, ready.updated, ready.unchanged) == (1, 1, 1)
    desk.accept(tmp_path, workspace, upload)
    found = stored(tmp_path, workspace)
    assert len(found) == 11
    assert found["c00000"][-1] == "It is there now."


def test_an_import_that_is_taken_back_leaves_what_others_brought(tmp_path, workspace):
    first = brought(tmp_path, workspace, lines(records(10)))
    desk.accept(tmp_path, workspace, first)
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(records(10, start=5))))
    desk.undo_import(tmp_path, workspace, first)
    assert sorted(stored(tmp_path, workspace)) == [f"c{number:05d}" for number in range(5, 15)]
    assert [one.undone for one in desk.imports(tmp_path, workspace)] == [False, True]
    with pytest.raises(UnusableSetting):
        desk.undo_import(tmp_path, workspace, first)


def test_more_than_a_tenth_of_bad_rows_is_refused_unless_the_user_says_so(tmp_path, workspace):
    bad = b'{"conversation_id": "x", "messages": []}\n' * 3
    upload = brought(tmp_path, workspace, lines(records(10)) + bad)
    with pytest.raises(TooManyBadRows, match="3 of 13 rows"):
        desk.accept(tmp_path, workspace, upload)
    assert stored(tmp_path, workspace) == {}
    assert desk.accept(tmp_path, workspace, upload, tolerant=True) == upload
    assert len(stored(tmp_path, workspace)) == 10


MESSY = (
    lines(records(10)),
    lines(records(10)) + b"not json\n" + lines(records(3)),
    b'{"conversation_id": "a", "messages": []}\n{"conversation_id": "b"}\n{"messages": 3}\n[]\n' + lines(records(2)),
    b"conversation_id,sent_at,author_role,text\n"
    + b"".join(f"k{n // 2},2025-01-01T10:{n:02d}:00Z,customer,hello {n}\n".encode() for n in range(20))
    + b"k9,too,many,cells,here\n",
)


@pytest.mark.parametrize("content", MESSY, ids=range(len(MESSY)))
def test_rows_in_are_rows_kept_and_rows_rejected(tmp_path, workspace, content):
    upload = brought(tmp_path, workspace, content)
    ready = desk.staged(tmp_path, workspace, upload)
    assert ready.rows == ready.kept_rows + ready.rejected_rows
    assert sum(count for _, count in ready.rejected_by_reason) == ready.rejected_rows
    rejects = pq.read_table(desk.rejects_file(tmp_path, workspace, upload))
    assert (rejects.num_rows > 0) == (ready.rejected_rows > 0)
    assert all(rejects["reason"].to_pylist())


def test_personal_data_never_reach_the_disk(tmp_path, workspace):
    made = records(1)
    made[0]["customer_id"] = "jane.doe@example.com"
    made[0]["contact"] = {"first_name": "Jane", "phone": "+44 20 7946 0958"}
    made[0]["messages"][0]["text"] = "Hi, Jane Doe here, jane.doe@example.com, +44 20 7946 0958, card 4111 1111 1111 1111."
    bad = b'{"conversation_id": "x", "note": "jane.doe@example.com", "messages": []}\n'
    upload = brought(tmp_path, workspace, lines([*made, *records(20, start=1)]) + bad)
    desk.accept(tmp_path, workspace, upload)
    folder = workspace_folder(tmp_path, workspace)
    assert not (folder / "uploads" / upload).exists()
    tables = [pq.read_table(path).to_pylist() for path in folder.rglob("*.parquet")]
    written = json.dumps(tables, default=str) + "".join(path.read_text() for path in folder.rglob("*.json"))
    for secret in ("example.com", "7946", "4111", "Jane Doe"):
        assert secret not in written
    assert "[email]" in written
    conversations, _ = truth.load(tmp_path, workspace, (upload,))
    assert conversations["customer_id"].to_pylist()[0].startswith("customer-")


def test_a_table_that_needs_a_mapping_can_be_looked_at_mapped_and_read_again(tmp_path, workspace):
    content = b"ref;who;words\n" + b"".join(f"k{n // 2};customer;hello there number {n}\n".encode() for n in range(10))
    upload = brought(tmp_path, workspace, content, name="odd.csv")
    ready = desk.staged(tmp_path, workspace, upload)
    meanings = {"ref": Meaning.CONVERSATION, "who": Meaning.AUTHOR_ROLE, "words": Meaning.TEXT}
    mapping = replace(ready.look.mapping, columns=tuple(meanings.items()))
    control = Control(tmp_path)
    intake.stage(tmp_path, control, uploads.find(control, workspace, upload), mapping=mapping)
    assert desk.staged(tmp_path, workspace, upload).conversations == 5


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(200), b"PK\x03\x04broken"], ids=["empty", "picture", "broken zip"])
def test_what_is_no_conversation_file_is_refused_by_the_name_that_the_user_gave_it(tmp_path, workspace, content):
    with pytest.raises(Exception, match=r"mine\.csv") as caught:
        brought(tmp_path, workspace, content, name="mine.csv")
    assert caught.value.hint
    assert stored(tmp_path, workspace) == {}


def test_an_upload_that_is_too_large_leaves_nothing(tmp_path, workspace):
    with (tmp_path / "big").open("wb") as handle:
        handle.truncate(3_000_000)
    with (tmp_path / "big").open("rb") as handle, pytest.raises(FileTooLarge):
        desk.put_upload(tmp_path, workspace, "big.csv", handle, most_bytes=2_000_000)
    assert list((workspace_folder(tmp_path, workspace) / "uploads").iterdir()) == []


def test_an_upload_whose_stream_breaks_leaves_nothing(tmp_path, workspace):
    class Broken:
        def read(self, _size: int) -> bytes:
            raise ConnectionError

    with pytest.raises(ConnectionError):
        desk.put_upload(tmp_path, workspace, "half.csv", Broken())
    assert list((workspace_folder(tmp_path, workspace) / "uploads").iterdir()) == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\x00b.csv", "x" * 300, "\u202egnp.csv", "CON", "", "C:\\a\\b.csv"])
def test_no_name_of_a_file_becomes_a_path(tmp_path, workspace, name):
    upload = brought(tmp_path, workspace, lines(records(1)), name=name)
    shown = desk.staged(tmp_path, workspace, upload).file
    assert shown
    assert len(shown) <= 100
    assert not set(shown) & set("/\\\x00\u202e")


def test_an_upload_of_another_workspace_is_not_seen(tmp_path, workspace):
    upload = brought(tmp_path, workspace, lines(records(2)))
    other = Control(tmp_path).create_workspace("Other").id
    assert desk.staged(tmp_path, other, upload) is None
    with pytest.raises(UnusableSetting):
        desk.accept(tmp_path, other, upload)


def test_what_goes_out_comes_in_again_unchanged(tmp_path, workspace):
    made = records(10)
    made[3]["unknown key"] = {"deep": [1, 2]}
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(made)))
    out = b"".join(desk.export_conversations(tmp_path, workspace))
    ready = desk.staged(tmp_path, workspace, brought(tmp_path, workspace, out))
    assert (ready.new, ready.updated, ready.unchanged) == (0, 0, 10)


def test_a_deleted_workspace_leaves_no_file(tmp_path, workspace):
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(records(2))))
    desk.delete_workspace(tmp_path, workspace)
    assert not workspace_folder(tmp_path, workspace).exists()
