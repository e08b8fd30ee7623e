"""`python -m insights connect`: a live system without a browser, over the same path as the app: test, explain where it is a table, pull, analyse.

The secret is asked for, or read from standard input: a command line is seen by everybody on the machine. In a data folder that is kept, the same
command again brings only what changed.
"""

from __future__ import annotations

import getpass
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from insights.connectors import connector
from insights.connectors.fields import checked
from insights.connectors.words import secret_label
from insights.errors import InsightsError, NothingToImport, UnusableSetting
from insights.pipeline.command import Request, finish, kept, workspace_named
from insights.pipeline.live import connections, databases
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.progress import Reporter
from insights.pipeline.pulling import run_pull
from insights.pipeline.rebuild import rebuild
from insights.sources import Meaning, look
from insights.store.control import Control
from insights.store.snapshot import Shelf


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed: the system, and `name=value` for each of its fields but the secret."""

    system: str
    given: tuple[str, ...]
    days: int | None = 90
    workspace: Path | None = None
    out: Path | None = None
    format: str = "parquet"


def connect(asked: Asked) -> int:
    """Connect a system, pull it to its end and analyse what is here."""
    one = connector(asked.system)
    given = given_in(asked)
    given[one.secret] = secret_for(asked.system, given)
    request = Request(Path(one.label), workspace=asked.workspace, out=asked.out, format=asked.format)
    with kept(request) as home:
        control, keeper, reporter = Control(home), Keeper(home), Reporter()
        started = time.perf_counter()
        try:
            workspace = workspace_named(control, one.label)
            print(connections.told(connections.test(asked.system, given)), file=sys.stderr)
            connection = connected(home, workspace.id, asked, given, keeper)
            pulled(home, control, workspace.id, connection, reporter)
        finally:
            keeper.close()
        seconds = time.perf_counter() - started
        rebuild(home, control, workspace.id, progress=reporter, name=uuid4().hex)
        for job in control.jobs(workspace.id, active_only=True):
            control.cancel(job.id)
        snapshot = Shelf(home, control).open(workspace.id)
        if snapshot is None:
            raise NothingToImport(f"{one.label} has no conversation of this time.", hint="Ask for more days: --days all.")
        reporter.done()
        finish(request, snapshot, rejects=None, seconds=seconds, imported=control)
    return 0


def days_in(text: str) -> int | None:
    """How far back; None for everything.

    >>> days_in("30"), days_in("all")
    (30, None)
    """
    if text == "all":
        return None
    if not text.isdecimal() or not 0 < int(text) < 36_500:
        raise UnusableSetting(f"{text[:20]} is no number of days.", hint="For example --days 90, or --days all.")
    return int(text)


def given_in(asked: Asked) -> dict[str, str]:
    """The fields by name.

    Raises:
        UnusableSetting: one is none of this system's, or is its secret.
    """
    one = connector(asked.system)
    known = {each.name: each for each in one.fields if each.name != one.secret}
    given = {name: each.choices[0][0] if each.choices else "" for name, each in known.items()}
    for word in asked.given:
        name, _, value = word.partition("=")
        if name not in known:
            raise UnusableSetting(f"{one.label} has no field {name}.", hint=f"Its fields: {', '.join(known)}. The secret is asked for.")
        given[name] = value
    return given


def secret_for(system: str, given: dict[str, str]) -> str:
    """The secret, typed unseen or from standard input; empty where the system takes none."""
    one = connector(system)
    checked([each for each in one.fields if each.name != one.secret], given)
    return getpass.getpass(f"{secret_label(one, given)}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def connected(home: Path, workspace: str, asked: Asked, given: dict[str, str], keeper: Keeper) -> str:
    """The connection that was made with the same words before, or a new one; its secret is at hand."""
    one = connector(asked.system)
    public = {name: value for name, value in given.items() if name != one.secret}
    for each in connections.connections(home, workspace):
        if each.system == asked.system and public.items() <= each.given.items():
            keeper.give(each.id, given[one.secret])
            connections.change(home, workspace, each.id, Wishes(asked.days, each.nightly, each.keeps_raw))
            return each.id
    connection = connections.connect(home, workspace, asked.system, given, keeper, wishes=Wishes(asked.days))
    if databases.is_table(asked.system):
        explain(home, workspace, connection, asked.system, given)
    return connection


def explain(home: Path, workspace: str, connection: str, system: str, given: dict[str, str]) -> None:
    """There is nobody to ask: what the columns seem to mean is used, and said."""
    found = databases.sample(home, workspace, system, given)
    path = home / f"{connection}.sample"
    try:
        path.write_bytes(found.content)
        mapping = look(path).mapping
        assert mapping is not None, "a table has a mapping"
        changes = found.times[0] if found.times else None
        databases.settle(home, workspace, connection, mapping, changes)
    except InsightsError:
        connections.disconnect(home, workspace, connection)
        raise
    finally:
        path.unlink(missing_ok=True)
    said = ", ".join(f"{name} = {meaning.label}" for name, meaning in mapping.columns if meaning is not Meaning.LEAVE_OUT)
    print(f"Columns: {said}. Times without a zone are in {mapping.time_zone}.", file=sys.stderr)
    print(f"New rows are told by {changes}." if changes else "No column tells new rows: the whole table is read each time.", file=sys.stderr)


def pulled(home: Path, control: Control, workspace: str, connection: str, reporter: Reporter) -> None:
    """Run the pull here, and leave none for a worker."""
    job = control.job(connections.request_pull(home, workspace, connection))
    assert job is not None, "what was just asked for is there"
    control.cancel(job.id)
    run_pull(home, control, job, reporter)
