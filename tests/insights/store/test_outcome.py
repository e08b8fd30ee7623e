from __future__ import annotations

import pytest

from insights.store import outcome
from tests.insights.store.sample import SIZE, snapshot

COLUMNS = {
    "conversations": "conversation_id started_at channel language customer_id handled_by topic subtopic topic_confidence kinds human_cause resolution "
    "p_resolved rating rating_expected rating_confidence not_scored sentiment_start sentiment_end effort service_quality articles article_gap tools "
    "enablers p_today p_potential judge",
    "reasons": "conversation_id reason sign owner turn quote",
    "topics": "topic subtopic description keywords conversations cx_score automation_today automation_potential",
    "enablers": "enabler type exists topic conversations gain_points gain_low gain_high",
    "actions": "rank type title topic gain_points gain_low gain_high cx_points hours_per_month effort conversations draft",
}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = snapshot(tmp_path_factory.mktemp("snapshots"))
    yield made
    made.close()


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_has_exactly_its_agreed_columns(opened, name):
    assert outcome.table(opened, name).column_names == COLUMNS[name].split()


def test_every_conversation_is_there_once(opened):
    ids = outcome.table(opened, "conversations")["conversation_id"].to_pylist()
    assert len(ids) == len(set(ids)) == SIZE


def test_topics_count_their_subtopics_and_more_than_them(opened):
    rows = outcome.table(opened, "topics").to_pylist()
    counts = {(row["topic"], row["subtopic"]): row["conversations"] for row in rows}
    assert sum(count for (_, subtopic), count in counts.items() if subtopic is None) == SIZE
    below = sum(count for (topic, subtopic), count in counts.items() if topic == "Delivery" and subtopic)
    assert 0 < below < counts["Delivery", None]
    assert next(row for row in rows if row["subtopic"] == "Password reset")["keywords"] == ["password", "reset"]
