"""Everything that a screen may ask for. Every call is quick: what takes time goes to the queue, and the screen watches the job."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from insights.errors import FileTooLarge, UnusableSetting
from insights.pipeline import actions, bringing, curating, help_pages, intake, opinions
from insights.pipeline.demo import companies, opening
from insights.pipeline.demo.companies import Demo
from insights.pipeline.export import native_lines
from insights.pipeline.history import Import, imports_of
from insights.pipeline.live import connections
from insights.pipeline.staging import Staged
from insights.sources import LIMITS, Mapping
from insights.store import truth, uploads
from insights.store.actions import stated_efforts as efforts_of
from insights.store.control import YOU, Control, Workspace
from insights.store.home import workspace_folder
from insights.store.overlay import live
from insights.store.queue import Job

BLOCK = 1 << 20
UNDOABLE = (
    *curating.UNDOABLE,
    "label_disputed",
    "rating_checked",
    "labels_confirmed",
    "action_changed",
    "setting_changed",
    "articles_set",
    "tools_set",
)


def put_upload(home: Path, workspace: str, name: str, stream: BinaryIO, *, most_bytes: int = LIMITS.raw_bytes) -> str:
    """Store the bytes of a file under a name of ours, counted as they come; the id of the upload."""
    control = Control(home)
    control.workspace(workspace)
    intake.clear_old(home, workspace)
    upload_id = uuid4().hex
    path = workspace_folder(home, workspace) / "uploads" / upload_id
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    size = 0
    with ExitStack() as undone:
        undone.callback(path.unlink, missing_ok=True)
        with path.open("wb") as handle:
            while block := stream.read(BLOCK):
                size += len(block)
                if size > most_bytes:
                    raise FileTooLarge(
                        f"{intake.shown_name(name)} is larger than {most_bytes / 2**30:g} GB.", hint="Split it by month and import the parts."
                    )
                handle.write(block)
        uploads.receive(control, workspace, upload_id, name=intake.shown_name(name), size=size)
        undone.pop_all()
    return upload_id


def request_stage(home: Path, workspace: str, upload: str, mapping: Mapping | None = None) -> str:
    """Have an upload read; the id of the job."""
    return Control(home).enqueue(workspace, "stage", {"upload": upload, "mapping": mapping.to_json() if mapping else None})


def staged(home: Path, workspace: str, upload: str) -> Staged | None:
    """What an upload holds, or None while that is not known."""
    found = uploads.find(Control(home), workspace, upload)
    return intake.staged(home, found) if found else None


def accept(home: Path, workspace: str, upload: str, who: str = YOU, *, tolerant: bool = False) -> str | None:
    """Import an upload that was read, and have everything analysed; the id of the import, None when nothing in it is new.

    Raises:
        TooManyBadRows: more than a tenth of the rows would be left out, and `tolerant` was not said.
    """
    control = Control(home)
    control.workspace(workspace, who)
    accepted = intake.accept(home, control, _upload(control, workspace, upload), who=who, tolerant=tolerant)
    if accepted:
        control.enqueue(workspace, "analyse")
    return accepted


def discard(home: Path, workspace: str, upload: str) -> None:
    """Forget an upload that is not wanted."""
    intake.discard(home, _upload(Control(home), workspace, upload))


def undo_import(home: Path, workspace: str, import_id: str, who: str = YOU) -> None:
    """Take an import back, and have what is left analysed."""
    control = Control(home)
    control.workspace(workspace, who)
    if uploads.undo(control, _upload(control, workspace, import_id), who) is None:
        raise UnusableSetting("This import was taken back already.", hint="Reload the page to see how things stand.")
    control.enqueue(workspace, "analyse")


def imports(home: Path, workspace: str) -> tuple[Import, ...]:
    """Every import, newest first, also those that were taken back."""
    return imports_of(Control(home).events(workspace))


def rejects_file(home: Path, workspace: str, upload: str) -> Path | None:
    """The rejected rows (Parquet) of an upload or import, or None when they are gone."""
    found = _upload(Control(home), workspace, upload)
    for folder in (truth.imports_folder(home, workspace) / upload, intake.incoming_folder(home, found)):
        if (folder / "rejects.parquet").exists():
            return folder / "rejects.parquet"
    return None


shown_name = intake.shown_name
bring_articles, bring_tools, set_articles, set_tools = bringing.bring_articles, bringing.bring_tools, bringing.set_articles, bringing.set_tools
tools, set_available, brought_last = bringing.tools, bringing.set_available, bringing.brought_last
planned_pages, request_pages, forget_pages = help_pages.plan, help_pages.request, help_pages.forget


def request_analysis(home: Path, workspace: str) -> str:
    """Have everything analysed again. The id of the job."""
    return Control(home).enqueue(workspace, "analyse")


def job(home: Path, workspace: str, job_id: str) -> Job | None:
    """A job of this workspace."""
    found = Control(home).job(job_id)
    return found if found and found.workspace == workspace else None


def cancel(home: Path, workspace: str, job_id: str) -> bool:
    """Stop a job of this workspace; False when it had ended."""
    return job(home, workspace, job_id) is not None and Control(home).cancel(job_id)


rename_topic, merge_topics, set_topic_aside = curating.rename_topic, curating.merge_topics, curating.set_topic_aside


dispute, check_rating, confirm_labels = opinions.dispute, opinions.check_rating, opinions.confirm_labels
set_rating_scale, set_label_learning = opinions.set_rating_scale, opinions.set_label_learning
change_action, change_setting = actions.change_action, opinions.change_setting


def settings(home: Path, workspace: str) -> dict[str, object]:
    """The settings of a workspace as they are now."""
    return {event.payload["name"]: event.payload["value"] for event in live(Control(home).events(workspace), "setting_changed")}


def stated_efforts(home: Path, workspace: str) -> dict[str, str]:
    """The sizes that somebody stated, by enabler or action."""
    return efforts_of(Control(home).events(workspace))


def undo(home: Path, workspace: str, event_id: int, who: str = YOU) -> None:
    """Undo an edit; knowledge and places that change by it are analysed again."""
    control = Control(home)
    events = control.events(workspace)
    found = [event for event in events if event.id == event_id and event.what in UNDOABLE]
    if not found:
        raise UnusableSetting("This cannot be undone.", hint="An import is taken back on the workspace page.")
    control.undo(event_id, who)
    if found[0].what in ("articles_set", "tools_set") or curating.relabels(found[0]) or opinions.relearns(found[0].what, found[0].payload, events):
        control.enqueue(workspace, "analyse")


def demos() -> tuple[Demo, ...]:
    """The demo companies that come with the product, also one that is damaged: it says so and cannot be opened."""
    return companies.demos(companies.demos_folder())


def open_demo(home: Path, name: str, who: str = YOU) -> Workspace:
    """The workspace of a demo with all that was done in it, or a new one, which shows the demo at once or is being filled.

    Raises:
        UnreadableFile: the files of the demo are damaged or missing.
    """
    return opening.open_demo(home, name, who, companies.demos_folder())


def reset_demo(home: Path, name: str, who: str = YOU) -> Workspace:
    """The demo as it was at first, in a new workspace; the one there was is deleted for good with every edit, unless the demo cannot be opened."""
    return opening.reset_demo(home, name, who, companies.demos_folder())


def delete_workspace(home: Path, workspace: str, who: str = YOU) -> None:
    """Delete a workspace with everything in it. There is no way back."""
    control = Control(home)
    control.workspace(workspace, who)
    connections.forget_all(home, workspace)
    control.delete_workspace(workspace, who)
    shutil.rmtree(workspace_folder(home, workspace), ignore_errors=True)


def export_conversations(home: Path, workspace: str) -> Iterator[bytes]:
    """Every conversation as it is stored, in the native format, a line each."""
    return native_lines(*truth.load(home, workspace, truth.accepted(Control(home).events(workspace))))


def _upload(control: Control, workspace: str, upload: str) -> uploads.Upload:
    found = uploads.find(control, workspace, upload)
    if found is None:
        raise UnusableSetting("This file is not here any more.", hint="Upload it again.")
    return found
