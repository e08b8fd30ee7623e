"""A table in a file: its header, and its rows as texts with their numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from insights.model import Reject
from insights.sources.decoding import Tally

SAMPLE_ROWS = 2_000

Row = tuple[int, list[str]]
"""The row's number as a spreadsheet or an editor shows it, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """A header and how to read the rows below it. Blank rows are not rows."""

    header: tuple[str, ...]
    rows: Callable[[Tally], Iterator[Row | Reject]]
    sample: tuple[list[str], ...]
    """The first readable rows."""
    notes: tuple[str, ...] = ()


def unique_header(cells: list[str]) -> tuple[str, ...]:
    """Header cells as names that differ from each other.

    >>> unique_header(["id", "", "text", "text "])
    ('id', 'Column 2', 'text', 'text (2)')
    """
    names: list[str] = []
    for position, cell in enumerate(cells, start=1):
        name = " ".join(cell.split())[:80] or f"Column {position}"
        count = 1
        while name in names:
            count += 1
            name = f"{' '.join(cell.split())[:80]} ({count})"
        names.append(name)
    return tuple(names)


def fitted(cells: list[str], width: int) -> list[str] | None:
    """The cells at the header's width; None when a cell with content is too many or one is missing.

    >>> fitted(["a", "b", "", ""], 2), fitted(["a"], 2), fitted(["a", "b", "c"], 2)
    (['a', 'b'], None, None)
    """
    if len(cells) == width:
        return cells
    return cells[:width] if len(cells) > width and not any(cells[width:]) else None
