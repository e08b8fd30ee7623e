"""Zip files, checked from their directory before anything is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

from insights.errors import FileTooLarge, UnreadableFile
from insights.sources.limits import Limits

END_RECORD = b"PK\x05\x06"
END_RECORD_BYTES = 22
COMMENT_BYTES = 65_535
DIRECTORY_ENTRY_BYTES = 4_000
"""A generous entry; real ones have a hundred bytes."""
USUAL_ENTRY_BYTES = 300


def members(stream: BinaryIO, name: str, limits: Limits, *, most: int | None = None) -> list[zipfile.ZipInfo]:
    """The directory of a zip whose sizes, number of members (`most`, where more than usual may be) and encryption are as they should be."""
    # zipfile reads the whole directory at once: 200,000 members must be refused before that.
    size = check_directory(stream, name, limits, most or limits.members)
    try:
        with zipfile.ZipFile(stream) as archive:
            found = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise damaged(name) from error
    if len(found) > (most or limits.members):
        raise too_many_members(name, limits)
    if any(member.flag_bits & 0x1 for member in found):
        raise UnreadableFile(f"{name} is protected with a password.", hint="Unpack it and import what is in it.")
    unpacked = sum(member.file_size for member in found)
    if unpacked > min(limits.unpacked_bytes, max(limits.ratio_counts_from, size * limits.unpacked_ratio)):
        raise FileTooLarge(f"{name} unpacks to far more than its size promises.", hint="Unpack it and import the part that holds conversations.")
    return found


def check_directory(stream: BinaryIO, name: str, limits: Limits, most: int) -> int:
    """Size of the archive; raise when its end record announces a directory larger than the allowed members can fill."""
    size = stream.seek(0, io.SEEK_END)
    stream.seek(max(0, size - END_RECORD_BYTES - COMMENT_BYTES))
    tail = stream.read()
    position = tail.rfind(END_RECORD)
    if position < 0 or len(tail) < position + END_RECORD_BYTES:
        raise damaged(name)
    count, directory_bytes = struct.unpack("<10xHI", tail[position : position + 16])
    # The size counts as well as the number: zipfile believes the size.
    if count > most or directory_bytes > min(size, limits.members * DIRECTORY_ENTRY_BYTES + (most - limits.members) * USUAL_ENTRY_BYTES):
        raise too_many_members(name, limits)
    return size


def member_stream(path: Path, member: zipfile.ZipInfo, name: str) -> tuple[BinaryIO, int]:
    """The bytes of one member, and how many they are before unpacking. Not by its name: two members may have the same."""
    try:
        archive = zipfile.ZipFile(path)
        return archive.open(member), member.compress_size  # type: ignore[return-value]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(name) from error


def is_workbook(found: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether the zip is an XLSX file."""
    return any(member.filename == "xl/workbook.xml" for member in found)


def damaged(name: str) -> UnreadableFile:
    """A zip that cannot be unpacked."""
    return UnreadableFile(f"{name} is damaged: it is not a complete archive.", hint="Download or pack it again.")


def too_many_members(name: str, limits: Limits) -> FileTooLarge:
    """A zip with more files than an import takes."""
    return FileTooLarge(f"{name} holds more than {limits.members} files.", hint="Import it in parts.")
