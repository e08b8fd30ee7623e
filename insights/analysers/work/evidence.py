"""Which turns decided the kinds: where the customer asked, and where support did what the kind needs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from insights.analysers.deeds import Deeds
from insights.analysers.features import Reading
from insights.analysers.quotes import asking, best_turn
from insights.analysers.weights import Linear
from insights.model import Kind

KINDS = tuple(kind.value for kind in Kind)
ASKED = {
    Kind.INFORMATIONAL: ("ask_general",),
    Kind.PERSONALISED: ("ask_status", "gave_code"),
    Kind.ACTION: ("ask_change", "ask_refund", "gave_code"),
    Kind.HUMAN: ("ask_waiver", "ask_deal", "report_fault", "report_crime", "report_danger", "report_loss", "threaten", "want_person"),
}
"""What the customer does in the turn that asks for each kind."""
ANSWERED = {
    Kind.INFORMATIONAL: ("explained", "instructed", "linked"),
    Kind.PERSONALISED: ("looked_up", "told_day", "told_amount", "told_code"),
    Kind.ACTION: ("changed", "refunded", "sent", "will_change", "granted"),
    Kind.HUMAN: ("consulted", "ticket", "handed_on", "others_act", "granted", "offered", "protected", "promised"),
}
"""What support does in the turn that serves it."""
DEED_SAYS, LENGTH_SAYS, LATER_SAYS = 1.0, 0.25, 0.3
LONG_ENOUGH = 12
FIRST_TURNS = 3


def deciding_turns(reading: Reading, weights: Linear, done: Deeds, chosen: np.ndarray) -> list[list[int]]:
    """Per conversation the numbers of the turns that decided: of each chosen kind the customer's, and support's where it did what the kind needs."""
    turns, scores = reading.turns, weights.turn_scores(reading, KINDS)
    later = LATER_SAYS * turns.from_start(turns.customer)
    rows = np.full((len(turns.batch), 2 * len(KINDS)), -1)
    for place, kind in enumerate(Kind):
        asked, answered = (np.sum([done.of(name) for name in names[kind]], axis=0) for names in (ASKED, ANSWERED))
        there = chosen[:, place]
        rows[there, place] = best_turn(reading, scores[:, place] + DEED_SAYS * asked - later, turns.customer)[there]
        rows[there, len(KINDS) + place] = best_turn(reading, scores[:, place] + DEED_SAYS * answered, answered > 0)[there]
    return [sorted({int(turns.number[row]) for row in found if row >= 0}) for found in rows]


def questions(reading: Reading, weights: Linear, chosen: np.ndarray) -> list[str | None]:
    """The request in the customer's words, from one of their first turns."""
    turns = reading.turns
    length, place = np.diff(turns.words.starts), turns.from_start(turns.customer)
    strength = (weights.turn_scores(reading, KINDS) * chosen[turns.owner]).sum(axis=1) + LENGTH_SAYS * np.minimum(length, LONG_ENOUGH) - place
    opening = best_turn(reading, strength, turns.customer & (place < FIRST_TURNS))
    texts = turns.text.take(pa.array(np.maximum(opening, 0))).to_pylist() if len(turns) else [""] * len(opening)
    return [asking(text) or None if row >= 0 else None for row, text in zip(opening, texts, strict=True)]
