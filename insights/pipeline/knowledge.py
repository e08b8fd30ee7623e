"""Help articles and tools from files: JSON lines, JSON, CSV; tools also from an OpenAPI description."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from insights.errors import FileTooLarge, MissingColumns, UnreadableFile
from insights.model import Article, EnablerType, Tool
from insights.text.cleaning import plain

MOST_BYTES = 50 << 20
MOST_YAML_BYTES = 5 << 20
READS = ("get", "head")
WRITES = ("post", "put", "patch", "delete")
YES = frozenset({"true", "1", "yes", "y", ""})


def read_articles(path: Path, name: str | None = None) -> tuple[Article, ...]:
    """The articles of a file, each once by its id."""
    shown = name or path.name
    found: dict[str, Article] = {}
    for place, record in enumerate(_records(_content(path, shown), shown), start=1):
        title, body = (str(record.get(key) or "").strip() for key in ("title", "body"))
        if not title and not body:
            raise MissingColumns(f"Article {place} of {shown} has neither title nor body.", hint="Name the columns id, title, body and url.")
        article_id = str(record.get("id") or title)
        found[article_id] = Article(article_id, title, plain(body, html="</" in body or "<br" in body), str(record.get("url") or "") or None)
    return tuple(found.values())


def read_tools(path: Path, name: str | None = None) -> tuple[Tool, ...]:
    """The tools of a file, each once by its name."""
    shown = name or path.name
    content = _content(path, shown)
    described = _openapi(content, shown)
    tools = (
        _operations(described) if described is not None else [_tool(record, place, shown) for place, record in enumerate(_records(content, shown), 1)]
    )
    return tuple({tool.name: tool for tool in tools}.values())


def _content(path: Path, shown: str) -> str:
    if path.stat().st_size > MOST_BYTES:
        raise FileTooLarge(f"{shown} is larger than {MOST_BYTES >> 20} MB.", hint="Leave out what customers do not read.")
    try:
        return path.read_text(encoding="utf-8-sig").replace("\x00", "")
    except UnicodeDecodeError as problem:
        raise UnreadableFile(f"{shown} is not a text file.", hint="Bring JSON lines, JSON or CSV in UTF-8.") from problem


def _records(content: str, shown: str) -> list[Mapping[str, Any]]:
    """The objects of JSON lines, of a JSON list (also inside an object) or of a CSV file."""
    start = content.lstrip()[:1]
    try:
        if start == "[":
            found: Any = json.loads(content)
        elif start == "{":
            found = _objects(content)
        else:
            found = list(csv.DictReader(io.StringIO(content)))
    except (ValueError, RecursionError, csv.Error) as problem:
        raise UnreadableFile(f"{shown} cannot be read: it is damaged.", hint="Bring JSON lines, JSON or CSV.") from problem
    if not all(isinstance(record, Mapping) for record in found):
        raise UnreadableFile(f"{shown} holds something else than a list of records.", hint="Bring one object per line.")
    return [{str(key).strip().lower(): value for key, value in record.items()} for record in found]


def _objects(content: str) -> Sequence[Any]:
    try:
        whole = json.loads(content)
    except ValueError:
        return [json.loads(line) for line in content.split("\n") if line.strip()]
    lists = [value for value in whole.values() if isinstance(value, list) and value and isinstance(value[0], Mapping)]
    return lists[0] if lists else [whole]


def _tool(record: Mapping[str, Any], place: int, shown: str) -> Tool:
    name, kind = str(record.get("name") or "").strip(), str(record.get("type") or "").strip().lower()
    if not name or kind not in (EnablerType.READ, EnablerType.WRITE):
        raise MissingColumns(
            f"Tool {place} of {shown} lacks a name, or a type that is read or write.", hint="Name the columns name, description, type and available."
        )
    available = record.get("available", True)
    said = available if isinstance(available, bool) else str("" if available is None else available).strip().lower() in YES
    return Tool(name, str(record.get("description") or "").strip(), EnablerType(kind), said)


def _openapi(content: str, shown: str) -> Mapping[str, Any] | None:
    """The description, or None when the file is something else."""
    head = content.lstrip()
    if head.startswith("{"):
        try:
            whole = json.loads(content)
        except (ValueError, RecursionError):
            return None
    elif len(content) <= MOST_YAML_BYTES and any(line.startswith(("openapi:", "swagger:")) for line in content.split("\n")):
        try:
            whole = yaml.safe_load(content)
        except (yaml.YAMLError, RecursionError) as problem:
            raise UnreadableFile(f"{shown} is damaged.", hint="Check the file with the tool that made it.") from problem
    else:
        return None
    return whole if isinstance(whole, Mapping) and isinstance(whole.get("paths"), Mapping) else None


def _operations(described: Mapping[str, Any]) -> Iterable[Tool]:
    for path, methods in described["paths"].items():
        for method, operation in methods.items() if isinstance(methods, Mapping) else ():
            verb = str(method).lower()
            if verb not in READS + WRITES or not isinstance(operation, Mapping):
                continue
            text = str(operation.get("summary") or operation.get("description") or "").strip()
            kind = EnablerType.READ if verb in READS else EnablerType.WRITE
            yield Tool(str(operation.get("operationId") or f"{verb.upper()} {path}"), text, kind)
