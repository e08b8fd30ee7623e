"""The SQL as it is sent, reviewed as text. `python tests/insights/metrics/test_golden.py` writes the files anew."""

from datetime import date
from pathlib import Path

import pytest

from insights.metrics import automation_questions, comparison_questions, experience_questions, measure, questions, topic_questions
from insights.model import Filters

FOLDER = Path(__file__).parent / "golden"
SOME = Filters(since=date(2025, 3, 1), until=date(2025, 4, 1), channel=("chat",), topic=("Delivery", ""))
QUERIES = {
    "headline": lambda: measure(("conversations", "automation_today", "cx_score"), Filters()),
    "by_topic": lambda: measure(("cx_score", "cx_without_beyond_support"), SOME, by=("topic",)),
    "by_kind_and_week": lambda: measure(("conversations", "rating_mean"), SOME, by=("week", "kind")),
    "strata": lambda: automation_questions.strata(SOME),
    "need_sets": lambda: automation_questions.need_sets(SOME),
    "reasons": lambda: experience_questions.reasons(SOME),
    "low_reasons": lambda: experience_questions.low_reasons(SOME),
    "score_cells": lambda: comparison_questions.score_cells(SOME, "team"),
    "reason_cells": lambda: comparison_questions.reason_cells(SOME),
    "topic_table": lambda: topic_questions.topic_table(SOME),
    "weekly": lambda: questions.weekly("cx_score", SOME),
    "filter_options": lambda: questions.filter_options(Filters()),
}


@pytest.mark.parametrize("name", QUERIES)
def test_the_sql_is_as_reviewed(name):
    assert QUERIES[name]().sql + "\n" == (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", QUERIES)
def test_every_parameter_is_bound_and_none_is_left_over(name):
    query = QUERIES[name]()
    assert {each for each in query.params if f"${each}" in query.sql} == set(query.params)
    assert "Delivery" not in query.sql
    assert "2025" not in query.sql


if __name__ == "__main__":
    for name, made in QUERIES.items():
        (FOLDER / f"{name}.sql").write_text(made().sql + "\n", encoding="utf-8")
