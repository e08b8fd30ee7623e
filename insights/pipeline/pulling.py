"""The job `pull`: bring what changed in a live system, page by page, then import it as a file of that system would be.

What was pulled is complete in itself, so a pull that stops, whatever stopped it, goes on from its last whole page; nothing is shown before the end.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import uuid4

import orjson

from insights.connectors import connector
from insights.connectors.connector import KEPT, Connector, CursorExpired, Page, Raw, Session, Window
from insights.connectors.secrets import unbound
from insights.connectors.session import opened
from insights.connectors.wire import Network
from insights.errors import UnreachableSystem, UnreadableFile, UnusableSetting
from insights.pipeline import intake
from insights.pipeline.live import databases, tokens
from insights.pipeline.live.files import Bringing, bring_files
from insights.pipeline.live.mailboxes import note_mails
from insights.pipeline.live.removals import look_for_deleted, note_outdated, take_out
from insights.store import removals, uploads
from insights.store.control import YOU, Control
from insights.store.home import workspace_folder
from insights.store.queue import Job
from insights.store.raw import Connection, Connections, Stretch
from insights.store.uploads import Upload

Progress = Callable[[float, str], None]

EPOCH = datetime(2010, 1, 1, tzinfo=UTC)
OVERLAP = timedelta(minutes=10)
"""What changes while it is being read may be told late; looking back costs only questions, since what is known is not fetched again."""
MOST_REPEATS = 2
MOST_WINDOWS = 60
PULLING = 0.85
BATCH, BATCH_BYTES = 20_000, 256 << 20
SLICE = 1.0


def run_pull(home: Path, control: Control, job: Job, progress: Progress, *, network: Network | None = None) -> None:
    """Pull a connection to its end and import what came.

    Raises:
        InsightsError: it cannot go on; what came so far is kept.
    """
    with Connections(home, job.workspace) as store:
        connection, given = given_for(home, store, str(job.payload["connection"]))
        system = connector(connection.system)
        told = Told(progress, system.label)

        def has(key: str, changed: str) -> bool:
            return store.has(connection.id, key, changed)

        with opened(system, given, network=network, pause=told.wait, has=has) as session:
            note_mails(session, store, connection)
            databases.equip(session, given)
            pull(store, connection, system, session, told, now=datetime.now(UTC))
            if system.download is not None:
                who = str(job.payload.get("who", YOU))
                bring_files(Bringing(home, control, store, session, connection, system, job.workspace, who, progress, PULLING))
                return
        bring_in(home, control, job.workspace, store, connection, progress, who=str(job.payload.get("who", YOU)))


def given_for(home: Path, store: Connections, key: str) -> tuple[Connection, dict[str, str]]:
    """A connection, and all that opens it.

    Raises:
        UnusableSetting: it is gone, or its token is not at hand.
    """
    connection = store.find(key)
    if connection is None:
        raise UnusableSetting("This connection is not here any more.", hint="Connect the system again.")
    system, secret = connector(connection.system), tokens.secret_of(home, connection)
    if secret is None:
        raise UnusableSetting(f"The token of {system.label} is not at hand any more.", hint=f"Give it again. {KEPT}")
    return connection, {**connection.given, **unbound(system, secret)}


class Told:
    """How far a pull is, and saying so."""

    def __init__(self, progress: Progress, label: str) -> None:
        """Nothing was said."""
        self._progress, self._label = progress, label
        self.share, self.count = 0.0, 0

    def page(self, stretches: int, stretch: Stretch, now: datetime, page: Page, fresh: int) -> None:
        """Say that a page came."""
        self.count += fresh
        end = stretch.until or now
        whole = max((end - stretch.since).total_seconds(), 1.0)
        gone = (end - (page.reached or end) if page.backwards else (page.reached or stretch.since) - stretch.since).total_seconds()
        part = 1.0 if page.cursor is None else gone / whole if page.share is None else page.share
        self.share = PULLING * min((stretch.number + min(max(part, 0.0), 1.0)) / stretches, 1.0)
        which = f", part {stretch.number + 1} of {stretches}" if stretches > 1 else ""
        upto = f" {'back' if page.backwards else 'up'} to {day(min(page.reached, now))}" if page.reached else ""
        self._progress(self.share, f"Pulling from {self._label}: {self.count:,} new{upto}{which}")

    def wait(self, seconds: float, text: str) -> None:
        """Wait in slices, so that a wish to stop is heard, and say why."""
        end = time.monotonic() + seconds
        self._progress(self.share, text)
        while (rest := end - time.monotonic()) > 0:
            time.sleep(min(rest, SLICE))
            self._progress(self.share, text)


def day(moment: datetime) -> str:
    """A day as it is shown."""
    return f"{moment.day} {moment:%b %Y}"


def pull(store: Connections, connection: Connection, system: Connector, session: Session, told: Told, *, now: datetime) -> None:
    """Every window that is not done yet, to its end."""
    stretches = store.stretches(connection.id)
    if stretches:
        store.started(connection.id, now)
    else:
        stretches = planned(connection, system, now)
        store.plan(connection.id, stretches, started_at=now)
    for stretch in stretches:
        if not stretch.done:
            pull_stretch(store, connection, system, session, stretch, partial(told.page, len(stretches), stretch, now))
    look_for_deleted(store, connection, system, session, min(each.since for each in stretches))
    ended = store.find(connection.id)
    seen = ended.seen_until if ended and ended.seen_until else now - OVERLAP
    start = min(each.since for each in stretches)
    # A system whose clock is ahead, or one wrong date, must not hide what changes from now on.
    store.finish(connection.id, covered_from=min(start, connection.covered_from or start), seen_until=min(seen, now), finished_at=datetime.now(UTC))


def planned(connection: Connection, system: Connector, now: datetime) -> tuple[Stretch, ...]:
    """The windows of the next pull: what changed since the last one, and what lies before the first one if more is wanted now."""
    wanted = EPOCH if connection.days is None else now - timedelta(days=connection.days)
    parts: list[tuple[datetime, datetime | None]] = [(wanted, None)]
    if connection.covered_from is not None and connection.seen_until is not None:
        parts = [(connection.seen_until - OVERLAP, None)]
        if wanted < connection.covered_from:
            parts = [(wanted, None)] if system.days is None else [(wanted, connection.covered_from), *parts]
    cut = [piece for since, until in parts for piece in pieces(since, until, system.days, now)]
    return tuple(Stretch(number, since, until) for number, (since, until) in enumerate(cut))


def pieces(since: datetime, until: datetime | None, days: int | None, now: datetime) -> list[tuple[datetime, datetime | None]]:
    """A time cut into windows; the last one keeps an open end, for what changes meanwhile."""
    if days is None:
        return [(since, until)]
    end, found = until or now, list[tuple[datetime, datetime | None]]()
    step = max(timedelta(days=days), (end - since) / MOST_WINDOWS)
    while since + step < end:
        found.append((since, since + step))
        since += step
    return [*found, (since, until)]


def pull_stretch(
    store: Connections, connection: Connection, system: Connector, session: Session, stretch: Stretch, told: Callable[[Page, int], None]
) -> None:
    """One window from its place on; when the system lost the place, once from its start."""
    seen: Counter[str] = Counter()
    window, cursor = Window(stretch.since, stretch.until), stretch.cursor
    restarted = stretch.restarts > 0
    while True:
        try:
            for page in system.pages(session, window, cursor):
                raws = [(raw.id, raw.changed, written(raw)) for raw in page.raws]
                removals.note(store, connection.id, page.gone)
                told(page, store.keep(connection.id, stretch, raws, cursor=page.cursor))
                if page.cursor is None:
                    return
                seen[page.cursor] += 1
                if seen[page.cursor] > MOST_REPEATS:
                    store.restart(connection.id, stretch)
                    raise UnreachableSystem(
                        f"{system.label} sends the same page again and again.", hint=f"Its list does not come to an end. Try again later. {KEPT}"
                    )
            return
        except CursorExpired as expired:
            if restarted:
                store.restart(connection.id, stretch)
                raise UnreachableSystem(
                    f"{system.label} lost our place in its list twice.", hint=f"Try again, with a shorter time span if it happens again. {KEPT}"
                ) from expired
            store.restart(connection.id, stretch)
            restarted, cursor = True, None


def written(raw: Raw) -> bytes:
    """A raw conversation as JSON, the same for the same content. Its id stands first, which tells a record from a page of records."""
    rest = orjson.dumps({key: value for key, value in raw.payload.items() if key != "id"}, option=orjson.OPT_SORT_KEYS)
    return b'{"id":' + orjson.dumps(raw.payload.get("id", raw.id)) + (b"," if len(rest) > 2 else b"") + rest[1:]


def bring_in(home: Path, control: Control, workspace: str, store: Connections, connection: Connection, progress: Progress, *, who: str) -> None:
    """Import what waits, in files of bounded size, then have everything analysed."""
    total, done = store.waiting(connection.id), 0
    while waiting := store.waiting(connection.id):
        progress(PULLING + (0.99 - PULLING) * done / max(total, 1), f"Reading {total:,} conversations" + (f", {done:,} done" if done else ""))
        upload, last, count = _written(home, control, workspace, store, connection)
        done += count
        ready = intake.stage(home, control, upload, mapping=databases.mapping_of(connection.given))
        if connector(connection.system).deletions:
            note_outdated(home, control, workspace, store, connection.id, intake.incoming_folder(home, upload), count)
            take_out(home, control, workspace, store, connection.id, connector(connection.system).label, who)
        if not ready.problem:
            intake.accept(home, control, upload, who=who, tolerant=True)
        elif ready.look.source != connector(connection.system).source:
            intake.discard(home, upload)
            raise UnreadableFile(f"What came could not be read: {ready.problem}", hint=f"{ready.hint} {KEPT}")
        else:
            # Conversations without a word of anybody: there is nothing to import, and nothing is wrong.
            intake.discard(home, upload)
        if waiting == count:
            # Before the last of it is noted as imported: whoever is stopped here comes back to it.
            control.enqueue(workspace, "analyse")
        store.imported(connection.id, last, keeps_raw=connection.keeps_raw)
    label = connector(connection.system).label
    if gone := take_out(home, control, workspace, store, connection.id, label, who):
        progress(0.99, f"{gone:,} of the conversations here were deleted in {label}, and are taken out")


def _written(home: Path, control: Control, workspace: str, store: Connections, connection: Connection) -> tuple[Upload, int, int]:
    """A file with what waits, a line each, as an upload; the last number in it, and how many."""
    upload_id, last, count, size = uuid4().hex, 0, 0, 0
    intake.clear_old(home, workspace)
    path = workspace_folder(home, workspace) / "uploads" / upload_id
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("wb") as handle:
        for number, payload in store.waiting_payloads(connection.id):
            last = number
            handle.write(payload + b"\n")
            count, size = count + 1, size + len(payload)
            if count >= BATCH or size >= BATCH_BYTES:
                break
    now = datetime.now(UTC)
    uploads.receive(control, workspace, upload_id, name=f"{connector(connection.system).label}, pulled {day(now)}, {now:%H.%M} UTC", size=size)
    upload = uploads.find(control, workspace, upload_id)
    assert upload is not None
    return upload, last, count
