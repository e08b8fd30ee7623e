"""What a connected Postgres is asked, as SQL: questions only.

Every name is quoted and every value is a literal, so whatever a table, a column or a conversation is called, it stays a name or a value. Answers are
text throughout: whatever type a column has, Postgres writes it the way that a CSV would hold it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

CELL = 200_001
"""Characters of a value that are asked for: one more than an import takes, so that what is too long is told and not cut."""
A_STATEMENT = 20_000
"""Conversations of one statement."""
MOST_TABLES = 400
NEVER = "infinity"

COLUMNS = """
select
    n.nspname::text as schema,
    c.relname::text as name,
    c.relkind::text as kind,
    greatest(c.reltuples, 0)::bigint::text as estimate,
    has_schema_privilege(n.oid, 'usage')::text as enters,
    row_security_active(c.oid)::text as hides,
    a.attname::text as "column",
    coalesce(b.typname, t.typname)::text as type,
    a.attnotnull::text as filled,
    has_column_privilege(c.oid, a.attnum, 'select')::text as reads,
    coalesce(a.attnum = any(k.indkey::int2[]), false)::text as identifies
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
join pg_catalog.pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_catalog.pg_type as t on t.oid = a.atttypid
left join pg_catalog.pg_type as b on b.oid = t.typbasetype and t.typtype = 'd'
left join lateral (
    select i.indkey
    from pg_catalog.pg_index as i
    where i.indrelid = c.oid and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null
    order by i.indisprimary desc, i.indnkeyatts, i.indexrelid
    limit 1
) as k on true
where c.relkind in ('r', 'p', 'v', 'm', 'f') and c.relname = {name} and ({schema} = n.nspname or {schema} = '' and pg_table_is_visible(c.oid))
order by a.attnum
"""

TABLES = f"""
select n.nspname::text as schema, c.relname::text as name
from pg_catalog.pg_class as c
join pg_catalog.pg_namespace as n on n.oid = c.relnamespace
where c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and not c.relispartition
    and has_schema_privilege(n.oid, 'usage') and has_any_column_privilege(c.oid, 'select')
order by 1, 2
limit {MOST_TABLES}
"""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table.

    Args:
        schema: Where the table is.
        name: Its name.
        columns: What is wanted of each row.
        conversation: The column that says which rows belong together.
        time: The column that says when a row came or changed; None where there is none.
        spoken: The column that says when its words were said; None where there is none.
        key: Columns that no two rows share; none where there are no such.
        everything: Columns that tell apart rows without a key, as far as anything does.
    """

    schema: str
    name: str
    columns: tuple[str, ...]
    conversation: str = ""
    time: str | None = None
    spoken: str | None = None
    key: tuple[str, ...] = ()
    everything: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """The table as SQL."""
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def quoted(name: str) -> str:
    """A name as SQL.

    >>> quoted('odd "name"; drop table x')
    '"odd ""name""; drop table x"'
    """
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A value as SQL; a backslash is only itself, as the session says.

    >>> literal("it's")
    "'it''s'"
    """
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def columns_of(schema: str, name: str) -> str:
    """What a table is: a row for each column. Without a schema, the table that its name alone means."""
    return COLUMNS.format(name=literal(name), schema=literal(schema))


def tables() -> str:
    """The tables and views that may be read."""
    return TABLES


def sample(asked: Asked, most: int) -> str:
    """A few rows, as they lie there; the newest where there is a time."""
    newest = f" order by {quoted(asked.time)} desc nulls last" if asked.time else ""
    return f"select {_cells(asked.columns)} from {asked.place} as r{newest} limit {most:d}"


def sample_whole(asked: Asked, conversations: Sequence[str], most: int) -> str:
    """All rows of some conversations."""
    wanted = ", ".join(map(literal, conversations))
    belongs = f"r.{quoted(asked.conversation)}"
    order = f'{belongs}::text collate "C", {_order(asked)}'
    return f"select {_cells(asked.columns)} from {asked.place} as r where {belongs} in ({wanted}) order by {order} limit {most:d}"


def count_rows(asked: Asked) -> str:
    """How many rows there are, exactly."""
    return f"select count(*)::text as count from {asked.place}"


def count_conversations(asked: Asked) -> str:
    """How many conversations there are, exactly."""
    return f"select count(distinct {quoted(asked.conversation)})::text as count from {asked.place}"


def touched(asked: Asked, *, since: str | None, until: str | None, after: tuple[str, str] | None) -> str:
    """All rows of the conversations with a row of this time, the one that was touched longest ago first, behind the last one that came."""
    assert asked.time is not None
    time, conversation = quoted(asked.time), quoted(asked.conversation)
    bounds = [f"{conversation} is not null", f"{time} < {literal(until or NEVER)}"]
    # Who was touched after the last one that came has a row of then or later.
    bounds += [f"{time} >= {literal(each)}" for each in (since, after[0] if after else None) if each is not None]
    behind = f'having (max({time}), {conversation}::text collate "C") > ({literal(after[0])}, {literal(after[1])})' if after else ""
    return f"""
        with touched as (
            select {conversation} as conversation, max({time}) as moment
            from {asked.place}
            where {" and ".join(bounds)}
            group by {conversation}
            {behind}
            order by max({time}), {conversation}::text collate "C"
            limit {A_STATEMENT}
        )
        select touched.moment::text, touched.conversation::text, {_cells(asked.columns)}
        from touched join {asked.place} as r on r.{conversation} = touched.conversation
        order by touched.moment, touched.conversation::text collate "C", {_order(asked)}
    """


def timeless(asked: Asked, *, after: str | None) -> str:
    """All rows of the conversations that no time says anything about, by their id, behind the last one that came."""
    conversation, bounds = quoted(asked.conversation), list[str]()
    if asked.time:
        time = quoted(asked.time)
        known = f"select from {asked.place} as other where other.{conversation} = r.{conversation} and other.{time} < {literal(NEVER)}"
        bounds = [f"(r.{time} is null or r.{time} >= {literal(NEVER)})", f"not exists ({known})"]
    if after is not None:
        bounds.append(f'r.{conversation}::text collate "C" > {literal(after)}')
    return f"""
        with touched as (
            select r.{conversation} as conversation
            from {asked.place} as r
            where {" and ".join([f"r.{conversation} is not null", *bounds])}
            group by r.{conversation}
            order by r.{conversation}::text collate "C"
            limit {A_STATEMENT}
        )
        select ''::text, touched.conversation::text, {_cells(asked.columns)}
        from touched join {asked.place} as r on r.{conversation} = touched.conversation
        order by touched.conversation::text collate "C", {_order(asked)}
    """


def grants(schema: str, name: str, user: str, *, enters: bool) -> str:
    """What an administrator runs, so that a user may read a table."""
    first = "" if enters else f"grant usage on schema {quoted(schema)} to {quoted(user)}; "
    return f"{first}grant select on {quoted(schema)}.{quoted(name)} to {quoted(user)};"


def _cells(columns: Sequence[str]) -> str:
    return ", ".join(f"left(r.{quoted(column)}::text, {CELL}) as c{place}" for place, column in enumerate(columns))


def _order(asked: Asked) -> str:
    """Rows of a conversation in an order that is the same every time: as they were said, else as they came, else by all that they hold."""
    spoken = [f"r.{quoted(asked.spoken)} nulls last"] if asked.spoken else []
    if asked.key:
        return ", ".join([*spoken, *(f"r.{quoted(column)}" for column in asked.key)])
    came = [f"r.{quoted(asked.time)} nulls last"] if asked.time else []
    return ", ".join([*spoken, *came, *(f'r.{quoted(column)}::text collate "C"' for column in asked.everything or asked.columns)])
