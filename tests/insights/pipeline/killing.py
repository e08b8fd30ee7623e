"""Kills jobs at random moments and looks at what is left: `python -m tests.insights.pipeline.killing HOME TRIALS SEED`.

A process of its own, so that everything is imported once and each trial is only a fork. Prints one line per trial that went wrong, then the counts.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import insights.pipeline.rebuild  # noqa: F401 - imported here once, not in every child
from insights.pipeline import desk, intake, jobs
from insights.store import truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.snapshot import Shelf
from tests.insights.pipeline.company import brought, lines, records


def in_child(act: Callable[[], object], *, after: float | None) -> float:
    """Run in a fork, kill it after some seconds (None: let it end); how long it lived."""
    started = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            act()
        finally:
            os._exit(0)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return time.monotonic() - started


def run_next(home: Path, control: Control) -> Callable[[], object]:
    """Claim the job that waits and run it; the lease is over at once, so that the next one may have it."""

    def act() -> None:
        job = control.claim("killed", lease_seconds=-1)
        if job:
            jobs.run(home, control, job)

    return act


def problems(home: Path, control: Control, workspace: str, *, known: set[str]) -> list[str]:
    """What must never be: acknowledged rows lost, a snapshot that is damaged or mixes two states, a slow reopening."""
    found = []
    started = time.monotonic()
    accepted = truth.accepted(control.events(workspace))
    conversations, messages = truth.load(home, workspace, accepted)
    stored = set(conversations["conversation_id"].to_pylist())
    if stored != known:
        found.append(f"lost {sorted(known - stored)[:3]}, surplus {sorted(stored - known)[:3]}")
    if len(set(messages["conversation_id"].to_pylist())) != len(stored):
        found.append("messages are missing")
    snapshot = Shelf(home, control).open(workspace)
    if snapshot is not None:
        row = snapshot.frame(
            "select count(*) as n, (select count(*) from labels_topic) as t, (select count(*) from predictions) as p from analysed"
        ).iloc[0]
        if snapshot.damaged or len(set(row.tolist())) != 1:
            found.append(f"snapshot {snapshot.id}: {snapshot.damaged} {row.tolist()}")
        snapshot.close()
    if time.monotonic() - started > 5:
        found.append("reopening took more than 5 s")
    return found


def main(home: Path, trials: int, seed: int) -> None:
    """The trials, then one run without a kill that must end well."""
    chance, control = random.Random(seed), Control(home)
    workspace = control.create_workspace("Killed").id
    known: set[str] = set()
    lasts: dict[str, float] = {}
    wrong, killed = [], Counter()
    for number in range(trials):
        phase = chance.choices(("analyse", "accept", "stage"), weights=(7, 2, 1))[0] if number > 2 else ("stage", "accept", "analyse")[number]
        batch = records(6, start=6 * number)
        act: Callable[[], object]
        if phase == "analyse":
            control.enqueue(workspace, "analyse")
            act = run_next(home, control)
        else:
            upload = uploads.find(control, workspace, brought(home, workspace, lines(batch)))
            act = (lambda up=upload: intake.stage(home, control, up)) if phase == "stage" else (lambda up=upload: desk.accept(home, workspace, up.id))
        took = in_child(act, after=None if phase not in lasts else chance.uniform(0, 1.05 * lasts[phase]))
        lasts.setdefault(phase, took)
        killed[phase] += 1
        if phase == "accept" and upload.id in truth.accepted(control.events(workspace)):
            known |= {str(one["conversation_id"]) for one in batch}
        wrong += [f"trial {number} ({phase}): {problem}" for problem in problems(home, control, workspace, known=known)]
    if not known:
        desk.accept(home, workspace, brought(home, workspace, lines(records(6))))
    control.enqueue(workspace, "analyse")
    while control.jobs(workspace, active_only=True):
        in_child(run_next(home, control), after=None)
    snapshot = Shelf(home, control).open(workspace)
    if snapshot is None or len(snapshot.table("analysed")) != len(known):
        wrong.append("the last analysis does not show everything")
    left = [path.name for path in (workspace_folder(home, workspace) / "snapshots").glob(".*.part")]
    print("\n".join([*wrong, f"{sum(killed.values())} trials {dict(sorted(killed.items()))}, {len(wrong)} wrong, {len(left)} pieces left"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
