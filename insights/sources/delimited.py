"""Tables in text: comma, semicolon, tab or bar. Every row is read right or rejected with its line number, never shifted.

A quote that is never closed would swallow the rows behind it, so a record that breaks the rules of quoting loses only its first line: reading
goes on at the second.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice

from insights.errors import FileTooLarge
from insights.model import Reject
from insights.sources.decoding import Tally, lines, plural
from insights.sources.headers import known_headers, looks_like_data
from insights.sources.limits import RAW_CHARACTERS, Limits
from insights.sources.source import Opened
from insights.sources.table import SAMPLE_ROWS, Row, Table, fitted, unique_header

DELIMITERS = ",;\t|"
SAMPLE_LINES = 500
SAMPLE_CHARACTERS = 1_000_000
HEADER_WITHIN = 30

Bad = tuple[int, str, str]
"""Line number, reason and text of a row that cannot be read."""


class Replay:
    """Lines that can be given a second time."""

    def __init__(self, source: Iterator[str], limit: int) -> None:
        """`limit` is the size of a record, in characters."""
        self._source, self._limit = source, limit
        self._ahead: list[str] = []
        self._size = 0
        self.taken: list[str] = []
        self.number = 1

    def __iter__(self) -> Replay:
        """Itself: it is read once."""
        return self

    def __next__(self) -> str:
        """The next line of the record."""
        line = self._ahead.pop() if self._ahead else next(self._source)
        self.taken.append(line)
        self._size += len(line)
        if self._size > self._limit:
            raise csv.Error("too long")
        return line

    def accept(self) -> None:
        """The record is complete."""
        self.number += len(self.taken)
        self.taken.clear()
        self._size = 0

    def give_up_first(self) -> str:
        """Drop the first line of the record and offer the others again."""
        first = self.taken[0] if self.taken else ""
        self._ahead.extend(reversed(self.taken[1:]))
        del self.taken[1:]
        self.accept()
        return first


def split(source: Iterator[str], delimiter: str, limits: Limits) -> Iterator[Row | Bad]:
    """Records with the number of their first line; a field or a record over the limit is bad."""
    csv.field_size_limit(limits.record)
    replay = Replay(source, limits.record)
    reader = csv.reader(replay, delimiter=delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            number = replay.number
            long = len(replay.taken) == 1 and len(replay.taken[0]) > limits.record
            first = replay.give_up_first()
            yield number, f"longer than {limits.record:,} characters" if long else "quotes do not match", first
            reader = csv.reader(replay, delimiter=delimiter, strict=True)
            continue
        number = replay.number
        if replay._size > limits.field and any(len(cell) > limits.field for cell in cells):
            yield number, f"a cell is longer than {limits.field:,} characters", "".join(replay.taken)
        elif len(cells) > limits.columns * 2:
            yield number, f"more than {limits.columns} columns", "".join(replay.taken)
        elif cells:
            yield number, cells
        replay.accept()


def delimited(opened: Opened) -> Table | None:
    """The table in a text; None when no delimiter gives one."""
    sample = sample_lines(opened)
    records = {delimiter: list(split(iter(sample), delimiter, opened.limits)) for delimiter in DELIMITERS}
    delimiter, width = best_delimiter(records)
    if any(len(record) == 3 and record[1].endswith("columns") for record in records[delimiter][:HEADER_WITHIN]) or width > opened.limits.columns:
        raise FileTooLarge(
            f"{opened.name} has more than {opened.limits.columns} columns.", hint="Export only the columns that describe conversations."
        )
    good = [record for record in records[delimiter] if len(record) == 2]
    if not good:
        return None
    first, cells = header_record(good, width)
    if looks_like_data(cells):
        header, after = tuple(f"Column {position}" for position in range(1, len(cells) + 1)), first - 1
        notes = ("No header line was found; the columns have numbers.",)
    else:
        header = unique_header(trimmed(cells, width))
        after = first
        notes = ()
    if first > 1:
        notes = (f"{plural(first - 1, 'line')} above the header skipped", *notes)
    below = partial(rows, opened, delimiter, header, after)
    return Table(header, below, tuple(islice((row[1] for row in below(Tally()) if isinstance(row, tuple)), SAMPLE_ROWS)), notes)


def rows(opened: Opened, delimiter: str, header: Sequence[str], after: int, tally: Tally) -> Iterator[Row | Reject]:
    """Rows below line `after` that are as wide as the header."""
    limits, width, count, names = opened.limits, len(header), 0, list(header)
    with opened.text() as stream:
        for record in split(lines(stream, limits.record, tally), delimiter, limits):
            number = record[0]
            if number <= after:
                continue
            count += 1
            if count > limits.rows:
                raise FileTooLarge(f"{opened.name} has more than {limits.rows:,} rows.", hint="Split it by month and import the parts.")
            if len(record) == 3:
                yield Reject(opened.name, number, record[1], record[2][:RAW_CHARACTERS])
                continue
            cells = record[1] if len(record[1]) == width else fitted(record[1], width)
            if cells is not None and any(cells):
                # Files put together carry their header more than once.
                if cells[0] != names[0] or cells != names:
                    yield number, cells
            elif any(cell.strip() for cell in record[1]):
                reason = f"{plural(len(record[1]), 'column')}, but the header has {width}"
                yield Reject(opened.name, number, reason, delimiter.join(record[1])[:RAW_CHARACTERS])


def sample_lines(opened: Opened) -> list[str]:
    """The first lines, as many as are needed to know the table."""
    found, size = [], 0
    with opened.text() as stream:
        for line in islice(lines(stream, opened.limits.record, Tally()), SAMPLE_LINES):
            found.append(line)
            size += len(line)
            if size > SAMPLE_CHARACTERS:
                break
    return found


def best_delimiter(records: dict[str, list[Row | Bad]]) -> tuple[str, int]:
    """The delimiter that makes most records equally wide, and that width; of equals the one with more columns."""
    best = (0.0, 1, DELIMITERS[0])
    for delimiter, found in records.items():
        widths = Counter(len(record[1]) for record in found if len(record) == 2 and len(record[1]) > 1)
        if widths:
            width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
            best = max(best, (round(count / len(found), 1), width, delimiter), key=lambda item: item[:2])
    return best[2], best[1]


def header_record(good: Sequence[Row], width: int) -> tuple[int, list[str]]:
    """Line number and cells of the header: of the first records the one with most known names, else the first of the usual width."""
    candidates = good[:HEADER_WITHIN]
    known = [known_headers(cells) for _, cells in candidates]
    if max(known) >= 2 or (width == 1 and max(known)):
        return candidates[known.index(max(known))]
    return next((record for record in candidates if len(record[1]) == width), candidates[0])


def trimmed(cells: list[str], width: int) -> list[str]:
    """Header cells without the empty ones behind the last name, unless the rows need them."""
    while len(cells) > width and not cells[-1].strip():
        cells = cells[:-1]
    return cells
