"""The demo companies of `sample_data/`: imported over the same path as anybody's file."""

from __future__ import annotations

from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from insights.pipeline import intake
from insights.pipeline.knowledge import read_articles, read_tools
from insights.store import truth, uploads
from insights.store.control import YOU, Control
from insights.store.home import PROJECT
from insights.store.overlay import live

DEMOS = PROJECT / "sample_data"
FILE = "conversations.jsonl.gz"


def names() -> tuple[str, ...]:
    """The demos that there are."""
    return tuple(sorted(path.parent.name for path in DEMOS.glob(f"*/{FILE}")))


def fill(home: Path, control: Control, workspace: str, name: str) -> None:
    """Import a demo with its articles and tools. Doing it again, after being stopped half way, does what is left."""
    folder = DEMOS / name
    for what, records in (("articles", read_articles(folder / "articles.jsonl")), ("tools", read_tools(folder / "tools.jsonl"))):
        if not live(control.events(workspace), f"{what}_set"):
            version = truth.save_lines(home, workspace, what, records)
            control.record(workspace, f"{what}_set", {"version": version, "count": len(records)}, YOU)
    upload_id = uuid5(NAMESPACE_URL, f"{workspace}/{name}").hex
    path = folder / FILE
    if uploads.find(control, workspace, upload_id) is None:
        uploads.receive(control, workspace, upload_id, name=path.name, size=path.stat().st_size)
    upload = uploads.find(control, workspace, upload_id)
    assert upload is not None, "what was just received can be found"
    if upload_id not in truth.accepted(control.events(workspace)):
        intake.stage(home, control, upload, path=path)
        intake.accept(home, control, upload, who=YOU)
