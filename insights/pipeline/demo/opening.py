"""Opening a demo company: its analysed store is laid down at once; without one that fits, it is imported and analysed like anybody's file.

One process at a time opens a demo, so that two clicks make one workspace. Whoever is stopped half way leaves a workspace without a result, which
the next one clears away.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from insights.errors import UnreadableFile, UnusableSetting
from insights.pipeline import intake, predicting
from insights.pipeline.demo import companies, shipped
from insights.pipeline.demo.companies import ARTICLES, FILE, TOOLS, Demo
from insights.pipeline.knowledge import read_articles, read_tools
from insights.store import truth, uploads
from insights.store.control import YOU, Control, Workspace
from insights.store.home import workspace_folder
from insights.store.overlay import live
from insights.store.publication import alone, published
from insights.store.uploads import Upload

GONE = ".gone-"


def open_demo(home: Path, name: str, who: str, folder: Path) -> Workspace:
    """The workspace of a demo with all that was done in it, or a new one."""
    control = Control(home)
    with _alone(home):
        kept = None
        for each in _of(control, name, who):
            if _unfinished(home, control, each):
                _erase(home, control, each, who)
            else:
                kept = each
        return kept or _made(home, control, _sound(folder, name), who=who, folder=folder)


def reset_demo(home: Path, name: str, who: str, folder: Path) -> Workspace:
    """A new workspace of a demo; those there were are deleted for good."""
    control = Control(home)
    with _alone(home):
        before = _of(control, name, who)
        made = _made(home, control, _sound(folder, name), who=who, folder=folder)
        for each in before:
            _erase(home, control, each, who)
    return made


def fill(home: Path, control: Control, workspace: str, folder: Path) -> None:
    """Import a demo with its articles and tools. Doing it again, after being stopped half way, does what is left."""
    companies.check(folder, companies.described(folder).title)
    upload = _received(home, control, workspace, folder, YOU)
    if upload.id not in truth.accepted(control.events(workspace)):
        ready = intake.stage(home, control, upload, path=folder / FILE)
        if ready.problem:
            raise UnreadableFile(ready.problem, hint=companies.restoring(folder))
        intake.accept(home, control, upload, who=YOU)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Nobody else opens a demo, and what somebody was stopped at deleting is gone."""
    with alone(home / "workspaces"):
        for left in (home / "workspaces").glob(f"{GONE}*"):
            shutil.rmtree(left, ignore_errors=True)
        yield


def _of(control: Control, name: str, who: str) -> list[Workspace]:
    return [workspace for workspace in control.workspaces(who) if workspace.demo == name]


def _sound(folder: Path, name: str) -> Demo:
    """The demo of that name, if it can be opened."""
    if name not in companies.COMPANIES:
        raise UnusableSetting(f"There is no demo called {name}.", hint=f"Choose one of: {', '.join(companies.COMPANIES)}.")
    demo = companies.described(folder / name)
    if demo.problem:
        raise UnreadableFile(demo.problem, hint=demo.hint)
    return demo


def _unfinished(home: Path, control: Control, workspace: Workspace) -> bool:
    """True when there is nothing to see and nobody is at it, though nobody took anything back: the one who opened it was stopped, or failed."""
    if control.jobs(workspace.id, active_only=True) or published(workspace_folder(home, workspace.id) / "snapshots"):
        return False
    events = control.events(workspace.id)
    own = _upload_id(workspace.id, str(workspace.demo))
    return not live(events, "import_undone") and set(truth.accepted(events)) <= {own}


def _made(home: Path, control: Control, demo: Demo, *, who: str, folder: Path) -> Workspace:
    """A new workspace that shows the demo, or is about to."""
    store = shipped.load(folder / demo.name)
    if store is None:
        companies.check(folder / demo.name, demo.title)
    made = control.create_workspace(demo.title, demo.name, who)
    if store is None:
        control.enqueue(made.id, "demo", {"name": demo.name})
    else:
        upload = _received(home, control, made.id, folder / demo.name, who)
        shipped.lay(home, control, upload, store, who=who)
        predicting.state(home, control, made.id, who=who)
    return made


def _received(home: Path, control: Control, workspace: str, folder: Path, who: str) -> Upload:
    """The company's file as an upload of a workspace that has its articles and tools."""
    for what, records in (("articles", read_articles(folder / ARTICLES)), ("tools", read_tools(folder / TOOLS))):
        if not live(control.events(workspace), f"{what}_set"):
            version = truth.save_lines(home, workspace, what, records)
            control.record(workspace, f"{what}_set", {"version": version, "count": len(records)}, who)
    upload_id = _upload_id(workspace, folder.name)
    if uploads.find(control, workspace, upload_id) is None:
        uploads.receive(control, workspace, upload_id, name=FILE, size=(folder / FILE).stat().st_size)
    upload = uploads.find(control, workspace, upload_id)
    assert upload is not None, "what was just received can be found"
    return upload


def _upload_id(workspace: str, name: str) -> str:
    return uuid5(NAMESPACE_URL, f"{workspace}/{name}").hex


def _erase(home: Path, control: Control, workspace: Workspace, who: str) -> None:
    """Delete a workspace for good. Its folder is moved away first: nobody who is still at work in it can put anything back."""
    for job in control.jobs(workspace.id, active_only=True):
        control.cancel(job.id)
    folder = workspace_folder(home, workspace.id)
    gone = folder.with_name(f"{GONE}{workspace.id}")
    if folder.is_dir():
        folder.rename(gone)
    control.delete_workspace(workspace.id, who)
    shutil.rmtree(gone, ignore_errors=True)
