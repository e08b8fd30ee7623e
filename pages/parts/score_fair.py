"""Teams, channels, bot and people on the same mix of topics: who only has harder topics, and who does better or worse."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.charts.differences import differences, signed
from insights.charts.theme import palette
from insights.metrics import Unit, number_text
from insights.metrics.comparison_questions import score_cells
from insights.planning.comparison import FEWEST_OF_A_SIDE, Compared, compare
from pages.parts import cards, data, frame
from pages.parts.safe_text import plain
from pages.parts.scope import Scope

SIDES = {"team": "Teams", "handled_by": "Bot and people", "channel": "Channels"}
NAMES = {"bot": "Bot alone", "agent": "People alone", "both": "Handed over", "nobody": "Nobody"}
MOST = 8


def sides(scope: Scope) -> None:
    """Each side against all others, as it is and with the same topics."""
    there = {by: found for by in SIDES if len(found := compare(data.ask(score_cells(scope.filters, by), scope))) > 1}
    cards.section(
        "Who does better with the same topics?",
        f"Points of CX score above or below all others: the ring as it is, the dot with the same mix of topics and its 95{chr(160)}% interval.",
        metrics=("cx_score",),
        made="Each side is compared with all others, subtopic by subtopic, and the differences are averaged with the shares that the subtopics have "
        "in all conversations here (direct standardisation). Subtopics in which either has fewer than 5 ratings are put together per topic; what "
        "only one of them handles is left out. A dot is coloured where its whole interval is on one side of nought.",
    )
    if not there:
        cards.note("There are no two teams, channels or handlers with ratings to compare here.")
        return
    by = st.segmented_control("Compare", list(there), format_func=SIDES.__getitem__, default=next(iter(there)), key="fair_by", required=True)
    shown = there[by or next(iter(there))][:MOST]
    rows = pd.DataFrame([_row(each) for each in shown])
    picked = st.altair_chart(
        differences(rows, palette(scope.theme), raw=True),
        theme=None,
        key=f"fair_{by}",
        on_select="rerun",
        selection_mode="row",
        alt="Points above or below all others with the same topics: " + "; ".join(_sentence(each) for each in shown),
    )
    for each in shown:
        if said := _verdict(each):
            cards.note(said)
    cards.csv(pd.DataFrame([_line(each) for each in shown]), f"cx_score_by_{by}_same_topics", "fair_csv")
    if chosen := picked["selection"].get("row"):
        page, query = frame.link("conversations", scope, **{str(by): chosen[0]["key"], "rating": (1, 2, 3, 4, 5)})
        st.switch_page(page, query_params=query)


def _row(each: Compared) -> dict[str, object]:
    points = {name: None if value is None else 100 * value for name, value in (("value", each.difference), ("low", each.low), ("high", each.high))}
    raw = None if each.raw_difference is None or each.scored < FEWEST_OF_A_SIDE else 100 * each.raw_difference
    return {"key": each.side, "label": f"{_name(each)} ({each.scored:,})", "raw": raw, **points}


def _line(each: Compared) -> dict[str, object]:
    return {name: getattr(each, name) for name in Compared.__dataclass_fields__}


def _name(each: Compared) -> str:
    return NAMES.get(each.side, each.side)


def _sentence(each: Compared) -> str:
    if each.difference is None or each.low is None or each.high is None:
        return f"{_name(each)} not compared"
    return f"{_name(each)} {signed(100 * each.difference)} ({signed(100 * each.low)} to {signed(100 * each.high)})"


def _verdict(each: Compared) -> str:
    """What a reader could get wrong: a side that looks worse and is not, and one that cannot be compared."""
    name, raw = plain(_name(each)), each.raw_difference
    if each.difference is None or each.low is None or each.high is None or raw is None:
        few = each.scored < FEWEST_OF_A_SIDE
        why = (
            f"{each.scored:,} rating{' is' if each.scored == 1 else 's are'} too few"
            if few
            else f"only {number_text(each.compared, Unit.SHARE)} of its topics are handled by others too"
        )
        return f"**{name}** is not compared: {why}."
    if raw < -0.02 and each.low <= 0 <= each.high:
        return f"**{name}** looks {-100 * raw:.0f} points worse than the others; with the same topics there is no clear difference."
    if raw > 0.02 and each.low <= 0 <= each.high:
        return f"**{name}** looks {100 * raw:.0f} points better than the others; with the same topics there is no clear difference."
    return ""
