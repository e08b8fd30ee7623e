"""Which judge finds the topics, and another choice: a teacher on this machine, or one that is downloaded after somebody agreed."""

from __future__ import annotations

import json

import streamlit as st

from insights.errors import InsightsError
from insights.pipeline import curating, teaching
from insights.store.home import home
from insights.teachers import encoder, hub
from pages.parts import cards, data, states
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope

FOLDER = "A folder on this machine"
NONE = "No teacher"


def judge_of_topics(scope: Scope) -> None:
    """The judge in use, the one that was chosen, and the way to choose."""
    cards.section(
        "Who finds the topics",
        "The built-in judge needs nothing else. A teacher is a sentence encoder that reads a sample and teaches it.",
        made="The topics are found, and everything is placed in them, on this machine. A teacher reads at most 2,000 requests each time that topics "
        "are found; later conversations need no teacher.",
    )
    events = data.control().events(scope.workspace)
    chosen = teaching.chosen(events)
    st.markdown(f"**In use** {one_line(in_use(scope))} · **Chosen** {one_line(_shown(chosen))}")
    if chosen != teaching.BUILT_IN and (problem := teaching.missing(home(), events)):
        cards.note(f"{one_line(problem)} Until then the built-in judge goes on.")
    with st.popover("Choose another", type="tertiary"):
        _choice(scope, chosen)


def in_use(scope: Scope) -> str:
    """The judge of the topics that stand."""
    facts = dict(data.table("meta", scope)[["key", "value"]].to_numpy().tolist()) if scope.snapshot_id else {}
    return str(json.loads(facts["versions"]).get("topic", "")) if "versions" in facts else "nothing is analysed yet"


def _shown(word: str) -> str:
    return word if word == teaching.BUILT_IN else word.rstrip("/\\").replace("\\", "/").rsplit("/", 1)[-1]


def _choice(scope: Scope, chosen: str) -> None:
    names = [one.name for one in hub.KNOWN]
    wanted = st.radio("Teacher", [NONE, FOLDER, *names], key="teacher_kind", index=_place(chosen, names))
    one, word, agreed = hub.known(wanted), wanted, False
    if not encoder.installed() and wanted != NONE:
        cards.note("A teacher needs the package fastembed: `pip install -r requirements-teacher.txt`.")
    if wanted == FOLDER:
        word = st.text_input(
            "Folder of a sentence encoder in ONNX form", key="teacher_folder", value="" if chosen in (teaching.BUILT_IN, *names) else chosen
        )
    elif one is not None:
        agreed = st.toggle(
            f"Download it once: {one.megabytes} MB from huggingface.co/{one.repository}, licence {one.licence}", key=f"teacher_agreed_{one.name}"
        )
        cards.note(f"It reads {one.languages}. Nothing of yours is sent. Without the network the built-in judge goes on.")
    if st.button("Use this judge", key="teacher_use", disabled=not word.strip()):
        _use(scope, teaching.BUILT_IN if wanted == NONE else word.strip(), agreed=agreed)


def _place(chosen: str, names: list[str]) -> int:
    return 0 if chosen == teaching.BUILT_IN else 2 + names.index(chosen) if chosen in names else 1


def _use(scope: Scope, word: str, *, agreed: bool) -> None:
    try:
        teaching.choose(home(), scope.workspace, word, download=agreed)
    except InsightsError as problem:
        states.error(problem)
        return
    if scope.snapshot_id:
        curating.request_rediscovery(home(), scope.workspace)
    st.markdown("**Chosen.** The topics that stand are kept. What this judge would find will be proposed on Taxonomy.")
