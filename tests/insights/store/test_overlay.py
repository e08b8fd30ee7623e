from __future__ import annotations

from datetime import UTC, datetime

import pytest

from insights.store.actions import rejections, stated_efforts
from insights.store.control import Event
from tests.insights.store.sample import snapshot


def event(what: str, undone: bool = False, **payload: object) -> Event:
    event.number += 1
    return Event(event.number, "w", datetime(2025, 1, 1, tzinfo=UTC), "you", what, payload, undone)


event.number = 0


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = snapshot(tmp_path_factory.mktemp("snapshots"))
    yield made
    made.close()


def topics(opened) -> dict[str, int]:
    return dict(opened.frame("select topic, count(*) as n from analysed group by topic").itertuples(index=False, name=None))


def subtopics(opened, topic: str) -> set[str]:
    return set(opened.frame("select distinct subtopic from analysed where topic = $topic and subtopic is not null", {"topic": topic})["subtopic"])


def one(opened, conversation_id: str) -> dict[str, object]:
    return opened.frame("select * from analysed where conversation_id = $id", {"id": conversation_id}).iloc[0].to_dict()


def test_without_edits_names_are_the_judges(opened):
    opened.show_edits(())
    assert set(topics(opened)) == {"Delivery", "Refunds", "Account", "Other"}
    assert not opened.frame("select disputed from analysed")["disputed"].any()


def test_a_renamed_topic_has_its_new_name_everywhere(opened):
    opened.show_edits([event("topic_renamed", topic_id="t1", name="Parcels")])
    assert "Parcels" in topics(opened)
    assert "Delivery" not in topics(opened)
    assert set(opened.frame("select topic from actions_now")["topic"]) == {"Parcels"}
    assert "Parcels" in set(opened.table("topics_now")["name"])


def test_merged_topics_add_up_and_keep_their_subtopics(opened):
    opened.show_edits(())
    before = topics(opened)
    opened.show_edits([event("topics_merged", **{"from": ["t2"], "into": "t1"})])
    assert topics(opened)["Delivery"] == before["Delivery"] + before["Refunds"]
    assert subtopics(opened, "Delivery") == {"Parcel is late", "Parcel is damaged", "Refund not received"}
    assert set(opened.table("topics_now").query("topic_id == 't2a'")["parent_id"]) == {"t1"}


def test_a_topic_set_aside_counts_as_other(opened):
    opened.show_edits(())
    before = topics(opened)
    opened.show_edits([event("topic_set_aside", topic_id="t2")])
    assert topics(opened)["Other"] == before["Other"] + before["Refunds"]
    assert subtopics(opened, "Other") == set()
    assert "t2a" not in set(opened.table("topics_now")["topic_id"])


def test_a_subtopic_set_aside_stays_in_its_topic(opened):
    opened.show_edits(())
    before = topics(opened)
    opened.show_edits([event("topic_set_aside", topic_id="t1a")])
    assert topics(opened) == before
    assert subtopics(opened, "Delivery") == {"Parcel is damaged"}


def test_edits_follow_one_another(opened):
    opened.show_edits(
        [
            event("topics_merged", **{"from": ["t2"], "into": "t1"}),
            event("topics_merged", **{"from": ["t1"], "into": "t3"}),
            event("topic_renamed", topic_id="t3", name="Everything"),
        ]
    )
    assert set(topics(opened)) == {"Everything", "Other"}


def test_topics_merged_into_each_other_end_in_one_of_them(opened):
    opened.show_edits([event("topics_merged", **{"from": ["t2"], "into": "t1"}), event("topics_merged", **{"from": ["t1"], "into": "t2"})])
    assert sum(topics(opened).values()) == 300


def test_an_edit_of_a_topic_that_is_not_there_changes_nothing(opened):
    opened.show_edits(())
    before = topics(opened)
    opened.show_edits([event("topics_merged", **{"from": ["gone"], "into": "t1"}), event("topic_set_aside", topic_id="gone")])
    assert topics(opened) == before


def test_a_corrected_rating_counts_and_is_marked(opened):
    opened.show_edits([event("label_disputed", conversation_id="c0001", field="rating", value=1, was=4)])
    found = one(opened, "c0001")
    assert (found["rating"], found["rating_expected"], found["disputed"]) == (1, 1.0, True)
    assert not one(opened, "c0002")["disputed"]


def test_a_corrected_resolution_changes_what_is_automated(opened):
    opened.show_edits(())
    automated = opened.frame("select conversation_id from analysed where automated order by all limit 1")["conversation_id"].iloc[0]
    opened.show_edits([event("label_disputed", conversation_id=automated, field="resolution", value="unresolved", was="assumed")])
    found = one(opened, automated)
    assert (found["resolution"], found["p_resolved"], found["automated"]) == ("unresolved", 0.0, False)


def test_no_kind_of_work_means_not_eligible(opened):
    opened.show_edits([event("label_disputed", conversation_id="c0001", field="kinds", value=[], was=["action"])])
    assert not one(opened, "c0001")["eligible"]


def test_a_conversation_can_be_put_into_another_topic_or_subtopic(opened):
    opened.show_edits(
        [
            event("label_disputed", conversation_id="c0001", field="topic", value="t3b", was="t1"),
            event("label_disputed", conversation_id="c0002", field="topic", value="t2", was="t1"),
        ]
    )
    assert (one(opened, "c0001")["topic"], one(opened, "c0001")["subtopic"]) == ("Account", "Close the account")
    assert (one(opened, "c0002")["topic"], one(opened, "c0002")["subtopic"]) == ("Refunds", None)


def test_an_undone_edit_brings_the_judgement_back(opened):
    opened.show_edits(())
    before = one(opened, "c0001")["rating"]
    opened.show_edits([event("label_disputed", undone=True, conversation_id="c0001", field="rating", value=1 if before != 1 else 2, was=before)])
    assert one(opened, "c0001")["rating"] == before


def test_an_action_has_the_state_that_was_said_last(opened):
    opened.show_edits(
        [
            event("action_changed", action_id="a1", status="accepted", owner="Kim", due="2025-06-30"),
            event("action_changed", action_id="a1", status="doing", title="Write about delivery days", effort="L"),
        ]
    )
    found = opened.table("actions_now").set_index("action_id")
    assert found.loc["a1", ["status", "owner", "title", "effort"]].tolist() == ["doing", "Kim", "Write about delivery days", "L"]
    assert str(found.loc["a1", "due"])[:10] == "2025-06-30"
    assert found.loc["a2", "status"] == "proposed"


def action(opened, action_id: str) -> dict[str, object]:
    return opened.table("actions_now").set_index("action_id").loc[action_id].to_dict()


def test_an_edited_draft_is_shown_until_the_edit_is_undone(opened):
    opened.show_edits([])
    before = action(opened, "a1")["draft"]
    opened.show_edits([event("action_changed", action_id="a1", draft="# Ours")])
    assert (action(opened, "a1")["draft"], action(opened, "a1")["draft_edited"]) == ("# Ours", True)
    opened.show_edits([event("action_changed", undone=True, action_id="a1", draft="# Ours")])
    assert (action(opened, "a1")["draft"], action(opened, "a1")["draft_edited"]) == (before, False)


def test_an_action_was_done_when_it_was_said_unless_a_day_was_given(opened):
    opened.show_edits([event("action_changed", action_id="a1", status="done")])
    assert str(action(opened, "a1")["done_on"])[:10] == "2025-01-01"
    opened.show_edits([event("action_changed", action_id="a1", status="done", done_on="2024-12-24")])
    assert str(action(opened, "a1")["done_on"])[:10] == "2024-12-24"
    opened.show_edits([event("action_changed", action_id="a1", status="done"), event("action_changed", action_id="a1", status="doing")])
    assert str(action(opened, "a1")["done_on"]) == "NaT"


@pytest.mark.parametrize(("more", "status"), [(1, "rejected"), (0, "proposed")])
def test_a_rejected_action_comes_back_when_its_evidence_doubles(opened, more, status):
    opened.show_edits([])
    half = int(action(opened, "a1")["conversations"]) // 2
    opened.show_edits([event("action_changed", action_id="a1", status="rejected", reason="no", was={"conversations": half + more})])
    assert (action(opened, "a1")["status"], action(opened, "a1")["returned"]) == (status, status == "proposed")


def test_an_action_that_is_worked_on_stays_when_it_is_not_proposed_any_more(opened):
    was = {
        "title": "Write about gift cards",
        "type": "write_article",
        "topic_id": "t1",
        "conversations": 40,
        "gain_points": 1.5,
        "draft": "# Gift cards",
    }
    opened.show_edits([event("action_changed", action_id="gone", status="doing", owner="Kim", was=was)])
    found = action(opened, "gone")
    assert (found["title"], found["status"], found["owner"], found["standing"], found["topic"]) == (
        "Write about gift cards", "doing", "Kim", False, "Delivery",
    )  # fmt: skip
    opened.show_edits([event("action_changed", action_id="gone", status="rejected", was=was)])
    assert "gone" not in set(opened.table("actions_now")["action_id"])


def test_an_action_follows_its_topic_when_that_is_merged_away(opened):
    opened.show_edits([event("topics_merged", **{"from": ["t1"], "into": "t2"}), event("action_changed", action_id="a1", status="accepted")])
    assert (action(opened, "a1")["topic_id"], action(opened, "a1")["status"]) == ("t2", "accepted")


def ratings(opened) -> list[tuple[float, int]]:
    found = opened.frame("select rating_expected, rating from analysed where rating is not null order by rating_expected")
    return list(found.itertuples(index=False, name=None))


def test_a_scale_of_its_own_moves_the_ratings_and_not_what_was_judged(opened):
    opened.show_edits(())
    before = opened.frame("select conversation_id, rating from analysed order by all")
    opened.show_edits([event("setting_changed", name="rating_scale", value={"cuts": [2.0, 3.0, 4.0, 4.9]})])
    assert {(rating >= 4, expected >= 4.0) for expected, rating in ratings(opened)} <= {(True, True), (False, False)}
    assert {rating for expected, rating in ratings(opened) if expected < 2.0} <= {1}
    judged = opened.frame("select conversation_id, rating_judged as rating from analysed order by all")
    assert judged.equals(before)
    opened.show_edits([event("setting_changed", name="rating_scale", value=None)])
    assert opened.frame("select conversation_id, rating from analysed order by all").equals(before)


def test_what_was_not_rated_stays_so_on_any_scale(opened):
    opened.show_edits(())
    unrated = len(opened.frame("select 1 from analysed where rating is null"))
    opened.show_edits([event("setting_changed", name="rating_scale", value={"cuts": [1.5, 2.0, 2.5, 3.0]})])
    assert len(opened.frame("select 1 from analysed where rating is null")) == unrated > 0


def test_a_rating_given_blind_stands_beside_ours_and_the_last_one_counts(opened):
    first = opened.frame("select conversation_id from analysed where rating is not null order by all")["conversation_id"].iloc[0]
    opened.show_edits([event("rating_checked", conversation_id=first, rating=rating) for rating in (1, 5)])
    said = one(opened, first)
    assert (said["rating_checked"], said["rating"]) == (5, said["rating_judged"])
    opened.show_edits([event("rating_checked", conversation_id=first, rating=5), event("rating_checked", conversation_id=first, rating=None)])
    assert opened.frame("select count(rating_checked) as n from analysed")["n"].iloc[0] == 0


def test_a_disputed_rating_counts_before_any_scale(opened):
    first = opened.frame("select conversation_id from analysed where rating is not null order by all")["conversation_id"].iloc[0]
    scale = event("setting_changed", name="rating_scale", value={"cuts": [1.1, 1.2, 1.3, 1.4]})
    opened.show_edits([scale, event("label_disputed", conversation_id=first, field="rating", value=1)])
    assert (one(opened, first)["rating"], one(opened, first)["rating_disputed"]) == (1, 1)


def test_an_effort_is_one_whichever_page_said_it_last(opened):
    enabler = action(opened, "a1")["enabler_id"]
    on_bill = event("setting_changed", name=f"effort:{enabler}", value="L")
    on_action = event("action_changed", action_id="a1", effort="M", was={"enabler_id": enabler})
    opened.show_edits([on_action, on_bill])
    assert action(opened, "a1")["effort"] == "L"
    opened.show_edits([on_bill, on_action])
    assert action(opened, "a1")["effort"] == "M"
    assert stated_efforts([on_bill, on_action]) == {enabler: "M"}


def test_an_effort_that_is_no_size_is_nothing():
    assert stated_efforts([event("setting_changed", name="effort:article:x", value="huge"), event("setting_changed", name="minutes", value=3)]) == {}


def test_a_rejection_says_how_many_conversations_bring_it_back():
    rejected = event("action_changed", action_id="a1", status="rejected", was={"conversations": 40})
    assert rejections([rejected]) == {"a1": 80}
    assert rejections([event("action_changed", action_id="a1", status="rejected")]) == {"a1": float("inf")}
    assert rejections([rejected, event("action_changed", action_id="a1", status="proposed")]) == {}
