"""Tables in Parquet files, as data warehouses write them. Read a few rows at a time; what a column holds becomes the text that a CSV would hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from itertools import islice

import pyarrow as pa
import pyarrow.parquet as pq

from insights.errors import FileTooLarge, UnreadableFile
from insights.model import Reject
from insights.sources.decoding import Tally
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.source import Opened
from insights.sources.table import SAMPLE_ROWS, Row, Table, unique_header
from insights.sources.workbook import cell_text, too_long

BATCH_ROWS = 500
BUFFER_BYTES = 1 << 20
BROKEN = (pa.ArrowException, OSError, ValueError, OverflowError)


def parquet(opened: Opened) -> Table:
    """The table that the file is."""
    with reading(opened) as file:
        header = unique_header(file.schema_arrow.names)
    found = islice((row[1] for row in rows(opened, Tally()) if isinstance(row, tuple)), SAMPLE_ROWS)
    return Table(header, partial(rows, opened), tuple(found))


@contextmanager
def reading(opened: Opened) -> Iterator[pq.ParquetFile]:
    """The file, once what it says about itself is within bounds."""
    with opened.stream() as stream:
        try:
            file = pq.ParquetFile(stream, buffer_size=BUFFER_BYTES, pre_buffer=False)
            check(file, opened)
            yield file
        except BROKEN as problem:
            raise UnreadableFile(f"{opened.name} is damaged: it cannot be read to its end.", hint="Write or download it again.") from problem


def check(file: pq.ParquetFile, opened: Opened) -> None:
    """Raise when the table is larger than an import may be."""
    limits, told = opened.limits, file.metadata
    if len(file.schema_arrow.names) > limits.columns:
        raise FileTooLarge(f"{opened.name} has more than {limits.columns} columns.", hint="Write only the columns that describe conversations.")
    if told.num_rows > limits.rows:
        raise FileTooLarge(f"{opened.name} has more than {limits.rows:,} rows.", hint="Split it by month and import the parts.")
    if sum(told.row_group(number).total_byte_size for number in range(told.num_row_groups)) > limits.unpacked_bytes:
        raise FileTooLarge(f"{opened.name} holds more than {limits.unpacked_bytes / 2**30:g} GB.", hint="Split it by month and import the parts.")


def rows(opened: Opened, tally: Tally) -> Iterator[Row | Reject]:
    """The rows, numbered from 1."""
    number = 0
    with reading(opened) as file:
        for batch in file.iter_batches(BATCH_ROWS, use_threads=False):
            for values in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                number += 1
                cells = [text_of(value) for value in values]
                if reason := too_long(cells, opened.limits):
                    yield Reject(opened.name, number, reason, " | ".join(cells)[:RAW_CHARACTERS])
                elif any(cells):
                    tally.nul_characters += sum(text.count("\x00") for text in cells)
                    yield number, cells


def text_of(value: object) -> str:
    """A value as the text that a CSV would hold.

    >>> text_of(Decimal("4.00")), text_of(["late", "refund"]), text_of({"plan": "pro"}), text_of(b"ok"), text_of(None)
    ('4', 'late, refund', '{"plan": "pro"}', 'ok', '')
    """
    if isinstance(value, bytes):
        return value.decode(errors="replace")
    if isinstance(value, Decimal):
        return str(int(value)) if value.is_finite() and value == value.to_integral_value() else str(value)
    if isinstance(value, list) and not any(isinstance(inner, dict | list) for inner in value):
        return ", ".join(map(text_of, value))
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=text_of)
    return cell_text(value)
