"""Whether our document of an interface says nothing that the vendor's own does not say.

What we send must be among what they take, and what we read must be what they answer. They may say more than we do. What is marked as known from
elsewhere may be missing there, may have more values or be null; if it is there, it is of the same type.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any

from tests.contracts.documents import BEYOND, parameters, posted, resolved

Values = dict[str, Any]
PLACE = ("type", "in", "scheme", "name")


def differences(ours: Values, theirs: Values) -> list[str]:
    """Every place at which ours says what theirs does not."""
    found: list[str] = []
    for path, mine in ours["paths"].items():
        for method in mine.keys() - {"parameters"}:
            at = f"{method} {path}"
            if method not in theirs["paths"].get(path, {}):
                found.append(f"{at}: not there")
                continue
            found += Comparison(ours, theirs, at).of_questions(mine, theirs["paths"][path], method)
            found += Comparison(ours, theirs, at).of_answers(mine[method], theirs["paths"][path][method])
    return found


@dataclass(frozen=True)
class Comparison:
    """Two documents at a path."""

    ours: Values
    theirs: Values
    at: str

    def of_questions(self, mine: Values, other: Values, method: str) -> Iterator[str]:
        """The log-in, the parameters and the body."""
        if not logins(self.ours, mine[method]) & logins(self.theirs, other[method]):
            yield f"{self.at}: another way to log in"
        known = {(each["in"], each["name"]): each for each in parameters(self.theirs, other, method)}
        stated = {(each["in"], each["name"]): each for each in parameters(self.ours, mine, method)}
        for key, each in stated.items():
            if key in known:
                yield from self.of_schemas(each["schema"], [known[key]["schema"]], key[1], sent=True)
            elif BEYOND not in each:
                yield f"{self.at} {key[1]}: not there"
        needed = {key for key, each in known.items() if each.get("required")}
        if missing := needed - {key for key, each in stated.items() if each.get("required")}:
            yield f"{self.at}: needs {sorted(missing)}"
        if "requestBody" in mine[method]:
            yield from self.of_schemas(posted(mine[method]), [posted(other[method])], "body", sent=True)

    def of_answers(self, mine: Values, other: Values) -> Iterator[str]:
        """Each status that both tell: vendors leave out most of the refusals."""
        for status, each in mine["responses"].items():
            if status not in other["responses"] and status == "200":
                yield f"{self.at} {status}: not there"
            stated, known = (answered(whole, one) for whole, one in ((self.ours, each), (self.theirs, other["responses"].get(status, {}))))
            if stated and known:
                yield from self.of_schemas(stated, [known], status, sent=False)

    def of_schemas(self, mine: Values, others: list[Values], name: str, *, sent: bool) -> Iterator[str]:
        """A schema, against those that can stand in its place."""
        mine = whole_of(self.ours, mine)[0]
        others = [one for each in others for one in whole_of(self.theirs, each)]
        where, beyond = f"{self.at} {name}", BEYOND in mine
        free = {"null"} if beyond else set()
        stated, known = types(mine) - free, set[str]().union(*map(types, others)) - free
        if not (stated <= known if sent else stated == known):
            yield f"{where}: {sorted(stated)}, there {sorted(known)}"
        values, there = ({one for each in all_of for one in each.get("enum", ()) if one is not None} for all_of in ([mine], others))
        if values and not beyond and not ((not there or values <= there) if sent else values == there):
            yield f"{where}: one of {sorted(values)}, there {sorted(there)}"
        required = set(mine.get("required", ()))
        needed = [set(each.get("required", ())) for each in others]
        if all(each - required for each in needed) if sent else all(required - each for each in needed):
            yield f"{where}: needs {sorted(required)}, there {sorted(map(sorted, needed))}"
        for key, part in mine.get("properties", {}).items():
            found = [each["properties"][key] for each in others if key in each.get("properties", {})]
            if found:
                yield from self.of_schemas(part, found, f"{name}.{key}", sent=sent)
            elif BEYOND not in part:
                yield f"{where}.{key}: not there"
        items = [each["items"] for each in others if "items" in each]
        if "items" in mine and items:
            yield from self.of_schemas(mine["items"], items, f"{name}[]", sent=sent)


def logins(whole: Values, operation: Values) -> set[tuple[str, ...]]:
    """The ways to log in for a question."""
    names = {name for each in operation.get("security", whole.get("security", ())) for name in each}
    schemes = [whole["components"]["securitySchemes"][name] for name in names]
    return {tuple(f"{key}={each[key]}" for key in PLACE if key in each) for each in schemes}


def answered(whole: Values, response: Values) -> Values | None:
    """The schema of an answer."""
    content = resolved(whole, response).get("content", {})
    return content["application/json"]["schema"] if "application/json" in content else None


def whole_of(whole: Values, schema: Values) -> list[Values]:
    """What a schema can be: with all that it refers to and is made of, one for each of its choices."""
    schema = resolved(whole, schema)
    rest = {key: value for key, value in schema.items() if key not in ("allOf", "oneOf", "anyOf")}
    parts = [whole_of(whole, each)[0] for each in schema.get("allOf", ())]
    rest = reduce(joined, parts, rest)
    choices = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return [joined(rest, each) for choice in choices for each in whole_of(whole, choice)] or [rest]


def joined(one: Values, other: Values) -> Values:
    """Two schemas that hold both."""
    properties = {**one.get("properties", {}), **other.get("properties", {})}
    return {**one, **other, **({"properties": properties} if properties else {}), "nullable": one.get("nullable") or other.get("nullable")}


def types(schema: Values) -> set[str]:
    """The types that a schema allows, as version 3.1 or 3.0 of OpenAPI says it."""
    stated = schema.get("type", "object")
    return ({stated} if isinstance(stated, str) else set(stated)) | ({"null"} if schema.get("nullable") else set())
