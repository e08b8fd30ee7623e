"""A mail server played on this machine, over TLS with a certificate of its own: what IMAP4rev1 asks of one that is only read, and its faults."""

from __future__ import annotations

import base64
import re
import socket
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from insights.connectors.wire import Network

PASSWORD = "pass-canary 5551"
USER = "help@acme.example"
GIVEN = {"host": "imap.acme.example", "user": USER, "folders": "both", "way": "password", "token": PASSWORD}
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass
class Box:
    """A folder: mails with the moment of their arrival, by their numbers."""

    flags: str = ""
    validity: int = 7
    mails: dict[int, tuple[datetime, bytes]] = field(default_factory=dict)
    following: int = 1
    closed: bool = False

    def put(self, raw: bytes, arrived: datetime = NOW) -> int:
        """A mail that arrives."""
        self.mails[self.following] = (arrived, raw)
        self.following += 1
        return self.following - 1


@dataclass
class Server:
    """A mailbox. `faults` are done in place of the answer to a command, by its number; commands are counted from the greeting on."""

    boxes: dict[str, Box] = field(default_factory=lambda: {"INBOX": Box(), "Sent": Box("\\Sent")})
    greeting: bytes = b"* OK ready"
    password: str = PASSWORD
    capabilities: str = "IMAP4rev1 AUTH=PLAIN AUTH=XOAUTH2"
    faults: dict[int, str] = field(default_factory=dict)
    threads: dict[tuple[str, int], int] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    seen: set[tuple[str, int]] = field(default_factory=set)
    port: int = 0
    trusted: str = ""

    @property
    def network(self) -> Network:
        """The network that leads here."""
        allowed = frozenset({f"127.0.0.1:{self.port}"})
        return Network(seconds=10.0, tries=3, base=f"imaps://127.0.0.1:{self.port}", allowed=allowed, trusted=self.trusted)

    def asked(self, word: str) -> list[str]:
        """The commands with a word in them."""
        return [each for each in self.commands if word in each]


def mail(
    number: int,
    sender: str = "ada@home.example",
    to: str = USER,
    *,
    answers: int | None = None,
    subject: str = "My parcel",
    text: str = "",
    when: datetime = NOW,
    more: str = "",
) -> bytes:
    """A mail of a number, that may answer another one."""
    link = f"In-Reply-To: <m{answers}@x.example>\r\nReferences: <m{answers}@x.example>\r\n" if answers is not None else ""
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: {when + timedelta(minutes=number):%a, %d %b %Y %H:%M:%S} +0000\r\n"
        f"Message-ID: <m{number}@x.example>\r\n{link}{more}\r\n{text or f'Where is parcel {number}?'}\r\n"
    ).encode()


class Handler(socketserver.StreamRequestHandler):
    """Speaks with one who asks."""

    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        super().setup()
        self.played: Server = self.server.played  # type: ignore[attr-defined]
        self.box = ""

    def handle(self) -> None:
        # Whoever asks may be killed in the middle of it.
        with suppress(OSError, ValueError):
            self.say(self.played.greeting)
            while line := self.read():
                tag, _, command = line.decode("latin-1").strip().partition(" ")
                self.played.commands.append(command if not command.startswith("LOGIN") else "LOGIN")
                fault = self.played.faults.get(len(self.played.commands), "")
                if fault == "drop":
                    return
                if fault == "half":
                    self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {5000}\r\nFrom: a")
                    return
                if fault == "huge":
                    self.wfile.write(b"* 1 FETCH (UID 1 BODY[] {50000000000}\r\nFrom: a")
                    return
                if fault:
                    self.say(f"{tag} {fault}".encode())
                    continue
                self.answer(tag, command)
                if command.startswith("LOGOUT"):
                    return

    def read(self) -> bytes:
        self.wfile.flush()
        return self.rfile.readline()

    def say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")

    def answer(self, tag: str, command: str) -> None:
        word = command.split(maxsplit=1)[0].upper()
        if word == "UID":
            word = command.split()[1].upper()
        said = getattr(self, f"on_{word.lower()}")(command)
        self.say(f"{tag} {said or 'OK done'}".encode())

    def on_capability(self, _: str) -> None:
        self.say(f"* CAPABILITY {self.played.capabilities}".encode())

    def on_logout(self, _: str) -> None:
        self.say(b"* BYE")

    def on_login(self, command: str) -> str:
        return "" if command == f'LOGIN {USER} "{self.played.password}"' else "NO [AUTHENTICATIONFAILED] no"

    def on_authenticate(self, command: str) -> str:
        self.wfile.write(b"+ \r\n")
        words = base64.b64decode(self.read()).decode()
        if words in (f"\0{USER}\0{self.played.password}", f"user={USER}\1auth=Bearer {self.played.password}\1\1"):
            return ""
        if "XOAUTH2" in command:
            self.wfile.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
            self.read()
        return f"NO [AUTHENTICATIONFAILED] wrong: {words}"

    def on_list(self, _: str) -> None:
        for name, box in self.played.boxes.items():
            self.say(f'* LIST ({box.flags}) "/" "{name}"'.encode("latin-1"))

    def on_examine(self, command: str) -> str:
        name = command.split(" ", 1)[1][1:-1]
        box = self.played.boxes.get(name)
        if box is None or box.closed:
            return "NO [NOPERM] not for you"
        self.box = name
        for line in (f"{len(box.mails)} EXISTS", f"OK [UIDVALIDITY {box.validity}]", f"OK [UIDNEXT {box.following}]"):
            self.say(f"* {line}".encode())
        return "OK [READ-ONLY] done"

    def on_search(self, command: str) -> None:
        found = re.fullmatch(r"UID SEARCH UID (\d+):(\d+) SINCE (\d+)-(\w+)-(\d+)", command)
        assert found, command
        since = datetime(int(found[5]), MONTHS.index(found[4]) + 1, int(found[3]), tzinfo=UTC)
        mails = self.played.boxes[self.box].mails
        hits = [uid for uid, (arrived, _) in mails.items() if int(found[1]) <= uid <= int(found[2]) and arrived >= since]
        self.say(b"* SEARCH " + " ".join(map(str, hits)).encode())

    def on_fetch(self, command: str) -> None:
        box = self.played.boxes[self.box]
        uids = [int(each) for each in command.split()[2].split(",")]
        for place, uid in enumerate(uids, 1):
            if uid not in box.mails:
                continue
            arrived, raw = box.mails[uid]
            if "BODY[]" in command:
                self.played.seen.add((self.box, uid))
            thread = f"X-GM-THRID {self.played.threads[self.box, uid]} " if "X-GM-THRID" in command else ""
            moment = f'"{arrived.day:2}-{MONTHS[arrived.month - 1]}-{arrived.year} {arrived:%H:%M:%S} +0000"'
            if partial := re.search(r"BODY\.PEEK\[\]<0\.(\d+)>", command):
                body, name = raw[: int(partial[1])], "BODY[]<0>"
                # The number may stand behind what it is of.
                self.wfile.write(f"* {place} FETCH ({name} {{{len(body)}}}\r\n".encode() + body + f" UID {uid})\r\n".encode())
            else:
                body = raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
                head = f"* {place} FETCH (UID {uid} {thread}RFC822.SIZE {len(raw)} INTERNALDATE {moment} BODY[HEADER.FIELDS (X)] {{{len(body)}}}\r\n"
                self.wfile.write(head.encode() + body + b")\r\n")
            self.say(f"* {place} FETCH (FLAGS (\\Seen))".encode())


def certificate(folder: Path, address: str = "127.0.0.1") -> tuple[Path, Path]:
    """A certificate for an address, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "played")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(address))]), critical=False)
    # Python of later versions trusts no certificate that does not say what it may be used for.
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    written = folder / "certificate.pem", folder / "key.pem"
    written[0].write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    written[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return written


class Listener(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    context: ssl.SSLContext | None = None

    def finish_request(self, request: socket.socket, client_address: tuple) -> None:  # type: ignore[override]
        try:
            wire = self.context.wrap_socket(request, server_side=True) if self.context else request
        except (OSError, ssl.SSLError):
            return
        with wire:
            super().finish_request(wire, client_address)  # type: ignore[arg-type]

    def handle_error(self, *_: object) -> None:
        """Quiet: a client that goes away is no error here."""


@contextmanager
def mailing(server: Server, folder: Path, *, encrypted: bool = True, address: str = "127.0.0.1") -> Iterator[Server]:
    """The mailbox on a port of this machine."""
    listener = Listener(("127.0.0.1", 0), Handler)
    listener.played = server  # type: ignore[attr-defined]
    if encrypted:
        pem, key = certificate(folder, address)
        listener.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        listener.context.load_cert_chain(pem, key)
        server.trusted = str(pem)
    server.port = listener.server_address[1]
    thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        listener.server_close()
        thread.join()
