"""A workspace with a fix in it: six topics of 50 conversations each, of which one goes badly until a day and well from it on."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from insights.pipeline import desk
from insights.store.control import Workspace
from tests.insights.store import sample
from tests.pages.conftest import publish_tables

FIRST, FIXED, STEP = datetime(2026, 3, 2, tzinfo=UTC), date(2026, 4, 27), timedelta(hours=9)
TOPICS = ("Statements", "Cards", "Loans", "Cash", "Transfers", "Fees")
FIX, OTHER_FIX = "a1", "a2"
TRUE_POINTS = 64
"""One in five before, 21 of 25 after."""


def ratings(place: int, at: datetime) -> int:
    """Of the first topic 20 % are rated high before the fix and 84 % after it; of the others always 60 %."""
    turn = place // len(TOPICS)
    if place % len(TOPICS):
        return 5 if turn % 5 < 3 else 2
    return (2 if turn % 25 in (3, 9, 15, 21) else 5) if at.date() >= FIXED else (5 if turn % 5 == 0 else 2)


def columns() -> dict[str, dict[str, list]]:
    """What is other than in the sample, by table and column."""
    times = [FIRST + STEP * place for place in range(sample.SIZE)]
    rated = [ratings(place, at) for place, at in enumerate(times)]
    topics = [f"t{place % len(TOPICS) + 1}" for place in range(sample.SIZE)]
    plain = [at.replace(tzinfo=None) for at in times]
    return {
        "conversations": {"started_at": plain, "ended_at": plain},
        "labels_topic": {"topic_id": topics, "subtopic_id": [None] * sample.SIZE},
        "labels_work": {"kinds": [["informational"]] * sample.SIZE},
        "labels_experience": {"rating": rated, "rating_expected": [float(each) for each in rated], "not_scored": [None] * sample.SIZE},
        "predictions": {"eligible": [True] * sample.SIZE},
    }


def tables(until: date | None = None) -> dict[str, pa.Table]:
    """The tables of the workspace; with `until` only what came before that day."""
    made = dict(sample.tables())
    for table, changed in columns().items():
        for name, values in changed.items():
            made[table] = replaced(made[table], name, values)
    made = by_the_bot(made, [place % 10 == 0 for place in range(sample.SIZE)])
    made["topics"] = named(made["topics"])
    made["actions"] = fixes(made["actions"])
    ids = made["conversations"]["conversation_id"].to_pylist()
    proofs = [(action, ids[place]) for action, topic in ((FIX, 0), (OTHER_FIX, 1)) for place in range(topic, 60, len(TOPICS))]
    made["evidence"] = pa.Table.from_pylist(
        [{"action_id": action, "conversation_id": one, "quote": None} for action, one in proofs], schema=made["evidence"].schema
    )
    if until is None:
        return made
    kept = [one for one, at in zip(ids, columns()["conversations"]["started_at"], strict=True) if at.date() < until]
    return {
        name: table.filter(pc.is_in(table["conversation_id"], pa.array(kept))) if "conversation_id" in table.column_names else table
        for name, table in made.items()
    }


def replaced(table: pa.Table, name: str, values: list) -> pa.Table:
    """A table with other values in one column."""
    field = table.schema.field(name)
    return table.set_column(table.schema.get_field_index(name), field, pa.array(values, field.type))


def by_the_bot(made: dict[str, pa.Table], automated: list[bool]) -> dict[str, pa.Table]:
    """The tables in which the bot resolved these conversations alone, and people answered all others."""
    conversations = replaced(made["conversations"], "handled_by", ["bot" if each else "agent" for each in automated])
    experience = replaced(made["labels_experience"], "resolution", ["confirmed"] * len(automated))
    predictions = replaced(made["predictions"], "automated", automated)
    return made | {"conversations": conversations, "labels_experience": experience, "predictions": predictions}


def named(topics: pa.Table) -> pa.Table:
    """Six topics without subtopics, and Other."""
    first, other = topics.to_pylist()[0], topics.to_pylist()[-1]
    rows = [first | {"topic_id": f"t{place}", "parent_id": None, "name": name} for place, name in enumerate(TOPICS, 1)]
    return pa.Table.from_pylist([*rows, other], schema=topics.schema)


def fixes(actions: pa.Table) -> pa.Table:
    """Two actions to put a topic right, and one to write an article."""
    rows = actions.to_pylist()
    for row, topic in zip(rows, ("t1", "t2"), strict=False):
        row |= {"type": "improve_service", "topic_id": topic, "title": f"Solve {topic} at the first contact", "enabler_id": None, "gain_points": 0.0}
    return pa.Table.from_pylist(rows, schema=actions.schema)


def publish(home: Path, until: date | None = None) -> Workspace:
    """The workspace in a data folder."""
    return publish_tables(home, "Planted", tables(until))


def mark_done(home: Path, workspace: str, action: str = FIX, day: date = FIXED) -> int:
    """Mark an action as done on a day; the number of the edit."""
    return desk.change_action(home, workspace, action, {"status": "done", "done_on": day.isoformat()})
