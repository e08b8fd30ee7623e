"""Topics of one's own, divided topics and corrections, without a store: what they take and what they leave."""

from __future__ import annotations

import numpy as np
import pytest

from insights.analysers.topics import OTHER, Taxonomy, assign, discover
from insights.analysers.topics.curation import Correction, Curation, Own, Split, curated
from insights.analysers.topics.drift import Verdict, drift
from insights.analysers.topics.succession import Change, difference, heirs_of, succeed
from insights.text.encoding import Encoder

OBJECTS = ("the lamp", "two chairs", "a jacket", "the table", "this phone", "the tablet", "the camera", "old shoes", "the kettle", "a toaster")
REFUND = [f"I want a refund for {thing}" for thing in OBJECTS] + [f"my refund for {thing} has not arrived" for thing in OBJECTS]
PASSWORD = [f"how do I reset my password on {thing}" for thing in OBJECTS] + [f"I forgot my password for {thing}" for thing in OBJECTS]
TEXTS = [*REFUND, *PASSWORD]

Pair = tuple[str, str | None]


def encode(texts) -> np.ndarray:
    return Encoder.load().vectors(texts)


@pytest.fixture(scope="module")
def found() -> Taxonomy:
    return discover([f"c{number}" for number in range(len(TEXTS))], TEXTS, encode(TEXTS), encode=encode)


def placed(taxonomy: Taxonomy, *curations: Curation) -> list[Pair]:
    labels = assign(curated(taxonomy, curations, encode), TEXTS, encode(TEXTS))
    return list(zip(labels["topic_id"].to_pylist(), labels["subtopic_id"].to_pylist(), strict=True))


def test_an_own_topic_takes_its_like_and_nothing_else(found):
    own = Own("own-1", None, "Money back", tuple(REFUND[:5]))
    after = placed(found, own)
    assert all(topic == "own-1" for topic, _ in after[:5])
    assert not [topic for topic, _ in after[20:] if topic == "own-1"]


def test_an_own_subtopic_of_a_topic_that_is_gone_is_a_topic(found):
    edited = curated(found, [Own("own-1", "gone", "Money back", tuple(REFUND[:5]))], encode)
    assert {row["topic_id"]: row["parent_id"] for row in edited.topics.to_pylist()}["own-1"] is None


def test_an_example_without_a_word_that_is_known_takes_nothing(found):
    assert placed(found, Own("own-1", None, "Nothing", ("🎉", ""))) == placed(found)


def test_parts_take_everything_of_what_they_divide_and_nothing_else(found):
    (topic, subtopic), before = placed(found)[0], placed(found)
    split = Split(subtopic or topic, (Own("part-1", None, "Wanted", tuple(REFUND[:5])), Own("part-2", None, "Late", tuple(REFUND[10:15]))))
    after = placed(found, split)
    assert {now[1] for was, now in zip(before, after, strict=True) if (subtopic or topic) in was and was[1] == subtopic} <= {"part-1", "part-2"}
    assert all(was == now for was, now in zip(before, after, strict=True) if (subtopic or topic) not in was)


def test_a_division_of_a_topic_that_is_gone_changes_nothing(found):
    assert placed(found, Split("gone", (Own("part-1", None, "x", tuple(REFUND)),))) == placed(found)


def test_one_correction_speaks_for_near_copies_only(found):
    target = placed(found)[20]
    after = placed(found, Correction(REFUND[0], target[1] or target[0]))
    assert after[0] == target
    assert after[10:] == placed(found)[10:]


def test_a_correction_to_other_or_to_a_topic_that_is_gone(found):
    assert placed(found, Correction(REFUND[0], OTHER))[0] == (OTHER, None)
    assert placed(found, Correction(REFUND[0], "gone")) == placed(found)


def test_the_heir_holds_half_of_the_other_both_ways():
    assert heirs_of(["a"] * 6 + ["b"] * 4, ["x"] * 5 + ["y"] * 5) == {"x": "a", "y": "b"}
    assert heirs_of(["a"] * 9 + ["b"], ["x"] * 4 + ["y"] * 3 + ["z"] * 3) == {}
    assert heirs_of([OTHER] * 9, ["x"] * 9) == {}


def test_the_same_topics_under_other_ids_get_their_ids_back(found):
    other = discover([f"c{number}" for number in range(len(TEXTS))], TEXTS, encode(TEXTS), encode=encode)
    before = placed(found)
    swapped = succeed(found, other, before, placed(other))
    assert placed(swapped) == before
    assert sorted(swapped.topics["topic_id"].to_pylist()) == sorted(found.topics["topic_id"].to_pylist())


def test_a_difference_says_what_became_of_each_topic():
    before, after = ["a"] * 10 + ["b"] * 10 + ["c"] * 10, ["a"] * 10 + ["n"] * 20
    told = difference({"a": "A", "b": "B", "c": "C"}, {"a": "A", "n": "N"}, before, after)
    assert {line.topic_id: (line.change, line.others) for line in told.lines} == {
        "a": (Change.KEPT, ()),
        "b": (Change.GONE, ("N",)),
        "c": (Change.GONE, ("N",)),
        "n": (Change.MERGED, ("B", "C")),
    }
    assert (told.stayed, told.conversations) == (10, 30)


def test_drift_is_none_among_the_same_much_among_others_and_unsaid_among_few(found):
    new = [
        f"the battery of {thing} smokes and overheats {often}" for thing in OBJECTS for often in ("again", "daily", "today", "badly", "often", "now")
    ]
    for came, verdict in ((TEXTS * 2, Verdict.NONE), (new, Verdict.MUCH), (new[:20], Verdict.NONE)):
        texts = [*TEXTS * 2, *came]
        labels = assign(found, texts, encode(texts))
        later = np.arange(len(texts)) >= 2 * len(TEXTS)
        told = drift(found, texts, encode(texts), labels, later)
        assert (told.verdict, told.since) == (verdict, len(came))


def test_topics_found_on_a_handful_are_outgrown(found):
    texts = [TEXTS[0], TEXTS[20], *TEXTS, *TEXTS]
    later = np.arange(len(texts)) >= 2
    assert drift(found, texts, encode(texts), assign(found, texts, encode(texts)), later).verdict == Verdict.MUCH
