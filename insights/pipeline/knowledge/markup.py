"""YAML as data, built from its events: strings, lists and mappings, nothing else.

A parser that builds by recursion ends the process at deep nesting, and aliases of aliases stand for more than fits in memory. Here the depth is
bounded, an alias is the very object it points to, and what all aliases stand for is counted before anything walks through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import yaml

from insights.errors import FileTooLarge, UnreadableFile

MOST_BYTES = 8 << 20
MOST_VALUES = 1_000_000
DEEPEST = 100
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
MERGE = "<<"
KEY = object()


class Frame:
    """A list or a mapping that is being filled, and how many values it stands for with its aliases written out."""

    def __init__(self, whole: list | dict, anchor: str | None) -> None:
        """Nothing in it yet."""
        self.whole, self.anchor, self.values = whole, anchor, 1
        self.key: object = KEY

    def put(self, value: object, values: int, name: str) -> None:
        """Add the next item, key or value."""
        self.values += values
        if isinstance(self.whole, list):
            self.whole.append(value)
        elif self.key is KEY:
            if not isinstance(value, str):
                raise UnreadableFile(f"{name} has a key that is no text.", hint="Bring it as JSON.")
            self.key = value
        else:
            self.whole[self.key] = value
            self.key = KEY


def read_yaml(text: str, name: str) -> object:
    """The first document of a text: every scalar a string, tags ignored.

    Raises:
        FileTooLarge: too large, too deep, or its aliases stand for too much.
    """
    if len(text) > MOST_BYTES:
        raise FileTooLarge(f"{name} is larger than {MOST_BYTES >> 20} MB, which is too much for YAML.", hint="Save it as JSON and bring that.")
    try:
        return _built(iter(yaml.parse(text, Loader=LOADER)), name)
    except yaml.YAMLError as problem:
        raise UnreadableFile(f"{name} is damaged.", hint="Check the file with the tool that made it.") from problem


def _built(events: Iterator[yaml.Event], name: str) -> object:
    root = Frame([], None)
    stack = [root]
    anchors: dict[str, tuple[object, int]] = {}
    for event in events:
        if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            stack.append(Frame({} if isinstance(event, yaml.MappingStartEvent) else [], event.anchor))
            if len(stack) > DEEPEST:
                raise FileTooLarge(f"{name} is nested more than {DEEPEST} levels deep.", hint="Check the file with the tool that made it.")
            continue
        if isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            done = stack.pop()
            whole = _merged(done.whole) if isinstance(done.whole, dict) and MERGE in done.whole else done.whole
            value, values, anchor = whole, done.values, done.anchor
        elif isinstance(event, yaml.ScalarEvent):
            value, values, anchor = event.value, 1, event.anchor
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in anchors:
                raise UnreadableFile(
                    f"{name} refers to something that is not there, or to itself.", hint="Check the file with the tool that made it."
                )
            (value, values), anchor = anchors[event.anchor], None
        elif isinstance(event, yaml.DocumentEndEvent):
            break
        else:
            continue
        if anchor:
            anchors[anchor] = (value, values)
        stack[-1].put(value, values, name)
        if stack[-1].values > MOST_VALUES:
            raise FileTooLarge(f"{name} stands for more than {MOST_VALUES:,} values once its references are written out.", hint="Save it as JSON.")
    assert isinstance(root.whole, list)
    return root.whole[0] if root.whole else None


def _merged(own: dict) -> dict:
    """A mapping with what it takes from others; what it says itself counts."""
    others = own[MERGE] if isinstance(own[MERGE], list) else [own[MERGE]]
    taken: dict = {}
    for other in reversed(others):
        taken |= other if isinstance(other, Mapping) else {}
    return taken | {key: value for key, value in own.items() if key != MERGE}
