"""The topics that stand. Once found they are kept: what comes later is put into them, and only `taxonomy_replaced` puts others in their place.

    workspaces/<id>/taxonomies/<version>.npz, .json     never changed once written; the first version is called `first`

The JSON says what they were found on, so that what came later can be held against it. Topics that cannot be read are found again on the same
conversations, and keep the ids that the last result knows.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa

from insights.analysers.topics import Taxonomy, assign
from insights.analysers.topics.succession import succeed
from insights.analysers.topics.taxonomy import TOPICS_SCHEMA
from insights.errors import UnusableSetting
from insights.pipeline.analysis import find_topics
from insights.pipeline.judging import Judged
from insights.pipeline.proposal import FIRST
from insights.pipeline.teaching import teacher_of
from insights.store.control import Event
from insights.store.home import settle
from insights.store.overlay import live
from insights.store.snapshot import Snapshot
from insights.teachers.encoder import Teacher

OLDER = "taxonomy"
"""The name that the only taxonomy of a workspace had before there were versions."""

Last = Callable[[], Snapshot | None]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a taxonomy was found on: how many conversations, up to when, and the imports that had brought them."""

    conversations: int
    until: str | None
    imports: tuple[str, ...]

    @classmethod
    def of(cls, conversations: pa.Table) -> Origin:
        """These conversations."""
        started = [each for each in conversations["started_at"].to_pylist() if each is not None]
        imports = sorted(set(conversations["import_id"].to_pylist()))
        return cls(conversations.num_rows, max(started).isoformat() if started else None, tuple(str(each) for each in imports))


@dataclass(frozen=True, slots=True)
class Standing:
    """The taxonomy that holds, without the edits that people made of it."""

    version: str
    taxonomy: Taxonomy
    origin: Origin

    def later(self, conversations: pa.Table) -> np.ndarray:
        """Which conversations came after it was found."""
        known = set(self.origin.imports)
        return np.array([each not in known for each in conversations["import_id"].to_pylist()], dtype=bool)


def version_of(events: Sequence[Event]) -> str:
    """The version that the events say."""
    replaced = live(events, "taxonomy_replaced")
    return replaced[-1].payload["version"] if replaced else FIRST


def standing(workspace: Path, events: Sequence[Event], conversations: pa.Table, judged: Judged, last: Last) -> Standing:
    """The taxonomy that holds; the first time, or when it cannot be read, it is found and kept. `last` gives the newest result, if there is one."""
    version = version_of(events)
    _adopt(workspace)
    found = read(workspace, version)
    if found is None:
        found = _found(version, conversations, judged, last(), teacher_of(workspace, events))
        write(workspace, found)
    elif found.taxonomy.space is None:
        # There was no request in words yet, so there is nothing to hold on to.
        found = _found(version, conversations, judged, None, teacher_of(workspace, events))
        write(workspace, found)
    return found if found.origin.imports else Standing(version, found.taxonomy, _known(conversations, last()))


def read(workspace: Path, version: str) -> Standing | None:
    """A version, or None when it is damaged or was never written."""
    path = workspace / "taxonomies" / f"{version}.npz"
    try:
        taxonomy = Taxonomy.from_npz(path)
    except UnusableSetting:
        return None
    said: dict = {}
    with contextlib.suppress(OSError, ValueError):
        said = dict(json.loads(path.with_suffix(".json").read_text(encoding="utf-8")))
    return Standing(version, taxonomy, Origin(int(said.get("conversations", 0)), said.get("until"), tuple(said.get("imports", ()))))


def write(workspace: Path, one: Standing) -> None:
    """Keep a version; the taxonomy comes last, so that one that can be read is complete."""
    folder = workspace / "taxonomies"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f".{uuid4().hex}.part"
    part.write_text(json.dumps(asdict(one.origin)), encoding="utf-8")
    settle(part)
    part.replace(folder / f"{one.version}.json")
    one.taxonomy.to_npz(part)
    settle(part)
    part.replace(folder / f"{one.version}.npz")
    settle(folder)


def forget(workspace: Path) -> None:
    """There is no conversation left: neither is anything that was made of them."""
    for name in ("taxonomies", "proposals", "judged"):
        shutil.rmtree(workspace / name, ignore_errors=True)
    for path in workspace.glob(f"{OLDER}.*"):
        path.unlink(missing_ok=True)


def _adopt(workspace: Path) -> None:
    """The only taxonomy of an older workspace becomes the first version."""
    if (workspace / f"{OLDER}.npz").exists():
        folder = workspace / "taxonomies"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for ending in ("json", "npz"):
            with contextlib.suppress(FileNotFoundError):
                (workspace / f"{OLDER}.{ending}").replace(folder / f"{FIRST}.{ending}")


def _found(version: str, conversations: pa.Table, judged: Judged, last: Snapshot | None, teacher: Teacher | None) -> Standing:
    """Topics found on the conversations of the last result, with its ids; where there is none, on these."""
    labels = last.table("labels_topic").set_index("conversation_id") if last else None
    ids = conversations["conversation_id"].to_pylist()
    rows = np.array([row for row, each in enumerate(ids) if each in labels.index], dtype=np.int64) if labels is not None else np.zeros(0, np.int64)
    if last is None or labels is None or not len(rows):
        return Standing(version, find_topics(conversations, judged, teacher), Origin.of(conversations))
    known = part_of(judged, rows)
    found = find_topics(conversations.take(rows), known, teacher)
    placed = assign(found, known.texts, known.vectors)
    before = labels.loc[[ids[int(row)] for row in rows]]
    topics = pa.Table.from_pylist(_plain(last.table("topics").to_dict("records")), schema=TOPICS_SCHEMA)
    pairs = list(zip(before["topic_id"], (each if isinstance(each, str) else None for each in before["subtopic_id"]), strict=True))
    after = list(zip(placed["topic_id"].to_pylist(), placed["subtopic_id"].to_pylist(), strict=True))
    return Standing(version, succeed(Taxonomy(topics, (), ()), found, pairs, after), Origin.of(conversations.take(rows)))


def _plain(records: Sequence[Mapping]) -> list[dict[str, object]]:
    """Rows of a frame as the table of topics has them: nothing is None, lists are lists."""
    made: list[dict[str, object]] = []
    for row in records:
        told: dict[str, object] = {name: list(row[name]) for name in ("keywords", "typical", "odd")}
        made.append(told | {name: row[name] if isinstance(row[name], str) else None for name in ("topic_id", "parent_id", "name", "description")})
    return made


def part_of(judged: Judged, rows: np.ndarray) -> Judged:
    """Requests and vectors of some conversations."""
    return Judged([judged.texts[int(row)] for row in rows], judged.vectors[rows], judged.work, judged.experience, judged.reasons, {})


def _known(conversations: pa.Table, last: Snapshot | None) -> Origin:
    """What a taxonomy was found on that does not say it: on what the last result holds."""
    if last is None:
        return Origin.of(conversations)
    held = set(last.table("labels_topic")["conversation_id"])
    return Origin.of(conversations.filter(pa.array([each in held for each in conversations["conversation_id"].to_pylist()])))
