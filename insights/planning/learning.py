"""Labels learnt from what people said of some conversations: corrections, confirmations and blind answers move the labels of all others.

Corrections are made where something is wrong: they tell which way the judge errs, not how often. How often comes from blind answers, beside the
judge's own expectation, which counts for twenty of them. Answers that disagree get that share of the weight, those that agree get the rest; where
too few agree, conversations that nobody corrected stand in for them, each as far as the judge is sure of it. A lesson is taken only where it agrees
better with answers that it was not learnt from, stand-ins included.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from insights.planning.labels import LABELS, NOTHING, Label, Lesson, sides
from insights.planning.shifts import FOLDS, SPREAD, Asked, Rule, proven, usual_limit

FEWEST = 20
OWN_EXPECTATION = 20.0
STAND_INS = 500
LEAST_WRONG, MOST_WRONG = 0.02, 0.9
BLIND = "check"


@dataclass(frozen=True, slots=True)
class Learnt:
    """What answers on a label taught: how many there are and how many disagree with the judge, the lesson if there is one, and what it brings.

    `before` and `after` are the estimated agreement over all conversations (of kinds: the share of the four that are told alike), on answers left out
    of the learning; None below 20 answers and where all of them agree. `moved` conversations have another label by it.
    """

    label: str
    count: int
    wrong: int
    lesson: Lesson | None
    before: float | None
    after: float | None
    moved: int

    @property
    def missing(self) -> int:
        """How many answers are needed before anything is learnt."""
        return max(0, FEWEST - self.count)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Conversations to learn from, as rows of a table of judged labels: what is true of each, and for how many it stands."""

    judged: pd.DataFrame
    truth: np.ndarray
    weight: np.ndarray

    def part(self, rows: np.ndarray) -> Evidence:
        """Some of them."""
        return Evidence(self.judged[rows], self.truth[rows], self.weight[rows])


def learn(judged: pd.DataFrame, answers: pd.DataFrame) -> tuple[Learnt, ...]:
    """What people's answers teach of each label.

    Args:
        judged: One row per conversation, `insights.planning.labels.COLUMNS`.
        answers: `conversation_id label value how`, one row per conversation and label; `how` is dispute, check (blind) or confirmed.
    """
    return tuple(learn_label(label, judged, answers[answers["label"] == label.name]) for label in LABELS)


def learn_label(label: Label, judged: pd.DataFrame, answers: pd.DataFrame) -> Learnt:
    """What they teach of one label. Answers on conversations that are gone, or to which the judge gave no such label, count for nothing."""
    codes = np.array([label.code(value) for value in answers["value"]], dtype=np.int64)
    rows = pd.Index(judged["conversation_id"]).get_indexer(answers["conversation_id"])
    said = label.said(judged)
    usable = (codes != NOTHING) & (rows >= 0) & (said[rows] != NOTHING) if len(rows) else np.zeros(0, dtype=bool)
    rows, codes, blind = rows[usable], codes[usable], (answers["how"] == BLIND).to_numpy(dtype=bool)[usable]
    order = np.argsort(judged["conversation_id"].to_numpy(dtype=object)[rows])
    rows, codes, blind = rows[order], codes[order], blind[order]
    wrong = codes != said[rows]
    if len(rows) < FEWEST or not wrong.any():
        return Learnt(label.name, len(rows), int(wrong.sum()), None, None, None, 0)
    evidence = weighed(label, judged, rows, codes, blind)
    limits = {each.name: usual_limit(each.chance[each.asked], each.said[each.asked]) for each in label.questions(judged)}
    before, after = agreements(label, evidence, limits)
    lesson = taught(label, evidence, limits) if after > before else None
    if lesson is None or not lesson.rules:
        return Learnt(label.name, len(rows), int(wrong.sum()), None, before, after if lesson else before, 0)
    moved = int((label.now(judged, lesson) != said).sum())
    return Learnt(label.name, len(rows), int(wrong.sum()), lesson, before, after, moved)


def weighed(label: Label, judged: pd.DataFrame, rows: np.ndarray, codes: np.ndarray, blind: np.ndarray) -> Evidence:
    """Answers and stand-ins with their weights: one that disagrees counts as one, corrections of a label less where it is hardly wrong so often."""
    said, sure = label.said(judged), label.sure(judged)
    counts, wrong, known = stands_for(judged["rating"], judged["rating"].iloc[rows], blind), codes != said[rows], said != NOTHING
    share = float(np.clip(max(wrong_share(wrong, counts, blind, sure[known]), wrong.sum() / known.sum()), LEAST_WRONG, MOST_WRONG))
    needed, agreeing = counts[wrong].sum() * (1 - share) / share, counts[~wrong].sum()
    weight = np.where(wrong, counts, counts * min(1.0, needed / max(agreeing, 1e-9)))
    others = stand_ins(judged, known, rows) if needed > agreeing else np.zeros(0, dtype=np.int64)
    standing = sure[others] * ((needed - agreeing) / max(float(sure[others].sum()), 1e-9))
    corrected = wrong & ~blind
    for value in np.unique(said[rows[corrected]]):
        mine = said[rows] == value
        usual = float(np.clip(wrong_share(wrong[mine], counts[mine], blind[mine], sure[said == value]), LEAST_WRONG, MOST_WRONG))
        most = max(usual * np.exp(SPREAD) / (1 - usual), wrong[mine].sum() / max((said == value).sum() - wrong[mine].sum(), 1))
        right = weight[mine & ~wrong].sum() + standing[said[others] == value].sum()
        # Who went through a label and corrected all that was wrong has not seen a part of it, but everything.
        room = right * most - weight[mine & wrong & blind].sum()
        if right > 0:
            weight[mine & corrected] *= float(np.clip(room / weight[mine & corrected].sum(), 0, 1))
    return Evidence(judged.iloc[np.concatenate([rows, others])], np.concatenate([codes, said[others]]), np.concatenate([weight, standing]))


def stands_for(every: pd.Series, rating: pd.Series, blind: np.ndarray) -> np.ndarray:
    """For how many each answer counts, 1 on average; the blind sample takes every rating equally often, so its answers count as their ratings do.

    `every` holds our rating of all conversations, `rating` that of those with an answer.
    """
    counts, answered = np.ones(len(rating)), rating[blind].fillna(0)
    if len(answered):
        shares = (answered.map(every.fillna(0).value_counts()) / answered.map(answered.value_counts())).to_numpy(dtype=float)
        counts[blind] = shares / shares.mean()
    return counts


def wrong_share(wrong: np.ndarray, counts: np.ndarray, blind: np.ndarray, sure: np.ndarray) -> float:
    """How often the judge errs on conversations of which it is so `sure`: what it expects and what blind answers say."""
    expected, seen = round(float(1 - sure.mean()), 6), counts[blind]
    many = seen.sum() ** 2 / (seen**2).sum() if len(seen) else 0.0
    found = float(np.average(wrong[blind], weights=seen)) if len(seen) else 0.0
    return (OWN_EXPECTATION * expected + many * found) / (OWN_EXPECTATION + many)


def stand_ins(judged: pd.DataFrame, known: np.ndarray, answered: np.ndarray) -> np.ndarray:
    """Rows that nobody answered, chosen by their ids: the same ones, however many answers and rows there are."""
    left = np.flatnonzero(known)
    keys = pd.util.hash_array(judged["conversation_id"].to_numpy(dtype=object)[left])
    chosen = left[np.argsort(keys, kind="stable")[:STAND_INS]]
    return chosen[~np.isin(chosen, answered)]


def taught(label: Label, evidence: Evidence, limits: dict[str, float]) -> Lesson:
    """The rules that help, question by question. A question is learnt where judge and people both come to it."""
    truths, rules = label.truths(evidence.truth), dict[str, Rule]()
    for each in label.questions(evidence.judged):
        # People come to a second question where they agree on the first: only then is there an answer to it.
        rows = each.asked & (reached(label, each.name, evidence.truth))
        found = proven(Asked(each.chance[rows], each.said[rows], truths[each.name][rows], evidence.weight[rows]), limits[each.name])
        if found is not None:
            rules[each.name] = found
    return Lesson(rules, *sides(label.said(evidence.judged), evidence.truth, evidence.weight)) if "solved" in rules else Lesson(rules)


def reached(label: Label, question: str, truth: np.ndarray) -> np.ndarray:
    """Whether what is true answers this question."""
    firsts = {"confirmed": ("solved", True), "pending": ("solved", False)}
    first, needed = firsts.get(question, ("request", True))
    truths = label.truths(truth)
    return truths[first] == needed if first in truths and first != question else np.ones(len(truth), dtype=bool)


def agreements(label: Label, evidence: Evidence, limits: dict[str, float]) -> tuple[float, float]:
    """How far judge and people agree, before and after, each conversation labelled by what was learnt without it."""
    said, now = label.said(evidence.judged), label.said(evidence.judged)
    order = np.lexsort((label.sure(evidence.judged), said == evidence.truth))
    fold = np.empty(len(order), dtype=np.int64)
    fold[order] = np.arange(len(order)) % FOLDS
    for each in range(FOLDS):
        lesson = taught(label, evidence.part(fold != each), limits)
        now[fold == each] = label.now(evidence.judged[fold == each], lesson)
    was, is_ = (float(np.average(label.alike(values, evidence.truth), weights=evidence.weight)) for values in (said, now))
    return was, is_
