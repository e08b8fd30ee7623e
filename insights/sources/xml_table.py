"""XML of any other kind: rows of what each record says, or of the messages inside of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice

from insights.model import Reject
from insights.sources.decoding import Tally
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.source import Opened
from insights.sources.table import SAMPLE_ROWS, Row, Table
from insights.sources.xml_values import XmlRecord, xml_records

RECORDS_LOOKED_AT = 200


def xml_table(opened: Opened) -> Table | None:
    """The records as a table; None when there are none."""
    names: dict[str, None] = {}
    for record in islice(xml_records(opened), RECORDS_LOOKED_AT):
        for cells in flat(record):
            names.update(dict.fromkeys(cells))
    header = tuple(names)[: opened.limits.columns]
    if not header:
        return None
    below = partial(rows, opened, header)
    return Table(header, below, tuple(islice((row[1] for row in below(Tally()) if isinstance(row, tuple)), SAMPLE_ROWS)))


def rows(opened: Opened, header: tuple[str, ...], tally: Tally) -> Iterator[Row | Reject]:
    """A row for each message, numbered by the record that it is in."""
    for number, record in enumerate(xml_records(opened), start=1):
        if record.problem:
            yield Reject(opened.name, number, record.problem, str(record.values)[:RAW_CHARACTERS])
            continue
        for cells in flat(record):
            if any(cells.values()):
                yield number, [cells.get(name, "") for name in header]


def flat(record: XmlRecord) -> list[dict[str, str]]:
    """The record as rows: one for each of its messages, with what the record says of all of them."""
    within = max(lists_in(record.values), key=lambda found: words_in(found[1]), default=None)
    about = {key: str(value) for key, value in record.values.items() if value is not None and not isinstance(value, dict | list)}
    about = {named(record.name, key): value for key, value in about.items()}
    if within is None:
        return [about]
    name, items = within
    return [{**about, **{named(name, key): str(value) for key, value in each.items() if not isinstance(value, dict | list | None)}} for each in items]


def named(element: str, key: str) -> str:
    """The name of a column: an id says whose it is."""
    return f"{element} id" if key.lower() == "id" else key


def lists_in(values: dict) -> list[tuple[str, list[dict]]]:
    """Lists of objects in a record or one level below, and single objects that stand where a list would."""
    found = []
    for key, value in values.items():
        inner = value if isinstance(value, list) else [value]
        objects = [each for each in inner if isinstance(each, dict)]
        if objects and len(objects) == len(inner):
            deeper = [pair for each in objects for pair in lists_in(each)] if len(objects) == 1 else []
            found += deeper or [(key, objects)]
    return found


def words_in(items: list[dict]) -> int:
    """How much is said in some objects."""
    return sum(len(value) for each in items for value in each.values() if isinstance(value, str))
