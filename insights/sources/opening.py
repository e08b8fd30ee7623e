"""From a path to the files in it: a file, a folder, a .gz or a .zip, told apart by content.

Nothing is ever unpacked to a name that an archive chose, so a name in it can point nowhere; names are only shown, and made harmless for that.
"""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import BinaryIO

from insights.errors import FileTooLarge, NothingToImport, UnreadableFile
from insights.model import Reject
from insights.sources.archives import is_workbook, member_stream, members, too_many_members
from insights.sources.bundles import bundled, folder_pieces, is_mail, is_media, zip_pieces
from insights.sources.limits import Limits
from insights.sources.magic import GZIP, HEAD_BYTES, PARQUET, ZIP, encoding_of, refuse_foreign
from insights.sources.shapes import is_mailbox, is_one_mail, is_whatsapp, is_xml
from insights.sources.source import Opened, Shape

RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))})
NAME_CHARACTERS = 100
LONGEST_NAME = 1_000
FIRST_OF_LIST = re.compile(r'\[\s*+(?:["{}\[\]]|(?:-?[\d.]{1,40}|true|false|null)\s*+,)')
FOREIGN = ".", "__macosx", "thumbs.db", "desktop.ini"


class Bounded(io.RawIOBase):
    """Unpacked bytes of an archive, stopped where they pass what a real export would be."""

    def __init__(self, stream: BinaryIO, *, name: str, packed_bytes: int, limits: Limits) -> None:
        """`packed_bytes` is the size before unpacking."""
        self._stream, self._name, self._limits = stream, name, limits
        self._allowed = min(limits.unpacked_bytes, max(limits.ratio_counts_from, packed_bytes * limits.unpacked_ratio))
        self._passed = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next bytes, or a reason why there are none."""
        try:
            piece = self._stream.read(size if size >= 0 else self._allowed - self._passed + 1)
        except (EOFError, OSError, zlib.error, zipfile.BadZipFile) as error:
            raise UnreadableFile(f"{self._name} is damaged: it cannot be unpacked to its end.", hint="Download or pack it again.") from error
        self._passed += len(piece)
        if self._passed > self._allowed:
            raise FileTooLarge(
                f"{self._name} unpacks to far more than its size promises.", hint="Unpack it and import the part that holds conversations."
            )
        return piece

    def close(self) -> None:
        """Close the stream below."""
        self._stream.close()
        super().close()


def opened_files(path: Path, limits: Limits) -> Iterator[Opened | Reject]:
    """Every file to read at `path`, in order of their names; a Reject of no rows for each that nothing can read."""
    if path.is_dir():
        yield from in_folder(path, limits)
        return
    try:
        size = path.stat().st_size
    except (OSError, ValueError) as error:
        raise UnreadableFile(f"{safe_name(path.name)} cannot be opened.", hint="Check that it is still there and that you may read it.") from error
    name = safe_name(path.name)
    if size == 0:
        raise NothingToImport(f"{name} is empty.", hint="Export it again; the download may have stopped.")
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    most = limits.mailbox_bytes if is_mailbox(head) else limits.raw_bytes
    if size > most:
        raise FileTooLarge(f"{name} is larger than {most / 2**30:g} GB.", hint="Split it by month and import the parts.")
    if head.startswith(GZIP):
        yield opened(name.removesuffix(".gz"), partial(gzip_stream, path, name, limits), limits)
    elif head.startswith(ZIP):
        yield from in_zip(path, name, limits)
    else:
        yield opened(name, partial(path.open, "rb"), limits)


def in_folder(folder: Path, limits: Limits) -> Iterator[Opened | Reject]:
    """The files of a folder and its subfolders; links are not followed."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink() and not is_foreign(str(path.relative_to(folder)))]
    if not paths:
        raise NothingToImport("The folder holds no file.", hint="Choose the folder with the exports in it.")
    names = [path.relative_to(folder).as_posix() for path in paths]
    if shape := bundled(names):
        yield Opened(safe_name(folder.name), shape, paths[0].open, limits, partial(folder_pieces, folder, paths))  # type: ignore[arg-type]
        return
    mails = [path for path, name in zip(paths, names, strict=True) if is_mail(name)]
    if len(mails) > 1:
        yield Opened(safe_name(folder.name), Shape.MAIL, partial(mails[0].open, "rb"), limits, partial(folder_pieces, folder, mails))
        paths = [path for path in paths if path not in set(mails)]
    if len(paths) > limits.members or len(mails) > limits.pieces:
        raise FileTooLarge(f"The folder holds more than {limits.members} files.", hint="Import it in parts.")
    for path in paths:
        yield from tolerant(path.name, partial(opened_files, path, limits))


def in_zip(path: Path, name: str, limits: Limits) -> Iterator[Opened | Reject]:
    """The members of a zip, or the workbook that it is."""
    with path.open("rb") as stream:
        found = members(stream, name, limits, most=limits.pieces)
    if is_workbook(found):
        yield Opened(name, Shape.WORKBOOK, partial(path.open, "rb"), limits)
        return
    usable = [member for member in found if not member.filename.endswith("/") and not is_foreign(member.filename)]
    if not usable:
        raise NothingToImport(f"{name} holds no file.", hint="Pack the exports again.")
    usable, attached = without_media(usable)
    if attached:
        yield Reject(name, 1, f"{attached} pictures, sounds and other attachments, which are not read", "", rows=0)
    wrap = partial(bounded, name=name, limits=limits)
    if shape := bundled([member.filename for member in usable]):
        yield Opened(name, shape, partial(path.open, "rb"), limits, partial(zip_pieces, path, name, usable, wrap))
        return
    mails = [member for member in usable if is_mail(member.filename)]
    if len(mails) > 1:
        yield Opened(name, Shape.MAIL, partial(path.open, "rb"), limits, partial(zip_pieces, path, name, mails, wrap))
        usable = [member for member in usable if not is_mail(member.filename)]
    if len(usable) > limits.members:
        raise too_many_members(name, limits)
    for member in usable:
        shown = safe_name(member.filename)
        stream = partial(bounded_member, path, member, shown, limits)
        if (member.external_attr >> 16) & 0o170000 == 0o120000:
            yield Reject(shown, 1, "a link to another file, not a file", "", rows=0)
        elif len(usable) == 1 and len(mails) < 2:
            yield opened(shown, stream, limits)
        else:
            yield from tolerant(shown, lambda shown=shown, stream=stream: iter((opened(shown, stream, limits),)))


def without_media(found: list[zipfile.ZipInfo]) -> tuple[list[zipfile.ZipInfo], int]:
    """Members without what was sent along in a chat, and how many those are."""
    kept = [member for member in found if not is_media(member.filename)]
    return (kept, len(found) - len(kept)) if kept else (found, 0)


def tolerant(name: str, openings: Callable[[], Iterator[Opened | Reject]]) -> Iterator[Opened | Reject]:
    """One of many files: what cannot be read is reported beside the others instead of ending the import."""
    try:
        yield from openings()
    except (UnreadableFile, NothingToImport) as error:
        yield Reject(safe_name(name), 1, str(error), "", rows=0)


def opened(name: str, stream: Callable[[], BinaryIO], limits: Limits) -> Opened:
    """The file with its shape, once its first bytes are known to be harmless."""
    with stream() as start:
        head = start.read(HEAD_BYTES)
        direct = start.seekable()
    if head.startswith(PARQUET):
        return Opened(name, Shape.PARQUET, stream if direct else partial(seekable, stream), limits)
    if head.startswith(ZIP):
        unpacked = partial(seekable, stream)
        with unpacked() as start:
            if is_workbook(members(start, name, limits)):
                return Opened(name, Shape.WORKBOOK, unpacked, limits)
    if head.startswith((GZIP, *ZIP)):
        raise UnreadableFile(f"{name} is packed twice.", hint="Unpack the outer archive and import what is in it.")
    refuse_foreign(head, name)
    encoding, mark = encoding_of(head)
    start = head[mark:].decode(encoding, errors="replace").lstrip()
    if not start.strip("\x00"):
        raise NothingToImport(f"{name} is empty.", hint="Export it again; the download may have stopped.")
    return Opened(name, shape_of(head, start), stream, limits)


def shape_of(head: bytes, start: str) -> Shape:
    """How a content is written, by how it begins."""
    if is_mailbox(head) or is_one_mail(head):
        return Shape.MAIL
    # A chat may begin like a list of numbers: "[12.03.26, 14:05] Ada: hi".
    if is_whatsapp(start):
        return Shape.CHAT
    if start[0] in "{[" and looks_like_json(start):
        return Shape.JSON
    return Shape.XML if is_xml(start) else Shape.TEXT


def seekable(stream: Callable[[], BinaryIO]) -> BinaryIO:
    """A packed workbook or Parquet file in a file of its own, because these are read from their end."""
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with stream() as packed:
        shutil.copyfileobj(packed, copy)
    copy.seek(0)
    return copy  # type: ignore[return-value]


def looks_like_json(text: str) -> bool:
    r"""Whether a text that starts with a bracket is JSON, and not a log like "[10:32] Anna: hi".

    >>> looks_like_json('{"id": 1}'), looks_like_json('[10:32] Anna: hi'), looks_like_json('[\n {"id": 1}'), looks_like_json('[1, 2]')
    (True, False, True, True)
    """
    return text[0] == "{" or FIRST_OF_LIST.match(text) is not None


def gzip_stream(path: Path, name: str, limits: Limits) -> BinaryIO:
    """The unpacked bytes of a .gz."""
    return Bounded(gzip.open(path, "rb"), name=name, packed_bytes=path.stat().st_size, limits=limits)  # type: ignore[return-value]


def bounded_member(path: Path, member: zipfile.ZipInfo, name: str, limits: Limits) -> BinaryIO:
    """The unpacked bytes of one member of a zip."""
    stream, packed_bytes = member_stream(path, member, name)
    return bounded(stream, packed_bytes, name=name, limits=limits)


def bounded(stream: BinaryIO, packed_bytes: int, *, name: str, limits: Limits) -> BinaryIO:
    """The stream, stopped where it passes what a real export would be."""
    return Bounded(stream, name=name, packed_bytes=packed_bytes, limits=limits)  # type: ignore[return-value]


def is_foreign(path: str) -> bool:
    """Whether a file is litter of an operating system or of an editor."""
    return any(part.lower().startswith(FOREIGN) for part in path.replace("\\", "/").split("/") if part.strip("."))


def safe_name(path: str) -> str:
    r"""A file's name as it can be shown and logged: no folders, no control or direction characters, of bounded length.

    >>> safe_name("../../etc/pass\u202ewd"), safe_name("C:\\temp\\CON"), safe_name("a\x00b.csv")
    ('passwd', '_CON', 'ab.csv')
    """
    last = path.replace("\\", "/").rstrip("/").rpartition("/")[2][:LONGEST_NAME]
    kept = "".join(character for character in last if unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zl", "Zp")).strip(" .")
    if kept.partition(".")[0].lower() in RESERVED:
        kept = "_" + kept
    if len(kept) > NAME_CHARACTERS:
        stem, dot, ending = kept.rpartition(".")
        kept = f"{stem[: NAME_CHARACTERS - 11]}…{dot}{ending[:8]}" if dot else kept[:NAME_CHARACTERS]
    return kept or "file"
