"""The worker: takes jobs from the queue and runs each in a child of its own, so that no job can bring the queue to a halt.

The worker keeps the lease of a job while its child lives. A child that ends without a word (killed, out of memory) gives the job back; a worker
that is killed takes its children along and its jobs are given back when their leases end. While nothing runs, one child waits with everything
imported, so that the next job starts at once.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from insights.pipeline.mortality import die_with_parent
from insights.store.control import Control
from insights.store.home import PROJECT
from insights.store.queue import Job
from insights.store.raw import connected

PAUSE_SECONDS = 0.2
LEASE_SECONDS = 15.0
NIGHTLY_SECONDS = 300.0
JOBS, NIGHTLY = "insights.pipeline.jobs", "insights.pipeline.live.nightly"
AT_ONCE = 2
"""A short job (reading a file) need not wait behind a long one (an analysis)."""
PULL, PULLS_AT_ONCE = "pull", 3
"""A pull waits for somebody else nearly all the time, sometimes for hours, so it takes no place from the others."""


@dataclass(frozen=True, slots=True)
class Running:
    """A job and its child."""

    job: Job
    child: subprocess.Popen


class Worker:
    """Runs jobs until it is told to stop."""

    def __init__(self, home: Path, *, lease_seconds: float = LEASE_SECONDS) -> None:
        """Nothing runs yet."""
        self.home, self.control, self.lease_seconds = home, Control(home), lease_seconds
        self.name = f"{os.getpid()}-{uuid4().hex[:6]}"
        self.running: list[Running] = []
        self.spare: subprocess.Popen | None = None
        self.looking: subprocess.Popen | None = None
        self.stopping = False

    def run(self, *, until_idle: bool = False) -> None:
        """Work until stopped, or until nothing waits."""
        beaten = looked = 0.0
        while not self.stopping:
            if not until_idle and time.monotonic() - looked > NIGHTLY_SECONDS:
                looked = time.monotonic()
                self._look_nightly()
            if time.monotonic() - beaten > self.lease_seconds / 4:
                beaten = time.monotonic()
                self.control.worker_beat(self.name)
                for running in self.running:
                    if not self.control.keep(running.job, self.lease_seconds) and not self._is_over(running.job):
                        running.child.kill()
            self._reap()
            claimed = self._claimed()
            if claimed:
                self.running.append(Running(claimed, self._child(claimed)))
            elif until_idle and not self.running:
                return
            else:
                if self.spare is None and not self.running:
                    self.spare = start(self.home)
                time.sleep(PAUSE_SECONDS)
        for child in (self.spare, self.looking):
            if child is not None:
                child.kill()
                child.wait()
        for running in self.running:
            running.child.kill()
            running.child.wait()
            self.control.release(running.job)

    def _is_over(self, job: Job) -> bool:
        """Whether a job was closed by its child, which then ends by itself."""
        found = self.control.job(job.id)
        return found is not None and found.state in ("done", "failed")

    def _claimed(self) -> Job | None:
        """The next job for which there is a place."""
        pulls = sum(running.job.kind == PULL for running in self.running)
        full, full_of_pulls = len(self.running) - pulls >= AT_ONCE, pulls >= PULLS_AT_ONCE
        if full and full_of_pulls:
            return None
        return self.control.claim(self.name, self.lease_seconds, only=PULL if full else "", without=PULL if full_of_pulls else "")

    def _look_nightly(self) -> None:
        """Have a child look for pulls whose time has come: whatever it meets there, the queue goes on."""
        if self.looking is not None and self.looking.poll() is None:
            return
        self.looking = _started(self.home, NIGHTLY, stdin=subprocess.DEVNULL) if connected(self.home) else None

    def _child(self, job: Job) -> subprocess.Popen:
        """The child that waits, told which job; a new one when none waits (any more)."""
        spare, self.spare = self.spare, None
        if spare is not None and spare.stdin is not None:
            with contextlib.suppress(BrokenPipeError), spare.stdin:
                spare.stdin.write(f"{job.id} {job.tries}\n".encode())
                spare.stdin.flush()
                return spare
            spare.wait()
        return start(self.home, job)

    def _reap(self) -> None:
        for running in [one for one in self.running if one.child.poll() is not None]:
            self.running.remove(running)
            # A job that its child closed is no longer running, and giving it back changes nothing.
            self.control.release(running.job)

    def stop(self, *_: object) -> None:
        """Finish with what runs now given back to the queue."""
        self.stopping = True


def start(home: Path, job: Job | None = None) -> subprocess.Popen:
    """The child that runs a job; without one, a child that has imported everything and waits to be told."""
    words = [job.id, str(job.tries)] if job else []
    return _started(home, JOBS, *words, stdin=subprocess.DEVNULL if job else subprocess.PIPE)


def _started(home: Path, module: str, *words: str, stdin: int) -> subprocess.Popen:
    environment = os.environ | {"HEADROOM_HOME": str(home), "PYTHONPATH": str(PROJECT)}
    return subprocess.Popen([sys.executable, "-m", module, *words], env=environment, stdin=stdin, cwd=home)


def work(home: Path) -> int:
    """Be the worker until a signal comes."""
    die_with_parent()
    worker = Worker(home)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
    return 0
