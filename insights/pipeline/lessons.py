"""What was said of labels, put beside what was judged: what an analysis, and a page that asks before there is one, learn from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np
import pandas as pd
import pyarrow as pa

from insights.planning.labelled import exploded
from insights.planning.labels import COLUMNS, KINDS, NOTHING, RESOLUTIONS, kinds_now, kinds_of, resolution_now
from insights.planning.learning import Learnt, learn
from insights.planning.shifts import moved
from insights.store.control import Event
from insights.store.taught import label_answers


def answered(events: Sequence[Event]) -> pd.DataFrame:
    """`conversation_id label value how`: what people said, the last word of each conversation and label."""
    return pd.DataFrame(label_answers(events), columns=pd.Index(["conversation_id", "label", "value", "how"]))


def judged(work: pa.Table, experience: pa.Table) -> pd.DataFrame:
    """The judges' tables as what is learnt from: one row per conversation that both of them know."""
    plain = work.select(["conversation_id", "p_request", *(f"p_{kind}" for kind in KINDS)]).to_pandas()
    said = exploded(work["kinds"], "kind")
    for kind in KINDS:
        plain[kind] = np.isin(np.arange(len(plain)), said["row"][said["kind"] == kind])
    felt = experience.select([name for name in COLUMNS if name in experience.column_names]).to_pandas()
    return plain.merge(felt, on="conversation_id", how="left")[list(COLUMNS)]


def lessons_of(work: pa.Table, experience: pa.Table, events: Sequence[Event]) -> tuple[Learnt, ...]:
    """What people's answers teach about the judges' labels."""
    return learn(judged(work, experience), answered(events))


def fact(found: Sequence[Learnt]) -> dict[str, dict]:
    """What was learnt, as it is kept beside a result."""
    return {
        one.label: {"rules": {name: asdict(rule) for name, rule in one.lesson.rules.items()}, "won": one.lesson.won, "lost": one.lesson.lost}
        for one in found
        if one.lesson
    }


def relabelled(work: pa.Table, experience: pa.Table, found: Sequence[Learnt]) -> tuple[pa.Table, pa.Table]:
    """The judges' tables after every lesson, as the view `taught` shows them."""
    lessons = {one.label: one.lesson for one in found if one.lesson}
    if not lessons:
        return work, experience
    table = judged(work, experience)
    if (lesson := lessons.get("resolution")) is not None:
        now = dict(zip(table["conversation_id"], resolution_now(table, lesson).tolist(), strict=True))
        pairs = zip(experience["conversation_id"].to_pylist(), experience["resolution"].to_pylist(), strict=True)
        experience = _with(experience, "resolution", [was if now.get(key, NOTHING) == NOTHING else RESOLUTIONS[now[key]] for key, was in pairs])
    if (lesson := lessons.get("kinds")) is not None:
        kinds = zip(kinds_now(table, lesson).tolist(), work["kinds"].to_pylist(), strict=True)
        work = _with(work, "kinds", [was if code == NOTHING else kinds_of(code) for code, was in kinds])
        if "human" in lesson.rules:
            work = _with(work, "p_human", moved(table["p_human"].to_numpy(dtype=np.float64), lesson.rules["human"].shift).tolist())
    return work, experience


def _with(table: pa.Table, name: str, values: list) -> pa.Table:
    place = table.schema.get_field_index(name)
    return table.set_column(place, name, pa.array(values, table.schema.field(name).type))
