"""Small and lopsided data give wide intervals, never a refusal."""

import duckdb
import pytest

from insights.metrics.automation_questions import strata
from insights.model import Filters
from insights.planning import plan
from insights.planning.ladder import ladder
from insights.planning.topic_potential import topic_potentials
from tests.insights.planning.made import given, one

KINDS = ("informational", "personalised", "action", "informational+action")
TOOLS = [("get_order", "read", True), ("cancel_order", "write", True)]


def talks(count, **known):
    return [
        one(number, KINDS[number % 4], topic_id=f"t{number % 3 + 1}", articles=["a1"], tools=["get_order", "cancel_order"], **known)
        for number in range(count)
    ]


def stated(conversations):
    """The whole ladder and the potential of every topic, asked as the store would be."""
    tables = given(conversations, articles=[("a1", "Returns")], tools=TOOLS)
    made = plan(tables)
    database = duckdb.connect()
    for name in ("conversations", "labels_topic"):
        database.register(name, getattr(tables, name))
    database.register("predictions", made.predictions)
    database.execute(
        "create view analysed as select *, topic_id as topic from conversations join labels_topic using (conversation_id) "
        "join predictions using (conversation_id)"
    )
    asked = strata(Filters())
    found = database.execute(asked.sql, asked.params).df()
    return ladder(found, made.enablers.to_pandas()), topic_potentials(found)


def test_forty_conversations_have_a_wide_interval():
    whole, topics = stated(talks(40))
    assert whole.eligible == 40
    assert 0.25 < whole.high - whole.low < 0.6
    assert (topics["high"] - topics["low"] > whole.high - whole.low).all()


def test_without_a_bot_the_potential_is_that_of_the_stated_rates():
    whole, _ = stated(talks(400))
    assert whole.today == 0
    assert 0.5 < whole.potential < 0.7


def test_with_only_a_bot_the_potential_is_what_the_bot_shows():
    known = {"handled_by": "bot", "resolution": "assumed", "rating": 5}
    good, _ = stated(talks(400, **known))
    assert good.today == 1
    assert good.potential == pytest.approx(1)
    half = [each | ({"resolution": "unresolved"} if number % 2 else {}) for number, each in enumerate(talks(800, **known))]
    some, topics = stated(half)
    assert some.today == pytest.approx(0.5)
    assert 0.5 <= some.potential < 0.56
    assert (topics["high"] < 0.9).all()


def test_a_bot_that_never_resolves_anything_is_not_set_up_and_teaches_nothing():
    with_bot, _ = stated(talks(400, handled_by="both", resolution="unresolved"))
    without, _ = stated(talks(400, resolution="unresolved"))
    assert with_bot.potential == pytest.approx(without.potential)


def test_a_topic_where_the_bot_does_badly_falls_below_the_others():
    bad = [
        one(number, "action", topic_id="t1", tools=["cancel_order"], handled_by="bot", resolution="assumed" if number % 10 == 0 else "unresolved")
        for number in range(300)
    ]
    rest = [one(number, "action", topic_id="t2", tools=["cancel_order"]) for number in range(300, 600)]
    _, topics = stated(bad + rest)
    potentials = topics.set_index("topic_id")["potential"]
    assert potentials["t1"] < potentials["t2"] - 0.1


def test_a_bot_that_failed_where_a_doubt_is_left_teaches_nothing():
    def rate(state):
        answers = {
            "handled_by": "bot",
            "articles": ["a1"],
            "article_nearest": "a1",
            "resolution": "unresolved",
            "topic_id": "t1",
            "subtopic_id": "s1",
        }
        failed = [one(number, "informational", article_state=state, **answers) for number in range(80)]
        well = [one(80 + number, "informational", article_state="answered", **answers | {"resolution": "confirmed"}) for number in range(20)]
        lacking = [one(100 + number, "informational", topic_id="t2", subtopic_id="s2", article_state="missing") for number in range(40)]
        found = plan(given([*failed, *well, *lacking], articles=[("a1", "Returns")], topics=[("s1", "t1", "Returns"), ("s2", "t2", "Fees")]))
        return found.predictions["p_potential"].to_pylist()[-1]

    assert rate("partly") > rate("answered")
