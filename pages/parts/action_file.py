"""All that is known of the actions, one per line, for programs: with what was decided about them and the conversations that prove them."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import evidence_ids
from pages.parts import data
from pages.parts.scope import Scope


def download(actions: pd.DataFrame, scope: Scope) -> None:
    """The listed actions as JSONL, made when it is asked for."""
    st.download_button(
        "JSONL",
        partial(lines, actions, scope),
        "actions.jsonl",
        "application/x-ndjson",
        key="actions_jsonl",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def lines(actions: pd.DataFrame, scope: Scope) -> bytes:
    """A line of JSON per action: the columns of the table ACTIONS, its state, and `evidence`, the ids of conversations."""
    proven = actions.merge(data.ask(evidence_ids(), scope), on="action_id", how="left")
    return proven.to_json(orient="records", lines=True, date_format="iso", force_ascii=False).encode()
