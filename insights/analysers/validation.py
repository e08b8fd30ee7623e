"""How good the local judges were found to be, on conversations that they had not seen, and how sure that is.

Measured with the weights of `WEIGHTS` by `python -m benchmarks.validated`; a test fails when other weights are committed without measuring again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from insights.analysers.weights import DATA

WEIGHTS = "b3fbcf1829cf5c57"


@dataclass(frozen=True, slots=True)
class DataSet:
    """What was judged: its name, what it holds, and whether its figures were seen while rules and signals were chosen."""

    name: str
    about: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Validation:
    """One figure: who judged what, how agreement is measured, on which data and on how many, and the 95 % interval over conversations."""

    judge: str
    question: str
    measure: str
    data: DataSet
    size: int
    value: float
    low: float
    high: float


WORK, EXPERIENCE = "local-work 2", "local-experience 3"
EXAM = DataSet(
    "exam", "invented conversations of four companies that no judge was fitted on, written to the same brief as the training corpus", seen=False
)
STAR_UNSEEN = DataSet(
    "STAR unseen",
    "task dialogues of many trades in which customers said themselves whether they reached their goal, asked of a judge fitted on the corpus alone",
    seen=True,
)
STAR = DataSet("STAR", "the same dialogues, asked of the judge that ships, which has learnt from them a little", seen=True)
USS = DataSet("USS", "task and talk dialogues rated by people who hardly agree with each other", seen=True)
AIRLINE = DataSet("airlines", "posts to airlines that nobody answered, with the sentiment that readers gave them", seen=True)
SGD = DataSet("SGD", "task dialogues in which the service called is known", seen=True)

VALIDATIONS = (
    Validation(WORK, "kinds of work", "mean F1 of four kinds", EXAM, 110, 0.74, 0.673, 0.794),
    Validation(WORK, "kind: informational", "F1", EXAM, 110, 0.769, 0.637, 0.879),
    Validation(WORK, "kind: personalised", "F1", EXAM, 110, 0.714, 0.578, 0.821),
    Validation(WORK, "kind: action", "F1", EXAM, 110, 0.854, 0.773, 0.915),
    Validation(WORK, "kind: human", "F1", EXAM, 110, 0.622, 0.426, 0.761),
    Validation(WORK, "no request", "F1", EXAM, 110, 0.833, 0.571, 1.0),
    Validation(WORK, "why a person is needed", "share right", EXAM, 18, 0.778, 0.556, 0.944),
    Validation(WORK, "article that answers", "share found", EXAM, 59, 0.881, 0.797, 0.949),
    Validation(WORK, "article missing", "F1", EXAM, 110, 0.75, 0.561, 0.889),
    Validation(WORK, "tools needed", "F1", EXAM, 110, 0.584, 0.524, 0.658),
    Validation(EXPERIENCE, "resolved or not", "mean F1 of yes and no", EXAM, 104, 0.859, 0.791, 0.928),
    Validation(EXPERIENCE, "rating", "quadratic-weighted kappa", EXAM, 102, 0.864, 0.805, 0.908),
    Validation(EXPERIENCE, "rating", "share within 1", EXAM, 102, 0.971, 0.941, 1.0),
    Validation(EXPERIENCE, "reasons", "F1", EXAM, 110, 0.605, 0.547, 0.652),
    Validation(EXPERIENCE, "resolved or not", "area under the ROC curve", STAR_UNSEEN, 1_352, 0.759, 0.717, 0.797),
    Validation(EXPERIENCE, "resolved or not", "area under the ROC curve", STAR, 1_352, 0.77, 0.73, 0.808),
    Validation(EXPERIENCE, "rating", "rank correlation", USS, 2_500, 0.261, 0.225, 0.295),
    Validation(EXPERIENCE, "rating", "rank correlation", AIRLINE, 5_146, 0.603, 0.585, 0.62),
    Validation(WORK, "action or look-up", "mean F1 of yes and no", SGD, 2_098, 0.818, 0.798, 0.838),
)
"""Everything measured, in the order in which a page prints it."""


def fingerprint() -> str:
    """What the committed weights and rules are, in sixteen letters."""
    digest = hashlib.sha256()
    for path in sorted(DATA.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
