"""Why a conversation got its rating: named reasons, each with its owner and a quote."""

from __future__ import annotations

from itertools import product

import numpy as np
import pyarrow as pa

from insights.analysers.features import FIELDS, Reading
from insights.analysers.frames import frame
from insights.analysers.quotes import best_turn, choose_quotes, quotable, telling
from insights.analysers.weights import experience_weights
from insights.model import POSITIVE_REASONS, Owner, Reason
from insights.tables import REASONS

NAMES = tuple(reason.value for reason in Reason)
POSITIVE = frozenset(reason.value for reason in POSITIVE_REASONS)
SAID_BY_SUPPORT = frozenset({"clear_answer", "went_beyond", "transferred", "impolite_service"})
MUST_BE_SAID = frozenset({"product_problem", "policy_or_price", "impolite_service", "friendly_service", "went_beyond"})
"""Reasons that somebody puts into words: without a turn that speaks for it there is none."""
FEWEST_IN_A_LOOP = 2
BEATS = (("bot_loop", "wrong_or_unclear_answer"), ("bot_loop", "quick_resolution"), ("not_resolved", "quick_resolution"))
"""Reasons that leave no room for another: a loop says all that a wrong answer would say."""
LIKELIER = 0.5
"""That it was not resolved is told beside a reason that says why only where it is at least as likely as not; on its own its threshold is enough."""
OWNERS = {
    Reason.BOT_LOOP.value: Owner.BOT.value,
    Reason.PRODUCT_PROBLEM.value: Owner.PRODUCT.value,
    Reason.POLICY_OR_PRICE.value: Owner.POLICY.value,
    Reason.SLOW_REPLY.value: Owner.AGENT.value,
    Reason.TRANSFERRED.value: Owner.AGENT.value,
}
"""Reasons whose owner follows from their name; of the others it is who spoke."""


def label_reasons(reading: Reading, probabilities: np.ndarray, scored: np.ndarray) -> pa.Table:
    """The reasons of the scored conversations, in their order."""
    weights = experience_weights()
    columns = [weights.column(name) for name in NAMES]
    chances = probabilities[:, columns]
    given = _consistent(reading, explained(chances, chances >= weights.threshold[columns]) & scored[:, None])
    turn = _quoted_turns(reading, given)
    rows, places = np.nonzero(given & (turn >= 0))
    chosen = turn[rows, places]
    quotes = choose_quotes(reading, chosen, _word_weights(), places, praised=np.isin(np.array(NAMES)[places], sorted(POSITIVE)))
    ids = reading.turns.batch.conversations.column("conversation_id").to_pylist()
    owners = _owners(reading, probabilities)
    names = [NAMES[place] for place in places]
    return frame(
        REASONS,
        {
            "conversation_id": [ids[row] for row in rows],
            "reason": names,
            "sign": [1 if name in POSITIVE else -1 for name in names],
            "owner": [None if name in POSITIVE else OWNERS.get(name) or str(owners[name][row]) for name, row in zip(names, rows, strict=True)],
            "turn": reading.turns.number[chosen],
            "quote": quotes,
        },
    )


def explained(chances: np.ndarray, given: np.ndarray) -> np.ndarray:
    """The reasons, with that of not being resolved only where it is likely enough beside what says why; shapes (conversations, reasons)."""
    unresolved, kept = NAMES.index(Reason.NOT_RESOLVED), given.copy()
    why = [place for place, name in enumerate(NAMES) if name not in POSITIVE and place != unresolved]
    kept[:, unresolved] &= ~given[:, why].any(axis=1) | (chances[:, unresolved] >= LIKELIER)
    return kept


def _consistent(reading: Reading, given: np.ndarray) -> np.ndarray:
    """The reasons less those that cannot be: a loop takes a bot that answers twice; what did not get anywhere was not quick."""
    kept = given.copy()
    kept[:, NAMES.index("bot_loop")] &= reading.turns.count(reading.turns.bot) >= FEWEST_IN_A_LOOP
    for stronger, weaker in BEATS:
        kept[:, NAMES.index(weaker)] &= ~kept[:, NAMES.index(stronger)]
    return kept


def _quoted_turns(reading: Reading, given: np.ndarray) -> np.ndarray:
    """The turn to quote for each conversation and reason, -1 where there is none."""
    turns = reading.turns
    scores = experience_weights().turn_scores(reading, NAMES)
    written = quotable(turns)
    said = {thanks: telling(turns.text, thanks=thanks) for thanks in (True, False)}
    chosen = np.full(given.shape, -1)
    for place, name in enumerate(NAMES):
        first, second = (turns.support, turns.customer) if name in SAID_BY_SUPPORT else (turns.customer, turns.support)
        for side, allowed in product((first, second), (said[name in POSITIVE], written)):
            best = best_turn(reading, scores[:, place], side & written & allowed)
            chosen[:, place] = np.where(chosen[:, place] >= 0, chosen[:, place], best)
        if name in MUST_BE_SAID:
            found = np.flatnonzero(chosen[:, place] >= 0)
            chosen[found[scores[chosen[found, place], place] <= 0], place] = -1
    return chosen


def _word_weights() -> np.ndarray:
    """How much a word speaks for each reason, whoever says it, shape (vocabulary, reasons)."""
    weights = experience_weights()
    return weights.lexical[: len(FIELDS)].sum(axis=0)[:, [weights.column(name) for name in NAMES]]


def _owners(reading: Reading, probabilities: np.ndarray) -> dict[str, np.ndarray]:
    """Who could change what was said or left unsaid: a bot that was alone, else a person; what was not resolved may lie beyond them."""
    weights = experience_weights()
    spoke = np.where((reading.numbers["bot"] > 0) & (reading.numbers["agent"] == 0), Owner.BOT.value, Owner.AGENT.value)
    policy, product_fails = (
        probabilities[:, weights.column(name)] >= weights.threshold[weights.column(name)] for name in ("policy_or_price", "product_problem")
    )
    unresolved = np.where(policy, Owner.POLICY.value, np.where(product_fails, Owner.PRODUCT.value, spoke))
    return {
        Reason.NOT_RESOLVED.value: unresolved,
        Reason.HAD_TO_REPEAT.value: spoke,
        Reason.WRONG_OR_UNCLEAR_ANSWER.value: spoke,
        Reason.IMPOLITE_SERVICE.value: spoke,
    }
