"""Records of a JSON file, of lines of JSON, of a table or of a workbook, by forgiving names.

Exports wrap their records: in a page ({"articles": [...]}), in pages one after the other, in an object of their own ({"article": {...}}). What
counts is not the wrapping but that a record holds what is looked for.
"""

from __future__ import annotations

import io
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeGuard

from insights.errors import MissingColumns, UnreadableFile
from insights.model import Reject
from insights.pipeline.knowledge.files import LIMITS, File
from insights.sources.decoding import Tally
from insights.sources.delimited import delimited
from insights.sources.opening import looks_like_json
from insights.sources.source import Opened, Shape
from insights.sources.workbook import workbook

DEEPEST = 6
LISTS = ("articles", "tools", "functions", "data", "items", "results")
"""Where exports keep their records; beside these they may hold other lists, such as sections."""
PREFIXES = re.compile(
    r"^(?:knowledgebase|article|kb|faq|doc|tool|api)(?=(?:title|name|subject|question|body|html|content|text|answer|description|url|link|id|key"
    r"|status|state|language|locale|type)$)"
)
NOT_NAME = re.compile(r"[^a-z0-9]+")

Record = Mapping[str, Any]


def plain_key(key: str) -> str:
    """A column's name as it is compared.

    >>> plain_key("Article Title"), plain_key("publicUrl"), plain_key("html_url"), plain_key("Título")
    ('title', 'publicurl', 'htmlurl', 'titulo')
    """
    letters = unicodedata.normalize("NFKD", str(key)[:200]).encode("ascii", "ignore").decode().lower()
    name = NOT_NAME.sub("", letters)
    return PREFIXES.sub("", name)


def value(record: Record, names: tuple[str, ...]) -> str:
    """The first of these that is not empty, as text; lists and objects are none."""
    for name in names:
        found = record.get(name)
        if found is not None and not isinstance(found, (Mapping, list)):
            text = str(found).strip()
            if text:
                return text
    return ""


def is_json(file: File) -> bool:
    """Whether a text is JSON, or lines of it."""
    start = file.text.lstrip()[:1_000]
    return bool(start) and start[0] in "{[" and looks_like_json(start)


def of_json(file: File, complete: Callable[[Record], bool]) -> Iterator[Record | None]:
    """The records of a JSON file; None for each line that is damaged."""
    text = file.text
    try:
        yield from _within(json.loads(text), complete, {}, DEEPEST)
        return
    except RecursionError as problem:
        raise _damaged(file) from problem
    except ValueError as problem:
        if text.lstrip()[:1] == "[":
            raise _damaged(file) from problem
    lines = [_line(line) for line in text.split("\n") if line.strip()]
    if all(line is None for line in lines):
        raise _damaged(file)
    for line in lines:
        if line is None:
            yield None
        else:
            yield from _within(line, complete, {}, DEEPEST)


def _line(line: str) -> object:
    """A line of JSON, or None when it is damaged."""
    try:
        return json.loads(line)
    except (ValueError, RecursionError):
        return None


def of_table(file: File) -> Iterator[Record | None]:
    """The rows of a text in columns, or of the first sheet that holds some; None for each that cannot be read."""
    shape = Shape.WORKBOOK if file.workbook else Shape.TEXT
    opened = Opened(file.name, shape, partial(io.BytesIO, file.content), LIMITS)
    table = workbook(opened) if file.workbook else delimited(opened)
    if table is None:
        raise UnreadableFile(f"{file.name} cannot be read as a table.", hint="Bring JSON, CSV or XLSX with a row for each.")
    keys = [plain_key(name) for name in table.header]
    for row in table.rows(Tally()):
        yield None if isinstance(row, Reject) else _first_filled(zip(keys, row[1], strict=True))


def no_columns(file: File, columns: list[str], wanted: str) -> MissingColumns:
    """No record of a file holds what was looked for."""
    there = ", ".join(column[:40] for column in columns[:8])
    return MissingColumns(f"{file.name} has no column for {wanted}.", hint=f"Name it so. The columns there are: {there}." if there else "")


def _within(found: object, complete: Callable[[Record], bool], around: Record, depth: int) -> Iterator[Record]:
    """Records inside a value, in their order. What stands around an object counts for it as well, as far as it does not say otherwise."""
    if isinstance(found, list):
        if not all(isinstance(each, Mapping) for each in found):
            raise UnreadableFile("The file holds something else than a list of records.", hint="Bring one object for each.")
        for each in found:
            yield from _within(each, complete, {}, depth)
        return
    if not isinstance(found, Mapping):
        return
    record = {**around, **_keyed(found)}
    named = next((record[name] for name in LISTS if _is_list(record.get(name))), None)
    if named is not None:
        yield from _within(named, complete, {}, depth)
        return
    if not complete(record) and depth > 0:
        own = {key: each for key, each in record.items() if not isinstance(each, (Mapping, list))}
        for each in found.values():
            inside = list(_within(each, complete, own, depth - 1)) if isinstance(each, Mapping) or _is_list(each) else []
            if any(complete(part) for part in inside):
                yield from inside
                return
    yield record


def _is_list(found: object) -> TypeGuard[list[Record]]:
    return isinstance(found, list) and bool(found) and all(isinstance(each, Mapping) for each in found)


def _keyed(found: Mapping[Any, Any]) -> Record:
    return _first_filled((plain_key(key), each) for key, each in found.items())


def _first_filled(pairs: Iterable[tuple[str, Any]]) -> Record:
    """Of two columns with one meaning the first one that is filled counts."""
    record: dict[str, Any] = {}
    for key, each in pairs:
        if record.get(key) in (None, ""):
            record[key] = each
    return record


def _damaged(file: File) -> UnreadableFile:
    return UnreadableFile(f"{file.name} cannot be read: it is damaged.", hint="Export it again, or bring JSON lines, JSON, CSV or XLSX.")
