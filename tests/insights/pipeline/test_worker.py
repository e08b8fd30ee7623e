from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from insights.pipeline import desk
from insights.pipeline.worker import Running, Worker, start
from insights.store.control import Control
from insights.store.home import PROJECT
from insights.store.snapshot import Shelf
from tests.insights.pipeline.company import brought, lines, records


def workspace_with(home, count: int) -> str:
    workspace = Control(home).create_workspace("Acme").id
    desk.accept(home, workspace, brought(home, workspace, lines(records(count))))
    return workspace


def test_100_kills_lose_nothing_and_leave_no_half_snapshot(tmp_path):
    ended = subprocess.run(
        [sys.executable, "-m", "tests.insights.pipeline.killing", str(tmp_path), "100", "7"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    *wrong, counts = ended.stdout.strip().split("\n")
    assert wrong == []
    assert counts.startswith("100 trials")
    assert counts.endswith("0 wrong, 0 pieces left")


def test_the_worker_runs_what_waits_and_publishes_it(tmp_path):
    workspace = workspace_with(tmp_path, 20)
    Worker(tmp_path).run(until_idle=True)
    assert [job.state for job in Control(tmp_path).jobs(workspace)] == ["done"]
    assert len(Shelf(tmp_path).open(workspace).table("analysed")) == 20


def test_a_bug_ends_the_job_with_a_reference_that_finds_its_traceback_and_the_next_job_runs(tmp_path):
    workspace = workspace_with(tmp_path, 5)
    control = Control(tmp_path)
    broken = control.enqueue(workspace, "no such kind")
    Worker(tmp_path).run(until_idle=True)
    failed = control.job(broken)
    assert failed.state == "failed"
    assert failed.reference in failed.hint
    log = (tmp_path / "logs" / "headroom.log").read_text()
    assert failed.reference in log
    assert "KeyError" in log
    assert len(Shelf(tmp_path).open(workspace).table("analysed")) == 5


def test_a_problem_of_the_user_is_told_in_their_words(tmp_path):
    workspace = Control(tmp_path).create_workspace("Acme").id
    job = desk.request_stage(tmp_path, workspace, "gone")
    Worker(tmp_path).run(until_idle=True)
    found = desk.job(tmp_path, workspace, job)
    assert (found.state, found.error, found.hint) == ("failed", "The uploaded file is gone.", "Upload it again.")


def test_a_killed_worker_takes_its_job_along_and_the_next_worker_ends_it(tmp_path):
    workspace = workspace_with(tmp_path, 20)
    control = Control(tmp_path)
    first = subprocess.Popen([sys.executable, "-m", "insights", "work"], cwd=PROJECT, env=os.environ | {"HEADROOM_HOME": str(tmp_path)})
    while not any(job.state == "running" for job in control.jobs(workspace)):
        time.sleep(0.02)
    first.send_signal(signal.SIGKILL)
    first.wait()
    job = control.jobs(workspace)[0]
    if job.state == "running":
        control.release(job)
    Worker(tmp_path).run(until_idle=True)
    assert [one.state for one in control.jobs(workspace)] == ["done"]
    assert len(Shelf(tmp_path).open(workspace).table("analysed")) == 20


def test_two_workers_do_each_job_once(tmp_path):
    workspaces = [workspace_with(tmp_path, 5) for _ in range(3)]
    command = [
        sys.executable,
        "-c",
        "import sys; from pathlib import Path; from insights.pipeline.worker import Worker; Worker(Path(sys.argv[1])).run(until_idle=True)",
    ]
    workers = [subprocess.Popen([*command, str(tmp_path)], cwd=PROJECT) for _ in range(2)]
    assert [worker.wait() for worker in workers] == [0, 0]
    control = Control(tmp_path)
    for workspace in workspaces:
        assert [(job.state, job.tries) for job in control.jobs(workspace)] == [("done", 1)]
        assert Shelf(tmp_path).open(workspace).id.startswith("000001")


def test_a_cancelled_job_publishes_nothing(tmp_path):
    workspace = workspace_with(tmp_path, 5)
    control = Control(tmp_path)
    job = control.jobs(workspace)[0]
    assert desk.cancel(tmp_path, workspace, job.id)
    Worker(tmp_path).run(until_idle=True)
    assert control.job(job.id).state == "cancelled"
    assert Shelf(tmp_path).open(workspace) is None


def test_a_job_of_another_workspace_is_neither_seen_nor_cancelled(tmp_path):
    mine, theirs = workspace_with(tmp_path, 5), Control(tmp_path).create_workspace("Other").id
    job = Control(tmp_path).jobs(mine)[0]
    assert desk.job(tmp_path, theirs, job.id) is None
    assert not desk.cancel(tmp_path, theirs, job.id)


def test_the_child_that_waits_takes_the_next_job(tmp_path):
    workspace = workspace_with(tmp_path, 20)
    worker = Worker(tmp_path)
    worker.spare = waiting = start(tmp_path)
    worker.run(until_idle=True)
    assert waiting.wait() == 0
    assert [job.state for job in Control(tmp_path).jobs(workspace)] == ["done"]
    assert worker.spare is None


def test_a_child_that_died_waiting_costs_no_job(tmp_path):
    workspace = workspace_with(tmp_path, 20)
    worker = Worker(tmp_path)
    worker.spare = dead = start(tmp_path)
    dead.kill()
    dead.wait()
    worker.run(until_idle=True)
    assert [(job.state, job.tries) for job in Control(tmp_path).jobs(workspace)] == [("done", 1)]


def test_a_child_that_nobody_tells_anything_ends(tmp_path):
    child = start(tmp_path)
    child.stdin.close()
    assert child.wait() == 0


def test_pulls_take_no_place_from_other_work_and_have_places_of_their_own(tmp_path):
    control = Control(tmp_path)
    for number in range(5):
        control.enqueue(control.create_workspace(f"P{number}").id, "pull", {"connection": "c"})
    for number in range(3):
        control.enqueue(control.create_workspace(f"S{number}").id, "stage", {"upload": "u"})
    worker = Worker(tmp_path)
    kinds = []
    while (job := worker._claimed()) is not None:
        kinds.append(job.kind)
        worker.running.append(Running(job, None))
    assert kinds == ["pull", "pull", "pull", "stage", "stage"]
