import dataclasses

import pyarrow as pa
import pytest

from insights.planning import PlanInput, plan
from insights.store.schema import schema
from insights.tables import ACTIONS, ENABLERS, EVIDENCE, PREDICTIONS
from tests.insights.planning.made import given, one
from tests.insights.store.sample import tables

CANCEL = "Please cancel my order, I do not want it any more."
TOOLS = (("get_order", "read", True), ("get_refund", "read", False), ("cancel_order", "write", False))
MIXED = (
    [one(number, "informational", subtopic_id="t1a", article_gap=True, topic_id="t1") for number in range(40)]
    + [one(number, "informational", articles=["a1"], topic_id="t3") for number in range(40, 60)]
    + [one(number, "personalised", tools=["get_order"], topic_id="t1") for number in range(60, 80)]
    + [one(number, "personalised", tools=["get_refund"], topic_id="t2") for number in range(80, 100)]
    + [one(number, "personalised+action", tools=["get_refund", "cancel_order"], topic_id="t2") for number in range(100, 130)]
    + [one(number, "human", human_cause="sensitive", topic_id="t2") for number in range(130, 140)]
    + [one(number, "informational", articles=["a1"], handled_by="bot", resolution="assumed", rating=5, topic_id="t3") for number in range(140, 160)]
    + [one(number) for number in range(160, 170)]
)
ARTICLE = (("a1", "Reset your password"),)


def planned(conversations=MIXED, articles=ARTICLE, tools=TOOLS, topics=(("t1a", "t1", "Delivery on Saturdays"),)):
    return plan(given(conversations, articles=articles, tools=tools, topics=topics))


def by_id(table, key="conversation_id"):
    return {line[key]: line for line in table.to_pylist()}


@pytest.fixture(scope="module")
def mixed():
    return planned()


@pytest.mark.parametrize("conversations", [[], [one(1)], [one(1, "human")], MIXED], ids=["none", "no request", "only people", "mixed"])
def test_a_plan_has_exactly_the_promised_columns(conversations):
    made = planned(conversations)
    for table, promised in ((made.enablers, ENABLERS), (made.predictions, PREDICTIONS), (made.actions, ACTIONS), (made.evidence, EVIDENCE)):
        assert table.schema.equals(schema(promised))
    assert made.predictions.num_rows == len(conversations)


def test_the_same_input_gives_the_same_plan(mixed):
    again = planned()
    assert all(getattr(mixed, name).equals(getattr(again, name)) for name in ("enablers", "predictions", "actions", "evidence"))


def test_the_order_of_the_rows_changes_no_id_and_no_probability(mixed):
    turned = planned(MIXED[::-1])
    assert by_id(turned.predictions) == by_id(mixed.predictions)
    assert set(turned.enablers["enabler_id"].to_pylist()) == set(mixed.enablers["enabler_id"].to_pylist())
    assert turned.actions["action_id"].to_pylist() == mixed.actions["action_id"].to_pylist()


def test_what_exists_is_told_from_what_is_missing(mixed):
    exists = {line["enabler_id"]: line["exists"] for line in mixed.enablers.to_pylist()}
    assert exists == {
        "article:a1": True,
        "article:new-t1a": False,
        "read:get_order": True,
        "read:get_refund": False,
        "write:cancel_order": False,
    }


def test_only_what_is_missing_has_a_rank_and_a_gain(mixed):
    for line in mixed.enablers.to_pylist():
        assert (line["rank"] is None) == line["exists"]
        assert (line["gain_points"] > 0) == (not line["exists"])
        assert line["gain_low"] <= line["gain_points"] <= line["gain_high"]


def test_a_conversation_is_resolvable_today_when_nothing_is_missing_and_no_person_needed(mixed):
    for line in mixed.predictions.to_pylist():
        if line["eligible"]:
            person = "human" in line["work_class"]
            assert (line["p_today"] >= 0.5) == (not line["missing"] and not person)
            assert (line["p_potential"] >= 0.5) == (not person)


def test_the_rung_is_the_most_that_a_conversation_needs(mixed):
    found = by_id(mixed.predictions)
    assert [found[f"c{number:05d}"]["rung"] for number in (0, 40, 60, 80, 100, 130, 140, 160)] == [1, 1, 2, 2, 3, 4, 0, None]


def test_a_conversation_without_a_request_has_no_probability(mixed):
    line = by_id(mixed.predictions)["c00160"]
    assert (line["eligible"], line["p_today"], line["p_potential"], line["needs"]) == (False, None, None, [])


def test_needs_and_missing_are_listed_by_id(mixed):
    line = by_id(mixed.predictions)["c00100"]
    assert line["needs"] == ["read:get_refund", "write:cancel_order"]
    assert line["missing"] == ["read:get_refund", "write:cancel_order"]
    assert line["work_class"] == "personalised+action"


def test_gains_add_up_to_what_the_plan_promises_and_no_more(mixed):
    eligible = [line for line in mixed.predictions.to_pylist() if line["eligible"]]
    reachable = sum(line["p_potential"] for line in eligible if not line["automated"] and "human" not in line["work_class"])
    assert sum(mixed.actions["gain_points"].to_pylist()) == pytest.approx(100 * reachable / len(eligible))


def test_bill_and_actions_state_the_same_gain(mixed):
    gains = {line["enabler_id"]: line["gain_points"] for line in mixed.enablers.to_pylist()}
    built = [line for line in mixed.actions.to_pylist() if line["enabler_id"]]
    assert {line["enabler_id"]: line["gain_points"] for line in built} == {key: gain for key, gain in gains.items() if gain}


def test_every_action_is_proved_by_as_many_conversations_as_it_says(mixed):
    proofs = mixed.evidence["action_id"].to_pylist()
    for line in mixed.actions.to_pylist():
        assert proofs.count(line["action_id"]) == line["conversations"]


def test_ids_are_made_of_type_and_thing(mixed):
    assert set(mixed.actions["action_id"].to_pylist()) == {
        "write_article:article:new-t1a",
        "connect_read_api:read:get_refund",
        "build_procedure:write:cancel_order",
        "extend_coverage:all",
    }


def test_without_a_list_of_tools_the_request_says_what_is_needed():
    made = planned([one(number, "action", question=CANCEL) for number in range(20)], tools=())
    assert [(line["enabler_id"], line["name"], line["exists"]) for line in made.enablers.to_pylist()] == [
        ("write:cancel-order", "Cancel an order", False)
    ]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Where is my parcel?", "read:delivery"),
        ("Wo ist mein Paket?", "read:delivery"),
        ("¿Dónde está mi reembolso?", "read:refund"),
        ("I see a charge that I do not know", "read:payment"),
        ("Hmm, tell me more", "read:topic-t1"),
    ],
)
def test_a_look_up_is_named_after_the_thing_that_is_asked_for(question, expected):
    made = planned([one(number, "personalised", question=question) for number in range(5)], tools=())
    assert made.enablers["enabler_id"].to_pylist() == [expected]


def test_automation_that_exists_is_not_proposed_again():
    made = planned([one(number, "informational", handled_by="bot", resolution="confirmed") for number in range(30)], articles=())
    assert made.actions.num_rows == 0


def test_labels_that_are_missing_make_a_conversation_without_a_request():
    whole = given([one(1, "action"), one(2, "action")])
    one_less = dataclasses.replace(whole, labels_work=whole.labels_work.slice(0, 1), labels_topic=whole.labels_topic.slice(0, 1))
    assert plan(one_less).predictions["eligible"].to_pylist() == [True, False]


def test_the_sample_of_the_store_can_be_planned():
    made = tables()
    found = plan(PlanInput(**{each.name: made[each.name] for each in dataclasses.fields(PlanInput) if each.name in made}))
    assert found.actions.num_rows > 3
    assert isinstance(found.actions, pa.Table)
