from dataclasses import replace

import pytest

from insights.planning import plan
from tests.insights.planning.made import given, one


@pytest.fixture(scope="module")
def asked():
    """Two missing articles, the one asked for twice as often as the other."""
    made = [one(number, "informational", subtopic_id="t1a", rating=2, article_gap=True) for number in range(60)]
    made += [one(100 + number, "informational", topic_id="t2", subtopic_id="t2a", rating=2, article_gap=True) for number in range(30)]
    return given(made)


def ids(planned):
    return [line["action_id"] for line in planned.actions.to_pylist()]


def gains(planned):
    return {line["action_id"]: line["gain_points"] for line in planned.actions.to_pylist()}


def test_a_rejected_action_comes_last_and_takes_nothing_from_the_others(asked):
    first, *others = ids(plan(asked))
    rejected = plan(replace(asked, rejected={first: 1_000}))
    assert ids(rejected)[-1] == first
    before, after = gains(plan(asked)), gains(rejected)
    assert after[first] <= before[first]
    assert all(after[each] >= before[each] for each in others)
    assert sum(after.values()) == pytest.approx(sum(before.values()))


def test_a_rejected_action_is_back_in_its_place_when_enough_conversations_prove_it(asked):
    first = ids(plan(asked))[0]
    assert ids(plan(replace(asked, rejected={first: 1}))) == ids(plan(asked))


def test_when_everything_is_rejected_the_list_still_stands(asked):
    before = ids(plan(asked))
    assert sorted(ids(plan(replace(asked, rejected=dict.fromkeys(before, float("inf")))))) == sorted(before)


def test_a_stated_effort_of_what_is_built_counts_in_the_order(asked):
    lines = [line for line in plan(asked).actions.to_pylist() if line["enabler_id"]]
    large = plan(replace(asked, efforts={lines[0]["enabler_id"]: "L"}))
    assert next(line["effort"] for line in large.actions.to_pylist() if line["action_id"] == lines[0]["action_id"]) == "L"
    assert ids(large).index(lines[0]["action_id"]) > ids(plan(asked)).index(lines[0]["action_id"])


def test_a_stated_effort_of_an_action_that_builds_nothing_counts_too():
    broken = [one(number, "human", human_cause="bug", rating=2, reasons=[("product_problem", "product")]) for number in range(20)]
    asked = given([*broken, *(one(20 + number, "personalised", tools=["get_order"], rating=5) for number in range(20))])
    line = next(line for line in plan(replace(asked, efforts={"fix_product:t1": "S"})).actions.to_pylist() if line["type"] == "fix_product")
    assert (line["action_id"], line["effort"]) == ("fix_product:t1", "S")
    assert "little effort (S)" in line["why"]
