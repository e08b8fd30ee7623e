from __future__ import annotations

import numpy as np
import pytest

from insights.analysers.topics import Taxonomy, assign, discover
from insights.analysers.topics.lesson import FEWEST, MOST, discover_taught, sampled
from insights.analysers.topics.taught import Map, TaughtSpace
from insights.text.encoding import Encoder
from tests.insights.analysers.test_topics import requests


class Reader:
    """A teacher that turns the built-in vectors: what it knows can be told by a map."""

    name = "turned"

    def __init__(self) -> None:
        self.read: list[str] = []
        self.turn = np.linalg.qr(np.random.default_rng(1).normal(size=(256, 256)))[0][:, :40]

    def encode(self, texts):
        self.read += texts
        return Encoder.load().vectors(texts) @ self.turn


@pytest.fixture(scope="module")
def found():
    kinds, texts = requests(400)
    vectors, reader = Encoder.load().vectors(texts), Reader()
    taxonomy = discover_taught([f"c{i}" for i in range(400)], texts, vectors, encode=Encoder.load().vectors, teacher=reader)
    return texts, vectors, reader, taxonomy, kinds


def test_a_map_gives_back_what_is_linear():
    chance = np.random.default_rng(0)
    features, turn = chance.normal(size=(300, 12)), chance.normal(size=(12, 5))
    mapping = Map.fit(features[:200], features[:200] @ turn + 3)
    assert mapping.given_back > 0.99
    assert np.allclose(mapping.apply(features[200:]), features[200:] @ turn + 3, atol=0.05)
    assert not mapping.apply(np.zeros((1, 12))).any()


def test_a_map_from_noise_gives_nothing_back():
    chance = np.random.default_rng(0)
    mapping = Map.fit(chance.normal(size=(200, 12)), chance.normal(size=(200, 5)))
    assert mapping.given_back < 0.05


def test_a_map_of_a_teacher_that_says_the_same_of_everything_is_no_failure():
    mapping = Map.fit(np.random.default_rng(0).normal(size=(80, 6)), np.ones((80, 3)))
    assert mapping.given_back == 0.0
    assert np.allclose(mapping.apply(np.ones((1, 6))), 1)


def test_the_same_lesson_gives_the_same_map():
    chance = np.random.default_rng(0)
    features, taught = chance.normal(size=(100, 6)), chance.normal(size=(100, 3))
    assert np.array_equal(Map.fit(features, taught, 3).weights, Map.fit(features, taught, 3).weights)


def test_labels_say_who_taught(found):
    texts, vectors, _, taxonomy, _ = found
    assert isinstance(taxonomy.space, TaughtSpace)
    assert set(assign(taxonomy, texts, vectors)["topic_judge"].to_pylist()) == {"topics 2 taught by turned"}
    assert discover(["a"], ["refund please"], vectors[:1], encode=Encoder.load().vectors).judge == "topics 2 built-in"


def test_planted_kinds_are_kept_apart(found):
    texts, vectors, _, taxonomy, kinds = found
    topics = assign(taxonomy, texts, vectors)["topic_id"].to_pylist()
    pairs = list(zip(topics, kinds, strict=True))
    for topic in set(topics):
        inside = [kind for one, kind in pairs if one == topic]
        assert max(inside.count(kind) for kind in set(inside)) >= 0.8 * len(inside)


def test_the_file_needs_no_teacher_to_place_what_comes_later(found, tmp_path):
    _, _, _, taxonomy, _ = found
    taxonomy.to_npz(tmp_path / "topics.npz")
    again, later = Taxonomy.from_npz(tmp_path / "topics.npz"), ["my refund for the new lamp is not here", "reset my password for the shop", "", "🎉"]
    vectors = Encoder.load().vectors(later)
    assert again.judge == "topics 2 taught by turned"
    assert assign(again, later, vectors).equals(assign(taxonomy, later, vectors))


def test_the_teacher_reads_every_request_once(found):
    texts, _, reader, _, _ = found
    assert len(reader.read) == len(set(reader.read)) == len(set(texts))


def test_what_a_teacher_reads_is_bounded():
    assert len(sampled([f"word{i} again" for i in range(5_000)])) == MOST
    assert len(sampled([f"{i} " + "long words " * 60 for i in range(5_000)])) == 352
    assert sampled(["a refund", "A  refund", "", "123", "🎉", "help"]) == [0, 5]


def test_too_few_requests_are_left_to_the_built_in_judge():
    _, texts = requests(FEWEST - 1)
    vectors, ids, reader = Encoder.load().vectors(texts), [f"c{i}" for i in range(FEWEST - 1)], Reader()
    taxonomy = discover_taught(ids, texts, vectors, encode=Encoder.load().vectors, teacher=reader)
    assert (taxonomy.judge, reader.read) == ("topics 2 built-in", [])
    assert taxonomy.topics.equals(discover(ids, texts, vectors, encode=Encoder.load().vectors).topics)


@pytest.mark.parametrize("texts", [["the same request"] * 200, ["🎉"] * 80, [str(i) for i in range(80)], [f"refund {'x' * i}" for i in range(80)]])
def test_odd_input_is_no_failure(texts):
    vectors = Encoder.load().vectors(texts)
    taxonomy = discover_taught([f"c{i}" for i in range(len(texts))], texts, vectors, encode=Encoder.load().vectors, teacher=Reader())
    assert assign(taxonomy, texts, vectors).num_rows == len(texts)
