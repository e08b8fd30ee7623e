"""What would it have taken to help? Kinds of work, the cause why a person is needed, and the articles and tools that serve."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from scipy.special import expit, logit

from insights.analysers.deeds import read_deeds, with_deeds
from insights.analysers.features import Reading, read_batch
from insights.analysers.frames import frame
from insights.analysers.knowledge import Knowledge, Matches
from insights.analysers.requests import judge_requests, unreadable
from insights.analysers.weights import Linear, vocabulary, work_weights
from insights.analysers.work.evidence import KINDS, deciding_turns, questions
from insights.model import HumanCause, Kind
from insights.tables import LABELS_WORK
from insights.text.batch import Batch
from insights.text.encoding import Encoder

CAUSES = tuple(cause.value for cause in HumanCause)
ALONE = tuple(f"{kind}_alone" for kind in KINDS)
"""The kinds as told by the request alone."""
DIGITS = 4
SURE = 1e-4


def judge_work(batch: Batch, encoder: Encoder, knowledge: Knowledge | None) -> pa.Table:
    """One row of `LABELS_WORK` per conversation."""
    return label_work(read_batch(batch, vocabulary()), encoder, knowledge)


def label_work(reading: Reading, encoder: Encoder, knowledge: Knowledge | None) -> pa.Table:
    """The same for a batch that was read already."""
    weights, done = work_weights(), read_deeds(reading)
    probabilities = weights.probabilities(with_deeds(reading, done))
    p_request, requested = judge_requests(reading)
    asked = requested & ~unreadable(reading)
    by_text, threshold = _by_text(reading, probabilities, weights), weights.threshold[[weights.column(kind) for kind in KINDS]]
    matches = knowledge.match(reading, encoder, by_text, threshold, asked) if knowledge is not None else Matches.nothing(by_text, threshold)
    p_kinds = np.round(matches.kinds, DIGITS)
    chosen = choose_kinds(p_kinds, matches.threshold) & asked[:, None]
    causes = probabilities[:, [weights.column(cause) for cause in CAUSES]].argmax(axis=1)
    return frame(
        LABELS_WORK,
        {
            "conversation_id": reading.turns.batch.conversations.column("conversation_id").to_pylist(),
            "kinds": [[kind for kind, there in zip(KINDS, row, strict=True) if there] for row in chosen],
            **{f"p_{kind}": p_kinds[:, place] for place, kind in enumerate(KINDS)},
            "p_request": np.round(p_request, DIGITS),
            "human_cause": [CAUSES[cause] if human else None for cause, human in zip(causes, chosen[:, KINDS.index(Kind.HUMAN)], strict=True)],
            "work_turns": deciding_turns(reading, weights, done, chosen),
            "question": questions(reading, weights, chosen),
            "articles": matches.articles,
            **matches.answer_columns(chosen[:, KINDS.index(Kind.INFORMATIONAL)]),
            "tools": matches.tools,
            "work_judge": [weights.judge] * len(chosen),
        },
    )


def _by_text(reading: Reading, probabilities: np.ndarray, weights: Linear) -> np.ndarray:
    """Probability of each kind, where nobody replied by the request alone: that support did nothing says nothing then."""
    replied = reading.turns.count(reading.turns.support) > 0
    return np.where(replied[:, None], kind_chances(probabilities, weights), probabilities[:, [weights.column(name) for name in ALONE]])


def kind_chances(probabilities: np.ndarray, weights: Linear) -> np.ndarray:
    """Probability of each kind; that a person is needed is asked once as such and once as any of its causes, which are more alike in themselves."""
    kinds = probabilities[:, [weights.column(kind) for kind in KINDS]]
    no_cause = np.prod(1 - probabilities[:, [weights.column(cause) for cause in CAUSES]], axis=1)
    human = KINDS.index(Kind.HUMAN)
    both = np.clip(np.column_stack([kinds[:, human], 1 - no_cause]), SURE, 1 - SURE)
    kinds[:, human] = expit(logit(both).mean(axis=1))
    return kinds


def choose_kinds(probabilities: np.ndarray, threshold: np.ndarray) -> np.ndarray:
    """Every kind above its threshold; where none is, the one nearest to it."""
    chosen = probabilities >= threshold
    nearest = (probabilities / threshold).argmax(axis=1)
    none = ~chosen.any(axis=1)
    chosen[none, nearest[none]] = True
    return chosen
