"""A mail server that somebody else wrote, started here: what we ask is IMAP to it too, and it says that nothing was read."""

from __future__ import annotations

import imaplib
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from insights.connectors import connector
from insights.connectors.connector import Declined
from insights.connectors.mail.session import MailSession
from insights.connectors.wire import Network
from tests.insights.connectors.mail_playing import NOW, certificate, mail

IMAP = connector("imap")
GIVEN = {"host": "mail.acme.example", "user": "help", "folders": "both", "way": "password", "token": "pass word"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """The server itself, without encryption."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).parent / "pymap"
    user = ["dict", "--demo-data", "--demo-user", GIVEN["user"], "--demo-password", GIVEN["token"]]
    command = [str(program), "--host", "127.0.0.1", "--port", str(port), "--no-tls", *user]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ | {"PYTHONWARNINGS": "ignore"}) as server:
        for _ in range(300):
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            time.sleep(0.05)
        yield port
        server.terminate()


@pytest.fixture(scope="module")
def network(port: int, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    """The way to it, through a door that encrypts."""
    pem, key = certificate(tmp_path_factory.mktemp("door"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    with socket.create_server(("127.0.0.1", 0)) as door:
        threading.Thread(target=let_in, args=(door, context, port), daemon=True).start()
        place = f"127.0.0.1:{door.getsockname()[1]}"
        yield Network(seconds=5.0, tries=2, base=f"imaps://{place}", allowed=frozenset({place}), trusted=str(pem))
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)


def let_in(door: socket.socket, context: ssl.SSLContext, port: int) -> None:
    """Lead everybody who comes to the server."""
    with suppress(OSError):
        while True:
            outside = context.wrap_socket(door.accept()[0], server_side=True)
            inside = socket.create_connection(("127.0.0.1", port))
            for pair in ((outside, inside), (inside, outside)):
                threading.Thread(target=passed_on, args=pair, daemon=True).start()


def passed_on(source: socket.socket, target: socket.socket) -> None:
    """Everything that one says is told to the other; who is the second to hear nothing more closes."""
    with suppress(OSError):
        while said := source.recv(1 << 16):
            target.sendall(said)
    with suppress(OSError):
        target.shutdown(socket.SHUT_RDWR)
    source.close()


@pytest.fixture(scope="module")
def filled(port: int) -> Iterator[imaplib.IMAP4]:
    """The mailbox as somebody else sees it, with five mails of ours and a folder of another alphabet."""
    with imaplib.IMAP4("127.0.0.1", port) as line:
        line.login(GIVEN["user"], GIVEN["token"])
        for number in range(1, 6):
            line.append("INBOX", "", imaplib.Time2Internaldate(NOW), mail(number))
        line.create('"Entw&APw-rfe"')
        yield line


def test_folders_mails_and_heads_come_and_nothing_is_marked_as_read(filled, network):
    filled.select("INBOX", readonly=True)
    before = filled.search(None, "UNSEEN")[1]
    with MailSession(IMAP, GIVEN, network=network) as session:
        reach = IMAP.test(session)
        assert (reach.account, reach.missing) == ("help", ())
        assert [each.shown for each in session.folders()] == ["INBOX", "Sent", "Trash", "Entwürfe"]
        box = session.examine("INBOX")
        found = session.uids("INBOX", 1, box.following - 1, NOW)
        assert len(found) == 5
        heads = session.heads("INBOX", found)
        assert [(head.uid, head.arrived, head.size) for head in heads] == [(uid, NOW, len(mail(1))) for uid in found]
        came = session.mails("INBOX", found)
        assert [b"Where is parcel %d?" % number in came[uid] for number, uid in enumerate(found, 1)] == [True] * 5
    filled.select("INBOX", readonly=True)
    assert filled.search(None, "UNSEEN")[1] == before
    assert len(before[0].split()) >= 5


def test_a_wrong_password_is_refused_by_it(filled, network):
    with MailSession(IMAP, GIVEN | {"token": "wrong"}, network=network) as session, pytest.raises(Declined, match="does not accept"):
        IMAP.test(session)
