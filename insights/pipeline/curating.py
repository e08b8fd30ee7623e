"""Everything that a screen may ask of the topics: edits, proposals, and how well the topics still fit. Every call is quick.

    from insights.pipeline import curating
    curating.add_topic(home, workspace, "Gift cards", "Buying and redeeming gift cards", chosen)

Edits are events; those in UNDOABLE are undone by `desk.undo`. What only changes names and places shows at once. What changes which conversation
belongs where (ANALYSED) has everything placed again by a job, `analyse`, which judges nothing anew. What needs thought is asked for with a
`request_…`, the id of a job `propose`; its answer waits as a `proposal` until it is applied or discarded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pyarrow as pa

from insights.errors import UnusableSetting
from insights.metrics.conversation_questions import one, transcript
from insights.pipeline import proposal as proposals
from insights.pipeline.proposal import Proposal
from insights.store.control import YOU, Control, Event
from insights.store.home import workspace_folder
from insights.store.snapshot import Shelf, Snapshot
from insights.store.topics import OTHER

if TYPE_CHECKING:
    from insights.analysers.topics.drift import Drift
    from insights.analysers.topics.proposals import Proposed

ANALYSED = ("topic_added", "topic_split", "taxonomy_replaced")
UNDOABLE = ("topic_renamed", "topics_merged", "topic_set_aside", "topic_moved", "topic_pinned", "topic_unpinned", *ANALYSED)
LONGEST_NAME, LONGEST_SENTENCE, MOST_EXAMPLES = 80, 300, 24


def relabels(event: Event) -> bool:
    """Whether an edit changes which conversations belong where, so that they are placed again."""
    return event.what in ANALYSED or (event.what == "label_disputed" and event.payload["field"] == "topic")


def rename_topic(home: Path, workspace: str, topic_id: str, name: str, who: str = YOU) -> int:
    """Give a topic another name; the number of the edit, to undo it."""
    return Control(home).record(workspace, "topic_renamed", {"topic_id": topic_id, "name": _name(name)}, who)


def merge_topics(home: Path, workspace: str, topic_ids: Sequence[str], into: str, who: str = YOU) -> int:
    """Count topics as part of another; the number of the edit."""
    merged = [topic_id for topic_id in topic_ids if topic_id != into]
    if not merged:
        raise UnusableSetting("A topic cannot be merged with itself.", hint="Choose two different topics.")
    return Control(home).record(workspace, "topics_merged", {"from": merged, "into": into}, who)


def set_topic_aside(home: Path, workspace: str, topic_id: str, who: str = YOU) -> int:
    """Count a topic as "other"; the number of the edit."""
    return Control(home).record(workspace, "topic_set_aside", {"topic_id": topic_id}, who)


def move_topic(home: Path, workspace: str, topic_id: str, parent_id: str | None, who: str = YOU) -> int:
    """Put a topic or subtopic under a topic, or (None) make a subtopic a topic of its own; the number of the edit."""
    if topic_id == parent_id or OTHER in (topic_id, parent_id):
        raise UnusableSetting("A topic cannot be moved there.", hint="Choose another topic.")
    return Control(home).record(workspace, "topic_moved", {"topic_id": topic_id, "parent_id": parent_id}, who)


def pin_topic(home: Path, workspace: str, topic_id: str, who: str = YOU) -> int:
    """Keep a topic when topics are found anew; the number of the edit."""
    return Control(home).record(workspace, "topic_pinned", {"topic_id": topic_id}, who)


def unpin_topic(home: Path, workspace: str, topic_id: str, who: str = YOU) -> int:
    """Let a topic go when topics are found anew and it is not among them; the number of the edit."""
    return Control(home).record(workspace, "topic_unpinned", {"topic_id": topic_id}, who)


def add_topic(
    home: Path, workspace: str, name: str, sentence: str, conversations: Sequence[str] = (), parent_id: str | None = None, who: str = YOU
) -> int:
    """Add a topic that a sentence and some conversations describe; the number of the edit. These conversations belong to it from now on.

    Where `request_topic` was asked the same before, the topic is known by what was found then.
    """
    folder, asked = workspace_folder(home, workspace), _asked_topic(name, sentence, conversations, parent_id)
    found = proposals.load(folder, "own")
    if found and not found.stale and found.parts and {**found.asked, "name": asked["name"]} == asked:
        examples: Sequence[str] = found.parts[0].examples
    else:
        examples = requests_of(Shelf(home).open(workspace), asked["conversations"])
    if not sentence.strip() and not examples:
        raise UnusableSetting("A topic needs a sentence or a conversation that it is known by.", hint="Write what its customers want.")
    number = _record(home, workspace, "topic_added", _own(asked) | {"examples": list(examples)[:MOST_EXAMPLES]}, who)
    proposals.discard(folder, "own")
    return number


def request_topic(home: Path, workspace: str, name: str, sentence: str, conversations: Sequence[str] = (), parent_id: str | None = None) -> str:
    """Work out what a topic of one's own would take; the id of the job. `proposal(…, "own")` then has one part."""
    return _request(home, workspace, _asked_topic(name, sentence, conversations, parent_id))


def apply_topic(home: Path, workspace: str, who: str = YOU) -> int:
    """Add the topic that was proposed; the number of the edit."""
    asked = _fresh(home, workspace, "own").asked
    return add_topic(home, workspace, asked["name"], asked["sentence"], asked["conversations"], asked["parent_id"], who)


def request_split(home: Path, workspace: str, topic_id: str) -> str:
    """Work out what parts a topic or subtopic falls into; the id of the job."""
    proposals.path_of(workspace_folder(home, workspace), "split", topic_id)
    return _request(home, workspace, {"kind": "split", "topic_id": topic_id})


def apply_split(home: Path, workspace: str, topic_id: str, chosen: Sequence[int], names: Sequence[str], who: str = YOU) -> int:
    """Divide a topic into those of the proposed parts that were chosen; what is nearer to the others stays as it is. The number of the edit."""
    parts = _fresh(home, workspace, "split", topic_id).parts
    wanted = _chosen(parts, chosen, names)
    made = [_described(part, "part") | {"name": name} for part, name in wanted]
    rest = [list(part.examples) for place, part in enumerate(parts) if place not in chosen]
    number = _record(home, workspace, "topic_split", {"topic_id": topic_id, "parts": made, "rest": rest}, who)
    discard_proposal(home, workspace, "split", topic_id)
    return number


def request_from_other(home: Path, workspace: str) -> str:
    """Look for topics in Other; the id of the job."""
    return _request(home, workspace, {"kind": "other"})


def apply_from_other(home: Path, workspace: str, chosen: Sequence[int], names: Sequence[str], who: str = YOU) -> tuple[int, ...]:
    """Add those of the proposed topics that were chosen; the numbers of the edits."""
    wanted = _chosen(_fresh(home, workspace, "other").parts, chosen, names)
    plain = {"parent_id": None, "sentence": "", "conversations": []}
    numbers = tuple(_record(home, workspace, "topic_added", _described(part, "own") | plain | {"name": name}, who) for part, name in wanted)
    discard_proposal(home, workspace, "other")
    return numbers


def request_rediscovery(home: Path, workspace: str) -> str:
    """Find the topics anew and hold them against those that stand; the id of the job."""
    return _request(home, workspace, {"kind": "rediscovery"})


def apply_rediscovery(home: Path, workspace: str, who: str = YOU) -> int:
    """Put the topics that were found anew in the place of those that stand; the number of the edit."""
    found = _fresh(home, workspace, "rediscovery")
    Control(home).workspace(workspace, who)
    version, before = proposals.adopt(workspace_folder(home, workspace), found), Control(home).events(workspace, what="taxonomy_replaced")
    stood = [event.payload["version"] for event in before if not event.undone]
    payload = {"version": version, "kept_from": stood[-1] if stood else proposals.FIRST, "kept": list(found.kept)}
    number = _record(home, workspace, "taxonomy_replaced", payload, who)
    discard_proposal(home, workspace, "rediscovery")
    return number


def proposal(home: Path, workspace: str, kind: str, topic_id: str | None = None) -> Proposal | None:
    """What was proposed: kind "split" (of a topic), "other", "own" or "rediscovery"; None when nothing waits, or when it cannot be read."""
    return proposals.load(workspace_folder(home, workspace), kind, topic_id)


def discard_proposal(home: Path, workspace: str, kind: str, topic_id: str | None = None) -> None:
    """Forget what was proposed."""
    proposals.discard(workspace_folder(home, workspace), kind, topic_id)


def drift(home: Path, workspace: str, snapshot: Snapshot | None = None) -> Drift | None:
    """How well the standing topics fit what came since, as measured by the last analysis; None when that did not measure it."""
    shown = snapshot or Shelf(home).open(workspace)
    facts = dict(shown.table("meta")[["key", "value"]].itertuples(index=False, name=None)) if shown else {}
    if "drift" not in facts:
        return None
    from insights.analysers.topics.drift import Drift, Verdict

    said = json.loads(facts["drift"])
    return Drift(**said | {"verdict": Verdict(said["verdict"]), "unknown_words": tuple(said["unknown_words"])})


def requests_of(snapshot: Snapshot | None, conversations: Sequence[str]) -> tuple[str, ...]:
    """What the customers of these conversations asked for, without those that asked for nothing in words."""
    from insights.analysers.topics import request_text
    from insights.pipeline.batching import batch_of

    if snapshot is None:
        return ()
    found: list[str] = []
    for each in conversations:
        about, said = one(each), transcript(each)
        known = snapshot.arrow(about.sql, about.params).select(["conversation_id", "subject"])
        messages = snapshot.arrow(said.sql, said.params)
        if known.num_rows:
            owned = messages.append_column("conversation_id", pa.array([each] * messages.num_rows, pa.string()))
            found += request_text(batch_of(known, owned))
    return tuple(dict.fromkeys(text for text in found if text.strip()))


def _asked_topic(name: str, sentence: str, conversations: Sequence[str], parent_id: str | None) -> dict:
    sentence = " ".join(sentence.split())[:LONGEST_SENTENCE]
    chosen = list(dict.fromkeys(conversations))[:MOST_EXAMPLES]
    return {"kind": "own", "name": _name(name), "sentence": sentence, "conversations": chosen, "parent_id": parent_id}


def _name(name: str) -> str:
    if not name.strip():
        raise UnusableSetting("A topic needs a name.", hint="Write a short noun phrase.")
    return " ".join(name.split())[:LONGEST_NAME]


def _own(asked: Mapping) -> dict:
    return {"topic_id": f"own-{uuid4().hex[:8]}", **{name: asked[name] for name in ("parent_id", "name", "sentence", "conversations")}}


def _described(part: Proposed, kind: str) -> dict:
    lists = {name: list(getattr(part, name)) for name in ("keywords", "examples", "typical", "odd")}
    return {"topic_id": f"{kind}-{uuid4().hex[:8]}", "name": part.name, "description": part.description, **lists}


def _chosen(parts: Sequence[Proposed], chosen: Sequence[int], names: Sequence[str]) -> list[tuple[Proposed, str]]:
    if not chosen or len(chosen) != len(names) or len(set(chosen)) < len(chosen) or not set(chosen) <= set(range(len(parts))):
        raise UnusableSetting("Nothing was chosen.", hint="Choose at least one of the proposed topics.")
    return [(parts[place], _name(name)) for place, name in zip(chosen, names, strict=True)]


def _fresh(home: Path, workspace: str, kind: str, topic_id: str | None = None) -> Proposal:
    found = proposal(home, workspace, kind, topic_id)
    if found is None:
        raise UnusableSetting("There is no such proposal any more, or it cannot be read.", hint="Ask for it again.")
    if found.stale:
        raise UnusableSetting("Conversations or topics changed since this was proposed.", hint="Ask for it again.")
    return found


def _request(home: Path, workspace: str, asked: Mapping) -> str:
    control = Control(home)
    control.workspace(workspace)
    return control.enqueue(workspace, "propose", asked)


def _record(home: Path, workspace: str, what: str, payload: Mapping, who: str) -> int:
    """An edit that has everything placed again."""
    control = Control(home)
    number = control.record(workspace, what, payload, who)
    control.enqueue(workspace, "analyse")
    return number
