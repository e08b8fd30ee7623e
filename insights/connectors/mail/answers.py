"""What a mail server says, from its lines to values: folders with names in their own alphabet, heads of mails, mails without their files."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from imaplib import Internaldate2tuple
from time import mktime

FOLDER = re.compile(rb'\((?P<flags>[^)]*)\) (?:"(?:\\?.)?"|NIL) (?P<name>.*)', re.DOTALL)
ALPHABET = re.compile(r"&([A-Za-z0-9+,]*)-")
QUOTED = re.compile(rb'"((?:[^"\\]|\\.)*)"')
NUMBERS = {name: re.compile(rb"\b" + name + rb" (\d{1,20})") for name in (b"UID", b"RFC822.SIZE", b"X-GM-THRID")}
BOUNDARY = re.compile(rb"boundary\s{0,5}=\s{0,5}(?:\"([^\"\r\n]{1,200})\"|([^\s;\"]{1,200}))", re.IGNORECASE)
HEAD_END = re.compile(rb"\r?\n[ \t]*\r?\n")
OF_A_TEXT = re.compile(
    rb"^content-type:\s{0,20}(?:text/(?:plain|html)|multipart/|message/)|\A(?!.*^content-type:)", re.IGNORECASE | re.MULTILINE | re.DOTALL
)
WITH_NAME = re.compile(rb"\bfilename\*?[0-9]{0,2}\*?\s{0,5}=|^content-disposition:\s{0,20}attachment", re.IGNORECASE | re.MULTILINE)

Said = Sequence[object]
"""The untagged answers as the library gives them: lines, and pairs of a line with the bytes that it announced."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder: its name as it goes over the wire (each byte a letter), and what the server says of it, in lower case."""

    name: str
    flags: frozenset[str]

    @property
    def shown(self) -> str:
        """Its name for people."""
        return readable(self.name)


@dataclass(frozen=True, slots=True)
class Head:
    """A mail as a list shows it. `thread` is the server's own number of its thread, where it tells one."""

    uid: int
    size: int
    arrived: datetime
    headers: bytes
    thread: str = ""


def folders_in(said: Said) -> list[Folder]:
    """The folders that can hold mails."""
    found = []
    for each in said:
        line, literal = (each[0], each[1]) if isinstance(each, tuple) else (each, None)
        match = FOLDER.match(line) if isinstance(line, bytes) else None
        if match is None:
            continue
        name = literal if isinstance(literal, bytes) else unquoted(match["name"])
        flags = frozenset(match["flags"].decode("ascii", "replace").lower().split())
        if not flags & {"\\noselect", "\\nonexistent"} and name and min(name) >= 32:
            found.append(Folder(name.decode("latin-1"), flags))
    return found


def unquoted(name: bytes) -> bytes:
    r"""A name without what protects it.

    >>> unquoted(b'"a \\"b\\""'), unquoted(b"INBOX")
    (b'a "b"', b'INBOX')
    """
    match = QUOTED.fullmatch(name.strip())
    return re.sub(rb"\\(.)", rb"\1", match[1]) if match else name.strip()


def readable(name: str) -> str:
    """A folder's name in its own alphabet; as it stands where it is written wrongly.

    >>> readable("Entw&APw-rfe"), readable("R&-D"), readable("&ZeVnLIqe-"), readable("&A-")
    ('Entwürfe', 'R&D', '日本語', '&A-')
    """

    def letters(match: re.Match[str]) -> str:
        packed = match[1].replace(",", "/")
        return base64.b64decode(packed + "=" * (-len(packed) % 4)).decode("utf-16-be") if packed else "&"

    try:
        return ALPHABET.sub(letters, name)
    except ValueError:
        return name


def items(said: Said) -> Iterator[tuple[bytes, bytes]]:
    """What stands around the bytes of each mail, and the bytes."""
    for place, each in enumerate(said):
        if isinstance(each, tuple) and len(each) == 2 and isinstance(each[1], bytes):
            following = said[place + 1] if place + 1 < len(said) else b""
            yield each[0] + b" " + (following if isinstance(following, bytes) else b""), each[1]


def number_in(line: bytes, name: bytes) -> int | None:
    """A number that a line names."""
    found = NUMBERS[name].search(line)
    return int(found[1]) if found else None


def heads_in(said: Said, now: datetime) -> list[Head]:
    """The heads of mails."""
    found = []
    for line, headers in items(said):
        uid, thread = number_in(line, b"UID"), number_in(line, b"X-GM-THRID")
        if uid is not None:
            found.append(Head(uid, number_in(line, b"RFC822.SIZE") or 0, arrived_in(line) or now, headers, str(thread or "")))
    return found


def arrived_in(line: bytes) -> datetime | None:
    """When a mail arrived, as the server noted it."""
    try:
        found = Internaldate2tuple(line)
        return datetime.fromtimestamp(mktime(found), UTC) if found else None
    except (ValueError, OverflowError, OSError):
        return None


def without_files(raw: bytes) -> bytes:
    """A mail whose attached files are empty: their names stay, and its words."""
    marks = sorted({first or second for first, second in BOUNDARY.findall(raw)}, key=lambda mark: (-len(mark), mark))
    if not marks:
        return raw
    edges = re.compile(rb"^(?=--(?:" + b"|".join(re.escape(mark) for mark in marks[:100]) + rb"))", re.MULTILINE)
    return b"".join(bare(piece) if number else piece for number, piece in enumerate(edges.split(raw)))


def bare(piece: bytes) -> bytes:
    """A part with its headers; without its content where that is a file's."""
    end = HEAD_END.search(piece)
    head = piece[: end.start()] if end else piece
    if end is None or (OF_A_TEXT.search(head) and not WITH_NAME.search(head)):
        return piece
    return piece[: end.end()] + b"\r\n"
