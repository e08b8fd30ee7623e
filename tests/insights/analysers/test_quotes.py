from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pytest

from insights.analysers.experience import judge_experience
from insights.analysers.quotes import asking, sentences, telling
from tests.insights.analysers.written import build, native

CORPUS = Path(__file__).parents[3] / "benchmarks" / "corpus"


def test_every_quote_over_the_corpus_stands_word_for_word_in_its_turn(encoder):
    stated, wrong = 0, []
    for path in sorted(CORPUS.rglob("conversations.jsonl")):
        conversations = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        texts = {one["conversation_id"]: [message["text"] for message in one["messages"]] for one in conversations}
        reasons = judge_experience(native(conversations), encoder)[1].to_pylist()
        stated += len(reasons)
        wrong += [row for row in reasons if not row["quote"] or row["quote"] not in texts[row["conversation_id"]][row["turn"]]]
    assert stated > 1_000
    assert wrong == []


def test_no_quote_holds_what_redaction_put_in(encoder):
    reasons = judge_experience(
        build(["c: still no parcel for [name], useless [secret]", "a: [name]", "c: [address] for the third time, [name], nobody answers! [email]"]),
        encoder,
    )[1]
    quotes = reasons.column("quote").to_pylist()
    assert quotes
    assert [quote for quote in quotes if "[" in quote or quote not in "still no parcel for / for the third time / nobody answers!"] == []


def test_a_point_within_a_word_ends_no_sentence():
    assert sentences("See help.example.com for 3.50 plans. Bye") == ["See help.example.com for 3.50 plans.", "Bye"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[name]", []),
        ("Hi [name].", ["Hi"]),
        ("Hi [name]. It works now.", ["It works now."]),
        ("======= [name] yes", ["yes"]),
        ("It goes to [address] by Monday at the latest.", ["by Monday at the latest."]),
    ],
)
def test_a_sentence_with_a_placeholder_gives_its_longest_part(text, found):
    assert sentences(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello [name], I am [name]. Can I return an item after 40 days? [phone]", "Can I return an item after 40 days?"),
        ("[email]", ""),
        ("My address is now [address], please change it for all my orders.", "please change it for all my orders."),
    ],
)
def test_the_request_is_free_of_placeholders(text, found):
    assert asking(text) == found


def test_thanks_and_reference_numbers_prove_nothing_that_went_wrong():
    said = pa.array(["Thanks", "Sure, it's 45-33865.", "Kind regards", "You already said that.", "So I pay and get nothing.", "thank you so much!"])
    assert telling(said, thanks=False).tolist() == [False, False, False, True, True, False]
    assert telling(said, thanks=True).tolist() == [True, False, False, True, True, True]
