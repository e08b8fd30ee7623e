"""What the vendors themselves write about their interfaces: OpenAPI documents, cut down to what we ask.

They are not kept here. `HEADROOM_CONTRACTS` names a folder that holds them:

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
PATHS = {
    "intercom": ("/me", "/conversations/search", "/conversations/{conversation_id}", "/articles"),
    "chatwoot": (
        "/api/v1/accounts/{account_id}",
        "/api/v1/accounts/{account_id}/conversations",
        "/api/v1/accounts/{account_id}/conversations/meta",
        "/api/v1/accounts/{account_id}/conversations/{conversation_id}/messages",
    ),
}


def document(vendor: str) -> dict[str, Any] | None:
    """The document of a vendor with the paths that we ask and what they refer to, or None where it is not at hand."""
    folder = os.environ.get(FOLDER)
    found = [path for ending in ("yaml", "json") if folder and (path := Path(folder) / f"{vendor}.{ending}").exists()]
    if not found:
        return None
    whole = yaml.CSafeLoader(found[0].read_text(encoding="utf-8")).get_single_data()
    paths = {path: whole["paths"][path] for path in PATHS[vendor]}
    return {**whole, "paths": paths, "components": referred(whole, paths), "tags": []}


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


def at(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """What a document says of a path as it was asked."""
    return whole["paths"][next(each for each in sorted(whole["paths"], key=lambda each: each.count("{")) if fits(each, path))]


def body(whole: dict[str, Any], path: str) -> dict[str, Any]:
    """The schema of what is posted to a path, with all that it refers to."""
    schema = at(whole, path)["post"]["requestBody"]["content"]["application/json"]["schema"]
    return {"components": whole["components"], **schema}


def parameters(whole: dict[str, Any], method: str, path: str) -> set[str]:
    """The names of the query parameters that a document knows for a path as it was asked."""
    found = at(whole, path)
    listed = [*found.get("parameters", ()), *found[method.lower()].get("parameters", ())]
    known = [whole["components"]["parameters"][each["$ref"].split("/")[-1]] if "$ref" in each else each for each in listed]
    return {each["name"] for each in known if each["in"] == "query"}


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
