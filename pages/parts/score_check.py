"""Rate a sample of conversations without seeing what was judged: the proof that the ratings are any good on these data."""

from __future__ import annotations

from typing import Any

import streamlit as st

from insights.metrics.experience_questions import judged_ratings
from insights.model import Filters, Resolution
from insights.pipeline import desk
from insights.planning.agreement import FEWEST, sample
from insights.store.home import home
from insights.store.overlay import checked_ratings
from pages.parts import cards, data, frame, transcript
from pages.parts.scope import Scope

SEED = 0
RATINGS = {
    1: "Not met, and angry, giving up or leaving",
    2: "Not met, or met after strong frustration",
    3: "Mixed: partly met, unclear, or met with notable effort",
    4: "Met without notable friction; a neutral tone is fine",
    5: "Met, clearly pleased, little effort",
}

ENDS = {
    "confirmed": "Solved, they say so",
    "assumed": "Solved, it seems",
    "unresolved": "Not solved",
    "pending": "Still open",
}
NO_REQUEST = "nothing"
NEEDED = {
    "informational": "An answer for everybody",
    "personalised": "A look-up for them",
    "action": "Something done",
    "human": "A person's judgement",
    NO_REQUEST: "Nothing was asked",
}


def chosen(scope: Scope) -> bool:
    """Whether the reader is rating; then this is all that the page shows."""
    if frame.asked("check") != "1":
        return False
    said = checked_ratings(data.control().events(scope.workspace, what="rating_checked"))
    everything = data.ask(judged_ratings(Filters()), scope)
    known = set(everything["conversation_id"])
    done = [key for key in said if key in known]
    goal = min(FEWEST * (len(done) // FEWEST + 1), len(everything))
    left = [key for key in sample(everything, goal, seed=SEED) if key not in said]
    cards.question(
        "How would you rate these?",
        "You see the conversation, not what we judged. Rate how it felt **to the customer**, not how hard support tried.",
    )
    _progress(len(done), goal, rest=bool(left))
    if left:
        _ask(left[0], scope)
    return True


def _progress(done: int, goal: int, *, rest: bool) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if rest:
            st.progress(min(done / max(goal, 1), 1.0), f"{done} of {goal} rated", width=420)
        else:
            cards.note(f"All {done} are rated." if done else "There is nothing to rate.")
        if st.button("Back to the score", type="tertiary", icon=":material/arrow_back:", key="check_back"):
            frame.put(check="")
            st.rerun()


def _ask(conversation_id: str, scope: Scope) -> None:
    left, right = st.columns([12, 8], gap="large")
    with left.container(border=True, key="checked_conversation"):
        transcript.unlabelled(conversation_id, scope)
    with right:
        resolution = st.segmented_control(
            "How did it end? (if you can tell)",
            [str(each) for each in Resolution],
            format_func=ENDS.__getitem__,
            wrap=True,
            key=f"check_resolution_{conversation_id}",
        )
        kinds = st.pills(
            "What did the customer need? (if you can tell)",
            list(NEEDED),
            selection_mode="multi",
            format_func=NEEDED.__getitem__,
            wrap=True,
            key=f"check_kinds_{conversation_id}",
        )
        said = {"resolution": resolution, "kinds": [each for each in kinds if each != NO_REQUEST] if kinds else None}
        st.subheader("Your rating, and on to the next", anchor=False)
        for rating, meaning in reversed(RATINGS.items()):
            if st.button(f"**{rating}** · {meaning}", key=f"check_{rating}_{conversation_id}", width="stretch"):
                _say(conversation_id, rating, said, scope)
        if st.button("I cannot say", type="tertiary", key=f"check_none_{conversation_id}"):
            _say(conversation_id, None, said, scope)


def _say(conversation_id: str, rating: int | None, said: dict[str, Any], scope: Scope) -> None:
    desk.check_rating(home(), scope.workspace, conversation_id, rating, **said)
    st.rerun()
