"""A table or view as it is now: its columns, which of them can be read, tell new rows or tell rows apart, and what is missing to read it."""

from __future__ import annotations

from dataclasses import dataclass

from insights.connectors.connector import Declined
from insights.connectors.postgres_session import INCOMPARABLE, TOO_LONG, TableSession
from insights.errors import UnusableSetting

TIMES = ("timestamptz", "timestamp", "date")
UNREADABLE = ("bytea", "oid", "regclass", "record")
SHOWN = 6
WANTED = "It needs the right to select from this one table."


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `filled` is one that is never empty, `key` one of those that no two rows share."""

    name: str
    type: str
    filled: bool
    reads: bool
    key: bool

    @property
    def usable(self) -> bool:
        """Whether its values can be read as words."""
        return self.reads and self.type not in UNREADABLE and self.name == " ".join(self.name.split())


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view. `rows` is an estimate; `hides` says that rows may be kept from this user."""

    schema: str
    name: str
    rows: int
    enters: bool
    hides: bool
    columns: tuple[Column, ...]

    @property
    def usable(self) -> tuple[Column, ...]:
        """The columns that can be read."""
        return tuple(each for each in self.columns if each.usable)

    @property
    def times(self) -> tuple[Column, ...]:
        """The columns that can say when a row came or changed."""
        return tuple(each for each in self.usable if each.type in TIMES)

    @property
    def key(self) -> tuple[str, ...]:
        """Columns that no two rows share; none where one of them may be empty or not be read."""
        found = [each for each in self.columns if each.key]
        return tuple(each.name for each in found) if all(each.filled and each.reads for each in found) else ()

    def column(self, name: str) -> Column | None:
        """The column of a name."""
        return next((each for each in self.usable if each.name == name), None)


def table_named(text: str) -> tuple[str, str]:
    """Schema and table as somebody writes them, quoted or not; the schema is empty where it is not said.

    >>> table_named("support.messages"), table_named('"Help desk"."2026.messages"'), table_named("messages")
    (('support', 'messages'), ('Help desk', '2026.messages'), ('', 'messages'))
    """
    parts, part, inside = list[str](), "", False
    for letter in text:
        if letter == '"':
            inside = not inside
        elif letter == "." and not inside:
            parts, part = [*parts, part], ""
        else:
            part += letter
    parts.append(part)
    if inside or not all(parts) or len(parts) > 2:
        raise UnusableSetting("Table or view is not a name.", hint="For example support.messages, or messages.")
    return (parts[0], parts[1]) if len(parts) == 2 else ("", parts[0])


def table_of(session: TableSession) -> Table:
    """What the table is now.

    Raises:
        Declined: there is none of this name, or it may not be read.
    """
    schema, name = table_named(session.values["table"])
    rows = session.answer(session.questions.columns_of(schema, name))
    if not rows:
        raise Declined(f"There is no table or view {session.values['table']}.", hint=_there_are(session), status=404)
    first = rows[0]
    columns = (Column(row["column"], row["type"], row["filled"] == "true", row["reads"] == "true", row["identifies"] == "true") for row in rows)
    return Table(first["schema"], first["name"], int(first["estimate"]), first["enters"] == "true", first["hides"] == "true", tuple(columns))


def _there_are(session: TableSession) -> str:
    found = [f"{row['schema']}.{row['name']}" for row in session.answer(session.questions.tables())]
    more = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return f"{session.user} may read: {', '.join(found[:SHOWN])}{more}." if found else f"{session.user} may read no table at all. {WANTED}"


def missing_right(session: TableSession, table: Table) -> str:
    """What is missing to read a table, with the words that give it; empty where nothing is."""
    if table.enters and table.usable:
        return ""
    return f"read {table.schema}.{table.name}: {session.questions.grants(table.schema, table.name, session.user, enters=table.enters)}"


def counted(session: TableSession, table: Table, column: str | None) -> int | None:
    """How many conversations there are if a column names them, else how many rows; None where that takes long."""
    questions = session.questions
    asked = questions.Asked(table.schema, table.name, (), column or "")
    try:
        return int(session.answer(questions.count_conversations(asked) if column else questions.count_rows(asked))[0]["count"])
    except Declined as declined:
        if declined.words not in (TOO_LONG, INCOMPARABLE):
            raise
        return None
