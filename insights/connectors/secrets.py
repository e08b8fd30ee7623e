"""Several secrets of one system, kept as one: the first opens its conversations, others its help articles. None of them holds a line break."""

from __future__ import annotations

from collections.abc import Mapping

from insights.connectors.connector import Connector
from insights.connectors.fields import Kind

BETWEEN = "\n"


def names_of(one: Connector) -> tuple[str, ...]:
    """The fields that are never written down."""
    return tuple(each.name for each in one.fields if each.kind is Kind.SECRET)


def bound(one: Connector, values: dict[str, str]) -> str:
    """Take the secrets out of what was given: all of them in one text. A single one is itself."""
    return BETWEEN.join(values.pop(name) for name in names_of(one)).rstrip(BETWEEN)


def unbound(one: Connector, kept: str) -> dict[str, str]:
    """The secrets of a text by the names of their fields; those that were not given are empty."""
    parts = kept.split(BETWEEN)
    return {name: parts[place] if place < len(parts) else "" for place, name in enumerate(names_of(one))}


def renewed(one: Connector, first: str, kept: str | None) -> str:
    """A new secret in the place of the first, with the others as they are, if they are at hand."""
    values: Mapping[str, str] = {**unbound(one, kept or ""), one.secret: first}
    return bound(one, dict(values))
