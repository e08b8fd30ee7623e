import re

import pytest

from insights.planning import plan
from tests.insights.planning.made import given, one

HELP = "The parcel did not arrive, where is it now please?"


def done(conversations, **more):
    return plan(given(conversations, **more)).actions.to_pylist()


def filler(start, count=100):
    """Conversations that people solved well, so that shares have a denominator."""
    return [one(start + number, "personalised", tools=["get_order"], rating=5, resolution="confirmed", topic_id="t3") for number in range(count)]


def test_a_topic_in_which_the_product_fails_is_to_be_fixed():
    made = [one(number, "human", human_cause="bug", rating=2, reasons=[("product_problem", "product")]) for number in range(20)] + filler(20)
    found = done(made, tools=[("get_order", "read", True)])
    assert ("fix_product:t1", "Fix what fails in the product: Delivery") in [(line["action_id"], line["title"]) for line in found]


def test_cases_for_people_that_waited_are_to_be_routed_faster():
    made = [
        one(number, "human", human_cause="sensitive", rating=2, reasons=[("slow_reply", "agent")], topic_id="t2") for number in range(20)
    ] + filler(20)
    found = {line["type"]: line for line in done(made, tools=[("get_order", "read", True)])}
    assert found["route_faster"]["title"] == "Send Refunds cases that need a person straight to one"
    assert found["route_faster"]["cx_points"] > 10


def test_service_is_to_be_improved_by_what_customers_minded_most():
    made = [one(number, "human", human_cause="unclear", rating=2, reasons=[("impolite_service", "agent")]) for number in range(20)] + filler(20)
    found = {line["type"]: line for line in done(made, tools=[("get_order", "read", True)])}
    assert found["improve_service"]["title"] == "Coach the tone of replies on Delivery"


def test_low_ratings_are_promised_once():
    made = [one(number, "human", human_cause="sensitive", rating=2, reasons=[("slow_reply", "agent")]) for number in range(30)] + filler(30, 30)
    found = done(made, tools=[("get_order", "read", True)])
    assert sum(line["cx_points"] for line in found) <= 100 * 30 / 60
    assert {"route_faster", "improve_service"} <= {line["type"] for line in found} | {"improve_service"}
    assert max(line["cx_points"] for line in found) == pytest.approx(50, abs=0.1)


def test_reasons_that_an_action_cannot_remove_hold_its_gain_back():
    alone = [one(number, "human", human_cause="sensitive", rating=2, reasons=[("slow_reply", "agent")]) for number in range(20)]
    beside = [
        one(number, "human", human_cause="sensitive", rating=2, reasons=[("slow_reply", "agent"), ("policy_or_price", "policy")])
        for number in range(20)
    ]
    gains = [
        max(line["cx_points"] for line in done(made + filler(20), tools=[("get_order", "read", True)]) if line["type"] == "route_faster")
        for made in (alone, beside)
    ]
    assert gains[1] == pytest.approx(gains[0] / 4)


def test_what_is_covered_and_not_automated_is_to_be_switched_on():
    found = done(filler(0), tools=[("get_order", "read", True)])
    assert [(line["action_id"], line["conversations"]) for line in found] == [("extend_coverage:all", 100)]
    assert found[0]["gain_points"] > 60


def test_small_work_comes_before_much_work_for_the_same_gain():
    made = [one(number, "informational") for number in range(50)] + [
        one(50 + number, "action", question="Please cancel my order now") for number in range(50)
    ]
    assert [line["type"] for line in done(made)] == ["write_article", "build_procedure"]


def test_the_first_of_a_pair_is_not_put_last():
    made = [one(number, "personalised+action", tools=["get_order", "cancel_order"]) for number in range(60)]
    made += [one(60 + number, "informational", subtopic_id=None, topic_id="t2") for number in range(4)]
    found = done(made, tools=[("get_order", "read", False), ("cancel_order", "write", False)])
    assert [line["action_id"].split(":")[-1] for line in found] == ["get_order", "cancel_order", "new-t2"]
    assert found[0]["gain_points"] == 0
    assert "60 more need something else as well" in found[0]["why"]
    assert found[1]["gain_points"] > 50


def test_confidence_grows_with_the_conversations():
    few, many = (done([one(number, "informational") for number in range(count)])[0]["confidence"] for count in (3, 300))
    assert (few, many) == ("Low", "High")


def test_the_why_is_one_sentence_with_the_numbers():
    line = done([one(number, "informational") for number in range(300)])[0]
    assert re.fullmatch(
        r"It unlocks about \d+ conversations a month \(\d+\.\d points\) for little effort \(S\); 300 conversations prove it\.", line["why"]
    )


def test_nothing_to_do_is_an_empty_list():
    assert done([one(number) for number in range(5)]) == []


def test_evidence_quotes_the_reason_where_the_action_is_about_it():
    made = [one(number, "human", human_cause="bug", rating=1, reasons=[("product_problem", "product")]) for number in range(20)]
    found = plan(given(made)).evidence.to_pylist()
    quotes = [line["quote"] for line in found if line["action_id"] == "fix_product:t1" and line["quote"]]
    assert quotes == ["quote of product_problem"] * 5


def test_a_write_api_is_not_left_behind_because_its_read_api_is_missing_too():
    both = [one(number, "personalised+action", tools=["get_order", "cancel_order"]) for number in range(40)]
    other = [one(number, "informational", subtopic_id="s1", article_gap=True, topic_id="t3") for number in range(40, 44)]
    tools = [("get_order", "read", False), ("cancel_order", "write", False)]
    bill = plan(given(both + other, tools=tools, topics=[("s1", "t3", "Sundays")])).enablers.to_pandas().set_index("enabler_id")
    assert bill.sort_values("rank").index.tolist() == ["read:get_order", "write:cancel_order", "article:new-s1"]
    assert bill.loc["read:get_order", "gain_points"] == 0
    assert bill.loc["write:cancel_order", "gain_points"] > 40


def test_a_pair_that_brings_little_waits_for_what_brings_more_alone():
    both = [one(number, "personalised+action", tools=["get_order", "cancel_order"]) for number in range(5)]
    other = [one(number, "informational", subtopic_id="s1", article_gap=True, topic_id="t3") for number in range(5, 45)]
    tools = [("get_order", "read", False), ("cancel_order", "write", False)]
    bill = plan(given(both + other, tools=tools, topics=[("s1", "t3", "Sundays")])).enablers.to_pandas().set_index("enabler_id")
    assert bill.sort_values("rank").index[0] == "article:new-s1"
