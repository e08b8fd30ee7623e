"""The fields of a call: their types from what they are called, and what support reads out to customers though no list names it. Never a value."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from insights.planning.drafts.answers import Reply
from insights.planning.drafts.lines import counted
from insights.planning.drafts.values import MONEY, quantities
from insights.planning.voices import Voices

DAYS = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:to|yester)day\b|tomorrow|tonight|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:jan|feb|mar|apr|may"
    r"|jun|jul|aug|sep|oct|nov|dec)|\d{1,2}[./]\d{1,2}|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi"
    r"|lunes|martes|miércoles|jueves|viernes|-feira"
)
STATES = (
    *("active", "approved", "arrived", "blocked", "booked in", "cancelled", "closed", "confirmed", "declined", "delivered", "expired", "failed"),
    *("frozen", "held", "in transit", "locked", "lost", "on its way", "open", "overdue", "packed", "paid", "pending", "planned", "processed"),
    *("received", "refunded", "refused", "registered", "rejected", "returned", "scheduled", "sent", "shipped", "used", "void", "waiting"),
)
STATE = rf"\b(?:{'|'.join(STATES)})\b"
SAID_STATE = re.compile(STATE, re.IGNORECASE)
DATED = re.compile(r"_at$|_on$|date|\bday\b|_day$|time|when|since|until|planned|expir|last_seen|due")
NUMERIC = re.compile(r"amount|total|price|balance|figure|fee|limit|value|rate|points|usage|count|quantity|seats")
TRUE_FALSE = re.compile(r"^(?:is|has|can|whether)_|^(?:locked|verified|used|frozen)$")
SEVERAL = re.compile(r"(?:[^sui]s|history|log)$|^items")
OFTEN = 0.12
"""Share of the conversations that read something out, from which it is a field."""
STATE_SHARE, MOST_STATES = 0.04, 6


def shape(field: str) -> dict[str, Any]:
    """What a field is likely to hold, from its name.

    >>> shape("placed_at"), shape("amount"), shape("carrier"), shape("lines")["type"]
    ({'type': 'string', 'format': 'date-time'}, {'type': 'number'}, {'type': 'string'}, 'array')
    """
    name = words(field)
    if TRUE_FALSE.search(name):
        return {"type": "boolean"}
    if DATED.search(name):
        return {"type": "string", "format": "date-time"}
    if NUMERIC.search(name):
        return {"type": "number"}
    return {"type": "array", "items": {"type": "string"}} if SEVERAL.search(name) else {"type": "string"}


def read_out(given: Mapping[str, Any], speech: Sequence[Reply], voices: Voices) -> dict[str, Any]:
    """The fields of the answer: those that are listed, and those that support reads out though none of them covers it."""
    texts = [(each.row, text) for each in speech for text in each.sentences]
    total = len({each.row for each in speech})
    fields = {"status": {"type": "string"}} | dict(given)
    if common := states(texts, total):
        fields["status"] = {"type": "string", "examples": common, "description": "Words that support uses"}
    least = max(3, OFTEN * total)
    dated = {row for (row, _), dates in zip(texts, voices.says(DAYS, [text for _, text in texts]), strict=True) if dates}
    if len(dated) >= least and not any(field.get("format") == "date-time" for field in fields.values()):
        fields["date"] = {"type": "string", "format": "date", "description": f"A day is told in {counted(len(dated), total)} conversations"}
    paid = [(row, unit) for row, text in texts for _, unit in quantities(text) if unit in MONEY]
    rows, units = {row for row, _ in paid}, Counter(unit for _, unit in paid)
    if len(rows) >= least:
        currency = MONEY[min(units, key=lambda unit: (-units[unit], unit))]
        fields |= {"amount": {"type": "number", "description": f"Told in {counted(len(rows), total)} conversations"}}
        fields |= {"currency": {"type": "string", "examples": [currency]}}
    return fields


def states(texts: Sequence[tuple[int, str]], total: int) -> list[str]:
    """The states that support names in several conversations, the most frequent first."""
    told = {(row, state.lower()) for row, text in texts for state in SAID_STATE.findall(text)}
    counts = Counter(state for _, state in told)
    often = [state for state in counts if counts[state] >= max(2, STATE_SHARE * total)]
    return sorted(often, key=lambda state: (-counts[state], state))[:MOST_STATES]


def words(text: str) -> str:
    """A name for a field or a path: small letters, digits and underscores.

    >>> words("State of packing"), words("get-order")
    ('state_of_packing', 'get_order')
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "thing"
