"""What the interfaces of live systems are: OpenAPI documents, ours of what we ask and read, and the vendors' own.

Ours stand beside this file. The vendors' are not kept here; `HEADROOM_CONTRACTS` may name a folder that holds them:

    intercom.yaml   descriptions/2.15/api.intercom.io.yaml of intercom/Intercom-OpenAPI (MIT)
    chatwoot.json   swagger/swagger.json of chatwoot/chatwoot (MIT)
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import yaml

FOLDER = "HEADROOM_CONTRACTS"
OURS, THEIRS = "ours", "vendor's"
VENDORS = ("chatwoot", "intercom")
BEYOND = "x-beyond"
"""Marks what we know and the vendor's document does not say, with where it comes from."""


def ours(vendor: str) -> dict[str, Any]:
    """Our document."""
    return loaded(Path(__file__).parent / f"{vendor}.yaml")


def theirs(vendor: str) -> dict[str, Any] | None:
    """The vendor's document, cut down to the paths of ours and what they refer to, or None where it is not at hand."""
    folder = os.environ.get(FOLDER)
    found = [path for ending in ("yaml", "json") if folder and (path := Path(folder) / f"{vendor}.{ending}").exists()]
    if not found:
        return None
    whole = loaded(found[0])
    paths = {path: whole["paths"][path] for path in ours(vendor)["paths"] if path in whole["paths"]}
    return {**whole, "paths": paths, "components": referred(whole, paths), "tags": []}


def loaded(path: Path) -> dict[str, Any]:
    """A document in YAML or JSON."""
    return yaml.CSafeLoader(path.read_text(encoding="utf-8")).get_single_data()


def referred(whole: dict[str, Any], paths: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The components that paths refer to, and those that these refer to, and so on; with the ways to log in."""
    kept: dict[str, dict[str, Any]] = {"securitySchemes": whole["components"]["securitySchemes"]}
    open_ends = references(paths)
    while open_ends:
        _, _, kind, name = open_ends.pop().split("/")
        if name not in kept.setdefault(kind, {}):
            kept[kind][name] = whole["components"][kind][name]
            open_ends |= references(kept[kind][name])
    return kept


def references(values: Any) -> set[str]:
    """Every reference in a part of a document."""
    if isinstance(values, dict):
        own = {values["$ref"]} if isinstance(values.get("$ref"), str) else set()
        return own.union(*(references(each) for each in values.values()))
    return set().union(*(references(each) for each in values)) if isinstance(values, list) else set()


def resolved(whole: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part itself where it is only referred to; what stands beside the reference holds too."""
    while "$ref" in part:
        _, _, kind, name = part["$ref"].split("/")
        part = {**whole["components"][kind][name], **{key: value for key, value in part.items() if key != "$ref"}}
    return part


def at(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """What a document says of a path as it was asked."""
    return whole["paths"][next(each for each in sorted(whole["paths"], key=lambda each: each.count("{")) if fits(each, path))]


def body(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of what is posted to a path, with all that it refers to."""
    return {"components": whole["components"], **posted(at(whole, path)["post"])}


def posted(operation: dict[str, Any]) -> dict[str, Any]:
    """The schema of what is posted."""
    return operation["requestBody"]["content"]["application/json"]["schema"]


def parameters(whole: dict[str, Any], path: dict[str, Any], method: str) -> list[dict[str, Any]]:
    """The parameters of a question."""
    return [resolved(whole, each) for each in (*path.get("parameters", ()), *path[method].get("parameters", ()))]


def sendable(whole: dict[str, Any], method: str, path: str) -> dict[str, dict[str, Any]]:
    """What can be sent to a path as it was asked: query parameters, or properties of the body."""
    found = at(whole, path)
    if method == "post":
        return resolved(whole, posted(found["post"]))["properties"]
    return {each["name"]: each for each in parameters(whole, found, method) if each["in"] == "query"}


def fits(template: str, path: str) -> bool:
    """Whether a path is one of a template.

    >>> fits("/a/{id}/b", "/a/7/b"), fits("/a/{id}", "/a/7/b")
    (True, False)
    """
    wanted, asked = template.split("/"), path.rstrip("/").split("/")
    return len(wanted) == len(asked) and all(one == other or one.startswith("{") for one, other in zip(wanted, asked, strict=True))


def write(whole: dict[str, Any], path: Path) -> None:
    """A document as JSON; what YAML takes for a day is text again."""
    path.write_text(json.dumps(whole, default=str), encoding="utf-8")
