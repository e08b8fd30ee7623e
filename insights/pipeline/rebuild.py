"""From the truth of a workspace to its next snapshot: the work of the job `analyse`."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pyarrow as pa

from insights.analysers.topics.drift import drift
from insights.errors import DamagedSnapshot
from insights.model import Article, Tool
from insights.pipeline import judgements, predicting, taxonomies
from insights.pipeline.analysis import Result, conclude
from insights.pipeline.judging import Judged, Progress, judge_all
from insights.pipeline.lessons import fact
from insights.pipeline.proposal import forget_proposals
from insights.pipeline.taxonomies import Standing
from insights.store import truth
from insights.store.control import Control, Event
from insights.store.home import workspace_folder
from insights.store.publication import alone, publish, withdraw, write
from insights.store.queue import Job
from insights.store.schema import rows
from insights.store.snapshot import Shelf, Snapshot
from insights.store.taught import FACT
from insights.tables import META


@dataclass(frozen=True, slots=True)
class Material:
    """What an analysis is made of: what was accepted, what was judged of each conversation, and the topics that stand."""

    events: tuple[Event, ...]
    conversations: pa.Table
    messages: pa.Table
    articles: tuple[Article, ...]
    tools: tuple[Tool, ...]
    judged: Judged
    standing: Standing
    finding_seconds: float


def rebuild(home: Path, control: Control, workspace: str, *, progress: Progress, name: str) -> str | None:
    """Analyse everything that was accepted and publish the result; its id, or None when nothing is left to show.

    `name` is this attempt's own: what it leaves behind when it is killed is cleared by the next one. `progress` is asked right before the result
    is published, and by raising there it keeps an attempt that is no longer wanted from publishing.
    """
    folder = workspace_folder(home, workspace)
    snapshots = folder / "snapshots"
    snapshots.mkdir(mode=0o700, parents=True, exist_ok=True)
    with alone(truth.imports_folder(home, workspace)):
        # What was taken back is deleted for good.
        imports = truth.accepted(control.events(workspace))
        truth.remove_orphans(home, workspace, imports)
    forget_proposals(folder, imports)
    one = material(home, control, workspace, progress=progress)
    if one is None:
        withdraw(snapshots)
        taxonomies.forget(folder)
        return None
    result = conclude(
        one.conversations, one.messages, one.articles, one.tools, one.judged, one.standing.taxonomy, progress=progress, events=one.events
    )
    result = replace(result, seconds=result.seconds | {"topics": round(result.seconds["topics"] + one.finding_seconds, 3)})
    part = snapshots / f".{name}.part"
    write(part, result.tables | {"meta": meta(result, facts_of(workspace, one, result))})
    progress(0.99, "Publishing the result")
    published = publish(snapshots, part)
    predicting.state(home, control, workspace)
    return published


def material(home: Path, control: Control, workspace: str, *, progress: Progress) -> Material | None:
    """What there is to analyse, judged now unless it was judged before; None when there is no conversation."""
    folder, events = workspace_folder(home, workspace), control.events(workspace)
    progress(0.01, "Opening the conversations")
    conversations, messages = truth.load(home, workspace, truth.accepted(events))
    if not conversations.num_rows:
        return None
    articles, tools = truth.articles(home, workspace, events), truth.tools(home, workspace, events)
    key = judgements.key_of(events)
    judged = judgements.load(folder, key, conversations.num_rows)
    if judged is None:
        judged = judge_all(conversations, messages, articles, tools, progress=progress)
        judgements.save(folder, key, judged)
    progress(0.77, "Finding what they write about")
    started = time.perf_counter()
    standing = taxonomies.standing(folder, events, conversations, judged, partial(last_result, home, control, workspace))
    return Material(events, conversations, messages, articles, tools, judged, standing, time.perf_counter() - started)


def last_result(home: Path, control: Control, workspace: str) -> Snapshot | None:
    """The newest result, if it can be opened."""
    with contextlib.suppress(DamagedSnapshot):
        return Shelf(home, control).open(workspace)
    return None


def facts_of(workspace: str, one: Material, result: Result) -> dict[str, object]:
    """What is said of a result beside its numbers: when it was made, its topics and what they are worth today."""
    moved = drift(result.taxonomy, one.judged.texts, one.judged.vectors, result.tables["labels_topic"], one.standing.later(one.conversations))
    return {
        "workspace": workspace,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "last_event": max((event.id for event in one.events), default=0),
        "taxonomy": one.standing.version,
        "learnt": result.learnt,
        FACT: fact(result.lessons),
        "drift": asdict(moved),
    }


def clear_attempts(home: Path, control: Control, job: Job) -> None:
    """Delete what earlier attempts of a job, and jobs that were given up, left behind."""
    busy = {each.id for each in control.jobs(job.workspace, active_only=True)} - {job.id}
    for path in (workspace_folder(home, job.workspace) / "snapshots").glob(".*-*"):
        if path.name[1:].split("-")[0] not in busy:
            path.unlink(missing_ok=True)


def meta(result: Result, facts: Mapping[str, object]) -> pa.Table:
    """The table `meta`: versions, counts, seconds and the given facts, as JSON."""
    counts = {name: table.num_rows for name, table in result.tables.items()}
    said = {"versions": result.versions, "counts": counts, "conversations": counts["conversations"], "seconds": result.seconds, **facts}
    return rows(META, [{"key": key, "value": json.dumps(value, ensure_ascii=False)} for key, value in said.items()])
