from datetime import datetime

import pytest

from insights.metrics.record_questions import bot_history, data_end, lacking, later, within_reach
from tests.insights.metrics.ten import connection
from tests.insights.store.sample import snapshot


def ask(query):
    return connection().execute(query.sql, query.params).df()


def test_the_data_end_with_the_last_conversation():
    assert ask(data_end())["until"].tolist() == [datetime(2025, 3, 20, 9)]


def test_what_came_later_is_counted_by_topic():
    found = ask(later(datetime(2025, 3, 5, 9))).set_index("topic_id")
    assert found.loc["t2", ["eligible", "involved", "ready", "automated"]].tolist() == [3, 1, 1, 0]
    assert ask(later(datetime(2025, 3, 20, 9))).empty


def test_what_topics_miss():
    found = ask(lacking())
    assert found[found["topic_id"] == "t2"][["enabler_id", "conversations"]].to_numpy().tolist() == [["w", 2], ["r", 1]]


def test_what_is_within_reach_is_an_average_of_eligible_conversations():
    found = ask(within_reach()).set_index("topic_id")
    assert found["eligible"].to_dict() == {"t1": 5, "t2": 3}
    assert found.loc["t2", "available"] == pytest.approx(0.1)


def test_the_history_of_the_bot_holds_what_it_could_have_resolved(tmp_path):
    shown = snapshot(tmp_path)
    found = shown.frame(bot_history().sql)
    every = shown.table("analysed")
    could = every[every["handled_by"].isin(["bot", "both"]) & every["eligible"] & (every["missing"].map(len) == 0)]
    assert len(found) == len(could) > 0
    assert found["automated"].sum() == could["automated"].sum()
    assert found["day"].is_monotonic_increasing
