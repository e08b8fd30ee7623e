"""Rows of one conversation brought together, wherever they stand in the file, in bounded memory.

A file that fits is gathered in memory and comes back in its own order. A larger one moves to temporary files, split by a hash of the conversation
id, and comes back part by part; inside a part in the order of the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO

import orjson

PARTS = 64


class Gathering:
    """Rows by the id of their conversation."""

    def __init__(self, limit: int) -> None:
        """`limit` is how many bytes are held in memory."""
        self._limit = limit
        # One buffer, because a million small objects would need several times their size.
        self._held: IO[bytes] = BytesIO()
        self._size = 0
        self._parts: list[IO[bytes]] = []

    def add(self, key: str, rows: Sequence[tuple[int, Sequence[str]]]) -> None:
        """Some rows of one conversation, in the order of the file."""
        packed = orjson.dumps((key, rows), option=orjson.OPT_APPEND_NEWLINE)
        if self._parts:
            self._parts[part_of(key)].write(packed)
            return
        self._size += self._held.write(packed)
        if self._size > self._limit:
            self._parts = [TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115 - closed by `conversations`
            self._held.seek(0)
            for line in self._held:
                self._parts[part_of(orjson.loads(line)[0])].write(line)
            self._held.close()

    def conversations(self) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
        """Every id with its rows. Empties the gathering."""
        for part in self._parts or [self._held]:
            with part:
                part.seek(0)
                runs: dict[str, list[bytes]] = {}
                for line in part:
                    runs.setdefault(orjson.loads(line)[0], []).append(line)
            for key in list(runs):
                yield key, [(number, cells) for line in runs.pop(key) for number, cells in orjson.loads(line)[1]]


def part_of(key: str) -> int:
    """The part that a conversation moves to; the same in every run."""
    return zlib.crc32(key.encode()) % PARTS
