"""One job, in a process of its own: `python -m insights.pipeline.jobs JOB ATTEMPT`; without words it imports everything and waits for them.

A problem that the user can act on is told in their words. Anything else is our bug: its traceback goes to the log and the user gets a reference.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from insights.errors import InsightsError
from insights.pipeline import log
from insights.pipeline.mortality import die_with_parent
from insights.store.control import Control
from insights.store.home import home
from insights.store.queue import Job

Progress = Callable[[float, str], None]


class Cancelled(BaseException):
    """The job is no longer ours: cancelled, or given to another worker."""


def stage(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Read an uploaded file."""
    from insights.pipeline.intake import run_stage

    run_stage(folder, control, job, progress)


def analyse(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Compute and publish the result of a workspace."""
    from insights.pipeline.rebuild import clear_attempts, rebuild

    clear_attempts(folder, control, job)
    rebuild(folder, control, job.workspace, progress=progress, name=f"{job.id}-{job.tries}")


def demo(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Import and analyse a demo that has no analysed store that fits."""
    from insights.pipeline.demo.companies import demos_folder
    from insights.pipeline.demo.opening import fill
    from insights.pipeline.rebuild import clear_attempts, rebuild

    clear_attempts(folder, control, job)
    progress(0.01, "Reading the demo")
    fill(folder, control, job.workspace, demos_folder() / str(job.payload["name"]))
    rebuild(folder, control, job.workspace, progress=progress, name=f"{job.id}-{job.tries}")


def propose(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Work out what could be made of the topics."""
    from insights.pipeline.proposing import run_proposal

    run_proposal(folder, control, job, progress)


def fetch(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Read the pages of a help centre that the user confirmed."""
    from insights.pipeline.bringing import run_fetch

    run_fetch(folder, control, job, progress)


def pull(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Bring what changed in a live system."""
    from insights.pipeline.pulling import run_pull

    run_pull(folder, control, job, progress)


def articles(folder: Path, control: Control, job: Job, progress: Progress) -> None:
    """Bring the help articles of a live system."""
    from insights.pipeline.live.articles import run_articles

    run_articles(folder, control, job, progress)


KINDS: dict[str, Callable[[Path, Control, Job, Progress], None]] = {
    "stage": stage,
    "analyse": analyse,
    "demo": demo,
    "propose": propose,
    "fetch": fetch,
    "pull": pull,
    "articles": articles,
}


def run(folder: Path, control: Control, job: Job) -> int:
    """Run a job to its end and close it."""

    def progress(share: float, text: str) -> None:
        if not control.beat(job, share, text):
            raise Cancelled

    try:
        KINDS[job.kind](folder, control, job, progress)
    except Cancelled:
        return 0
    except InsightsError as problem:
        control.fail(job, str(problem), problem.hint)
        return 0
    control.finish(job)
    return 0


def main(job_id: str, attempt: int) -> int:
    """Run the job if it is (still) this attempt's."""
    folder = home()
    control = Control(folder)
    job = control.job(job_id)
    if job is None or job.state != "running" or job.tries != attempt:
        return 0

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        reference = log.write_exception(folder, kind, error, trace)
        control.fail(job, "Something went wrong on our side.", f"Try again. If it happens again, report reference {reference}.", reference)

    sys.excepthook = tell
    return run(folder, control, job)


def told() -> list[str]:
    """The words that say which job: from the command line, or from standard input once they come; none when nobody asks any more."""
    if len(sys.argv) > 1:
        return sys.argv[1:]
    for module in ("insights.pipeline.demo.opening", "insights.pipeline.intake", "insights.pipeline.proposing"):
        importlib.import_module(module)
    return sys.stdin.readline().split()


if __name__ == "__main__":
    die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(5)
    words = told()
    sys.exit(main(words[0], int(words[1])) if words else 0)
