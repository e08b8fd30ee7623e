"""From a source's conversations to the rows that are stored: plain text, without personal data, with what follows from the messages.

Personal data never reach the disk: not in a message, a subject, an unknown key, a rejected row or the id of a customer.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa

from insights.model import Conversation, HandledBy, Message, Reject, Role
from insights.store.schema import rows
from insights.tables import CONVERSATIONS, MESSAGES
from insights.text.cleaning import plain
from insights.text.language import detect
from insights.text.redaction import Redactor

NAME_KEY = re.compile(r"(^|_)(customer|user|first|last|full|given|family|contact|requester|sender|author)[ _-]?name$", re.IGNORECASE)
RAW_CHARACTERS = 2_000
REPLIED = {
    frozenset({Role.BOT, Role.AGENT}): HandledBy.BOTH,
    frozenset({Role.BOT}): HandledBy.BOT,
    frozenset({Role.AGENT}): HandledBy.AGENT,
    frozenset(): HandledBy.NOBODY,
}


@dataclass(frozen=True, slots=True)
class Read:
    """Rows ready to be stored, and how many pieces of personal data of each kind were replaced."""

    conversations: pa.Table
    messages: pa.Table
    redacted: dict[str, int]


class Reader:
    """Makes rows of conversations. `key` belongs to the workspace: the same customer gets another id in another workspace."""

    def __init__(self, *, source: str, import_id: str, key: str) -> None:
        """Nothing is redacted yet."""
        self._source, self._import_id, self._key = source, import_id, key.encode()[:64]
        self._redactor = Redactor()
        self._counts: Counter[str] = Counter()

    def read(self, conversations: Sequence[Conversation]) -> Read:
        """The rows of these conversations, in their order."""
        self._counts = Counter()
        made, said = [], []
        for conversation in conversations:
            names = frozenset(message.author for message in conversation.messages if message.author and message.role in (Role.CUSTOMER, Role.AGENT))
            messages = [self._message(conversation.conversation_id, turn, message, names) for turn, message in enumerate(conversation.messages)]
            made.append(self._conversation(conversation, messages, names))
            said.extend(messages)
        _detect_languages(made, said)
        for record in made:
            record["content_hash"] = digest([record, record.pop("said")])
            record["import_id"] = self._import_id
        return Read(rows(CONVERSATIONS, made), rows(MESSAGES, said), dict(self._counts))

    def raw(self, reject: Reject) -> str:
        """A rejected row, cut, without personal data."""
        return self._clean(reject.raw[:RAW_CHARACTERS], frozenset())

    def _clean(self, text: str, names: frozenset[str]) -> str:
        redacted = self._redactor(text.replace("\x00", ""), names=names)
        self._counts.update(dict(redacted.counts))
        return redacted.text

    def _optional(self, text: str | None, names: frozenset[str]) -> str | None:
        return self._clean(text, names) if text else None

    def _message(self, conversation_id: str, turn: int, message: Message, names: frozenset[str]) -> dict[str, object]:
        author = message.author if message.role == Role.BOT else message.author.split()[0] if message.author and message.role == Role.AGENT else None
        return {
            "conversation_id": conversation_id,
            "turn": turn,
            "author_role": message.role.value,
            "author": author[:60] if author and "@" not in author else None,
            "sent_at": naive(message.sent_at),
            "text": self._clean(plain(message.text, html=message.html), names),
            "internal": message.internal,
        }

    def _conversation(self, conversation: Conversation, messages: list[dict], names: frozenset[str]) -> dict[str, object]:
        times = [message["sent_at"] for message in messages if message["sent_at"]]
        public = [message for message in messages if not message["internal"]]
        replied = frozenset(Role(message["author_role"]) for message in public) & {Role.BOT, Role.AGENT}
        return {
            "conversation_id": conversation.conversation_id,
            "source": self._source,
            "url": self._optional(conversation.url, frozenset()),
            "channel": conversation.channel.value,
            "subject": self._optional(conversation.subject, names),
            "started_at": naive(conversation.started_at) or min(times, default=None),
            "ended_at": max(times, default=naive(conversation.started_at)),
            "customer_id": self._customer(conversation.customer_id),
            "team": conversation.team,
            "language": conversation.language,
            "state": conversation.state,
            "tags": [self._clean(tag, names) for tag in conversation.tags],
            "csat": conversation.csat,
            "csat_comment": self._optional(conversation.csat_comment, names),
            "handled_by": REPLIED[replied].value,
            "turns": len(public),
            "first_reply_seconds": first_reply(public),
            "attributes": json.dumps(self._attribute(conversation.attributes, names), ensure_ascii=False, sort_keys=True, default=str),
            "said": messages,
        }

    def _customer(self, customer_id: str | None) -> str | None:
        """The source's id; one that is personal itself (an address, a number, a name) becomes a code that stays the same."""
        if not customer_id:
            return None
        if not self._redactor(customer_id).counts and " " not in customer_id.strip():
            return customer_id
        return "customer-" + hashlib.blake2b(customer_id.strip().lower().encode(errors="replace"), key=self._key, digest_size=6).hexdigest()

    def _attribute(self, value: object, names: frozenset[str]) -> object:
        if isinstance(value, dict):
            return {
                str(key): "[name]" if NAME_KEY.search(str(key)) and isinstance(inner, str) else self._attribute(inner, names)
                for key, inner in value.items()
            }
        if isinstance(value, list | tuple):
            return [self._attribute(inner, names) for inner in value]
        return self._clean(value, names) if isinstance(value, str) else value


def naive(moment: datetime | None) -> datetime | None:
    """UTC without a zone, as it is stored."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment else None


def first_reply(public: Sequence[dict]) -> float | None:
    """Seconds from the customer's first message to the first reply after it; None when a time is missing or nobody replied."""
    asked = None
    for message in public:
        if asked is None and message["author_role"] == Role.CUSTOMER.value:
            asked = message["sent_at"]
        elif asked is not None and message["author_role"] in (Role.BOT.value, Role.AGENT.value):
            return max((message["sent_at"] - asked).total_seconds(), 0.0) if message["sent_at"] else None
    return None


def _detect_languages(made: Sequence[dict], said: Sequence[dict]) -> None:
    """Fill in the language where the source gave none, from what the customer wrote."""
    missing = [record for record in made if not record["language"]]
    if not missing:
        return
    texts = [
        " ".join(message["text"] for message in record["said"] if message["author_role"] == Role.CUSTOMER.value and not message["internal"])[:1_000]
        for record in missing
    ]
    for record, language in zip(missing, detect(texts), strict=True):
        record["language"] = language


def digest(content: object) -> str:
    """Hash of what is stored."""
    return hashlib.blake2b(json.dumps(content, sort_keys=True, ensure_ascii=True, default=str).encode(), digest_size=16).hexdigest()
