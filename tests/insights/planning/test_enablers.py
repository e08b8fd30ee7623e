from insights.planning import plan
from tests.insights.planning.made import given, one

TOPICS = [(f"s{number}", "t1", f"Question {number}") for number in range(60)] + [(f"u{number}", None, f"Topic {number}") for number in range(40)]

PARTLY = {"article_gap": True, "article_state": "partly", "article_nearest": "a1"}


def bill(conversations, **more):
    return plan(given(conversations, topics=TOPICS, **more)).enablers.to_pylist()


def test_a_bill_never_lists_more_than_35_missing_things():
    kinds = ("informational", "personalised", "action")
    asked = ("cancel my order", "change my address", "reset my password", "send the invoice", "close my account", "tell me", "refund my payment")
    made = [
        one(number, kinds[number % 3], topic_id=f"u{number % 40}", subtopic_id=f"s{number % 60}", question=f"Please {asked[number % 7]}")
        for number in range(2400)
    ]
    missing = [line for line in bill(made) if not line["exists"]]
    assert 20 <= len(missing) <= 35
    assert sum(line["conversations"] for line in missing) == 2400


def test_what_too_few_need_is_put_together():
    made = [one(number, "informational", subtopic_id="s1") for number in range(50)] + [
        one(50 + number, "informational", subtopic_id=f"s{2 + number}") for number in range(4)
    ]
    assert [(line["enabler_id"], line["name"], line["conversations"]) for line in bill(made)] == [
        ("article:new-s1", "Article: Question 1", 50),
        ("article:smaller-t1", "Smaller questions on Delivery", 4),
    ]


def test_a_tool_that_the_company_lists_stands_alone_however_rare():
    made = [one(number, "informational") for number in range(500)] + [one(500, "action", tools=["release_hold"])]
    found = bill(made, tools=[("release_hold", "write", False)])
    assert [line["enabler_id"] for line in found] == ["article:new-t1", "write:release_hold"]


def test_an_article_with_a_gap_is_to_be_completed():
    made = [one(number, "informational", subtopic_id="s1", **PARTLY) for number in range(12)]
    found = plan(given(made, topics=TOPICS, articles=[("a1", "Returns")]))
    assert found.actions["type"].to_pylist() == ["improve_article"]
    assert found.actions["title"].to_pylist() == ["Complete “Returns”"]


def test_a_tool_that_next_to_nobody_with_the_same_subtopic_needs_is_no_need():
    made = [one(number, "action", subtopic_id="s1", tools=["cancel_order"]) for number in range(38)]
    made += [one(38 + number, "action", subtopic_id="s1", tools=["send_invoice"]) for number in range(2)]
    tools = [("cancel_order", "write", False), ("send_invoice", "write", False)]
    assert [(line["enabler_id"], line["conversations"]) for line in bill(made, tools=tools)] == [("write:cancel_order", 40)]


def test_a_tool_is_needed_only_by_the_kinds_of_work_that_call_for_one():
    wants = {"tools": ["get_order", "cancel_order"], "articles": ["a1"], "article_state": "answered"}
    made = [one(number, kind, **wants) for number, kind in enumerate(("informational", "personalised", "action") * 10)]
    found = bill(made, tools=[("get_order", "read", False), ("cancel_order", "write", False)], articles=[("a1", "Orders")])
    assert [(line["enabler_id"], line["conversations"]) for line in found if line["type"] != "article"] == [
        ("read:get_order", 20),
        ("write:cancel_order", 10),
    ]


def test_what_no_article_is_near_to_may_be_looked_up():
    made = [one(number, "informational", tools=["get_weather"]) for number in range(10)]
    assert [line["enabler_id"] for line in bill(made, tools=[("get_weather", "read", False)])] == ["article:new-t1", "read:get_weather"]


def test_the_topic_of_an_enabler_is_the_one_that_needs_it_most():
    made = [one(number, "personalised", tools=["get_order"], topic_id="t2" if number % 3 else "t1") for number in range(30)]
    assert bill(made, tools=[("get_order", "read", False)])[0]["topic_id"] == "t2"


def test_a_bundle_of_small_needs_is_much_work():
    made = [one(number, "informational", subtopic_id=f"s{number}") for number in range(10)]
    assert [line["effort"] for line in bill(made)] == ["L"]


def test_one_article_closes_the_gaps_of_a_subtopic():
    none = [one(number, "informational", subtopic_id="s1") for number in range(20)]
    near = [one(20 + number, "informational", subtopic_id="s1", **PARTLY) for number in range(8)]
    elsewhere = [one(40 + number, "informational", subtopic_id="s2", **PARTLY) for number in range(12)]
    found = bill([*none, *near, *elsewhere], articles=[("a1", "Returns")])
    assert [(line["enabler_id"], line["conversations"]) for line in found] == [("article:improve-a1", 12), ("article:new-s1", 28)]


def test_gaps_that_no_article_has_half_of_stay_as_they_are():
    several = [one(number, "informational", subtopic_id="s1", **PARTLY | {"article_nearest": f"a{number % 3}"}) for number in range(30)]
    found = bill(several, articles=[(f"a{number}", f"Article {number}") for number in range(3)])
    assert [line["conversations"] for line in found] == [10, 10, 10]
