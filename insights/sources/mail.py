"""One e-mail from its bytes: its headers, its words and the names of its files.

Everything in a mail may be broken: words that name a character set nobody knows, base64 that stops, parts without an end. Whatever can be read is
read, and nothing of it is ever an error.
"""

from __future__ import annotations

import binascii
import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Headers
from email.utils import parsedate_to_datetime
from functools import lru_cache
from types import MappingProxyType

from insights.sources.times import in_utc

HEAD_END = re.compile(rb"\A\r?\n|\r?\n\r?\n")
FOLD = re.compile(rb"\r?\n[ \t]+")
HEAD_BYTES = 256_000
HEADER_CHARACTERS = 20_000
LEVELS, PARTS = 8, 200
USED = MappingProxyType(
    {
        name.encode(): name
        for name in (
            *("from", "sender", "reply-to", "to", "cc", "delivered-to", "x-original-to", "x-original-from", "x-original-sender"),
            *("date", "received", "subject", "message-id", "in-reply-to", "references", "x-gm-thrid", "x-gmail-labels"),
            *("auto-submitted", "x-autoreply", "x-autorespond", "precedence"),
            *("content-type", "content-transfer-encoding", "content-disposition"),
        )
    }
)
"""Headers that are read at all."""
TEXT_BYTES = 2_000_000
KNOWN_CHARSET = re.compile(r"(?:utf|iso|latin|windows|cp|koi8|gb|big5|euc|shift|sjis|us-ascii|ascii|mac|tis|ks_c|hz)[\w.:-]{0,30}", re.IGNORECASE)
ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
ADDRESS = re.compile(
    r'(?:"([^"]{0,200}+)"\s{0,10}+|([^<>,;:"]{1,200}+))?<([^<>\s@]{1,100}+@[^<>\s@]{1,200}+)>'
    r'|([^\s<>,;:"()\[\]@]{1,100}+@[^\s<>,;:"()\[\]@]{1,200}+)'
)


@dataclass(frozen=True, slots=True)
class Mail:
    """What is read of a mail beside its headers."""

    text: str = ""
    html: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf of a mail: some words, or a file."""

    kind: str
    text: str
    file: str | None


def headers_of(raw: bytes) -> dict[str, str]:
    """The headers by their names in lower case, unfolded and still encoded; of several alike the first counts."""
    head = HEAD_END.split(raw[:HEAD_BYTES], 1)[0].replace(b"\x00", b"")
    found: dict[str, str] = {}
    for line in FOLD.sub(b" ", head).splitlines():
        name, _, value = line.partition(b":")
        known = USED.get(name.lower())
        if known and known not in found:
            found[known] = (value.decode() if value.isascii() else decoded(value, "utf-8")).strip()[:HEADER_CHARACTERS]
    return found


def mail_of(raw: bytes, headers: dict[str, str]) -> Mail:
    """The mail in some bytes, whose headers are known."""
    parts = list(leaves(headers, body_of(raw), level=0))[:PARTS]
    files = tuple(part.file for part in parts if part.file)
    said = [part for part in parts if not part.file]
    plain = "\n".join(part.text for part in said if part.kind != "text/html").strip()
    if plain:
        return Mail(plain, files=files)
    return Mail("\n".join(part.text for part in said).strip(), html=bool(said), files=files)


def body_of(raw: bytes) -> bytes:
    """What follows the headers."""
    end = HEAD_END.search(raw)
    return raw[end.end() :] if end else b""


def leaves(headers: dict[str, str], body: bytes, *, level: int) -> Iterator[Part]:
    """The parts of a mail that are no containers, in their order; of alternatives the plain one where it has words."""
    kind, charset, boundary, name = content_of(headers)
    if kind.startswith("multipart/") and boundary and level < LEVELS:
        pieces = [list(leaves(headers_of(piece), body_of(piece), level=level + 1)) for piece in pieces_of(body, boundary)]
        if kind == "multipart/alternative":
            yield from alternative(pieces)
        elif kind == "multipart/report":
            # The rest is for machines, and the mail that came back.
            yield from pieces[0] if pieces else ()
        else:
            yield from (part for piece in pieces for part in piece)
    elif kind in ("text/plain", "text/html") and not name:
        yield Part(kind, decoded(unpacked(body[:TEXT_BYTES], headers.get("content-transfer-encoding", "")), charset), None)
    elif kind != "text/x-amp-html" and not kind.startswith("multipart/"):
        yield Part(kind, "", name or f"unnamed {kind.partition('/')[2][:30] or 'file'}")


def alternative(pieces: list[list[Part]]) -> Iterator[Part]:
    """One of several ways to say the same: plain words if there are any; files of all."""
    parts = [part for piece in pieces for part in piece]
    plain = [part for part in parts if part.kind == "text/plain" and part.text.strip()]
    yield from (part for part in parts if part.file or part in plain or not plain)


def pieces_of(body: bytes, boundary: str) -> list[bytes]:
    """The parts between the boundaries, also where the last one is missing."""
    mark = b"--" + boundary.encode("utf-8", "surrogateescape")
    found = (b"\n" + body).split(b"\n" + mark)[1 : PARTS + 1]
    return [piece.lstrip(b" \t\r").removeprefix(b"\n").removesuffix(b"\n").removesuffix(b"\r") for piece in found if not piece.startswith(b"--")]


def content_of(headers: dict[str, str]) -> tuple[str, str, str, str]:
    """Type, character set, boundary and file name of a part; the name is empty for what is shown as part of the mail."""
    stated = headers.get("content-type", "text/plain")
    kind, charset, boundary, name = type_of(stated) if "boundary" not in stated.lower() else type_of.__wrapped__(stated)
    disposition = headers.get("content-disposition", "")
    if disposition:
        shown, file = disposition_of(disposition)
        name = file or name
        if shown == "attachment" and not name:
            name = "unnamed " + (kind.partition("/")[2][:30] or "file")
    return kind, charset, boundary, words_of(name)[:200]


@lru_cache(maxsize=4096)
def type_of(stated: str) -> tuple[str, str, str, str]:
    """Type, character set, boundary and name that a Content-Type says."""
    parsed = Headers()
    parsed["content-type"] = stated.replace("\n", " ").replace("\r", " ")[:2_000]
    try:
        found = [parsed.get_param(key) for key in ("charset", "boundary", "name")]
    except (ValueError, LookupError):
        return "text/plain", "", "", ""
    charset, boundary, name = (plain_parameter(value) for value in found)
    return parsed.get_content_type(), charset, boundary.rstrip(), name


def disposition_of(stated: str) -> tuple[str, str]:
    """Whether a part is shown or attached, and its file's name."""
    parsed = Headers()
    parsed["content-disposition"] = stated.replace("\n", " ").replace("\r", " ")[:2_000]
    try:
        return stated.partition(";")[0].strip().lower(), plain_parameter(parsed.get_param("filename", header="content-disposition"))
    except (ValueError, LookupError):
        return "attachment", ""


def plain_parameter(value: object) -> str:
    """A parameter's text; one in a character set of its own comes in three parts."""
    if isinstance(value, tuple):
        charset, _, text = value
        return decoded(str(text).encode("latin-1", "replace"), str(charset or ""))
    return value if isinstance(value, str) else ""


def unpacked(body: bytes, encoding: str) -> bytes:
    """The bytes of a text as they were before they were sent."""
    encoding = encoding.strip().lower()
    try:
        if encoding == "base64":
            letters = re.sub(rb"[^A-Za-z0-9+/]", b"", body)
            return binascii.a2b_base64(letters[: len(letters) // 4 * 4 + (0 if len(letters) % 4 == 1 else len(letters) % 4)] + b"===")
        if encoding == "quoted-printable":
            return binascii.a2b_qp(body)
    except binascii.Error:
        return body
    return ESCAPED_FROM.sub(rb"\1", body)


def decoded(body: bytes, charset: str) -> str:
    """Text of bytes: as stated, else as UTF-8, else as Windows-1252, which every byte can be."""
    for name in (charset.strip(" \"'"), "utf-8"):
        if not name or not KNOWN_CHARSET.fullmatch(name):
            continue
        try:
            # Who says Latin-1 mostly means Windows-1252; who says ASCII and sends more says nothing.
            return body.decode({"iso8859-1": "cp1252", "ascii": "utf-8"}.get(codecs.lookup(name).name, name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return body.decode("cp1252", "replace")


def words_of(value: str) -> str:
    """A header's words, decoded."""
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError, LookupError):
        return value
    return "".join(text if isinstance(text, str) else decoded(text, charset or "ascii") for text, charset in pieces)


@lru_cache(maxsize=4096)
def addresses(value: str) -> tuple[tuple[str, str], ...]:
    """Name and address, in lower case, of everybody in a header. Read by a pattern: the library's own reader goes as deep as a header is odd.

    >>> addresses('"Low, Ben" <BEN@a.example>, ada@b.example')
    (('Low, Ben', 'ben@a.example'), ('', 'ada@b.example'))
    """
    found = ADDRESS.finditer(value[:HEADER_CHARACTERS]) if "@" in value else ()
    return tuple((words_of((each[1] or each[2] or "").strip(" '")), (each[3] or each[4]).lower()) for each in found)


def domain_of(address: str) -> str:
    """What follows the @."""
    return address.rpartition("@")[2].strip("> ")


def sent_at(headers: dict[str, str]) -> datetime | None:
    """When it was sent, as its date says, else as the last server did."""
    for value in (headers.get("date", ""), headers.get("received", "").rpartition(";")[2]):
        try:
            return in_utc(parsedate_to_datetime(value.strip()[:100]), UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
    return None
