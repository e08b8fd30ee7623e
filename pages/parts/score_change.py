"""Why the score changed between two periods: more of other topics, or topics that went better or worse, and for which reasons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pandas as pd
import streamlit as st

from insights.charts.differences import differences, signed
from insights.charts.theme import palette
from insights.metrics import period_before
from insights.metrics.comparison_questions import reason_cells, topic_cells
from insights.model import Filters
from insights.planning.change import FEWEST, Change, Piece, change
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

SHORT = timedelta(days=28)
MOST = 6
MIX, REST = "Other shares of the topics", "All other topics"
BY_TOPIC, BY_REASON = "By topic", "By reason"
UNNAMED = "No reason named"


@dataclass(frozen=True, slots=True)
class Periods:
    """Two periods to compare, in words and as filters."""

    label: str
    before: Filters
    now: Filters


def split(scope: Scope) -> None:
    """The change in pieces that add up."""
    cards.section(
        "Why did it change?",
        f"Points of CX score from one period to the next, in pieces that add up. Coloured where chance (95{chr(160)}%) does not explain a piece.",
        metrics=("cx_score",),
        made="What other shares of the topics alone would have changed, and what other scores within the topics did, both at the mean of the two "
        "periods (Kitagawa's decomposition). Within the topics a low rating counts for its negative reasons in equal parts.",
    )
    choices = periods(scope)
    if not choices:
        cards.note("The conversations span too short a time to compare two periods.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        label = st.selectbox("Compare", [each.label for each in choices], key="change_periods", width=340)
        way = st.segmented_control("Split", [BY_TOPIC, BY_REASON], default=BY_TOPIC, key="change_split", required=True, label_visibility="collapsed")
    chosen = next(each for each in choices if each.label == label)
    parts = [replace(scope, filters=filters) for filters in (chosen.before, chosen.now)]
    topics, reasons = ([data.ask(question(part.filters), part) for part in parts] for question in (topic_cells, reason_cells))
    found = change(topics[0], topics[1], reasons[0], reasons[1])
    if found is None:
        cards.note(f"Too few ratings in one of the periods: at least {FEWEST} in each are needed.")
        return
    cards.note(_sum(found))
    names = data.topic_names(scope)
    pieces = _by_topic(found, names) if way != BY_REASON else _by_reason(found)
    picked = st.altair_chart(
        differences(pieces, palette(scope.theme)),
        theme=None,
        key=f"change_{way}",
        on_select="rerun",
        selection_mode="row",
        alt="Pieces of the change in points: "
        + ", ".join(f"{label} {signed(value)}" for label, value in zip(pieces["label"], pieces["value"], strict=True)),
    )
    cards.csv(_lines(found, names), "cx_score_change", "change_csv")
    if row := picked["selection"].get("row"):
        _open(str(row[0]["key"]), parts[1], by_reason=way == BY_REASON)


def periods(scope: Scope) -> list[Periods]:
    """The period of the filters against the one before, the last four weeks against the four before, and the halves of what is shown."""
    there, filters = data.choices(scope), scope.filters
    if there.first is None or there.last is None:
        return []
    since = max(filters.since or there.first, there.first)
    until = min(filters.until or there.last + timedelta(days=1), there.last + timedelta(days=1))
    found, middle = [], since + (until - since) // 2
    if earlier := period_before(filters, there.first, there.last):
        found.append(Periods("This period against the one before", earlier, filters))
    if since < middle:
        found.append(
            Periods(
                "The later half against the earlier half", replace(filters, since=since, until=middle), replace(filters, since=middle, until=until)
            )
        )
    if until - since >= 3 * SHORT:
        latest, last = replace(filters, since=until - SHORT, until=until), replace(filters, since=until - 2 * SHORT, until=until - SHORT)
        found.append(Periods("The last four weeks against the four before", last, latest))
    return found


def _sum(found: Change) -> str:
    within = found.total.points - found.mix.points
    clear = "" if found.total.beyond_chance else " Chance alone could explain the whole of it."
    return (
        f"From **{found.before:.1f}** to **{found.now:.1f}**: **{signed(found.total.points)}** points ({signed(found.total.low)} to "
        f"{signed(found.total.high)}), of them {signed(found.mix.points)} because other topics came in and {signed(within)} within the topics.{clear}"
    )


def _by_topic(found: Change, names: dict[str, str]) -> pd.DataFrame:
    shown = [_row(each, each.name, names.get(each.name, each.name)) for each in found.topics[:MOST]]
    return pd.DataFrame([_row(found.mix, "mix", MIX), *shown, *_rest(found.topics[MOST:])])


def _by_reason(found: Change) -> pd.DataFrame:
    shown = [_row(each, each.name, UNNAMED if each.name == "unnamed" else each.name.replace("_", " ").capitalize()) for each in found.reasons]
    return pd.DataFrame([_row(found.mix, "mix", MIX), *shown])


def _row(each: Piece, key: str, label: str) -> dict[str, object]:
    return {"key": key, "label": label, "value": each.points, "low": each.low, "high": each.high}


def _rest(pieces: tuple[Piece, ...]) -> list[dict[str, object]]:
    """What is left, as one piece; its parts err independently."""
    if not pieces:
        return []
    points = sum(each.points for each in pieces)
    half = sum(((each.high - each.low) / 2) ** 2 for each in pieces) ** 0.5
    return [_row(Piece("rest", points, points - half, points + half), "rest", REST)]


def _lines(found: Change, names: dict[str, str]) -> pd.DataFrame:
    """All pieces; those of the topics and those of the reasons each add up to the total with the mix."""
    groups = (("total", (found.total,)), ("mix", (found.mix,)), ("topic", found.topics), ("reason", found.reasons))
    rows = [
        {"part": part, "name": names.get(each.name, each.name), "points": each.points, "low": each.low, "high": each.high}
        for part, pieces in groups
        for each in pieces
    ]
    return pd.DataFrame(rows)


def _open(key: str, later: Scope, *, by_reason: bool) -> None:
    """The conversations of the later period behind a piece."""
    if key in ("mix", "rest", "unnamed"):
        narrowed: dict[str, object] = {"rating": (1, 2, 3)}
    else:
        narrowed = {"reason": key, "rating": (1, 2, 3)} if by_reason else {"topic": key, "rating": (1, 2, 3, 4, 5)}
    page, query = frame.link("conversations", later, **narrowed)
    st.switch_page(page, query_params=query)
