"""What the Method page prints, straight from the catalogues and the result's own record, so that it cannot drift from what is computed."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pandas as pd
import streamlit as st

from insights.analysers.validation import VALIDATIONS
from insights.metrics import DIMENSIONS, Interval, Metric
from insights.planning.assumptions import ASSUMPTIONS
from insights.planning.comparisons import COMPARISONS
from insights.text.glossary import SUPPORT
from pages.parts import cards, data
from pages.parts.safe_text import plain
from pages.parts.scope import Scope

LIMITS = (
    "The judges learnt from invented conversations of made-up companies. On yours they may do worse than the table above says: read some, and "
    "dispute what is wrong.",
    "A rating is a judgement about what was written. It cannot see what the customer never said.",
    "The potential is an expectation under stated enablers, with an interval; it is not a promise.",
    "Every interval covers chance in your own conversations. It does not cover a future that differs from them.",
    "The interval of the CX score does not cover errors of the judge. On three invented companies whose ratings are known (12,100 conversations) its "
    "score is 1 to 5 points off. “Check it yourself” on Experience says how far it is off on your own.",
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


def comparisons() -> None:
    """How differences are made, and from how many conversations on."""
    _head("How things are compared", "A difference is coloured, or called one, only where its whole interval is on one side of nought.")
    cells = st.grid(2, min_column_width=340, gap="medium")
    for each in COMPARISONS:
        cells.markdown(f"**{plain(each.name)}**  \n{plain(each.how)}  \n:gray[:small[From {plain(each.least)}]]")


def validation() -> None:
    """How good the judges were found to be, on what."""
    _head(
        "How good the judges are",
        "Measured on conversations that the judge was not fitted on, unless the row's data say so, with 95 % intervals over "
        "conversations. 1 is perfect.",
    )
    shown = pd.DataFrame(
        {
            "judge": [each.judge for each in VALIDATIONS],
            "question": [each.question for each in VALIDATIONS],
            "measure": [each.measure for each in VALIDATIONS],
            "value": [f"{each.value:.2f}" for each in VALIDATIONS],
            "interval": [f"{each.low:.2f}–{each.high:.2f}" for each in VALIDATIONS],
            "size": [each.size for each in VALIDATIONS],
            "data": [each.data.name for each in VALIDATIONS],
        }
    )
    text = st.column_config.TextColumn
    st.dataframe(
        shown,
        hide_index=True,
        height="content",
        column_config={
            "judge": text("Judge", width=150),
            "question": text("What is judged", width=210),
            "measure": text("Measure", width=210),
            "value": text("Value", width=70, alignment="right"),
            "interval": text("95 % interval", width=110, alignment="right"),
            "size": st.column_config.NumberColumn("Conversations", format="localized", width=110),
            "data": text("Data", width=90),
        },
        key="validations",
        alt="Each judge's agreement with the truth, by question, measure and data set",
    )
    for data_set in dict.fromkeys(each.data for each in VALIDATIONS):
        seen = " Looked at while rules were chosen, so it flatters." if data_set.seen else ""
        cards.note(f"**{plain(data_set.name)}**: {plain(data_set.about)}.{seen}")
    cards.csv(shown, "judges", "validations_csv")


def limits() -> None:
    """What the numbers cannot say."""
    st.subheader("Limits", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in (*LIMITS, SUPPORT)))


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
