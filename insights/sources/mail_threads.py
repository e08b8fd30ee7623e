"""Threads of mails as they are pulled from a mailbox: a thread in a line, its mails as text whose letters are their bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from insights.model import Conversation, Reject
from insights.sources.correspondents import party
from insights.sources.fields import object_of, text_of
from insights.sources.limits import Limits
from insights.sources.mail import headers_of
from insights.sources.mailbox import conversation_of, row_of
from insights.sources.mapping import Mapping
from insights.sources.newest import mapped
from insights.sources.source import Opened, Probe, Source


def recognises(probe: Probe) -> bool:
    """True when a record has mails and whose mailbox they are from."""
    return any(isinstance(record.get("mails"), list) and isinstance(record.get("owner"), str) for record in probe.records)


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each thread."""
    team = mapping.team if mapping else ()
    yield from mapped(opened, partial(of_thread, team=team, limits=opened.limits), changed=())


def of_thread(values: dict, *, team: tuple[str, ...], limits: Limits) -> Conversation:
    """A thread, made as one of a file is. Its id stays, whichever mail is its first now."""
    side = team or (party((text_of(values.get("owner")) or "").lower()),)
    raws = [mail.encode("latin-1", "replace") for mail in values.get("mails") or () if isinstance(mail, str) and mail.strip()]
    key = text_of(values.get("id")) or ""
    if not raws:
        return Conversation(conversation_id=key, messages=())
    made = conversation_of([row_of(headers_of(raw), raw, side, limits) for raw in raws])
    return replace(made, conversation_id=key, rows=1, attributes={**made.attributes, **object_of(values.get("told"))})


SOURCE = Source("mail_threads", "Mailbox, pulled", recognises, read)
