"""A table or view of a Postgres: one row for each message, or one for each conversation with the whole transcript in it.

A conversation comes whole: whenever one of its rows is new, all its rows are read again. So a table needs no key, no row can be doubled, and where
the last whole conversation ended is a place that never expires. Nothing is ever written, and nobody's SQL is run but ours.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from insights.connectors.connector import Connector, Page, Place, Raw, Reach, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.postgres_asking import Reading
from insights.connectors.postgres_line import AGREED, port_of
from insights.connectors.postgres_session import TableSession
from insights.connectors.postgres_table import Table, counted, missing_right, table_named, table_of
from insights.connectors.wire import Broken
from insights.errors import UnreachableSystem, UnusableSetting

A_PAGE, PAGE_BYTES = 1_000, 4 << 20
MOST_ROWS, MOST_BYTES = 100_001, 24 << 20
"""Of one conversation. One row more than an import takes, so that it is told and not cut."""
BEGINNING = datetime(2010, 1, 1, tzinfo=UTC)
"""From here on is everything; a database may well be older."""
ZONELESS = timedelta(hours=1)
"""Clocks without a zone are put back once a year."""
SHOWN = 6
MOST_COUNTED = 2_000_000
"""Rows. More are only estimated."""
TOUCHED, TIMELESS = "touched", "timeless"
FIELDS = (
    Field("host", "Host", Kind.SERVER, "Where the database is, such as `db.example.com` or `10.0.0.12`."),
    Field("port", "Port", Kind.PORT, "Empty for 5432.", optional=True),
    Field("database", "Database", Kind.NAME, "The name it has on the server."),
    Field("user", "User", Kind.NAME, "Best one that may only read this table."),
    Field("password", "Password", Kind.SECRET, "It is kept where you say below.", phrase=True),
    Field(
        "tls",
        "Encryption",
        Kind.CHOICE,
        "A known authority must have signed the server's certificate for it to prove who it is.",
        choices=(("require", "Encrypted"), ("verify-full", "Encrypted, the server proves who it is"), ("disable", "None")),
    ),
    Field("table", "Table or view", Kind.NAME, "With its schema, such as `support.messages`. A row is a message, or a whole conversation."),
    Field(AGREED, "In our own network", Kind.NAME, "The addresses inside that may be asked, as the test names them.", optional=True),
)


@dataclass(frozen=True, slots=True)
class Spot:
    """How far a window is: in which of its two parts, and behind which conversation, touched when."""

    part: str = TOUCHED
    moment: str = ""
    conversation: str | None = None

    def __str__(self) -> str:
        """As it is kept."""
        return json.dumps([self.part, self.moment, self.conversation])

    @classmethod
    def of(cls, cursor: str | None) -> Spot:
        """What was kept."""
        return cls(*json.loads(cursor)) if cursor else cls()

    @property
    def after(self) -> tuple[str, str] | None:
        """Moment and conversation, once there are."""
        return None if self.conversation is None else (self.moment, self.conversation)


@dataclass
class Gathered:
    """A conversation whose rows are coming."""

    moment: str
    conversation: str
    rows: list[Sequence[str]] = field(default_factory=list)
    size: int = 0

    def add(self, cells: Sequence[str], reading: Reading) -> None:
        """Take a row. Raises `UnusableSetting` where it becomes more than a conversation can be."""
        if len(self.rows) >= MOST_ROWS:
            return
        self.rows.append(cells)
        self.size += sum(map(len, cells))
        if self.size > MOST_BYTES:
            raise UnusableSetting(
                f"The conversation {self.conversation[:60]} has more than {MOST_BYTES >> 20} million characters.",
                hint=f"Does {reading.conversation} say which rows belong together? If it does, leave this one out by a view.",
            )


def place(values: Mapping[str, str]) -> Place:
    """The server."""
    host = f"[{values['host']}]" if ":" in values["host"] else values["host"]
    table_named(values["table"])
    return Place(f"postgres://{host}:{port_of(values)}", {})


def test(session: TableSession) -> Reach:
    """Whether the table can be read, and about how many conversations it has; rows, where that would take long or no column names them."""
    table = table_of(session)
    account = f"{table.schema}.{table.name}"
    if missing := missing_right(session, table):
        return Reach(account, None, (missing.rstrip(";"),), of="row")
    if table.rows >= MOST_COUNTED:
        return Reach(account, table.rows, of="row")
    column = session.equipment.naming([each.name for each in table.usable])
    return Reach(account, counted(session, table, column), of="conversation" if column else "row")


def pages(session: TableSession, window: Window, cursor: str | None) -> Iterator[Page]:
    """The conversations with a new row in the window; with the newest window those, too, of which no time says when."""
    reading = session.reading
    if session.checked is None:
        # Once for all windows of a pull: whatever changes meanwhile, the question about it tells.
        session.checked = check(session, table_of(session), reading)
    table = session.checked
    asked = session.questions.Asked(
        table.schema,
        table.name,
        reading.columns,
        conversation=reading.conversation,
        time=reading.time,
        spoken=reading.spoken,
        key=table.key,
        everything=tuple(each.name for each in table.usable),
    )
    spot = Spot.of(cursor)
    if spot.part == TOUCHED and reading.time:
        since, until = bounds(window, table, reading)
        for found in _conversations(session, lambda after: session.questions.touched(asked, since=since, until=until, after=after), spot.after):
            spot = Spot(TOUCHED, found[-1].moment, found[-1].conversation)
            yield Page(tuple(raw_of(each, reading) for each in found), str(spot), moment_of(spot.moment, reading))
    time = table.column(reading.time) if reading.time else None
    if window.until is None and (time is None or not time.filled):
        place = spot.after if spot.part == TIMELESS else None
        came, total = 0, max(table.rows, 1)
        for found in _conversations(session, lambda after: session.questions.timeless(asked, after=after[1] if after else None), place):
            came += sum(len(each.rows) for each in found)
            share = 0.99 if reading.time else min(came / total, 0.99)
            yield Page(tuple(raw_of(each, reading) for each in found), str(Spot(TIMELESS, "", found[-1].conversation)), share=share)
    yield Page((), None)


def check(session: TableSession, table: Table, reading: Reading) -> Table:
    """The table, if it is what it was when somebody said what its columns mean, and may still be read."""
    if missing := missing_right(session, table):
        raise UnreachableSystem(f"{session.user} may not read the table any more.", hint=f"Missing: {missing}")
    gone = [name for name in dict.fromkeys((*reading.columns, reading.time or reading.conversation)) if table.column(name) is None]
    if gone:
        raise UnusableSetting(
            f"{table.schema}.{table.name} has no column {' and no column '.join(gone[:SHOWN])} that can be read any more.",
            hint="It was renamed, deleted or is kept from this user. Look at the table again and say what its columns mean.",
        )
    return table


def bounds(window: Window, table: Table, reading: Reading) -> tuple[str | None, str | None]:
    """The window as the column of the time says it."""
    column = table.column(reading.time or "")
    zoneless = column is not None and column.type != "timestamptz"

    def said(moment: datetime) -> str:
        local = moment.astimezone(reading.zone) if zoneless else moment.astimezone(UTC)
        text = local.replace(tzinfo=None).isoformat(sep=" ")
        if column is not None and column.type == "date":
            return text[:10]
        return text if zoneless else f"{text}+00"

    since = None if window.since <= BEGINNING else said(window.since - (ZONELESS if zoneless else timedelta(0)))
    return since, said(window.until) if window.until else None


def moment_of(text: str, reading: Reading) -> datetime | None:
    """The moment that the database wrote, in UTC; None for one that no calendar of ours has."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=reading.zone)).astimezone(UTC)


def raw_of(each: Gathered, reading: Reading) -> Raw:
    """A conversation as it is kept: the names of the columns, and the rows."""
    moment = moment_of(each.moment, reading)
    changed = moment.isoformat(timespec="microseconds") if moment else ""
    return Raw(each.conversation, changed, {"id": each.conversation, "columns": reading.columns, "table_rows": each.rows})


def _conversations(session: TableSession, ask, after: tuple[str, str] | None) -> Iterator[list[Gathered]]:  # noqa: ANN001
    """Whole conversations, some at a time, to the last one. What breaks off is asked again from the last one that came."""
    tries, waited = 0, 0.0
    while True:
        came = 0
        try:
            for found in _paged(_gathered(session, ask(after))):
                after, tries, waited = (found[-1].moment, found[-1].conversation), 0, 0.0
                came += len(found)
                yield found
            if came < session.questions.A_STATEMENT:
                return
        except Broken as broken:
            tries += 1
            waited += session.wait_for(broken, tries, waited)


def _gathered(session: TableSession, sql: str) -> Iterator[Gathered]:
    """Rows that stand together, brought together."""
    current: Gathered | None = None
    for _, rows in session.batches(sql):
        for moment, conversation, *cells in rows:
            if current is None or (moment, conversation) != (current.moment, current.conversation):
                if current is not None:
                    yield current
                current = Gathered(moment, conversation)
            current.add(cells, session.reading)
    if current is not None:
        yield current


def _paged(found: Iterator[Gathered]) -> Iterator[list[Gathered]]:
    page, size = list[Gathered](), 0
    for each in found:
        page.append(each)
        size += each.size
        if len(page) >= A_PAGE or size >= PAGE_BYTES:
            yield page
            page, size = [], 0
    if page:
        yield page


CONNECTOR = Connector(
    name="postgres",
    label="Postgres",
    source="table_rows",
    fields=FIELDS,
    scopes="to **select** from this one table or view. Nothing is ever written: the session itself is read only.",
    place=place,
    test=test,
    pages=pages,
    opens=TableSession,
)
