"""Do people agree with resolutions and kinds of work? What they said beside what was judged, and labels that learn from it."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.experience_questions import judged_labels, judged_ratings
from insights.pipeline import desk
from insights.pipeline.lessons import answered, fact
from insights.planning.label_agreement import LabelAgreement, label_agreement
from insights.planning.labels import KINDS, LABELS, NOTHING, RESOLUTION, Label
from insights.planning.learning import BLIND, FEWEST, Learnt, stands_for
from insights.store.home import home
from insights.store.taught import FACT, learning_on
from pages.parts import cards, data
from pages.parts.scope import Scope

NAMES = {"resolution": "Resolution", "kinds": "Kinds of work"}
WHOLE = {"resolution": "conversations with the same resolution", "kinds": f"the {len(KINDS)} kinds told alike"}


def section(scope: Scope) -> None:
    """The agreement, what was learnt from it, and the switch."""
    said = answered(data.control().events(scope.workspace))
    how = said["how"].value_counts()
    cards.section(
        "Do people agree with resolutions and kinds of work?",
        f"What you said of each label beside what was judged: {how.get('dispute', 0):,} corrections, {how.get(BLIND, 0):,} blind answers, "
        f"{how.get('confirmed', 0):,} confirmations.",
        metrics=("resolved_share",),
        made="A conversation counts once for each label, by the last word on it: a correction before a blind answer, that before a confirmation. The "
        "judge's own label is compared, also where another one is shown. Kappa is 0 for chance and 1 for full agreement; the intervals are 95 % "
        "(1,000 bootstrap rounds). Blind answers count for as many conversations as they stand for. Corrections are made where something is wrong: "
        "in the rows with them the agreement is lower than over all conversations.",
    )
    if said.empty:
        cards.note(f"Nobody has said anything of them yet. From {FEWEST} answers on the agreement is stated, and labels can learn from them.")
        return
    _table(said, scope)
    _learning(scope)


def _table(said: pd.DataFrame, scope: Scope) -> None:
    judged = data.ask(judged_labels(scope.filters, sorted(set(said["conversation_id"]))), scope)
    every, rows = data.ask(judged_ratings(scope.filters), scope)["rating"], []
    for label in LABELS:
        ours, theirs, blind, rating = _pairs(label, judged, said)
        weight = stands_for(every, rating, blind)
        views = {NAMES[label.name]: (ours, theirs)}
        if label is RESOLUTION:
            views["Solved or not"] = (np.isin(ours, (0, 1)), np.isin(theirs, (0, 1)))
        for name, (one, other) in views.items():
            rows.append(_line(name, "Blind sample", label_agreement(one[blind], other[blind], weight[blind]), int(blind.sum())))
            rows.append(_line(name, "All, corrections too", label_agreement(one, other), len(one)))
    found = pd.DataFrame(rows)
    st.dataframe(found, hide_index=True, key="label_agreement_table", alt="Agreement with people on resolutions and kinds of work")
    cards.csv(found, "label_agreement", "label_agreement_csv")


def _pairs(label: Label, judged: pd.DataFrame, said: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray, pd.Series]:
    """What the judge and people said of the same conversations, which of it blind, and our rating of them."""
    mine = said[said["label"] == label.name]
    rows = pd.Index(judged["conversation_id"]).get_indexer(mine["conversation_id"])
    mine, rows = mine[rows >= 0], rows[rows >= 0]
    ours, theirs = label.said(judged)[rows], np.array([label.code(value) for value in mine["value"]], dtype=np.int64)
    known = (ours != NOTHING) & (theirs != NOTHING)
    blind = (mine["how"] == BLIND).to_numpy(dtype=bool)
    return ours[known], theirs[known], blind[known], judged["rating"].iloc[rows[known]]


def _line(name: str, whose: str, found: LabelAgreement | None, count: int) -> dict[str, str]:
    line = {"Label": name, "Answers": whose, "Both said": f"{count:,}"}
    if found is None:
        return line | {"The same": f"{FEWEST} needed", "Kappa": f"{FEWEST} needed"}
    kappa = "not defined" if np.isnan(found.kappa.value) else f"{found.kappa.value:.2f} ({found.kappa.low:.2f} to {found.kappa.high:.2f})"
    same = f"{number_text(found.same.value, Unit.SHARE)} ({interval_mark(found.same.low, found.same.high, Unit.SHARE)})"
    return line | {"The same": same, "Kappa": kappa.replace("-", "−")}


def _learning(scope: Scope) -> None:
    """What answers teach, and whether it counts."""
    found = data.lessons(scope)
    on = learning_on(data.control().events(scope.workspace, what="setting_changed"))
    st.subheader("Labels that learn from you", anchor=False)
    cards.note("  \n".join(f"**{NAMES[one.label]}:** {told(one)}" for one in found))
    ready = any(not one.missing for one in found)
    wanted = st.toggle("Learn resolutions and kinds of work from what you said", value=on, key="learn_labels", disabled=not (ready or on))
    if wanted != on:
        desk.set_label_learning(home(), scope.workspace, on=wanted)
        st.rerun()
    facts = data.table("meta", scope).set_index("key")["value"]
    if on and json.loads(facts.get(FACT, "{}")) != fact(found):
        cards.note("What you said last counts with the next analysis.")


def told(one: Learnt) -> str:
    """What was learnt of a label, in a sentence."""
    if one.missing:
        return f"{one.count:,} answers; {one.missing} more and it can learn."
    if one.before is None or one.after is None:
        return f"all {one.count:,} answers agree with the judge, so there is nothing to learn."
    said = f"{one.count:,} answers, {one.wrong:,} of which disagree."
    before, after = number_text(one.before, Unit.SHARE), number_text(one.after, Unit.SHARE)
    if one.lesson is None:
        return f"{said} What they teach does not agree better on answers left out of the learning ({before} before), so nothing changes."
    return (
        f"{said} Over all conversations, estimated on answers left out of the learning, {WHOLE[one.label]}: {before} before, **{after}** after. "
        f"{one.moved:,} conversations change."
    )
