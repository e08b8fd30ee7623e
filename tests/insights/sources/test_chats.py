"""Slack exports and WhatsApp chats: who is who, where a conversation ends, and how days and months are read."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import InsightsError
from insights.model import Conversation
from insights.sources import LIMITS, Mapping, look, read
from tests.insights.sources.files import parts, written

SAMPLES = Path(__file__).parent / "samples"


def said(items: list) -> list[list[str]]:
    return [[f"{m.role}: {m.text}" for m in item.messages] for item in items if isinstance(item, Conversation)]


def test_a_slack_thread_is_a_conversation_and_so_is_what_was_said_before_a_silence():
    assert said(list(read(SAMPLES / "slack.zip"))) == [
        [
            "customer: @Ben Low the API &amp; the dashboard are down @here",
            "agent: Looking, see #status",
            "bot: Incident 7 opened",
            "agent: Fixed, sorry ada@acme.example",
        ],
        ["customer: [error.png]", "agent: which browser?"],
        ["customer: hello?"],
    ]
    assert look(SAMPLES / "slack.zip").notes == (
        "members at lamp.example are taken for the support side",
        "outside of threads, four hours of silence end a conversation",
    )


def test_the_support_side_of_slack_can_be_told_by_name():
    told = said(list(read(SAMPLES / "slack.zip", Mapping((), team=("Ada",), bots=("Cleo",)))))
    assert [turn.partition(":")[0] for turn in told[0]] == ["agent", "customer", "bot", "customer"]
    assert [turn.partition(":")[0] for turn in told[1]] == ["agent", "bot"]


def slack(folder: Path, users: list, said: object, name: str = "help/2026-03-12.json") -> Path:
    path = folder / "slack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export/users.json", json.dumps(users))
        archive.writestr("export/channels.json", "[]")
        archive.writestr(f"export/{name}", said if isinstance(said, str) else json.dumps(said))
    return path


def test_among_colleagues_whoever_begins_asks(tmp_path: Path):
    users = [{"id": each, "profile": {"real_name": each, "email": f"{each}@lamp.example"}} for each in ("ada", "ben")]
    turns = [
        {"type": "message", "user": user, "text": user, "ts": f"17733243{place}0.0", "thread_ts": "17733243"}
        for place, user in enumerate(("ada", "ben", "ada"))
    ]
    path = slack(tmp_path, users, turns)
    assert said(parts(path)[0]) == [["customer: ada", "agent: ben", "customer: ada"]]
    assert look(path).notes[0] == "whoever begins a thread is taken for the customer"


@pytest.mark.parametrize("content", ["", "{}", "[1, null, {}]", '[{"ts": "x", "text": "a"}]', '[{"ts": "1e999", "text": "a", "user": 5}]', "[[["])
def test_a_strange_day_of_slack_is_read_or_left(content: str, tmp_path: Path):
    path = slack(tmp_path, [{"id": "U1"}, 3], content)
    try:
        conversations, rejects = parts(path)
    except InsightsError as problem:
        assert problem.hint
        return
    assert all(reject.reason for reject in rejects)
    assert all(item.messages for item in conversations)


def test_slack_in_a_folder_is_read_like_in_a_zip(tmp_path: Path):
    with zipfile.ZipFile(SAMPLES / "slack.zip") as archive:
        archive.extractall(tmp_path / "export")
    assert said(list(read(tmp_path / "export"))) == said(list(read(SAMPLES / "slack.zip")))


def test_slack_with_more_files_than_other_archives_may_have_is_read(tmp_path: Path):
    path = tmp_path / "slack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("users.json", "[]")
        archive.writestr("channels.json", "[]")
        for number in range(300):
            archive.writestr(f"channel-{number}/2026-03-12.json", json.dumps([{"user": "U1", "text": "hi", "ts": f"{1773324300 + number}.0"}]))
    assert len(parts(path)[0]) == 300


def test_the_whatsapp_sample():
    assert said(list(read(SAMPLES / "whatsapp.txt"))) == [
        [
            "system: Messages and calls are end-to-end encrypted. Only people in this chat can read them.",
            "customer: Hi, where is my parcel?\nOrder 5512.",
            "customer: [media]",
            "agent: [IMG-20260312-WA0001.jpg]\nIt is here, see the picture",
            "customer: Thanks",
        ],
        ["agent: Note: we close at 18:00"],
        ["system: Lamp Shop Support changed their business address", "customer: Hello again: can I return it?"],
    ]


CHATS = {
    "iOS": "[12.03.26, 14:05:01] Ada: hi\n[12.03.26, 14:06:01] Ben: hello\n",
    "iOS with marks": "\u200e[12.03.26, 14:05:01] Ada: hi\n\u200e[12.03.26, 14:06:01] Ben: hello\n",
    "iOS, 12 hours": "[3/12/26, 2:05:01\u202fPM] Ada: hi\n[3/12/26, 2:06:01\u202fPM] Ben: hello\n[3/28/26, 2:06:01\u202fPM] Ada: hello\n",
    "Android": "12/03/2026, 14:05 - Ada: hi\n12/03/2026, 14:06 - Ben: hello\n13/03/2026, 14:06 - Ben: hello\n",
    "Android, 12 hours": "3/12/26, 2:05 PM - Ada: hi\n3/12/26, 2:06 PM - Ben: hello\n3/30/26, 2:06 PM - Ben: hello\n",
    "Android, Spanish": "12/3/26, 2:05 p.\u00a0m. - Ada: hi\n12/3/26, 2:06 p.\u00a0m. - Ben: hello\n28/3/26, 2:06 p.\u00a0m. - Ben: hello\n",
    "ISO": "2026-03-12, 14:05 - Ada: hi\n2026-03-12, 14:06 - Ben: hello\n",
    "Windows line ends": "12.03.26, 14:05 - Ada: hi\r\n12.03.26, 14:06 - Ben: hello\r\n",
}


@pytest.mark.parametrize("name", CHATS)
def test_every_way_to_write_a_date_is_the_twelfth_of_march(name: str, tmp_path: Path):
    path = written(tmp_path, CHATS[name], "chat.txt")
    assert look(path).source == "whatsapp"
    first = parts(path)[0][0]
    assert [(m.role.value, m.author, m.text.strip()) for m in first.messages[:2]] == [("customer", "Ada", "hi"), ("agent", "Ben", "hello")]
    assert [f"{m.sent_at:%Y-%m-%d %H:%M}" for m in first.messages[:2] if m.sent_at] == ["2026-03-12 14:05", "2026-03-12 14:06"]


def test_an_order_of_day_and_month_that_nothing_shows_is_said_and_can_be_told(tmp_path: Path):
    path = written(tmp_path, "03/04/2026, 14:05 - Ada: hi\n03/04/2026, 14:06 - Ben: hello\n", "chat.txt")
    seen = look(path)
    assert seen.mapping is not None
    assert "dates could be read day first or month first; no number above 12 was found, so check one" in seen.notes
    (april,), (march,) = parts(path, replace(seen.mapping, day_first=True))[0], parts(path, seen.mapping)[0]
    assert [item.started_at and item.started_at.month for item in (april, march)] == [4, 3]


def test_the_chats_title_names_the_customer_and_the_user_the_support_side(tmp_path: Path):
    text = "12.03.26, 14:05 - Lena: Your parcel is here\n12.03.26, 14:06 - Ada Low: great\n"
    path = written(tmp_path, text, "WhatsApp Chat with Ada Low.txt")
    assert said(parts(path)[0]) == [["agent: Your parcel is here", "customer: great"]]
    told = replace(look(path).mapping or Mapping(()), team=("ada low",))
    assert said(parts(path, told)[0]) == [["customer: Your parcel is here", "agent: great"]]


def test_a_chat_that_goes_on_keeps_its_conversations(tmp_path: Path):
    start = "12.03.26, 14:05 - Ada: hi\n12.03.26, 14:06 - Ben: hello\n"
    first = parts(written(tmp_path, start, "one.txt"))[0]
    second = parts(written(tmp_path, start + "20.03.26, 14:06 - Ada: again\n", "two.txt"))[0]
    assert [first[0].conversation_id] == [item.conversation_id for item in second][:1]
    assert len(second) == 2


def test_pictures_beside_a_chat_are_told_and_not_read(tmp_path: Path):
    path = tmp_path / "chat.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", CHATS["iOS"])
        for number in range(200):
            archive.writestr(f"IMG-{number}.jpg", b"\xff\xd8\xff")
    conversations, rejects = parts(path)
    assert len(conversations) == 1
    assert [(reject.reason, reject.rows) for reject in rejects] == [("200 pictures, sounds and other attachments, which are not read", 0)]


def test_a_message_without_end_is_cut(tmp_path: Path):
    text = "12.03.26, 14:05 - Ada: hi\n" * 2 + "more\n" * 100 + "12.03.26, 14:06 - Ben: hello\n"
    (only,), _ = parts(written(tmp_path, text), limits=replace(LIMITS, field=200))
    assert [len(message.text) <= 200 for message in only.messages] == [True, True, True]
