"""What people say of the judge's labels and settings: disputes, blind ratings, a scale of their own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from insights.errors import UnusableSetting
from insights.store.control import YOU, Control
from insights.store.overlay import DISPUTABLE, SCALE_SETTING


def dispute(home: Path, workspace: str, conversation_id: str, field: str, value: object, *, was: object = None, who: str = YOU) -> int:
    """Correct a judgement (rating, resolution, kinds or topic id); the number of the edit. A topic is learnt from: what is alike follows."""
    if field not in DISPUTABLE:
        raise UnusableSetting(f"{field} cannot be corrected.", hint=f"Choose one of: {', '.join(DISPUTABLE)}.")
    control, said = Control(home), {"conversation_id": conversation_id, "field": field, "value": value, "was": was}
    number = control.record(workspace, "label_disputed", said, who)
    if field == "topic":
        control.enqueue(workspace, "analyse")
    return number


def check_rating(home: Path, workspace: str, conversation_id: str, rating: int | None, who: str = YOU) -> int:
    """What somebody who did not see our rating says of a conversation, 1 to 5, or that they cannot say; the number of the edit."""
    if rating is not None and rating not in range(1, 6):
        raise UnusableSetting(f"{rating} is no rating.", hint="Choose 1 to 5.")
    return Control(home).record(workspace, "rating_checked", {"conversation_id": conversation_id, "rating": rating}, who)


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
