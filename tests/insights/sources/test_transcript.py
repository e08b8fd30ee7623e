"""Transcripts in many styles."""

from __future__ import annotations

import pytest

from insights.sources.transcript import turns

C, A, B = "customer", "agent", "bot"
STYLES = {
    "roles": ("Customer: hi\nAgent: yo", [(C, None, "hi"), (A, None, "yo")]),
    "text over lines": ("Customer: hi\nthere\n\nAgent: yo", [(C, None, "hi\nthere"), (A, None, "yo")]),
    "boxed times": ("[10:32] Anna (Agent): hi\n[10:33] Ben: yo", [(A, "10:32", "hi"), (None, "10:33", "yo")]),
    "round boxes": ("(10:32:05) Visitor 123: hi\n(10:33:00) Anna: yo", [(C, "10:32:05", "hi"), (None, "10:33:00", "yo")]),
    "times behind names": ("Anna (10:32 AM): hi\nBen (10:33 AM): yo", [(None, "10:32 AM", "hi"), (None, "10:33 AM", "yo")]),
    "bare times": ("10:32 AM Anna: hi\n10:33 AM Ben: yo", [(None, "10:32 AM", "hi"), (None, "10:33 AM", "yo")]),
    "whole times": (
        "2026-03-12 10:32:00 Agent: hi\n2026-03-12 10:33:00 Customer: yo",
        [(A, "2026-03-12 10:32:00", "hi"), (C, "2026-03-12 10:33:00", "yo")],
    ),
    "WhatsApp on Android": (
        "12/03/2026, 14:05 - Ada: hi\n12/03/2026, 14:06 - Shop: yo",
        [(None, "12/03/2026, 14:05", "hi"), (None, "12/03/2026, 14:06", "yo")],
    ),
    "WhatsApp on iOS": (
        "[12.03.26, 14:05:01] Ada: hi\n\u200e[12.03.26, 14:06:01] Bo: yo",
        [(None, "12.03.26, 14:05:01", "hi"), (None, "12.03.26, 14:06:01", "yo")],
    ),
    "seconds": ("( 14s ) Visitor: hi\n( 20s ) Agent Bo: yo", [(C, "14s", "hi"), (A, "20s", "yo")]),
    "angles": ("<Customer> hi\n<Agent> yo", [(C, None, "hi"), (A, None, "yo")]),
    "brackets": ("[Customer] hi\n[Agent] yo", [(C, None, "hi"), (A, None, "yo")]),
    "bold": ("**Customer:** hi\n**Agent:** yo", [(C, None, "hi"), (A, None, "yo")]),
    "heads alone": ("Customer:\nhi\nAgent:\nyo", [(C, None, "hi"), (A, None, "yo")]),
    "breaks of HTML": ("Kunde: hi<br>Mitarbeiter: yo<br/>Chatbot: so", [(C, None, "hi"), (A, None, "yo"), (B, None, "so")]),
    "written line ends": ("Client: hi\\nConseiller: yo", [(C, None, "hi"), (A, None, "yo")]),
    "one line": ("Customer: hi there Agent: yo Customer: bye", [(C, None, "hi there"), (A, None, "yo"), (C, None, "bye")]),
    "Windows line ends": ("Cliente: hi\r\nAgente: yo\r\n", [(C, None, "hi"), (A, None, "yo")]),
    "names": ("Anna Smith: hi\nBen: yo\nAnna Smith: ok", [(None, None, "hi"), (None, None, "yo"), (None, None, "ok")]),
    "JSON": ('[{"role": "user", "content": "hi"}, {"role": "assistant", "content": "yo"}]', [(C, None, "hi"), (B, None, "yo")]),
    "words before colons": (
        "Customer: hi\nNote: none\nhttps://a.example/b\nmy order no: 7\nAgent: yo",
        [(C, None, "hi\nNote: none\nhttps://a.example/b\nmy order no: 7"), (A, None, "yo")],
    ),
    "times in the text": ("Customer: come at\n10:30 or later\nAgent: yo", [(C, None, "come at\n10:30 or later"), (A, None, "yo")]),
    "text before": ("Chat started\nCustomer: hi\nAgent: yo", [(None, None, "Chat started"), (C, None, "hi"), (A, None, "yo")]),
    "no speaker": ("Just a text\nof two lines", [(None, None, "Just a text\nof two lines")]),
    "Thai": ("ลูกค้า: สวัสดี\nAgent: ค่ะ", [(None, None, "สวัสดี"), (A, None, "ค่ะ")]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", STYLES)
def test_turns_are_told_apart(name: str):
    text, expected = STYLES[name]
    assert [(turn.role and turn.role.value, turn.time, turn.text) for turn in turns(text)] == expected


def test_no_word_of_a_transcript_is_lost():
    for text, _ in STYLES.values():
        said = " ".join(f"{turn.speaker or ''} {turn.text}" for turn in turns(text))
        for word in ("hi", "yo", "none", "7", "later", "lines"):
            assert (word in text.split()) <= (word in said.split())
