"""Tables in XLSX files. Sizes, document types and the number of cells are checked in the packed file before any sheet is read."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

import openpyxl

from insights.errors import FileTooLarge, NothingToImport, UnreadableFile
from insights.model import Reject
from insights.sources.archives import damaged, members
from insights.sources.decoding import Tally, plural
from insights.sources.headers import known_headers
from insights.sources.limits import RAW_CHARACTERS, Limits
from insights.sources.source import Opened
from insights.sources.table import SAMPLE_ROWS, Row, Table, fitted, unique_header

DIMENSION = re.compile(rb'<dimension[^>]{0,200}?\sref="(?:[A-Z]{1,3}\d{1,7}:)?([A-Z]{1,3})(\d{1,7})"')
HEAD_BYTES = 64 * 1024
HEADER_WITHIN = 30
ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
BROKEN = (zipfile.BadZipFile, KeyError, ValueError, TypeError, IndexError, AttributeError, ParseError, OSError, EOFError, zlib.error, OverflowError)
"""What openpyxl raises on a damaged workbook: it has no error of its own."""


def workbook(opened: Opened) -> Table | None:
    """The first sheet with a known header, else the first with two rows."""
    with opened.stream() as stream:
        check(stream, opened.name, opened.limits)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            sheets = sheet_heads(stream, opened)
    usable = [(name, head) for name, head in sheets if len(head) > 1]
    if not usable:
        raise NothingToImport(
            f"{opened.name} has no sheet with rows.", hint="The first row holds the names of the columns, the others the conversations."
        )
    name, head = max(usable, key=lambda sheet: max(known_headers(cells) for _, cells in sheet[1][:HEADER_WITHIN]))
    known = [known_headers(cells) for _, cells in head[:HEADER_WITHIN]]
    widest = max(len(cells) for _, cells in head[:HEADER_WITHIN])
    place = known.index(max(known)) if max(known) >= 2 else next(place for place, (_, cells) in enumerate(head) if len(cells) == widest)
    number, header = head[place]
    width = max(len(header), 1)
    if width > opened.limits.columns:
        raise FileTooLarge(
            f"{opened.name} has more than {opened.limits.columns} columns.", hint="Export only the columns that describe conversations."
        )
    notes = (f"Sheet {name} read; {plural(len(sheets) - 1, 'other sheet')} left out",) if len(sheets) > 1 else ()
    sample = [fitted(cells + [""] * (width - len(cells)), width) for _, cells in head[place + 1 :]]
    return Table(unique_header(header), partial(rows, opened, name, number, width), tuple(cells for cells in sample if cells)[:SAMPLE_ROWS], notes)


def check(stream: BinaryIO, name: str, limits: Limits) -> None:
    """Raise when the packed workbook is a bomb, has a document type, or too many cells."""
    found = members(stream, name, limits)
    with zipfile.ZipFile(stream) as archive:
        for member in found:
            if member.filename.endswith("sharedStrings.xml") and member.file_size > limits.shared_text_bytes:
                raise FileTooLarge(f"{name} holds more text than a workbook can be read with.", hint="Save the sheet as CSV and import that.")
            if not member.filename.endswith((".xml", ".rels")):
                continue
            try:
                with archive.open(member) as part:
                    head = part.read(HEAD_BYTES)
            except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError) as error:
                raise damaged(name) from error
            if b"<!" in head.replace(b"<!--", b"").replace(b"<![CDATA[", b"") or b"\x00" in head:
                raise UnreadableFile(
                    f"{name} declares a document type, which no workbook needs.", hint="Open it in a spreadsheet program and save it again."
                )
            size = DIMENSION.search(head)
            if size and int(size[2]) * column_number(size[1]) > limits.cells:
                raise too_many_cells(name, limits)


def sheet_heads(stream: BinaryIO, opened: Opened) -> list[tuple[str, list[Row]]]:
    """Name and first filled rows of each sheet."""
    try:
        book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
        return [(sheet.title, list(islice(sheet_rows(sheet, opened), HEADER_WITHIN + SAMPLE_ROWS))) for sheet in book.worksheets]
    except BROKEN as error:
        raise damaged(opened.name) from error


def sheet_rows(sheet, opened: Opened) -> Iterator[Row]:  # noqa: ANN001 - openpyxl has no types
    """Number and cells of the filled rows. What a sheet says about its own size is ignored: it may lie."""
    cells_read, limits = 0, opened.limits
    # Without a size, rows that are left out cost nothing: the last possible cell alone would else cost 17 billion empty ones.
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if not values or not any(value is not None for value in values):
            continue
        last = max(place for place, value in enumerate(values, start=1) if value is not None)
        cells_read += last
        if cells_read > limits.cells:
            raise too_many_cells(opened.name, limits)
        cells = [cell_text(value) for value in values[:last]]
        if any(cells):
            yield number, cells


def rows(opened: Opened, name: str, header_number: int, width: int, tally: Tally) -> Iterator[Row | Reject]:
    """Rows below the header, at its width."""
    with opened.stream() as stream, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            sheet = openpyxl.load_workbook(stream, read_only=True, data_only=True)[name]
            for number, found in sheet_rows(sheet, opened):
                if number <= header_number:
                    continue
                cells = fitted(found + [""] * (width - len(found)), width)
                if cells is None:
                    yield Reject(
                        opened.name, number, f"{plural(len(found), 'column')}, but the header has {width}", " | ".join(found)[:RAW_CHARACTERS]
                    )
                elif reason := too_long(cells, opened.limits):
                    yield Reject(opened.name, number, reason, " | ".join(cells)[:RAW_CHARACTERS])
                else:
                    tally.nul_characters += sum(text.count("\x00") for text in cells)
                    yield number, cells
        except BROKEN as error:
            raise damaged(opened.name) from error


def too_long(cells: Sequence[str], limits: Limits) -> str | None:
    """Why a row is refused for its size."""
    if sum(map(len, cells)) > limits.record:
        return f"longer than {limits.record:,} characters"
    return f"a cell is longer than {limits.field:,} characters" if any(len(text) > limits.field for text in cells) else None


def cell_text(value: object) -> str:
    """A cell as the text that a CSV would hold.

    >>> cell_text(12.0), cell_text(True), cell_text(datetime(2026, 3, 12, 14, 5)), cell_text(None)
    ('12', 'true', '2026-03-12T14:05:00', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return ILLEGAL.sub("", str(value)).replace("_x000D_", "")


def column_number(letters: bytes) -> int:
    """Place of a column from its letters.

    >>> column_number(b"A"), column_number(b"XFD")
    (1, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def too_many_cells(name: str, limits: Limits) -> FileTooLarge:
    """A sheet with more cells than an import takes."""
    return FileTooLarge(f"{name} has more than {limits.cells:,} cells.", hint="Delete empty rows and columns, or save it as CSV.")
