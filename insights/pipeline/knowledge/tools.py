"""Tools out of files: lists in any shape, lists as AI agents are given them, descriptions of APIs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from insights.errors import InsightsError, MissingColumns, NothingToImport
from insights.model import EnablerType, Tool
from insights.pipeline.knowledge.articles import TWICE, UNREAD
from insights.pipeline.knowledge.files import File, Unread, files
from insights.pipeline.knowledge.found import Brought, Tools, clean, counted
from insights.pipeline.knowledge.openapi import READS, WRITES, described, tools_described
from insights.pipeline.knowledge.records import Record, is_json, of_json, of_table, value

NAMES = ("name", "title", "tool", "function", "operation", "operationid", "endpoint", "api")
DESCRIPTIONS = ("description", "summary", "about", "purpose", "what", "beschreibung", "notes")
TYPES = ("type", "kind", "access", "method", "verb", "readwrite", "typ")
AVAILABLE = ("available", "enabled", "connected", "exists", "live", "verfugbar")
ENTITIES = ("entity", "object", "resource")
READ_WORDS = frozenset({"read", "lookup", "look up", "query", "search", "readonly", "read only", "lesen", *READS})
WRITE_WORDS = frozenset({"write", "action", "update", "readwrite", "read/write", "schreiben", *WRITES})
READ_VERBS = "get list search find lookup look check fetch read show view query retrieve describe count calculate estimate track"
WRITE_VERBS = (
    "create update cancel delete remove add set send change reset refund issue book reschedule apply activate deactivate close open start stop "
    "pause resume edit modify submit place replace transfer block unblock freeze unfreeze restore register unsubscribe subscribe post put patch "
    "escalate"
)
READING, WRITING = frozenset(READ_VERBS.split()), frozenset(WRITE_VERBS.split())
NOT_YES = frozenset({"false", "0", "no", "n", "nein", "planned", "missing", "not yet", "off"})
FIRST_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
LONGEST = 500
MOST_TOOLS = 20_000


def tools_of(brought: tuple[Brought, ...]) -> Tools:
    """The tools of everything that was brought, each once by its name.

    Raises:
        InsightsError: there is not one tool, or a single file cannot be read.
    """
    tools: dict[str, Tool] = {}
    left_out, notes, problems = Counter[str](), list[str](), list[InsightsError]()
    for one in brought:
        for file in files(one):
            try:
                found = _raised(file) if isinstance(file, Unread) else _read(file)
            except InsightsError as problem:
                left_out[UNREAD] += 1
                problems.append(problem)
                continue
            left_out.update(dict(found.left_out))
            notes += found.notes
            left_out[TWICE] += sum(tools.get(tool.name) == tool for tool in found.tools)
            tools |= {tool.name: tool for tool in map(_clean, found.tools)}
    if not tools and problems:
        raise problems[0]
    if not tools:
        reasons = ", ".join(f"{count:,} {what}" for what, count in counted(left_out))
        raise NothingToImport("There is no tool to use.", hint=f"What was found: {reasons}." if reasons else "Name the columns name and type.")
    return Tools(tuple(tools.values())[:MOST_TOOLS], counted(left_out), tuple(dict.fromkeys(notes)))


def _clean(tool: Tool) -> Tool:
    fields = tuple(clean(field) for field in tool.fields)
    return replace(tool, name=clean(tool.name), description=clean(tool.description), entity=clean(tool.entity), fields=fields)


def _raised(file: Unread) -> Tools:
    raise file.problem


def _read(file: File) -> Tools:
    whole = None if file.workbook else described(file)
    if whole is not None:
        return tools_described(whole, file.name)
    records = of_json(file, complete) if not file.workbook and is_json(file) else of_table(file)
    told, left_out = 0, Counter[str]()
    tools: dict[str, Tool] = {}
    for place, record in enumerate(records, start=1):
        if record is None:
            left_out[UNREAD] += 1
            continue
        tool, certain = _tool(record, place, file.name)
        told += not certain
        left_out[TWICE] += tools.get(tool.name) == tool
        tools[tool.name] = tool
    notes = (f"{told:,} without a word on reading or writing, told by the name",) if told else ()
    return Tools(tuple(tools.values()), counted(left_out), notes)


def complete(record: Record) -> bool:
    """Whether a record is a tool, and not something around tools."""
    return any(isinstance(record.get(name), str) for name in NAMES) and any(name in record for name in (*DESCRIPTIONS, *TYPES, "inputschema"))


def _tool(record: Record, place: int, shown: str) -> tuple[Tool, bool]:
    """The tool of a record, and whether the record says itself if it reads or writes."""
    name = " ".join(value(record, NAMES).split())[:LONGEST]
    said = kind_said(record)
    kind = said or kind_of_name(name)
    if not name or kind is None:
        raise MissingColumns(
            f"Tool {place} of {shown} lacks a name, or a type that is read or write.", hint="Name the columns name, description, type and available."
        )
    description = " ".join(value(record, DESCRIPTIONS).split())[:LONGEST]
    available = value(record, AVAILABLE).lower() not in NOT_YES
    return Tool(name, description, kind, available, value(record, ENTITIES)[:80], fields(record)), said is not None


def kind_said(record: Record) -> EnablerType | None:
    """Whether a tool reads or writes, as its record says; None when it does not."""
    hints = record.get("annotations")
    if isinstance(hints, Mapping) and isinstance(hints.get("readOnlyHint"), bool):
        return EnablerType.READ if hints["readOnlyHint"] else EnablerType.WRITE
    words = [value(record, (name,)).lower() for name in TYPES]
    if any(word in READ_WORDS for word in words):
        return EnablerType.READ
    return EnablerType.WRITE if any(word in WRITE_WORDS for word in words) else None


def kind_of_name(name: str) -> EnablerType | None:
    """Whether the first word of a name is a verb that reads or one that writes.

    >>> kind_of_name("getOrderStatus"), kind_of_name("cancel_order"), kind_of_name("orders")
    (<EnablerType.READ: 'read'>, <EnablerType.WRITE: 'write'>, None)
    """
    found = FIRST_WORD.search(name)
    verb = found[0].lower() if found else ""
    return EnablerType.READ if verb in READING else EnablerType.WRITE if verb in WRITING else None


def fields(record: Record) -> tuple[str, ...]:
    """The fields that a record names, in a list or in a text with commas, or as an agent's tool takes them."""
    said: Any = record.get("fields")
    if isinstance(said, str):
        return tuple(part.strip()[:80] for part in re.split(r"[,;]", said) if part.strip())[:40]
    if isinstance(said, list):
        return tuple(str(part)[:80] for part in said if isinstance(part, (str, int)))[:40]
    taken = record.get("inputschema") or record.get("parameters")
    properties = taken.get("properties") if isinstance(taken, Mapping) else None
    return tuple(str(name)[:80] for name in properties)[:40] if isinstance(properties, Mapping) else ()


def with_availability(tools: tuple[Tool, ...], available: Mapping[str, bool]) -> tuple[Tool, ...]:
    """The tools, each as available as it is said to be, else as it was."""
    return tuple(replace(tool, available=available.get(tool.name, tool.available)) for tool in tools)
