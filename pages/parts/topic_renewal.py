"""Do the topics still fit, and what would they be if they were found anew? Shown as a difference first, applied only when the reader says so."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from insights.analysers.topics.drift import Drift, Verdict
from insights.analysers.topics.succession import Change, Diff, Line
from insights.metrics import Unit, counted, number_text
from insights.metrics.conversation_questions import listed, one
from insights.model import Filters
from insights.pipeline import curating
from insights.pipeline.curating import Proposal
from insights.store.home import home
from pages.parts import cards, data, frame, topic_menu, topic_proposal
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

CHANGES = ("Kept", "New", "Merged", "Divided", "Gone")
COLOURS = ("gray", "violet", "orange", "orange", "red")
COMES = {Change.NEW: "", Change.MERGED: "from ", Change.DIVIDED: "part of ", Change.GONE: "goes to "}
ROW = 36
MOST_ROWS = 12


def line(scope: Scope) -> None:
    """A calm line when many of the newer conversations fit no topic well; nothing otherwise."""
    found = curating.drift(home(), scope.workspace, data.snapshot(scope.workspace))
    if found is None or found.verdict not in (Verdict.SOME, Verdict.MUCH) or topic_menu.chosen() == "renewal":
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="drift"):
        st.markdown(drifted(found), width="content")
        if st.button("See what new topics would be", type="tertiary", key="see_renewal", icon=":material/arrow_forward:", icon_position="right"):
            topic_menu.turn_to("renewal")


def drifted(found: Drift) -> str:
    """The drift in words, as Markdown."""
    said = one_line(found.sentence).replace("%", "\N{NO-BREAK SPACE}%")
    new = ", ".join(one_line(word, 30) for word in found.unknown_words)
    return f"{said} New words in them: {new}." if new else said


def panel(scope: Scope) -> None:
    """What would change, with the choice to have it so."""
    if topic_menu.chosen() != "renewal":
        return
    with st.container(border=True, key="topic_form"):
        topic_menu.head(
            "What would the topics be if they were found anew?",
            "All conversations are looked at again. Topics that stay keep their names and your edits; nothing changes until you apply it.",
        )
        found = topic_proposal.found("rediscovery", scope, lambda: curating.request_rediscovery(home(), scope.workspace), "Find them")
        if found is None or found.diff is None:
            return
        if unchanged(found.diff):
            st.markdown(f"Nothing would change: the topics that stand are what is found in all {found.diff.conversations:,} conversations.")
            topic_proposal.discard("rediscovery", scope)
            return
        st.markdown(summary(found.diff))
        _lines(found.diff, scope)
        _decide(found, scope)


def unchanged(diff: Diff) -> bool:
    """Whether every conversation keeps its topic, and every topic its name."""
    return diff.stayed == diff.conversations and all(each.change is Change.KEPT for each in diff.lines)


def summary(diff: Diff) -> str:
    """What would change, in a sentence or two."""
    count = {change: sum(each.change is change for each in diff.lines) for change in Change}
    stayed = f"**{diff.stayed:,}** of {diff.conversations:,} conversations ({number_text(diff.stayed_share, Unit.SHARE)}) keep their topic."
    parts = [
        f"{counted(count[change], 'topic')} {'is' if count[change] == 1 else 'are'} {word}"
        for change, word in ((Change.NEW, "new"), (Change.MERGED, "made of several"), (Change.DIVIDED, "part of a former one"))
        if count[change]
    ]
    parts += [f"{counted(count[Change.GONE], 'topic')} {'goes' if count[Change.GONE] == 1 else 'go'}"] if count[Change.GONE] else []
    kept = f"{counted(count[Change.KEPT], 'topic').capitalize()} {'stays' if count[Change.KEPT] == 1 else 'stay'}"
    return f"{stayed} {', '.join([kept, *parts])}." if parts else f"{stayed} No topic comes or goes."


def ordered(lines: Sequence[Line]) -> list[Line]:
    """What changes first, the largest first; then what stays."""
    return sorted(lines, key=lambda each: (each.change is Change.KEPT, -max(each.before, each.after), each.topic_id))


def _lines(diff: Diff, scope: Scope) -> None:
    lines = ordered(diff.lines)
    cells = pd.DataFrame(
        {
            "topic": [each.name for each in lines],
            "change": [[str(each.change).capitalize()] for each in lines],
            "before": [each.before or None for each in lines],
            "after": [each.after or None for each in lines],
            "others": [f"{COMES.get(each.change, '')}{', '.join(each.others)}" if each.others else "" for each in lines],
        }
    )
    number = st.column_config.NumberColumn
    picked = st.dataframe(
        cells,
        hide_index=True,
        row_height=ROW,
        height=ROW * (min(len(lines), MOST_ROWS) + 1) + 2,
        placeholder="–",
        column_config={
            "topic": st.column_config.TextColumn("Topic", width=260),
            "change": st.column_config.MultiselectColumn("Change", options=list(CHANGES), color=list(COLOURS), width=100),
            "before": number("Now", format="localized", width=80, help="Conversations that it holds now"),
            "after": number("Then", format="localized", width=80, help="Conversations that it would hold"),
            "others": st.column_config.TextColumn("Where from, where to", width=520),
        },
        on_select="rerun",
        selection_mode="single-cell",
        key="renewal_lines",
        alt="Topics as they are and as they would be: change, conversations now and then, where they come from and go to",
    )
    cards.csv(cells.assign(change=[str(each.change) for each in lines]), "topics_found_anew", "renewal_csv")
    if clicked := picked["selection"]["cells"]:
        topic = lines[clicked[0][0]]
        if topic.topic_id in data.topic_names(scope):
            page, query = frame.link("conversations", scope, topic=topic.topic_id)
            st.switch_page(page, query_params=query)


def _decide(found: Proposal, scope: Scope) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        label = cards.filled("Apply the new topics", scope.theme)
        if not found.stale and st.button(label, type="primary", key="apply_renewal"):
            topic_menu.edit(lambda: curating.apply_rediscovery(home(), scope.workspace), opened="")
        topic_proposal.discard("rediscovery", scope)


def judge(scope: Scope) -> str:
    """Who found the topics, in a line of Markdown."""
    newest = data.ask(listed(Filters(), {}, limit=1), scope)["conversation_id"]
    said = data.ask(one(str(newest.iloc[0])), scope)["topic_judge"].iloc[0]
    whose = f"The topics were found by the judge “{one_line(said, 80)}”. " if isinstance(said, str) and said.strip() else ""
    return f"{whose}Every edit keeps its author and can be undone."
