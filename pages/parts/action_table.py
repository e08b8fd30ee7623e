"""The ranked table of actions; the chosen row opens below."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark
from insights.model import ActionStatus
from pages.parts import action_draft, action_file, cards, chosen_row
from pages.parts.scope import Scope

STATUSES = {str(status): status.capitalize() for status in ActionStatus}
TALLEST = 38 * 13 + 2
COLOURS = ("gray", "violet", "orange", "green", "red")
TRACKER = ("rank", "title", "type", "topic", "status", "owner", "due", "effort", "confidence", "gain_points", "gain_low", "gain_high", "cx_points",
           "hours_per_month", "saving_per_month", "conversations", "why", "draft")  # fmt: skip


def table(actions: pd.DataFrame, scope: Scope) -> int:
    """The actions in order; the place of the one that is chosen."""
    cards.section(
        "Ranked by gain for effort",
        "Each action is counted after those above it; no conversation is promised twice. Hours and money are a month. Choose a row to open it.",
        metrics=("automation_potential", "cx_score"),
        made="Points are those of the automation rate and of the CX score over all conversations of the workspace; hours and money follow from your "
        "numbers on the Automation page.",
    )
    if actions.empty:
        cards.note("There is nothing to rank here.")
        return 0
    chosen = chosen_row.table(
        _cells(actions),
        [str(each) for each in actions["action_id"]],
        word="action",
        key="actions",
        alt="Actions in order with their gain in automation and CX points, hours, money, effort, confidence and status",
        columns=_columns(float(actions["gain_points"].max())),
        height=min(chosen_row.ROW * (len(actions) + 1) + 2, TALLEST),
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        cards.csv(actions[list(TRACKER)], "actions", "actions_csv")
        action_draft.download_all(actions)
        action_file.download(actions, scope)
    return chosen


def _cells(actions: pd.DataFrame) -> pd.DataFrame:
    intervals = zip(actions["gain_low"], actions["gain_high"].where(actions["gain_points"] > 0), strict=True)
    return pd.DataFrame(
        {
            "rank": actions["rank"],
            "title": actions["title"],
            "gain": actions["gain_points"].astype(float),
            "interval": [interval_mark(low, high, Unit.POINTS) or "–" for low, high in intervals],
            "topic": actions["topic"],
            "cx": actions["cx_points"].astype(float),
            "hours": actions["hours_per_month"],
            "saving": actions["saving_per_month"],
            "effort": actions["effort"],
            "confidence": actions["confidence"],
            "status": [[STATUSES.get(str(status), str(status))] for status in actions["status"]],
        }
    )


def _columns(most: float) -> dict[str, object]:
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "rank": number("#", width=40),
        "title": text("Action", width=424),
        "gain": st.column_config.ProgressColumn(
            "Gain, points", min_value=0, max_value=max(most, 1.0), format=Unit.POINTS.column, color="violet", width=120
        ),
        "interval": text("90 % range", width=92, alignment="right"),
        "topic": text("Topic", width=130),
        "cx": number("CX, points", format=Unit.POINTS.column, width=76),
        "hours": number("Hours", format=Unit.HOURS.column, width=62),
        "saving": number("Saved", format=Unit.MONEY.column, width=70),
        "effort": text("Effort", width=54),
        "confidence": text("Confidence", width=84),
        "status": st.column_config.MultiselectColumn("Status", options=list(STATUSES.values()), color=list(COLOURS), width=96),
    }
