"""What an AI agent has to read or do for customers, as an OpenAPI 3.1 fragment: made from what customers give and what support reads out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import yaml

from insights.planning.candidates import Candidate
from insights.planning.draft_answers import Reply, answers, replies, told
from insights.planning.draft_identifiers import Identifier, identifiers
from insights.planning.draft_lines import cited, conversations, counted, section
from insights.planning.draft_questions import fitting, heard
from insights.planning.draft_speech import said
from insights.planning.draft_values import quantities
from insights.planning.lexicon import FIELDS, THINGS
from insights.planning.steps import Spoken
from insights.planning.voices import Voices

READING = re.compile(r"^(?:get|read|fetch|look_?up|find|list|check|show|view|search)[_-]")
DAYS = (
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:to|yester)day\b|tomorrow|tonight|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:jan|feb|mar|apr|may|jun"
    r"|jul|aug|sep|oct|nov|dec)|\d{1,2}[./]\d{1,2}|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|lunes|martes"
    r"|miércoles|jueves|viernes|-feira"
)
STATES = (
    "active", "approved", "arrived", "blocked", "booked in", "cancelled", "closed", "confirmed", "declined", "delivered", "expired", "failed", "frozen", "held",
    "in transit", "locked", "lost", "on its way", "open", "overdue", "packed", "paid", "pending", "planned", "processed", "received", "refunded", "refused",
    "registered", "rejected", "returned", "scheduled", "sent", "shipped", "used", "void", "waiting",
)  # fmt: skip
MONEY = {"euros": "EUR", "pounds": "GBP", "dollars": "USD"}
OFTEN = 0.12
DATED = re.compile(r"_at$|_on$|date|\bday\b|time|when|since|until|planned|expir|last_seen|due")
NUMERIC = re.compile(r"amount|total|price|balance|figure|fee|limit|value|rate|points|usage|count|quantity|seats")
TRUE_FALSE = re.compile(r"^(?:is|has|can|whether)_|^(?:locked|verified|used|frozen)$")
MOST_FIELDS = 9
LONGEST_NAME = 34


def look_up(candidate: Candidate, voices: Voices) -> list[str]:
    """What has to be read, for which questions, as a call, with what support read out and the risks."""
    rows = fitting(candidate, voices)
    speech = replies(voices, rows)
    return [
        *section("Questions that it answers", cited(voices, heard(candidate, voices, 5), 220), "- No request is worded clearly enough to quote."),
        *section("What support told customers from it", told(answers(speech, voices, candidate.title), voices, 4, 220), "- None found yet."),
        *section("Call", call(candidate, voices, rows, writes=False)),
        *section("Risks", read_risks(voices, rows)),
    ]


def call(candidate: Candidate, voices: Voices, rows: np.ndarray, *, writes: bool) -> list[str]:
    """The call as an OpenAPI fragment, with what it was made from."""
    name = candidate.action_id.split(":")[-1]
    if name.startswith("smaller"):
        return ["These needs are too small for a call each. Take the most asked one first; the requests above show which."]
    tool = voices.library.tools.get(name, {})
    entity = entity_of(name, tool)
    found, read = identifiers(voices, rows, entity)
    speech = replies(voices, rows)
    source = f"Fields come from {'the list of tools and ' if tool else ''}{conversations(read)} that were read; types are what their words suggest."
    fragment = openapi(candidate, name, tool, entity, found, speech, writes=writes)
    text = yaml.safe_dump(fragment, sort_keys=False, allow_unicode=True, width=120).replace("`", "'")
    return [source, "", "```yaml", *text.rstrip().split("\n"), "```"]


def entity_of(name: str, tool: Mapping[str, object]) -> str:
    """What a call is about, in one word or two.

    >>> entity_of("get_order_status", {}), entity_of("resend-code", {}), entity_of("x", {"entity": "Loan"})
    ('order', 'code', 'loan')
    """
    if tool.get("entity"):
        return words(str(tool["entity"]))
    plain_name = words(READING.sub("", name)).replace("_", " ")
    thing = next((each.name for each in THINGS if each.name in plain_name), None)
    return thing or (plain_name.split()[0] if READING.match(name) else plain_name.split()[-1])


def openapi(
    candidate: Candidate, name: str, tool: Mapping[str, object], entity: str, found: Sequence[Identifier], speech: Sequence[Reply], *, writes: bool
) -> dict[str, Any]:
    """The fragment as plain values."""
    key = next((each for each in found if each.pattern), Identifier(f"{words(entity)}_id", "", "", 0))
    others = [each for each in found if each is not key]
    path = f"/{plural(words(entity)).replace('_', '-')}/{{{key.name}}}" + (f"/{words(name).replace('_', '-')}" if writes else "")
    operation: dict[str, Any] = {
        "operationId": words(name),
        "summary": str(tool.get("description") or candidate.title)[:200],
        "parameters": [parameter(key, "path"), *([] if writes else [parameter(each, "query") for each in others[:3]])],
    }
    if writes:
        taken = {each.name: typed(each) for each in others[:3]} | {field: kind for field, kind in listed(tool).items()}
        taken |= {"reason": {"type": "string", "description": "Why, in the customer's words"}}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": taken}}}}
    given = {} if writes else listed(tool) or {field: shape(field) for field in FIELDS.get(entity, ())}
    operation["responses"] = {
        "200": {
            "description": "Done" if writes else "Found",
            "content": {"application/json": {"schema": {"type": "object", "properties": answer(given, speech, writes=writes)}}},
        },
        "404": {"description": "Not this customer's, or not known"},
    }
    if writes:
        operation["responses"]["409"] = {"description": "The rules do not allow it; the body says which"}
    return {"openapi": "3.1.0", "info": {"title": candidate.title, "version": "draft"}, "paths": {path: {"post" if writes else "get": operation}}}


def parameter(each: Identifier, place: str) -> dict[str, Any]:
    """What customers give, as a parameter."""
    seen = f"Given by customers in {conversations(each.conversations)}" if each.conversations else "Not seen in conversations: take your own key"
    return {"name": each.name, "in": place, "required": place == "path", "description": seen, "schema": typed(each)}


def typed(each: Identifier) -> dict[str, Any]:
    """The shape of an identifier."""
    return {"type": "string"} | ({"pattern": each.pattern} if each.pattern else {}) | ({"format": each.format} if each.format else {})


def listed(tool: Mapping[str, object]) -> dict[str, Any]:
    """The fields that the list of tools names, or that the description of the tool counts up after a colon."""
    fields = tool.get("fields") or []
    named = [str(each) for each in fields] if isinstance(fields, (list, tuple)) else []
    if not named and ":" in str(tool.get("description") or ""):
        named = re.split(r",\s*(?:and\s+)?|\s+and\s+", str(tool["description"]).split(":", 1)[1].strip(" ."))
    known = [each.strip() for each in named if each.strip()][:MOST_FIELDS]
    return {words(each)[:LONGEST_NAME].strip("_"): shape(each) for each in known}


def shape(field: str) -> dict[str, Any]:
    """What a field is likely to hold, from its name.

    >>> shape("placed_at"), shape("amount"), shape("carrier")
    ({'type': 'string', 'format': 'date-time'}, {'type': 'number'}, {'type': 'string'})
    """
    name = words(field)
    if TRUE_FALSE.search(name):
        return {"type": "boolean"}
    if DATED.search(name):
        return {"type": "string", "format": "date-time"}
    if name in ("items", "bookings", "scans") or name.startswith("items_"):
        return {"type": "array", "items": {"type": "string"}}
    return {"type": "number"} if NUMERIC.search(name) else {"type": "string"}


def answer(given: Mapping[str, Any], speech: Sequence[Reply], *, writes: bool) -> dict[str, Any]:
    """The fields of the answer: those that are listed, and those that support reads out though none of them covers it."""
    rows = {each.row for each in speech}
    least = max(3, OFTEN * len(rows))
    fields = {"status": {"type": "string"}} | dict(given)
    texts = [(each.row, text) for each in speech for text in each.sentences]
    states = {state: {row for row, text in texts if re.search(rf"\b{state}\b", text, re.IGNORECASE)} for state in STATES}
    common = [state for state in sorted(states, key=lambda state: (-len(states[state]), state)) if len(states[state]) >= max(2, 0.04 * len(rows))][:6]
    if common:
        fields["status"] = {"type": "string", "examples": common, "description": "Words that support uses"}
    dated = {texts[place][0] for place in np.flatnonzero(said(DAYS, [text for _, text in texts]))} if texts else set()
    if len(dated) >= least and not any(field.get("format") == "date-time" for field in fields.values()):
        fields["expected_at"] = {
            "type": "string",
            "format": "date-time",
            "description": f"A day is told in {counted(len(dated), len(rows))} conversations",
        }
    paid = [(row, unit) for row, text in texts for _, unit in quantities(text) if unit in MONEY]
    if len({row for row, _ in paid}) >= least:
        units = [unit for _, unit in paid]
        currency = MONEY[max(sorted(set(units)), key=units.count)]
        fields |= {"amount": {"type": "number", "description": f"Told in {counted(len({row for row, _ in paid}), len(rows))} conversations"}}
        fields |= {"currency": {"type": "string", "examples": [currency]}}
    return fields | ({"done_at": {"type": "string", "format": "date-time"}} if writes else {})


def read_risks(voices: Voices, rows: np.ndarray) -> list[str]:
    """What follows from reading this customer's data."""
    found, read = identifiers(voices, rows, "")
    given = sum(each.conversations for each in found[:1])
    lines = ["- It reads only. It answers to the signed-in or identified customer alone, and each call is logged."]
    lines.append(f"- {counted(given, read)} conversations hold {found[0].name.replace('_', ' ')}: ask for it in the others." if found
                 else "- Customers rarely give a number: find the case by who is signed in.")  # fmt: skip
    low = int((voices.frame["rating"].iloc[rows] <= 2).sum())
    return [*lines, f"- {counted(low, len(rows))} of these conversations are rated 1 or 2: say when data are old or missing rather than guess."]


def write_risks(voices: Voices, rows: np.ndarray, refused: Sequence[Spoken], total: int) -> list[str]:
    """What has to be settled before something is done for customers without a person."""
    lines = ["- The customer is identified and confirms before it is done; a second call with the same key does nothing."]
    if refused:
        lines.append(f"- Write down the rules behind the refusals above: {counted(len(refused), total)} conversations meet one.")
    amounts = [
        float(value.replace(",", ""))
        for row in rows[:400]
        for text in voices.asked(int(row))
        for value, unit in quantities(text)
        if unit in MONEY and amount(value)
    ]
    if len(amounts) >= 5:
        lines.append(
            f"- Set a limit above which a person decides: customers name amounts up to {max(amounts):,.0f}, half of them below {float(np.median(amounts)):,.0f}."
        )
    lines.append("- It can be undone, or it says to the customer that it cannot.")
    return lines


def amount(value: str) -> bool:
    """Whether a value is one plain number, and not a range.

    >>> amount("84.50"), amount("3–5")
    (True, False)
    """
    return re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", value) is not None


def words(text: str) -> str:
    """A name for a field or a path: small letters, digits and underscores.

    >>> words("State of packing"), words("get-order")
    ('state_of_packing', 'get_order')
    """
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_") or "thing"


def plural(noun: str) -> str:
    """A noun as collections of an API are called.

    >>> plural("order"), plural("delivery"), plural("address")
    ('orders', 'deliveries', 'addresses')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "ch")) else "s")
