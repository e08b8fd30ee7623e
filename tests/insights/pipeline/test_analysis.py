from __future__ import annotations

import pytest

from insights.model import Article, EnablerType, Tool
from insights.pipeline import desk
from insights.pipeline.analysis import analyse
from insights.pipeline.rebuild import rebuild
from insights.store import truth
from insights.store.control import Control
from insights.store.schema import empty
from insights.store.snapshot import Shelf
from insights.tables import CONVERSATIONS, MESSAGES, SNAPSHOT
from tests.insights.pipeline.company import brought, lines, records

ARTICLES = (Article("a1", "Reset your password", "Choose forgot password on the login page."),)
TOOLS = (Tool("get_order", "Look up an order and its parcel", EnablerType.READ, True),)


def quiet(_share: float, _text: str) -> None:
    """Say nothing."""


@pytest.fixture
def company(tmp_path):
    workspace = Control(tmp_path).create_workspace("Acme").id
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(records(60))))
    return tmp_path, workspace


def stored(home, workspace):
    return truth.load(home, workspace, truth.accepted(Control(home).events(workspace)))


def test_every_table_is_made_and_every_conversation_has_every_label(company):
    result = analyse(*stored(*company), ARTICLES, TOOLS, progress=quiet)
    assert set(result.tables) == {table.name for table in SNAPSHOT} - {"meta"}
    for name in ("labels_topic", "labels_work", "labels_experience", "predictions"):
        assert result.tables[name]["conversation_id"].to_pylist() == [f"c{number:05d}" for number in ordered_numbers()]


def ordered_numbers() -> list[int]:
    """By day of February, as the records are dated, then by id."""
    return sorted(range(60), key=lambda number: (number % 28, number))


def test_one_process_and_two_give_the_same(company):
    conversations, messages = stored(*company)
    alone, two = (analyse(conversations, messages, ARTICLES, TOOLS, progress=quiet, workers=workers) for workers in (1, 2))
    assert alone.versions == two.versions
    for name, table in alone.tables.items():
        assert table.equals(two.tables[name]), name


def test_progress_only_grows_and_names_what_is_done(company):
    said: list[tuple[float, str]] = []
    analyse(*stored(*company), (), (), progress=lambda share, text: said.append((share, text)))
    assert [share for share, _ in said] == sorted(share for share, _ in said)
    assert said[0][1] == "Read 60 of 60 conversations"


def test_a_customer_who_comes_back_was_not_helped(tmp_path):
    workspace = Control(tmp_path).create_workspace("Acme").id
    made = [one | {"customer_id": "u1"} for one in records(60) if one["conversation_id"] in ("c00004", "c00009")]
    made += records(50, start=100)
    desk.accept(tmp_path, workspace, brought(tmp_path, workspace, lines(made)))
    result = analyse(*stored(tmp_path, workspace), (), (), progress=quiet)
    found = {row["conversation_id"]: row for row in result.tables["labels_experience"].to_pylist()}
    topics = {row["conversation_id"]: row["topic_id"] for row in result.tables["labels_topic"].to_pylist()}
    assert topics["c00004"] == topics["c00009"]
    assert (found["c00004"]["resolution"], found["c00004"]["p_resolved"]) == ("unresolved", 0.2)
    assert found["c00009"]["resolution"] == "assumed"


def test_topics_keep_their_ids_when_a_few_conversations_are_added(company):
    home, workspace = company
    control, shelf = Control(home), Shelf(home)
    rebuild(home, control, workspace, progress=quiet, name="first")
    before = shelf.open(workspace).table("topics_now")["topic_id"].tolist()
    desk.rename_topic(home, workspace, before[0], "My name")
    desk.accept(home, workspace, brought(home, workspace, lines(records(5, start=60))))
    rebuild(home, control, workspace, progress=quiet, name="second")
    after = shelf.open(workspace)
    assert after.table("topics_now")["topic_id"].tolist() == before
    assert "My name" in after.table("topics_now")["name"].tolist()
    assert len(after.table("analysed")) == 65


def test_the_plan_counts_what_the_user_corrected(company):
    home, workspace = company
    control = Control(home)
    rebuild(home, control, workspace, progress=quiet, name="first")
    shelf = Shelf(home)
    eligible = shelf.open(workspace).frame("select conversation_id from predictions where eligible order by all")["conversation_id"].tolist()
    desk.dispute(home, workspace, eligible[0], "kinds", [])
    rebuild(home, control, workspace, progress=quiet, name="second")
    newest = shelf.open(workspace)
    assert newest.frame("select eligible from predictions where conversation_id = $id", {"id": eligible[0]})["eligible"].tolist() == [False]
    assert newest.frame("select len(kinds) > 0 as judged from labels_work where conversation_id = $id", {"id": eligible[0]})["judged"].tolist() == [
        True
    ]


def test_when_every_import_is_taken_back_nothing_is_shown_and_nothing_is_kept(company):
    home, workspace = company
    control = Control(home)
    rebuild(home, control, workspace, progress=quiet, name="first")
    import_id = desk.imports(home, workspace)[0].id
    desk.undo_import(home, workspace, import_id)
    assert rebuild(home, control, workspace, progress=quiet, name="second") is None
    assert Shelf(home).open(workspace) is None
    assert not (truth.imports_folder(home, workspace) / import_id).exists()


def test_an_attempt_that_is_no_longer_wanted_publishes_nothing(company):
    home, workspace = company

    class Unwanted(Exception):
        pass

    def progress(share: float, _text: str) -> None:
        if share >= 0.99:
            raise Unwanted

    with pytest.raises(Unwanted):
        rebuild(home, Control(home), workspace, progress=progress, name="late")
    assert Shelf(home).open(workspace) is None


def test_a_workspace_without_a_conversation_can_be_analysed():
    result = analyse(empty(CONVERSATIONS), empty(MESSAGES), (), (), progress=quiet)
    assert {name: table.num_rows for name, table in result.tables.items() if name != "topics"} == {
        table.name: 0 for table in SNAPSHOT if table.name not in ("meta", "topics")
    }
