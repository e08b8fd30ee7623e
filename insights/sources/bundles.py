"""Archives and folders whose files make one export together: many mails, or a workspace of Slack's with a file for each day of a channel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from insights.sources.archives import damaged
from insights.sources.source import Shape

Wrap = Callable[[BinaryIO, int], BinaryIO]
"""From the stream of a member and its packed size to a bounded one."""
MAIL_PATH = re.compile(r"(?:\.eml|(?:^|/)(?:cur|new)/[^/]{1,250})", re.IGNORECASE)
DAY_PATH = re.compile(r"(?:[^/]{1,250}/){1,3}\d{4}-\d{2}-\d{2}\.json", re.IGNORECASE)
MEDIA = re.compile(
    r"\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?|svg|mp[34]|m4a|opus|ogg|wav|aac|amr|mov|avi|3gp|webm|pdf|vcf|docx?|pptx?|ics|was|thumb)", re.IGNORECASE
)


def bundled(paths: Sequence[str]) -> Shape | None:
    """What all the files together are, if they are one export."""
    names = {path.rpartition("/")[2].lower() for path in paths}
    if "users.json" in names and names & {"channels.json", "groups.json", "dms.json"} and any(DAY_PATH.fullmatch(path) for path in paths):
        return Shape.SLACK
    return None


def is_mail(path: str) -> bool:
    """Whether a file is a single mail by its name or its folder (a Maildir)."""
    return MAIL_PATH.search(path[-300:]) is not None if path.lower().endswith(".eml") or "/cur/" in path or "/new/" in path else False


def is_media(path: str) -> bool:
    """Whether a file is something that was sent along, by its name."""
    return MEDIA.fullmatch(path[-6:][path[-6:].rfind(".") :]) is not None if "." in path[-6:] else False


def zip_pieces(path: Path, name: str, chosen: Sequence[zipfile.ZipInfo], wrap: Wrap) -> Iterator[tuple[str, BinaryIO]]:
    """The chosen members of a zip, which is opened once."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in chosen:
                yield member.filename, wrap(archive.open(member), member.compress_size)  # type: ignore[arg-type]
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise damaged(name) from error


def folder_pieces(folder: Path, chosen: Sequence[Path]) -> Iterator[tuple[str, BinaryIO]]:
    """The chosen files of a folder."""
    for path in chosen:
        yield path.relative_to(folder).as_posix(), path.open("rb")
