from __future__ import annotations

import pytest

from insights.analysers.knowledge.statements import says_old, statements
from insights.analysers.knowledge.states import Nearest, Said, State, judge_answer
from insights.model import Role

WINDOW = "How long you can return an item. You have 14 days to return an item. Keep the slip of the drop-off point."
ROLES = {"c": Role.CUSTOMER, "a": Role.AGENT, "b": Role.BOT}


def state(*lines, text=WINDOW, gap=False, dated=False, listed=True, sure=True):
    said = Said(tuple((number, ROLES[line[0]], line[3:]) for number, line in enumerate(lines)))
    answer = judge_answer(said, Nearest("window", text, dated=dated, listed=listed, sure=sure), gap=gap)
    return str(answer.state), answer.turn


def test_an_agent_who_says_that_the_page_is_old_shows_an_outdated_article():
    assert state("c: Until when can I return it?", "a: Thirty days. The help page is old, sorry.") == ("outdated", 1)
    assert state("c: Combien de temps ?", "a: Trente jours. La page d'aide est ancienne, désolé.") == ("outdated", 1)


def test_another_value_that_holds_since_a_change_shows_an_outdated_article():
    assert state("c: Your mail says 30 days, the website 14 days.", "a: Let me see.", "a: 30 days since June.") == ("outdated", 2)


def test_another_value_for_the_same_thing_is_a_contradiction():
    assert state("c: How long?", "a: You can return an item for 21 days, keep the slip.") == ("contradicted", 1)


@pytest.mark.parametrize(
    "line",
    [
        "a: You have 14 days.",
        "a: You have two weeks to return an item.",
        "a: The refund takes 5 days.",
        "a: Yours is 24 days old, and you have 14 days to return an item.",
        "b: You have 21 days to return an item, keep the slip.",
        "c: But I have 21 days to return an item, keep the slip!",
    ],
)
def test_the_same_value_another_unit_another_thing_or_another_speaker_is_no_contradiction(line):
    assert state("c: How long?", line) == ("answered", None)


def test_a_value_inside_the_range_of_an_article_is_no_contradiction():
    text = "Standard delivery of an order takes 2 to 4 days."
    assert state("c: When?", "a: Standard delivery of this order takes three days.", text=text) == ("answered", None)
    assert state("c: When?", "a: Standard delivery of this order takes six days.", text=text) == ("contradicted", 1)


def test_what_agents_add_to_an_article_makes_it_partly_an_answer():
    lines = ("c: And parcels to islands?", "a: One moment.", "a: Ferries carry island parcels from the harbour office every Tuesday.")
    assert state(*lines, gap=True) == ("partly", 2)
    assert state(*lines, gap=True, sure=False) == ("missing", 2)


def test_an_article_that_calls_itself_old_is_outdated_where_it_would_be_the_answer():
    assert state("c: How long?", "b: 14 days.", dated=True) == ("outdated", None)
    assert state("c: How long?", "b: 14 days.", dated=True, listed=False) == ("answered", None)


def test_without_an_article_near_by_it_is_missing():
    answer = judge_answer(Said(()), None, gap=False)
    assert (answer.state, answer.article, answer.turn) == (State.MISSING, None, None)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It takes 11 to 13 weeks.", [(11, 13, "week")]),
        ("That is 1,200 euros or 1.200 €.", [(1200, 1200, "money"), (1200, 1200, "money")]),
        ("Within 3-5 working days", [(3, 5, "working day")]),
        ("25 % of it, vierzehn Tage", [(25, 25, "percent"), (14, 14, "day")]),
        ("Order 4411, version 2.1", []),
    ],
)
def test_values_are_read_with_their_units(text, values):
    assert [(one.low, one.high, one.unit) for one in statements(text)] == values


def test_an_old_thing_is_no_old_page():
    assert says_old("Our page isn't right, I've flagged it.")
    assert not says_old("My phone is old. You find that on our page.")
