"""Where a conversation lies: its request, beside what support answered.

The answer names the matter in support's own words, however the customer came to it. It counts as much as the request; what has no answer yet lies
where its request alone lies.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from insights.model import Role
from insights.text.batch import Batch
from insights.text.cleaning import customer_words
from insights.text.glossary import in_english

ANSWER_WEIGHT = 1.0
LONGEST, READ = 600, 1_500


def request_vectors(batch: Batch, requests: Sequence[str], encode: Callable[[Sequence[str]], np.ndarray]) -> np.ndarray:
    """One unit vector per conversation of its request and its answer, as float32; zeros where there is no request.

    Both are read in English, see `insights.text.glossary`.
    """
    asked = encode(in_english(requests))
    both = asked + ANSWER_WEIGHT * encode(in_english(answer_text(batch))) * asked.any(axis=1, keepdims=True)
    lengths = np.linalg.norm(both, axis=1, keepdims=True)
    return (both / np.where(lengths > 0, lengths, 1)).astype(np.float32)


def answer_text(batch: Batch) -> list[str]:
    """Per conversation what agents wrote to the customer, or else what bots did: about 600 characters without greetings and signatures."""
    said: dict[Role, list[list[str]]] = {role: [[] for _ in range(len(batch))] for role in (Role.AGENT, Role.BOT)}
    roles, internal, texts = batch.messages["author_role"].to_pylist(), batch.messages["internal"].to_pylist(), batch.messages["text"].to_pylist()
    for owner, role, note, text in zip(batch.owner.tolist(), roles, internal, texts, strict=True):
        if role in said and not note and sum(map(len, said[role][owner])) < LONGEST:
            said[role][owner].append(customer_words((text or "")[:READ]))
    return [" ".join(agents or bots)[:LONGEST] for agents, bots in zip(said[Role.AGENT], said[Role.BOT], strict=True)]
