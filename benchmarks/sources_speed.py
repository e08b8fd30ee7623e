"""Rows (messages) a second and peak memory of every kind of file, for 100,000 conversations.

Run `python -m benchmarks.sources_speed [CONVERSATIONS [KIND …]]`. Whole pulls are measured by `python -m tests.insights.pipeline.pull_speed`.

Each file is read in a process of its own, so that the peak is that of one kind alone. A conversation has three messages.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

CONVERSATIONS = 100_000
SAID = (
    "Hello, my order {0} has not arrived yet and I need it before the weekend. Can you tell me where it is?",
    "Thank you for writing. Order {0} left our house on Monday and should be with you tomorrow by noon.",
    "Great, that is all I wanted to know about {0}.",
)
START = datetime(2026, 1, 1, tzinfo=UTC)
READ = """
import resource, sys, time
from pathlib import Path
from insights.model import Conversation
from insights.sources import read
before = time.perf_counter()
kept = messages = 0
for item in read(Path(sys.argv[1])):
    if isinstance(item, Conversation):
        kept, messages = kept + 1, messages + len(item.messages)
print(kept, messages, time.perf_counter() - before, time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def moment(number: int, place: int) -> datetime:
    """When a message was sent."""
    return START + timedelta(minutes=number, seconds=20 * place)


def told(number: int) -> list[tuple[bool, str, datetime]]:
    """Whether the customer speaks, the words and the moment of each message."""
    return [(place != 1, words.format(number), moment(number, place)) for place, words in enumerate(SAID)]


def lines(path: Path, count: int, record: Callable[[int], dict]) -> None:
    """A record a line."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            stream.write(json.dumps(record(number)) + "\n")


def native(number: int) -> dict:
    """Headroom's own."""
    said = [
        {"author_role": "customer" if asks else "agent", "text": text, "sent_at": f"{when:%Y-%m-%dT%H:%M:%SZ}"} for asks, text, when in told(number)
    ]
    return {"conversation_id": str(number), "messages": said}


def intercom(number: int) -> dict:
    """Intercom's."""
    (_, first, start), *others = told(number)
    parts = [
        {
            "part_type": "comment",
            "body": f"<p>{text}</p>",
            "created_at": int(when.timestamp()),
            "author": {"type": "user" if asks else "admin", "id": "1"},
        }
        for asks, text, when in others
    ]
    source = {"type": "conversation", "body": f"<p>{first}</p>", "author": {"type": "user", "id": "1"}}
    return {
        "type": "conversation", "id": str(number), "created_at": int(start.timestamp()), "source": source,
        "conversation_parts": {"conversation_parts": parts},
    }  # fmt: skip


def freshdesk(number: int) -> dict:
    """Freshdesk's."""
    (_, first, start), *others = told(number)
    said = [{"body_text": text, "incoming": asks, "private": False, "created_at": when.isoformat()} for asks, text, when in others]
    return {"id": number, "requester_id": 1, "created_at": start.isoformat(), "description_text": first, "conversations": said}


def zendesk(number: int) -> dict:
    """Zendesk's."""
    said = [{"author_id": 1 if asks else 2, "plain_body": text, "public": True, "created_at": when.isoformat()} for asks, text, when in told(number)]
    return {"id": number, "requester_id": 1, "created_at": said[0]["created_at"], "description": said[0]["plain_body"], "comments": said}


def hubspot(number: int) -> dict:
    """HubSpot's."""
    said = [
        {
            "type": "MESSAGE",
            "createdBy": "V-1" if asks else "A-1",
            "text": text,
            "createdAt": when.isoformat(),
            "direction": "INCOMING" if asks else "OUTGOING",
        }
        for asks, text, when in told(number)
    ]
    return {"id": str(number), "originalChannelId": "1002", "createdAt": said[0]["createdAt"], "messages": said}


def helpscout(number: int) -> dict:
    """Help Scout's."""
    said = [
        {
            "type": "customer" if asks else "message",
            "body": text,
            "createdAt": when.isoformat(),
            "createdBy": {"type": "customer" if asks else "user", "first": "A"},
        }
        for asks, text, when in told(number)
    ]
    return {"id": number, "type": "email", "createdAt": said[0]["createdAt"], "_embedded": {"threads": said}}


def front(number: int) -> dict:
    """Front's."""
    said = [{"type": "email", "is_inbound": asks, "text": text, "created_at": when.timestamp()} for asks, text, when in reversed(told(number))]
    return {"id": f"cnv_{number}", "created_at": said[-1]["created_at"], "messages": said}


def gorgias(number: int) -> dict:
    """Gorgias's."""
    said = [{"from_agent": not asks, "public": True, "body_text": text, "created_datetime": when.isoformat()} for asks, text, when in told(number)]
    return {"id": number, "created_datetime": said[0]["created_datetime"], "channel": "email", "messages": said}


def chatwoot(number: int) -> dict:
    """Chatwoot's."""
    said = [{"message_type": 0 if asks else 1, "content": text, "created_at": int(when.timestamp())} for asks, text, when in told(number)]
    return {"id": number, "inbox_id": 1, "account_id": 1, "meta": {"channel": "Channel::Email"}, "messages": said}


def table(path: Path, count: int) -> None:
    """A row a message."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("conversation_id,author_role,text,sent_at\n")
        for number in range(count):
            stream.writelines(f'{number},{"customer" if asks else "agent"},"{text}",{when.isoformat()}\n' for asks, text, when in told(number))


def transcripts(path: Path, count: int) -> None:
    """A row a conversation."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write("conversation_id,transcript\n")
        for number in range(count):
            said = "\n".join(f"{'Customer' if asks else 'Agent'}: {text}" for asks, text, _ in told(number))
            stream.write(f'{number},"{said}"\n')


def xml(path: Path, count: int) -> None:
    """Zendesk's tickets."""
    with path.open("w", encoding="utf-8") as stream:
        stream.write('<?xml version="1.0"?>\n<tickets type="array">')
        for number in range(count):
            said = "".join(
                f"<comment><author-id>{1 if asks else 2}</author-id><created-at>{when.isoformat()}</created-at><value>{text}</value></comment>"
                for asks, text, when in told(number)
            )
            stream.write(f'<ticket><nice-id>{number}</nice-id><requester-id>1</requester-id><comments type="array">{said}</comments></ticket>\n')
        stream.write("</tickets>")


def mbox(path: Path, count: int) -> None:
    """Three mails a thread."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            for place, (asks, text, when) in enumerate(told(number)):
                people = (f"c{number}@mail.example", "help@shop.example")
                sender, to = people if asks else people[::-1]
                answers = f"In-Reply-To: <{number}.{place - 1}@x.example>\n" if place else ""
                stream.write(
                    f"From {sender} {when:%a %b %d %H:%M:%S %Y}\nFrom: {sender}\nTo: {to}\nSubject: Order {number}\n"
                    f"Message-ID: <{number}.{place}@x.example>\n{answers}Date: {when:%a, %d %b %Y %H:%M:%S} +0000\n\n{text}\n\n"
                )


def whatsapp(path: Path, count: int) -> None:
    """One chat with two days between the conversations."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            for asks, text, when in told(number):
                # The calendar ends before a hundred thousand times two days, so the years begin anew.
                day = START + timedelta(days=2 * (number % 10_000), hours=when.hour, minutes=when.minute)
                stream.write(f"{day:%d.%m.%y, %H:%M} - {'Ada' if asks else 'Shop Support'}: {text}\n")


def slack(path: Path, count: int) -> None:
    """A thread a conversation, a thousand of them a day."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "users.json", json.dumps([{"id": "U1", "profile": {"real_name": "Ada", "email": "ada@acme.example"}}, {"id": "U2", "profile": {}}])
        )
        archive.writestr("channels.json", "[]")
        for day in range(0, count, 1_000):
            said = [
                {
                    "type": "message",
                    "user": "U1" if asks else "U2",
                    "text": text,
                    "ts": f"{when.timestamp():.6f}",
                    "thread_ts": f"{moment(number, 0).timestamp():.6f}",
                }
                for number in range(day, min(day + 1_000, count))
                for asks, text, when in told(number)
            ]
            archive.writestr(f"help/{START + timedelta(days=day // 1_000):%Y-%m-%d}.json", json.dumps(said))


RECORDS = (native, intercom, zendesk, freshdesk, hubspot, helpscout, front, gorgias, chatwoot)
FILES = (table, transcripts, xml, mbox, whatsapp, slack)


def kinds(count: int) -> Iterator[tuple[str, Callable[[Path], None]]]:
    """The name of every kind, and how its file is made."""
    for record in RECORDS:
        yield record.__name__, lambda path, record=record: lines(path, count, record)
    for make in FILES:
        yield make.__name__, lambda path, make=make: make(path, count)


def main() -> None:
    """Print a line for each kind."""
    count, wanted = int(sys.argv[1]) if len(sys.argv) > 1 else CONVERSATIONS, sys.argv[2:]
    print(f"{'kind':12} {'conversations':>14} {'messages':>9} {'MB':>6} {'seconds':>8} {'processor':>9} {'messages/s':>11} {'peak MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in kinds(count):
            if wanted and name not in wanted:
                continue
            path = Path(folder) / name
            make(path)
            done = subprocess.run([sys.executable, "-c", READ, str(path)], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name:12} failed: {done.stderr.strip().splitlines()[-1]}")
                continue
            kept, messages, seconds, busy, peak = done.stdout.split()
            size = path.stat().st_size / 1e6
            rate = int(messages) / float(seconds)
            print(
                f"{name:12} {int(kept):14,} {int(messages):9,} {size:6.0f} {float(seconds):8.1f} {float(busy):9.1f} {rate:11,.0f} {float(peak):8.0f}"
            )
            path.unlink()


if __name__ == "__main__":
    main()
