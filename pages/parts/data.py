"""What pages read and what they ask for. The only cache: every key names its workspace, its snapshot and its edits, and holds scalars only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import pandas as pd
import streamlit as st

from insights.metrics import FILTERED, Query, measure, period_before
from insights.metrics.automation_questions import enabler_bill, requests, strata
from insights.metrics.effect_questions import daily_cells, proof_places
from insights.metrics.experience_questions import judged_labels
from insights.metrics.questions import filter_options, period
from insights.metrics.record_questions import bot_history
from insights.metrics.topic_questions import topic_table
from insights.model import ActionStatus, Filters
from insights.pipeline.lessons import answered
from insights.pipeline.live.keeper import Keeper
from insights.planning.backtest import BackTest, NotYet, backtest
from insights.planning.ladder import ladder as climb
from insights.planning.learning import FEWEST, Learnt, learn
from insights.planning.outcomes import OTHER, Outcome, Taxonomy, outcomes
from insights.planning.records import Ladder
from insights.planning.routing import Route, routes
from insights.store.control import Control, Workspace
from insights.store.home import home
from insights.store.queue import Job
from insights.store.snapshot import Shelf, Snapshot
from pages.parts.safe_text import one_line
from pages.parts.scope import Choices, Scope

HELD = 500
"""Answers that are kept at a time, over all workspaces."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest sound result of a workspace, and the number of the last edit that it shows."""

    snapshot_id: str
    edits: int
    damaged: bool


@st.cache_resource
def _shelf(folder: str) -> Shelf:
    return Shelf(home())


def shelf() -> Shelf:
    """The open snapshots of this process."""
    return _shelf(str(home()))


@st.cache_resource
def _keeper(folder: str) -> Keeper:
    return Keeper(home())


def keeper() -> Keeper:
    """The tokens that this process holds."""
    return _keeper(str(home()))


def control() -> Control:
    """Workspaces, events and jobs."""
    return shelf().control


def snapshot(workspace: str) -> Snapshot:
    """The newest sound snapshot of a workspace that has one; its `frame` runs a query on a cursor of its own."""
    found = shelf().open(workspace)
    if found is None:
        raise LookupError(workspace)
    return found


def workspaces() -> tuple[Workspace, ...]:
    """The workspaces that this session may see, oldest first."""
    return control().workspaces()


def standing(workspace: str) -> Standing | None:
    """What there is to look at, or None when nothing was analysed yet."""
    found = shelf().open(workspace)
    return Standing(found.id, found.edited_at, found.damaged is not None) if found else None


def jobs(workspace: str) -> tuple[Job, ...]:
    """The jobs of a workspace, newest first."""
    return control().jobs(workspace)


def staging(workspace: str, upload: str) -> Job | None:
    """The last time that an upload was asked to be read."""
    return next((job for job in jobs(workspace) if job.kind == "stage" and job.payload["upload"] == upload), None)


@st.cache_data(max_entries=HELD, show_spinner=False)
def _answer(workspace: str, snapshot_id: str, edits: int, sql: str, names: tuple[str, ...], values: tuple[object, ...]) -> pd.DataFrame:
    return snapshot(workspace).frame(
        sql, {name: list(value) if isinstance(value, tuple) else value for name, value in zip(names, values, strict=True)}
    )


def ask(query: Query, scope: Scope) -> pd.DataFrame:
    """The answer to a question that `insights.metrics` wrote."""
    values = tuple(tuple(value) if isinstance(value, (list, tuple)) else value for value in query.params.values())
    return _answer(scope.workspace, scope.snapshot_id, scope.edits, query.sql, tuple(query.params), values)


def whole(scope: Scope) -> Scope:
    """The same without its filters."""
    return replace(scope, filters=Filters())


def numbers(names: tuple[str, ...], scope: Scope, by: tuple[str, ...] = ()) -> pd.DataFrame:
    """Metrics over the filtered conversations, one row per group: the dimensions, then each metric with its `_count`, `_low` and `_high`."""
    return ask(measure(names, scope.filters, by), scope)


def before(names: tuple[str, ...], scope: Scope) -> pd.DataFrame | None:
    """The same metrics over the equally long period just before, or None when the data do not reach back that far."""
    there = choices(scope)
    if there.first is None or there.last is None:
        return None
    earlier = period_before(scope.filters, there.first, there.last)
    return numbers(names, replace(scope, filters=earlier)) if earlier else None


@st.cache_data(max_entries=HELD, show_spinner=False)
def _table(workspace: str, snapshot_id: str, edits: int, name: str) -> pd.DataFrame:
    return snapshot(workspace).table(name)


def table(name: str, scope: Scope) -> pd.DataFrame:
    """A whole table or view of the snapshot: topics_now, actions_now, enablers, articles, tools, evidence, meta and so on."""
    return _table(scope.workspace, scope.snapshot_id, scope.edits, name)


def count(scope: Scope) -> int:
    """Conversations that the filters leave."""
    # Asked together with the days, which most pages show as well.
    return int(ask(period(scope.filters), scope)["conversations"].iloc[0])


def choices(scope: Scope) -> Choices:
    """What there is to filter by, in the whole result. "Not known" is no choice."""
    options = ask(filter_options(Filters()), scope)
    named = options[options["value"] != ""]
    found = {name: tuple(named.loc[named["dimension"] == name, "value"]) for name in FILTERED}
    first, last = ask(period(Filters()), scope)[["first_day", "last_day"]].iloc[0]
    return Choices(**found, first=None if pd.isna(first) else first.date(), last=None if pd.isna(last) else last.date())


def topics(scope: Scope) -> pd.DataFrame:
    """One row per topic with its numbers and its weeks, the biggest first."""
    return ask(topic_table(scope.filters), scope)


def topic_names(scope: Scope) -> dict[str, str]:
    """Topic and subtopic ids with the names that they have now."""
    known = table("topics_now", scope)
    return dict(zip(known["topic_id"], known["name"], strict=True))


@st.cache_data(max_entries=HELD, show_spinner=False)
def _ladder(workspace: str, snapshot_id: str, edits: int, filters: Filters) -> Ladder:
    scope = Scope(workspace, snapshot_id, edits, filters)
    return climb(ask(strata(filters), scope), ask(enabler_bill(filters), scope))


def ladder(scope: Scope) -> Ladder:
    """From today to the potential, for the filtered conversations."""
    return _ladder(scope.workspace, scope.snapshot_id, scope.edits, scope.filters)


@st.cache_data(max_entries=HELD, show_spinner=False)
def _tested(workspace: str, snapshot_id: str, edits: int) -> BackTest | NotYet:
    return backtest(ask(bot_history(), Scope(workspace, snapshot_id, edits)))


def tested(scope: Scope) -> BackTest | NotYet:
    """The back-test on the whole workspace, whatever the filters say."""
    return _tested(scope.workspace, scope.snapshot_id, scope.edits)


@st.cache_data(max_entries=HELD, show_spinner=False)
def _lessons(workspace: str, snapshot_id: str, edits: int) -> tuple[Learnt, ...]:
    said = answered(control().events(workspace))
    few = said["label"].value_counts().max() < FEWEST if len(said) else True
    question = judged_labels(Filters(), sorted(set(said["conversation_id"])) if few else None)
    return learn(ask(question, Scope(workspace, snapshot_id, edits)), said)


def lessons(scope: Scope) -> tuple[Learnt, ...]:
    """What people's answers teach of resolutions and kinds of work in the whole workspace, whatever the filters say."""
    return _lessons(scope.workspace, scope.snapshot_id, scope.edits)


@st.cache_data(max_entries=HELD, show_spinner=False)
def _brought(workspace: str, snapshot_id: str, edits: int, until: date | None) -> tuple[Outcome, ...]:
    scope = Scope(workspace, snapshot_id, edits, Filters(until=until))
    actions, names = table("actions_now", scope), topic_names(scope)
    done = actions[actions["status"] == ActionStatus.DONE]
    done = done if until is None else done[done["done_on"] < pd.Timestamp(until)]
    was = dict(table("topics", scope)[["topic_id", "name"]].itertuples(index=False, name=None))
    here = dict(actions[["action_id", "topic_id"]].itertuples(index=False, name=None))
    merged = {
        action_id: was.get(topic_id, "")
        for action_id, topic_id in table("actions", scope)[["action_id", "topic_id"]].itertuples(index=False, name=None)
        if topic_id not in names and here.get(action_id) != OTHER
    }
    return outcomes(done, ask(daily_cells(scope.filters), scope), ask(proof_places(), scope), Taxonomy(names, merged))


def brought(scope: Scope, until: date | None = None) -> tuple[Outcome, ...]:
    """What the done actions brought, the newest first: in the whole workspace, whatever the filters say, or as it stood before a day."""
    return _brought(scope.workspace, scope.snapshot_id, scope.edits, until)


@st.cache_data(max_entries=HELD, show_spinner=False)
def _handover_rules(workspace: str, snapshot_id: str, edits: int, filters: Filters) -> dict[str, Route | None]:
    return routes(ask(requests(filters), Scope(workspace, snapshot_id, edits, filters)))


def handover_rules(scope: Scope) -> dict[str, Route | None]:
    """How to tell early that a conversation needs a person, by cause."""
    return _handover_rules(scope.workspace, scope.snapshot_id, scope.edits, scope.filters)


def holdings(scope: Scope) -> str:
    """What a workspace holds, in a sentence of Markdown."""
    name = one_line(control().workspace(scope.workspace).name, 60)
    if not scope.snapshot_id:
        return f"**{name}** holds no analysed conversation yet."
    facts = [f"{count(scope):,} conversations", f"{len(table('articles', scope)):,} help articles", f"{len(table('tools', scope)):,} tools"]
    return f"**{name}** holds {facts[0]}, {facts[1]} and {facts[2]}. All of it is on this machine."


def seconds_since(moment: datetime) -> float:
    """Seconds from a moment until now."""
    return (datetime.now(UTC) - moment).total_seconds()
