"""A mapping that the user made for an earlier file, used again for one with the same columns."""

from __future__ import annotations

from collections.abc import Mapping as AnyMapping
from dataclasses import replace

from insights.sources.mapping import Mapping
from insights.sources.preview import Look
from insights.sources.rows import AMBIGUOUS_DATES

RECALLED = "read with the meanings that you chose for a file like this before"


def key_of(seen: Look) -> str:
    """What files that are mapped alike have in common: their kind and their columns."""
    return f"{seen.source}:{seen.mapping.header_hash}" if seen.mapping else seen.source


def recalled(seen: Look, remembered: AnyMapping[str, str]) -> Look:
    """The look with the mapping remembered for it, if there is one.

    What this file itself shows counts more: an order of day and month that is beyond doubt, and values that the earlier one did not have.
    """
    text = remembered.get(key_of(seen))
    if text is None:
        return seen
    known, guessed = Mapping.from_json(text), seen.mapping or Mapping(())
    mapping = replace(
        known,
        day_first=known.day_first if AMBIGUOUS_DATES in seen.notes else guessed.day_first,
        roles=(*known.roles, *(pair for pair in guessed.roles if pair[0] not in dict(known.roles))),
        ratings=(*known.ratings, *(pair for pair in guessed.ratings if pair[0] not in dict(known.ratings))),
    )
    return replace(seen, mapping=mapping, notes=(RECALLED, *seen.notes))
