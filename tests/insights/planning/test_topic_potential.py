import pandas as pd
import pytest

from insights.planning.topic_potential import topic_potentials

COLUMNS = ["topic_id", "subtopic_id", "work_class", "automated", "conversations", "p_potential", "tried", "reached", "tried_here", "reached_here"]


def potentials(*lines):
    return topic_potentials(pd.DataFrame(lines, columns=COLUMNS)).set_index("topic_id")


def test_every_topic_has_its_own_potential_with_an_interval_around_it():
    found = potentials(
        ("t1", "s1", "action", False, 80, 48.0, 0, 0, 0, 0),
        ("t1", "s1", "action", True, 20, 20.0, 0, 0, 0, 0),
        ("t2", None, "informational", False, 10, 7.5, 0, 0, 0, 0),
    )
    assert found.index.tolist() == ["t1", "t2"]
    assert found.loc["t1", ["eligible", "today", "potential"]].tolist() == pytest.approx([100, 0.2, 0.68])
    assert found.loc["t2", "potential"] == pytest.approx(0.75)
    assert (found["low"] < found["potential"]).all()
    assert (found["potential"] < found["high"]).all()


def test_a_small_topic_has_the_wider_interval():
    found = potentials(("t1", "s1", "action", False, 400, 240.0, 0, 0, 0, 0), ("t2", "s2", "action", False, 4, 2.4, 0, 0, 0, 0))
    assert found.loc["t2", "high"] - found.loc["t2", "low"] > 1.5 * (found.loc["t1", "high"] - found.loc["t1", "low"])


def test_a_bot_of_its_own_makes_a_topic_surer():
    seen = ("action", False, 400, 240.0, 1000, 600)
    found = potentials(("t1", "s1", *seen, 1000, 600), ("t2", "s2", *seen, 0, 0))
    assert found.loc["t1", "high"] - found.loc["t1", "low"] < found.loc["t2", "high"] - found.loc["t2", "low"]


def test_nothing_has_no_topics():
    assert topic_potentials(pd.DataFrame([], columns=COLUMNS)).empty
