"""A conversation beside an article or a tool: the numbers that a ranker sees of a pair, shape (conversations, candidates, numbers)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import sparse
from scipy.special import logit

from insights.analysers.features import FIELDS, Reading, field_rows
from insights.analysers.knowledge.library import Library, count_stems, unit_rows
from insights.model import Kind
from insights.text.encoding import Encoder

LONGEST_SIDE = 1_500
KINDS = tuple(Kind)


@dataclass(frozen=True, slots=True)
class Asked:
    """Some conversations of a reading: their rows, the vectors of what the customer and support wrote, the probabilities of their kinds."""

    reading: Reading
    rows: np.ndarray
    customer: np.ndarray
    support: np.ndarray
    kinds: np.ndarray


def ask(reading: Reading, rows: np.ndarray, kinds: np.ndarray, encoder: Encoder) -> Asked:
    """Make some conversations ready to be compared; `kinds` is for all of the reading."""
    turns = reading.turns
    texts = turns.text.to_pylist()
    sides = []
    for side in (turns.customer, turns.support):
        written = [" ".join(texts[turn] for turn in range(turns.starts[row], turns.starts[row + 1]) if side[turn])[:LONGEST_SIDE] for row in rows]
        sides.append(encoder.vectors(written))
    return Asked(reading, rows, sides[0], sides[1], kinds[rows])


def _stack(columns: list[np.ndarray]) -> list[np.ndarray]:
    """Likenesses, and each as its distance to the best other candidate."""
    extra = []
    for column in columns:
        ordered = np.sort(column, axis=1)
        best = ordered[:, -1:]
        second = ordered[:, -2:-1] if column.shape[1] > 1 else np.zeros_like(best)
        extra.append(column - np.where(column == best, second, best))
    return [*columns, *extra]


def _likeness(library: Library, asked: Asked) -> tuple[list[np.ndarray], dict[str, sparse.csr_matrix]]:
    """How alike the two are in words, whole and turn by turn, and in vectors; with the counts per side."""
    turns = asked.reading.turns
    counts = count_stems(turns.words, library.stems)
    sides = {name: (field_rows(turns, FIELDS[name](asked.reading.heard))[asked.rows] @ counts).tocsr() for name in ("customer", "first", "support")}
    unit = {name: unit_rows(side, library.weight) for name, side in sides.items()}
    title, body = library.title.T.tocsr(), library.body.T.tocsr()
    words = [(unit[side] @ part).toarray() for side in ("customer", "support") for part in (title, body)]
    vectors = [_rowwise(side, library.vectors) for side in (asked.customer, asked.support)]
    by_turn = (unit_rows(counts, library.weight) @ body).tocsr()
    best = [_best_turn(asked, by_turn, side, len(library)) for side in (turns.customer, turns.support)]
    covered = [_covered(library, sides[side]) for side in ("customer", "support")]
    first = (unit["first"] @ body).toarray()
    return [np.sum(words, axis=0) + first, *words, first, *vectors, vectors[0] + vectors[1], *best, *covered], sides


def _rowwise(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Products of rows, each computed alone so that it does not depend on its neighbours."""
    return np.einsum("ij,kj->ik", left, right, optimize=False).astype(np.float64)


def _best_turn(asked: Asked, by_turn: sparse.csr_matrix, side: np.ndarray, candidates: int) -> np.ndarray:
    """Likeness of the most similar turn of a side."""
    turns = asked.reading.turns
    best = np.zeros((len(turns.batch), candidates))
    rows = np.flatnonzero(side)
    entries = by_turn[rows].tocoo()
    np.maximum.at(best, (turns.owner[rows][entries.row], entries.col), entries.data)
    return best[asked.rows]


def _covered(library: Library, side: sparse.csr_matrix) -> np.ndarray:
    """Share of the candidate's title, by weight, that a side says."""
    said, needed = side.copy(), library.title.copy()
    said.data, needed.data = np.ones_like(said.data), library.weight[needed.indices]
    return (said @ needed.T).toarray() / np.maximum(np.asarray(needed.sum(axis=1)).ravel(), 1e-9)


def article_numbers(library: Library, asked: Asked) -> np.ndarray:
    """What speaks for each article."""
    likeness, _ = _likeness(library, asked)
    shape = likeness[0].shape
    every = [np.broadcast_to(asked.kinds[:, place][:, None], shape) for place in range(len(KINDS))]
    return np.stack([*_stack(likeness), *every, np.broadcast_to(library.outdated, shape)], axis=-1)


def tool_numbers(library: Library, asked: Asked) -> np.ndarray:
    """What speaks for each tool."""
    likeness, sides = _likeness(library, asked)
    together, shape = likeness[0], likeness[0].shape
    verbs = [_verb_said(library, sides[side]) for side in ("customer", "support")]
    write = np.broadcast_to(library.write, shape)
    read = 1 - write
    informational, personalised, action, human = (asked.kinds[:, place][:, None] for place in range(len(KINDS)))
    done, looked = (asked.reading.numbers[name][asked.rows][:, None] for name in ("done_ever", "lookup_ever"))
    by_action = [write * action, read * action, together * action, write * done, write * human]
    by_look = [read * personalised, write * personalised, together * personalised, read * looked, write * informational, read * informational]
    return np.stack([*_stack(likeness), *verbs, write, *by_action, *by_look], axis=-1)


def _verb_said(library: Library, side: sparse.csr_matrix) -> np.ndarray:
    """Whether a side uses the verb of the tool's name."""
    if not library.stems:
        return np.zeros((side.shape[0], len(library)))  # pyright: ignore[reportOptionalSubscript]
    return ((side[:, np.maximum(library.verb, 0)].toarray() > 0) & (library.verb >= 0)).astype(np.float64)


def company_numbers(library: Library, chances: np.ndarray) -> np.ndarray:
    """A tool among its company's others: an action needs its look-up, and of two likely tools of one sort often only one is called."""
    write = np.broadcast_to(library.write, chances.shape)
    read = 1 - write
    alike = []
    for part in (library.body, library.title):
        similarity = (part @ part.T).toarray()
        np.fill_diagonal(similarity, 0)
        alike += [_rowwise(chances * sort, similarity) for sort in (write, read)]
    best = [(chances * sort).max(axis=1, keepdims=True, initial=0.0) * np.ones_like(chances) for sort in (write, read)]
    ahead = [((chances[:, None, :] > chances[:, :, None]) & kin).sum(axis=2) for kin in (library.write[:, None] == library.write[None, :], True)]
    total = chances.sum(axis=1, keepdims=True) * np.ones_like(chances)
    crossed = [number * sort for number in (*alike, *best, total) for sort in (write, read)]
    return np.stack([logit(np.clip(chances, 1e-4, 1 - 1e-4)), write, *crossed, np.minimum(ahead[0], 4), np.minimum(ahead[1], 5)], axis=-1)


def kind_numbers(kinds: np.ndarray, articles: np.ndarray, tools: np.ndarray, write: np.ndarray) -> np.ndarray:
    """What speaks for each kind of work: the text, how well the best article, action and look-up fit, and products."""
    best = [chances.max(axis=1, initial=0.0) for chances in (articles, tools[:, write > 0], tools[:, write == 0])]
    odds = np.clip((logit(np.clip(np.column_stack([kinds, *best]), 1e-3, 1 - 1e-3)) + 1.5) / 2, -3, 3)
    crossed = [odds[:, one] * odds[:, other] for one in range(odds.shape[1]) for other in range(one)]
    return np.column_stack([odds, *crossed])


def gap_numbers(asked: Asked, chances: np.ndarray) -> np.ndarray:
    """What speaks for a missing article, shape (conversations, numbers)."""
    ordered = np.sort(np.concatenate([np.zeros((len(chances), 2)), chances], axis=1), axis=1)
    numbers = asked.reading.numbers
    signs = (
        "refusal_ever",
        "promise_ever",
        "not_understood_ever",
        "explain_ever",
        "support_echo",
        "repeat_ever",
        "not_solved_ever",
        "bot",
        "agent",
        "lookup_ever",
        "done_ever",
        "happy_end",
        "transfer_ever",
    )
    return np.column_stack(
        [ordered[:, -1], ordered[:, -2], ordered[:, -1] * asked.kinds[:, 0], *asked.kinds.T, *[numbers[name][asked.rows] for name in signs]]
    )
