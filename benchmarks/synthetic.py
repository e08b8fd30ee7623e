"""Many conversations out of the labelled ones: each is one of theirs with other ids, days, numbers and some other words, the same every time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
FIRST_DAY = datetime(2025, 1, 1, 8, tzinfo=UTC)
DAYS = 180
CHANGED = 0.08
"""Share of the words that are left out or replaced by a word of another conversation."""
DIGIT = re.compile(r"\d")


def seeds() -> list[dict]:
    """Every labelled conversation."""
    paths = sorted(HERE.glob("corpus/*/conversations.jsonl"), key=lambda path: (len(path.parent.name), path.parent.name))
    return [json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def conversations(count: int, seed: int = 5) -> Iterator[dict]:
    """`count` conversations of all companies together."""
    chance, known = random.Random(seed), seeds()
    words = [word for one in known for message in one["messages"] if message["author_role"] == "customer" for word in message["text"].split()]
    for number in range(count):
        yield changed(known[number % len(known)], number, words, chance)


def changed(one: dict, number: int, words: list[str], chance: random.Random) -> dict:
    """One conversation as if another customer had had it."""
    start = FIRST_DAY + timedelta(seconds=chance.randrange(DAYS * 86_400))
    at, messages = start, []
    for message in one["messages"]:
        at += timedelta(seconds=chance.randrange(10, 900))
        text = DIGIT.sub(lambda _: str(chance.randrange(10)), message["text"])
        messages.append(message | {"text": other_words(text, words, chance), "sent_at": at.isoformat()})
    return {
        "conversation_id": f"s{number:07d}",
        "channel": one["channel"],
        "language": one.get("language"),
        "started_at": start.isoformat(),
        "customer_id": f"u{chance.randrange(10**6)}",
        "team": chance.choice(("North", "South", "East")),
        "messages": messages,
    }


def other_words(text: str, words: list[str], chance: random.Random) -> str:
    """The text with some words left out or replaced."""
    made = []
    for word in text.split(" "):
        draw = chance.random()
        if draw > CHANGED:
            made.append(word)
        elif draw > CHANGED / 2:
            made.append(words[int(chance.random() * len(words))])
    return " ".join(made) or text


def write(path: Path, count: int) -> Path:
    """A native file."""
    with path.open("w", encoding="utf-8") as handle:
        for one in conversations(count):
            handle.write(json.dumps(one, ensure_ascii=False) + "\n")
    return path
