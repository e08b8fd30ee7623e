"""A few made-up conversations as a native file, for tests of the pipeline."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from pathlib import Path

from insights.pipeline import desk, intake
from insights.store import uploads
from insights.store.control import Control

REQUESTS = (
    ("Where is my parcel? It should have arrived on Monday.", "I looked it up: it is at the depot and arrives tomorrow.", "Great, thank you!"),
    ("How do I reset my password?", "Choose 'forgot password' on the login page and follow the link.", "That worked, thanks."),
    ("Please cancel my order, I bought the wrong size.", "I have cancelled it, the money is back in three days.", None),
    ("This is the third time I write. Nobody helps me, I want a person!", "I am sorry, a colleague will call you.", "You said that last week."),
    ("Do you deliver on Saturdays?", "Yes, until noon.", None),
)


def records(count: int, *, start: int = 0, text: str = "") -> list[dict[str, object]]:
    """Conversations in the native format."""
    made = []
    for number in range(start, start + count):
        ask, answer, last = REQUESTS[number % len(REQUESTS)]
        at = f"2025-02-{1 + number % 28:02d}T10:00:00Z"
        later = at.replace("10:00", "10:05")
        messages = [
            {"author_role": "customer", "author": "Jane Doe", "sent_at": at, "text": f"{ask} {text}".strip()},
            {"author_role": "bot" if number % 3 else "agent", "author": "Robin", "sent_at": later, "text": answer},
        ]
        messages += [{"author_role": "customer", "sent_at": at.replace("10:00", "10:09"), "text": last}] if last else []
        made.append(
            {
                "conversation_id": f"c{number:05d}",
                "channel": "chat",
                "language": "en",
                "started_at": at,
                "customer_id": f"u{number}",
                "messages": messages,
            }
        )
    return made


def lines(made: Iterable[dict[str, object]]) -> bytes:
    """Records as JSON lines."""
    return "".join(json.dumps(one) + "\n" for one in made).encode()


def native(path: Path, count: int, *, start: int = 0, text: str = "") -> Path:
    """A native file."""
    path.write_bytes(lines(records(count, start=start, text=text)))
    return path


def brought(home: Path, workspace: str, content: bytes, name: str = "export.jsonl", mapping=None) -> str:
    """An upload that was read; its id."""
    control = Control(home)
    upload = desk.put_upload(home, workspace, name, io.BytesIO(content))
    intake.stage(home, control, uploads.find(control, workspace, upload), mapping=mapping)
    return upload
