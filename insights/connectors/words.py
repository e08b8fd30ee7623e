"""What a system itself calls the secret that opens it: a token, a key, a password."""

from __future__ import annotations

from collections.abc import Mapping

from insights.connectors.connector import NOTHING, Connector

WAY = "way"
"""The field of a system that takes several kinds of secret; the kind that was chosen names it."""


def secret_label(one: Connector, given: Mapping[str, str] = NOTHING) -> str:
    """Its name above a field."""
    ways = next((dict(each.choices) for each in one.fields if each.name == WAY), {})
    return ways.get(given.get(WAY, ""), one.secret_field.label)


def secret_word(one: Connector, given: Mapping[str, str] = NOTHING) -> str:
    """Its name within a sentence: a word in capitals keeps them."""
    label = secret_label(one, given)
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
