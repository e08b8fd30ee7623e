"""The tables of `insights.tables` as Arrow schemas and as DuckDB definitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pyarrow as pa

from insights.tables import Table

ARROW = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "INTEGER[]": pa.list_(pa.int32()),
    "BIGINT": pa.int64(),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
    "TIMESTAMP": pa.timestamp("us"),
}


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table."""
    return pa.schema([(column.name, ARROW[column.type]) for column in table.columns])


def empty(table: Table) -> pa.Table:
    """The table without a row."""
    return schema(table).empty_table()


def rows(table: Table, records: Iterable[Mapping[str, object]]) -> pa.Table:
    """Records as a table; a key that a record lacks is null."""
    held, fields = list(records), schema(table)
    return pa.table([pa.array([record.get(field.name) for record in held], field.type) for field in fields], schema=fields)


def shaped(table: Table, data: pa.Table) -> pa.Table:
    """The same rows with exactly the columns and types of `table`; a column that is not there is a bug and raises."""
    return data.select(list(table.names)).cast(schema(table))
