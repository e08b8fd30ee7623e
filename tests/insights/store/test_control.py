from __future__ import annotations

import threading

import pytest

from insights.errors import UnknownWorkspace, UnusableSetting
from insights.store import uploads
from insights.store.control import Control


@pytest.fixture
def control(tmp_path):
    return Control(tmp_path)


def test_a_workspace_is_found_again_by_another_process(tmp_path):
    made = Control(tmp_path).create_workspace("Acme", demo="acme")
    assert Control(tmp_path).workspace(made.id) == made
    assert (made.name, made.demo) == ("Acme", "acme")


def test_a_workspace_of_somebody_else_does_not_exist(control):
    made = control.create_workspace("Theirs", who="ada")
    with pytest.raises(UnknownWorkspace):
        control.workspace(made.id)
    assert control.workspaces() == ()
    with pytest.raises(UnknownWorkspace):
        control.record(made.id, "topic_renamed", {"topic_id": "t1", "name": "Mine"})


def test_deleting_a_workspace_deletes_what_is_said_of_it(control):
    made = control.create_workspace("Acme")
    control.record(made.id, "setting_changed", {"name": "minutes", "value": 5})
    job = control.enqueue(made.id, "analyse")
    control.delete_workspace(made.id)
    assert control.workspaces() == ()
    assert control.events(made.id) == ()
    assert control.job(job) is None


def test_the_file_is_readable_by_its_owner_only(tmp_path):
    Control(tmp_path)
    assert (tmp_path / "control.sqlite").stat().st_mode & 0o777 == 0o600


def test_events_come_in_order_and_undone_ones_are_marked(control):
    made = control.create_workspace("Acme")
    first = control.record(made.id, "topic_renamed", {"topic_id": "t1", "name": "Parcels"})
    second = control.record(made.id, "topic_set_aside", {"topic_id": "t2"})
    control.undo(first)
    assert [(event.what, event.undone) for event in control.events(made.id)] == [
        ("topic_renamed", True),
        ("topic_set_aside", False),
        ("undone", False),
    ]
    assert [event.id for event in control.events(made.id, after=first, what="topic_set_aside")] == [second]
    assert control.last_event(made.id) == second + 1


def test_nothing_is_undone_twice(control):
    made = control.create_workspace("Acme")
    event = control.record(made.id, "topic_set_aside", {"topic_id": "t2"})
    control.undo(event)
    with pytest.raises(UnusableSetting):
        control.undo(event)


def test_the_same_job_waiting_already_is_not_asked_for_twice(control):
    made = control.create_workspace("Acme")
    assert control.enqueue(made.id, "analyse") == control.enqueue(made.id, "analyse")
    assert control.enqueue(made.id, "analyse", {"anew": True}) != control.enqueue(made.id, "analyse")


def test_a_claimed_job_is_not_claimed_again_while_its_lease_lasts(control):
    made = control.create_workspace("Acme")
    control.enqueue(made.id, "analyse")
    assert control.claim("a").kind == "analyse"
    assert control.claim("b") is None


def test_a_lost_job_goes_to_the_next_worker_and_the_first_one_has_no_more_say(control):
    made = control.create_workspace("Acme")
    control.enqueue(made.id, "analyse")
    lost = control.claim("a", lease_seconds=-1)
    taken = control.claim("b")
    assert (taken.id, taken.tries) == (lost.id, 2)
    assert not control.beat(lost, 0.5, "still here")
    assert not control.finish(lost)
    assert control.finish(taken)
    assert control.job(taken.id).state == "done"


def test_after_three_lost_tries_a_job_fails_and_says_so(control):
    made = control.create_workspace("Acme")
    job = control.enqueue(made.id, "analyse")
    for _ in range(3):
        control.claim("a", lease_seconds=-1)
    assert control.claim("a") is None
    assert control.job(job).state == "failed"
    assert control.job(job).error != ""


def test_a_workspace_has_one_running_job_of_a_kind_and_others_do_not_wait_for_it(control):
    acme, other = control.create_workspace("Acme"), control.create_workspace("Other")
    control.enqueue(acme.id, "analyse")
    control.enqueue(acme.id, "analyse", {"anew": True})
    control.enqueue(acme.id, "stage", {"upload": "1"})
    control.enqueue(other.id, "analyse")
    claimed = [control.claim("a") for _ in range(4)]
    assert [(job.workspace, job.kind) for job in claimed if job] == [(acme.id, "analyse"), (acme.id, "stage"), (other.id, "analyse")]


def test_a_cancelled_job_is_noticed_at_the_next_beat(control):
    made = control.create_workspace("Acme")
    control.enqueue(made.id, "analyse")
    job = control.claim("a")
    assert control.beat(job, 0.3, "Reading")
    assert control.jobs(made.id, active_only=True)[0].text == "Reading"
    assert control.cancel(job.id)
    assert not control.beat(job, 0.4, "Reading")
    assert control.jobs(made.id, active_only=True) == ()


def test_eight_workers_share_40_jobs_and_each_is_done_once(tmp_path):
    control = Control(tmp_path)
    asked = [control.enqueue(control.create_workspace(str(number)).id, "analyse") for number in range(40)]
    done: list[str] = []

    def work(name: str) -> None:
        while job := control.claim(name):
            if control.finish(job):
                done.append(job.id)

    threads = [threading.Thread(target=work, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == sorted(asked)


def test_a_worker_is_there_while_it_says_so(control):
    assert not control.worker_alive()
    control.worker_beat("a")
    assert control.worker_alive()
    assert not control.worker_alive(within_seconds=-1)


def test_an_upload_becomes_an_import_once_and_is_taken_back_once(control):
    made = control.create_workspace("Acme")
    uploads.receive(control, made.id, "u1", name="a.csv", size=3)
    upload = uploads.find(control, made.id, "u1")
    assert uploads.accept(control, upload, {"import_id": "u1"}, "you") is not None
    assert uploads.accept(control, upload, {"import_id": "u1"}, "you") is None
    assert uploads.undo(control, upload, "you") is not None
    assert uploads.undo(control, upload, "you") is None
    assert [event.what for event in control.events(made.id)] == ["import_accepted", "import_undone"]


def test_an_upload_of_another_workspace_is_not_found(control):
    first, second = control.create_workspace("A"), control.create_workspace("B")
    uploads.receive(control, first.id, "u1", name="a.csv", size=3)
    assert uploads.find(control, second.id, "u1") is None


def test_a_change_on_top_of_what_somebody_else_changed_meanwhile_is_not_taken(control):
    workspace = control.create_workspace("A").id
    first = control.record_unless_changed(workspace, "action_changed", {"action_id": "a", "owner": "Kim"}, "you", of="action_id", seen=0)
    assert first
    assert control.record_unless_changed(workspace, "action_changed", {"action_id": "a", "owner": "Ada"}, "you", of="action_id", seen=0) is None
    assert control.record_unless_changed(workspace, "action_changed", {"action_id": "b", "owner": "Ada"}, "you", of="action_id", seen=0)
    assert control.record_unless_changed(workspace, "action_changed", {"action_id": "a", "owner": "Ada"}, "you", of="action_id", seen=first)
    assert [event.payload["owner"] for event in control.events(workspace, what="action_changed")] == ["Kim", "Ada", "Ada"]
