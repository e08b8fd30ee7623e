"""Which judge finds the topics: the built-in one, or one that a teacher taught. A teacher that cannot be had is never in the way of an analysis.

The teacher is a folder, or the name of one that can be downloaded. It is the workspace's setting, else that of the environment, else there is none.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from insights.errors import UnusableSetting
from insights.store.control import YOU, Control, Event
from insights.store.overlay import live
from insights.teachers import hub
from insights.teachers.encoder import Teacher

BUILT_IN = "built-in"
VARIABLE = "HEADROOM_TEACHER"
SETTING, AGREED = "teacher_folder", "teacher_download"
FOLDER = "teachers"


@dataclass(frozen=True, slots=True)
class Lesson:
    """The teacher to learn from, if there is one, and why there is none although one was chosen."""

    teacher: Teacher | None = None
    problem: str = ""
    hint: str = ""


def chosen(events: Sequence[Event]) -> str:
    """The folder or name that was chosen, or `built-in`."""
    return str(_settings(events).get(SETTING) or os.environ.get(VARIABLE) or BUILT_IN)


def agreed(events: Sequence[Event]) -> bool:
    """Whether somebody agreed to a download in this workspace."""
    return _settings(events).get(AGREED) is True


def lesson(home: Path, events: Sequence[Event]) -> Lesson:
    """The teacher that was chosen, loaded; without one the built-in judge goes on alone, and the reason is told."""
    word = chosen(events)
    if word == BUILT_IN:
        return Lesson()
    try:
        return Lesson(Teacher.load(folder_of(home, word, download=agreed(events))))
    except UnusableSetting as problem:
        return Lesson(None, str(problem), problem.hint)


def teacher_of(workspace: Path, events: Sequence[Event]) -> Teacher | None:
    """The teacher of the workspace of this folder, if it has one that can be had."""
    return lesson(workspace.parents[1], events).teacher


def missing(home: Path, events: Sequence[Event]) -> str:
    """Why the teacher that was chosen cannot be had, without loading it; empty when nothing is known against it."""
    word = chosen(events)
    if word == BUILT_IN or (hub.known(word) and agreed(events)):
        return ""
    try:
        folder_of(home, word)
    except UnusableSetting as problem:
        return str(problem)
    return ""


def folder_of(home: Path, word: str, *, download: bool = False) -> Path:
    """The folder of a teacher that is given as a folder or by name.

    Raises:
        UnusableSetting: it is neither here nor may be downloaded.
    """
    one = hub.known(word)
    if one is None:
        path = Path(word).expanduser()
        if not path.is_dir():
            raise UnusableSetting(f"There is no teacher at {word}.", hint="Give the folder of a sentence encoder, or go on with the built-in judge.")
        return path
    if download:
        return hub.fetch(one, home / FOLDER)
    if not (home / FOLDER / one.name).is_dir():
        raise UnusableSetting(
            f"The teacher {one.name} is not on this machine.", hint="Agree to its download on the Workspace page, or give its folder."
        )
    return home / FOLDER / one.name


def choose(home: Path, workspace: str, word: str, *, download: bool = False, who: str = YOU) -> None:
    """Set the judge of a workspace. The topics that stand stay: it is asked the next time that topics are found.

    Raises:
        UnusableSetting: the teacher is here and cannot be used, or is not here and may not be downloaded. Nothing is set then.
    """
    control = Control(home)
    control.workspace(workspace, who)
    if word != BUILT_IN and not (download and hub.known(word)):
        Teacher.load(folder_of(home, word))
    settings = _settings(control.events(workspace))
    for name, value in ((SETTING, word), (AGREED, download)):
        if settings.get(name) != value and not (name == AGREED and not download and name not in settings):
            control.record(workspace, "setting_changed", {"name": name, "value": value}, who)


def _settings(events: Sequence[Event]) -> Mapping[str, object]:
    return {event.payload["name"]: event.payload["value"] for event in live(events, "setting_changed")}
