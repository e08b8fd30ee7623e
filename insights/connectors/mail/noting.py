"""What is noted of a mailbox between two pulls, as a connector needs it. Who keeps it, and how mails are joined to threads, is the pipeline's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from insights.connectors.mail.answers import Head


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a mail is."""

    folder: str
    uid: int
    size: int


@dataclass(frozen=True, slots=True)
class Thread:
    """A thread with something new: its id, when its newest mail arrived, and where its mails are, in their order."""

    id: str
    changed: datetime
    spots: tuple[Spot, ...]


class Notes(Protocol):
    """The notes on one connection."""

    def upto(self, folder: str, validity: int, since: datetime) -> tuple[int, datetime]:
        """The number up to which a folder was listed (0 when its numbers mean other mails now, or more of the past is wanted), and since when."""
        ...

    def note(self, folder: str, upto: int, heads: Sequence[Head]) -> None:
        """Take in heads and the place after them, at once."""
        ...

    def left(self) -> int:
        """How many threads have something new."""
        ...

    def waiting(self, most: int) -> list[Thread]:
        """The next threads with something new."""
        ...

    def brought(self, threads: Sequence[Thread]) -> None:
        """Nothing new is in them any more."""
        ...
