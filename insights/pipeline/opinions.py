"""What people say of the judge's labels and settings: disputes, blind answers, confirmations, a scale of their own, and what learns from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from insights.errors import UnusableSetting
from insights.model import Kind, Resolution
from insights.store.control import YOU, Control, Event
from insights.store.overlay import DISPUTABLE, SCALE_SETTING
from insights.store.taught import LEARNING_SETTING, SAID_BY, TAUGHT_LABELS, learning_on


def dispute(home: Path, workspace: str, conversation_id: str, field: str, value: object, *, was: object = None, who: str = YOU) -> int:
    """Correct a judgement (rating, resolution, kinds or topic id); the number of the edit. A topic is learnt from: what is alike follows."""
    if field not in DISPUTABLE:
        raise UnusableSetting(f"{field} cannot be corrected.", hint=f"Choose one of: {', '.join(DISPUTABLE)}.")
    said = {"conversation_id": conversation_id, "field": field, "value": _usable(field, value), "was": was}
    return _said(home, workspace, "label_disputed", said, who)


def check_rating(
    home: Path,
    workspace: str,
    conversation_id: str,
    rating: int | None,
    who: str = YOU,
    *,
    resolution: str | None = None,
    kinds: Sequence[str] | None = None,
) -> int:
    """What somebody who did not see our labels says of a conversation; None where they cannot or did not say. The number of the edit."""
    said = {"rating": rating, "resolution": resolution, "kinds": kinds}
    stated = {name: _usable(name, value) for name, value in said.items() if value is not None or name == "rating"}
    return _said(home, workspace, "rating_checked", {"conversation_id": conversation_id, **stated}, who)


def confirm_labels(home: Path, workspace: str, conversation_id: str, *, resolution: str | None, kinds: Sequence[str], who: str = YOU) -> int:
    """Somebody who saw how a conversation was judged says that it is right so; the number of the edit."""
    said = {"conversation_id": conversation_id, "resolution": _usable("resolution", resolution), "kinds": _usable("kinds", kinds)}
    return _said(home, workspace, "labels_confirmed", said, who)


def set_label_learning(home: Path, workspace: str, *, on: bool, who: str = YOU) -> int:
    """Have resolutions and kinds of work learn from what people say of them, or leave them as they were judged; the number of the edit."""
    number = change_setting(home, workspace, LEARNING_SETTING, on or None, who)
    Control(home).enqueue(workspace, "analyse")
    return number


def relearns(what: str, said: Mapping[str, object], events: Sequence[Event]) -> bool:
    """Whether labels of other conversations change with an event of this kind that says this, so that everything is analysed again."""
    if what == "setting_changed":
        return said["name"] in (LEARNING_SETTING, SCALE_SETTING)
    about = {said["field"]} if "field" in said else {name for name in TAUGHT_LABELS if said.get(name) is not None}
    return what in SAID_BY and not about.isdisjoint(TAUGHT_LABELS) and learning_on(events)


def set_rating_scale(home: Path, workspace: str, cuts: Sequence[float] | None, who: str = YOU) -> int:
    """Rate on a scale of the workspace's own (from which expected rating on 2, 3, 4 and 5 are given), or on the judge's; the number of the edit."""
    if cuts is not None and (len(cuts) != 4 or list(cuts) != sorted(cuts)):
        raise UnusableSetting("This is no scale.", hint="Four cuts are needed, the lowest first.")
    number = change_setting(home, workspace, SCALE_SETTING, {"cuts": list(cuts)} if cuts is not None else None, who)
    Control(home).enqueue(workspace, "analyse")
    return number


def change_setting(home: Path, workspace: str, name: str, value: object, who: str = YOU) -> int:
    """Set a setting of the workspace; the number of the edit."""
    return Control(home).record(workspace, "setting_changed", {"name": name, "value": value}, who)


def _said(home: Path, workspace: str, what: str, said: Mapping[str, object], who: str) -> int:
    """Record what somebody says of labels, and have it learnt from."""
    control = Control(home)
    number = control.record(workspace, what, said, who)
    if said.get("field") == "topic" or relearns(what, said, control.events(workspace, what="setting_changed")):
        control.enqueue(workspace, "analyse")
    return number


def _usable(field: str, value: object) -> object:
    """A value that a label can have; kinds in their order and once each."""
    if field == "rating" and not (value is None or (isinstance(value, int) and value in range(1, 6))):
        raise UnusableSetting(f"{value} is no rating.", hint="Choose 1 to 5.")
    if field == "resolution" and value not in (None, *Resolution):
        raise UnusableSetting(f"{value} is no resolution.", hint=f"Choose one of: {', '.join(Resolution)}.")
    if field != "kinds" or value is None:
        return value
    if isinstance(value, str) or not isinstance(value, Sequence) or not set(value) <= set(Kind):
        raise UnusableSetting("These are no kinds of work.", hint=f"Choose some of: {', '.join(Kind)}, or none where there is no request.")
    return [str(kind) for kind in Kind if kind in value]
