"""What people say of labels as evidence, and labels as they are after learning from it.

An analysis works out what was learnt and keeps it beside its result, in the fact `label_learning`; the labels stay as they were judged. Whether the
learnt ones count is a setting, so that switching it off brings every judgement back at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights.model import Kind, Resolution
from insights.store.control import Event

LEARNING_SETTING = "label_learning"
FACT = "label_learning"
TAUGHT_LABELS = ("resolution", "kinds")
KINDS = tuple(str(kind) for kind in Kind)
QUESTIONS = ("solved", "confirmed", "pending", *KINDS, "request")
SAID_BY = {"label_disputed": "dispute", "rating_checked": "check", "labels_confirmed": "confirmed"}
"""How a kind of event says a label; a dispute counts before a blind answer, and that before a confirmation."""
CONFIRMED, ASSUMED, UNRESOLVED, PENDING = (str(resolution) for resolution in Resolution)
CHANCES = ", ".join(f"coalesce(p_{kind}, 0)" for kind in KINDS)


def now(name: str, said: str, chance: str) -> str:
    """Whether the answer to a question is yes now, in SQL; `insights.planning.shifts.Rule` says the same of arrays."""
    return f"(({said}) or coalesce({chance} >= {name}_from, false)) and not coalesce({chance} < {name}_below, false)"


TABLE = f"""
create table lesson (active boolean, won varchar, lost varchar, solved_shift double, {
    ", ".join(f"{name}_from double, {name}_below double" for name in QUESTIONS)
});
"""

PLAIN = """
create or replace view taught as
select
    *,
    resolution as resolution_taught,
    p_resolved as p_resolved_taught,
    kinds as kinds_taught,
    eligible as eligible_taught,
    automated as automated_taught,
    false as is_other_resolution,
    false as is_other_kinds
from snap.main.wide;
"""
"""The labels as they were judged: what is shown, and many times as fast, as long as nothing that was learnt counts."""

VIEW = f"""
create or replace view taught as
with sided as (
    select
        *,
        resolution in ('{CONFIRMED}', '{ASSUMED}') as was_solved,
        least(1, coalesce(resolution_confidence, 0) / greatest(case when was_solved then p_resolved else 1 - p_resolved end, 1e-6)) as stated,
        case when resolution in ('{CONFIRMED}', '{PENDING}') then stated else 1 - stated end as second
    from snap.main.wide
    cross join lesson
),
asked as (
    select
        *,
        {now("solved", "was_solved", "p_resolved")} as is_solved,
        {now("confirmed", f"resolution = '{CONFIRMED}'", "second")} as is_confirmed,
        {now("pending", f"resolution = '{PENDING}'", "second")} as is_pending,
        {now("request", "len(kinds) > 0", "p_request")} as is_request,
        list_concat({
    ", ".join("case when " + now(kind, f"list_contains(kinds, '{kind}')", f"p_{kind}") + f" then ['{kind}'] else [] end" for kind in KINDS)
}) as asked_kinds
    from sided
),
relabelled as (
    select
        asked.* exclude (active, won, lost, solved_shift, {", ".join(f"{name}_from, {name}_below" for name in QUESTIONS)},
            was_solved, stated, second, is_solved, is_confirmed, is_pending, is_request, asked_kinds),
        case
            when resolution is null or p_resolved is null then resolution
            when is_solved and not was_solved then won
            when was_solved and not is_solved then lost
            when is_solved then case when is_confirmed then '{CONFIRMED}' else '{ASSUMED}' end
            when is_pending then '{PENDING}'
            else '{UNRESOLVED}'
        end as resolution_taught,
        case
            when p_resolved is null then p_resolved
            else p_resolved / (p_resolved + (1 - p_resolved) * exp(-solved_shift))
        end as p_resolved_taught,
        case
            when kinds is null or not_scored is not distinct from 'language' then coalesce(len(kinds) > 0, false)
            else is_request
        end as eligible_taught,
        case
            when kinds is null or not_scored is not distinct from 'language' then kinds
            when not is_request then cast([] as varchar[])
            when len(kinds) = 0 then [list_extract({list(KINDS)}, list_position([{CHANCES}], greatest({CHANCES})))]
            when len(asked_kinds) = 0 then kinds
            else asked_kinds
        end as kinds_taught
    from asked
)
select
    *,
    handled_by = 'bot' and coalesce(resolution_taught in ('{CONFIRMED}', '{ASSUMED}'), false) and eligible_taught as automated_taught,
    resolution_taught is distinct from resolution as is_other_resolution,
    kinds_taught is distinct from kinds as is_other_kinds
from relabelled;
"""


def learning_on(events: Sequence[Event]) -> bool:
    """Whether labels learn from what people say of them."""
    said = [
        event.payload["value"]
        for event in events
        if event.what == "setting_changed" and event.payload["name"] == LEARNING_SETTING and not event.undone
    ]
    return bool(said and said[-1])


def label_answers(events: Sequence[Event]) -> list[tuple[str, str, object, str]]:
    """Conversation, label, value and how it was said: one line per conversation and label, whatever else was said of it before."""
    strength, said = list(SAID_BY.values()), dict[tuple[str, str], tuple[object, str]]()
    for event in events:
        if event.undone or event.what not in SAID_BY:
            continue
        how, payload = SAID_BY[event.what], event.payload
        values = {payload["field"]: payload["value"]} if "field" in payload else payload
        for label in TAUGHT_LABELS:
            key = (payload["conversation_id"], label)
            if values.get(label) is not None and (key not in said or strength.index(how) <= strength.index(said[key][1])):
                said[key] = (values[label], how)
    return [(*key, *value) for key, value in said.items()]


def lesson_row(learnt: Mapping[str, Mapping], events: Sequence[Event]) -> tuple[object, ...]:
    """The row of the table `lesson`: what was learnt where that counts, nothing elsewhere. `learnt` is the fact: what is learnt of each label."""
    rules = {name: rule for lesson in learnt.values() for name, rule in lesson["rules"].items()} if learning_on(events) else {}
    sides = learnt.get("resolution", {})
    limits: list[float | None] = []
    for name in QUESTIONS:
        shift, limit = (rules[name]["shift"], rules[name]["limit"]) if name in rules else (0.0, None)
        limits += [limit if shift > 0 else None, limit if shift < 0 else None]
    return bool(rules), sides.get("won", ASSUMED), sides.get("lost", UNRESOLVED), rules.get("solved", {}).get("shift", 0.0), *limits
