"""Files that lie somewhere: in a bucket with the interface of S3, or at an address of the web.

A raw names one file and its version; the file itself is fetched when its turn to be imported comes, and read like one that was uploaded. What was
imported is fetched again only when its version is another one. A bucket is listed by name from the last one seen, a place that never expires.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote_plus, urlsplit
from xml.etree import ElementTree

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Session, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.signing import signed
from insights.errors import UnreachableSystem, UnusableSetting

A_PAGE = 1_000
MOST_COUNTED = 10
"""Pages that a test lists."""
READABLE = (".parquet", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xml", ".txt", ".mbox", ".eml", ".gz", ".zip")
ASLEEP = ("GLACIER", "DEEP_ARCHIVE")
SECRET_WORDS = re.compile(r"sig|token|key|secret|passw|auth|credential", re.IGNORECASE)
ONE_BYTE = {"Range": "bytes=0-0"}
CODE = re.compile(rb"<Code>(\w{1,60})</Code>")
WHOLE = "Messages of one conversation may lie in several tables: they are put together. Of two files with the whole of it, the later version is kept."

S3_FIELDS = (
    Field("bucket", "Bucket and folder", Kind.BUCKET, "For example `s3://acme-support/exports`. Every readable file below it is brought."),
    Field("region", "Region", Kind.WORD, "For example `eu-central-1`. Other storage than Amazon's often says `auto` or `us-east-1`."),
    Field("endpoint", "Endpoint", Kind.HOST, "Only for other storage than Amazon's: its host, reachable from the internet by https.", optional=True),
    Field("key", "Access key id", Kind.WORD, "Empty for a bucket that everybody may read.", optional=True),
    Field("secret", "Secret access key", Kind.SECRET, "What belongs to the access key id. It may only list and read.", optional=True),
)
WEB_FIELDS = (
    Field("address", "Address of the file", Kind.ADDRESS, "It begins with `https://` and leads to the file itself, not to a page about it."),
    Field("token", "Token", Kind.SECRET, "Sent as `Authorization: Bearer`. Empty for a file that everybody may read.", optional=True),
)


@dataclass(frozen=True, slots=True)
class Object:
    """A file in a bucket."""

    key: str
    version: str
    size: int
    asleep: bool

    @property
    def readable(self) -> bool:
        """Whether it may hold conversations, by its name: notes that programs leave beside their files do not."""
        own = not any(part.startswith(("_", ".")) for part in self.key.split("/"))
        return own and self.size > 0 and not self.asleep and self.key.lower().endswith(READABLE)


def bucket_place(values: Mapping[str, str]) -> Place:
    """The storage; without a key everybody's way in."""
    if bool(values["key"]) != bool(values["secret"]):
        raise UnusableSetting("An access key id and its secret belong together.", hint="Give both, or none for a bucket that everybody may read.")
    base = f"https://{values['endpoint'] or 's3.' + values['region'] + '.amazonaws.com'}"
    sign = partial(signed, region=values["region"], key=values["key"], secret=values["secret"])
    return Place(base, {}, sign=sign if values["key"] else None)


def listed(session: Session, after: str) -> tuple[list[Object], str | None]:
    """The files whose names come after one, and the last of these names where there are more."""
    bucket, _, prefix = session.given["bucket"].removeprefix("s3://").strip("/").partition("/")
    asked = {"list-type": 2, "max-keys": A_PAGE, "encoding-type": "url", "prefix": f"{prefix}/" if prefix else "", "start-after": after}
    content = session.ask("GET", f"/{bucket}", {name: value for name, value in asked.items() if value != ""}).content
    try:
        if b"<!" in content:
            raise ValueError("no list of ours has a document type")
        root = ElementTree.fromstring(content)
        found = [_object(each) for each in root.iter() if _name(each) == "Contents"]
    except (ElementTree.ParseError, ValueError) as problem:
        raise UnreachableSystem(
            "The storage answers with something else than a list of files.", hint="Check endpoint, bucket and region."
        ) from problem
    if _name(root) != "ListBucketResult":
        raise UnreachableSystem("The storage answers with something else than a list of files.", hint="Check endpoint, bucket and region.")
    more = any(_name(each) == "IsTruncated" and each.text == "true" for each in root)
    return found, found[-1].key if more and found else None


def _name(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _object(element: ElementTree.Element) -> Object:
    said = {_name(each): each.text or "" for each in element}
    version = f"{said.get('ETag', '')} {said.get('LastModified', '')}".strip()
    return Object(unquote_plus(said["Key"]) if "Key" in said else "", version, int(said.get("Size", 0)), said.get("StorageClass") in ASLEEP)


def test_bucket(session: Session) -> Reach:
    """How many files there are, and whether they may be read."""
    found, after = [], ""
    for _ in range(MOST_COUNTED):
        some, following = _told(listed, session, after)
        found += some
        if following is None:
            break
        after = following
    usable, missing = [each for each in found if each.readable], list[str]()
    if usable:
        try:
            session.ask("GET", _path(session, usable[0].key), headers=ONE_BYTE)
        except Declined as declined:
            if declined.status != 403:
                raise
            missing.append("read files (s3:GetObject)")
    if asleep := sum(each.asleep for each in found):
        missing.append(f"read {asleep:,} files that are archived: restore them first")
    return Reach(session.given["bucket"], len(usable), tuple(missing), of="file")


def _told(ask: Callable[[Session, str], tuple[list[Object], str | None]], session: Session, after: str) -> tuple[list[Object], str | None]:
    """A list, or in words why there is none: storage says it by a code of its own."""
    try:
        return ask(session, after)
    except Declined as declined:
        code = CODE.search(declined.words.encode())
        message, hint = REASONS.get(code[1].decode() if code else "", (str(declined), declined.hint))
        if declined.status in (301, 307):
            message, hint = REASONS["PermanentRedirect"]
        raise Declined(message, hint=hint, status=declined.status, words=declined.words) from declined


REASONS: Mapping[str, tuple[str, str]] = {
    "InvalidAccessKeyId": ("The storage does not know this access key id.", "Copy it again; it may have been deleted."),
    "SignatureDoesNotMatch": ("The secret is not the one of this access key id.", "Copy both again."),
    "RequestTimeTooSkewed": ("The clock of this machine is wrong.", "Set it; storage accepts questions of the last 15 minutes only."),
    "AccessDenied": ("This key may not list the bucket.", "It needs s3:ListBucket on the bucket and s3:GetObject on its files, nothing else."),
    "NoSuchBucket": ("There is no bucket of this name.", "Check its name, and the endpoint if it is not Amazon's."),
    "AuthorizationHeaderMalformed": ("The bucket is in another region.", "Look it up where you administer the bucket."),
    "PermanentRedirect": ("The bucket is in another region.", "Look it up where you administer the bucket."),
}


def bucket_pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The files with their versions. The window says nothing here: which are new, their versions tell."""
    while True:
        found, following = _told(listed, session, cursor or "")
        raws = tuple(Raw(each.key, "", {"id": each.key, "version": each.version}) for each in found if each.readable)
        yield Page(raws, following)
        if following is None:
            return
        cursor = following


def _path(session: Session, key: str) -> str:
    return f"/{session.given['bucket'].removeprefix('s3://').partition('/')[0]}/{quote(key, safe='/-_.~')}"


def fetch_object(session: Session, key: str, target: Path, moved: Callable[[int], None]) -> None:
    """Write a file of the bucket to the disk."""
    session.save(_path(session, key), target, moved)


def web_place(values: Mapping[str, str]) -> Place:
    """The host of the file. An address with a secret in it is refused: addresses are written down, shown and logged."""
    parts = urlsplit(values["address"])
    if any(SECRET_WORDS.search(name) for name, _ in parse_qsl(parts.query, keep_blank_values=True)):
        raise UnusableSetting("This address carries a secret.", hint="Give the address without it, and the secret as token if the host takes one.")
    return Place(f"https://{parts.netloc}", {"Authorization": f"Bearer {values['token']}"} if values["token"] else {})


def _whole_path(session: Session) -> str:
    parts = urlsplit(session.given["address"])
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def found_at(session: Session) -> Raw:
    """The file at the address, by what its host says of its version."""
    path = _whole_path(session)
    try:
        headers = session.ask("HEAD", path).headers
    except Declined as declined:
        if declined.status not in (400, 403, 404, 405, 501):
            raise
        # Some hosts know no other question than the one for the file itself.
        headers = session.ask("GET", path, headers=ONE_BYTE).headers
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in ("text/html", "application/xhtml+xml"):
        raise UnreachableSystem("There is a web page at this address, not a file.", hint="Copy the address behind the button that downloads it.")
    marks = [headers[name] for name in ("etag", "last-modified") if headers.get(name)]
    # A host that names no version may have another file each time; importing the same one again changes nothing.
    version = " ".join(marks) or datetime.now().astimezone().isoformat()
    return Raw(path.rpartition("/")[2].partition("?")[0] or "file", "", {"id": path, "version": version})


def test_address(session: Session) -> Reach:
    """Whether there is a file."""
    found = found_at(session)
    return Reach(found.id, 1, of="file")


def web_pages(session: Session, window: Window, cursor: str | None) -> Iterator[Page]:
    """The one file."""
    yield Page((found_at(session),), None)


def fetch_address(session: Session, key: str, target: Path, moved: Callable[[int], None]) -> None:
    """Write the file to the disk."""
    session.save(key, target, moved)


S3 = Connector(
    name="s3",
    label="Files on S3",
    source="",
    fields=S3_FIELDS,
    scopes=f"**s3:ListBucket** and **s3:GetObject**, nothing else. {WHOLE}",
    place=bucket_place,
    test=test_bucket,
    pages=bucket_pages,
    days=None,
    download=fetch_object,
    things="files",
)
WEB = Connector(
    name="web",
    label="A file on the web",
    source="",
    fields=WEB_FIELDS,
    scopes="to **read** the file, if it needs one at all.",
    place=web_place,
    test=test_address,
    pages=web_pages,
    days=None,
    download=fetch_address,
    things="files",
    follows=True,
)
