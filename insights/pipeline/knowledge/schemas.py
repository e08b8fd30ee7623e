"""Names of the fields in the schemas of an API. References inside the file are followed; those to other files or hosts are counted, never read."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

MOST_FIELDS = 40
MOST_LOOKED_AT = 60
"""Schemas looked at for one operation."""
MOST_IN_ALL = 200_000
DEEPEST = 4
MOST_HOPS = 20
AROUND = (
    "data items results result response payload meta metadata links pagination page total count next previous cursor has_more hasmore error errors "
    "message success object"
)
ENVELOPE = frozenset(AROUND.split())
"""What stands around the fields in the answers of most APIs; it is left out where the content is inside."""
CONTENT = frozenset({"data", "items", "results", "result", "records", "payload"})
COMBINED = ("allOf", "anyOf", "oneOf")
LEADS_ON = frozenset({"$ref", "properties", "items", "additionalProperties", *COMBINED})


class Schemas:
    """The schemas of one description."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        """Nothing was looked at yet."""
        self.description = description
        self.elsewhere: set[str] = set()
        self._looked_at = 0
        self._known: dict[int, tuple[str, ...]] = {}

    @property
    def tired(self) -> bool:
        """Whether so much was looked at that the fields of further operations are not looked for."""
        return self._looked_at >= MOST_IN_ALL

    def resolved(self, found: object) -> object:
        """What a reference inside the file points to; None for one that leads nowhere, elsewhere, or round in circles."""
        for _ in range(MOST_HOPS):
            if not isinstance(found, Mapping) or not isinstance(found.get("$ref"), str):
                return found
            found = self._at(found["$ref"])
        return None

    def fields(self, schema: object) -> tuple[str, ...]:
        """Names of the properties of a schema, those near its top first."""
        top = self.resolved(schema)
        if id(top) not in self._known:
            self._known[id(top)] = self._names(top)
        return self._known[id(top)]

    def _names(self, schema: object) -> tuple[str, ...]:
        names: dict[str, None] = {}
        seen: set[int] = set()
        waiting = deque([(schema, 0)])
        looked_at = 0
        while waiting and len(names) < MOST_FIELDS and looked_at < MOST_LOOKED_AT and not self.tired:
            found, depth = waiting.popleft()
            found = self.resolved(found)
            looked_at += 1
            self._looked_at += 1
            if not isinstance(found, Mapping) or id(found) in seen or depth > DEEPEST:
                continue
            seen.add(id(found))
            properties = found.get("properties")
            if isinstance(properties, Mapping):
                around = ENVELOPE if depth == 0 and not CONTENT.isdisjoint(properties) else frozenset()
                names |= dict.fromkeys(str(name)[:80] for name in list(properties)[:MOST_LOOKED_AT] if str(name).lower() not in around)
                waiting.extend((inside, depth + 1) for inside in list(properties.values())[:MOST_LOOKED_AT] if _leads_on(inside))
            waiting.extend((found[key], depth) for key in ("items", "additionalProperties") if isinstance(found.get(key), Mapping))
            waiting.extend((part, depth) for key in COMBINED if isinstance(found.get(key), list) for part in found[key][:MOST_LOOKED_AT])
        return tuple(names)[:MOST_FIELDS]

    def _at(self, reference: str) -> object:
        if not reference.startswith("#"):
            self.elsewhere.add(reference.partition("#")[0])
            return None
        found: object = self.description
        for step in reference[1:].strip("/").split("/")[:MOST_HOPS]:
            key = step.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, Mapping) else None
        return found


def _leads_on(schema: object) -> bool:
    """Whether there may be properties in a schema."""
    return isinstance(schema, Mapping) and not LEADS_ON.isdisjoint(schema)
