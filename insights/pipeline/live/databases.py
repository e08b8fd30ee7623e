"""A connected table of a database: what its columns mean is guessed from some of its rows, corrected by a person, and kept with the connection.

The rows that are looked at become an upload like any file, so the screen that explains a file explains a table.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping as Given
from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit

import pyarrow as pa
import pyarrow.parquet as pq

from insights.connectors import connector
from insights.connectors.connector import Declined
from insights.connectors.postgres_asking import Reading
from insights.connectors.postgres_session import TOO_LONG, TableSession
from insights.connectors.postgres_table import Column, Table, missing_right, table_of
from insights.connectors.session import opened
from insights.connectors.wire import Network
from insights.errors import MissingColumns, NothingToImport, UnreachableSystem, UnusableSetting
from insights.pipeline import remembered
from insights.pipeline.live import tokens
from insights.sources import Look, Mapping, Meaning
from insights.sources.guess import guess
from insights.sources.headers import plain_name, rank
from insights.sources.mapping import checked
from insights.sources.recalling import recalled
from insights.sources.times import zone_named
from insights.store import postgres
from insights.store.raw import Connection, Connections

MAPPING, CHANGES, TIMES, HIDES = "mapping", "changes", "times", "hides"
"""What is kept with a connection beside what the user typed: the meanings of the columns, the column that tells new rows, those that
could, and whether rows are hidden."""
VARIABLE = "HEADROOM_OWN_NETWORK"
HERE = ("127.0.0.1", "::1", "localhost")
FIRST_ROWS, SAMPLE_ROWS, SAMPLED = 400, 2_000, 40
NEWEST_UP_TO = 2_000_000
"""In a larger table without an index, even a few of its newest rows would take minutes."""
CHANGED = ("updated", "modified", "changed", "edited", "geandert", "aktualisiert", "modifie")
CAME = ("inserted", "loaded", "synced", "ingested", "imported")


@dataclass(frozen=True, slots=True)
class Sample:
    """Some rows of a table as a Parquet file, under the name of the table, and what tells new rows, the likeliest first."""

    name: str
    content: bytes
    times: tuple[str, ...]
    hides: bool


def offered(listens: str, seen_at: str) -> bool:
    """Whether somebody at the screen may say that a database is in their own network.

    Who uses the app from elsewhere would reach into a network that is not theirs. So it is offered where the app listens on this machine only and is
    looked at from it, else where whoever runs it says so in the environment.

    >>> offered("127.0.0.1", "http://localhost:8501/"), offered("127.0.0.1", "https://headroom.example.com/"), offered("0.0.0.0", "")
    (True, False, False)
    """
    said = _said()
    here = listens in HERE and (not seen_at or urlsplit(seen_at).hostname in HERE)
    return said == "yes" or (said == "" and here)


def _said() -> str:
    """What the environment says: yes, no, or nothing."""
    return {"yes": "yes", "1": "yes", "true": "yes", "": ""}.get(os.environ.get(VARIABLE, "").strip().lower(), "no")


def equip(session: object, given: Given[str, str]) -> None:
    """Give a session with a database its questions, and what is wanted of its table; any other needs none.

    Raises:
        UnusableSetting: the database is inside, and nobody is to ask there.
    """
    if not isinstance(session, TableSession):
        return
    if session.equipment.agreed and _said() == "no":
        raise UnusableSetting("Databases in this app's own network are not asked.", hint=f"Whoever runs the app can allow it: {VARIABLE}=yes.")
    session.equipment.questions, session.equipment.naming = postgres, naming
    if mapping := mapping_of(given):
        session.equipment.reading = reading_of(mapping, given.get(CHANGES) or None)


def naming(columns: Sequence[str]) -> str | None:
    """Which column names the conversations, as far as its name tells; a bare id is that of a row."""
    places = {each: place for each in columns if (place := rank(each, Meaning.CONVERSATION)) is not None and plain_name(each) != "id"}
    return min(places, key=places.__getitem__, default=None)


def mapping_of(given: Given[str, str]) -> Mapping | None:
    """What the columns of a connected table mean, without those that are left out; None for another system, or before anybody said so."""
    if not given.get(MAPPING):
        return None
    whole = Mapping.from_json(given[MAPPING])
    return replace(whole, columns=tuple(each for each in whole.columns if each[1] is not Meaning.LEAVE_OUT))


def reading_of(mapping: Mapping, changes: str | None) -> Reading:
    """What is read of a table. Raises `MissingColumns` where the meanings do not make conversations."""
    checked(mapping, "The table")
    conversation = mapping.column(Meaning.CONVERSATION)
    if conversation is None:
        raise MissingColumns(
            "The table has no column that names a conversation.", hint="Choose the column with the conversation id; each row needs one that stays."
        )
    columns = tuple(name for name, _ in mapping.columns)
    return Reading(columns, conversation, changes, zone_named(mapping.time_zone), mapping.column(Meaning.TIME))


def with_secret(home: Path, connection: Connection) -> dict[str, str]:
    """All that opens a connected database.

    Raises:
        UnusableSetting: its password is not at hand.
    """
    one, secret = connector(connection.system), tokens.secret_of(home, connection)
    if secret is None:
        raise UnusableSetting("The password is not at hand any more.", hint="Give it again.")
    return {**connection.given, one.secret: secret}


def sample(home: Path, workspace: str, system: str, given: Given[str, str], *, network: Network | None = None) -> Sample:
    """Some whole conversations of a table.

    Raises:
        InsightsError: it cannot be read, or nothing is in it.
    """
    with opened(connector(system), given, network=network) as session:
        equip(session, {name: value for name, value in given.items() if name != MAPPING})
        table = table_of(session)
        if missing := missing_right(session, table):
            raise UnreachableSystem(f"{session.user} may not read this table.", hint=f"Missing: {missing}")
        names = tuple(each.name for each in table.usable)
        rows, mapping = _first(session, table, names), None
        if rows:
            mapping = _guessed(home, workspace, names, rows)
            rows = _whole(session, table, names, rows, mapping)
    if not rows:
        raise NothingToImport(f"{table.schema}.{table.name} has no row that {given['user']} may read.", hint="Choose another table or view.")
    sink = BytesIO()
    pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), sink)
    times = tuple(each.name for each in ranked(table.times, mapping, dict(zip(names, zip(*rows, strict=True), strict=True))))
    return Sample(f"{table.schema}.{table.name}", sink.getvalue(), times, table.hides)


def _first(session: TableSession, table: Table, names: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The newest rows where they are quickly found, else any."""
    any_rows = postgres.Asked(table.schema, table.name, names)
    newest = next((each.name for each in ranked(table.times, None, {})), None) if table.rows < NEWEST_UP_TO else None
    return _answered(session, postgres.sample(replace(any_rows, time=newest), FIRST_ROWS)) or _rows(session, postgres.sample(any_rows, FIRST_ROWS))


def _whole(session: TableSession, table: Table, names: tuple[str, ...], rows: list[tuple[str, ...]], mapping: Mapping) -> list[tuple[str, ...]]:
    """All rows of the conversations that the first rows belong to, so that the preview shows whole ones; where that takes long, the first rows."""
    conversation = mapping.column(Meaning.CONVERSATION)
    if conversation is None:
        return rows
    ids = list(dict.fromkeys(row[names.index(conversation)] for row in rows if row[names.index(conversation)]))[:SAMPLED]
    asked = postgres.Asked(table.schema, table.name, names, conversation, spoken=mapping.column(Meaning.TIME), key=table.key)
    return (_answered(session, postgres.sample_whole(asked, ids, SAMPLE_ROWS)) if ids else None) or rows


def _rows(session: TableSession, sql: str) -> list[tuple[str, ...]]:
    return [tuple(row.values()) for row in session.answer(sql)]


def _answered(session: TableSession, sql: str) -> list[tuple[str, ...]] | None:
    """Rows, or None where they would take too long."""
    try:
        return _rows(session, sql)
    except Declined as declined:
        if declined.words != TOO_LONG:
            raise
        return None


def _guessed(home: Path, workspace: str, names: tuple[str, ...], rows: list[tuple[str, ...]]) -> Mapping:
    mapping = guess(names, rows)
    source = "messages_table" if mapping.column(Meaning.TRANSCRIPT) is None else "transcript_table"
    known = recalled(Look(source, "", mapping, (), ()), remembered.mappings(home, workspace)).mapping
    return known or mapping


def ranked(times: Sequence[Column], mapping: Mapping | None, values: Given[str, Sequence[str]]) -> list[Column]:
    """The columns that can tell new rows, the likeliest first: when a row changed, when it came, when its message was sent; empty ones last."""
    said = mapping.column(Meaning.TIME) if mapping else None

    def likely(each: Column) -> tuple[bool, int]:
        words = plain_name(each.name).split()
        empty = not each.filled and "" in values.get(each.name, ())
        places = (any(word in CHANGED for word in words), any(word in CAME for word in words), each.name == said, "created" in words)
        return empty, places.index(True) if True in places else len(places)

    return sorted(times, key=likely)


def note(home: Path, workspace: str, connection: str, seen: Sample) -> None:
    """Keep what a look at the table found: which columns can tell new rows, and whether some rows may be kept from this user."""
    with Connections(home, workspace) as store:
        found = store.find(connection)
        if found is not None:
            store.regive(connection, {**found.given, TIMES: json.dumps(list(seen.times)), HIDES: "yes" if seen.hides else ""})


def times_of(connection: Connection) -> tuple[str, ...]:
    """The columns that can tell new rows, the likeliest first."""
    return tuple(map(str, json.loads(connection.given.get(TIMES) or "[]")))


def settle(home: Path, workspace: str, connection: str, mapping: Mapping, changes: str | None) -> None:
    """Keep what the columns of a connected table mean. Other columns than before are pulled anew.

    Raises:
        InsightsError: the meanings do not make conversations.
    """
    with Connections(home, workspace) as store:
        found = store.find(connection)
        if found is None:
            raise UnusableSetting("This connection is not here any more.", hint="Connect the database again.")
        before, fresh = wanted(found), reading_of(_used(mapping), changes)
        store.regive(connection, {**found.given, MAPPING: mapping.to_json(), CHANGES: changes or ""})
        if before is not None and before != fresh:
            store.start_over(connection)


def wanted(connection: Connection) -> Reading | None:
    """What is read of a connected table, once somebody said so."""
    mapping = mapping_of(connection.given)
    return reading_of(mapping, connection.given.get(CHANGES) or None) if mapping else None


def _used(mapping: Mapping) -> Mapping:
    return replace(mapping, columns=tuple(each for each in mapping.columns if each[1] is not Meaning.LEAVE_OUT))


def is_table(system: str) -> bool:
    """Whether a system is a table whose columns somebody must explain."""
    return connector(system).opens is TableSession
