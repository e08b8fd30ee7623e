"""A published result, opened read-only and locked down, with the user's edits over it.

The file is attached read-only to an instance in memory, which holds the overlay and its views. Files,
the network, extensions and settings are out of reach of any query after that. Every call takes its own cursor: a DuckDB connection that threads
share gives one caller another's row.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from insights.errors import DamagedSnapshot
from insights.store import actions, overlay, taught
from insights.store.control import Control, Event
from insights.store.home import workspace_folder
from insights.store.publication import published, sound
from insights.store.topics import edited_topics
from insights.tables import SNAPSHOT

MOST_OPEN = 64
VIEWS = ("analysed", "topics_now", "actions_now", "enablers_now")
SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "allow_persistent_secrets": "false",
    "python_enable_replacements": "false",
    "memory_limit": "1GB",
    "temp_directory": "",
    "threads": "2",
    "async_threads": "0",
}


class Snapshot:
    """One open snapshot. Safe for any number of threads."""

    def __init__(self, path: Path, workspace: str = "") -> None:
        """Attach the file, make the overlay and the views, lock the door."""
        self.id = path.stem
        self.workspace = workspace
        self.damaged: str | None = None
        self.edited_at = 0
        self._writing = threading.Lock()
        self._connection = duckdb.connect(":memory:", config=SETTINGS)
        quoted = str(path).replace("'", "''")
        self._connection.execute("set enable_progress_bar = false")
        self._connection.execute("set secret_directory = ''")
        self._connection.execute("set home_directory = ''")
        self._connection.execute(f"attach '{quoted}' as snap (read_only)")
        for table in SNAPSHOT:
            self._connection.execute(f"create view {table.name} as select * from snap.main.{table.name}")
        for statements in (overlay.TABLES, overlay.VIEWS, actions.TABLES, actions.VIEW):
            self._connection.execute(statements)
        self._connection.execute("set enable_external_access = false")
        self._connection.execute("set lock_configuration = true")
        self._topics = self._rows("select topic_id, parent_id, name from snap.main.topics order by all")
        self._pairs = self._rows("select distinct topic_id, subtopic_id from snap.main.wide where topic_id is not null order by all")
        learnt = self._rows(f"select value from snap.main.meta where key = '{taught.FACT}'")
        self._learnt: Mapping[str, Mapping] = json.loads(learnt[0][0]) if learnt else {}
        self.show_edits(())

    @property
    def edition(self) -> str:
        """Changes when the snapshot or its edits do: the part of a cache key that says what was read."""
        return f"{self.id}.{self.edited_at}"

    def frame(self, sql: str, params: Mapping[str, object] | None = None) -> pd.DataFrame:
        """The answer to a query. Values are bound as `$name`, never written into the text."""
        with self._connection.cursor() as cursor:
            return cursor.execute(sql, dict(params or {})).df()

    def arrow(self, sql: str, params: Mapping[str, object] | None = None) -> pa.Table:
        """The answer to a query as an Arrow table, which keeps whole numbers whole and lists lists."""
        with self._connection.cursor() as cursor:
            return cursor.sql(sql, params=dict(params or {})).to_arrow_table()

    def table(self, name: str) -> pd.DataFrame:
        """A whole table or view of the snapshot."""
        if name not in {table.name for table in SNAPSHOT} | set(VIEWS):
            raise ValueError(f"{name!r} is no table of a snapshot")
        return self.frame(f"select * from {name}")

    def show_edits(self, events: Sequence[Event]) -> None:
        """Replace the overlay by these events, all of the workspace, at once for every reader."""
        topics = edited_topics(self._topics, events)
        lesson = taught.lesson_row(self._learnt, events)
        filled = {
            "corrected": overlay.corrected_rows(events, topics),
            "checked": [row for row in overlay.checked_ratings(events).items() if row[1] is not None],
            "lesson": [lesson],
            "scale": [overlay.rating_scale(events) or (None,) * 4],
            "topic_now": overlay.topic_rows(topics),
            "place": overlay.place_rows(self._pairs, topics),
            "moved": overlay.moved_rows(topics),
            "action_edit": actions.edit_rows(events),
            "action_kept": actions.kept_rows(events),
            "stated_effort": list(actions.stated_efforts(events).items()),
        }
        with self._writing, self._connection.cursor() as cursor:
            cursor.execute("begin")
            cursor.execute(taught.VIEW if lesson[0] else taught.PLAIN)
            for name, rows in filled.items():
                cursor.execute(f"delete from {name}")
                if rows:
                    cursor.executemany(f"insert into {name} values ({', '.join('?' * len(rows[0]))})", rows)
            cursor.execute("commit")
            self.edited_at = max((event.id for event in events), default=0)

    def _rows(self, sql: str) -> list[tuple]:
        with self._connection.cursor() as cursor:
            return cursor.execute(sql).fetchall()

    def close(self) -> None:
        """Let go of the file; readers that have a cursor finish first."""
        self._connection.close()


class Shelf:
    """The open snapshots of this process, the least used put back first. Safe for any number of threads."""

    def __init__(self, home: Path, control: Control | None = None, *, most_open: int = MOST_OPEN) -> None:
        """Nothing is open yet."""
        self.most_open = most_open
        self.home = home
        self.control = control or Control(home)
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Snapshot] = OrderedDict()
        self._broken: dict[str, set[str]] = {}

    def open(self, workspace: str) -> Snapshot | None:
        """The newest sound snapshot of a workspace with all edits, or None when nothing was published yet."""
        folder = workspace_folder(self.home, workspace) / "snapshots"
        last = self.control.last_event(workspace)
        with self._lock:
            snapshot = self._newest(folder, workspace)
            if snapshot is None:
                return None
            if snapshot.edited_at != last:
                snapshot.show_edits(self.control.events(workspace))
            self._open[workspace] = snapshot
            self._open.move_to_end(workspace)
            while len(self._open) > self.most_open:
                self._open.popitem(last=False)
        return snapshot

    def _newest(self, folder: Path, workspace: str) -> Snapshot | None:
        held = self._open.get(workspace)
        known, newer = self._broken.setdefault(workspace, set()), []
        for path in published(folder):
            found = None
            if path.stem not in known:
                found = held if held is not None and held.id == path.stem else _opened(path, workspace)
            if found is not None:
                found.damaged = f"The newest result ({newer[0]}) is damaged; the one before it is shown." if newer else None
                return found
            if path.exists():
                known.add(path.stem)
                newer.append(path.stem)
        if newer:
            raise DamagedSnapshot("The result of this workspace is damaged.", hint="Run the analysis again; your conversations are not affected.")
        # Every file that was listed is gone: newer ones were published meanwhile, or the workspace was deleted.
        return self._newest(folder, workspace) if published(folder) else None

    def drop(self, workspace: str) -> None:
        """Forget a workspace that was deleted."""
        with self._lock:
            self._open.pop(workspace, None)
            self._broken.pop(workspace, None)


def _opened(path: Path, workspace: str) -> Snapshot | None:
    """The snapshot, or None when it is damaged or gone."""
    try:
        return Snapshot(path, workspace) if sound(path) else None
    except (FileNotFoundError, duckdb.IOException):
        return None
