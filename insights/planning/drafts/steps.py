"""What support did to solve requests, mined from its own sentences: steps, how many conversations show each, and in which order they come.

A step that fewer than a tenth of the conversations show is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.planning.drafts.step_words import ASKED, REFUSING, STEPS, Phase, Step
from insights.planning.voices import Voices

LEAST_SHARE = 0.1
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of support: its conversation, and where in it the sentence stands (0 first, 1 last)."""

    row: int
    place: float
    text: str


@dataclass(frozen=True, slots=True)
class Seen:
    """A step with its sentences and the conversations that show it, and where in them it usually stands."""

    step: Step
    sentences: tuple[Spoken, ...]
    rows: tuple[int, ...]
    place: float


def asked_for(spoken: Sequence[Spoken], voices: Voices) -> list[Seen]:
    """What support asked customers for, most often first."""
    questions = [each for each in spoken if each.text.endswith("?")]
    return sorted(seen(ASKED, questions, total_of(spoken), voices), key=lambda each: -len(each.rows))


def steps_of(spoken: Sequence[Spoken], voices: Voices) -> list[Seen]:
    """The steps that support took: what is looked up, what is done, what is told, and of each what usually comes first."""
    order = list(Phase)
    found = seen(STEPS, statements(spoken), total_of(spoken), voices)
    return sorted(found, key=lambda each: (order.index(each.step.phase), each.place, each.step.text))


def refusals(spoken: Sequence[Spoken], voices: Voices) -> list[Spoken]:
    """The sentences that refuse what was asked, the first of each conversation."""
    told = statements(spoken)
    found = [told[place] for place in np.flatnonzero(voices.says(REFUSING, [each.text for each in told])).tolist()]
    return list({each.row: each for each in reversed(found)}.values())[::-1]


def statements(spoken: Sequence[Spoken]) -> list[Spoken]:
    """The sentences that are no questions."""
    return [each for each in spoken if not each.text.endswith("?")]


def seen(steps: Sequence[Step], spoken: Sequence[Spoken], total: int, voices: Voices) -> list[Seen]:
    """The steps that at least a tenth of the conversations show."""
    texts, found = [each.text for each in spoken], []
    for step in steps:
        shown = [spoken[place] for place in np.flatnonzero(voices.says(step.words, texts)).tolist()]
        rows = tuple(dict.fromkeys(each.row for each in shown))
        if len(rows) >= max(FEWEST, LEAST_SHARE * total):
            found.append(Seen(step, tuple(shown), rows, float(np.mean([each.place for each in shown]))))
    return found


def ways(asked: Sequence[Seen], steps: Sequence[Seen], refused: Sequence[Spoken], total: int) -> list[tuple[tuple[Phase, ...], int]]:
    """The usual sequences of phases, from start to end, and how many conversations go each way."""
    first: dict[int, dict[Phase, float]] = {}
    marks = [(each.step.phase, sentence) for each in (*asked, *steps) for sentence in each.sentences] + [(Phase.REFUSE, each) for each in refused]
    for phase, sentence in marks:
        mine = first.setdefault(sentence.row, {})
        mine[phase] = min(mine.get(phase, 2.0), sentence.place)
    order = list(Phase)
    counts = Counter(tuple(sorted(mine, key=lambda phase: (mine[phase], order.index(phase)))) for mine in first.values())
    return [(way, count) for way, count in sorted(counts.items(), key=lambda each: (-each[1], each[0])) if count >= max(FEWEST, LEAST_SHARE * total)]


def total_of(spoken: Sequence[Spoken]) -> int:
    """In how many conversations support wrote at all."""
    return len({each.row for each in spoken})
