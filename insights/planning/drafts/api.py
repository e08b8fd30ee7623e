"""What an AI agent has to read or do for customers, as an OpenAPI 3.1 fragment: made from what customers give and what support reads out."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import yaml

from insights.model import EnablerType
from insights.planning.candidates import Candidate
from insights.planning.drafts.answers import Reply, answers, replies, told
from insights.planning.drafts.fields import DAYS, STATE, read_out, shape, words
from insights.planning.drafts.identifiers import NAMED, Identifier, identifiers
from insights.planning.drafts.lines import cited, conversations, counted, read_of, section
from insights.planning.drafts.questions import fitting, for_its_kind, requests, typical
from insights.planning.drafts.values import MONEY, quantities
from insights.planning.lexicon import FIELDS, with_article
from insights.planning.voices import SAMPLE, Voices, evenly, plain

READING = re.compile(r"^(?:get|read|fetch|look_?up|find|list|check|show|view|search)[_-]")
MOST_TOPICS, MOST_FIELDS, LONGEST_NAME = 4, 9, 34
KEY_SHARE = 0.1
"""Share of the conversations that hold a number, from which an AI agent can ask for it."""
ITEMS = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
HEAD = re.compile(r"^(?:.*['’]s |.*\bof (?:a|an|the|this|one) \w+ )?(?:(?:the|a|an|its|their|whether|any|all|\w+s) )?")
TAIL = re.compile(r" (?:for|of|by|to|in|on|with|from|at) ")
COUNTED_UP, LONGEST_ITEM = 2, 3
TOO_SMALL = "These needs are too small for a call each. Take the most asked one first; the requests above show which."


def look_up(candidate: Candidate, voices: Voices) -> list[str]:
    """What has to be read, for which questions, as a call, with what support read out and the risks."""
    rows = fitting(candidate, voices)
    speech = replies(voices, rows)
    return [
        read_of(rows),
        "",
        *section("What customers ask, and what support tells them from it", by_topic(candidate, voices)),
        *section("Call", call(candidate, voices, rows, speech, writes=False)),
        *section("Risks", read_risks(voices, rows)),
    ]


def by_topic(candidate: Candidate, voices: Voices) -> list[str]:
    """The topics that need it, the largest first, each with a request or two and with what support read out."""
    rows = for_its_kind(candidate, voices)
    topic = voices.frame["topic"].iloc[rows]
    lines = []
    for name, count in topic.value_counts().sort_index().nlargest(MOST_TOPICS).items():
        mine = rows[(topic == name).to_numpy()]
        asked = typical(requests(voices, mine, candidate.title), 2, voices)
        given = answers(reading_out(replies(voices, mine), voices), voices, candidate.title)
        lines.append(f"- **{plain(str(name))}**: {conversations(int(count))}")
        lines += [f"  {line}" for line in cited(voices, asked, 220)]
        lines += [f"  - Support: {line.removeprefix('- ')}" for line in told(given, voices, 1, 220)]
    return lines


def reading_out(speech: Sequence[Reply], voices: Voices) -> list[Reply]:
    """The replies that tell something of this customer's case: a state, a day, an amount; all where none does."""
    tells = voices.says(f"{DAYS}|{STATE}|[€£$] ?\\d", [each.text for each in speech])
    return [each for each, reads in zip(speech, tells, strict=True) if reads] or list(speech)


def call(candidate: Candidate, voices: Voices, rows: np.ndarray, speech: Sequence[Reply], *, writes: bool) -> list[str]:
    """The call as an OpenAPI fragment, with what it was made from."""
    name = candidate.action_id.split(":")[-1]
    if name.startswith("smaller"):
        return [TOO_SMALL]
    tool = voices.library.tools.get(name, {})
    thing, _, listed_fields = candidate.title.split(": ", 1)[-1].partition(": ")
    entity = entity_of(thing, tool)
    found, read = identifiers(voices, rows, entity)
    keys = [each for each in found if each.pattern and each.conversations >= KEY_SHARE * read]
    operation = words(name if tool else thing if writes else f"get {thing}")
    listed = tool_fields(tool) or ([] if writes else [*filter(None, listed_fields.split(", ")), *FIELDS.get(NAMED.get(entity, entity), ())])
    given = {words(each)[:LONGEST_NAME].strip("_"): shape(each) for each in listed[:MOST_FIELDS]}
    path, key = path_of(entity, keys, operation, writes=writes)
    others = [each for each in found if each is not key][:3]
    body = {"operationId": operation, "summary": str(tool.get("description") or candidate.title)[:200], "tags": [entity]}
    body |= writing(key, others, given, speech, voices) if writes else reading(key, others, given, speech, voices)
    fragment = {
        "openapi": "3.1.0",
        "info": {"title": candidate.title, "version": "draft"},
        "paths": {path: {"post" if writes else "get": body}},
    }
    what = f"It {'changes' if writes else 'only reads'} {with_article(entity)}, found by {key.name.replace('_', ' ')}."
    source = f"Fields come from {'the list of tools and ' if tool else ''}{conversations(read)} that were read; types are what their words suggest."
    text = yaml.safe_dump(fragment, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None).replace("`", "’")
    return [f"{what} {source}", "", "```yaml", *text.rstrip().split("\n"), "```"]


def entity_of(thing: str, tool: Mapping[str, object]) -> str:
    """What a call is about, in one word: "order status" is about an order, "Look up a card" about a card.

    >>> entity_of("order status", {}), entity_of("order replacement card", {}), entity_of("x", {"entity": "Loan"})
    ('order', 'card', 'loan')
    """
    if tool.get("entity"):
        return words(str(tool["entity"])).replace("_", " ")
    spoken = words(thing).split("_")
    if len(spoken) == 2 and tool.get("type") == EnablerType.READ:
        return spoken[0]
    singular = [word if word in NAMED else word.removesuffix("s") for word in reversed(spoken)]
    return next((word for word in singular if word in NAMED), spoken[-1])


def tool_fields(tool: Mapping[str, object]) -> list[str]:
    """The fields that the list of tools names, or that the description of the tool counts up.

    >>> tool_fields({"type": "read", "description": "Returns a loan's balance, rate and the settlement figure for a date, and its term."})
    ['balance', 'rate', 'settlement figure', 'term']
    """
    fields = tool.get("fields") or []
    named = [str(each) for each in fields] if isinstance(fields, (list, tuple)) else []
    described = str(tool.get("description") or "").strip(" .")
    if not named and ":" in described:
        named = ITEMS.split(described.split(":", 1)[1])
    elif not named and described.count(",") >= COUNTED_UP and tool.get("type") == EnablerType.READ:
        named = [HEAD.sub("", TAIL.split(each)[0]) for each in ITEMS.split(described)]
        named = [each for each in named if len(each.split()) <= LONGEST_ITEM]
    return [each.strip() for each in named if each.strip()]


def path_of(entity: str, keys: Sequence[Identifier], operation: str, *, writes: bool) -> tuple[str, Identifier]:
    """Where the call is found, and by what: a number that customers give, else who is signed in."""
    things = plural(words(entity)).replace("_", "-")
    if keys:
        return f"/{things}/{{{keys[0].name}}}" + (f"/{operation.replace('_', '-')}" if writes else ""), keys[0]
    last = operation.replace("_", "-") if writes else things
    return f"/customers/{{customer_id}}/{last}", Identifier("customer_id", "", "", 0)


def reading(key: Identifier, others: Sequence[Identifier], given: Mapping[str, Any], speech: Sequence[Reply], voices: Voices) -> dict[str, Any]:
    """Parameters and answer of a call that reads."""
    return {
        "parameters": [parameter(key, "path"), *(parameter(each, "query") for each in others)],
        "responses": {"200": response("Found", read_out(given, speech, voices)), "404": {"description": "Not this customer's, or not known"}},
    }


def writing(key: Identifier, others: Sequence[Identifier], given: Mapping[str, Any], speech: Sequence[Reply], voices: Voices) -> dict[str, Any]:
    """Parameters, body and answers of a call that does something."""
    taken = {each.name: typed(each) for each in others} | dict(given) | {"reason": {"type": "string", "description": "Why, in the customer's words"}}
    once = {"name": "Idempotency-Key", "in": "header", "required": True, "description": "Asked twice, done once", "schema": {"type": "string"}}
    done = read_out({}, speech, voices) | {"done_at": {"type": "string", "format": "date-time"}}
    return {
        "parameters": [parameter(key, "path"), once],
        "requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object", "properties": taken}}}},
        "responses": {
            "200": response("Done", done),
            "404": {"description": "Not this customer's, or not known"},
            "409": {"description": "The rules do not allow it; the body says which"},
        },
    }


def response(description: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """An answer in JSON."""
    return {"description": description, "content": {"application/json": {"schema": {"type": "object", "properties": dict(fields)}}}}


def parameter(each: Identifier, place: str) -> dict[str, Any]:
    """What customers give, as a parameter."""
    seen = f"Given by customers in {conversations(each.conversations)}" if each.conversations else "Who is signed in; customers rarely give a number"
    return {"name": each.name, "in": place, "required": place == "path", "description": seen, "schema": typed(each)}


def typed(each: Identifier) -> dict[str, Any]:
    """The shape of an identifier."""
    return {"type": "string"} | ({"pattern": each.pattern} if each.pattern else {}) | ({"format": each.format} if each.format else {})


def read_risks(voices: Voices, rows: np.ndarray) -> list[str]:
    """What follows from reading this customer's data."""
    low = int((voices.frame["rating"].iloc[rows] <= 2).sum())
    return [
        "- It reads only. It answers to the signed-in or identified customer alone, and each call is logged.",
        "- It gives no more than the fields above: what the AI agent cannot see, it cannot tell the wrong person.",
        f"- {counted(low, len(rows))} of these conversations are rated 1 or 2: say when data are old or missing rather than guess.",
    ]


def write_risks(voices: Voices, rows: np.ndarray, refused: int, total: int) -> list[str]:
    """What has to be settled before something is done for customers without a person."""
    lines = ["- The customer is identified and confirms before it is done; a second call with the same key does nothing."]
    if refused:
        lines.append(f"- Write down the rules behind the refusals above: {counted(refused, total)} conversations meet one.")
    texts = [text for row in evenly(rows, SAMPLE) for text in voices.asked(int(row))]
    amounts = [amount(value) for text in texts for value, unit in quantities(text) if unit in MONEY and plain_number(value)]
    if len(amounts) >= 5:
        half = float(np.median(amounts))
        lines.append(f"- Set a limit above which a person decides: half of the amounts that customers name are below {half:,.0f}.")
    lines.append("- It can be undone, or it says to the customer that it cannot.")
    return lines


def plain_number(value: str) -> bool:
    """Whether a value is one plain number, and not a range.

    >>> plain_number("84.50"), plain_number("3–5")
    (True, False)
    """
    return re.fullmatch(r"\d+(?:,\d{3})*(?:\.\d+)?", value) is not None


def amount(value: str) -> float:
    """A plain number."""
    return float(value.replace(",", ""))


def plural(noun: str) -> str:
    """A noun as collections of an API are called.

    >>> plural("order"), plural("delivery"), plural("address")
    ('orders', 'deliveries', 'addresses')
    """
    if noun.endswith("y") and noun[-2:-1] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") and not noun.endswith("ss") else noun + ("es" if noun.endswith(("ss", "x", "ch")) else "s")
