import pandas as pd
import pytest

from insights.planning.order import building_order

COLUMNS = ["missing", "work_class", "automated", "conversations", "p_potential", "tried", "reached"]


def need_sets(*lines):
    return pd.DataFrame([(missing, "action", done, count, count * 0.6, 0, 0) for missing, done, count in lines], columns=COLUMNS)


def order(sets, effort):
    return building_order(sets, effort).set_index("enabler_id")


def test_more_gain_per_effort_comes_first():
    sets = need_sets((["a"], False, 40), (["b"], False, 30), ([], True, 30))
    assert order(sets, {"a": "M", "b": "M"}).index.tolist() == ["a", "b"]
    assert order(sets, {"a": "M", "b": "S"}).index.tolist() == ["b", "a"]


def test_a_gain_is_counted_after_those_above_it():
    found = order(need_sets((["a"], False, 40), (["a", "b"], False, 60)), {"a": "S", "b": "S"})
    assert found["gain_points"].tolist() == pytest.approx([24, 36])
    assert found["conversations"].tolist() == [100, 60]
    assert (found["gain_low"] < found["gain_points"]).all()


def test_two_that_only_help_together_are_not_left_behind():
    sets = need_sets((["read", "write"], False, 90), (["article"], False, 10))
    found = order(sets, {"read": "M", "write": "L", "article": "S"})
    assert found.index.tolist() == ["read", "write", "article"]
    assert found["gain_points"].tolist() == pytest.approx([0, 54, 6])


def test_what_needs_three_is_opened_by_the_last_of_them():
    found = order(need_sets((["a", "b", "c"], False, 100)), {"a": "S", "b": "M", "c": "L"})
    assert found["gain_points"].tolist() == pytest.approx([0, 0, 60])


def test_what_misses_something_that_cannot_be_built_is_never_opened():
    assert order(need_sets((["a", "gone"], False, 10), ([], True, 10)), {"a": "S"})["gain_points"].tolist() == [0]


def test_all_together_bring_what_is_open():
    sets = need_sets((["a"], False, 40), (["a", "b"], False, 20), (["b", "c"], False, 10), ([], True, 30))
    assert order(sets, {"a": "S", "b": "M", "c": "L"})["gain_points"].sum() == pytest.approx(60 * 70 / 100)


def test_nothing_to_build_has_no_order():
    assert order(need_sets(([], True, 5)), {}).empty
    assert order(need_sets(), {"a": "S"})["gain_points"].tolist() == [0]
