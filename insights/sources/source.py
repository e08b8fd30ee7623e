"""What a source is, and what it is given: an opened file and a first look at its content."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from insights.model import Conversation, Reject
from insights.sources.decoding import Transcoded
from insights.sources.limits import Limits
from insights.sources.magic import HEAD_BYTES
from insights.sources.mapping import Mapping
from insights.sources.table import Table


class Shape(StrEnum):
    """How the content is written."""

    JSON = "json"
    TEXT = "text"
    WORKBOOK = "workbook"
    PARQUET = "parquet"
    MAIL = "mail"
    CHAT = "chat"
    SLACK = "slack"
    XML = "xml"


@dataclass(frozen=True, slots=True)
class Opened:
    """One file, or one member of an archive, that passed the checks on its first bytes."""

    name: str
    """Safe to show; never a path."""
    shape: Shape
    stream: Callable[[], BinaryIO]
    """The unpacked bytes from the start; every call opens them anew."""
    limits: Limits
    pieces: Callable[[], Iterator[tuple[str, BinaryIO]]] | None = None
    """Path and bytes of each file, where several make one export: a folder of mails, or of the days of channels."""

    def text(self) -> Transcoded:
        """The bytes as UTF-8, without a byte order mark."""
        stream = self.stream()
        return Transcoded(stream, stream.read(HEAD_BYTES))


@dataclass(frozen=True, slots=True)
class Probe:
    """A first look at an opened file: some records of JSON, or the head of a table with the mapping that suits it."""

    name: str
    shape: Shape = Shape.TEXT
    records: tuple[dict, ...] = ()
    table: Table | None = None
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that can be imported."""

    name: str
    label: str
    recognises: Callable[[Probe], bool]
    read: Callable[[Opened, Mapping | None], Iterator[Conversation | Reject]]
    notes: tuple[str, ...] = ()
    """What the user should know of how its files are read."""
    first_guess: Callable[[Opened], tuple[Mapping, tuple[str, ...]]] | None = None
    """For files that are no tables: who is taken for the support side, and sentences about the guess."""
