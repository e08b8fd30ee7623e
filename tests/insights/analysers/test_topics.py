from __future__ import annotations

import itertools

import numpy as np
import pytest

from insights import tables
from insights.analysers.topics import OTHER, Taxonomy, assign, discover
from insights.analysers.topics.grouping import copies
from insights.analysers.topics.stopwords import STOP
from insights.analysers.topics.taxonomy import JUDGE
from insights.errors import UnusableSetting
from insights.text.encoding import Encoder
from tests.insights.analysers.written import OBJECTS

THINGS = {
    "refund": [
        "I want a refund for {}",
        "my refund for {} has not arrived",
        "when do I get the refund for {}",
        "refund not received for {}, please check",
    ],
    "password": [
        "I forgot my password for {}",
        "how do I reset my password on {}",
        "password reset mail for {} never came",
        "reset password of {} please",
    ],
    "parcel": [
        "where is my parcel with {}",
        "my parcel with {} is late",
        "tracking says the parcel with {} was delivered, it was not",
        "parcel lost: {}",
    ],
    "invoice": [
        "please send the invoice for {}",
        "the invoice for {} has the wrong address",
        "I need a copy of the invoice for {}",
        "invoice of {} for my taxes",
    ],
}
ODDS = [
    "",
    "   ",
    "\n",
    "🎉🎉🎉",
    "12345",
    "ฉันต้องการเงินคืน",
    "我要退款",
    "<script>alert(1)</script>",
    "=cmd()|'x'",
    "'; drop table topics; --",
    "\x00\x1e\ufffe",
    "a" * 5000,
]


def requests(count: int) -> tuple[list[str], list[str]]:
    pairs = [(kind, text.format(thing)) for thing, (kind, texts) in itertools.product(OBJECTS, THINGS.items()) for text in texts]
    kinds, texts = zip(*itertools.islice(itertools.cycle(pairs), count), strict=True)
    return list(kinds), [f"{text} {i // len(pairs)}" if i >= len(pairs) else text for i, text in enumerate(texts)]


def found(texts: list[str]) -> tuple[Taxonomy, list[dict[str, object]]]:
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, vectors, encode=Encoder.load().vectors)
    return taxonomy, assign(taxonomy, texts, vectors).to_pylist()


@pytest.mark.parametrize("count", [5, 30, 400])
def test_every_conversation_gets_one_row_with_a_known_topic(count):
    taxonomy, labels = found(requests(count)[1])
    known = {row["topic_id"]: row["parent_id"] for row in taxonomy.topics.to_pylist()}
    assert len(labels) == count
    assert all(known[row["topic_id"]] is None for row in labels)
    assert all(row["subtopic_id"] is None or known[row["subtopic_id"]] == row["topic_id"] for row in labels)
    assert all(0 <= row["topic_confidence"] <= 1 and row["topic_judge"] == JUDGE for row in labels)


def test_columns_are_those_of_the_tables():
    taxonomy, _ = found(requests(30)[1])
    labels = assign(taxonomy, ["refund"], Encoder.load().vectors(["refund"]))
    assert tuple(taxonomy.topics.column_names) == tables.TOPICS.names
    assert tuple(labels.column_names) == tables.LABELS_TOPIC.names[1:]


def test_planted_topics_are_found_apart():
    kinds, texts = requests(400)
    _, labels = found(texts)
    home = {}
    for kind in THINGS:
        topics = [row["topic_id"] for row, is_kind in zip(labels, kinds, strict=True) if is_kind == kind]
        home[kind] = max(set(topics), key=topics.count)
        assert topics.count(home[kind]) >= 90
    assert len(set(home.values())) == 4


def test_planted_topics_are_named_in_the_customers_words():
    taxonomy, _ = found(requests(400)[1])
    names = " | ".join(row["name"] for row in taxonomy.topics.to_pylist() if row["parent_id"] is None).lower()
    assert all(word in names for word in THINGS)


def test_the_same_input_gives_the_same_topics():
    texts = requests(400)[1]
    first, second = found(texts), found(texts)
    assert first[0].topics.equals(second[0].topics)
    assert first[1] == second[1]


def test_slices_are_labelled_as_the_whole_is():
    texts = requests(400)[1] + ODDS
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, vectors, encode=Encoder.load().vectors)
    whole = assign(taxonomy, texts, vectors).to_pylist()
    parts = [assign(taxonomy, texts[a:b], vectors[a:b]).to_pylist() for a, b in [(0, 1), (1, 8), (8, 300), (300, len(texts))]]
    assert whole == list(itertools.chain.from_iterable(parts))


def test_a_taxonomy_survives_its_file(tmp_path):
    texts = requests(160)[1] + ODDS
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, vectors, encode=Encoder.load().vectors)
    taxonomy.to_npz(tmp_path / "topics.npz")
    again = Taxonomy.from_npz(tmp_path / "topics.npz")
    assert again.topics.equals(taxonomy.topics)
    assert assign(again, texts, vectors).equals(assign(taxonomy, texts, vectors))


def test_a_damaged_file_is_a_problem_with_a_hint(tmp_path):
    path = tmp_path / "topics.npz"
    path.write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(UnusableSetting) as problem:
        Taxonomy.from_npz(path)
    assert problem.value.hint


def test_a_handful_is_one_topic():
    taxonomy, labels = found(requests(5)[1])
    assert [row["name"] for row in taxonomy.topics.to_pylist()] == ["All conversations", "Other"]
    assert {row["subtopic_id"] for row in labels} == {None}


def test_copies_of_one_request_are_one_topic():
    taxonomy, labels = found(["Where is my parcel?"] * 300)
    assert taxonomy.topics.num_rows == 2
    assert {row["topic_id"] for row in labels} == {taxonomy.topics["topic_id"][0].as_py()}


def test_rows_that_say_nearly_the_same_are_one_kind():
    rows = np.array([[1.0, 0.0], [0.0, 1.0], [0.99, 0.14], [0.7, 0.71]] * 600)
    assert copies(rows)[:4].tolist() == [0, 1, 0, 2]
    assert copies(rows).max() == 2


def test_texts_without_words_are_other():
    taxonomy, labels = found(["", " ", "12345", "🎉"] * 20)
    assert taxonomy.topics["topic_id"].to_pylist() == [OTHER]
    assert {row["topic_id"] for row in labels} == {OTHER}


def test_no_conversations_give_an_empty_table():
    taxonomy, labels = found([])
    assert taxonomy.topics["name"].to_pylist() == ["Other"]
    assert labels == []


def test_texts_without_a_request_do_not_disturb_the_others():
    texts = requests(160)[1]
    _, labels = found([*texts, *ODDS])
    assert len(labels) == 160 + len(ODDS)
    assert [row["topic_id"] for row in labels[160:165]] == [OTHER] * 5
    assert sum(row["topic_id"] == OTHER for row in labels[:160]) < 16


def test_names_are_unique_short_and_say_something():
    taxonomy, _ = found(requests(400)[1])
    names = [row["name"] for row in taxonomy.topics.to_pylist() if row["topic_id"] != OTHER]
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 32
        assert name[0].isupper()
        assert any(word not in STOP for word in name.lower().split())


def test_placeholders_never_become_names():
    texts = [f"please {what} at [iban] or [secret]" for what in requests(160)[1]]
    taxonomy, _ = found(texts)
    words = [word for row in taxonomy.topics.to_pylist() for phrase in [row["name"], *row["keywords"]] for word in phrase.lower().split()]
    assert not {"iban", "secret", "[iban]", "[secret]"} & set(words)


def test_typical_and_odd_conversations_are_members():
    texts = requests(400)[1]
    taxonomy, labels = found(texts)
    topic = {f"c{i}": {row["topic_id"], row["subtopic_id"]} for i, row in enumerate(labels)}
    for row in taxonomy.topics.to_pylist():
        if row["topic_id"] != OTHER:
            assert 1 <= len(row["typical"]) <= 3
            assert not set(row["typical"]) & set(row["odd"])
            assert all(row["topic_id"] in topic[conversation] for conversation in row["typical"])


def test_descriptions_quote_requests_that_differ():
    texts = [
        *["where is my parcel?", "Where is my parcel??", "where is my parcel", "my parcel is nowhere to be found since Monday"] * 3,
        "one more parcel lost",
    ]
    taxonomy, _ = found(texts)
    assert taxonomy.topics["description"][0].as_py().lower().count("where is my parcel") == 1


def test_past_the_sample_all_are_still_labelled():
    kinds, texts = requests(800)
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover([f"c{i}" for i in range(800)], texts, vectors, encode=Encoder.load().vectors, sample=200)
    labels = assign(taxonomy, texts, vectors)["topic_id"].to_pylist()
    assert len(labels) == 800
    refunds = [label for label, kind in zip(labels, kinds, strict=True) if kind == "refund"]
    assert max(map(refunds.count, refunds)) > 0.8 * len(refunds)


def test_the_order_of_the_conversations_does_not_matter():
    texts = requests(160)[1]
    vectors = Encoder.load().vectors(texts)
    ids = [f"c{i}" for i in range(160)]
    turned = np.random.default_rng(1).permutation(160)
    first = discover(ids, texts, vectors, encode=Encoder.load().vectors)
    second = discover([ids[i] for i in turned], [texts[i] for i in turned], vectors[turned], encode=Encoder.load().vectors)
    assert first.topics.equals(second.topics)


@pytest.mark.parametrize(
    "texts",
    [
        [f"ฉันต้องการเงินคืนสำหรับคำสั่งซื้อ {chr(0x0E01 + i)}" for i in range(40)],
        [f"我要退款 {chr(0x4E00 + i)}" for i in range(40)],
        [f"{chr(97 + i % 26)} " * (i + 1) for i in range(40)],
        [word for word in ["the", "and", "of", "to", "is", "it"] for _ in range(10)],
        [f"<b>{i}</b> {odd}" for i in range(5) for odd in ODDS],
        [f"WHERE IS MY REFUND {'!' * i}" for i in range(60)],
    ],
    ids=["thai", "chinese", "letters", "stop words", "unsafe characters", "shouting"],
)
def test_unusual_texts_get_topics_with_names(texts):
    taxonomy, labels = found(texts)
    assert len(labels) == len(texts)
    assert all(row["name"] and len(row["name"]) <= 32 for row in taxonomy.topics.to_pylist())


@pytest.mark.parametrize(
    "texts",
    [
        ["Where is my parcel?"] * 10_000,
        ["🎉🎉", "👍", "😡😡😡"] * 20,
        ["12345", "42", "0049 170", "1.240,00"] * 20,
        ["refund please", "where is it", "hello again you", "card blocked", "no idea"],
        [f"Hello, meine Karte {i} ist gesperrt, please help, ¿qué hago? Merci" for i in range(40)],
        [f"my card ending {i} is blocked again since {day}" for i in range(20) for day in ("Monday", "Friday")],
    ],
    ids=["copies", "emoji", "numbers", "five", "mixed languages", "one topic"],
)
def test_every_conversation_of_an_odd_set_has_a_place(texts):
    taxonomy, labels = found(texts)
    wordless = not any(letter.isalpha() for text in texts for letter in text)
    assert len(labels) == len(texts)
    assert {row["topic_id"] == OTHER for row in labels} == {wordless}
    assert "Other" in taxonomy.topics["name"].to_pylist()
