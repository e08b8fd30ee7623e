"""Pulls that happen by themselves: once a night while the app runs, or as soon as it runs again after nights without.

The worker has a child look from time to time: `python -m insights.pipeline.live.nightly`.
"""

from __future__ import annotations

import sys
from datetime import datetime, timedelta
from pathlib import Path

from insights.errors import InsightsError
from insights.pipeline import log
from insights.pipeline.live.connections import at_hand, connections
from insights.pipeline.mortality import die_with_parent
from insights.store.control import Control
from insights.store.home import home
from insights.store.raw import Connection, connected

NIGHT = range(1, 6)
"""Hours of the clock on the wall."""
APART = timedelta(hours=12)
LATE = timedelta(hours=30)
WHO = "nightly"


def enqueue_due(folder: Path, control: Control, now: datetime) -> int:
    """Ask for every nightly pull whose time has come; how many. `now` is in local time, with its zone."""
    asked = 0
    for workspace in connected(folder):
        try:
            control.workspace(workspace)
            due = [each for each in connections(folder, workspace) if is_due(each, now) and at_hand(folder, each)]
        except InsightsError as problem:
            log.write(folder, f"The connections of workspace {workspace} were not looked at: {problem}")
            continue
        for each in due:
            if not _pulling(control, workspace, each.id):
                control.enqueue(workspace, "pull", {"connection": each.id, "who": WHO})
                asked += 1
    return asked


def is_due(connection: Connection, now: datetime) -> bool:
    """Whether a nightly pull should begin now."""
    if not connection.nightly:
        return False
    last = connection.started_at or connection.created_at
    return now - last > (APART if now.hour in NIGHT else LATE)


def _pulling(control: Control, workspace: str, connection: str) -> bool:
    return any(job.kind == "pull" and job.payload["connection"] == connection for job in control.jobs(workspace, active_only=True))


if __name__ == "__main__":
    die_with_parent()
    place = home()
    sys.excepthook = lambda *fault: log.write_exception(place, *fault)
    enqueue_due(place, Control(place), datetime.now().astimezone())
