"""One sample for each source; every source is tested by being in the catalogue."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources import LIMITS, SOURCES, Source, look, read
from insights.sources.opening import opened_files
from insights.sources.preview import probed

SAMPLES = Path(__file__).parent / "samples"
# Name of the source: its sample, the rows (records) in it, the ids that are kept.
EXPECTED = {
    "native": ("native.jsonl", 3, ["n-1", "n-2"]),
    "messages_table": ("messages.csv", 7, ["T1", "T2"]),
    "transcript_table": ("transcripts.csv", 3, ["C1", "C2"]),
    "intercom": ("intercom.json", 2, ["1001"]),
    "zendesk": ("zendesk.json", 2, ["501", "502"]),
    "freshdesk": ("freshdesk.json", 4, ["7001", "7003", "990000004"]),
    "hubspot": ("hubspot.json", 3, ["301", "302"]),
    "helpscout": ("helpscout.json", 2, ["8001", "8002"]),
    "front": ("front.jsonl", 3, ["cnv_a1", "cnv_a3"]),
    "gorgias": ("gorgias.json", 2, ["9001"]),
    "chatwoot": ("chatwoot.json", 2, ["55"]),
    "mail_threads": ("mail_threads.jsonl", 4, ["mail-00000000000000000001", "mail-00000000000000000003"]),
    "table_rows": ("table_rows.jsonl", 7, ["41", "42", "c-9"]),
    "mailbox": (
        "mailbox.mbox",
        13,
        [
            "mail-13c37d913d5c1bae41cb",
            "mail-0c7968c5345c9f2ffb53",
            "mail-7b8f3038260bde268d6d",
            "mail-4321325bc351c6d3b336",
            "mail-656be32b7e797955d69b",
            "mail-f30abd8974830bf9919d",
        ],
    ),
    "slack": (
        "slack.zip",
        7,
        ["acme-shared-1773324300.000100", "acme-shared-1773324400.000200", "acme-shared-1773390000.000100"],
    ),
    "whatsapp": ("whatsapp.txt", 9, ["whatsapp-542e4f14f00e0e68", "whatsapp-8a146bb33e53e4f7", "whatsapp-41b9a49f0bd130f0"]),
}


def test_every_source_has_a_sample():
    assert {source.name for source in SOURCES} == set(EXPECTED)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_sample_is_recognised_by_its_source_and_by_no_other(source: Source):
    (opened,) = opened_files(SAMPLES / EXPECTED[source.name][0], LIMITS)
    probe = probed(opened)
    assert [other.name for other in SOURCES if other.recognises(probe)] == [source.name]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_every_row_of_a_sample_is_kept_or_rejected(source: Source):
    sample, rows, ids = EXPECTED[source.name]
    items = list(read(SAMPLES / sample))
    assert [item.conversation_id for item in items if isinstance(item, Conversation)] == ids
    assert sum(item.rows for item in items) == rows
    assert all(item.reason and item.raw and item.row >= 1 for item in items if isinstance(item, Reject))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_sample_looks_like_its_source_whatever_its_name(source: Source, tmp_path: Path):
    renamed = tmp_path / "download.bin"
    renamed.write_bytes((SAMPLES / EXPECTED[source.name][0]).read_bytes())
    seen = look(renamed)
    assert (seen.source, seen.label) == (source.name, source.label)
    assert (seen.mapping is None) == (source.name not in ("messages_table", "transcript_table", "mailbox", "slack", "whatsapp", "xml_table"))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_reading_a_sample_twice_gives_the_same(source: Source):
    sample = SAMPLES / EXPECTED[source.name][0]
    assert list(read(sample)) == list(read(sample, source=source.name))


def texts(name: str) -> dict[str, list[tuple[Role, str, bool]]]:
    items = read(SAMPLES / name)
    return {item.conversation_id: [(m.role, m.text, m.internal) for m in item.messages] for item in items if isinstance(item, Conversation)}


def test_the_first_intercom_message_is_its_source_and_parts_with_a_body_are_messages():
    assert texts("intercom.json")["1001"] == [
        (Role.CUSTOMER, "<p>Please refund <b>order 7</b> &amp; tell me when</p>", False),
        (Role.BOT, "<p>Let me look</p>", False),
        (Role.AGENT, "<p>VIP</p>", True),
        (Role.AGENT, "<p>Refunded today.</p>", False),
        (Role.CUSTOMER, "<p>Thanks!</p>", False),
    ]


def test_of_the_rows_of_a_pulled_transcript_the_newest_counts_and_the_others_are_told():
    (duplicate,) = [item for item in read(SAMPLES / "table_rows.jsonl") if isinstance(item, Reject) and item.reason.startswith("duplicate")]
    assert (duplicate.reason, duplicate.rows) == ("duplicate: a newer row is the conversation c-9", 1)
    assert texts("table_rows.jsonl")["c-9"][-1] == (Role.AGENT, "Hello, how can I help?", False)


def test_a_zendesk_description_counts_once_and_a_private_comment_is_internal():
    assert texts("zendesk.json") == {
        "501": [
            (Role.CUSTOMER, "My lamp arrived broken.", False),
            (Role.AGENT, "<div>A new one is on its way.</div>", False),
            (Role.AGENT, "Third broken lamp this week.", True),
        ],
        "502": [(Role.CUSTOMER, "Do you ship to Norway?", False)],
    }


def test_zendesk_good_and_bad_are_the_ends_of_the_scale():
    first, second = (item for item in read(SAMPLES / "zendesk.json") if isinstance(item, Conversation))
    assert (first.csat, first.csat_comment, first.attributes["rating_value"]) == (5, "fast", "good")
    assert "rating_value" not in second.attributes


def test_html_bodies_are_marked_as_such():
    items = [item for item in read(SAMPLES / "zendesk.json") if isinstance(item, Conversation)]
    assert [message.html for message in items[0].messages] == [False, True, False]


def test_a_thai_conversation_is_read():
    assert texts("native.jsonl")["n-2"][0] == (Role.CUSTOMER, "สวัสดีค่ะ พัสดุของฉันอยู่ที่ไหนคะ", False)


def test_clock_times_in_a_transcript_run_past_midnight():
    second = [item for item in read(SAMPLES / "transcripts.csv") if isinstance(item, Conversation)][1]
    assert [message.sent_at.isoformat() for message in second.messages if message.sent_at] == [
        "2026-03-12T23:58:00+00:00",
        "2026-03-13T00:03:00+00:00",
    ]


def test_a_first_conversation_has_every_field():
    first = next(iter(read(SAMPLES / "intercom.json")))
    assert isinstance(first, Conversation)
    assert (first.channel, first.subject, first.team, first.csat, first.csat_comment) == (Channel.CHAT, "Refund", "55", 5, "Great")
    assert (first.tags, first.state, first.customer_id) == (("refund",), "closed", "u1")
    assert isinstance(first.messages[0], Message)


def test_reasons_of_the_samples():
    found = Counter(item.reason for name, _, _ in EXPECTED.values() for item in read(SAMPLES / name) if isinstance(item, Reject))
    assert found == {
        "no messages": 7,
        "every message is empty": 3,
        "duplicate: a newer row is the conversation c-9": 1,
        "10 columns, but the header has 8": 1,
        "merged into 7001: it goes on there": 1,
        "not valid JSON: unexpected end of data": 1,
        "not a mail: it has neither sender nor date": 1,
        "acme-shared/2026-03-14.json is damaged": 1,
    }


def test_mails_that_were_pulled_say_who_wrote_in_which_letters():
    assert texts("mail_threads.jsonl") == {
        "mail-00000000000000000001": [(Role.CUSTOMER, "Wo bleibt mein Päckchen?", False), (Role.AGENT, "It left today.", False)],
        "mail-00000000000000000003": [(Role.CUSTOMER, "My invoice is wrong.", False)],
    }
    first = next(item for item in read(SAMPLES / "mail_threads.jsonl") if isinstance(item, Conversation))
    assert first.attributes == {"mails": 2, "cut_mails": 1}
