"""Done actions: what each one's rate did after it, beside topics that nobody touched, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from insights.metrics import Unit
from insights.planning.answers import ends, short, signed
from insights.planning.difference import FEWEST_OTHERS, MOST_WEEKS, Rate
from insights.planning.effect import FEWEST, FEWEST_WEEKS, HOLE
from insights.planning.outcomes import Outcome
from pages.parts import cards, chosen_row, frame, impact_effect, impact_total
from pages.parts.filters import day_text
from pages.parts.impact_words import share
from pages.parts.scope import Scope

MADE = (
    f"The rate of the action's topic over whole weeks before and from the day on which it was done, {MOST_WEEKS} at most each way; that of the "
    "subtopic where most of its evidence lies in one. From its change goes the usual change of the untouched topics (difference in differences): "
    f"those that no done action is about. The 95{chr(160)}% interval holds chance on both sides and how differently untouched topics move among "
    "themselves. Where the data reach back a year, what the topic did in the same weeks then is taken away as well if it was more than chance.\n\n"
    f"Nothing is said below {FEWEST} conversations on each side, {FEWEST_WEEKS} weeks after it, or {FEWEST_OTHERS} untouched topics. {HOLE} days in "
    "a row without any conversation count as missing data. Promised and reached are points over all conversations of the workspace; the promised "
    f"ones have a 90{chr(160)}% interval."
)
SHORTER = {Rate.AUTOMATION: "Automation", Rate.EXPERIENCE: "CX score"}
TALLEST = chosen_row.ROW * 9 + 2


def block(found: Sequence[Outcome], scope: Scope) -> None:
    """The done actions as a table, what they gained together, and one of them opened."""
    cards.section(
        "What was done",
        "Done actions of the whole workspace, whatever the filters say: the rate that each was to move, before and after, beside untouched topics."
        f"{' Choose a row to open it.' if found else ''}",
        metrics=("automation_today", "cx_score"),
        made=MADE,
    )
    if not found:
        nothing_done(scope)
        return
    impact_total.together(found, scope)
    chosen = chosen_row.table(
        cells(found),
        [each.action_id for each in found],
        word="done",
        key="done_actions",
        alt="Done actions with their rate before and after, their effect in points with its interval, what was promised, and the answer",
        columns=columns(),
        height=min(chosen_row.ROW * (len(found) + 1) + 2, TALLEST),
    )
    cards.csv(cells(found), "done-actions", "done_csv")
    impact_effect.opened(found[chosen], scope)


def nothing_done(scope: Scope) -> None:
    """What will appear here, and how."""
    with st.container(border=True, gap="xxsmall"):
        st.subheader("Nothing is marked as done yet", anchor=False)
        st.markdown(
            "Mark an action as done, with the day on which it was. It appears here at once: its topic before and after, beside the topics that "
            "nobody touched, what was promised, and whether it worked or how many more days it takes to tell."
        )
        cards.evidence(frame.link("actions", scope), "Open the actions")


def cells(found: Sequence[Outcome]) -> pd.DataFrame:
    """The table."""
    return pd.DataFrame(
        {
            "action": [each.title for each in found],
            "answer": [short(each) for each in found],
            "effect": [None if each.effect.points is None else round(each.effect.points, 1) for each in found],
            "range": [ends(each.effect) if each.effect.measured else "–" for each in found],
            "rate": [SHORTER[each.rate] for each in found],
            "before": [level(each.effect.before, each.effect.before_count) for each in found],
            "after": [level(each.effect.after, each.effect.after_count) for each in found],
            "promised": [promised(each) for each in found],
            "reached": [reached(each) for each in found],
            "part": [each.name for each in found],
            "done": [day_text(each.done) for each in found],
        }
    )


def level(rate: float | None, count: int) -> str:
    """A rate in a cell, where enough stand behind it."""
    return "–" if rate is None or count < FEWEST else share(rate)


def promised(one: Outcome) -> str:
    """What was promised of the rate that it was to move."""
    said = one.promised.get(one.rate)
    return "–" if said is None else signed(said.points)


def reached(one: Outcome) -> str:
    """What came of it, in the same points."""
    came = one.overall(one.rate)
    return "–" if came is None else signed(came.points)


def columns() -> dict[str, object]:
    """The widths and the words of the table."""
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    return {
        "action": text("Action", width=236),
        "answer": text("Answer", width=268),
        "effect": number("Effect", format=Unit.POINTS.column, width=70, help="Points beside untouched topics"),
        "range": text("95 % range", width=112, alignment="right"),
        "rate": text("Rate", width=82),
        "before": text("Before", width=60, alignment="right"),
        "after": text("After", width=56, alignment="right"),
        "promised": text("Promised", width=72, alignment="right", help="Points over all conversations"),
        "reached": text("Reached", width=68, alignment="right", help="Points over all conversations"),
        "part": text("Measured on", width=120),
        "done": text("Done", width=92),
    }
