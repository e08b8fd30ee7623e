"""Tools out of an OpenAPI 3 or Swagger 2 description: one for each operation.

GET and HEAD look something up; every other method does something, except a POST whose path says that it searches: there the question is only too
long for an address. Deprecated operations are left out.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from insights.errors import FileTooLarge, UnreadableFile
from insights.model import EnablerType, Tool
from insights.pipeline.knowledge.files import File
from insights.pipeline.knowledge.found import Tools, counted
from insights.pipeline.knowledge.markup import read_yaml
from insights.pipeline.knowledge.schemas import Schemas
from insights.sources.decoding import plural
from insights.text.cleaning import plain

READS, WRITES = ("get", "head"), ("post", "put", "patch", "delete")
OTHER_KEYS = ("parameters", "summary", "description", "servers", "$ref")
SEARCHES = frozenset({"search", "query", "lookup", "find", "filter", "list"})
SEARCH_NOTE = "A search: it is sent by POST and changes nothing."
MOST_OPERATIONS = 20_000
LONGEST = 500
HEAD = re.compile(r"^\s{0,10}[\"']?(?:openapi|swagger)[\"']?\s{0,10}:", re.MULTILINE)
PARAMETER = re.compile(r"^[{:<].*|^\*$|^(?:v\d+(?:\.\d+)*|api|rest|_?\d+)$", re.IGNORECASE)
DEPRECATED, METHODS, BROKEN = "deprecated", "with a method that no agent calls", "that are not described"
CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.\s]+")


def described(file: File) -> Mapping[str, Any] | None:
    """The description of an API that a file is, or None when it is something else."""
    text = file.text
    start = text.lstrip()[:1]
    if start == "{":
        try:
            whole = json.loads(text)
        except (ValueError, RecursionError):
            # One object a line is a list of tools; a description that is cut off is not.
            if HEAD.search(text[:5_000].replace("{", "\n").replace(",", "\n")):
                raise UnreadableFile(f"{file.name} is damaged.", hint="Check the file with the tool that made it.") from None
            return None
    elif file.ending in (".yaml", ".yml") or (start != "[" and HEAD.search(text[:20_000])):
        whole = read_yaml(text, file.name)
        if not isinstance(whole, Mapping):
            raise UnreadableFile(f"{file.name} describes no API.", hint="Bring an OpenAPI file, or a list of tools as JSON, CSV or XLSX.")
    else:
        return None
    if not isinstance(whole, Mapping) or not any(key in whole for key in ("openapi", "swagger", "paths")):
        return None
    if not isinstance(whole.get("paths"), Mapping) or not whole["paths"]:
        raise UnreadableFile(f"{file.name} describes no operation.", hint="An OpenAPI file lists its operations under paths.")
    return whole


def tools_described(whole: Mapping[str, Any], name: str) -> Tools:
    """A tool for each operation, with names that differ."""
    schemas, left_out = Schemas(whole), Counter[str]()
    tools: dict[str, Tool] = {}
    renamed = searches = 0
    for path, verb, operation in _operations(whole["paths"], schemas, left_out):
        tool = _tool(path, verb, operation, schemas)
        searches += tool.description.endswith(SEARCH_NOTE)
        if tool.name in tools:
            renamed += 1
            tool = Tool(f"{verb.upper()} {path}"[:LONGEST], tool.description, tool.type, True, tool.entity, tool.fields)
        tools.setdefault(tool.name, tool)
        if len(tools) > MOST_OPERATIONS:
            raise FileTooLarge(f"{name} describes more than {MOST_OPERATIONS:,} operations.", hint="Leave out what support does not use.")
    said = (
        (renamed, "with the name of another, called by the path instead"),
        (searches, "sent by POST that only search and count as look-ups"),
    )
    notes = [f"{count:,} {words}" for count, words in said if count]
    notes += [f"{plural(len(schemas.elsewhere), 'other file')} referred to and not read"] if schemas.elsewhere else []
    notes += ["So many schemas that the fields of the last operations were not looked for"] if schemas.tired else []
    return Tools(tuple(tools.values()), counted(left_out), tuple(notes))


def _operations(paths: Mapping[str, Any], schemas: Schemas, left_out: Counter[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, item in paths.items():
        methods = schemas.resolved(item)
        if not isinstance(methods, Mapping):
            left_out[BROKEN] += not str(path).startswith("x-")
            continue
        for method, operation in methods.items():
            verb = str(method).lower()
            if verb in OTHER_KEYS or verb.startswith("x-"):
                continue
            if verb not in READS + WRITES:
                left_out[METHODS] += 1
            elif not isinstance(operation, Mapping):
                left_out[BROKEN] += 1
            elif str(operation.get("deprecated")).lower() == "true":
                left_out[DEPRECATED] += 1
            else:
                yield str(path), verb, operation


def _tool(path: str, verb: str, operation: Mapping[str, Any], schemas: Schemas) -> Tool:
    searching = verb == "post" and is_search(path)
    kind = EnablerType.READ if verb in READS or searching else EnablerType.WRITE
    words = next((str(operation[key]) for key in ("summary", "description") if isinstance(operation.get(key), str) and operation[key].strip()), "")
    text = " ".join(plain(words[:5_000], html="</" in words).split())[:LONGEST]
    name = operation.get("operationId")
    name = " ".join(str(name).split()) if isinstance(name, (str, int)) else ""
    fields = schemas.fields(_answer(operation, schemas)) if kind is EnablerType.READ else _taken(operation, schemas)
    return Tool(
        (name or f"{verb.upper()} {path}")[:LONGEST], f"{text} {SEARCH_NOTE}".strip() if searching else text, kind, True, entity(path), fields
    )


def _answer(operation: Mapping[str, Any], schemas: Schemas) -> object:
    """The schema of what comes back when all went well."""
    responses = operation.get("responses")
    responses = responses if isinstance(responses, Mapping) else {}
    good = next((code for code in ("200", "201", "2XX", "2xx", "default") if code in responses), None)
    found = schemas.resolved(responses.get(good)) if good else None
    return (found.get("schema") or _content(found)) if isinstance(found, Mapping) else None


def _taken(operation: Mapping[str, Any], schemas: Schemas) -> tuple[str, ...]:
    """What has to be given: the body, or in Swagger 2 the parameters that stand for it."""
    body = schemas.resolved(operation.get("requestBody"))
    if isinstance(body, Mapping):
        return schemas.fields(_content(body))
    parameters = operation.get("parameters")
    found = [schemas.resolved(each) for each in parameters] if isinstance(parameters, list) else []
    given = [each for each in found if isinstance(each, Mapping)]
    bodies = [each for each in given if each.get("in") == "body"]
    return schemas.fields(bodies[0].get("schema")) if bodies else tuple(str(each.get("name"))[:80] for each in given if each.get("in") == "formData")


def _content(found: Mapping[str, Any]) -> object:
    content = found.get("content")
    if not isinstance(content, Mapping) or not content:
        return None
    media = content.get("application/json") or next(iter(content.values()))
    return media.get("schema") if isinstance(media, Mapping) else None


def segments(path: str) -> list[str]:
    """The words of a path, without parameters, versions and what stands behind a colon.

    >>> segments("/api/v2/orders/{id}/line-items:search")
    ['orders', 'line-items', 'search']
    """
    return [part for part in re.split(r"[/:]", re.sub(r"/:", "/{", path)) if part and not PARAMETER.match(part)]


def is_search(path: str) -> bool:
    """Whether the end of a path says that it searches.

    >>> is_search("/orders/search"), is_search("/tickets/advanced-search"), is_search("/orders"), is_search("/users.list")
    (True, True, False, True)
    """
    found = segments(path)
    words = [word.lower() for word in CAMEL.split(found[-1]) if word] if found else []
    return bool(words) and (words[0] in SEARCHES or words[-1] in SEARCHES)


def entity(path: str) -> str:
    """What a path is about: the last thing there are many of, else its last word that is no search.

    >>> entity("/v1/orders/{id}/cancel"), entity("/orders/{id}/line_items"), entity("/companies/search"), entity("/account/balance")
    ('order', 'line item', 'company', 'balance')
    """
    words = [" ".join(CAMEL.split(part)).strip().lower() for part in segments(path)]
    things = [word for word in words if word and word not in SEARCHES]
    many = [word for word in things if word.endswith("s") and not word.endswith(("ss", "us", "is"))]
    return singular((many or things or [""])[-1])[:80]


def singular(word: str) -> str:
    """One of many.

    >>> singular("companies"), singular("boxes"), singular("orders"), singular("status"), singular("addresses")
    ('company', 'box', 'order', 'status', 'address')
    """
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) or not word.endswith("s") else word[:-1]
