"""From what somebody gave to the bytes of each file in it: a file, a folder, a .gz, a .zip.

Nothing is unpacked to the disk, and a name inside an archive is only ever shown. What cannot be read is named beside what can.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from insights.errors import FileTooLarge, NothingToImport, UnreadableFile
from insights.pipeline.knowledge.found import Brought
from insights.sources.archives import damaged, members
from insights.sources.decoding import Tally, decoded
from insights.sources.limits import Limits
from insights.sources.magic import GZIP, HEAD_BYTES, ZIP, encoding_of, refuse_foreign
from insights.sources.opening import Bounded, is_foreign, safe_name

LIMITS = Limits(raw_bytes=50 << 20, unpacked_bytes=300 << 20, members=20_000, field=2_000_000, record=4_000_000, rows=200_000, cells=2_000_000)
LINK = 0o120000
WORD_DOCUMENT = "word/document.xml"
ASSETS = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".ico", ".css", ".js", ".map", ".woff", ".woff2", ".ttf", ".mp4", ".webm")
"""What pages bring along: nobody misses it among the articles."""


@dataclass(frozen=True, slots=True)
class File:
    """One file, or one member of an archive. `name` can be shown; `place` sets it apart from the others that came with it."""

    name: str
    place: str
    content: bytes
    workbook: bool = False

    @property
    def ending(self) -> str:
        """The last part of its name, in small letters, with its point."""
        return Path(self.name.lower()).suffix

    @property
    def text(self) -> str:
        """Its text, whatever its encoding; bytes that are no UTF-8 are read as Windows-1252, line by line."""
        encoding, mark = encoding_of(self.content)
        text = self.content[mark:].decode(encoding, "replace") if encoding != "utf-8" else decoded(self.content[mark:], Tally())
        return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True, slots=True)
class Unread:
    """A file that is there and cannot be read, and why."""

    name: str
    problem: UnreadableFile | NothingToImport


def files(brought: Brought) -> Iterator[File | Unread]:
    """Every file to read, in order of their names. Alone, a file that cannot be read raises."""
    if not brought.path.is_dir():
        yield from _in_file(brought.path, safe_name(brought.name))
        return
    inside = sorted(path for path in brought.path.rglob("*") if path.is_file() and not path.is_symlink())
    usable = [path for path in inside if not is_foreign(str(path.relative_to(brought.path))) and not path.name.lower().endswith(ASSETS)]
    if len(usable) > LIMITS.members:
        raise FileTooLarge(f"The folder holds more than {LIMITS.members:,} files.", hint="Bring it in parts.")
    for path in usable:
        place = path.relative_to(brought.path).as_posix()
        try:
            for found in _in_file(path, safe_name(path.name)):
                yield File(found.name, f"{place}/{found.place}", found.content, found.workbook) if isinstance(found, File) else found
        except (UnreadableFile, NothingToImport) as problem:
            yield Unread(safe_name(path.name), problem)


def _in_file(path: Path, name: str) -> Iterator[File | Unread]:
    size = path.stat().st_size
    if size == 0:
        raise NothingToImport(f"{name} is empty.", hint="Export it again; the download may have stopped.")
    if size > LIMITS.raw_bytes:
        raise FileTooLarge(f"{name} is larger than {LIMITS.raw_bytes >> 20} MB.", hint="Leave out what customers do not read, or bring it in parts.")
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
        stream.seek(0)
        if head.startswith(ZIP):
            yield from _in_zip(stream, name)
        elif head.startswith(GZIP):
            unpacked = Bounded(gzip.GzipFile(fileobj=stream), name=name, packed_bytes=size, limits=LIMITS)  # type: ignore[arg-type]
            yield _file(name.removesuffix(".gz"), name.removesuffix(".gz"), unpacked.read())
        else:
            yield _file(name, name, stream.read())


def _in_zip(stream: BinaryIO, name: str) -> Iterator[File | Unread]:
    found = members(stream, name, LIMITS)
    names = {member.filename for member in found}
    if "xl/workbook.xml" in names:
        stream.seek(0)
        yield File(name, name, stream.read(), workbook=True)
        return
    if WORD_DOCUMENT in names:
        raise UnreadableFile(f"{name} is a Word document.", hint="Save it as a web page (HTML) or as plain text.")
    usable = [each for each in found if not each.is_dir() and not is_foreign(each.filename) and not each.filename.lower().endswith(ASSETS)]
    if not usable:
        raise NothingToImport(f"{name} holds no file with text.", hint="Pack the articles again.")
    # Opened once: a directory of 10,000 members is not read again for each of them.
    with zipfile.ZipFile(stream) as archive:
        for member in sorted(usable, key=lambda each: each.filename):
            shown = safe_name(member.filename)
            if (member.external_attr >> 16) & 0o170000 == LINK:
                yield Unread(shown, UnreadableFile(f"{shown} is a link to another file.", hint="Pack the file itself."))
                continue
            try:
                yield _file(shown, member.filename, _member(archive, member, shown))
            except (UnreadableFile, NothingToImport) as problem:
                yield Unread(shown, problem)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, shown: str) -> bytes:
    try:
        with archive.open(member) as stream:
            return Bounded(stream, name=shown, packed_bytes=member.compress_size, limits=LIMITS).read()  # type: ignore[arg-type]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error) as error:
        raise damaged(shown) from error


def _file(name: str, place: str, content: bytes) -> File:
    """A file whose first bytes are those of a text, or of a workbook inside an archive."""
    if content.startswith(ZIP):
        if any(member.filename == "xl/workbook.xml" for member in members(io.BytesIO(content), name, LIMITS)):
            return File(name, place, content, workbook=True)
        raise UnreadableFile(f"{name} is packed twice.", hint="Unpack the outer archive and bring what is in it.")
    head = content[:HEAD_BYTES]
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise NothingToImport(f"{name} is empty.", hint="Export it again; the download may have stopped.")
    if not is_markup(head):
        refuse_foreign(head, name)
    return File(name, place, content)


def is_markup(head: bytes) -> bool:
    """Whether a file starts like a web page or XML: of conversations that would be refused, of articles it is welcome."""
    encoding, mark = encoding_of(head)
    return head[mark:].decode(encoding, "replace").lstrip().startswith("<")
