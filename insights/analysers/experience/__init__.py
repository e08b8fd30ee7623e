"""How did it end, and how did it feel? Resolution, rating with its signals, and reasons with their quotes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from scipy.special import ndtr

from insights.analysers.deeds import with_all_deeds
from insights.analysers.experience.contacts import recontacts
from insights.analysers.experience.reasons import label_reasons
from insights.analysers.features import Reading, read_batch
from insights.analysers.frames import frame
from insights.analysers.quotes import best_turn
from insights.analysers.requests import not_scored
from insights.analysers.weights import experience_weights, rating_cuts, vocabulary
from insights.model import NotScored, Resolution
from insights.tables import LABELS_EXPERIENCE
from insights.text.batch import Batch
from insights.text.encoding import Encoder

__all__ = ["judge_experience", "label_experience", "recontacts"]

RESOLUTIONS = tuple(resolution.value for resolution in Resolution)
DIGITS = 4
EFFORTS = {
    "repeat_ever": (0.25, 0.0, 1.0),
    "customer_echo": (0.3, 0.2, 0.7),
    "not_solved_ever": (0.2, 0.0, 1.0),
    "ask_person_ever": (0.15, 0.0, 1.0),
    "waiting_ever": (0.15, 0.0, 1.0),
    "transfer_ever": (0.15, 0.0, 1.0),
    "handed_over": (0.1, 0.0, 1.0),
    "longest_wait": (0.3, 0.6, 1.0),
    "customer_turns": (0.3, 1.1, 2.4),
}
"""Signs of effort: how much of what is still free each takes up when it is there in full, below which value it is none and from which it is full."""


def judge_experience(batch: Batch, encoder: Encoder) -> tuple[pa.Table, pa.Table]:
    """One row of `LABELS_EXPERIENCE` per conversation, and its reasons."""
    return label_experience(read_batch(batch, vocabulary()))


def label_experience(reading: Reading) -> tuple[pa.Table, pa.Table]:
    """The same for a batch that was read already."""
    weights, reading = experience_weights(), with_all_deeds(reading)
    scores = weights.scores(reading)
    probabilities = weights.calibrated(scores)
    causes = not_scored(reading)
    scored = np.array([cause is None for cause in causes], dtype=bool)
    eligible = np.isin(causes, [NotScored.NO_REQUEST.value, NotScored.TOO_SHORT.value], invert=True)
    resolutions = resolve(probabilities[:, [weights.column(name) for name in ("resolved", "confirmed", "pending")]], causes)
    stated = state(resolutions, float(weights.threshold[weights.column("resolved")]))
    score = scores[:, weights.column("rating")]
    ratings = rate(score)
    rating = (score[:, None] > rating_cuts().stated).sum(axis=1)
    readable = causes != NotScored.LANGUAGE.value
    p_resolved = np.round(resolutions[:, 0] + resolutions[:, 1], DIGITS)
    labels = frame(
        LABELS_EXPERIENCE,
        {
            "conversation_id": reading.turns.batch.conversations.column("conversation_id").to_pylist(),
            "resolution": _where([RESOLUTIONS[place] for place in stated], eligible),
            "p_resolved": _where(p_resolved, eligible & readable),
            "resolution_confidence": _where(np.round(resolutions[np.arange(len(stated)), stated], DIGITS), eligible),
            "rating": _where(rating + 1, scored),
            "rating_expected": _where(np.round(ratings @ np.arange(1, 6), DIGITS), readable),
            "rating_confidence": _where(np.round(ratings[np.arange(len(rating)), rating], DIGITS), scored),
            "not_scored": list(causes),
            "sentiment_start": np.round(reading.numbers["sentiment_start"], DIGITS),
            "sentiment_end": np.round(reading.numbers["sentiment_end"], DIGITS),
            "effort": np.round(measure_effort(reading), DIGITS),
            "service_quality": _where(np.round(_service_quality(reading, probabilities), DIGITS), reading.turns.count(reading.turns.support) > 0),
            "resolution_turn": _resolution_turns(reading, stated, eligible),
            "experience_judge": [weights.judge] * len(causes),
        },
    )
    return labels, label_reasons(reading, probabilities, scored)


def resolve(probabilities: np.ndarray, causes: np.ndarray) -> np.ndarray:
    """Probability of each resolution, in the order of `RESOLUTIONS`, from P(resolved), P(confirmed | resolved) and P(pending | not resolved)."""
    resolved, confirmed, pending = probabilities.T
    four = np.column_stack([resolved * confirmed, resolved * (1 - confirmed), (1 - resolved) * (1 - pending), (1 - resolved) * pending])
    four[causes == NotScored.NO_REPLY.value] = [0.0, 0.02, 0.08, 0.9]
    return four


def state(resolutions: np.ndarray, threshold: float) -> np.ndarray:
    """Place of the resolution to state: first whether it was resolved, then how."""
    resolved = resolutions[:, :2].sum(axis=1) >= threshold
    return np.where(resolved, resolutions[:, :2].argmax(axis=1), 2 + resolutions[:, 2:].argmax(axis=1))


def rate(score: np.ndarray) -> np.ndarray:
    """Probability of each rating, shape (conversations, 5): the score is right but for a normal error."""
    cuts = rating_cuts()
    below = ndtr((cuts.likely[None, :] - score[:, None]) / cuts.noise)
    edges = np.concatenate([np.zeros((len(score), 1)), below, np.ones((len(score), 1))], axis=1)
    return np.diff(edges, axis=1)


def measure_effort(reading: Reading) -> np.ndarray:
    """How much work the customer did, 0 (none) to 1 (a lot)."""
    free = np.ones(len(reading.turns.batch))
    for name, (share, none, full) in EFFORTS.items():
        free = free * (1 - share * np.clip((reading.numbers[name] - none) / (full - none), 0, 1))
    return 1 - free


def _service_quality(reading: Reading, probabilities: np.ndarray) -> np.ndarray:
    """Whether the replies addressed the request and were clear, 0 to 1."""
    weights = experience_weights()
    good = probabilities[:, [weights.column(name) for name in ("clear_answer", "quick_resolution", "went_beyond")]].max(axis=1)
    bad = probabilities[:, [weights.column(name) for name in ("wrong_or_unclear_answer", "bot_loop", "impolite_service")]].max(axis=1)
    return (1 + good - bad) / 2


def _resolution_turns(reading: Reading, stated: np.ndarray, eligible: np.ndarray) -> list[int | None]:
    """Confirmed and unresolved: the customer's turn that says so; assumed and pending: the last word of support, or of anybody."""
    turns = reading.turns
    scores = experience_weights().turn_scores(reading, ("resolved",))[:, 0]
    spoken = turns.customer | turns.support
    late = turns.customer & (turns.from_end(turns.customer) < 3) & (turns.from_start(turns.customer) > 0)
    last = best_turn(reading, np.arange(len(turns), dtype=np.float64), spoken)
    reply = best_turn(reading, np.arange(len(turns), dtype=np.float64), turns.support)
    choices = np.stack([best_turn(reading, scores, late), reply, best_turn(reading, -scores, late), last])
    chosen = choices[stated, np.arange(len(stated))]
    chosen = np.where(chosen >= 0, chosen, last)
    return [int(turns.number[row]) if row >= 0 and there else None for row, there in zip(chosen, eligible, strict=True)]


def _where(values: Sequence[object] | np.ndarray, there: np.ndarray) -> list[object]:
    """The values, with None where there is none to state."""
    return [value if stated else None for value, stated in zip(values, there, strict=True)]
