"""Which mails of a connected mailbox belong together: joined as those of a file are, and noted in the workspace between two pulls."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from insights.connectors.mail.answers import Head
from insights.connectors.mail.noting import Spot, Thread
from insights.connectors.mail.session import MailSession
from insights.sources.correspondents import customer_of, party
from insights.sources.mail import headers_of, sent_at
from insights.sources.mailbox import id_of
from insights.sources.threads import SHORTEST_SUBJECT, bare_subject, is_answer, links_of, own_name
from insights.store.connected import Connection
from insights.store.mails import Mails, Noted, Waiting
from insights.store.raw import Connections


def note_mails(session: object, store: Connections, connection: Connection) -> None:
    """Give a session with a mailbox its notes; any other needs none."""
    if isinstance(session, MailSession):
        session.notes = MailNotes(Mails(store, connection.id), session.owner)


class MailNotes:
    """The notes of one connection."""

    def __init__(self, mails: Mails, owner: str) -> None:
        """Everybody at the owner's domain is the support side."""
        self._mails, self._team = mails, (party(owner),)

    def upto(self, folder: str, validity: int, since: datetime) -> tuple[int, datetime]:
        """The number up to which a folder was listed, and from which day on it is."""
        number = self._mails.upto(folder, validity, since)
        return number, self._mails.since(folder)

    def note(self, folder: str, upto: int, heads: Sequence[Head]) -> None:
        """Take in heads and the place after them."""
        self._mails.note(folder, upto, [self._noted(head) for head in heads])

    def left(self) -> int:
        """How many threads have something new."""
        return self._mails.left()

    def waiting(self, most: int) -> list[Thread]:
        """The next threads with something new."""
        return [
            Thread(each.thread, datetime.fromisoformat(each.arrived), tuple(Spot(*spot) for spot in each.spots)) for each in self._mails.waiting(most)
        ]

    def brought(self, threads: Sequence[Thread]) -> None:
        """Nothing new is in them any more."""
        self._mails.brought([Waiting(each.id, "", ()) for each in threads])

    def _noted(self, head: Head) -> Noted:
        headers = headers_of(head.headers)
        links = links_of({**headers, "x-gm-thrid": head.thread} if head.thread else headers)
        subject, customer = headers.get("subject", ""), customer_of(headers, self._team)
        bare, sent = bare_subject(subject), sent_at(headers) or head.arrived
        return Noted(
            name=id_of(own_name(headers)),
            links=tuple(id_of(link) for link in links),
            subject=id_of(f"{bare}\x1f{customer}") if customer and len(bare) >= SHORTEST_SUBJECT else "",
            answers=not links and is_answer(subject),
            uid=head.uid,
            size=head.size,
            sent=sent.astimezone(UTC).isoformat(),
            arrived=head.arrived.isoformat(),
        )
