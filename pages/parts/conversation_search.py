"""What is looked for: words, and what the address or the reader narrows the list to beyond the filters of every page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from insights.charts.bars import OWNERS
from insights.metrics import metric
from insights.metrics.conversation_questions import NARROWER, NUMBERS, summed
from insights.metrics.signals import WORDS
from insights.model import Kind, Reason, Resolution
from pages.parts import conversation_files, data, frame
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

Wanted = Mapping[str, Sequence[object]]
CHOSEN = {"rating": tuple("12345"), "resolution": tuple(map(str, Resolution)), "kind": tuple(map(str, Kind)), "reason": tuple(map(str, Reason))}
"""What can be chosen on the page; everything else comes with a link."""
RUNGS = {"0": "nothing missing", "1": "needs articles", "2": "needs read APIs", "3": "needs write APIs", "4": "needs people"}
STEPS = {"today": "automated today", "article": "unlocked by articles", "read": "by read APIs", "write": "by write APIs", "people": "left to people"}
LONGEST = 200
MOST = 50


def bar(scope: Scope) -> tuple[Wanted, str]:
    """The search field and the ways to narrow and to take away; what is wanted."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="search"):
        words = st.text_input(
            "Search conversations",
            frame.asked("q"),
            placeholder="Search conversations, for example: label does not open",
            key="search_words",
            max_chars=LONGEST,
            label_visibility="collapsed",
            icon=":material/search:",
            width=420,
        )
        frame.put(q=(words or "").strip())
        _choices()
        wanted = _wanted()
        st.space("stretch")
        conversation_files.download(scope, wanted, words or "")
        conversation_files.share()
    _chips(scope, wanted)
    return wanted, words or ""


def _choices() -> None:
    """What the reader can narrow to. The address holds the choice, so that a link brings it."""
    with st.popover("Narrow", type="tertiary", key="narrow"):
        for name, options in CHOSEN.items():
            asked = [value for value in options if value in st.query_params.get_all(name)]
            key = f"narrow_{name}_{'_'.join(asked)}"
            chosen = st.pills(name.capitalize(), options, selection_mode="multi", default=asked, key=key, format_func=_named, wrap=True)
            if sorted(chosen) != sorted(asked):
                if chosen:
                    st.query_params[name] = chosen
                else:
                    del st.query_params[name]
                st.rerun()


def _wanted() -> dict[str, list[object]]:
    """Every word of the address that narrows; values that cannot be are left out."""
    found: dict[str, list[object]] = {}
    for name in NARROWER:
        given = [value[:LONGEST] for value in st.query_params.get_all(name)][:MOST]
        values: list[object] = [int(value) for value in given if value in tuple("012345")] if name in NUMBERS else list(given)
        if values:
            found[name] = values
    return found


def _chips(scope: Scope, wanted: Wanted) -> None:
    """What the list is narrowed to, in words, and the way out."""
    if not wanted:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(" ".join(f":gray-badge[{words}]" for words in map(lambda item: _chip(*item, scope), wanted.items())), width="content")
        if st.button("Show all", icon=":material/close:", type="tertiary", key="show_all"):
            for name in wanted:
                del st.query_params[name]
            st.rerun()


def _chip(name: str, values: Sequence[object], scope: Scope) -> str:
    """One narrowing in words, escaped: values may come from anybody's link."""
    if name in ("conversation", "action"):
        return f"one {name}" if name == "conversation" else "proof of an action"
    if name == "counted":
        return "rated, less what support cannot control"
    if name == "blame":
        values = [" · ".join([OWNERS.get(part, part) for part in str(value).split(":")]) for value in values]
        name = "reason"
    names = {"subtopic": data.topic_names(scope), "rung": RUNGS, "step": STEPS, "owner": OWNERS, "signal": WORDS}.get(name, {})
    shown = ", ".join(one_line(names.get(str(value), _named(str(value))), 40) for value in values[:4])
    said = "" if name == "signal" else f"{name.replace('_', ' ')}: "
    return f"{said}{shown}{' …' if len(values) > 4 else ''}"


def _named(value: str) -> str:
    """A word of ours as people read it."""
    return value.replace("_", " ").capitalize()


def verdict(scope: Scope, wanted: Wanted, words: str) -> str:
    """How many there are, how they are rated, how many could be resolved without a person."""
    found = data.ask(summed(scope.filters, wanted, words), scope).iloc[0]
    count, scored = int(found["conversations"]), int(found["scored"])
    if not count:
        return "No conversation fits. Use fewer words, or show all."
    about = f" about **{one_line(scope.filters.topic[0], 60)}**" if len(scope.filters.topic) == 1 else ""
    said = f" that say **{one_line(words, 60)}**" if words.strip() else ""
    sentences = [f"**{count:,}** conversation{'' if count == 1 else 's'}{about}{said}."]
    score = metric("cx_score")
    if scored >= score.min_rows and "rating" not in wanted:
        sentences.append(f"Customers rate **{score.text(float(found['rated_high']) / scored)}** of {scored:,} scored ones 4 or 5.")
    if round(float(found["could"])):
        sentences.append(f"About :violet[**{float(found['could']):,.0f}**] more could be resolved without a person.")
    return " ".join(sentences)
