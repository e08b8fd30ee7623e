"""What a user gives to connect a system: fields, and what they may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from insights.errors import UnusableSetting

SUBDOMAIN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
HOST = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
NUMBER = re.compile(r"\d{1,18}")
WORD = re.compile(r"[\w.-]{1,200}", re.ASCII)
LOGIN = re.compile(r"[!-~]{1,254}")
EMAIL = re.compile(r"[^\s:@/]{1,120}@[^\s:@/]{1,120}")
BUCKET = re.compile(r"[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]")
PREFIX = re.compile(r"[^\x00-\x1f\x7f?#]{0,500}")
ADDRESS = re.compile(r"https://[^\s/@?#]{4,253}/[^\s@#]{1,1500}")
SERVER = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:.]{2,45}")
PORT = re.compile(r"(?!0)\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]")
NAME = re.compile(r"[^\x00-\x1f\x7f]{1,200}")
LONGEST = 4_000


class Kind(StrEnum):
    """What the user types into a field."""

    SUBDOMAIN = "subdomain"
    EMAIL = "email"
    CHOICE = "choice"
    HOST = "host"
    NUMBER = "number"
    WORD = "word"
    LOGIN = "login"
    BUCKET = "bucket"
    ADDRESS = "address"
    SERVER = "server"
    PORT = "port"
    NAME = "name"
    SECRET = "secret"


PATTERNS: Mapping[Kind, re.Pattern[str]] = MappingProxyType(
    {
        Kind.NUMBER: NUMBER,
        Kind.WORD: WORD,
        Kind.LOGIN: LOGIN,
        Kind.ADDRESS: ADDRESS,
        Kind.SERVER: SERVER,
        Kind.PORT: PORT,
        Kind.NAME: NAME,
    }
)


@dataclass(frozen=True, slots=True)
class Field:
    """Something that the user must give. `help` is Markdown of ours that says where to find it."""

    name: str
    label: str
    kind: Kind
    help: str
    choices: tuple[tuple[str, str], ...] = ()
    """Value and label, for a choice."""
    suffix: str = ""
    """What follows a subdomain, such as `.zendesk.com`."""
    phrase: bool = False
    """Whether a secret may hold spaces and any letter, as passwords do."""
    optional: bool = False


def checked(fields: Sequence[Field], given: Mapping[str, str]) -> dict[str, str]:
    """What the user gave, in the form that a connector may rely on.

    Raises:
        UnusableSetting: something is missing or cannot be what it should be.
    """
    return {each.name: _checked(each, given.get(each.name, "").strip()) for each in fields}


def _checked(each: Field, value: str) -> str:
    if not value and each.optional:
        return ""
    if not value:
        raise UnusableSetting(f"{each.label} is missing.", hint="Fill it in and test again.")
    if each.kind is Kind.SUBDOMAIN:
        # People paste the whole address; only the part before the system's own domain is theirs.
        value = re.sub(r"^https?://", "", value.lower()).split("/")[0].removesuffix(each.suffix)
        if not SUBDOMAIN.fullmatch(value):
            raise UnusableSetting(
                f"{each.label} is only the part before {each.suffix}.", hint=f"For example acme, when you work at acme{each.suffix}."
            )
    elif each.kind is Kind.HOST:
        value = re.sub(r"^https?://", "", value.lower()).split("/")[0]
        if not HOST.fullmatch(value):
            raise UnusableSetting(f"{each.label} is not the name of a host.", hint="For example app.chatwoot.com, without a port.")
    elif each.kind is Kind.BUCKET:
        value = value.removeprefix("s3://").strip("/")
        bucket, _, prefix = value.partition("/")
        if not BUCKET.fullmatch(bucket) or not PREFIX.fullmatch(prefix):
            raise UnusableSetting(f"{each.label} is not the name of a bucket.", hint="For example s3://acme-support/exports.")
    elif each.kind in PATTERNS and not PATTERNS[each.kind].fullmatch(value):
        raise UnusableSetting(f"{each.label} cannot be right.", hint="Copy it again, without anything around it.")
    elif each.kind is Kind.EMAIL and not EMAIL.fullmatch(value):
        raise UnusableSetting(f"{each.label} is not an e-mail address.", hint="It is the one you log in with.")
    elif each.kind is Kind.CHOICE and value not in [choice for choice, _ in each.choices]:
        raise UnusableSetting(f"{each.label} is none of the choices.", hint="Choose one of the list.")
    elif each.kind is Kind.SECRET and not (_is_phrase(value) if each.phrase else _is_secret(value)):
        raise UnusableSetting(f"{each.label} holds characters that no token has.", hint="Copy it again, without anything around it.")
    return value


def _is_phrase(value: str) -> bool:
    return len(value) <= LONGEST and value.isprintable()


def _is_secret(value: str) -> bool:
    return len(value) <= LONGEST and value.isascii() and value.isprintable() and " " not in value
