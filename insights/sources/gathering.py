"""Rows of one conversation brought together, wherever they stand in the file, in bounded memory.

A file that fits is gathered in memory and comes back in its own order. A larger one moves to temporary files, split by a hash of the conversation
id, and comes back part by part; inside a part in the order of the file.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO

import orjson

PARTS = 64


class Gathering:
    """Rows by the id of their conversation."""

    def __init__(self, limit: int) -> None:
        """`limit` is how many bytes are held in memory."""
        self._limit = limit
        self._held: dict[str, list[bytes]] = {}
        self._size = 0
        self._parts: list[IO[bytes]] = []

    def add(self, key: str, rows: list[tuple[int, list[str]]]) -> None:
        """Some rows of one conversation, in the order of the file."""
        packed = orjson.dumps((key, rows))
        if self._parts:
            self._parts[zlib.crc32(key.encode()) % PARTS].write(packed + b"\n")
            return
        self._held.setdefault(key, []).append(packed)
        self._size += len(packed)
        if self._size > self._limit:
            self._move_out()

    def _move_out(self) -> None:
        """From memory to files."""
        self._parts = [TemporaryFile() for _ in range(PARTS)]  # noqa: SIM115 - closed by `conversations`
        for key, runs in self._held.items():
            part = self._parts[zlib.crc32(key.encode()) % PARTS]
            part.writelines(run + b"\n" for run in runs)
        self._held.clear()

    def conversations(self) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
        """Every id with its rows. Empties the gathering."""
        yield from unpacked(self._held)
        for part in self._parts:
            part.seek(0)
            held: dict[str, list[bytes]] = {}
            for line in part:
                held.setdefault(orjson.loads(line)[0], []).append(line)
            part.close()
            yield from unpacked(held)


def unpacked(held: dict[str, list[bytes]]) -> Iterator[tuple[str, list[tuple[int, list[str]]]]]:
    """Rows of each id, freeing them as they go."""
    for key in list(held):
        yield key, [(number, cells) for run in held.pop(key) for number, cells in orjson.loads(run)[1]]
