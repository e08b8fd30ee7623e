from __future__ import annotations

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from insights.metrics.experience_questions import judged_labels
from insights.model import Filters
from insights.pipeline.lessons import fact, relabelled
from insights.planning.labels import Lesson
from insights.planning.learning import Learnt
from insights.planning.shifts import Rule
from insights.store.control import Event
from insights.store.publication import publish, write
from insights.store.snapshot import Snapshot
from insights.store.taught import label_answers, learning_on, lesson_row
from tests.insights.store import sample

LESSONS = (
    Learnt("resolution", 30, 20, Lesson({"solved": Rule(-2.5, 0.905), "pending": Rule(1.0, 0.2)}, lost="pending"), 0.6, 0.7, 1),
    Learnt("kinds", 30, 20, Lesson({"action": Rule(1.5, 0.05), "human": Rule(-1.0, 0.95), "request": Rule(3.0, 0.05)}), 0.6, 0.7, 1),
)
ON = {"name": "label_learning", "value": True}


def event(number: int, what: str, undone: bool = False, **payload: object) -> Event:
    return Event(number, "w", datetime(2025, 1, 1, tzinfo=UTC), "you", what, payload, undone)


def uneven(tables: dict[str, pa.Table]) -> dict[str, pa.Table]:
    """The sample with chances that differ from conversation to conversation."""
    felt = tables["labels_experience"].to_pylist()
    work = tables["labels_work"].to_pylist()
    for number, row in enumerate(felt):
        if row["resolution"]:
            solved = row["resolution"] in ("confirmed", "assumed")
            row["p_resolved"] = 0.6 + number % 40 / 100 if solved else number % 50 / 100
            row["resolution_confidence"] = (row["p_resolved"] if solved else 1 - row["p_resolved"]) * (0.55 + number % 9 / 20)
    for number, row in enumerate(work):
        row |= {name: min(0.99, row[name] + number % 7 / 100) for name in ("p_action", "p_human", "p_informational")}
    made = {"labels_experience": felt, "labels_work": work}
    return tables | {name: pa.Table.from_pylist(rows, tables[name].schema) for name, rows in made.items()}


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snapshots")
    facts = pa.Table.from_pylist([{"key": "label_learning", "value": json.dumps(fact(LESSONS))}], sample.tables()["meta"].schema)
    write(folder / "new.part", uneven(sample.tables()) | {"meta": facts})
    made = Snapshot(folder / f"{publish(folder, folder / 'new.part')}.duckdb", "sample")
    yield made
    made.close()


def labels(opened) -> list[tuple]:
    found = opened.arrow("select conversation_id, resolution, kinds, p_resolved, eligible, automated, taught from analysed order by conversation_id")
    return [tuple(row.values()) for row in found.to_pylist()]


def test_what_is_learnt_counts_only_when_it_is_switched_on(opened):
    opened.show_edits(())
    judged = labels(opened)
    opened.show_edits([event(1, "setting_changed", **ON)])
    learnt = labels(opened)
    assert sum(row[6] for row in learnt) > 50
    assert not any(row[6] for row in judged)
    opened.show_edits([event(1, "setting_changed", **ON), event(2, "setting_changed", name="label_learning", value=None)])
    assert labels(opened) == judged
    opened.show_edits([event(1, "setting_changed", undone=True, **ON)])
    assert labels(opened) == judged


def test_the_view_says_what_the_plan_counts(opened):
    """The same rules are written twice, in SQL and for arrays."""
    opened.show_edits([event(1, "setting_changed", **ON)])
    tables = uneven(sample.tables())
    work, felt = relabelled(tables["labels_work"], tables["labels_experience"], LESSONS)
    resolutions = dict(zip(felt["conversation_id"].to_pylist(), felt["resolution"].to_pylist(), strict=True))
    kinds = dict(zip(work["conversation_id"].to_pylist(), work["kinds"].to_pylist(), strict=True))
    for conversation_id, resolution, found, *_ in labels(opened):
        assert (resolution, found) == (resolutions[conversation_id], kinds[conversation_id])
    assert set(resolutions.values()) == {"confirmed", "assumed", "unresolved", "pending", None}
    assert [] not in kinds.values()


def test_what_is_automated_follows_the_learnt_resolution(opened):
    opened.show_edits([event(1, "setting_changed", **ON)])
    wrong = opened.frame(
        "select count(*) as n from analysed where automated <> (handled_by = 'bot' and eligible and resolution in ('confirmed', 'assumed'))"
    )
    assert wrong["n"].tolist() == [0]
    fewer = opened.frame("select count(*) filter (where automated) as n, count(*) filter (where eligible) as eligible from analysed").iloc[0]
    opened.show_edits(())
    before = opened.frame("select count(*) filter (where automated) as n, count(*) filter (where eligible) as eligible from analysed").iloc[0]
    assert fewer["n"] < before["n"]
    assert fewer["eligible"] > before["eligible"]


def test_the_chance_of_being_solved_moves_with_the_lesson(opened):
    opened.show_edits([event(1, "setting_changed", **ON)])
    found = opened.frame("select p_resolved, p_resolved_judged from analysed where p_resolved_judged between 0.49 and 0.51 and not disputed limit 1")
    judged = found["p_resolved_judged"].iloc[0]
    assert found["p_resolved"].iloc[0] == pytest.approx(1 / (1 + (1 - judged) / judged * 2.718281828**2.5))


def test_a_correction_counts_before_what_was_learnt_and_is_not_called_learnt(opened):
    correction = {"conversation_id": "c0001", "value": "confirmed", "field": "resolution", "was": None}
    opened.show_edits([event(1, "setting_changed", **ON), event(2, "label_disputed", **correction)])
    one = opened.frame("select resolution, p_resolved, disputed from analysed where conversation_id = 'c0001'").iloc[0]
    assert one.tolist() == ["confirmed", 1.0, True]


def test_a_result_that_nothing_was_learnt_for_stays_as_it_was_judged():
    assert lesson_row({}, [event(1, "setting_changed", **ON)])[0] is False


def test_the_judges_own_labels_can_still_be_asked_for(opened):
    opened.show_edits([event(1, "setting_changed", **ON)])
    question = judged_labels(Filters(), ["c0001", "c0002"])
    found = opened.arrow(question.sql, question.params)
    judged = {row["conversation_id"]: row["resolution"] for row in sample.tables()["labels_experience"].to_pylist()}
    assert found["conversation_id"].to_pylist() == ["c0001", "c0002"]
    assert found["resolution"].to_pylist() == [judged["c0001"], judged["c0002"]]


def said(number, what="label_disputed", **payload):
    return event(number, what, **({"conversation_id": "c1"} | payload))


def test_the_last_word_counts_once_however_often_a_conversation_is_disputed():
    events = [said(number, field="resolution", value=("pending", "unresolved")[number % 2]) for number in range(20)]
    assert label_answers(events) == [("c1", "resolution", "unresolved", "dispute")]
    assert label_answers([said(1, field="resolution", value="pending"), event(2, "label_disputed", True, **events[0].payload)]) == [
        ("c1", "resolution", "pending", "dispute")
    ]


def test_a_dispute_counts_before_a_blind_answer_and_that_before_a_confirmation():
    dispute = said(1, field="kinds", value=[])
    blind = said(2, "rating_checked", rating=4, kinds=["action"], resolution="pending")
    confirmed = said(3, "labels_confirmed", kinds=["human"], resolution="assumed")
    assert label_answers([dispute, blind, confirmed]) == [("c1", "kinds", [], "dispute"), ("c1", "resolution", "pending", "check")]
    assert label_answers([confirmed, blind]) == [("c1", "resolution", "pending", "check"), ("c1", "kinds", ["action"], "check")]


def test_a_blind_rating_without_labels_and_a_disputed_rating_say_nothing_of_them():
    assert label_answers([said(1, "rating_checked", rating=4), said(2, field="rating", value=1)]) == []


def test_learning_is_off_until_somebody_switches_it_on():
    assert not learning_on([])
    assert learning_on([event(1, "setting_changed", **ON)])
    assert not learning_on([event(1, "setting_changed", name="rating_scale", value={"cuts": [1, 2, 3, 4]})])
