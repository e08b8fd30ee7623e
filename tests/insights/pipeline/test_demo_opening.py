"""Opening a demo company: at once, exactly once, again after a kill, and calmly when something is damaged."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from insights.errors import InsightsError, UnusableSetting
from insights.pipeline import desk, jobs
from insights.pipeline.demo import shipped
from insights.pipeline.rebuild import rebuild
from insights.store import truth
from insights.store.control import Control
from insights.store.home import PROJECT, workspace_folder
from insights.store.snapshot import Shelf
from insights.tables import SNAPSHOT
from tests.insights.pipeline.demo_files import NAME, SIZE, company

SECOND = "plinthly"
RESTORE = "back as it came with Headroom"


@pytest.fixture(scope="module")
def packed(tmp_path_factory) -> Path:
    folder = company(tmp_path_factory.mktemp("demos"))
    return company(folder, SECOND, "Second Ltd")


@pytest.fixture
def demos(packed, tmp_path, monkeypatch) -> Path:
    """Two companies in a folder of their own; the third is missing."""
    folder = Path(shutil.copytree(packed, tmp_path / "demos"))
    monkeypatch.setenv("HEADROOM_DEMOS", str(folder))
    return folder


@pytest.fixture
def home(tmp_path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


def shown(home: Path, workspace: str) -> int:
    """Conversations of the result that a workspace shows."""
    snapshot = Shelf(home).open(workspace)
    return 0 if snapshot is None else len(snapshot.table("analysed"))


def folders(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "workspaces").iterdir() if path.is_dir())


def work(home: Path) -> None:
    """Run what waits, as a worker's child does."""
    control = Control(home)
    while job := control.claim("test"):
        jobs.run(home, control, job)


def test_a_demo_is_there_as_soon_as_it_is_opened_without_any_worker(home, demos):
    made = desk.open_demo(home, NAME)
    assert (made.name, made.demo) == ("Tiny & Co", NAME)
    assert shown(home, made.id) == SIZE
    assert Control(home).jobs(made.id) == ()
    (brought,) = desk.imports(home, made.id)
    assert (brought.file, brought.label, brought.new, brought.rejected_rows) == ("conversations.jsonl.gz", "Headroom JSONL", SIZE, 0)
    assert [event.what for event in Control(home).events(made.id)] == ["articles_set", "tools_set", "import_accepted", "potential_stated"]


def test_what_is_laid_down_is_what_importing_and_analysing_give(home, demos):
    laid = desk.open_demo(home, NAME)
    (demos / NAME / shipped.STORE).unlink()
    other = home.with_name("other")
    other.mkdir()
    analysed = desk.open_demo(other, NAME)
    work(other)
    left, right = (Shelf(where).open(made.id) for where, made in ((home, laid), (other, analysed)))
    for table in SNAPSHOT:
        if table.name != "meta":
            kept = ", ".join(name for name in table.names if name != "import_id")
            sql = f"select {kept} from {table.name}"
            assert left.arrow(sql).equals(right.arrow(sql)), table.name
    assert left.table("analysed").drop(columns="import_id").equals(right.table("analysed").drop(columns="import_id"))


def test_every_conversation_of_a_laid_demo_belongs_to_its_own_import(home, demos):
    made = desk.open_demo(home, NAME)
    (accepted,) = truth.accepted(Control(home).events(made.id))
    assert set(Shelf(home).open(made.id).table("conversations")["import_id"]) == {accepted}
    assert b"".join(desk.export_conversations(home, made.id)).count(b"\n") == SIZE


def test_analysing_a_laid_demo_again_finds_the_same_topics(home, demos):
    made = desk.open_demo(home, NAME)
    before = Shelf(home).open(made.id).table("labels_topic")
    rebuild(home, Control(home), made.id, progress=lambda share, text: None, name="again")
    assert Shelf(home).open(made.id).table("labels_topic").equals(before)


@pytest.mark.parametrize("harm", ["missing", "damaged", "older"])
def test_a_store_that_cannot_be_used_is_imported_and_analysed_by_the_worker(home, demos, harm):
    store = demos / NAME / shipped.STORE
    if harm == "missing":
        store.unlink()
    elif harm == "damaged":
        store.write_bytes(store.read_bytes()[:-100])
    else:
        (demos / NAME / "articles.jsonl").write_bytes((demos / NAME / "articles.jsonl").read_bytes() + b"\n")
    made = desk.open_demo(home, NAME)
    assert [(job.kind, job.state) for job in Control(home).jobs(made.id)] == [("demo", "queued")]
    assert desk.open_demo(home, NAME).id == made.id
    assert shown(home, made.id) == 0


def test_a_demo_that_is_imported_and_analysed_is_not_opened_twice(home, demos):
    (demos / NAME / shipped.STORE).unlink()
    made = desk.open_demo(home, NAME)
    work(home)
    assert [job.state for job in Control(home).jobs(made.id)] == ["done"]
    assert shown(home, made.id) == SIZE
    assert desk.open_demo(home, NAME).id == made.id
    assert len(Control(home).jobs(made.id)) == 1


def test_two_tabs_that_click_twice_make_one_workspace(home, demos):
    with ThreadPoolExecutor(8) as tabs:
        made = list(tabs.map(lambda _: desk.open_demo(home, NAME).id, range(16)))
    assert len(set(made)) == 1
    assert folders(home) == [made[0]]
    assert shown(home, made[0]) == SIZE


def test_two_processes_that_open_make_one_workspace(home, demos):
    script = f"import sys; from pathlib import Path; from insights.pipeline import desk; print(desk.open_demo(Path(sys.argv[1]), {NAME!r}).id)"
    tabs = [subprocess.Popen([sys.executable, "-c", script, str(home)], cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    made = {tab.communicate()[0].strip() for tab in tabs}
    assert made == {workspace.id for workspace in Control(home).workspaces()}
    assert len(made) == 1


def test_two_demos_opened_at_once_do_not_mix(home, demos):
    with ThreadPoolExecutor(4) as tabs:
        made = list(tabs.map(lambda name: (name, desk.open_demo(home, name)), [NAME, SECOND] * 3))
    assert {(name, workspace.demo) for name, workspace in made} == {(NAME, NAME), (SECOND, SECOND)}
    assert len({workspace.id for _, workspace in made}) == 2


def test_what_was_killed_half_way_is_done_again(home, demos):
    chance = random.Random(5)
    for _ in range(25):
        child = os.fork()
        if child == 0:
            try:
                desk.open_demo(home, NAME)
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        for workspace in Control(home).workspaces():
            assert shown(home, workspace.id) in (0, SIZE)
        if chance.random() < 0.5:
            made = desk.open_demo(home, NAME)
            assert shown(home, made.id) == SIZE
            assert [workspace.id for workspace in Control(home).workspaces()] == [made.id]
            assert folders(home) == [made.id]
            desk.delete_workspace(home, made.id)


def test_opening_again_keeps_edits(home, demos):
    made = desk.open_demo(home, NAME)
    desk.change_setting(home, made.id, "minutes", 9)
    assert desk.open_demo(home, NAME).id == made.id
    assert desk.settings(home, made.id) == {"minutes": 9}


def test_a_demo_whose_import_was_taken_back_stays_empty_until_it_is_reset(home, demos):
    made = desk.open_demo(home, NAME)
    desk.undo_import(home, made.id, desk.imports(home, made.id)[0].id)
    work(home)
    assert desk.open_demo(home, NAME).id == made.id
    assert shown(home, made.id) == 0
    assert shown(home, desk.reset_demo(home, NAME).id) == SIZE


def test_a_reset_forgets_everything_and_leaves_other_workspaces_alone(home, demos):
    other, before = desk.open_demo(home, SECOND), desk.open_demo(home, NAME)
    desk.change_setting(home, before.id, "minutes", 9)
    reading = Shelf(home).open(before.id)
    made = desk.reset_demo(home, NAME)
    assert made.id != before.id
    assert folders(home) == sorted([other.id, made.id])
    assert Control(home).events(before.id) == ()
    assert desk.settings(home, made.id) == {}
    assert shown(home, made.id) == shown(home, other.id) == SIZE
    # Another tab that still has the old result open can finish reading.
    assert len(reading.table("analysed")) == SIZE
    assert Shelf(home).open(before.id) is None


def test_resets_in_two_tabs_leave_one_workspace(home, demos):
    desk.open_demo(home, NAME)
    with ThreadPoolExecutor(4) as tabs:
        list(tabs.map(lambda _: desk.reset_demo(home, NAME), range(4)))
    (made,) = Control(home).workspaces()
    assert folders(home) == [made.id]
    assert shown(home, made.id) == SIZE


def test_a_reset_stops_the_work_on_the_old_workspace(home, demos):
    made = desk.open_demo(home, NAME)
    job = desk.request_analysis(home, made.id)
    desk.reset_demo(home, NAME)
    work(home)
    assert Control(home).job(job) is None
    assert not workspace_folder(home, made.id).exists()


def test_a_demo_that_failed_can_be_opened_again_once_its_files_are_whole(home, demos):
    path = demos / NAME / "conversations.jsonl.gz"
    whole = path.read_bytes()
    path.write_bytes(gzip.compress(b"no conversation at all\n" * 50, mtime=0))
    failed = desk.open_demo(home, NAME)
    work(home)
    (job,) = Control(home).jobs(failed.id)
    assert job.state == "failed"
    assert job.reference == ""
    assert job.hint != ""
    path.write_bytes(whole)
    made = desk.open_demo(home, NAME)
    assert shown(home, made.id) == SIZE
    assert [workspace.id for workspace in Control(home).workspaces()] == [made.id]


DAMAGE = {
    "a cut archive": ("conversations.jsonl.gz", lambda whole: whole[: len(whole) // 2], "The conversations of Tiny & Co are damaged."),
    "no archive": ("conversations.jsonl.gz", lambda whole: b"garbage", "The conversations of Tiny & Co are damaged."),
    "nothing": ("conversations.jsonl.gz", lambda whole: b"", "The conversations of Tiny & Co are damaged."),
    "no conversations": ("conversations.jsonl.gz", None, "The conversations of Tiny & Co are missing."),
    "articles": ("articles.jsonl", lambda whole: b'{"id": ', "Tiny & Co cannot be opened. articles.jsonl cannot be read: it is damaged."),
    "no tools": ("tools.jsonl", None, "The tools of Tiny & Co are missing."),
    "description": ("company.toml", lambda whole: b'name = "Tiny', "The description of Lumen Thread is missing or damaged."),
    "description of another kind": ("company.toml", lambda whole: whole.replace(b"60", b'"many"'), "The description of Lumen Thread is damaged."),
    "description in another encoding": ("company.toml", lambda whole: b"\xff\xfe", "The description of Lumen Thread is missing or damaged."),
    "no description": ("company.toml", None, "The description of Lumen Thread is missing or damaged."),
}


@pytest.mark.parametrize("harm", DAMAGE)
def test_a_damaged_company_is_told_and_makes_nothing_and_the_others_open(home, demos, harm):
    name, harmed, message = DAMAGE[harm]
    path = demos / NAME / name
    if harmed is None:
        path.unlink()
    else:
        path.write_bytes(harmed(path.read_bytes()))
    with pytest.raises(InsightsError) as problem:
        desk.open_demo(home, NAME)
    assert str(problem.value) == message
    assert RESTORE in problem.value.hint
    assert Control(home).workspaces() == ()
    assert shown(home, desk.open_demo(home, SECOND).id) == SIZE


def test_a_reset_of_a_demo_whose_files_are_damaged_keeps_what_is_there(home, demos):
    made = desk.open_demo(home, NAME)
    (demos / NAME / "conversations.jsonl.gz").write_bytes(b"garbage")
    with pytest.raises(InsightsError):
        desk.reset_demo(home, NAME)
    assert desk.open_demo(home, NAME).id == made.id
    assert shown(home, made.id) == SIZE


def test_start_is_told_of_every_company_and_of_what_is_wrong_with_it(demos):
    first, second, third = desk.demos()
    assert (first.title, first.line, first.industry, first.conversations) == ("Tiny & Co", "A shop for tests", "online fashion shop", SIZE)
    assert (first.problem, second.problem) == ("", "")
    assert third.problem == "The description of Harrowmere is missing or damaged."
    assert RESTORE in third.hint


def test_a_demo_that_does_not_exist_is_refused(home, demos):
    with pytest.raises(UnusableSetting, match="There is no demo called"):
        desk.open_demo(home, "../secrets")
