"""What a file is by its first bytes. A name proves nothing: people rename pictures to .csv."""

from __future__ import annotations

import re

from insights.errors import UnreadableFile

GZIP = b"\x1f\x8b"
ZIP = (b"PK\x03\x04", b"PK\x05\x06")
PARQUET = b"PAR1"
HEAD_BYTES = 256 * 1024

AS_TABLE = "Save it as CSV, XLSX or Parquet and import that."
AS_EXPORT = "Import the export itself: JSON, XML, CSV, TSV, XLSX, Parquet, a mailbox or a chat, alone or in a .gz or .zip."
UNPACK = "Unpack it, or pack it as .zip or .gz."

REFUSED: tuple[tuple[int, bytes, str, str], ...] = (
    (8, b"DUCK", "a DuckDB database", AS_TABLE),
    (0, b"SQLite format 3\x00", "an SQLite database", AS_TABLE),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or a password-protected Office file", AS_TABLE),
    (0, b"ARROW1", "an Arrow file", AS_TABLE),
    (0, b"ORC", "an ORC file", AS_TABLE),
    (0, b"\x89PNG", "a picture", AS_EXPORT),
    (0, b"\xff\xd8\xff", "a picture", AS_EXPORT),
    (0, b"GIF8", "a picture", AS_EXPORT),
    (0, b"RIFF", "a picture, a sound or a film", AS_EXPORT),
    (0, b"II*\x00", "a picture", AS_EXPORT),
    (0, b"MM\x00*", "a picture", AS_EXPORT),
    (4, b"ftyp", "a picture or a film", AS_EXPORT),
    (0, b"%PDF", "a PDF document", AS_EXPORT),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (0, b"Rar!", "a RAR archive", UNPACK),
    (0, b"BZh", "a bzip2 archive", UNPACK),
    (0, b"\xfd7zXZ\x00", "an xz archive", UNPACK),
    (0, b"\x28\xb5\x2f\xfd", "a zstd archive", UNPACK),
    (0, b"\x7fELF", "a program", AS_EXPORT),
    (0, b"MZ\x90", "a program", AS_EXPORT),
    (0, b"\x93NUMPY", "a NumPy file", AS_TABLE),
)
MARKUP = re.compile(
    rb"(?:<\?xml[^<>]{0,500}>\s{0,100}+)?(?:<!--[^<>]{0,2000}-->\s{0,100}+)?(?:<!doctype\s{1,20}(?:html|svg)|<html|<svg)", re.IGNORECASE
)
CONTROLS = bytes(code for code in range(32) if code not in b"\x00\t\n\x0b\x0c\r\x1a\x1b")
BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)


def refuse_foreign(head: bytes, name: str) -> None:
    """Raise when the first bytes belong to something that is no text and no workbook."""
    for offset, mark, kind, hint in REFUSED:
        if head[offset : offset + len(mark)] == mark:
            raise UnreadableFile(f"{name} is {kind}.", hint=hint)
    if head[:1] == b"\x80" and head[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05"):
        raise UnreadableFile(f"{name} is a Python pickle.", hint="Pickles can run code and are never read. " + AS_TABLE)
    if MARKUP.match(head.lstrip()):
        raise UnreadableFile(f"{name} is a web page or a picture.", hint=AS_EXPORT)
    if encoding_of(head)[0] == "utf-8" and is_binary(head):
        raise UnreadableFile(f"{name} is not text.", hint=AS_EXPORT)


def is_binary(head: bytes) -> bool:
    """Whether control characters or NULs are too many for a text, whatever its encoding."""
    controls = len(head) - len(head.translate(None, CONTROLS))
    return controls * 20 > len(head) or head.count(b"\x00") * 3 > len(head)


def encoding_of(head: bytes) -> tuple[str, int]:
    """The encoding that the first bytes prove, and the length of their byte order mark; UTF-8 when they prove none."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    part = head[:4096]
    zeros_first, zeros_second = part[::2].count(b"\x00"), part[1::2].count(b"\x00")
    # Latin text in UTF-16 has a NUL beside nearly every letter.
    if zeros_second * 10 > len(part) * 4 and zeros_first == 0:
        return "utf-16-le", 0
    if zeros_first * 10 > len(part) * 4 and zeros_second == 0:
        return "utf-16-be", 0
    return "utf-8", 0
