"""From what a reader found to a conversation, or to the reason why it is none. Every source ends here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from insights.model import Conversation, Message, Reject
from insights.sources.limits import RAW_CHARACTERS, Limits

INVISIBLE = " \t\r\n\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
TAG = re.compile(
    r"</?(?:p|div|br|span|a|ul|ol|li|b|i|u|em|strong|table|tr|td|th|img|h[1-6]|blockquote|html|body|head|style|font|pre|code|hr)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
LONGEST_ID = 500


def is_html(text: str) -> bool:
    """Whether a text is written in HTML.

    >>> is_html("<p>Hi</p>"), is_html("a < b and c > d"), is_html("<order number>")
    (True, False, False)
    """
    return "<" in text and TAG.search(text) is not None


def or_files(text: str, names: Sequence[str]) -> str:
    """The text of a message, or the names of its files where it has no words: a picture sent as an answer is an answer.

    >>> or_files("", ["a.jpg", "b.pdf"]), or_files("Here it is", ["a.jpg"])
    ('[a.jpg, b.pdf]', 'Here it is')
    """
    return text if text.strip(INVISIBLE) or not names else f"[{', '.join(name[:100] for name in names[:10])}]"


def finished(conversation: Conversation, *, file: str, row: int, raw: str, limits: Limits) -> Conversation | Reject:
    """The conversation with its messages in order and the empty ones gone, or why it cannot be kept."""
    messages = [message for message in conversation.messages if message.text.strip(INVISIBLE)]
    reason = None
    if not conversation.conversation_id.strip():
        reason = "no conversation id"
    elif len(conversation.conversation_id) > LONGEST_ID:
        reason = f"the conversation id is longer than {LONGEST_ID} characters"
    elif into := conversation.attributes.get("merged_into"):
        reason = f"merged into {str(into)[:40]}: it goes on there"
    elif not conversation.messages:
        reason = "no messages"
    elif len(messages) > limits.messages:
        reason = too_many_messages(limits)
    elif not messages:
        reason = "every message is empty"
    elif any(len(message.text) > limits.field for message in messages):
        reason = f"a message is longer than {limits.field:,} characters"
    if reason:
        return Reject(file, row, reason, raw[:RAW_CHARACTERS], conversation.rows)
    ordered = tuple(in_order(messages))
    if conversation.started_at and ordered == conversation.messages:
        return conversation
    started_at = conversation.started_at or min((message.sent_at for message in messages if message.sent_at), default=None)
    return replace(conversation, messages=ordered, started_at=started_at)


def too_many_messages(limits: Limits) -> str:
    """The reason for a conversation without end."""
    return f"more than {limits.messages:,} messages in one conversation"


def in_order(messages: Sequence[Message]) -> list[Message]:
    """Messages by time; as they stand in the file when one of them has no time, or when times are equal."""
    times = [message.sent_at for message in messages]
    if None in times:
        return list(messages)
    return sorted(messages, key=lambda message: message.sent_at)  # type: ignore[arg-type, return-value]


def first_text(values: Iterable[str]) -> str | None:
    """The first value that is not empty."""
    return next((value.strip() for value in values if value.strip()), None)


def tags_of(text: str | None) -> tuple[str, ...]:
    """Tags written in one cell.

    >>> tags_of("refund, vip;late"), tags_of('["a","b"]'), tags_of(None)
    (('refund', 'vip', 'late'), ('a', 'b'), ())
    """
    parts = re.split(r"[,;|\n]", (text or "").strip("[]{}"))
    return tuple(dict.fromkeys(tag for part in parts if (tag := part.strip(" \"'"))))
