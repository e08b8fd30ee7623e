"""What somebody does with a next action."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from insights.errors import UnusableSetting
from insights.model import ActionStatus
from insights.store.actions import FIELDS
from insights.store.control import YOU, Control


def change_action(
    home: Path,
    workspace: str,
    action_id: str,
    changes: Mapping[str, object],
    who: str = YOU,
    *,
    seen: int | None = None,
    was: Mapping[str, object] | None = None,
) -> int:
    """Change fields of an action; the number of the edit.

    Args:
        home: Data folder.
        workspace: The action's workspace.
        action_id: The action.
        changes: Some of status, owner, due, done_on, title, reason, comment, effort and draft.
        who: Who says so.
        seen: The newest edit of this action that they saw (`changed` of `actions_now`); None does not ask.
        was: The action as it stands, so that it stays in the list when the analysis does not propose it any more.

    Raises:
        UnusableSetting: a field cannot be changed, the day is none or still to come, or somebody else changed the action meanwhile.
    """
    if not changes or set(changes) - set(FIELDS):
        raise UnusableSetting("This cannot be changed.", hint=f"Choose among: {', '.join(FIELDS)}.")
    if "status" in changes and changes["status"] not in tuple(map(str, ActionStatus)):
        raise UnusableSetting(f"{changes['status']} is no status.", hint=f"Choose among: {', '.join(map(str, ActionStatus))}.")
    if changes.get("done_on") is not None and not is_past(str(changes["done_on"])):
        raise UnusableSetting("It cannot have been done on that day.", hint="Choose today or a day before.")
    said = {"action_id": action_id, **changes} | ({"was": dict(was)} if was else {})
    if seen is None:
        return Control(home).record(workspace, "action_changed", said, who)
    number = Control(home).record_unless_changed(workspace, "action_changed", said, who, of="action_id", seen=seen)
    if number is None:
        raise UnusableSetting("Somebody else changed this action a moment ago.", hint="Look at it as it stands now, then change it again.")
    return number


def is_past(day: str) -> bool:
    """Whether this is an ISO day that is not still to come, for those whose clock is ahead of UTC either."""
    try:
        return date.fromisoformat(day) <= datetime.now(UTC).date() + timedelta(days=1)
    except ValueError:
        return False
