"""Columns into the Arrow tables that `insights.tables` describes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from insights.tables import Table

ARROW = {
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
    "INTEGER": pa.int32(),
    "INTEGER[]": pa.list_(pa.int32()),
    "DOUBLE": pa.float64(),
    "BOOLEAN": pa.bool_(),
}


def frame(table: Table, columns: Mapping[str, Sequence[object] | np.ndarray]) -> pa.Table:
    """These columns as the table, in its order and with its types."""
    return pa.table([pa.array(columns[column.name], ARROW[column.type], from_pandas=True) for column in table.columns], schema=schema(table))


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table of labels."""
    return pa.schema([(column.name, ARROW[column.type]) for column in table.columns])
