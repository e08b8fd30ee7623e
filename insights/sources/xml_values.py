"""XML taken apart into its records, as a stream: each becomes the values that a JSON record of the same kind would have.

A document that declares a type or entities is refused before anything of it is read: no export does, and entities are how XML attacks a reader.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from insights.errors import UnreadableFile
from insights.sources.decoding import BLOCK_BYTES
from insights.sources.magic import HEAD_BYTES
from insights.sources.source import Opened

DEPTH = 32
UNKNOWN_ENCODING = (LookupError, ValueError)
"""What the parser raises for an encoding that it does not know, or that has several bytes for a letter."""
OWN_ATTRIBUTES = ("type", "nil")
OF_A_RECORD = frozenset(("id", "nice_id", "number", "subject", "title", "description", "text", "body"))
OF_A_WRAPPER, DEEPEST_WRAPPER = 3, 4
Path = tuple[str, ...]


@dataclass(slots=True)
class Element:
    """An element while it is read."""

    name: str
    attributes: dict[str, str]
    children: list[tuple[str, object]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class XmlRecord:
    """A record, or the reason why there is none; `name` is that of its element."""

    name: str
    values: dict
    problem: str | None = None


def xml_records(opened: Opened) -> Iterator[XmlRecord]:
    """The records of a file."""
    path = record_path(opened)
    reader = Reader(path, opened)
    with opened.stream() as stream:
        while True:
            piece = stream.read(BLOCK_BYTES)
            damage = reader.feed(piece, last=not piece)
            yield from reader.found
            reader.found.clear()
            if damage:
                yield XmlRecord(path[-1] if path else "", {}, damage)
            if damage or not piece:
                return


class Reader:
    """Collects the elements at one path."""

    def __init__(self, path: Path, opened: Opened) -> None:
        """Nothing was read yet."""
        self.found: list[XmlRecord] = []
        self._path, self._limits, self._name = path, opened.limits, opened.name
        self._names: list[str] = []
        self._open: list[Element] = []
        self._size = 0
        self._parser = safe_parser(opened.name)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words

    def feed(self, piece: bytes, *, last: bool) -> str | None:
        """Read on; what is wrong, when it cannot be read any further."""
        try:
            self._parser.Parse(piece, last)
        except UNKNOWN_ENCODING as error:
            raise unknown_encoding(self._name) from error
        except expat.ExpatError as error:
            return f"the file is damaged from line {error.lineno:,} on: {expat.ErrorString(error.code)}"
        return None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = plain(name)
        self._names.append(name)
        if len(self._names) > DEPTH * 4:
            raise UnreadableFile(f"{self._name} is nested too deep to be an export.", hint="Export it again.")
        if self._open or tuple(self._names) == self._path:
            self._open.append(Element(name, {plain(key): value for key, value in attributes.items()}))
            self._count(sum(map(len, attributes.values())) + len(name))

    def _words(self, text: str) -> None:
        if self._open:
            self._count(len(text))
            if self._size <= self._limits.json_record:
                self._open[-1].words.append(text)

    def _count(self, size: int) -> None:
        self._size += size + 16
        if self._size > self._limits.json_record:
            # Of a record that is too long nothing is kept but the fact.
            for element in self._open:
                element.children.clear()
                element.words.clear()

    def _end(self, _: str) -> None:
        self._names.pop()
        if not self._open:
            return
        element = self._open.pop()
        if self._open:
            if self._size <= self._limits.json_record and len(self._open) < DEPTH:
                self._open[-1].children.append((element.name, value_of(element)))
            return
        value = value_of(element)
        long = self._size > self._limits.json_record
        problem = f"longer than {self._limits.json_record:,} characters" if long else None
        self.found.append(XmlRecord(element.name, value if isinstance(value, dict) else {"text": value}, problem))
        self._size = 0


def unknown_encoding(name: str) -> UnreadableFile:
    """A file in letters that cannot be read."""
    return UnreadableFile(f"{name} says that it is written in an encoding that cannot be read.", hint="Save it as UTF-8.")


def safe_parser(name: str) -> expat.XMLParserType:
    """A parser that refuses what an export never has."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnreadableFile(f"{name} declares entities or a document type, which no export needs and which can do harm.", hint="Export it again.")

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """The name of an element as JSON would have it: without its namespace, with underscores."""
    return name.rpartition(":")[2].replace("-", "_")


def value_of(element: Element) -> object:
    """A text, a number, a list or an object, as the element's children or its stated type say."""
    stated, attributes = element.attributes.get("type"), {key: value for key, value in element.attributes.items() if key not in OWN_ATTRIBUTES}
    if stated == "array":
        return [value for _, value in element.children]
    text = "".join(element.words).strip()
    if not element.children:
        if element.attributes.get("nil") == "true":
            return None
        if stated == "boolean":
            return text.lower() in ("true", "1")
        if stated == "integer" and text.lstrip("-").isdecimal() and len(text) < 19:
            return int(text)
        if stated and stated not in ("integer", "datetime", "float", "decimal", "string"):
            attributes["type"] = stated
        return {**attributes, **({"text": text} if text else {})} if attributes else text or None
    several = Counter(name for name, _ in element.children)
    values: dict[str, object] = {**attributes, **({"type": stated} if stated else {}), **({"text": text} if text else {})}
    for name, value in element.children:
        if several[name] > 1:
            values.setdefault(name, [])
            if isinstance(values[name], list):
                values[name].append(value)  # type: ignore[union-attr]
        else:
            values[name] = value
    return values


def record_path(opened: Opened) -> Path:
    """The names down to the elements that are records, from the start of the file.

    What is around records holds elements of one name and hardly anything else; a record has an id, a subject or several values of its own.
    """
    counts: dict[Path, int] = {}
    holds: set[Path] = set()
    marked: set[Path] = set()
    names: list[str] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        names.append(plain(name))
        path = tuple(names[:DEPTH])
        counts[path] = counts.get(path, 0) + 1
        holds.add(path[:-1])
        if any(key not in OWN_ATTRIBUTES for key in attributes):
            holds.add(path)
        if not OF_A_RECORD.isdisjoint(map(plain, attributes)):
            marked.add(path)

    def end(_: str) -> None:
        names.pop()

    parser = safe_parser(opened.name)
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        with opened.stream() as stream, suppress(expat.ExpatError):
            parser.Parse(stream.read(HEAD_BYTES), False)
    except UNKNOWN_ENCODING as error:
        raise unknown_encoding(opened.name) from error
    path: Path = next(iter(counts), ())
    while True:
        inside = {child: count for child, count in counts.items() if child[:-1] == path and len(child) == len(path) + 1 and child in holds}
        others = {child[-1] for child in counts if child[:-1] == path and len(child) == len(path) + 1 and child not in holds}
        if counts.get(path) != 1 or path in marked or len(others) > OF_A_WRAPPER or others & OF_A_RECORD or len(path) > DEEPEST_WRAPPER:
            return path
        several = [child for child, count in inside.items() if count > 1]
        if several:
            return max(several, key=lambda child: inside[child])
        if len(inside) != 1:
            return path
        path = next(iter(inside))
