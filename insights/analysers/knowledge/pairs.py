"""A conversation beside an article or a tool: the numbers that a ranker sees of a pair, shape (conversations, candidates, numbers)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import logit

from insights.analysers.knowledge.library import Library
from insights.analysers.knowledge.likeness import Asked, Lookup, compared, likenesses
from insights.model import Kind

KINDS = tuple(Kind)
GAP_SIGNS = (
    *("refusal_ever", "promise_ever", "not_understood_ever", "explain_ever", "support_echo", "repeat_ever", "not_solved_ever"),
    *("bot", "agent", "lookup_ever", "done_ever", "happy_end", "transfer_ever"),
)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Conversations beside candidates of a library: `places` are the candidates' places in it, `numbers` what speaks for each pair."""

    library: Library
    places: np.ndarray
    numbers: np.ndarray

    @property
    def write(self) -> np.ndarray:
        """Which of the candidates change something, shape (conversations, candidates)."""
        return self.library.write[self.places]


def _stack(columns: list[np.ndarray]) -> list[np.ndarray]:
    """Likenesses, and each as its distance to the best other candidate."""
    extra = []
    for column in columns:
        ordered = np.partition(column, -2, axis=1) if column.shape[1] > 1 else np.concatenate([np.zeros_like(column), column], axis=1)
        best, second = ordered[:, -1:], ordered[:, -2:-1]
        extra.append(column - np.where(column == best, second, best))
    return [*columns, *extra]


def article_pairs(library: Library, lookup: Lookup, asked: Asked) -> Pairs:
    """What speaks for each article."""
    places = compared(library, lookup, asked)
    likeness, _ = likenesses(library, lookup, asked, places)
    every = [np.broadcast_to(asked.kinds[:, place][:, None], places.shape) for place in range(len(KINDS))]
    return Pairs(
        library, places, np.stack([*_stack([np.sum(likeness, axis=0), *likeness]), *every, library.outdated[places]], axis=-1, dtype=np.float32)
    )


def tool_pairs(library: Library, lookup: Lookup, asked: Asked) -> Pairs:
    """What speaks for each tool."""
    places = compared(library, lookup, asked)
    likeness, sides = likenesses(library, lookup, asked, places)
    together = np.sum(likeness, axis=0)
    verbs = [_verb_said(library, stems, places) for stems in sides]
    write = library.write[places]
    read = 1 - write
    informational, personalised, action, human = (asked.kinds[:, place][:, None] for place in range(len(KINDS)))
    done, looked = (asked.reading.numbers[name][asked.rows][:, None] for name in ("done_ever", "lookup_ever"))
    by_action = [write * action, read * action, together * action, write * done, write * human]
    by_look = [read * personalised, write * personalised, together * personalised, read * looked, write * informational, read * informational]
    return Pairs(library, places, np.stack([*_stack([together, *likeness]), *verbs, write, *by_action, *by_look], axis=-1, dtype=np.float32))


def _verb_said(library: Library, stems: sparse.csr_matrix, places: np.ndarray) -> np.ndarray:
    """Whether a side uses the verb of the tool's name."""
    verb = library.verb[places]
    used = (
        np.asarray(stems[np.arange(len(places))[:, None], np.maximum(verb, 0)].todense()) if places.size and library.stems else np.zeros(places.shape)
    )
    return ((used > 0) & (verb >= 0)).astype(np.float64)


def company_numbers(pairs: Pairs, chances: np.ndarray) -> np.ndarray:
    """A tool among its company's others: an action needs its look-up, and of two likely tools of one sort often only one is called."""
    write = pairs.write
    read = 1 - write
    alike = []
    for part in (pairs.library.body, pairs.library.title):
        similarity = (part @ part.T).toarray()
        np.fill_diagonal(similarity, 0)
        near = similarity[pairs.places[:, :, None], pairs.places[:, None, :]]
        alike += [np.round(np.einsum("ij,ijk->ik", chances * sort, near), 6) for sort in (write, read)]
    best = [(chances * sort).max(axis=1, keepdims=True, initial=0.0) * np.ones_like(chances) for sort in (write, read)]
    ahead = [((chances[:, None, :] > chances[:, :, None]) & kin).sum(axis=2) for kin in (write[:, :, None] == write[:, None, :], True)]
    total = chances.sum(axis=1, keepdims=True) * np.ones_like(chances)
    crossed = [number * sort for number in (*alike, *best, total) for sort in (write, read)]
    return np.stack([logit(np.clip(chances, 1e-4, 1 - 1e-4)), write, *crossed, np.minimum(ahead[0], 4), np.minimum(ahead[1], 5)], axis=-1)


def kind_numbers(kinds: np.ndarray, articles: np.ndarray, tools: np.ndarray, write: np.ndarray) -> np.ndarray:
    """What speaks for each kind of work: the text, how well the best article, action and look-up fit, and products."""
    best = [chances.max(axis=1, initial=0.0) for chances in (articles, tools * (write > 0), tools * (write == 0))]
    odds = np.clip((logit(np.clip(np.column_stack([kinds, *best]), 1e-3, 1 - 1e-3)) + 1.5) / 2, -3, 3)
    crossed = [odds[:, one] * odds[:, other] for one in range(odds.shape[1]) for other in range(one)]
    return np.column_stack([odds, *crossed])


def gap_numbers(asked: Asked, chances: np.ndarray) -> np.ndarray:
    """What speaks for a missing article, shape (conversations, numbers)."""
    ordered = np.sort(np.concatenate([np.zeros((len(chances), 2)), chances], axis=1), axis=1)
    signs = [asked.reading.numbers[name][asked.rows] for name in GAP_SIGNS]
    return np.column_stack([ordered[:, -1], ordered[:, -2], ordered[:, -1] * asked.kinds[:, 0], *asked.kinds.T, *signs])
