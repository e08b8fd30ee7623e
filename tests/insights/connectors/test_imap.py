"""A mailbox is read as it is, nothing in it changes, and every fault of a mail server is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from insights.connectors import connector
from insights.connectors.connector import Declined, Reach
from insights.connectors.imap import chosen
from insights.connectors.mail.answers import Folder, folders_in, without_files
from insights.connectors.mail.session import MAIL_BYTES, MailSession
from insights.connectors.wire import Network
from insights.errors import UnreachableSystem, UnusableSetting
from tests.insights.connectors.mail_playing import GIVEN, PASSWORD, Box, Server, mail, mailing

IMAP = connector("imap")


@pytest.fixture
def server(tmp_path):
    with mailing(Server(), tmp_path) as played:
        yield played


def session(server: Server, waits: list[str] | None = None, **given: str) -> MailSession:
    said = [] if waits is None else waits
    return MailSession(IMAP, GIVEN | given, network=server.network, pause=lambda _, text: said.append(text))


def tried(server: Server, **given: str) -> Reach:
    with session(server, **given) as made:
        return IMAP.test(made)


def test_a_test_says_how_many_mails_there_are(server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["INBOX"].put(mail(2))
    server.boxes["Sent"].put(mail(3))
    assert tried(server) == Reach("help@acme.example", 3, of="mail")
    assert tried(server, folders="inbox").conversations == 2


def test_an_empty_mailbox_is_reached(server):
    assert tried(server) == Reach("help@acme.example", 0, of="mail")


def test_a_test_says_which_folder_is_missing_or_may_not_be_read(server):
    server.boxes["INBOX"].closed = True
    assert tried(server).missing == ("read the folder INBOX",)
    del server.boxes["Sent"]
    assert tried(server).missing == ("read sent mail, because no folder is marked or named as such", "read the folder INBOX")


@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN"])
def test_a_password_opens_it_in_the_way_that_the_server_knows(server, capabilities):
    server.capabilities = capabilities
    assert tried(server).conversations == 0


def test_a_token_of_oauth_opens_it(server):
    assert tried(server, way="oauth").conversations == 0


@pytest.mark.parametrize("way", ["password", "oauth"])
@pytest.mark.parametrize("capabilities", ["IMAP4rev1", "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"])
def test_a_wrong_password_is_told_and_not_repeated(server, way, capabilities):
    server.capabilities = capabilities
    with pytest.raises(Declined, match="does not accept this user name") as refused:
        tried(server, way=way, token="wrong-canary")
    assert refused.value.status == 401
    assert "canary" not in f"{refused.value} {refused.value.hint} {refused.value.words} {refused.value.__cause__}"
    assert "app password" in refused.value.hint


def test_an_app_password_may_be_pasted_as_it_is_shown(server):
    server.password = "abcdefghijklmnop"
    assert tried(server, token="abcd efgh ijkl mnop").conversations == 0


def test_who_speaks_without_encryption_gets_no_password(tmp_path):
    with mailing(Server(), tmp_path, encrypted=False) as server, pytest.raises(UnreachableSystem, match="without encryption"):
        tried(server)
    assert server.commands == [] or PASSWORD not in " ".join(server.commands)


def test_a_certificate_of_another_host_is_refused(tmp_path):
    with mailing(Server(), tmp_path, address="127.0.0.2") as server, pytest.raises(UnreachableSystem, match="certificate is not valid"):
        tried(server)
    assert server.commands == []


@pytest.mark.parametrize(
    ("greeting", "words"),
    [
        (b"220 smtp.acme.example ESMTP", "is no mail server"),
        (b"* BYE too many connections", "turns us away"),
        (b"HTTP/1.1 400 Bad", "is no mail server"),
    ],
)
def test_a_greeting_that_is_none_is_told(server, greeting, words):
    server.greeting = greeting
    with pytest.raises(UnreachableSystem, match=words):
        tried(server)


def test_no_address_inside_is_asked():
    network = Network(tries=1, resolve=lambda *_: ["10.0.0.5"])
    with MailSession(IMAP, GIVEN, network=network) as made, pytest.raises(UnreachableSystem, match="private network"):
        IMAP.test(made)


def test_a_host_that_is_not_found_is_told():
    def nobody(*_: object) -> list[str]:
        raise OSError

    waits: list[str] = []
    network = Network(tries=2, resolve=nobody)
    with (
        MailSession(IMAP, GIVEN, network=network, pause=lambda _, text: waits.append(text)) as made,
        pytest.raises(UnreachableSystem, match="is not found"),
    ):
        IMAP.test(made)
    assert waits == ["The mail server is not found: the address may be wrong, or there is no network; we try again in 1 s"]


@pytest.mark.parametrize("fault", ["drop", "NO [UNAVAILABLE] later", "NO [LIMIT] Too many simultaneous connections"])
def test_what_passes_is_asked_again_after_a_wait(server, fault):
    # The second command logs in, the fourth lists the folders.
    server.faults = dict.fromkeys((2, 6), fault)
    waits: list[str] = []
    server.boxes["INBOX"].put(mail(1))
    with session(server, waits) as made:
        assert IMAP.test(made).conversations == 1
    assert len(waits) == 2


@pytest.mark.parametrize("fault", ["half", "huge", "drop"])
def test_a_mail_that_does_not_come_whole_is_asked_for_again(server, fault):
    server.boxes["INBOX"].put(mail(1))
    with session(server) as made:
        made.examine("INBOX")
        server.faults = {len(server.commands) + 1: fault}
        assert b"Where is parcel 1?" in made.mails("INBOX", [1])[1]


def test_a_mail_server_that_always_breaks_off_is_given_up(server):
    server.faults = dict.fromkeys(range(1, 100), "drop")
    with pytest.raises(UnreachableSystem, match=r"The mail server at 127.0.0.1 .*"):
        tried(server)


def test_nothing_is_marked_as_read_or_written(server):
    server.boxes["INBOX"].put(mail(1))
    with session(server) as made:
        assert [head.uid for head in made.heads("INBOX", [1, 2])] == [1]
        assert list(made.mails("INBOX", [1, 2])) == [1]
    assert server.seen == set()
    assert {each.removeprefix("UID ").split()[0] for each in server.commands} <= {"CAPABILITY", "AUTHENTICATE", "EXAMINE", "FETCH", "LOGOUT"}


def test_a_head_says_when_it_arrived_and_how_large_it_is(server):
    raw = mail(1)
    server.boxes["INBOX"].put(raw, datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC))
    with session(server) as made:
        head = made.heads("INBOX", [1])[0]
    assert (head.size, head.arrived, head.thread) == (len(raw), datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC), "")
    assert b"My parcel" in head.headers


def test_only_mails_since_a_day_are_found(server):
    box = server.boxes["INBOX"]
    for days in range(5):
        box.put(mail(days), datetime(2026, 2, 1 + days, tzinfo=UTC))
    with session(server) as made:
        assert made.uids("INBOX", 1, 5, datetime(2026, 2, 3, tzinfo=UTC)) == [3, 4, 5]
        assert made.uids("INBOX", 4, 9, datetime(2026, 2, 3, tzinfo=UTC)) == [4, 5]


def test_of_a_mail_with_a_large_file_only_its_beginning_is_asked_for(server):
    file = "Content-Type: multipart/mixed; boundary=b7\r\n"
    words = "--b7\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--b7\r\nContent-Type: video/mp4; name=film.mp4\r\n"
    words += "Content-Transfer-Encoding: base64\r\n\r\n" + ("QUJD" * 19 + "\r\n") * (30 * 13_000) + "--b7--"
    raw = mail(1, more=file, text=words)
    assert len(raw) > 29_000_000
    server.boxes["INBOX"].put(raw)
    with session(server) as made:
        came = made.mails("INBOX", [1])[1]
    assert len(came) < 1_000
    assert b"See the film." in came and b"film.mp4" in came
    assert server.asked("FETCH") == [f"UID FETCH 1 (UID BODY.PEEK[]<0.{MAIL_BYTES}>)"]


PARTS = b"""Content-Type: multipart/mixed; boundary="a b"\r
\r
--a b\r
Content-Type: multipart/alternative; boundary=in\r
\r
--in\r
Content-Type: text/plain\r
Content-Transfer-Encoding: base64\r
\r
SGFsbG8=\r
--in\r
\r
No type at all\r
--in--\r
--a b\r
Content-Type: application/pdf\r
Content-Disposition: attachment; filename=a.pdf\r
\r
JVBERi0\r
--a b\r
Content-Type: text/plain; charset=utf-8\r
Content-Disposition: attachment; filename="log.txt"\r
\r
a log\r
--a b--\r
"""


def test_files_are_named_and_empty_and_words_stay():
    came = without_files(PARTS)
    assert [word in came for word in (b"SGFsbG8=", b"No type at all", b"a.pdf", b"log.txt")] == [True] * 4
    assert [word in came for word in (b"JVBERi0", b"a log")] == [False] * 2
    assert without_files(b"Subject: x\r\n\r\nJust words") == b"Subject: x\r\n\r\nJust words"


def test_folders_with_odd_names_are_found_and_read(server):
    for name in ("Entw&APw-rfe", "R&-D", 'Say "hi"', "Caf\xe9", "&broken"):
        server.boxes[name.replace('"', '\\"')] = Box()
        server.boxes[name.replace('"', '\\"')].put(mail(1))
    with session(server) as made:
        found = {each.shown: each for each in made.folders()}
        assert set(found) == {"INBOX", "Sent", "Entwürfe", "R&D", 'Say "hi"', "Caf\xe9", "&broken"}
        assert made.count(found["Caf\xe9"].name) == 1
        assert made.count(found['Say "hi"'].name) == 1


def test_folders_are_read_however_the_server_writes_them():
    lines = [
        b'(\\HasNoChildren) "/" INBOX',
        (b'(\\Sent) "." {7}', b'Sent "x'),
        b"",
        b'(\\Noselect) "/" Up',
        b'(\\All) NIL "All"',
        b'() "/" "a\\\\b"',
        None,
    ]
    assert folders_in(lines) == [
        Folder("INBOX", frozenset({"\\hasnochildren"})),
        Folder('Sent "x', frozenset({"\\sent"})),
        Folder("All", frozenset({"\\all"})),
        Folder("a\\b", frozenset()),
    ]
    assert folders_in([(b'() "/" {5}', b"a\r\nb")]) == []


def folder(name: str, *flags: str) -> Folder:
    return Folder(name, frozenset(flags))


def test_all_mail_is_the_folder_that_holds_all_or_every_one_that_is_wanted():
    own = [folder("INBOX"), folder("INBOX.Sent"), folder("Junk E-mail"), folder("Entw&APw-rfe"), folder("Orders"), folder("Bin", "\\trash")]
    assert [each.name for each in chosen(own, "all")] == ["INBOX", "INBOX.Sent", "Orders"]
    assert [each.name for each in chosen(own, "both")] == ["INBOX", "INBOX.Sent"]
    gmail = [folder("INBOX"), folder("[Gmail]/Alle Nachrichten", "\\all"), folder("[Gmail]/Gesendet", "\\sent"), folder("Sent")]
    assert [each.name for each in chosen(gmail, "all")] == ["[Gmail]/Alle Nachrichten"]
    assert [each.name for each in chosen(gmail, "both")] == ["INBOX", "[Gmail]/Gesendet"]
    assert [each.name for each in chosen(gmail, "inbox")] == ["INBOX"]


@pytest.mark.parametrize("given", [{"user": "a b"}, {"user": ""}, {"token": "a\nb"}, {"host": "127.0.0.1"}, {"folders": "none"}])
def test_what_cannot_be_right_is_told_before_anything_is_asked(given):
    with pytest.raises(UnusableSetting):
        MailSession(IMAP, GIVEN | given)


def test_a_user_without_an_address_is_at_the_domain_of_the_server():
    assert MailSession(IMAP, GIVEN | {"user": "ada", "host": "mail.acme.example"}).owner == "ada@acme.example"


def test_dates_are_asked_for_in_english_and_without_a_zero(server):
    with session(server) as made:
        made.uids("INBOX", 1, 2, datetime(2026, 5, 4, tzinfo=UTC) + timedelta(hours=1))
    assert server.asked("SEARCH") == ["UID SEARCH UID 1:2 SINCE 4-May-2026"]
