"""Export and import again gives the same."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as some

from insights.model import Channel, Conversation, Message, Role
from insights.sources import read
from insights.sources.native import write

CONVERSATIONS = [
    Conversation(
        "a-1",
        (
            Message(Role.CUSTOMER, "Hi <b>there</b>", "Ada", datetime(2026, 3, 12, 14, 5, tzinfo=UTC), html=True),
            Message(Role.BOT, "Press <br> to go on", "Bot", datetime(2026, 3, 12, 14, 6, 1, 500_000, tzinfo=UTC), html=False),
            Message(Role.SYSTEM, "=1+1\tx\r\n", None, datetime(2026, 3, 12, 14, 6, 2, tzinfo=UTC), internal=True),
        ),
        Channel.SOCIAL,
        "en-GB",
        datetime(2026, 3, 12, 14, 5, tzinfo=UTC),
        "c-1",
        "Subject",
        "Team",
        "closed",
        ("x", "y, z"),
        5,
        "fine",
        "https://desk.example/1",
        {"plan": "gold", "seats": 3, "nested": {"a": [1, None]}},
    ),
    Conversation("a-2", (Message(Role.AGENT, "สวัสดี 😀"),)),
]


def test_an_export_comes_back_equal(tmp_path: Path):
    for name in ("export.jsonl", "export.jsonl.gz"):
        write(CONVERSATIONS, tmp_path / name)
        assert list(read(tmp_path / name)) == CONVERSATIONS
    assert gzip.decompress((tmp_path / "export.jsonl.gz").read_bytes()) == (tmp_path / "export.jsonl").read_bytes()


letters = some.characters(exclude_categories=("Cs", "Cc", "Cf", "Zs", "Zl", "Zp"))
names = some.text(letters, min_size=1, max_size=20)
texts = some.builds(
    lambda core, tail: core + tail, names, some.text(some.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=50)
)
messages = some.builds(Message, some.sampled_from(Role), texts, some.none() | names, some.none(), some.booleans(), some.booleans())
conversations = some.builds(
    Conversation,
    names,
    some.lists(messages, min_size=1, max_size=4).map(tuple),
    some.sampled_from(Channel),
    language=some.none() | names,
    started_at=some.none() | some.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=some.just(UTC)),
    tags=some.lists(names, max_size=3).map(tuple),
    csat=some.none() | some.integers(1, 5),
    attributes=some.dictionaries(names.filter(lambda name: name.isalpha() and len(name) > 12), some.integers(-1000, 1000), max_size=3),
)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(some.lists(conversations, min_size=1, max_size=3, unique_by=lambda item: item.conversation_id))
def test_any_conversation_comes_back_equal(tmp_path_factory, found: list[Conversation]):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    write(found, path)
    assert list(read(path)) == found
