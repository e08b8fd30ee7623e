"""JSON taken apart into its records without holding more than one: an array, a list inside an object, a line each, or objects one after another.

Brackets outside of texts show where a record ends; only then is it parsed. So a damaged record costs itself and not the file, and nothing nested
or endless reaches the parser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from insights.errors import UnreadableFile
from insights.sources.decoding import BLOCK_BYTES, Transcoded, byte_blocks
from insights.sources.limits import RAW_CHARACTERS, Limits
from insights.sources.source import Opened

# To the next bracket, over whole texts. Possessive, hence linear.
WHOLE_TEXTS = rb'[^"{}\[\]]*+(?:"(?:[^"\\]++|\\.)*+"[^"{}\[\]]*+)*+'
BRACKET = re.compile(WHOLE_TEXTS + rb"[{}\[\]]", re.DOTALL)
NO_BRACKET = re.compile(WHOLE_TEXTS, re.DOTALL)
# A whole object, as deep as records usually are, in one step. Deeper or broken ones are followed bracket by bracket.
NESTED_LEVELS = 8
LEVEL_OPENS = rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+"|[{\[]'
LEVEL_ENDS = rb"[}\]])*+"
OBJECT = re.compile(
    rb"[\s,]*+({" + LEVEL_OPENS * NESTED_LEVELS + rb"(?!)" + LEVEL_ENDS * NESTED_LEVELS + rb"})",
    re.DOTALL,
)
LIST_NAME = re.compile(rb'"(conversations|tickets|users|_?results|data|payload)"\s{0,20}:\s{0,20}$')
OPENED_LIST = re.compile(rb'"(?:conversations|tickets|users|_?results|data|payload)"\s{0,20}:\s{0,20}\[')
AROUND_A_LIST = re.compile(rb'"(?:_embedded|data)"\s{0,20}:\s{0,20}\{[^{}\[\]]*+(?:\{[^{}\[\]]*+\}[^{}\[\]]*+)*+$')
"""Some systems put the list one object deeper."""
OF_A_RECORD = (
    *(b'"messages"', b'"conversation_id"', b'"comments"', b'"ticket"', b'"conversation_parts"', b'"threads"', b'"id"', b'"helpdesk_ticket"'),
    *(b'"requester_id"', b'"description"', b'"description_text"', b'"created_at"', b'"subject"'),
)
"""Keys of a single record: a list behind one of them is the record's own."""
FLAT_LIST = re.compile(rb"\[[^\[\]]*+\]")
LINES_LOOKED_AT = 50
BETWEEN = b" \t\r\n,"


@dataclass(frozen=True, slots=True)
class Raw:
    """One record, still text. `list_name` is the list it stood in, empty for none; `problem` says why it cannot be parsed."""

    row: int
    content: bytes
    list_name: str = ""
    problem: str | None = None


def raw_records(opened: Opened) -> Iterator[Raw]:
    """The records of a file, numbered from 1; users beside them have their own numbers."""
    by_line = is_a_line_each(opened)
    counts = {True: 0, False: 0}
    with opened.text() as stream:
        for raw in line_records(stream, opened.limits) if by_line else Splitter(stream, opened.name, opened.limits).records():
            is_user = raw.list_name == "users"
            counts[is_user] += 1
            yield Raw(counts[is_user], raw.content, raw.list_name, raw.problem)


def is_a_line_each(opened: Opened) -> bool:
    """Whether most of the first lines are objects of their own, so that a broken line can be left behind at its end."""
    with opened.text() as stream:
        head = stream.read(BLOCK_BYTES)
    lines = [line.strip() for line in head.split(b"\n")[:LINES_LOOKED_AT] if line.strip()]
    if len(lines) < 2 or lines[0] == b"{" or wraps_a_list(lines[0]):
        return False
    return sum(line.startswith(b"{") and line.endswith(b"}") for line in lines) * 2 >= len(lines)


def wraps_a_list(line: bytes) -> bool:
    """Whether an object is a page of records and not a record."""
    name = OPENED_LIST.search(line)
    return name is not None and is_page(line[: name.start()])


def is_page(before: bytes) -> bool:
    """Whether what stands before a list is of a page, not of a record; other lists before it, such as organisations, may hold anything."""
    for _ in range(3):
        if not any(own in before for own in OF_A_RECORD):
            return True
        before = FLAT_LIST.sub(b"", before)
    return not any(own in before for own in OF_A_RECORD)


def line_records(stream: Transcoded, limits: Limits) -> Iterator[Raw]:
    """A record for each line that is not blank."""
    for block in byte_blocks(stream, limits.json_record):
        for line in block.split(b"\n"):
            content = line.strip()
            if len(line) > limits.json_record:
                yield Raw(0, content[:RAW_CHARACTERS], problem=f"longer than {limits.json_record:,} characters")
            elif content:
                yield Raw(0, content)


class Splitter:
    """Finds records by their brackets, a block at a time."""

    def __init__(self, stream: Transcoded, name: str, limits: Limits) -> None:
        """`name` is for messages."""
        self._stream, self._name, self._limits = stream, name, limits
        self._buffer = b""
        self._depth = 0
        self._home = 0
        """Depth at which records begin; -1 beside a list that is over."""
        self._wrapper: int | None = None
        """Depth of the object around the list."""
        self._list_name = ""
        self._start: int | None = None
        self._after = 0
        self._head: bytes | None = None
        """Start of a record that is too long to keep."""

    def records(self) -> Iterator[Raw]:
        """Every record, and everything between records that is none."""
        position, found = 0, 0
        while True:
            if self._start is None and (whole := self._next_whole(position)):
                found += 1
                position = self._after = whole.end()
                yield self._whole(whole[1])
                continue
            match = BRACKET.match(self._buffer, position)
            if match:
                position = match.end()
                for raw in self._bracket(position - 1):
                    found += 1
                    yield raw
                continue
            between = NO_BRACKET.match(self._buffer, position)
            position = self._drop(between.end() if between else position)
            piece = self._stream.read(BLOCK_BYTES)
            if not piece:
                break
            if len(self._buffer) - position > self._limits.json_record:
                raise UnreadableFile(
                    f"{self._name} cannot be read after record {found:,}: a text in it is too long or never ends.",
                    hint="Export it again; the file is damaged there.",
                )
            self._buffer += piece
        yield from self._ending()

    def _next_whole(self, position: int) -> re.Match[bytes] | None:
        """The next record, when it stands complete in the buffer with nothing but a comma before it, and is no page of records."""
        if self._depth != self._home or position != self._after:
            return None
        whole = OBJECT.match(self._buffer, position)
        return None if whole is None or (self._wrapper is None and wraps_a_list(whole[1])) else whole

    def _bracket(self, place: int) -> Iterator[Raw]:
        """Follow one bracket."""
        if self._buffer[place] in b"{[":
            yield from self._opens(place, is_object=self._buffer[place] == b"{"[0])
            self._depth += 1
        else:
            self._depth -= 1
            yield from self._closes(place)

    def _opens(self, place: int, *, is_object: bool) -> Iterator[Raw]:
        """A record, a list of records, or something inside of a record."""
        if self._start is None:
            if self._depth == self._home:
                yield from self._between(place)
                if is_object or self._depth:
                    self._start = place
                else:
                    self._home, self._after = 1, place + 1
            elif self._wrapper is not None and self._depth == self._wrapper + 1 and not is_object:
                self._enter_list(place, self._after)
        elif self._wrapper is None and not is_object and self._home < self._depth <= self._home + 2 and self._head is None:
            content = self._buffer[self._start : place]
            if LIST_NAME.search(content[-80:]) and (self._depth == self._home + 1 or AROUND_A_LIST.search(content)) and is_page(content):
                self._enter_list(place, self._start)

    def _enter_list(self, place: int, since: int) -> None:
        """Records begin inside this list, when it has the name of one."""
        name = LIST_NAME.search(self._buffer, max(since, place - 80), place)
        if name:
            if self._wrapper is None:
                self._wrapper = self._home
            self._home, self._start, self._after = self._depth + 1, None, place + 1
            self._list_name = name[1].decode()

    def _closes(self, place: int) -> Iterator[Raw]:
        """The end of a record or of what is around records."""
        if self._start is not None:
            if self._depth <= self._home:
                if self._head is not None:
                    yield Raw(0, self._head, self._list_name, f"longer than {self._limits.json_record:,} characters")
                else:
                    yield self._whole(self._buffer[self._start : place + 1])
                self._start, self._head, self._after, self._depth = None, None, place + 1, self._home
            return
        if self._depth < max(self._home, 0) or self._home < 0:
            if self._home >= 0:
                yield from self._between(place)
            if self._wrapper is not None and self._depth > self._wrapper:
                self._home = -1
            else:
                self._home = max(0, min(self._depth, self._wrapper if self._wrapper is not None else 0))
                self._wrapper, self._list_name = None, ""
            self._depth = max(0, self._depth)
            self._after = place + 1

    def _whole(self, content: bytes) -> Raw:
        """A record within its size."""
        long = len(content) > self._limits.json_record
        return Raw(
            0,
            content[:RAW_CHARACTERS] if long else content,
            self._list_name,
            f"longer than {self._limits.json_record:,} characters" if long else None,
        )

    def _between(self, place: int) -> Iterator[Raw]:
        """What stands between records: nothing, or a value that is no object."""
        rest = self._buffer[self._after : place].strip(BETWEEN)
        if rest:
            yield Raw(0, rest[:RAW_CHARACTERS], self._list_name, "not a JSON object")

    def _drop(self, position: int) -> int:
        """Forget what has been read; the new place of the position."""
        keep = position if self._head is not None or self._home < 0 else (self._start if self._start is not None else self._after)
        keep = min(keep, position)
        if self._start is not None and self._head is None and len(self._buffer) - self._start > self._limits.json_record:
            self._head = self._buffer[self._start : self._start + RAW_CHARACTERS]
            keep = position
        self._buffer = self._buffer[keep:]
        self._start = None if self._start is None else max(0, self._start - keep)
        self._after = max(0, self._after - keep)
        return position - keep

    def _ending(self) -> Iterator[Raw]:
        """What is left when the file ends."""
        if self._start is not None:
            content = self._head if self._head is not None else self._buffer[self._start :][:RAW_CHARACTERS]
            yield Raw(0, content, self._list_name, "the file ends in the middle of this record")
        elif self._home >= 0:
            yield from self._between(len(self._buffer))
