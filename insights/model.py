"""The nouns of the problem, as `definitions` names them. Standard library only; every record is frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Role(StrEnum):
    """Who wrote a message."""

    CUSTOMER = "customer"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Channel(StrEnum):
    """How the customer reached support."""

    CHAT = "chat"
    EMAIL = "email"
    PHONE = "phone"
    SOCIAL = "social"
    OTHER = "other"


class HandledBy(StrEnum):
    """Who on the support side replied."""

    BOT = "bot"
    AGENT = "agent"
    BOTH = "both"
    NOBODY = "nobody"


class Kind(StrEnum):
    """Kind of work; a conversation has one or more, or none (`no_request`)."""

    INFORMATIONAL = "informational"
    PERSONALISED = "personalised"
    ACTION = "action"
    HUMAN = "human"


class HumanCause(StrEnum):
    """Why a person's judgement is needed."""

    BUG = "bug"
    EXCEPTION = "exception"
    SENSITIVE = "sensitive"
    NEGOTIATION = "negotiation"
    UNCLEAR = "unclear"


class Resolution(StrEnum):
    """How a conversation ended for the customer."""

    CONFIRMED = "confirmed"
    ASSUMED = "assumed"
    UNRESOLVED = "unresolved"
    PENDING = "pending"


class NotScored(StrEnum):
    """Why a conversation has no rating."""

    NO_REQUEST = "no_request"
    NO_REPLY = "no_reply"
    TOO_SHORT = "too_short"
    LANGUAGE = "language"


class Owner(StrEnum):
    """Who could change a negative reason. Support cannot change the last three."""

    AGENT = "agent"
    BOT = "bot"
    PRODUCT = "product"
    POLICY = "policy"
    CUSTOMER_SITUATION = "customer_situation"


class Reason(StrEnum):
    """Why a conversation got its rating."""

    QUICK_RESOLUTION = "quick_resolution"
    CLEAR_ANSWER = "clear_answer"
    FRIENDLY_SERVICE = "friendly_service"
    WENT_BEYOND = "went_beyond"
    NOT_RESOLVED = "not_resolved"
    SLOW_REPLY = "slow_reply"
    HAD_TO_REPEAT = "had_to_repeat"
    TRANSFERRED = "transferred"
    WRONG_OR_UNCLEAR_ANSWER = "wrong_or_unclear_answer"
    BOT_LOOP = "bot_loop"
    PRODUCT_PROBLEM = "product_problem"
    POLICY_OR_PRICE = "policy_or_price"
    IMPOLITE_SERVICE = "impolite_service"


POSITIVE_REASONS = (Reason.QUICK_RESOLUTION, Reason.CLEAR_ANSWER, Reason.FRIENDLY_SERVICE, Reason.WENT_BEYOND)
BEYOND_SUPPORT = (Owner.PRODUCT, Owner.POLICY, Owner.CUSTOMER_SITUATION)


class EnablerType(StrEnum):
    """What a company can build so that an AI agent resolves more."""

    ARTICLE = "article"
    READ = "read"
    WRITE = "write"


class ActionType(StrEnum):
    """What a named person can do next."""

    WRITE_ARTICLE = "write_article"
    IMPROVE_ARTICLE = "improve_article"
    CONNECT_READ_API = "connect_read_api"
    BUILD_PROCEDURE = "build_procedure"
    FIX_PRODUCT = "fix_product"
    ROUTE_FASTER = "route_faster"
    IMPROVE_SERVICE = "improve_service"
    EXTEND_COVERAGE = "extend_coverage"


class ActionStatus(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DOING = "doing"
    DONE = "done"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Message:
    """One turn. `sent_at` is aware (UTC) or None; `html` says that `text` still is HTML."""

    role: Role
    text: str
    author: str | None = None
    sent_at: datetime | None = None
    internal: bool = False
    html: bool = False


@dataclass(frozen=True, slots=True)
class Conversation:
    """One exchange between one customer and the support side, in the order it happened."""

    conversation_id: str
    messages: tuple[Message, ...]
    channel: Channel = Channel.OTHER
    language: str | None = None
    started_at: datetime | None = None
    customer_id: str | None = None
    subject: str | None = None
    team: str | None = None
    state: str | None = None
    tags: tuple[str, ...] = ()
    csat: int | None = None
    csat_comment: str | None = None
    url: str | None = None
    attributes: dict[str, object] = field(default_factory=dict)
    rows: int = 1
    """How many rows of the file it was made of, so that an import's counts add up."""


@dataclass(frozen=True, slots=True)
class Reject:
    """A row (or record) that was not imported. `row` counts from 1; `rows` is how many rows it stands for."""

    file: str
    row: int
    reason: str
    raw: str
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Article:
    """A help article."""

    id: str
    title: str
    body: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """A read or write API of the company; `available` says that an AI agent can call it today.

    `entity` is what it is about in one word and `fields` are what it gives (read) or takes (write), where a description of the API says so.
    """

    name: str
    description: str
    type: EnablerType
    available: bool = True
    entity: str = ""
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What part of a workspace a number speaks of. None or an empty tuple means everything; `since` is in, `until` is out."""

    since: date | None = None
    until: date | None = None
    channel: tuple[str, ...] = ()
    team: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    handled_by: tuple[str, ...] = ()
