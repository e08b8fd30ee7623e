"""How the conversation went, as numbers: how each side took what the other had just said, what was said again, and what was left open."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from scipy import sparse

from insights.analysers.hearing import Heard
from insights.analysers.turns import Turns

ALIKE = 0.75
FEWEST_WORDS = 4
USUAL_WAIT = {"chat": 300.0, "phone": 300.0, "social": 3_600.0}
USUAL_ELSEWHERE = 43_200.0
FACTOR = 100.0
"""A wait this many times the usual one of its channel is as slow as it gets."""


def course_numbers(heard: Heard) -> dict[str, np.ndarray]:
    """The numbers by name."""
    turns = heard.turns
    bad = np.any([heard.signal(name) for name in ("not_solved", "deny", "contradicts", "told_before", "annoyed", "give_up")], axis=0)
    happy = (heard.signal("thanks") | heard.signal("accept") | heard.signal("agree")) & ~bad & ~heard.signal("resigned")
    return {
        **_replies(heard, bad, happy),
        **_ending(heard, bad, happy),
        **_bot_numbers(heard),
        **_said_again(turns),
        **_slowness(turns),
        "agents": _agents(turns),
        "shouting": _shouting(turns),
        **late_numbers(heard, "emphasis", _emphasis(turns)),
    }


def late_numbers(heard: Heard, name: str, given: np.ndarray) -> dict[str, np.ndarray]:
    """In how many of these turns the customer took an answer like this, and whether it was the last one of substance."""
    turns = heard.turns
    later = given & turns.customer & (turns.from_start(turns.customer) > 0)
    return {f"{name}_later": np.minimum(turns.count(later), 2), f"{name}_after": np.minimum(turns.count(given & _after(heard)), 1)}


def _after(heard: Heard) -> np.ndarray:
    """The customer's turns after the last word of substance of support."""
    turns, place = heard.turns, np.arange(len(heard.turns)) + 1
    last = np.zeros(len(turns.batch), dtype=np.int64)
    rows = np.flatnonzero(heard.support)
    np.maximum.at(last, turns.owner[rows], place[rows])
    return turns.customer & (place > last[turns.owner]) & (last[turns.owner] > 0)


def _next_spoken(turns: Turns) -> np.ndarray:
    """For each turn that somebody wrote the next one of its conversation, -1 where there is none."""
    following = np.full(len(turns), -1)
    spoken = np.flatnonzero(turns.customer | turns.support)
    same = turns.owner[spoken[1:]] == turns.owner[spoken[:-1]]
    following[spoken[:-1][same]] = spoken[1:][same]
    return following


def _replies(heard: Heard, bad: np.ndarray, happy: np.ndarray) -> dict[str, np.ndarray]:
    """How the customer took a refusal, a promise, an answer; who did not get the person they asked for; who wrote again before there was a reply."""
    turns, following = heard.turns, _next_spoken(heard.turns)
    answered = following >= 0

    def then(first: np.ndarray, second: np.ndarray) -> np.ndarray:
        rows = np.flatnonzero(first & answered)
        hit = rows[second[following[rows]]]
        return np.minimum(np.bincount(turns.owner[hit], minlength=len(turns.batch)), 3).astype(np.float64)

    refused = heard.signal("refusal") & ~heard.signal("done")
    told = heard.signal("done") | heard.signal("explain") | heard.signal("lookup")
    upset = turns.customer & (bad | (heard.sentiment < -0.2))
    glad = turns.customer & happy & (heard.sentiment > 0)
    return {
        "refusal_accepted": then(refused, glad),
        "refusal_protested": then(refused, upset),
        "promise_accepted": then(heard.signal("promise"), glad),
        "promise_protested": then(heard.signal("promise"), upset),
        "answer_accepted": then(told, glad),
        "answer_rejected": then(told, upset),
        "bot_rejected": then(turns.bot, upset),
        "bot_accepted": then(turns.bot, glad),
        "agent_rejected": then(turns.agent, upset),
        "agent_accepted": then(turns.agent, glad),
        "person_denied": then(heard.signal("ask_person"), turns.bot & ~heard.signal("hands_over")),
        "wrote_twice": then(turns.customer, turns.customer),
    }


def _ending(heard: Heard, bad: np.ndarray, happy: np.ndarray) -> dict[str, np.ndarray]:
    """What the customer said once support had said its last word of substance, and whether that word was one to end with."""
    turns = heard.turns
    after = _after(heard)
    count = np.maximum(turns.count(after), 1)

    def ever(chosen: np.ndarray) -> np.ndarray:
        return np.minimum(turns.count(chosen), 1)

    closing = turns.from_end(heard.support) == 0
    solved = heard.signal("done") | heard.signal("explain") | heard.signal("lookup")
    late = turns.customer & (turns.from_end(turns.customer) < 3) & (turns.from_start(turns.customer) > 0)
    lowest = np.zeros(len(turns.batch))
    np.minimum.at(lowest, turns.owner[late], heard.sentiment[late])
    return {
        "end_silent": (turns.count(after) == 0).astype(np.float64),
        "end_happy": ever(after & happy),
        "end_bad": ever(after & bad),
        "end_resigned": ever(after & (heard.signal("resigned") | heard.signal("instead"))),
        "end_sentiment": np.bincount(turns.owner[after], weights=heard.sentiment[after], minlength=len(turns.batch)) / count,
        "end_lowest": lowest,
        "end_promise_only": ever(closing & heard.signal("promise") & ~solved),
        "end_refusal_only": ever(closing & heard.signal("refusal") & ~heard.signal("done")),
        "end_loop": ever(closing & _repeated(turns, turns.bot)),
        "end_left": ever(heard.signal("customer_left")) * (1 - ever(after & happy)),
        "end_empty": ever(closing & ~solved & ~heard.signal("promise") & ~heard.signal("refusal")),
    }


def _bot_numbers(heard: Heard) -> dict[str, np.ndarray]:
    """How often a bot failed to understand or said the very same again, and how much of the replies was a bot's."""
    turns = heard.turns
    lost = turns.count(turns.bot & heard.signal("not_understood"))
    same = turns.count(_repeated(turns, turns.bot))
    bots = turns.count(turns.bot)
    return {
        "bot_lost": np.minimum(lost, 4),
        "bot_same": np.minimum(same, 4),
        "bot_loops": ((lost + same >= 2) & (bots >= 2)).astype(np.float64),
        "bot_share": bots / np.maximum(turns.count(turns.support), 1),
        "bot_turns": np.log1p(bots),
        "bot_last": turns.count(turns.bot & (turns.from_end(turns.support) == 0)),
        "agent_same": np.minimum(turns.count(_repeated(turns, turns.agent)), 4),
    }


def _repeated(turns: Turns, side: np.ndarray) -> np.ndarray:
    """Turns of a side that say nearly what its turn before, or the one before that, said."""
    presence = _presence(turns)
    sizes, rows = np.diff(presence.indptr), np.flatnonzero(side)
    repeated = np.zeros(len(turns), dtype=bool)
    for distance in (1, 2):
        before, after = rows[:-distance], rows[distance:]
        near = turns.owner[before] == turns.owner[after]
        before, after = before[near], after[near]
        shared = np.asarray(presence[before].multiply(presence[after]).sum(axis=1)).ravel()
        alike = shared >= ALIKE * np.maximum(sizes[before] + sizes[after] - shared, 1)
        repeated[after[alike & (sizes[after] >= FEWEST_WORDS)]] = True
    return repeated


def _said_again(turns: Turns) -> dict[str, np.ndarray]:
    """How much of what the customer wrote first comes back in a later turn, and in how many of them."""
    presence = _presence(turns)
    sizes = np.diff(presence.indptr)
    place = turns.from_start(turns.customer)
    opening = np.full(len(turns.batch), -1)
    rows = np.flatnonzero(place == 0)
    opening[turns.owner[rows]] = rows
    later = np.flatnonzero((place > 0) & (sizes >= FEWEST_WORDS))
    first = opening[turns.owner[later]]
    shared = np.asarray(presence[later].multiply(presence[first]).sum(axis=1)).ravel()
    share = shared / np.maximum(np.minimum(sizes[later], sizes[first]), 1)
    most = np.zeros(len(turns.batch))
    np.maximum.at(most, turns.owner[later], share)
    return {"said_again": most, "said_again_turns": np.bincount(turns.owner[later[share > 0.5]], minlength=len(turns.batch)).astype(np.float64)}


def _presence(turns: Turns) -> sparse.csr_matrix:
    """Which words of more than three letters occur in each turn, as ones."""
    words = turns.words
    long = np.array([len(word) > 3 for word in words.vocabulary] or [False])[words.ids]
    starts = np.concatenate([[0], np.cumsum(long)])[words.starts]
    presence = sparse.csr_matrix(
        (np.ones(int(long.sum()), dtype=np.float32), words.ids[long], starts), shape=(len(turns), max(len(words.vocabulary), 1))
    )
    presence.sum_duplicates()
    presence.data[:] = 1
    return presence


def _slowness(turns: Turns) -> dict[str, np.ndarray]:
    """How much longer than usual for the channel the customer waited for a reply, at most and on the whole, -1 to 1; 0 where times are not known."""
    channels = turns.batch.conversations.column("channel").to_pylist()
    usual = np.array([USUAL_WAIT.get(channel or "", USUAL_ELSEWHERE) for channel in channels])
    waited, total = np.zeros(len(turns.batch)), np.zeros(len(turns.batch))
    spoken = np.flatnonzero(turns.customer | turns.support)
    before, after = spoken[:-1], spoken[1:]
    reply = turns.customer[before] & turns.support[after] & (turns.owner[before] == turns.owner[after])
    gap = np.clip(np.nan_to_num(turns.seconds[after] - turns.seconds[before])[reply], 0, None)
    owner = turns.owner[before][reply]
    np.maximum.at(waited, owner, gap)
    np.add.at(total, owner, gap)
    scale = np.log(FACTOR)
    slow = {"slowest": waited, "slow_in_all": total}
    return {name: np.where(value > 0, np.clip(np.log(np.maximum(value, 1) / usual) / scale, -1, 1), 0.0) for name, value in slow.items()}


def _agents(turns: Turns) -> np.ndarray:
    """How many people of the company wrote, beyond the first."""
    author = turns.batch.messages.column("author").combine_chunks().dictionary_encode()
    known = pc.fill_null(author.indices, -1).to_numpy(zero_copy_only=False)[turns.row]  # pyright: ignore[reportAttributeAccessIssue]
    named = turns.agent & (known >= 0)
    pairs = np.unique(np.stack([turns.owner[named], known[named]]), axis=1)[0]
    return np.clip(np.bincount(pairs, minlength=len(turns.batch)) - 1.0, 0, 2)


def _shouting(turns: Turns) -> np.ndarray:
    """Share of the customer's turns in capitals throughout."""
    capitals = pc.match_substring_regex(turns.text, r"^[^\p{Ll}]*\p{Lu}{3}[^\p{Ll}]*\p{Lu}{3}[^\p{Ll}]*$").to_numpy(zero_copy_only=False)  # pyright: ignore[reportAttributeAccessIssue]
    return turns.count(capitals & turns.customer) / np.maximum(turns.count(turns.customer), 1)


def _emphasis(turns: Turns) -> np.ndarray:
    """Turns with a word in capitals."""
    return pc.match_substring_regex(turns.text, r"(?:^|[^\pL])\p{Lu}{3,}[^\pL]").to_numpy(zero_copy_only=False)  # pyright: ignore[reportAttributeAccessIssue]
