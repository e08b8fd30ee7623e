"""Asking a mailbox: reading only, again after what passes, and the rest said in the user's words. Nothing is ever marked as read."""

from __future__ import annotations

import imaplib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TypeVar
from urllib.parse import urlsplit

from insights.connectors.connector import KEPT, Connector, CursorExpired, Declined
from insights.connectors.fields import checked
from insights.connectors.mail.answers import Folder, Head, Said, folders_in, heads_in, items, number_in, readable, without_files
from insights.connectors.mail.line import Line, line_to
from insights.connectors.mail.noting import Notes
from insights.connectors.session import Pause, nothing_known, sleep
from insights.connectors.waits import back_off
from insights.connectors.web.guard import Refused
from insights.connectors.wire import Broken, Network
from insights.errors import UnreachableSystem

HEADERS = "From Sender Reply-To X-Original-From X-Original-Sender To Cc Date Subject Message-ID In-Reply-To References Content-Type Auto-Submitted"
MAIL_BYTES = 1 << 20
"""Of a mail no more is asked for: what lies behind is attached files."""
SLOW = 10
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
PASSING = re.compile(r"\[(?:unavailable|inuse|limit|serverbug|throttled|overquota)\]|too many|throttl|try again|temporar", re.IGNORECASE)
APP_PASSWORD = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Box:
    """A folder that was opened. `validity` changes when its numbers mean other mails; `following` is the number that the next mail gets."""

    validity: int
    following: int
    count: int


class MailSession:
    """A session with one mailbox. Close it when done."""

    def __init__(
        self,
        connector: Connector,
        given: Mapping[str, str],
        *,
        network: Network | None = None,
        pause: Pause = sleep,
        has: Callable[[str, str], bool] = nothing_known,
    ) -> None:
        """Nothing is asked yet.

        Raises:
            UnusableSetting: what was given cannot be right.
        """
        self.values = checked(connector.fields, given)
        self._network, self._pause = network or Network(), pause
        place = urlsplit(self._network.base or connector.place(self.values).base)
        self.host, self._port = place.hostname or "", place.port or 0
        self._line: Line | None = None
        self._gmail = False
        self._open, self._boxes = "", dict[str, int]()
        self.notes: Notes | None = None

    def __enter__(self) -> MailSession:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._hang_up()

    @property
    def owner(self) -> str:
        """Whose mailbox it is, as an address."""
        user = self.values["user"]
        return user if "@" in user else f"{user}@{self.values['host'].partition('.')[2]}"

    def folders(self) -> list[Folder]:
        """Every folder that can hold mails."""
        return self._asked(lambda line: folders_in(self._answer(line.list(), "list its folders")))

    def count(self, folder: str) -> int:
        """How many mails a folder holds."""
        return self._asked(lambda line: self._opened(line, folder).count)

    def examine(self, folder: str) -> Box:
        """Open a folder for reading only."""
        return self._asked(lambda line: self._opened(line, folder))

    def uids(self, folder: str, low: int, high: int, since: date) -> list[int]:
        """The numbers of the mails of a stretch that arrived since a day, in order."""
        asked = f"UID {low}:{high} SINCE {since.day}-{MONTHS[since.month - 1]}-{since.year}"

        def question(line: Line) -> list[int]:
            self._opened(line, folder)
            said = self._answer(line.uid("SEARCH", asked), f"search {readable(folder)}")
            numbers = b" ".join(each for each in said if isinstance(each, bytes)).split()
            return sorted({int(each) for each in numbers if each.isdigit() and low <= int(each) <= high})

        return self._asked(question)

    def heads(self, folder: str, uids: Sequence[int]) -> list[Head]:
        """The heads of some mails; without those that are gone."""
        self._asked(lambda line: self._opened(line, folder))
        thread = "X-GM-THRID " if self._gmail else ""
        said = self._fetched(folder, uids, f"(UID RFC822.SIZE INTERNALDATE {thread}BODY.PEEK[HEADER.FIELDS ({HEADERS})])")
        return sorted((each for each in heads_in(said, datetime.now(UTC)) if each.uid in set(uids)), key=lambda each: each.uid)

    def mails(self, folder: str, uids: Sequence[int]) -> dict[int, bytes]:
        """Some mails, their files named and empty; without those that are gone."""
        said = self._fetched(folder, uids, f"(UID BODY.PEEK[]<0.{MAIL_BYTES}>)")
        return {uid: without_files(raw) for line, raw in items(said) if (uid := number_in(line, b"UID")) in set(uids) and uid is not None}

    def _fetched(self, folder: str, uids: Sequence[int], parts: str) -> Said:
        def question(line: Line) -> Said:
            self._opened(line, folder)
            return self._answer(line.uid("FETCH", ",".join(map(str, uids)), parts), f"read {readable(folder)}")

        return self._asked(question, seconds=self._network.seconds * SLOW)

    def _opened(self, line: Line, folder: str) -> Box:
        """The folder, opened if another one is. Its numbers must mean what they meant before."""
        quoted = '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'
        if self._open != folder or line.state != "SELECTED":
            self._open = ""
            # Bytes, because some servers send names that are no ASCII.
            self._answer(line.select(quoted.encode("latin-1"), readonly=True), f"open {readable(folder)}")  # type: ignore[arg-type]
            self._open = folder
        validity, following, count = (number_of(line.untagged_responses.get(name)) for name in ("UIDVALIDITY", "UIDNEXT", "EXISTS"))
        if self._boxes.setdefault(folder, validity) != validity:
            del self._boxes[folder]
            raise CursorExpired(f"The mail server numbers {readable(folder)} anew.", hint="It begins anew.")
        return Box(validity, following or 1 << 32, count)

    def _answer(self, answered: tuple[str, Said], task: str) -> Said:
        kind, said = answered
        if kind == "OK":
            return said
        words = b" ".join(each for each in said if isinstance(each, bytes)).decode("utf-8", "replace")[:200]
        if PASSING.search(words):
            raise Broken("has trouble of its own")
        raise Declined(f"The mail server at {self.host} does not {task}.", hint=f"Check what this user may read. {KEPT}", status=403, words=words)

    def _asked(self, question: Callable[[Line], Found], seconds: float | None = None) -> Found:
        """The answer, after as many tries as it takes."""
        tries, waited = 0, 0.0
        while True:
            try:
                if self._line is None:
                    self._line = self._logged_in()
                return self._line.ask(question, seconds or self._network.seconds)
            except Broken as broken:
                self._hang_up()
                problem = str(broken)
            except Refused as refused:
                raise UnreachableSystem(f"{self.host} is not asked: it {refused}.", hint="Check the address of the mail server.") from refused
            except imaplib.IMAP4.error as error:
                self._hang_up()
                hint = f"It may not be up to IMAP4rev1. {KEPT}"
                raise Declined(f"The mail server at {self.host} does not understand us.", hint=hint, status=400) from error
            tries += 1
            pause = back_off(tries)
            waited += pause
            if tries >= self._network.tries or waited > self._network.longest_wait:
                raise UnreachableSystem(f"The mail server at {self.host} {problem}.", hint=f"Try again later. {KEPT}")
            self._pause(pause, f"The mail server {problem}; we try again in {pause:,.0f} s")

    def _logged_in(self) -> Line:
        line = line_to(self.host, self._port, self._network)
        try:
            line.ask(self._log_in, self._network.seconds)
            # What a server can do it says in full only to those whom it knows.
            able = line.ask(lambda each: each.capability(), self._network.seconds)[1]
            self._gmail = any(b"X-GM-EXT-1" in each.upper() for each in able if isinstance(each, bytes))
        except (Broken, UnreachableSystem):
            line.shutdown()
            raise
        return line

    def _log_in(self, line: Line) -> None:
        user, secret = self.values["user"], self.values["token"]
        if APP_PASSWORD.fullmatch(secret):
            secret = secret.replace(" ", "")
        try:
            if self.values["way"] == "oauth":
                # After a refusal the server wants an empty answer to its explanation.
                words = [b"", f"user={user}\1auth=Bearer {secret}\1\1".encode()]
                line.authenticate("XOAUTH2", lambda _: words.pop() if words else b"")
            elif "AUTH=PLAIN" in line.capabilities or not secret.isascii():
                line.authenticate("PLAIN", lambda _: f"\0{user}\0{secret}".encode())
            else:
                line.login(user, secret)
        except imaplib.IMAP4.abort:
            raise
        except imaplib.IMAP4.error as refusal:
            # What the server says goes no further: it may repeat what we sent.
            if PASSING.search(str(refusal)):
                raise Broken("has trouble of its own") from None
            hint = f"Gmail, Outlook, Yahoo and iCloud want an app password, and IMAP switched on in their settings. {KEPT}"
            raise Declined(f"The mail server at {self.host} does not accept this user name with this password.", hint=hint, status=401) from None

    def _hang_up(self) -> None:
        if self._line is not None:
            line, self._line, self._open = self._line, None, ""
            line.shutdown()


def number_of(said: object) -> int:
    """The last number of an answer; 0 where there is none.

    >>> number_of([b"17"]), number_of([None]), number_of(None)
    (17, 0, 0)
    """
    last = said[-1] if isinstance(said, list) and said else b""
    return int(last) if isinstance(last, bytes) and last.isdigit() else 0
