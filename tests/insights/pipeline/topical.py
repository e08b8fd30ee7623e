"""Conversations about a few things, for tests of what becomes of topics."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from insights.pipeline import desk
from insights.pipeline.proposing import run_proposal
from insights.pipeline.rebuild import rebuild
from insights.store.control import Control
from insights.store.snapshot import Shelf, Snapshot
from tests.insights.analysers.written import OBJECTS
from tests.insights.pipeline.company import brought, lines

THINGS = {
    "refund": (
        "I want a refund for {}",
        "my refund for {} has not arrived",
        "when do I get the refund for {}",
        "refund missing for {}, please check",
    ),
    "password": ("I forgot my password for {}", "how do I reset my password on {}", "password reset mail for {} never came", "reset password of {}"),
    "parcel": ("where is my parcel with {}", "my parcel with {} is late", "tracking says the parcel with {} came, it did not", "parcel lost: {}"),
    "invoice": (
        "please send the invoice for {}",
        "the invoice for {} has the wrong address",
        "a copy of the invoice for {}",
        "invoice of {} for taxes",
    ),
}
DRILL = (
    "the drill battery of {} smokes",
    "battery pack of {} overheats while charging",
    "charger of {} burns the battery",
    "drill with {} overheats and smokes",
)
SIZE = len(THINGS) * 4 * len(OBJECTS)


def texts(things: dict[str, Sequence[str]] = THINGS) -> list[tuple[str, str]]:
    """What it is about, and what is said."""
    return [(kind, said.format(thing)) for thing, (kind, asked) in itertools.product(OBJECTS, things.items()) for said in asked]


def records(said: Sequence[str], *, start: int = 0, day: int = 1) -> list[dict[str, object]]:
    """Conversations of one message."""
    return [
        {
            "conversation_id": f"c{start + number:05d}",
            "started_at": f"2025-03-{day:02d}T10:{number % 60:02d}:00Z",
            "messages": [{"author_role": "customer", "text": text}],
        }
        for number, text in enumerate(said)
    ]


def quiet(_share: float, _text: str) -> None:
    """Say nothing."""


def brings(home: Path, workspace: str, made: Sequence[dict[str, object]]) -> None:
    """Import and analyse."""
    desk.accept(home, workspace, brought(home, workspace, lines(made)))
    work(home)


def work(home: Path) -> None:
    """Do every job that waits, here."""
    control = Control(home)
    while job := control.claim("here"):
        if job.kind == "propose":
            run_proposal(home, control, job, quiet)
        else:
            rebuild(home, control, job.workspace, progress=quiet, name=f"{job.id}-1")
        control.finish(job)


def shown(home: Path, workspace: str) -> Snapshot:
    """The result with every edit."""
    snapshot = Shelf(home).open(workspace)
    assert snapshot is not None
    return snapshot


def places(home: Path, workspace: str) -> dict[str, tuple[str, str | None]]:
    """Topic and subtopic of every conversation as it is counted."""
    frame = shown(home, workspace).frame("select conversation_id, topic_id, subtopic_id from analysed order by all")
    return {row[0]: (row[1], row[2] if isinstance(row[2], str) else None) for row in frame.itertuples(index=False, name=None)}


def judged(home: Path, workspace: str) -> dict[str, tuple[str, str | None]]:
    """Topic and subtopic of every conversation as it was judged."""
    frame = shown(home, workspace).table("labels_topic")
    return {
        row.conversation_id: (row.topic_id, row.subtopic_id if isinstance(row.subtopic_id, str) else None) for row in frame.itertuples(index=False)
    }


def home_of(home: Path, workspace: str, kind: str) -> str:
    """The topic where most conversations about a thing are."""
    kinds, where = [each for each, _ in texts()], places(home, workspace)
    found = [where[f"c{number:05d}"][0] for number, each in enumerate(kinds) if each == kind]
    return max(sorted(set(found)), key=found.count)
