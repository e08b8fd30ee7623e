"""How far the topics of a demo company agree with those that its conversations were written for, of which discovery knows nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from sklearn.metrics import normalized_mutual_info_score

from benchmarks.labelled import batch_of
from insights.analysers.topics import OTHER, assign, discover, request_text, request_vectors
from insights.text.encoding import Encoder
from sample_data.generate import Made, generate


@pytest.fixture(scope="module")
def placed() -> list[tuple[Made, str, str | None, str]]:
    """Every conversation with its topic, its subtopic and the topic's name."""
    made = generate("lumen-thread")
    batch = batch_of([one.conversation for one in made])
    texts = request_text(batch)
    vectors = request_vectors(batch, texts, Encoder.load().vectors)
    taxonomy = discover([one.gold.conversation_id for one in made], texts, vectors, encode=Encoder.load().vectors)
    names = {row["topic_id"]: row["name"].lower() for row in taxonomy.topics.to_pylist()}
    rows = assign(taxonomy, texts, vectors).select(["topic_id", "subtopic_id"]).to_pylist()
    return [(one, row["topic_id"], row["subtopic_id"], names[row["topic_id"]]) for one, row in zip(made, rows, strict=True)]


def test_topics_agree_with_those_that_were_written(placed):
    english = [(one.gold, topic) for one, topic, _, _ in placed if one.gold.kinds and one.gold.language == "en"]
    topics = [topic for _, topic in english]
    assert normalized_mutual_info_score([gold.topic for gold, _ in english], topics) > 0.6
    assert normalized_mutual_info_score([f"{gold.topic} / {gold.subtopic}" for gold, _ in english], topics) > 0.64
    assert 9 <= len(set(topics)) <= 15


@pytest.mark.parametrize(
    ("subtopic", "words"),
    [
        ("Delivery / Late parcel", {"late", "delivery", "parcel"}),
        ("Gift cards / Gift card not accepted", {"gift", "card"}),
        ("Discounts / Welcome code", {"welcome", "code"}),
        ("Returns / Return window", {"return", "days"}),
    ],
)
def test_a_large_subtopic_has_a_topic_with_a_name_that_says_it(placed, subtopic, words):
    names = Counter(name for one, _, _, name in placed if f"{one.gold.topic} / {one.gold.subtopic}" == subtopic and one.gold.language == "en")
    name, count = names.most_common(1)[0]
    assert words & set(name.split()), names.most_common(4)
    assert count > 0.4 * names.total()


def test_conversations_in_other_languages_are_where_their_topic_is(placed):
    home: dict[str, Counter[str]] = {}
    for one, topic, _, _ in placed:
        if one.gold.language == "en":
            home.setdefault(topic, Counter())[one.gold.topic] += 1
    foreign = [(one.gold.topic, topic) for one, topic, _, _ in placed if one.gold.language != "en"]
    assert sum(topic in home and home[topic].most_common(1)[0][0] == gold for gold, topic in foreign) > 0.6 * len(foreign)


def test_few_conversations_are_left_over(placed):
    assert sum(topic == OTHER for _, topic, _, _ in placed) < 0.1 * len(placed)


def test_the_largest_topics_are_divided_and_the_small_ones_are_not(placed):
    sizes = Counter(topic for _, topic, _, _ in placed)
    parts = {(topic, part) for _, topic, part, _ in placed}
    largest, smallest = sizes.most_common(2), sizes.most_common()[-2:]
    assert all(sum(topic == one and part is not None for one, part in parts) >= 2 for topic, _ in largest)
    assert all(part is None for topic, _ in smallest for one, part in parts if one == topic)
