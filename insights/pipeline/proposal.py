"""What could be made of the topics, worked out and waiting for a decision: one file per question, gone when it is decided.

    workspaces/<id>/proposals/{split-<topic>,other,own,rediscovery}.json, and the topics of a rediscovery in `rediscovery.npz`

A proposal is of the result that it was made from; when that is no longer the newest, it is told and cannot be applied.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from insights.errors import UnusableSetting
from insights.store.home import settle
from insights.store.publication import published

if TYPE_CHECKING:
    from insights.analysers.topics.proposals import Proposed
    from insights.analysers.topics.succession import Diff

FIRST = "first"
"""The version of the topics that were found first."""
KINDS = ("split", "other", "own", "rediscovery")
TOPIC = re.compile(r"[a-z0-9-]{1,80}")
LISTS = ("keywords", "conversations", "examples", "typical", "odd")


@dataclass(frozen=True, slots=True)
class Proposal:
    """Topics that could be, the largest first; of a rediscovery what it would change. `stale` when conversations or topics changed since.

    `asked` is what was asked: the topic to be divided, or the name and sentence of a topic of one's own.
    """

    kind: str
    topic_id: str | None
    made_at: datetime
    parts: tuple[Proposed, ...]
    diff: Diff | None
    stale: bool
    asked: dict
    kept: tuple[dict, ...] = ()
    origin: dict = field(default_factory=dict)


def path_of(workspace: Path, kind: str, topic_id: str | None = None) -> Path:
    """The file of a proposal."""
    if kind not in KINDS or (kind == "split") != bool(topic_id) or (topic_id and not TOPIC.fullmatch(topic_id)):
        raise UnusableSetting("There is no such proposal.", hint="Choose a topic that can be divided.")
    return workspace / "proposals" / (f"{kind}-{topic_id}.json" if topic_id else f"{kind}.json")


def newest(workspace: Path) -> str | None:
    """The result that is shown."""
    found = published(workspace / "snapshots")
    return found[0].stem if found else None


def save(path: Path, said: dict) -> None:
    """Keep a proposal, by one rename."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f".{uuid4().hex}.part")
    part.write_text(json.dumps(said | {"made_at": datetime.now(UTC).isoformat()}, ensure_ascii=False), encoding="utf-8")
    part.replace(path)


def load(workspace: Path, kind: str, topic_id: str | None = None) -> Proposal | None:
    """A proposal, or None when there is none; one that is damaged is none."""
    try:
        said = json.loads(path_of(workspace, kind, topic_id).read_text(encoding="utf-8"))
        return _read(said, newest(workspace))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _read(said: dict, shown: str | None) -> Proposal:
    # The library of topics takes a while to import, which a screen without a proposal need not wait for.
    from insights.analysers.topics.proposals import Proposed
    from insights.analysers.topics.succession import Change, Diff, Line

    parts = tuple(Proposed(part["name"], part["description"], *(tuple(part[name]) for name in LISTS)) for part in said["parts"])
    diff = None
    if said["diff"]:
        lines = tuple(Line(**line | {"change": Change(line["change"]), "others": tuple(line["others"])}) for line in said["diff"]["lines"])
        diff = Diff(int(said["diff"]["conversations"]), int(said["diff"]["stayed"]), lines)
    made_at, asked = datetime.fromisoformat(said["made_at"]), dict(said["asked"])
    return Proposal(
        said["kind"], asked.get("topic_id"), made_at, parts, diff, said["snapshot"] != shown, asked, tuple(said["kept"]), dict(said["origin"])
    )


def discard(workspace: Path, kind: str, topic_id: str | None = None) -> None:
    """Forget a proposal."""
    path = path_of(workspace, kind, topic_id)
    for each in (path, path.with_suffix(".npz")):
        each.unlink(missing_ok=True)


def adopt(workspace: Path, found: Proposal) -> str:
    """Put the topics of a rediscovery among the versions; the version that they became."""
    path, part = path_of(workspace, "rediscovery").with_suffix(".npz"), workspace / "taxonomies" / f".{uuid4().hex}.part"
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if hashlib.sha256(content).hexdigest() != found.origin.get("sha256"):
        raise UnusableSetting("The topics that were found anew cannot be read.", hint="Ask for them again.")
    version = found.origin["sha256"][:12]
    for said, ending in ((json.dumps(found.origin).encode(), "json"), (content, "npz")):
        part.write_bytes(said)
        settle(part)
        part.replace(part.with_name(f"{version}.{ending}"))
    settle(part.parent)
    return version


def forget_proposals(workspace: Path, imports: Iterable[str]) -> None:
    """Delete what quotes conversations that were taken back."""
    known = set(imports)
    for path in sorted((workspace / "proposals").glob("*.json")):
        try:
            sound = set(json.loads(path.read_text(encoding="utf-8"))["imports"]) <= known
        except (ValueError, KeyError, TypeError):
            sound = False
        if not sound:
            path.unlink(missing_ok=True)
            path.with_suffix(".npz").unlink(missing_ok=True)
