"""What the Method page prints, straight from the catalogues and the result's own record, so that it cannot drift from what is computed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import streamlit as st

from insights.metrics import DIMENSIONS, Interval, Metric
from insights.planning.assumptions import ASSUMPTIONS
from pages.parts import cards, data
from pages.parts.safe_text import plain
from pages.parts.scope import Scope

LIMITS = (
    "A rating is a judgement about what was written. It cannot see what the customer never said.",
    "The potential is an expectation under stated enablers, with an interval; it is not a promise.",
    "Every interval covers chance in your own conversations. It does not cover a future that differs from them.",
    "Kinds of work and reasons overlap: a conversation may have several, and the shares add up to more than 100 %.",
    "A number that stands for too few conversations is not shown. It says “too few” instead.",
    "Personal data are replaced before storage by rules and checksums. Rules miss some; what was hidden is counted on the Workspace page.",
)


def definitions(title: str, note: str, metrics: Sequence[Metric]) -> None:
    """Metrics with their definition, their interval and the least number of conversations that they are shown for."""
    _head(title, note)
    cells = st.grid(2, min_column_width=340, gap="medium")
    for each in metrics:
        least = "" if each.min_rows == 1 else f" Shown from {each.min_rows} conversations."
        interval = "" if each.interval is Interval.NONE else f" Interval: {each.interval}."
        small = f"  \n:gray[:small[{f'{interval}{least}'.strip()}]]" if interval or least else ""
        cells.markdown(f"**{each.label}**  \n{each.help}{small}")


def dimensions() -> None:
    """Everything that numbers can be split by."""
    _head("What numbers are split by", "Days, weeks and months are those of the first message, in UTC.")
    cells = st.grid(3, min_column_width=300, gap="medium")
    for each in DIMENSIONS:
        cells.markdown(f"**{each.label}**  \n{each.help}")


def assumptions() -> None:
    """Everything that plans assume rather than measure."""
    _head("What is assumed", "The potential, the gains and the savings rest on these; each says why, and what your own conversations change of it.")
    cells = st.grid(2, min_column_width=340, gap="medium")
    for each in ASSUMPTIONS:
        cells.markdown(f"**{plain(each.name)}**  \n{plain(each.value)}  \n:gray[:small[{plain(each.reason)}]]")


def limits() -> None:
    """What the numbers cannot say."""
    st.subheader("Limits", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in LIMITS))


def judges(scope: Scope) -> None:
    """Who judged this result: what the snapshot itself says of its judges."""
    st.subheader("Judges of this result", anchor=False)
    if not scope.snapshot_id:
        cards.note("Nothing is analysed yet. A result names the judges that made it, with their versions.")
        return
    facts = data.table("meta", scope)
    for key, value in zip(facts["key"], facts["value"], strict=True):
        st.markdown(f"**{plain(str(key)).capitalize()}** {plain(_words(json.loads(value)))}")


def _words(value: object) -> str:
    if isinstance(value, dict):
        return " · ".join(f"{name}: {_words(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(_words(each) for each in value)
    return f"{value:,.2f}" if isinstance(value, float) else str(value)


def _head(title: str, note: str) -> None:
    with st.container(gap="xxsmall"):
        st.subheader(title, anchor=False)
        cards.note(note)
