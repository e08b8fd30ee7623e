"""The list of conversations as a file, and its address to send to somebody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from urllib.parse import urlencode

import streamlit as st

from insights.metrics.conversation_questions import listed
from insights.reports.csv import csv_bytes
from pages.parts import cards, data
from pages.parts.scope import Scope

MOST = 100_000


def download(scope: Scope, wanted: Mapping[str, Sequence[object]], words: str) -> None:
    """The whole list, not only the page on screen; made when it is asked for."""
    st.download_button(
        "CSV", partial(_file, scope, wanted, words), "conversations.csv", "text/csv", key="conversations_csv", type="tertiary",
        icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _file(scope: Scope, wanted: Mapping[str, Sequence[object]], words: str) -> bytes:
    query = listed(scope.filters, wanted, words, limit=MOST)
    return csv_bytes(data.snapshot(scope.workspace).frame(query.sql, query.params))


def share() -> None:
    """The address of what is on screen."""
    with st.popover("Link", type="tertiary", icon=":material/link:", key="share"):
        query = [(name, value) for name in st.query_params for value in st.query_params.get_all(name)]
        st.code(f"{(st.context.url or '').partition('?')[0]}?{urlencode(query)}", language=None, wrap_lines=True)
        cards.note("Opens the same list for everybody who may see this workspace.")
