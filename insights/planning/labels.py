"""The labels that answers teach: how a resolution and the kinds of work fall into yes-or-no questions, and what shifted questions make of them.

A resolution is first whether it was solved, then how: confirmed where it was, pending where it was not. The judge states the chance of the one side
that it said; what changes sides is assumed or unresolved, the plainest word of that side, unless people mostly said the other one.
Kinds of work are four questions, and a fifth one: is there a request at all?
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from insights.model import Kind, Resolution
from insights.planning.shifts import Rule

KINDS = tuple(str(kind) for kind in Kind)
RESOLUTIONS = tuple(str(resolution) for resolution in Resolution)
CONFIRMED, ASSUMED, UNRESOLVED, PENDING = range(4)
NOTHING = -1
BITS = 1 << np.arange(len(KINDS))
PLAIN = 2.0
"""As many answers as these speak for the plainest word of a side."""
STILL = Rule(0.0, 0.5)


@dataclass(frozen=True, slots=True)
class Lesson:
    """The rule of every question that was learnt, and what is said of a conversation that is now taken as solved (`won`) or as not (`lost`)."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    won: str = RESOLUTIONS[ASSUMED]
    lost: str = RESOLUTIONS[UNRESOLVED]

    def answers(self, name: str, chance: np.ndarray, said: np.ndarray) -> np.ndarray:
        """Yes or no to a question now."""
        return self.rules.get(name, STILL).answers(chance, said)


@dataclass(frozen=True, slots=True)
class Question:
    """A question of all conversations in a table of judged labels: for which it is asked, the chance of yes, and what was said."""

    name: str
    asked: np.ndarray
    chance: np.ndarray
    said: np.ndarray


@dataclass(frozen=True, slots=True)
class Label:
    """A label that is learnt: numbers stand for its values, NOTHING for none.

    `said` and `sure` are the judge's value and the chance that it is right, `truths` tells what a value answers to each question, `now` is the value
    after a lesson, `alike` says how far two values agree, 0 to 1. The table that they take has one row per conversation, with the columns `COLUMNS`.
    """

    name: str
    code: Callable[[object], int]
    said: Callable[[pd.DataFrame], np.ndarray]
    sure: Callable[[pd.DataFrame], np.ndarray]
    questions: Callable[[pd.DataFrame], tuple[Question, ...]]
    truths: Callable[[np.ndarray], dict[str, np.ndarray]]
    now: Callable[[pd.DataFrame, Lesson], np.ndarray]
    alike: Callable[[np.ndarray, np.ndarray], np.ndarray]


COLUMNS = (
    *("conversation_id", "rating", "not_scored", "resolution", "p_resolved", "resolution_confidence"),
    *KINDS,
    *(f"p_{kind}" for kind in KINDS),
    "p_request",
)
"""What was judged of a conversation; a kind is true where it was said."""


def resolution_code(value: object) -> int:
    """The place of a resolution."""
    return RESOLUTIONS.index(str(value)) if value in RESOLUTIONS else NOTHING


def resolution_said(judged: pd.DataFrame) -> np.ndarray:
    """The judge's resolutions; nothing where it states no chance."""
    known = pd.Categorical(judged["resolution"], categories=RESOLUTIONS).codes.astype(np.int64)
    return np.where(np.isnan(numbers(judged, "p_resolved")), NOTHING, known)


def resolution_sure(judged: pd.DataFrame) -> np.ndarray:
    """The chance that a resolution is right."""
    return np.nan_to_num(numbers(judged, "resolution_confidence"))


def resolution_questions(judged: pd.DataFrame) -> tuple[Question, ...]:
    """Was it solved? If so, was that confirmed? If not, is it pending?"""
    said, sure, p_solved = resolution_said(judged), resolution_sure(judged), numbers(judged, "p_resolved")
    solved = np.isin(said, (CONFIRMED, ASSUMED))
    lost = (said != NOTHING) & ~solved
    side = np.clip(sure / np.maximum(np.where(solved, p_solved, 1 - p_solved), 1e-6), 0, 1)
    second = np.where(np.isin(said, (CONFIRMED, PENDING)), side, 1 - side)
    return (
        Question("solved", said != NOTHING, p_solved, solved),
        Question("confirmed", solved, second, said == CONFIRMED),
        Question("pending", lost, second, said == PENDING),
    )


def resolution_truths(codes: np.ndarray) -> dict[str, np.ndarray]:
    """What resolutions answer to the questions."""
    return {"solved": np.isin(codes, (CONFIRMED, ASSUMED)), "confirmed": codes == CONFIRMED, "pending": codes == PENDING}


def resolution_now(judged: pd.DataFrame, lesson: Lesson) -> np.ndarray:
    """Resolutions after a lesson."""
    said = resolution_said(judged)
    solved, confirmed, pending = (lesson.answers(each.name, each.chance, each.said) for each in resolution_questions(judged))
    was = np.isin(said, (CONFIRMED, ASSUMED))
    won, lost = RESOLUTIONS.index(lesson.won), RESOLUTIONS.index(lesson.lost)
    stays = np.where(was, np.where(confirmed, CONFIRMED, ASSUMED), np.where(pending, PENDING, UNRESOLVED))
    return np.where(said == NOTHING, NOTHING, np.where(solved == was, stays, np.where(solved, won, lost)))


def sides(said: np.ndarray, truth: np.ndarray, weight: np.ndarray) -> tuple[str, str]:
    """What people mostly call a conversation that they take as solved and the judge does not, and the other way round."""
    was, is_ = np.isin(said, (CONFIRMED, ASSUMED)), np.isin(truth, (CONFIRMED, ASSUMED))

    def mostly(rows: np.ndarray, other: int, plain: int) -> str:
        votes = [float(weight[rows & (truth == each)].sum()) for each in (other, plain)]
        return RESOLUTIONS[other if votes[0] > votes[1] + PLAIN else plain]

    return mostly(~was & is_, CONFIRMED, ASSUMED), mostly(was & ~is_, PENDING, UNRESOLVED)


def kinds_code(value: object) -> int:
    """Kinds of work as one number, a bit for each; 0 is no request."""
    if not isinstance(value, Sequence) or isinstance(value, str) or not set(value) <= set(KINDS):
        return NOTHING
    return int(sum(int(BITS[KINDS.index(kind)]) for kind in set(value)))


def kinds_of(code: int) -> list[str]:
    """The kinds that a number stands for."""
    return [kind for place, kind in enumerate(KINDS) if code >> place & 1]


def kinds_said(judged: pd.DataFrame) -> np.ndarray:
    """The judge's kinds; nothing where it cannot read the language."""
    return np.where((judged["not_scored"] == "language").to_numpy(dtype=bool), NOTHING, judged[list(KINDS)].to_numpy(dtype=np.int64) @ BITS)


def kinds_sure(judged: pd.DataFrame) -> np.ndarray:
    """The chance that all of it is right."""
    said = judged[list(KINDS)].to_numpy(dtype=bool)
    chances = np.column_stack([numbers(judged, f"p_{kind}") for kind in KINDS])
    right = np.prod(np.where(said, chances, 1 - chances), axis=1)
    request = numbers(judged, "p_request")
    return np.nan_to_num(np.where(said.any(axis=1), request * right, 1 - request))


def kinds_questions(judged: pd.DataFrame) -> tuple[Question, ...]:
    """Is there a request, and of what kind?"""
    said = kinds_said(judged)
    asked = said > 0
    kinds = [Question(kind, asked, numbers(judged, f"p_{kind}"), judged[kind].to_numpy(dtype=bool)) for kind in KINDS]
    return (*kinds, Question("request", said != NOTHING, numbers(judged, "p_request"), asked))


def kinds_truths(codes: np.ndarray) -> dict[str, np.ndarray]:
    """What kinds answer to the questions."""
    return {kind: (codes & bit) > 0 for kind, bit in zip(KINDS, BITS, strict=True)} | {"request": codes > 0}


def kinds_now(judged: pd.DataFrame, lesson: Lesson) -> np.ndarray:
    """Kinds after a lesson: a request keeps at least one, and a new one has its likeliest."""
    said, questions = kinds_said(judged), kinds_questions(judged)
    bits = np.column_stack([lesson.answers(each.name, each.chance, each.said) for each in questions[:-1]]) @ BITS
    likeliest = BITS[np.column_stack([np.nan_to_num(each.chance) for each in questions[:-1]]).argmax(axis=1)]
    request = lesson.answers("request", questions[-1].chance, questions[-1].said)
    found = np.where(said == 0, likeliest, np.where(bits == 0, said, bits))
    return np.where(said == NOTHING, NOTHING, np.where(request, found, 0))


def same(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Whether two resolutions are the same."""
    return (one == other).astype(np.float64)


def kinds_alike(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """The share of the four kinds on which two agree, there or not there."""
    return ((one[:, None] & BITS > 0) == (other[:, None] & BITS > 0)).mean(axis=1)


def numbers(judged: pd.DataFrame, name: str) -> np.ndarray:
    """A column of numbers, with nan where there is none."""
    return judged[name].to_numpy(dtype=np.float64, na_value=np.nan)


RESOLUTION = Label("resolution", resolution_code, resolution_said, resolution_sure, resolution_questions, resolution_truths, resolution_now, same)
WORK = Label("kinds", kinds_code, kinds_said, kinds_sure, kinds_questions, kinds_truths, kinds_now, kinds_alike)
LABELS = (RESOLUTION, WORK)
