"""What stands out in a topic: the reason that its low ratings name more often than those of all others."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts.differences import differences
from insights.charts.theme import palette
from insights.metrics import Unit, number_text
from insights.metrics.experience_questions import low_reasons
from insights.planning.standout import FEWEST, StandsOut, standing_out
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

MOST = 10


def rows(scope: Scope) -> None:
    """One bar per topic in which a reason stands out; it opens the conversations."""
    level = "subtopic" if len(scope.filters.topic) == 1 else "topic"
    found = standing_out(data.ask(low_reasons(scope.filters, level), scope))
    cards.section(
        f"What stands out in each {level}?",
        f"The negative reason that low ratings (1 to 3) of a {level} name more often than low ratings elsewhere, in points.",
        made="A difference of shares with the interval of Agresti and Caffo, at 95 % over all pairs that were compared. A topic without a line "
        f"is low for the same reasons as the others, or has fewer than {FEWEST} low ratings.",
    )
    if not found:
        cards.note(f"Low ratings name the same reasons in every {level}, or there are fewer than {FEWEST} of them.")
        return
    shown = found[:MOST]
    picked = st.altair_chart(
        differences(pd.DataFrame([_row(each) for each in shown]), palette(scope.theme), worse_above=True),
        theme=None,
        key=f"standout_{level}",
        on_select="rerun",
        selection_mode="row",
        alt="What stands out: " + "; ".join(_sentence(each) for each in shown),
    )
    table = pd.DataFrame([{name: getattr(each, name) for name in StandsOut.__dataclass_fields__} for each in found])
    cards.csv(table, f"what_stands_out_by_{level}", "standout_csv")
    if chosen := picked["selection"].get("row"):
        one = next(each for each in shown if each.group_id == chosen[0]["key"])
        page, query = frame.link(
            "conversations", scope, **{level: one.group if level == "topic" else one.group_id}, reason=one.reason, rating=(1, 2, 3)
        )
        st.switch_page(page, query_params=query)


def _row(each: StandsOut) -> dict[str, object]:
    points = {"value": each.share - each.elsewhere, "low": each.lower, "high": each.upper}
    label = f"{each.group}: {_words(each.reason)}"
    return {"key": each.group_id, "label": label, "raw": None, **{name: 100 * value for name, value in points.items()}}


def _sentence(each: StandsOut) -> str:
    here, elsewhere = (number_text(value, Unit.SHARE) for value in (each.share, each.elsewhere))
    return f"{each.group}, {_words(each.reason)}: {here} of {each.low:,} against {elsewhere} elsewhere"


def _words(reason: str) -> str:
    return reason.replace("_", " ")
