"""Values of JSON records as the types that a conversation needs. Everything but the id may be null in real exports."""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

from insights.sources.times import from_epoch, parse_time


def text_of(value: object) -> str | None:
    """A text, or a whole number as text; None for anything else and for emptiness.

    >>> text_of(" a "), text_of(9007199254740993), text_of(""), text_of(1.5), text_of(True)
    ('a', '9007199254740993', None, None, None)
    """
    if isinstance(value, str):
        return value.strip() or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def time_of(value: object, zone: tzinfo = UTC) -> datetime | None:
    """The moment that a number or a text names."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return from_epoch(float(value))
    return parse_time(value, day_first=False, zone=zone) if isinstance(value, str) else None


def object_of(value: object) -> dict:
    """The object, or an empty one in place of null."""
    return value if isinstance(value, dict) else {}


def objects_of(value: object) -> list[dict]:
    """The objects of a list; what is none of them is left out."""
    return [inner for inner in value if isinstance(inner, dict)] if isinstance(value, list) else []


def first_of(values: dict, *keys: str) -> str | None:
    """The first of the keys that holds text."""
    return next((text for key in keys if (text := text_of(values.get(key)))), None)


def listed(value: object, *keys: str) -> list[dict]:
    """The objects of a list, also where the list stands under one of the keys, as APIs wrap it.

    >>> listed([{"a": 1}]), listed({"results": [{"a": 1}]}, "results"), listed(None, "results")
    ([{'a': 1}], [{'a': 1}], [])
    """
    if isinstance(value, dict):
        value = next((value[key] for key in keys if isinstance(value.get(key), list)), None)
    return objects_of(value)


def names_in(value: object, *keys: str) -> tuple[str, ...]:
    """Names of a list of texts or of objects that have them under one of the keys.

    >>> names_in(["a", {"tag": "b"}, 3, None], "name", "tag")
    ('a', 'b', '3')
    """
    found = value if isinstance(value, list) else []
    return tuple(name for each in found if (name := first_of(each, *keys) if isinstance(each, dict) else text_of(each)))
