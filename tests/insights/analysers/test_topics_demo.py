"""The topics of the demo company agree with the scenes behind it, of which discovery knows nothing."""

from __future__ import annotations

from collections import Counter

import pytest
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from benchmarks.labelled import batch_of
from insights.analysers.topics import assign, discover, request_text
from insights.text.encoding import Encoder
from sample_data.generate import generate, truth


@pytest.fixture(scope="module")
def scenes_and_topics() -> list[tuple[str, str, str]]:
    conversations, scenes = generate(), truth()
    ids = [conversation["conversation_id"] for conversation in conversations]
    texts = request_text(batch_of(conversations))
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover(ids, texts, vectors)
    names = {row["topic_id"]: row["name"].lower() for row in taxonomy.topics.to_pylist()}
    topics = assign(taxonomy, texts, vectors)["topic_id"].to_pylist()
    return [(scenes[one], topic, names[topic]) for one, topic in zip(ids, topics, strict=True) if scenes[one]]


def test_topics_agree_with_the_scenes(scenes_and_topics):
    scenes, topics, _ = zip(*scenes_and_topics, strict=True)
    assert normalized_mutual_info_score(scenes, topics) > 0.82
    assert adjusted_rand_score(scenes, topics) > 0.76
    assert 10 <= len(set(topics)) <= 18


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        ("Where is my order", {"delivery", "parcel", "delivered"}),
        ("Return an item", {"return"}),
        ("Refund not received", {"refund"}),
        ("Size and fit", {"size", "fit"}),
        ("Discount codes", {"discount", "code"}),
    ],
)
def test_a_large_scene_has_a_topic_with_a_name_that_says_it(scenes_and_topics, scene, words):
    names = Counter(name for its, _, name in scenes_and_topics if its == scene)
    name, count = names.most_common(1)[0]
    assert words & set(name.split())
    assert count > 0.7 * names.total()


def test_the_largest_topics_are_divided_and_the_small_ones_are_not():
    conversations = generate()
    texts = request_text(batch_of(conversations))
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover([one["conversation_id"] for one in conversations], texts, vectors)
    placed = assign(taxonomy, texts, vectors)
    sizes = Counter(placed["topic_id"].to_pylist())
    parts = Counter(zip(placed["topic_id"].to_pylist(), placed["subtopic_id"].to_pylist(), strict=True))
    largest, smallest = sizes.most_common(2), sizes.most_common()[-2:]
    assert all(sum(topic == one and part is not None for one, part in parts) >= 3 for topic, _ in largest)
    assert all(part is None for topic, _ in smallest for one, part in parts if one == topic)


def test_the_demo_is_the_same_every_time_and_its_truth_covers_it():
    conversations, scenes = generate(), truth()
    assert len(conversations) == 1600
    assert conversations == generate()
    assert list(scenes) == [one["conversation_id"] for one in conversations]
    assert len({scene for scene in scenes.values() if scene}) == 13
