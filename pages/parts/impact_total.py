"""What the done actions gained together a month, which of them count, and why the others do not."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.planning.answers import not_counted
from insights.planning.difference import Rate
from insights.planning.outcomes import Gained, Outcome, gained
from insights.planning.what_if import a_month
from pages.parts import cards, enabler_money
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

WON = {Rate.AUTOMATION: "Automated more, a month", Rate.EXPERIENCE: "Rated 4 or 5 more, a month"}
MOST_NAMED = 4


def together(found: Sequence[Outcome], scope: Scope) -> None:
    """Cards of what is gained for certain, and which actions stand behind them; a line where none does."""
    totals = {rate: gained(found, rate) for rate in Rate}
    known = {rate: total for rate, total in totals.items() if total is not None}
    if known:
        grid = st.grid(4, min_column_width=210, border=True)
        for rate, total in known.items():
            with grid.container():
                monthly(WON[rate], total)
            if rate is Rate.AUTOMATION:
                money(total, grid, scope)
    for rate in Rate:
        counted(found, rate, totals[rate])


def monthly(label: str, total: Gained) -> None:
    """Conversations a month, with the ends of their interval."""
    st.metric(
        label,
        number_text(round(total.conversations), Unit.COUNT),
        delta=interval_mark(round(total.low), round(total.high), Unit.COUNT),
        delta_color="off",
        delta_arrow="off",
        delta_description="95 % range",
        help="Effect × conversations of its topic a month since it was done. The ends of the intervals are added up, as though all erred together.",
    )


def money(total: Gained, grid: st.delta_generator.DeltaGenerator, scope: Scope) -> None:
    """Hours and money of the conversations that are automated now, with the workspace's own numbers."""
    own = enabler_money.money(scope)
    (_, hours, saved), (_, hours_low, saved_low), (_, hours_high, saved_high) = (
        a_month(count, own) for count in (total.conversations, total.low, total.high)
    )
    for label, unit, value, low, high in (
        ("Time freed, a month", Unit.HOURS, hours, hours_low, hours_high),
        ("Saved, a month", Unit.MONEY, saved, saved_low, saved_high),
    ):
        with grid.container():
            st.metric(
                label,
                number_text(value, unit),
                delta=interval_mark(low, high, unit),
                delta_color="off",
                delta_arrow="off",
                delta_description="95 % range",
                help=f"{own.minutes:g} minutes a conversation, {number_text(own.cost_per_hour, Unit.MONEY)} an agent hour, €{own.price:.2f} for each "
                "automated resolution: your numbers of the Automation page.",
            )


def counted(found: Sequence[Outcome], rate: Rate, total: Gained | None) -> None:
    """Which actions count towards one number, and why the others do not."""
    left = not_counted(found, rate, total)
    parts = []
    if total:
        parts.append(f"counted: {named([one_line(each.title, 60) for each in total.actions])}")
    if left:
        parts.append(f"not counted: {named([f'{one_line(each.title, 60)} ({one_line(why)})' for each, why in left])}")
    if parts:
        said = "; ".join(parts)
        cards.note(f"{'Automation' if rate is Rate.AUTOMATION else 'CX score'} – {said}.")


def named(titles: list[str]) -> str:
    """The first few by name."""
    rest = len(titles) - MOST_NAMED
    return ", ".join(titles[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
