"""A real Postgres on this machine, started once for each process of tests and gone with it; and a line to it that breaks when it is told to."""

from __future__ import annotations

import atexit
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from uuid import uuid4

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from insights.connectors.wire import Network
from insights.pipeline.mortality import die_with_parent

OWNER, READER, SECRET = "owner", "reader", "canary '\\ pass wörd 7712"
QUICK = Network(seconds=5.0, tries=3)


@dataclass(frozen=True)
class Server:
    """Where it is, and its certificate."""

    folder: Path
    port: int

    @property
    def certificate(self) -> str:
        return str(self.folder / "server.crt")

    def run(self, *statements: str) -> None:
        """Run something as its owner."""
        for statement in statements:
            with closing(owner(self.port).cursor()) as cursor:
                cursor.execute(statement)

    def value(self, sql: str) -> object:
        """The one value that a question has."""
        with closing(owner(self.port).cursor()) as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]

    def given(self, table: str, **other: str) -> dict[str, str]:
        """What somebody types to connect a table."""
        typed = {"host": "localhost", "port": str(self.port), "database": "postgres", "user": READER, "password": SECRET}
        return typed | {"tls": "disable", "table": table, "inside": "127.0.0.1, ::1"} | other


@cache
def owner(port: int):
    """A line of its owner, kept open: to open one takes longer than what is asked."""
    import adbc_driver_postgresql.dbapi as driver

    said = f"host=127.0.0.1 port={port} dbname=postgres user={OWNER} password='{escaped(SECRET)}' sslmode=disable"
    return driver.connect(said, autocommit=True)


def escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("'", "\\'")


def programs() -> Path | None:
    """Where its programs are; they are not for everybody's search path."""
    found = shutil.which("postgres")
    places = [Path(found).resolve().parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((each for each in reversed(places) if (each / "initdb").exists()), None)


@cache
def server() -> Server:
    """The one of this process."""
    home = programs()
    if home is None:
        pytest.skip("there is no Postgres server on this machine: install the package postgresql")
    folder = Path(tempfile.mkdtemp(prefix="headroom-pg-"))
    # It refuses to run as root.
    who = {"user": "postgres" if known("postgres") else "nobody"} if os.getuid() == 0 else {}
    if who:
        shutil.chown(folder, who["user"])
    (folder / "password").write_text(SECRET, encoding="utf-8")
    certify(folder)
    for path in folder.iterdir():
        path.chmod(0o600)
        if who:
            shutil.chown(path, who["user"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = [
        "-D",
        str(folder / "data"),
        "-U",
        OWNER,
        "-A",
        "scram-sha-256",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync",
        "--pwfile",
        str(folder / "password"),
    ]
    subprocess.run([home / "initdb", *made], check=True, capture_output=True, **who)
    settings = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": folder,
        "fsync": "off",
        "ssl": "on",
        "ssl_cert_file": folder / "server.crt",
        "ssl_key_file": folder / "server.key",
        "max_connections": 30,
    }
    words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    command = [home / "postgres", "-D", folder / "data", *words]
    running = subprocess.Popen(command, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent, **who)  # noqa: PLW1509 - it only asks the kernel
    found = Server(folder, port)
    atexit.register(end, running, found)
    wait_for(found)
    found.run(f"create role {READER} login password '{SECRET.replace(chr(39), chr(39) * 2)}'")
    return found


def known(user: str) -> bool:
    with suppress(KeyError):
        return bool(pwd.getpwnam(user))
    return False


def wait_for(found: Server) -> None:
    import adbc_driver_manager

    for _ in range(500):
        try:
            found.run("select 1")
            return
        except adbc_driver_manager.Error:
            time.sleep(0.02)
    raise TimeoutError("Postgres does not start")


def end(running: subprocess.Popen, found: Server) -> None:
    owner(found.port).close()
    running.kill()
    running.wait()
    shutil.rmtree(found.folder, ignore_errors=True)


def certify(folder: Path) -> None:
    """A certificate that localhost signed for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9)).add_extension(names, critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    (folder / "server.crt").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "server.key").write_bytes(private)


def schema() -> str:
    """A schema of its own, that everybody may enter and whose tables the reader may read."""
    name = f"s{uuid4().hex[:10]}"
    server().run(
        f"create schema {name}", f"grant usage on schema {name} to {READER}", f"alter default privileges in schema {name} grant select on tables to {READER}"
    )  # fmt: skip
    return name


MESSAGES = """
create table {schema}.messages (
    id bigint generated always as identity primary key, conversation_id text, sent_at timestamptz, author_role text, body text
)
"""
ROWS = """
insert into {schema}.messages (conversation_id, sent_at, author_role, body)
select 'c' || ((g - 1) / {parts} + {first}), timestamptz '2026-03-01 08:00+00' + ((g - 1) / {parts} + {first}) * interval '10 min' + g * interval '1 s',
    case (g - 1) % {parts} when 0 then 'customer' else 'agent' end, 'Words of message ' || g || ' about parcel ' || g / {parts}
from generate_series(1, {count} * {parts}) as g
"""


def messages(count: int, *, parts: int = 3) -> str:
    """A schema with a table of so many conversations."""
    name = schema()
    server().run(MESSAGES.format(schema=name), ROWS.format(schema=name, count=count, parts=parts, first=1))
    return name


@dataclass
class Breaking:
    """A line to the server that is cut. `cuts` are bytes of rows after which it is, one time after the other; `greetings` answer instead of it."""

    cuts: list[int] = field(default_factory=list)
    greetings: list[bytes] = field(default_factory=list)
    port: int = 0


def refusal(code: str, words: str) -> bytes:
    """What Postgres says before it hangs up."""
    fields = b"".join(letter + text.encode() + b"\0" for letter, text in ((b"S", "FATAL"), (b"V", "FATAL"), (b"C", code), (b"M", words))) + b"\0"
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


@contextmanager
def breaking(**how: list) -> Iterator[Breaking]:
    """A line that breaks, on a port of its own."""
    made, found = Breaking(**how), server()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made.port = listener.getsockname()[1]
        threading.Thread(target=_serve, args=(listener, made, found.port), daemon=True).start()
        yield made


def _serve(listener: socket.socket, made: Breaking, port: int) -> None:
    with suppress(OSError):
        while True:
            asking, _ = listener.accept()
            if made.greetings:
                asking.recv(4_096)
                asking.sendall(made.greetings.pop(0))
                asking.close()
                continue
            threading.Thread(target=_carry, args=(asking, port, made), daemon=True).start()


def _carry(asking: socket.socket, port: int, made: Breaking) -> None:
    """Only answers to what is asked of the table are counted: how much is said before depends on the version of the server."""
    asked = threading.Event()
    left = 1 << 40
    with asking, socket.create_connection(("127.0.0.1", port)) as behind:
        threading.Thread(target=_copy, args=(asking, behind, asked), daemon=True).start()
        with suppress(OSError):
            while left > 0 and (content := behind.recv(min(left, 65_536))):
                if asked.is_set():
                    left = made.cuts.pop(0) if left == 1 << 40 and made.cuts else left - len(content)
                asking.sendall(content)
            for each in (asking, behind):
                each.shutdown(socket.SHUT_RDWR)


def _copy(asking: socket.socket, behind: socket.socket, asked: threading.Event) -> None:
    with suppress(OSError):
        while content := asking.recv(65_536):
            if b"touched" in content:
                asked.set()
            behind.sendall(content)
