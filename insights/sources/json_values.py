"""One JSON record from text to values, with what must not pass: too deep, keys twice, numbers that are none."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

import orjson

from insights.model import Reject
from insights.sources.decoding import Tally, decoded, without_surrogates
from insights.sources.limits import RAW_CHARACTERS, Limits
from insights.sources.records import raw_records
from insights.sources.source import Opened, Shape
from insights.sources.xml_values import xml_records


@dataclass(frozen=True, slots=True)
class Record:
    """A record that could be read."""

    row: int
    values: dict
    list_name: str
    raw: bytes

    @property
    def shown(self) -> str:
        """As much of its text as a reject keeps."""
        return self.raw[:RAW_CHARACTERS].decode("utf-8", errors="replace")


class Unusable(ValueError):
    """Why a record cannot be read, in words for the user."""


def records(opened: Opened, tally: Tally) -> Iterator[Record | Reject]:
    """Every record of a file, or why it cannot be read."""
    if opened.shape is Shape.XML:
        yield from from_xml(opened)
        return
    for raw in raw_records(opened):
        try:
            if raw.problem:
                raise Unusable(raw.problem)
            yield Record(raw.row, parsed(raw.content, opened.limits, tally), raw.list_name, raw.content)
        except Unusable as problem:
            shown = raw.content[:RAW_CHARACTERS].decode("utf-8", errors="replace")
            yield Reject(opened.name, raw.row, str(problem), without_surrogates(shown, Tally()), rows=0 if raw.list_name == "users" else 1)


def from_xml(opened: Opened) -> Iterator[Record | Reject]:
    """The records of an XML file, as a JSON file would have them."""
    for row, record in enumerate(xml_records(opened), start=1):
        shown = str(record.values)[:RAW_CHARACTERS]
        if record.problem:
            yield Reject(opened.name, row, record.problem, shown)
        else:
            yield Record(row, record.values, "users" if record.name == "user" else "", shown.encode("utf-8", "replace"))


def parsed(content: bytes, limits: Limits, tally: Tally) -> dict:
    """The object in a text.

    Raises:
        Unusable: it is no object, or one that nobody may trust.
    """
    try:
        values = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        values = second_try(content, str(error), tally)
    if not isinstance(values, dict):
        raise Unusable("not a JSON object")
    depth, keys = measured(values, limits.depth)
    if depth > limits.depth:
        raise Unusable(f"nested deeper than {limits.depth} levels")
    # More ends of keys than keys: one was there twice, or a text only looks like a key.
    if content.count(b'":') + content.count(b'" :') > keys:
        check_keys(content)
    if b"\\u0000" in content:
        values = without_nul(values, tally)
    return values


def second_try(content: bytes, problem: str, tally: Tally) -> object:
    """What orjson refuses, when a repair that we count makes it readable."""
    text = decoded(content, tally) if not is_utf8(content) or b"\x00" in content else content.decode()
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        problem = str(error) or problem
    if "surrogate" not in problem:
        raise Unusable(f"not valid JSON: {problem.partition(': line')[0]}")
    try:
        values = json.loads(text, parse_constant=refused, parse_float=finite)
    except (ValueError, RecursionError) as error:
        raise Unusable("not valid JSON") from error
    return without_lone_surrogates(values, tally)


def is_utf8(content: bytes) -> bool:
    """Whether the bytes are UTF-8."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def refused(name: str) -> float:
    """NaN and infinity are no JSON."""
    raise Unusable(f"{name} is no number")


def finite(text: str) -> float:
    """A number that is not infinite."""
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise Unusable("a number is too large")
    return number


def measured(values: dict, limit: int) -> tuple[int, int]:
    """Depth, up to just past the limit, and number of keys."""
    depth, keys = 0, 0
    level: list = [values]
    while level and depth <= limit:
        depth += 1
        below = []
        for value in level:
            inside = value
            if type(value) is dict:
                keys += len(value)
                inside = value.values()
            below += [inner for inner in inside if type(inner) is dict or type(inner) is list]
        level = below
    return depth, keys


def check_keys(content: bytes) -> None:
    """Raise when an object has a key twice: readers differ in which one they take, so neither is trusted."""

    def once(pairs: list[tuple[str, object]]) -> dict:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice = next(name for name in names if names.count(name) > 1)
            raise Unusable(f"the key {twice[:60]} is there twice")
        return found

    try:
        json.loads(content.decode("utf-8", errors="replace"), object_pairs_hook=once)
    except Unusable:
        raise
    except (ValueError, RecursionError):
        return


def without_nul(value: object, tally: Tally) -> dict:
    """The values with NUL characters removed from every text."""

    def clean(text: str) -> str:
        tally.nul_characters += text.count("\x00")
        return text.replace("\x00", "")

    return in_every_text(value, clean)  # type: ignore[return-value]


def without_lone_surrogates(value: object, tally: Tally) -> object:
    """The values with half characters replaced in every text."""
    return in_every_text(value, lambda text: without_surrogates(text, tally))


def in_every_text(value: object, change) -> object:  # noqa: ANN001 - a function from text to text
    """The same values with each text changed; depth is limited before."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [in_every_text(inner, change) for inner in value]
    if isinstance(value, dict):
        return {change(key): in_every_text(inner, change) for key, inner in value.items()}
    return value
