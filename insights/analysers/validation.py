"""How good the local judges were found to be, on conversations that they had not seen, and how sure that is.

Measured with the weights of `WEIGHTS` through the command line; a test fails when other weights are committed without measuring again.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from insights.analysers.weights import DATA

WEIGHTS = "e37a2e464acb30e3"


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


WORK, EXPERIENCE = "local-work 1", "local-experience 2"
EXAM = DataSet(
    "exam", "invented conversations of four companies that no judge was fitted on, written to the same brief as the training corpus", seen=False
)
STAR = DataSet("STAR", "task dialogues of many trades; customers said themselves whether they reached their goal", seen=True)
USS = DataSet("USS", "task and talk dialogues rated by people who hardly agree with each other", seen=True)
SGD = DataSet("SGD", "task dialogues in which the service called is known", seen=True)

VALIDATIONS = (
    Validation(WORK, "kinds of work", "mean F1 of four kinds", EXAM, 110, 0.714, 0.649, 0.769),
    Validation(WORK, "kind: informational", "F1", EXAM, 110, 0.761, 0.644, 0.86),
    Validation(WORK, "kind: personalised", "F1", EXAM, 110, 0.699, 0.573, 0.788),
    Validation(WORK, "kind: action", "F1", EXAM, 110, 0.83, 0.75, 0.899),
    Validation(WORK, "kind: human", "F1", EXAM, 110, 0.565, 0.37, 0.722),
    Validation(WORK, "no request", "F1", EXAM, 110, 0.833, 0.5, 1.0),
    Validation(WORK, "why a person is needed", "share right", EXAM, 18, 0.722, 0.526, 0.889),
    Validation(WORK, "article that answers", "share found", EXAM, 59, 0.78, 0.661, 0.881),
    Validation(WORK, "article missing", "F1", EXAM, 110, 0.682, 0.507, 0.825),
    Validation(WORK, "tools needed", "F1", EXAM, 110, 0.569, 0.496, 0.634),
    Validation(EXPERIENCE, "resolved or not", "mean F1 of yes and no", EXAM, 104, 0.851, 0.773, 0.917),
    Validation(EXPERIENCE, "rating", "quadratic-weighted kappa", EXAM, 102, 0.851, 0.787, 0.892),
    Validation(EXPERIENCE, "rating", "share within 1", EXAM, 102, 0.971, 0.941, 1.0),
    Validation(EXPERIENCE, "reasons", "F1", EXAM, 110, 0.552, 0.503, 0.596),
    Validation(EXPERIENCE, "resolved or not", "area under the ROC curve", STAR, 1_352, 0.737, 0.7, 0.776),
    Validation(EXPERIENCE, "rating", "rank correlation", USS, 2_500, 0.239, 0.199, 0.274),
    Validation(WORK, "action or look-up", "mean F1 of yes and no", SGD, 2_098, 0.837, 0.815, 0.854),
)
"""Everything measured, in the order in which a page prints it."""


def fingerprint() -> str:
    """What the committed weights and rules are, in sixteen letters."""
    digest = hashlib.sha256()
    for path in sorted(DATA.iterdir()):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]
