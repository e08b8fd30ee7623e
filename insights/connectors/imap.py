"""Mailboxes over IMAP, such as Gmail: what is new is listed by its heads and joined to threads, then every thread with something new is read.

A thread is a conversation, so it comes whole each time. Folders are only examined and mails only peeked at: nothing is ever marked as read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from insights.connectors.connector import Connector, Declined, Page, Place, Raw, Reach, Window
from insights.connectors.fields import Field, Kind
from insights.connectors.mail.answers import Folder
from insights.connectors.mail.line import PORT
from insights.connectors.mail.noting import Notes, Spot, Thread
from insights.connectors.mail.session import MAIL_BYTES, MailSession

A_LIST, A_SEARCH = 500, 80_000
A_PAGE, PAGE_BYTES = 40, 8 << 20
MOST_MAILS, THREAD_BYTES = 500, 12 << 20
"""Of one thread; more is counted and left out."""
LISTING = 0.3
LEFT_OUT = frozenset(("\\junk", "\\trash", "\\drafts", "\\all", "\\flagged", "\\important"))
NAMES = {
    "\\sent": (
        *("sent", "sent items", "sent mail", "sent messages", "gesendet", "gesendete elemente", "gesendete objekte", "envoyés", "éléments envoyés"),
        *("enviados", "elementos enviados", "inviati", "posta inviata", "verzonden", "verzonden items"),
    ),
    "\\junk": ("spam", "junk", "junk e-mail", "junk mail", "bulk mail"),
    "\\trash": (
        *("trash", "bin", "deleted", "deleted items", "deleted messages"),
        *("papierkorb", "gelöschte elemente", "corbeille", "papelera", "cestino"),
    ),
    "\\drafts": ("drafts", "draft", "entwürfe", "brouillons", "borradores", "bozze", "concepten"),
}
FIELDS = (
    Field(
        "host", "Mail server", Kind.HOST, "For Gmail `imap.gmail.com`, for Outlook `outlook.office365.com`. It must be reachable from the internet."
    ),
    Field("user", "User name", Kind.LOGIN, "Mostly the whole e-mail address. Everybody of its domain is taken for the support side."),
    Field(
        "folders",
        "Folders",
        Kind.CHOICE,
        "**All mail** leaves out spam, bin and drafts. In the others, a mail that was moved away is missing when its thread goes on.",
        choices=(("all", "All mail"), ("both", "Inbox and sent mail"), ("inbox", "Inbox only")),
    ),
    Field(
        "way",
        "Log in with",
        Kind.CHOICE,
        "An access token of OAuth runs out after about an hour.",
        (("password", "Password"), ("oauth", "OAuth token")),
    ),
    Field("token", "Password", Kind.SECRET, "Gmail: an **app password** of your Google account's security settings.", phrase=True),
)


def place(values: Mapping[str, str]) -> Place:
    """The server's own port for encrypted mail; no other is asked."""
    return Place(f"imaps://{values['host']}:{PORT}", {})


def test(session: MailSession) -> Reach:
    """How many mails there are in the folders, and which folder cannot be read."""
    wish, found = session.values["folders"], session.folders()
    folders, count, missing = chosen(found, wish), 0, list[str]()
    if wish == "both" and len(folders) < 2:
        missing.append("read sent mail, because no folder is marked or named as such")
    for each in folders:
        try:
            count += session.count(each.name)
        except Declined:
            missing.append(f"read the folder {each.shown}")
    return Reach(session.values["user"], count, tuple(missing), of="mail")


def chosen(folders: Sequence[Folder], wish: str) -> list[Folder]:
    """The folders that somebody wants to be read."""
    inbox = [each for each in folders if each.name.upper() == "INBOX"]
    if wish == "all":
        whole = [each for each in folders if "\\all" in each.flags]
        return whole[:1] or [*inbox, *(each for each in folders if each not in inbox and not any(is_for(each, mark) for mark in LEFT_OUT))]
    sent = [each for each in folders if "\\sent" in each.flags] or [each for each in folders if is_for(each, "\\sent")]
    return inbox + (sent[:1] if wish == "both" else [])


def is_for(folder: Folder, mark: str) -> bool:
    """Whether a folder is marked for something, or named as mail programs name it."""
    last = folder.shown.replace(".", "/").rpartition("/")[2].strip().lower()
    return mark in folder.flags or last in NAMES.get(mark, ())


def pages(session: MailSession, window: Window, cursor: str | None) -> Iterator[Page]:
    """The threads with something new. What is listed is noted at once, so that a place in the list needs no cursor: it only tells pages apart."""
    notes = session.notes
    assert notes is not None
    found = session.folders()
    folders, there = chosen(found, session.values["folders"]), frozenset(each.name for each in found)
    for number, folder in enumerate(folders):
        for at, share in listed(session, notes, folder.name, window):
            yield Page((), f"list {number} {at}", share=LISTING * (number + share) / len(folders))
    total = left = notes.left()
    while threads := notes.waiting(A_PAGE):
        threads = threads[: fitting(threads)]
        raws = whole(session, threads, there)
        # The notes follow what is kept: whoever is stopped in between reads these threads once more.
        yield Page(tuple(raws), f"read {left}", share=LISTING + (1 - LISTING) * (1 - left / total))
        notes.brought(threads)
        left -= len(threads)
    yield Page((), None)


def listed(session: MailSession, notes: Notes, folder: str, window: Window) -> Iterator[tuple[int, float]]:
    """Note what is new in a folder; after each piece, up to which number, and how much of it is done."""
    box = session.examine(folder)
    # A day more, because the server counts days in its own time zone.
    since = window.since - timedelta(days=1)
    upto, since = notes.upto(folder, box.validity, since)
    low, end = upto + 1, box.following - 1
    # A server's answer is one line: it must not grow with the mailbox.
    step = A_SEARCH if box.count > A_SEARCH else max(end, 1)
    for start in range(low, end + 1, step):
        stop = min(start + step - 1, end)
        for batch in batches(session.uids(folder, start, stop, since), A_LIST):
            notes.note(folder, batch[-1], session.heads(folder, batch))
            yield batch[-1], (batch[-1] - low + 1) / (end - low + 1)
        if stop < 1 << 31:
            notes.note(folder, stop, ())


def batches(uids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    """Numbers, so many at a time."""
    for start in range(0, len(uids), size):
        yield uids[start : start + size]


def fitting(threads: Sequence[Thread]) -> int:
    """How many of the threads one page may hold; at least one."""
    size = 0
    for number, thread in enumerate(threads):
        size += sum(min(spot.size, MAIL_BYTES) for spot in thread.spots)
        if size > PAGE_BYTES and number:
            return number
    return len(threads)


def whole(session: MailSession, threads: Sequence[Thread], there: frozenset[str]) -> list[Raw]:
    """The threads with their mails, as far as those and their folders are there still."""
    spots = dict.fromkeys(spot for thread in threads for spot in thread.spots[:MOST_MAILS] if spot.folder in there)
    mails: dict[Spot, bytes] = {}
    for folder in dict.fromkeys(spot.folder for spot in spots):
        for piece in pieces([spot for spot in spots if spot.folder == folder]):
            came = session.mails(folder, [spot.uid for spot in piece])
            mails |= {spot: came[spot.uid] for spot in piece if spot.uid in came}
    return [raw for thread in threads if (raw := raw_of(session.owner, thread, mails)) is not None]


def pieces(spots: Sequence[Spot]) -> Iterator[list[Spot]]:
    """The mails in pieces of a size that one answer may have."""
    piece, size = list[Spot](), 0
    for spot in spots:
        more = min(spot.size, MAIL_BYTES)
        if piece and size + more > PAGE_BYTES:
            yield piece
            piece, size = [], 0
        piece, size = [*piece, spot], size + more
    if piece:
        yield piece


def raw_of(owner: str, thread: Thread, mails: Mapping[Spot, bytes]) -> Raw | None:
    """A thread as it is kept: each mail as text whose letters are its bytes."""
    size, kept = 0, list[str]()
    for spot in thread.spots:
        size += len(mails.get(spot, b""))
        if spot in mails and (size <= THREAD_BYTES or not kept):
            kept.append(mails[spot].decode("latin-1"))
    if not kept:
        return None
    gone = sum(spot not in mails for spot in thread.spots[:MOST_MAILS])
    told = {
        "cut_mails": sum(spot.size > MAIL_BYTES for spot in thread.spots),
        "mails_gone": gone,
        "mails_left_out": len(thread.spots) - len(kept) - gone,
    }
    payload = {"id": thread.id, "owner": owner, "mails": kept, "told": {name: count for name, count in told.items() if count}}
    return Raw(thread.id, thread.changed.isoformat(timespec="microseconds"), payload)


CONNECTOR = Connector(
    name="imap",
    label="Mail",
    source="mail_threads",
    fields=FIELDS,
    scopes="to read mail over IMAP. Nothing is ever written, and nothing is marked as read.",
    place=place,
    test=test,
    pages=pages,
    days=None,
    opens=MailSession,
)
