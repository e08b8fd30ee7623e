"""What people decided about actions, from the events of a workspace: the last word on each field, and what an action was when it was last touched.

An action that the analysis no longer proposes stays in the list when somebody works on it; one that was rejected comes back only when at least twice
as many conversations prove it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from insights.store.control import Event
from insights.tables import ACTIONS

FIELDS = ("status", "owner", "due", "done_on", "title", "reason", "comment", "effort", "draft")
COLUMNS = ("action_id", *FIELDS, "rejected_at", "changed")
COMES_BACK = 2
"""How many times the evidence of its rejection brings an action back."""
EFFORT_SETTING = "effort:"
"""Before the name of an enabler: the setting that says how much work it is."""
SIZES = ("S", "M", "L")
WORKED_ON = ("accepted", "doing", "done")

TABLES = f"""
create table action_edit (action_id varchar, {", ".join(f"{name} varchar" for name in FIELDS)}, rejected_at integer, changed integer);
create table stated_effort (stated_for varchar, effort varchar);
create table action_kept ({", ".join(f"{column.name} {column.type}" for column in ACTIONS.columns)});
"""

VIEW = f"""
create view actions_now as
with every as (
    select actions.*, true as standing from snap.main.actions
    union all by name
    select action_kept.*, false as standing from action_kept where action_id not in (select action_id from snap.main.actions)
)
select
    every.* exclude (title, effort, topic_id, draft),
    coalesce(moved.now_topic_id, every.topic_id) as topic_id,
    moved.topic,
    coalesce(action_edit.title, every.title) as title,
    coalesce(of_enabler.effort, of_action.effort, every.effort) as effort,
    coalesce(action_edit.draft, every.draft) as draft,
    action_edit.draft is not null as draft_edited,
    coalesce(action_edit.status = 'rejected' and every.conversations >= {COMES_BACK} * action_edit.rejected_at, false) as returned,
    case when returned then 'proposed' else coalesce(action_edit.status, 'proposed') end as status,
    action_edit.owner,
    try_cast(action_edit.due as date) as due,
    try_cast(action_edit.done_on as date) as done_on,
    action_edit.reason,
    action_edit.comment,
    coalesce(action_edit.changed, 0) as changed
from every
left join moved on moved.topic_id = every.topic_id
left join stated_effort as of_enabler on of_enabler.stated_for = every.enabler_id
left join stated_effort as of_action on of_action.stated_for = every.action_id
left join action_edit on action_edit.action_id = every.action_id;
"""


def changes(events: Iterable[Event]) -> list[Event]:
    """The changes of actions that are not undone, in order."""
    return [event for event in events if event.what == "action_changed" and not event.undone]


def action_edits(events: Iterable[Event]) -> dict[str, dict[str, object]]:
    """What was said of actions: {action: {field: value}}; the last word counts.

    What is done was done on the day it was said, unless a day was given.
    """
    said: dict[str, dict[str, object]] = {}
    for event in changes(events):
        payload, one = event.payload, said.setdefault(event.payload["action_id"], {})
        one |= {name: payload[name] for name in FIELDS if name in payload}
        one["changed"] = event.id
        if payload.get("status") == "done":
            one["done_on"] = payload.get("done_on") or event.at.date().isoformat()
        elif "status" in payload:
            one["done_on"] = None
        if payload.get("status") == "rejected":
            one["rejected_at"] = payload.get("was", {}).get("conversations")
    return said


def stated_efforts(events: Iterable[Event]) -> dict[str, str]:
    """Sizes that somebody stated, by enabler, or by action where it builds nothing; the last word counts, on whichever page it was said."""
    said: dict[str, str] = {}
    for event in events:
        if event.undone:
            continue
        payload = event.payload
        if event.what == "action_changed" and payload.get("effort") in SIZES:
            said[payload.get("was", {}).get("enabler_id") or payload["action_id"]] = payload["effort"]
        elif event.what == "setting_changed" and payload["name"].startswith(EFFORT_SETTING) and payload["value"] in SIZES:
            said[payload["name"].removeprefix(EFFORT_SETTING)] = payload["value"]
    return said


def rejections(events: Iterable[Event]) -> dict[str, float]:
    """The rejected actions with how many conversations bring each back; nothing does where it is not known how many proved it."""
    said = {action_id: fields for action_id, fields in action_edits(events).items() if fields.get("status") == "rejected"}
    return {action_id: COMES_BACK * float(str(fields.get("rejected_at") or "inf")) for action_id, fields in said.items()}


def edit_rows(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """The rows of the table `action_edit`."""
    return [(action_id, *(said.get(name) for name in COLUMNS[1:])) for action_id, said in action_edits(events).items()]


def kept_rows(events: Sequence[Event]) -> list[tuple[object, ...]]:
    """The rows of the table `action_kept`: actions that somebody works on, as they were when they were last touched."""
    was = {event.payload["action_id"]: event.payload["was"] for event in changes(events) if event.payload.get("was")}
    worked_on = [action_id for action_id, said in action_edits(events).items() if said.get("status") in WORKED_ON and action_id in was]
    return [tuple({"action_id": action_id, **was[action_id]}.get(name) for name in ACTIONS.names) for action_id in worked_on]
