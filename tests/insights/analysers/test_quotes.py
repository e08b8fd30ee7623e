from __future__ import annotations

import json
from pathlib import Path

from insights.analysers.experience import judge_experience
from insights.analysers.quotes import sentences
from tests.insights.analysers.written import native

CORPUS = Path(__file__).parents[3] / "benchmarks" / "corpus"


def test_every_quote_over_the_corpus_stands_word_for_word_in_its_turn(encoder):
    conversations = [
        json.loads(line) for path in sorted(CORPUS.rglob("conversations.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()
    ]
    reasons = judge_experience(native(conversations), encoder)[1].to_pylist()
    texts = {one["conversation_id"]: [message["text"] for message in one["messages"]] for one in conversations}
    assert len(reasons) > 1_000
    assert [row for row in reasons if not row["quote"] or row["quote"] not in texts[row["conversation_id"]][row["turn"]]] == []


def test_a_point_within_a_word_ends_no_sentence():
    assert sentences("See help.example.com for 3.50 plans. Bye") == ["See help.example.com for 3.50 plans.", "Bye"]
