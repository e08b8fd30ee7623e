"""One done action, opened: the answer, its weeks before and after, and the conversations behind each number."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import streamlit as st

from insights.charts.effects import Levels, before_after
from insights.charts.theme import palette
from insights.metrics import Unit, interval_text
from insights.metrics.effect_questions import daily_cells
from insights.model import Filters
from insights.planning.answers import RATES, SHORT, ends, notes, sentence, signed
from insights.planning.difference import Rate
from insights.planning.effect import Answer, Effect
from insights.planning.effect_course import course, levels
from insights.planning.outcomes import Outcome
from pages.parts import cards, data, frame
from pages.parts.filters import day_text
from pages.parts.impact_words import share
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import Link, Scope

COLOURS = {Answer.BETTER: "green", Answer.WORSE: "red"}
COUNTED: dict[Rate, dict[str, object]] = {
    Rate.AUTOMATION: {"step": ("today", "article", "read", "write", "people")},
    Rate.EXPERIENCE: {"rating": (1, 2, 3, 4, 5)},
}
"""The conversations that a rate is made of, in the words of the Conversations page."""
WENT_WELL: dict[Rate, dict[str, object]] = {Rate.AUTOMATION: {"step": "today"}, Rate.EXPERIENCE: {"rating": (4, 5)}}
WHAT = {Rate.AUTOMATION: "automated", Rate.EXPERIENCE: "rated 4 or 5"}


def opened(one: Outcome, scope: Scope) -> None:
    """What is known of one done action."""
    found = one.effect
    with st.container(border=True, key="open_done"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.subheader(one_line(one.title), anchor=False, width="content")
            st.space("stretch")
            cards.evidence(frame.link("actions", scope, action=one.action_id), "Open the action")
        st.markdown(
            f":{COLOURS.get(found.answer, 'gray')}-badge[{SHORT[found.answer]}] :gray-badge[Done on {day_text(one.done)}] "
            f":gray-badge[{one_line(one.name, 60)}] :gray-badge[{RATES[one.rate]}]"
        )
        st.markdown(plain(sentence(one)))
        for note in notes(one):
            cards.note(plain(note))
        figures(one, scope)
        if found.measured:
            chart(one, scope)
            comparison(one, scope)
        also(one)


def figures(one: Outcome, scope: Scope) -> None:
    """Before, after, the others, and the promise; each opens its conversations."""
    found = one.effect
    grid = st.grid(4, min_column_width=200, border=True)
    sides = (("Before", found.since, one.done, found.before, found.before_count), ("After", one.done, found.until, found.after, found.after_count))
    for label, since, until, rate, count in sides:
        with grid.container(gap="xsmall"):
            weeks = (until - since).days // 7
            figure(
                label,
                "–" if rate is None else share(rate),
                f"{round((rate or 0.0) * count):,} of {count:,}",
                f"{weeks} week{'' if weeks == 1 else 's'}",
            )
            link = behind(one, scope, since, until)
            if link and count:
                cards.evidence(link, f"Read the {count:,}")
    if found.measured:
        with grid.container(gap="xsmall"):
            figure("Effect, beside untouched topics", signed(found.points), f"{ends(found)}", "points, 95 % range")
            if link := behind(one, scope, one.done, found.until, **WENT_WELL[one.rate]):
                cards.evidence(link, f"Read what was {WHAT[one.rate]} after it")
    with grid.container(gap="xsmall"):
        promise(one)


def figure(label: str, value: str, delta: str, beside: str) -> None:
    """A number with what it is made of."""
    st.metric(label, value, delta=delta, delta_color="off", delta_arrow="off", delta_description=beside)


def promise(one: Outcome) -> None:
    """Promised against reached, in points over all conversations."""
    said, came = one.promised.get(one.rate), one.overall(one.rate)
    text = "nothing stated" if said is None else f"promised {signed(said.points)} {interval_text(said.low, said.high, Unit.POINTS)}".strip()
    st.metric(
        "Reached, over all conversations",
        "–" if came is None else signed(came.points),
        delta=text,
        delta_color="off",
        delta_arrow="off",
        delta_description="points",
        help=f"The effect times the topic's share of all conversations{'' if came is None else f': {signed(came.low)} to {signed(came.high)}'}. The "
        f"promise is that of the action when it was made, with its 90{chr(160)}% range.",
    )


def chart(one: Outcome, scope: Scope) -> None:
    """Weeks before and after."""
    found = one.effect
    before, expected, after = levels(found)
    better = {Answer.BETTER: True, Answer.WORSE: False}.get(found.answer)
    weeks = course(data.ask(daily_cells(Filters()), data.whole(scope)), one)
    st.altair_chart(
        before_after(
            weeks,
            Levels(before, expected, after, found.since, one.done, found.until),
            palette(scope.theme),
            better=better,
            others=f"{len(found.untouched)} untouched topics",
        ),
        theme=None,
        key=f"effect_{one.action_id}",
        alt=f"{RATES[one.rate]} of {one.name} by week: {share(before)} before, {share(after)} after, {share(expected)} expected without it",
    )
    cards.note(
        f"Dots: weeks of this topic, larger with more conversations. Bars: its rate before and after. Dashed: what would be expected had it moved "
        f"like the grey line, the {len(found.untouched)} untouched topics."
    )


def comparison(one: Outcome, scope: Scope) -> None:
    """The topics that nobody touched, and their conversations."""
    found = one.effect
    names = data.topic_names(scope)
    shown = ", ".join(one_line(names.get(topic, topic), 40) for topic in found.untouched[:4])
    more = len(found.untouched) - 4
    cards.note(f"Untouched topics moved {signed(found.others)} points: {shown}{f' and {more} more' if more > 0 else ''}.")
    filters = Filters(since=found.since, until=found.until)
    cards.evidence(
        frame.link("conversations", replace(scope, filters=filters), topic=found.untouched, **COUNTED[one.rate]), "Read the untouched topics"
    )


def also(one: Outcome) -> None:
    """The other rate in a line, where it can be told."""
    rate = Rate.EXPERIENCE if one.rate is Rate.AUTOMATION else Rate.AUTOMATION
    found: Effect = one.effects[rate]
    if found.measured and found.before is not None and found.after is not None:
        words = SHORT[found.answer]
        cards.note(
            f"Its {RATES[rate]} as well: {share(found.before)} before, {share(found.after)} after, {signed(found.points)} points beside untouched "
            f"topics ({ends(found)}): {words[0].lower()}{words[1:]}."
        )


def behind(one: Outcome, scope: Scope, since: date, until: date, **narrower: object) -> Link | None:
    """The conversations of its topic in some days; None where the data hold none of these days, or the topic is gone."""
    there = data.choices(scope)
    if there.first is None or there.last is None or one.effect.answer is Answer.TOPIC_GONE:
        return None
    since, until = max(since, there.first), min(until, there.last + timedelta(days=1))
    if since >= until:
        return None
    part = {"subtopic": one.part_id} if one.part_id != one.topic_id else {}
    asked = {"topic": one.topic_id, **part, **(narrower or COUNTED[one.rate])}
    return frame.link("conversations", replace(scope, filters=Filters(since=since, until=until)), **asked)
