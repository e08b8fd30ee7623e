"""From bytes to clean lines of text, a block at a time.

UTF-8 first; a line that is not UTF-8 is read as Windows-1252 and counted. NUL characters are removed and counted. What was counted is told to
the user, never hidden.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from insights.sources.magic import encoding_of

BLOCK_BYTES = 1 << 20


@dataclass(slots=True)
class Tally:
    """What had to be repaired in one file."""

    windows_lines: int = 0
    nul_characters: int = 0
    lone_surrogates: int = 0

    def notes(self) -> tuple[str, ...]:
        """Sentences for the preview."""
        found = []
        if self.windows_lines:
            found.append(f"{plural(self.windows_lines, 'line')} {'was' if self.windows_lines == 1 else 'were'} not UTF-8 and read as Windows-1252")
        if self.nul_characters:
            found.append(f"{plural(self.nul_characters, 'NUL character')} removed")
        if self.lone_surrogates:
            found.append(f"{plural(self.lone_surrogates, 'broken character')} replaced by �")
        return tuple(found)


def plural(count: int, noun: str) -> str:
    """The count with its noun.

    >>> plural(1, "line"), plural(2_000, "line")
    ('1 line', '2,000 lines')
    """
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


class Transcoded:
    """A stream of UTF-16 or UTF-32 read as UTF-8; a byte order mark is dropped."""

    def __init__(self, stream: BinaryIO, first: bytes) -> None:
        """`first` are bytes already read from the start of the stream."""
        encoding, mark = encoding_of(first)
        self._stream = stream
        self._first = first[mark:]
        self._decoder = None if encoding == "utf-8" else codecs.getincrementaldecoder(encoding)(errors="replace")

    def read(self, size: int) -> bytes:
        """About `size` more bytes; empty only at the end."""
        while True:
            piece, self._first = self._first or self._stream.read(size), b""
            if self._decoder is None:
                return piece
            text = self._decoder.decode(piece, final=not piece)
            if text or not piece:
                return text.encode("utf-8", errors="replace")

    def __enter__(self) -> Transcoded:
        """For `with`."""
        return self

    def __exit__(self, *problem: object) -> None:
        """Close the stream below."""
        self._stream.close()


def byte_blocks(stream: Transcoded, limit: int) -> Iterator[bytes]:
    """Blocks of whole lines. A line longer than `limit` comes cut to `limit` + 1 bytes: the reader rejects it, memory stays bounded."""
    rest, skipping, old_mac = b"", False, None
    while piece := stream.read(BLOCK_BYTES):
        if old_mac is None:
            old_mac = b"\n" not in piece and b"\r" in piece.rstrip(b"\r")
        if old_mac:
            piece = piece.replace(b"\r", b"\n")
        if skipping:
            end = piece.find(b"\n")
            if end < 0:
                continue
            piece, skipping = piece[end:], False
        block, newline, tail = (rest + piece).rpartition(b"\n")
        if len(tail) > limit:
            tail, skipping = tail[: limit + 1], True
        rest = tail
        if newline:
            yield block + newline
    if rest:
        yield rest


def lines(stream: Transcoded, limit: int, tally: Tally) -> Iterator[str]:
    r"""Lines of clean text, each with its "\n"."""
    for block in byte_blocks(stream, limit):
        text = decoded(block, tally)
        start = 0
        while (end := text.find("\n", start)) >= 0:
            yield text[start : end + 1]
            start = end + 1
        if start < len(text):
            yield text[start:]


def decoded(block: bytes, tally: Tally) -> str:
    """Text of a block, repaired line by line where it is not UTF-8."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        text = "\n".join(repaired(line, tally) for line in block.split(b"\n"))
    if "\x00" in text:
        tally.nul_characters += text.count("\x00")
        text = text.replace("\x00", "")
    return text


def repaired(line: bytes, tally: Tally) -> str:
    """One line of a block that is not all UTF-8."""
    try:
        return line.decode()
    except UnicodeDecodeError:
        pass
    try:
        # Half of a pair, written by programs that count in UTF-16.
        text = line.decode("utf-8", errors="surrogatepass")
    except UnicodeDecodeError:
        tally.windows_lines += 1
        return line.decode("cp1252", errors="replace")
    return without_surrogates(text, tally)


def without_surrogates(text: str, tally: Tally) -> str:
    """The text with each lone surrogate replaced, so that it can be stored."""
    count = sum("\ud800" <= character <= "\udfff" for character in text)
    tally.lone_surrogates += count
    return "".join("�" if "\ud800" <= character <= "\udfff" else character for character in text) if count else text
