import pyarrow as pa
import pytest

from insights.planning import plan
from tests.insights.planning.made import given, one

TOPICS = [("s1", "t1", "Sundays"), ("s2", "t1", "Return window")]
CUSTOMER, AGENT = "customer", "agent"


def planned(conversations, *, states=(), articles=(), tools=()):
    tables = given(conversations, topics=TOPICS, articles=articles, tools=tools)
    if states:
        work = tables.labels_work
        for name, kind, value in (("article_state", pa.string(), 0), ("article_turn", pa.int32(), 1), ("article_nearest", pa.string(), 2)):
            if name in work.column_names:
                work = work.drop_columns([name])
            work = work.append_column(name, pa.array([(*state, None)[value] for state in states], kind))
        tables = type(tables)(**{name: getattr(tables, name) for name in tables.__slots__} | {"labels_work": work})
    return plan(tables)


def bill(made):
    return [(line["enabler_id"], line["name"], line["exists"], line["conversations"]) for line in made.enablers.to_pylist()]


def test_a_missing_article_is_called_by_its_question():
    made = [one(number, "informational", subtopic_id="s1", question="Hi, do you deliver on Sundays?") for number in range(12)]
    made += [one(number, "human", topic_id="t3") for number in range(12, 40)]
    assert bill(planned(made)) == [("article:new-s1", "Article: Do you deliver on Sundays?", False, 12)]


def test_a_look_up_is_called_by_its_thing_and_the_fields_that_are_asked_for():
    made = [one(number, "personalised", question="Where is my order and when will it arrive?") for number in range(12)]
    assert bill(planned(made)) == [("read:order", "Order: status, expected date", False, 12)]


@pytest.mark.parametrize(
    ("state", "verb"), [("outdated", "Update"), ("contradicted", "Correct"), ("partly", "Complete")], ids=["outdated", "contradicted", "partly"]
)
def test_an_article_that_is_not_right_is_one_thing_to_improve(state, verb):
    talk = [(CUSTOMER, "How long can I return it?"), (AGENT, "You can return it within 30 days.")]
    made = [one(number, "informational", subtopic_id="s2", articles=["a1"], said=talk) for number in range(12)]
    found = planned(made, states=[(state, 1)] * 12, articles=[("a1", "Returns within 14 days")])
    name = f"{verb} “Returns within 14 days”: agents say 30 days, the article 14"
    assert bill(found) == [("article:improve-a1", name, False, 12)]
    assert found.actions["type"].to_pylist() == ["improve_article"]
    assert found.actions["title"].to_pylist() == [name]


def test_what_agents_say_is_left_out_where_they_say_what_the_article_says():
    talk = [(CUSTOMER, "How long can I return it?"), (AGENT, "You can return it within 14 days.")]
    made = [one(number, "informational", subtopic_id="s2", articles=["a1"], said=talk) for number in range(12)]
    found = planned(made, states=[("contradicted", 1)] * 12, articles=[("a1", "Returns within 14 days")])
    assert bill(found) == [("article:improve-a1", "Correct “Returns within 14 days”", False, 12)]


def test_the_state_is_about_the_nearest_article():
    made = [one(number, "informational", subtopic_id="s2", articles=["a1"]) for number in range(12)]
    found = planned(made, states=[("outdated", 1, "a2")] * 12, articles=[("a1", "Returns"), ("a2", "Refunds")])
    assert bill(found) == [("article:improve-a2", "Update “Refunds”", False, 12)]


def test_an_article_that_answers_exists_whatever_others_find_wrong_with_it():
    made = [one(number, "informational", subtopic_id="s2", articles=["a1"]) for number in range(12)]
    found = planned(made, states=[("answered", None)] * 11 + [("outdated", 1)], articles=[("a1", "Returns")])
    assert bill(found) == [("article:a1", "Returns", True, 12)]


def test_a_need_without_a_tool_is_for_the_tool_that_its_neighbours_need():
    made = [one(number, "action", subtopic_id="s1", tools=["send_statement"]) for number in range(6)]
    made += [one(number, "action", subtopic_id="s1", question="I would like it on paper.") for number in range(6, 10)]
    found = bill(planned(made, tools=[("send_statement", "write", False)]))
    assert found == [("write:send_statement", "send_statement", False, 10)]


def test_an_action_for_which_only_a_look_up_was_named_needs_something_to_act_with():
    made = [one(number, "action", tools=["get_order"], question="Please cancel my order") for number in range(10)]
    found = bill(planned(made, tools=[("get_order", "read", True)]))
    assert found == [("read:get_order", "get_order", True, 10), ("write:cancel-order", "Cancel an order", False, 10)]
