from __future__ import annotations

from tests.insights.store.test_overlay import event, one, opened, subtopics, topics

__all__ = ["opened"]


def rows(opened) -> dict[str, tuple[str | None, str]]:
    known = opened.table("topics_now")
    return {row.topic_id: (row.parent_id if isinstance(row.parent_id, str) else None, row.name) for row in known.itertuples(index=False)}


def test_a_subtopic_moved_under_another_topic_takes_its_conversations_along(opened):
    opened.show_edits(())
    before = topics(opened)
    late = opened.frame("select count(*) as n from analysed where subtopic = 'Parcel is late'")["n"].iloc[0]
    opened.show_edits([event("topic_moved", topic_id="t1a", parent_id="t2")])
    assert topics(opened) == before | {"Delivery": before["Delivery"] - late, "Refunds": before["Refunds"] + late}
    assert subtopics(opened, "Refunds") == {"Refund not received", "Parcel is late"}
    assert rows(opened)["t1a"] == ("t2", "Parcel is late")


def test_a_subtopic_can_become_a_topic(opened):
    opened.show_edits([event("topic_moved", topic_id="t1a", parent_id=None)])
    assert "Parcel is late" in topics(opened)
    assert subtopics(opened, "Delivery") == {"Parcel is damaged"}
    assert rows(opened)["t1a"] == (None, "Parcel is late")


def test_a_topic_moved_under_another_is_shown_on_two_levels_whatever_was_below_it(opened):
    opened.show_edits([event("topic_moved", topic_id="t2", parent_id="t1")])
    assert subtopics(opened, "Delivery") == {"Parcel is late", "Parcel is damaged", "Refunds"}
    assert "t2a" not in rows(opened)
    assert sum(topics(opened).values()) == 300


def test_topics_cannot_be_moved_in_a_circle(opened):
    moves = [event("topic_moved", topic_id="t1", parent_id="t2"), event("topic_moved", topic_id="t2", parent_id="t1")]
    opened.show_edits(moves)
    assert rows(opened)["t1"][0] == "t2"
    assert rows(opened)["t2"][0] is None
    assert sum(topics(opened).values()) == 300


def test_what_is_moved_to_a_topic_that_is_gone_stays(opened):
    opened.show_edits(())
    before = rows(opened)
    opened.show_edits([event("topic_moved", topic_id="t1a", parent_id="gone"), event("topic_moved", topic_id="gone", parent_id="t1")])
    assert rows(opened) == before


def test_a_topic_merged_into_its_own_subtopic_leaves_that_in_its_place(opened):
    opened.show_edits([event("topics_merged", **{"from": ["t1"], "into": "t1a"})])
    assert rows(opened)["t1a"][0] is None
    assert set(topics(opened)) == {"Parcel is late", "Refunds", "Account", "Other"}
    assert sum(topics(opened).values()) == 300


def test_the_last_word_of_two_counts_and_nothing_is_lost(opened):
    opened.show_edits([event("topic_set_aside", topic_id="t2"), event("topics_merged", **{"from": ["t2"], "into": "t1"})])
    assert set(topics(opened)) == {"Delivery", "Account", "Other"}
    assert subtopics(opened, "Delivery") >= {"Refund not received"}
    opened.show_edits([event("topics_merged", **{"from": ["t2"], "into": "t1"}), event("topic_moved", topic_id="t3", parent_id="t2")])
    assert rows(opened)["t3"][0] == "t1"
    assert sum(topics(opened).values()) == 300


def test_pins_show(opened):
    opened.show_edits([event("topic_pinned", topic_id="t1"), event("topic_pinned", topic_id="t2"), event("topic_unpinned", topic_id="t2")])
    assert opened.table("topics_now").query("pinned")["topic_id"].tolist() == ["t1"]


def test_a_topic_that_was_added_shows_at_once_with_the_conversations_that_were_chosen(opened):
    added = event("topic_added", topic_id="own-1", parent_id=None, name="Mine", sentence="", examples=[], conversations=["c0001", "c0002"])
    opened.show_edits([added, event("topic_renamed", topic_id="own-1", name="Ours")])
    assert topics(opened)["Ours"] == 2
    assert one(opened, "c0001")["topic"] == "Ours"


def test_the_last_word_about_a_conversation_counts_also_when_it_was_an_example(opened):
    added = event("topic_added", topic_id="own-1", parent_id="t2", name="Mine", sentence="", examples=[], conversations=["c0001", "c0002"])
    opened.show_edits([added, event("label_disputed", conversation_id="c0002", field="topic", value="t3", was="own-1")])
    assert (one(opened, "c0001")["topic"], one(opened, "c0001")["subtopic"]) == ("Refunds", "Mine")
    assert one(opened, "c0002")["topic"] == "Account"


def test_parts_of_a_subtopic_stand_beside_its_siblings_and_it_is_gone(opened):
    parts = [{"topic_id": "part-1", "name": "Lost"}, {"topic_id": "part-2", "name": "Slow"}]
    opened.show_edits([event("topic_split", topic_id="t1a", parts=parts, rest=[])])
    assert {key: rows(opened)[key][0] for key in ("part-1", "part-2")} == {"part-1": "t1", "part-2": "t1"}
    assert "t1a" not in rows(opened)
    assert sum(topics(opened).values()) == 300
    opened.show_edits([event("topic_moved", topic_id="t1a", parent_id=None), event("topic_split", topic_id="t1a", parts=parts, rest=[])])
    assert {rows(opened)[key][0] for key in ("part-1", "part-2")} == {"t1a"}
