"""Do people agree with the ratings? A blind sample, survey answers and disputes beside ours, whom a survey reaches, and a scale of one's own."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from insights.metrics import Unit, interval_mark, number_text
from insights.metrics.experience_questions import given_ratings, judged_ratings, survey_response
from insights.pipeline import desk
from insights.planning.agreement import FEWEST, Agreement, Measure, agreement, weights
from insights.planning.recalibration import FEWEST_FOR_EACH, Recalibration, recalibrate, usual_cuts
from insights.store.home import home
from insights.store.overlay import rating_scale
from pages.parts import cards, data, frame
from pages.parts.scope import Scope

APART = 2
MOST = 50
HOW = {"check": "Rated blind by you", "survey": "Surveyed customers", "dispute": "Disputed by you"}
FEWEST_ANSWERS = 30


def section(scope: Scope) -> None:
    """The agreement, and what follows from it."""
    given, judged = data.ask(given_ratings(scope.filters), scope), data.ask(judged_ratings(scope.filters), scope)
    counts = given["how"].value_counts()
    cards.section(
        "Do people agree with these ratings?",
        "Their ratings beside ours on the same conversations: "
        + ", ".join(f"{name.lower()} {counts.get(how, 0):,}" for how, name in HOW.items())
        + ".",
        metrics=("csat_score",),
        made="Exact and within 1 are shares; kappa is quadratic-weighted (0 is chance, 1 is full agreement); the intervals are 95 % (1,000 bootstrap "
        "rounds). In the blind sample every rating of ours comes equally often, so each answer counts for as many conversations as it stands for. "
        "Who answers a survey is no random sample, and disputes are made where something is wrong: read those two as what they are.",
    )
    _table(given, judged)
    _invitation(int(counts.get("check", 0)))
    _apart(given, scope)
    _response(scope)
    _scale(scope)


def _table(given: pd.DataFrame, judged: pd.DataFrame) -> None:
    blind = given[given["how"] == "check"]
    rows = [
        _line("Blind sample", agreement(*_pairs(blind), weights(blind.rename(columns={"ours": "rating"}), judged)), len(blind)),
        _line("Surveys", agreement(*_pairs(given[given["how"] == "survey"])), int((given["how"] == "survey").sum())),
        _line("All, disputes too", agreement(*_pairs(given)), len(given)),
    ]
    found = pd.DataFrame(rows)
    st.dataframe(found, hide_index=True, key="agreement_table", alt="Agreement with people by where their ratings come from")
    cards.csv(found, "agreement", "agreement_csv")


def _pairs(given: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    return given["ours"].to_numpy(dtype=np.int64), given["theirs"].to_numpy(dtype=np.int64)


def _line(name: str, found: Agreement | None, count: int) -> dict[str, str]:
    if found is None:
        said = f"{FEWEST} needed"
        return {"Ratings of": name, "Both rated": f"{count:,}", "Exact": said, "Within 1": said, "Kappa": said, "Ours less theirs": said}
    return {
        "Ratings of": name,
        "Both rated": f"{count:,}",
        "Exact": _share(found.exact),
        "Within 1": _share(found.within_one),
        "Kappa": _number(found.kappa),
        "Ours less theirs": _number(found.bias, signed=True),
    }


def _share(found: Measure) -> str:
    return f"{number_text(found.value, Unit.SHARE)} ({interval_mark(found.low, found.high, Unit.SHARE)})"


def _number(found: Measure, *, signed: bool = False) -> str:
    if np.isnan(found.value):
        return "not defined"
    sign = "+" if signed else ""
    return f"{found.value:{sign}.2f} ({found.low:{sign}.2f} to {found.high:{sign}.2f})".replace("-", "−")


def _invitation(done: int) -> None:
    """The way to rate a sample."""
    more = FEWEST - done % FEWEST
    words = f"Rate {more} conversations blind" if done < FEWEST else f"Rate {more} more"
    if st.button(words, icon=":material/fact_check:", key="start_check"):
        frame.put(check="1")
        st.rerun()


def _apart(given: pd.DataFrame, scope: Scope) -> None:
    """The disagreements, to be read."""
    distance = (given["ours"] - given["theirs"]).abs()
    far = given.assign(distance=distance)[distance >= APART].sort_values(["distance", "conversation_id"], ascending=[False, True], kind="stable")
    if far.empty:
        return
    asked = frame.link("conversations", scope, conversation=tuple(far["conversation_id"].head(MOST)))
    shown = "" if len(far) <= MOST else f" (the first {MOST})"
    cards.evidence(asked, f"Read the {len(far):,} that lie {APART} or more apart{shown}")
    with st.expander("Where we and people differ most"):
        table = far.head(MOST)[["conversation_id", "topic", "ours", "theirs", "how"]].replace({"how": HOW})
        st.dataframe(
            table.rename(columns={"conversation_id": "Conversation", "topic": "Topic", "ours": "Ours", "theirs": "Theirs", "how": "Who"}),
            hide_index=True,
            key="apart_table",
            alt="Conversations where our rating and theirs lie furthest apart",
        )


def _response(scope: Scope) -> None:
    """Whether those who answer surveys are like the others."""
    found = data.ask(survey_response(scope.filters), scope).set_index("answered")
    if len(found) < 2 or found["scored"].min() < FEWEST_ANSWERS:
        return
    (one, several), (other, many) = (
        (float(found.loc[key, "high"] / found.loc[key, "scored"]), float(found.loc[key, "scored"])) for key in (True, False)
    )
    points, half = 100 * (one - other), 196 * (one * (1 - one) / several + other * (1 - other) / many) ** 0.5
    share = number_text(several / (several + many), Unit.SHARE)
    clear = "That is within chance." if abs(points) <= half else "So the surveyed score is not that of all customers."
    cards.note(
        f"**Who answers:** {share} of scored conversations have a survey answer. We rate {number_text(one, Unit.SHARE)} of those 4 or 5, and "
        f"{number_text(other, Unit.SHARE)} of the others, {points:+.0f} points (± {half:.0f}). {clear}".replace("+0", "0").replace("-", "−")
    )


def _scale(scope: Scope) -> None:
    """Ratings moved to the scale of the workspace's own customers, when people rated enough."""
    everything = data.whole(scope)
    given, judged = data.ask(given_ratings(everything.filters), everything), data.ask(judged_ratings(everything.filters), everything)
    standing = rating_scale(data.control().events(scope.workspace, what="setting_changed"))
    if len(given) < FEWEST and standing is None:
        return
    usual = usual_cuts(judged["expected"].to_numpy(dtype=float), judged["rating"].to_numpy(dtype=np.int64))
    found = recalibrate(given["expected"].to_numpy(dtype=float), *_pairs(given), usual)
    st.subheader("A scale of your own", anchor=False)
    if found is not None:
        cards.note(_promise(found))
    on = st.toggle("Rate on the scale of your own customers", value=standing is not None, key="own_scale", disabled=found is None)
    if on and standing is None and found is not None:
        desk.set_rating_scale(home(), scope.workspace, found.cuts)
        st.rerun()
    if not on and standing is not None:
        desk.set_rating_scale(home(), scope.workspace, None)
        st.rerun()
    if standing is not None and found is not None and tuple(found.cuts) != standing:
        with st.container(horizontal=True, vertical_alignment="center"):
            cards.note("More ratings have come in since the scale was learnt.")
            if st.button("Learn it again", type="tertiary", key="learn_scale"):
                desk.set_rating_scale(home(), scope.workspace, found.cuts)
                st.rerun()


def _promise(found: Recalibration) -> str:
    """What the scale was learnt from, and what it brings on ratings that it was not learnt from."""
    way = "each step by itself" if found.each else f"all steps together, for {FEWEST_FOR_EACH} ratings are needed to move each by itself"
    better = "It agrees better." if found.better else "It agrees no better, so there is little reason to switch it on."
    return (
        f"Learnt from {found.count:,} ratings, {way}. On ratings left out of the learning: kappa {found.before.kappa.value:.2f} before, "
        f"**{found.after.kappa.value:.2f}** after; within 1 {number_text(found.before.within_one.value, Unit.SHARE)} before, "
        f"**{number_text(found.after.within_one.value, Unit.SHARE)}** after; ours less theirs {found.before.bias.value:+.2f} before, "
        f"**{found.after.bias.value:+.2f}** after. {better}"
    )
