"""Kills pulls at random moments and looks at what is left: `python -m tests.insights.pipeline.pull_killing HOME VENDOR CONVERSATIONS KILLS SEED`.

The system is played by a process of its own. Each trial is a fork of this one, killed after a random part of the time that a whole pull takes;
meanwhile conversations change and come. Prints what went wrong, then the counts.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

import pyarrow.compute as pc

from insights.errors import InsightsError
from insights.pipeline import pulling
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.store import truth
from insights.store.control import Control
from tests.insights.connectors.played import GIVEN, world_of
from tests.insights.connectors.playing import World, served
from tests.insights.pipeline.killing import in_child

STEP = 600


def playing(world: World) -> tuple[int, str]:
    """A child that plays the system; its id and address. It speaks of what it has at the time of the fork."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:
        with served(world):
            os.write(writable, world.url.encode())
            signal.pause()
    return child, os.read(readable, 200).decode()


def pull_once(home: Path, control: Control, world: World) -> None:
    """Claim the pull that waits and run it; its lease is over at once, so that the next one may have it."""
    job = control.claim("killed", lease_seconds=-1)
    while job is not None and job.kind != "pull":
        control.cancel(job.id)
        job = control.claim("killed", lease_seconds=-1)
    if job is None:
        return

    def progress(share: float, text: str) -> None:
        control.beat(job, share, text, lease_seconds=-1)

    try:
        pulling.run_pull(home, control, job, progress, network=world.network)
    except InsightsError as problem:
        print(problem, flush=True)
        raise
    control.finish(job)


def problems(home: Path, control: Control, workspace: str, world: World) -> list[str]:
    """What must never be, once a pull came to its end."""
    conversations, messages = truth.load(home, workspace, truth.accepted(control.events(workspace)))
    # Front names its conversations cnv_1, cnv_2.
    keys = [key.removeprefix("cnv_") for key in conversations["conversation_id"].to_pylist()]
    found = [f"lost {len(world.conversations) - len(set(keys))}, doubled {len(keys) - len(set(keys))}"] if len(set(keys)) != len(keys) else []
    if {int(key) for key in keys} != set(world.conversations):
        found.append(f"{len(keys)} of {len(world.conversations)} are there")
    if messages.num_rows != len(keys) * world.parts:
        found.append(f"{messages.num_rows} messages of {len(keys)} conversations")
    newest = dict(zip(keys, pc.cast(conversations["started_at"], "int64").to_pylist(), strict=True))
    old = [key for key, when in newest.items() if when // 1_000_000 != world.conversations[int(key)]]
    return [*found, f"{len(old)} are an older version"] if old else found


def change(world: World, chance: random.Random) -> None:
    """A few conversations change and a few come, after all that was."""
    newest = max(world.conversations.values())
    for number, key in enumerate(chance.sample(sorted(world.conversations), 3), 1):
        world.conversations[key] = newest + STEP * number
    world.conversations[max(world.conversations) + 1] = newest + STEP * 4


class Trials:
    """Pulls of one connection."""

    def __init__(self, home: Path, world: World) -> None:
        self.home, self.world, self.control = home, world, Control(home)
        self.workspace = self.control.create_workspace("Killed").id
        self.keeper = Keeper(home)
        self.connection = connections.connect(home, self.workspace, world.vendor, GIVEN[world.vendor], self.keeper, wishes=Wishes(days=None))

    def run(self, *, after: float | None) -> bool:
        """One try; whether it came to its end."""
        job = connections.request_pull(self.home, self.workspace, self.connection)
        in_child(lambda: pull_once(self.home, self.control, self.world), after=after)
        found = self.control.job(job)
        return found is not None and found.state == "done"


def main(home: Path, vendor: str, count: int, kills: int, seed: int) -> None:
    """Pulls that are killed, until one comes to its end; again with a system that changed meanwhile."""
    chance, started = random.Random(seed), time.monotonic()
    world = world_of(vendor, page=50).fill(count, step=STEP)
    trials = Trials(home, world)
    wrong, killed, length = [], 0, count / 300
    while killed < kills and not wrong:
        player, world.url = playing(world)
        for _ in range(kills // 2):
            killed += not trials.run(after=chance.uniform(0.02, length / 4))
        if not any(trials.run(after=None) for _ in range(5)):
            wrong.append("a pull that nobody stops does not come to its end")
        os.kill(player, signal.SIGKILL)
        os.waitpid(player, 0)
        wrong += problems(home, trials.control, trials.workspace, world)
        change(world, chance)
        length = 4.0
    trials.keeper.close()
    print("\n".join([*wrong, f"{killed} kills of {vendor}, {len(wrong)} wrong, {count} conversations at first, {time.monotonic() - started:.0f} s"]))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), int(sys.argv[5]))
