"""`python -m insights analyse`: the main job without a browser, over the same path as the app: upload, read, accept, analyse, publish.

What comes after the reading is imported while another process reads: that takes longer than all else that happens before.
"""

from __future__ import annotations

import contextlib
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from insights.errors import UnreadableFile
from insights.pipeline import intake, teaching
from insights.pipeline.progress import Reporter
from insights.store import uploads
from insights.store.control import Control, Workspace

if TYPE_CHECKING:
    from insights.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked on the command line."""

    conversations: Path
    articles: Path | None = None
    tools: Path | None = None
    workspace: Path | None = None
    out: Path | None = None
    format: str = "parquet"
    teacher: str | None = None


def analyse(request: Request) -> int:
    """Run the request; the tables go to its folder, a summary to the screen."""
    check(request)
    reporter = Reporter()
    with kept(request) as home:
        control = Control(home)
        workspace = workspace_named(control, request.conversations.stem)
        if request.teacher:
            taught_by(request.teacher, home, workspace)
        reporter(0.0, f"Reading {request.conversations.name}")
        started = time.perf_counter()
        with ThreadPoolExecutor(1) as beside:
            reading = beside.submit(read, request, home, control, workspace)
            from insights.pipeline import desk
            from insights.pipeline.rebuild import rebuild
            from insights.store.snapshot import Shelf

            upload_id = reading.result()
        bring(request, home, workspace.id)
        seconds = time.perf_counter() - started
        rebuild(home, control, workspace.id, progress=reporter, name=uuid4().hex)
        for job in control.jobs(workspace.id, active_only=True):
            control.cancel(job.id)
        snapshot = Shelf(home, control).open(workspace.id)
        assert snapshot is not None, "an analysis that was just published can be opened"
        reporter.done()
        finish(request, snapshot, rejects=desk.rejects_file(home, workspace.id, upload_id), seconds=seconds, imported=control)
    return 0


def check(request: Request) -> None:
    """Refuse what cannot be done before anything is started."""
    for path in (request.conversations, request.articles, request.tools):
        if path is not None and not path.exists():
            raise UnreadableFile(f"{path.name} does not exist.", hint="Check the path.")


@contextlib.contextmanager
def kept(request: Request) -> Iterator[Path]:
    """The data folder: the one that was named, or one that is gone afterwards."""
    if request.workspace is not None:
        request.workspace.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield request.workspace.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="headroom-") as scratch:
        yield Path(scratch)


def taught_by(teacher: str, home: Path, workspace: Workspace) -> None:
    """Set the judge that finds the topics; a teacher that cannot be used ends the command."""
    from insights.store.snapshot import Shelf

    folder = Path(teacher).expanduser()
    teaching.choose(home, workspace.id, str(folder.resolve()) if folder.is_dir() else teacher)
    if Shelf(home, Control(home)).open(workspace.id) is not None:
        print("The topics that stand are kept; the teacher is asked when topics are found anew.", file=sys.stderr)


def workspace_named(control: Control, name: str) -> Workspace:
    """The workspace of that name, or a new one."""
    found = [workspace for workspace in control.workspaces() if workspace.name == name]
    return found[0] if found else control.create_workspace(name)


def read(request: Request, home: Path, control: Control, workspace: Workspace) -> str:
    """Import the file or folder; the id of the upload."""
    path = request.conversations
    upload_id = uuid4().hex
    size = path.stat().st_size if path.is_file() else 0
    uploads.receive(control, workspace.id, upload_id, name=intake.shown_name(path.name), size=size)
    upload = uploads.find(control, workspace.id, upload_id)
    assert upload is not None, "what was just received can be found"
    ready = intake.stage(home, control, upload, path=path)
    if ready.problem:
        raise UnreadableFile(ready.problem, hint=ready.hint)
    # There is nobody to ask: what can be read is read, what cannot stands in the table of rejects, and a large share is said aloud.
    if ready.bad_share > intake.MOST_BAD:
        print(f"{ready.rejected_rows:,} of {ready.rows:,} rows cannot be imported; the table of rejects says why.", file=sys.stderr)
    intake.accept(home, control, upload, who="you", tolerant=True)
    return upload_id


def bring(request: Request, home: Path, workspace: str) -> None:
    """Use the articles and tools that were named; what was left out of them is said aloud."""
    from insights.pipeline import desk
    from insights.pipeline.knowledge.found import in_words

    for what, path, keep in (("articles", request.articles, desk.set_articles), ("tools", request.tools, desk.set_tools)):
        if path is not None:
            keep(home, workspace, path)
            if left_out := desk.brought_last(home, workspace, what).get("left_out"):
                print(f"{path.name}: left out {in_words(left_out)}.", file=sys.stderr)


def finish(request: Request, snapshot: Snapshot, *, rejects: Path | None, seconds: float, imported: Control) -> None:
    """Write the tables and say what came out."""
    from insights.pipeline import desk
    from insights.pipeline.output import summary, told, write_tables

    said = summary(snapshot, reading_seconds=seconds, imports=desk.imports(imported.path.parent, snapshot.workspace))
    if request.out:
        write_tables(snapshot, request.out, form=request.format, rejects=rejects, summary=said)
    print(told(said, request.out))
