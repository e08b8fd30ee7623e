"""How fast a whole pull is, and how much memory it takes: `python -m tests.insights.pipeline.pull_speed HOME SOURCE CONVERSATIONS`.

SOURCE is a vendor, `imap`, or `s3-parquet`, `s3-csv`, `s3-jsonl`. The system is played by a process of its own, without waiting; the pull, with what it
imports, runs in this one. Prints conversations, seconds on the wall, seconds of the processor of this process and of those that read for it,
conversations a second, and the peaks of memory of both in MB.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from insights.connectors.wire import Network
from insights.pipeline import pulling
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.store import truth
from insights.store.control import Control
from tests.insights.connectors import mail_playing, playing_files
from tests.insights.connectors.mail_playing import Server, mail, mailing
from tests.insights.connectors.played import GIVEN, world_of
from tests.insights.connectors.playing import changed, served
from tests.insights.connectors.playing_files import Storage, stored

STEP = 60
A_FILE = 10_000


def played(play: Callable[[Callable[[dict], None]], None]) -> tuple[int, dict]:
    """A child that plays a system; its id, and what it says of itself once it listens."""
    readable, writable = os.pipe()
    child = os.fork()
    if child == 0:

        def ready(said: dict) -> None:
            os.write(writable, json.dumps(said).encode())
            signal.pause()

        play(ready)
        os._exit(0)
    return child, json.loads(os.read(readable, 4_000))


def vendor(name: str, count: int) -> tuple[int, Network, dict]:
    """A help desk with so many conversations."""

    def play(ready: Callable[[dict], None]) -> None:
        world = world_of(name, page=100).fill(count, step=STEP)
        world.still = changed(world, 0)
        with served(world):
            # What was asked is for tests to look at; here it would grow with every question.
            world.asked = Forgetting()
            ready({"url": world.url})

    child, said = played(play)
    world = world_of(name)
    world.url = said["url"]
    return child, world.network, GIVEN[name]


class Forgetting(list):
    """Only how many were added is known."""

    count_added = 0

    def append(self, _: object) -> None:
        self.count_added += 1

    def __len__(self) -> int:
        return self.count_added


def mailbox(count: int) -> tuple[int, Network, dict]:
    """A mailbox of threads of two mails."""

    def play(ready: Callable[[dict], None]) -> None:
        server = Server()
        for number in range(count):
            server.boxes["INBOX"].put(mail(2 * number, f"c{number}@home.example", subject=f"Order {number}"))
            server.boxes["Sent"].put(
                mail(2 * number + 1, mail_playing.USER, f"c{number}@home.example", subject=f"Re: Order {number}", answers=2 * number)
            )
        with tempfile.TemporaryDirectory() as folder, mailing(server, Path(folder)):
            server.commands = Forgetting()
            ready({"port": server.port, "trusted": server.trusted})

    child, said = played(play)
    return child, Server(port=said["port"], trusted=said["trusted"]).network, mail_playing.GIVEN


def bucket(kind: str, count: int) -> tuple[int, Network, dict]:
    """Files of ten thousand conversations each."""

    def play(ready: Callable[[dict], None]) -> None:
        files = {f"exports/{start:09}.{kind}": written(kind, range(start, min(start + A_FILE, count))) for start in range(0, count, A_FILE)}
        with stored(Storage(files)) as storage:
            ready({"url": storage.url})

    child, said = played(play)
    return child, Storage(url=said["url"]).network, playing_files.GIVEN


def written(kind: str, numbers: range) -> bytes:
    """A file with these conversations, two messages each."""
    rows = [
        (str(number), f"2026-03-{1 + number % 28:02} 10:0{place}:00", role, f"{text} {number}?")
        for number in numbers
        for place, (role, text) in enumerate((("customer", "Where is parcel"), ("agent", "Sorry for the wait with")))
    ]
    names = ("conversation_id", "sent_at", "author_role", "text")
    if kind == "parquet":
        sink = pa.BufferOutputStream()
        pq.write_table(pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))), sink)
        return sink.getvalue().to_pybytes()
    if kind == "csv":
        return ("\n".join([",".join(names), *map(",".join, rows)]) + "\n").encode()
    pairs = zip(rows[::2], rows[1::2], strict=True)
    said = (
        {"conversation_id": pair[0][0], "messages": [{"sent_at": when, "author_role": role, "text": text} for _, when, role, text in pair]}
        for pair in pairs
    )
    return "".join(json.dumps(each) + "\n" for each in said).encode()


def main(home: Path, source: str, count: int) -> None:
    """One pull, from nothing to what is imported."""
    if source == "imap":
        child, network, given = mailbox(count)
    elif source.startswith("s3-"):
        child, network, given = bucket(source.removeprefix("s3-"), count)
    else:
        child, network, given = vendor(source, count)
    control, keeper = Control(home), Keeper(home)
    workspace = control.create_workspace("Speed").id
    system = "s3" if source.startswith("s3-") else source
    connection = connections.connect(home, workspace, system, given, keeper, wishes=Wishes(days=None))
    connections.request_pull(home, workspace, connection)
    job = control.claim("speed")
    assert job is not None
    began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pulled = 0.0

    def progress(share: float, text: str) -> None:
        nonlocal pulled
        if text.startswith("Reading") and not pulled:
            pulled = time.monotonic() - began
        control.beat(job, share, text)

    pulling.run_pull(home, control, job, progress, network=network)
    wall = time.monotonic() - began
    # Before the system ends, which would be counted among the readers.
    here, readers = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    keeper.close()
    conversations, messages = truth.load(home, workspace, truth.accepted(control.events(workspace)))
    busy = here.ru_utime + here.ru_stime + readers.ru_utime + readers.ru_stime
    print(
        f"{source:12} {conversations.num_rows:8,} conversations {messages.num_rows:8,} messages  wall {wall:6.1f} s (pulled after {pulled:6.1f})  "
        f"processor {busy:6.1f} s  {conversations.num_rows / wall:7,.0f} /s  peak {here.ru_maxrss / 1024:5.0f} MB (was {before:4.0f}), "
        f"reader {readers.ru_maxrss / 1024:5.0f} MB"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
