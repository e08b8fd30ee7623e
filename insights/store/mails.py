"""What is noted of a mailbox: where each mail is, and which thread it belongs to. Of a mail only a hash of its id, numbers and times.

Threads are joined as mails are noted. One that was read keeps its id for good, so that what is imported of it is replaced and never doubled; two
that were read are not joined any more.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from insights.store.raw import Connections, Transaction

MOST_SPOTS = 2_000


@dataclass(frozen=True, slots=True)
class Noted:
    """A mail, and the names of those that it belongs to.

    `subject` stands for its subject with its customer; one that `answers` belongs to the last mail before it that had the same.
    """

    name: str
    links: tuple[str, ...]
    subject: str
    answers: bool
    uid: int
    size: int
    sent: str
    arrived: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A thread with something new: its id, when its newest mail arrived, and folder, number and size of its mails in their order."""

    thread: str
    arrived: str
    spots: tuple[tuple[str, int, int], ...]


class Mails:
    """The notes on one connection, in the file of connections."""

    def __init__(self, store: Connections, connection: str) -> None:
        """Nothing is read yet."""
        self._db, self._connection = store.connection, connection

    def upto(self, folder: str, validity: int, since: datetime) -> int:
        """The number up to which a folder is noted; 0 when it must be listed anew, because its numbers changed or more of the past is wanted."""
        sql = "select validity, upto, since from mail_folders where connection = ? and folder = ?"
        row = self._db.execute(sql, (self._connection, folder)).fetchone()
        if row is not None and row["validity"] == validity and datetime.fromisoformat(row["since"]) <= since:
            return row["upto"]
        first = since.isoformat() if row is None else min(since, datetime.fromisoformat(row["since"])).isoformat()
        with Transaction(self._db):
            if row is not None and row["validity"] != validity:
                self._db.execute("update mails set folder = null where connection = ? and folder = ?", (self._connection, folder))
            self._db.execute("insert or replace into mail_folders values (?, ?, ?, 0, ?)", (self._connection, folder, validity, first))
        return 0

    def since(self, folder: str) -> datetime:
        """From when on a folder is listed."""
        sql = "select since from mail_folders where connection = ? and folder = ?"
        return datetime.fromisoformat(self._db.execute(sql, (self._connection, folder)).fetchone()["since"])

    def note(self, folder: str, upto: int, mails: Sequence[Noted]) -> None:
        """Take in mails and the place after them, at once."""
        with Transaction(self._db):
            for mail in mails:
                self._note(folder, mail)
            sql = "update mail_folders set upto = max(upto, ?) where connection = ? and folder = ?"
            self._db.execute(sql, (upto, self._connection, folder))

    def left(self) -> int:
        """How many threads have something new."""
        sql = "select count(distinct thread) from mails where connection = ? and waiting and folder is not null"
        return self._db.execute(sql, (self._connection,)).fetchone()[0]

    def waiting(self, most: int) -> list[Waiting]:
        """The next threads with something new. One that was never read gets the name of its first mail for its id."""
        sql = "select distinct thread from mails where connection = ? and waiting and folder is not null order by thread limit ?"
        threads = [row["thread"] for row in self._db.execute(sql, (self._connection, most))]
        with Transaction(self._db):
            return [self._waiting(thread) for thread in threads]

    def brought(self, threads: Sequence[Waiting]) -> None:
        """Nothing new is in these threads any more."""
        with Transaction(self._db):
            for each in threads:
                values = (self._connection, each.thread)
                self._db.execute("update mails set waiting = 0 where connection = ? and thread = ?", values)

    def _note(self, folder: str, mail: Noted) -> None:
        names = (mail.name, *mail.links)
        thread = self._joined((*names, mail.subject) if mail.subject and mail.answers else names)
        for name in names:
            self._db.execute("insert or ignore into mails (connection, name, thread) values (?, ?, ?)", (self._connection, name, thread))
        if mail.subject:
            self._db.execute("insert or replace into mails (connection, name, thread) values (?, ?, ?)", (self._connection, mail.subject, thread))
        # Listed once more, it is only elsewhere.
        self._db.execute(
            """
            update mails set folder = ?, uid = ?, size = ?, sent = ?, arrived = coalesce(arrived, ?), waiting = max(waiting, 1 - seen), seen = 1
            where connection = ? and name = ?
            """,
            (folder, mail.uid, mail.size, mail.sent, mail.arrived, self._connection, mail.name),
        )

    def _joined(self, names: Sequence[str]) -> str:
        """The thread of some mails that belong together, once they all do as far as they may."""
        found: dict[str, str] = {}
        for name in names:
            row = self._db.execute("select thread from mails where connection = ? and name = ?", (self._connection, name)).fetchone()
            if row is not None:
                found[name] = row["thread"]
        threads = list(dict.fromkeys(found.values()))
        read = [thread for thread in threads if self._was_read(thread)]
        # The thread that the mail itself was read in is the first of them.
        target = read[0] if read else min([*threads, *names])
        for thread in threads:
            if thread != target and thread not in read:
                self._rename(thread, target)
        return target

    def _was_read(self, thread: str) -> bool:
        sql = "select 1 from mail_threads where connection = ? and thread = ?"
        return self._db.execute(sql, (self._connection, thread)).fetchone() is not None

    def _rename(self, thread: str, other: str) -> None:
        self._db.execute("update mails set thread = ? where connection = ? and thread = ?", (other, self._connection, thread))

    def _waiting(self, thread: str) -> Waiting:
        rows = self._mails_of(thread)
        if not self._was_read(thread):
            first = rows[0]["name"]
            if first != thread:
                self._rename(thread, first)
            self._db.execute("insert or ignore into mail_threads values (?, ?)", (self._connection, first))
            thread = first
        newest = max(row["arrived"] for row in rows)
        return Waiting(thread, newest, tuple((row["folder"], row["uid"], row["size"]) for row in rows))

    def _mails_of(self, thread: str) -> list[sqlite3.Row]:
        # Named, because the database takes the key of the table for the better way, which is to look at every mail there is.
        sql = (
            "select name, folder, uid, size, arrived from mails indexed by mails_of_threads "
            "where connection = ? and thread = ? and folder is not null order by sent, uid limit ?"
        )
        return self._db.execute(sql, (self._connection, thread, MOST_SPOTS)).fetchall()
