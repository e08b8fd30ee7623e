"""What customers ask, in their words: the sentences that ask, typical for what an action is about and different from each other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.model import ActionType, Kind
from insights.planning.candidates import Candidate
from insights.planning.drafts.alike import MOST_COMPARED, chosen, grouped, space, worth
from insights.planning.drafts.lines import Quote
from insights.planning.speech import asking
from insights.planning.voices import ENOUGH, SAMPLE, Voices, evenly

LONGEST_PAIR = 230
SHORTEST_WORDS, LONGEST_WORDS = 5, 45
OTHER_LANGUAGE = 0.15
"""Share of the requests from which a second language gets a quote of its own."""
NUMBERED = re.compile(r"^\d{1,2}[.)]\s+")
NEEDED = {
    ActionType.WRITE_ARTICLE: Kind.INFORMATIONAL,
    ActionType.IMPROVE_ARTICLE: Kind.INFORMATIONAL,
    ActionType.CONNECT_READ_API: Kind.PERSONALISED,
    ActionType.BUILD_PROCEDURE: Kind.ACTION,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The one or two sentences of a conversation that ask, and how typical they are."""

    row: int
    text: str
    worth: float


def fitting(candidate: Candidate, voices: Voices) -> np.ndarray:
    """The conversations that may speak for an action: of the kind of work that it is for, and of its topic if that holds most of them."""
    rows = for_its_kind(candidate, voices)
    return most_of(rows, voices.topic_ids == candidate.topic_id) if candidate.place is not None else rows


def for_its_kind(candidate: Candidate, voices: Voices) -> np.ndarray:
    """The conversations of an action that are of the kind of work that it is for, if they are most of them."""
    kind = NEEDED.get(candidate.type)
    return most_of(candidate.rows, voices.frame[kind].to_numpy()) if kind else candidate.rows


def most_of(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """The right ones of these conversations, if they are half of them and enough to speak for all."""
    inside = rows[right[rows]]
    return inside if len(inside) >= max(ENOUGH, len(rows) / 2) else rows


def requests(voices: Voices, rows: np.ndarray, subject: str) -> list[Asked]:
    """What each conversation asks, the most typical first."""
    some = [int(row) for row in evenly(rows, SAMPLE) if voices.asked(int(row))]
    spoken = [(row, place, text) for row in some for place, text in enumerate(voices.asked(row))]
    if not spoken:
        return []
    texts = [text for _, _, text in spoken]
    asks = voices.says(asking, texts)
    values = worth(texts, subject, voices) * np.where(asks, 1.5, 1.0) * np.array([fit(text) for text in texts])
    best: dict[int, int] = {}
    for place, (row, _, _) in enumerate(spoken):
        if row not in best or values[place] > values[best[row]]:
            best[row] = place
    kept = sorted(best.values(), key=lambda place: -values[place])
    kept = [place for place in kept if values[place] > 0][:MOST_COMPARED]
    near = (1 + about([texts[place] for place in kept], subject, voices)) ** 2
    found = [
        Asked(spoken[place][0], with_context(voices.asked(spoken[place][0]), spoken[place][1]), float(values[place] * close))
        for place, close in zip(kept, near, strict=True)
    ]
    return sorted(found, key=lambda each: -each.worth)


def fit(text: str) -> float:
    """Less where a sentence is too short or too long to be quoted alone."""
    words = len(text.split())
    return 0.4 if words < SHORTEST_WORDS else 0.5 if words > LONGEST_WORDS else 1.0


def with_context(sentences: Sequence[str], place: int) -> str:
    """A sentence, with the one before it where it says little by itself."""
    text = NUMBERED.sub("", sentences[place])
    if place and len(text.split()) < 2 * SHORTEST_WORDS and len(sentences[place - 1]) + len(text) < LONGEST_PAIR:
        return f"{sentences[place - 1]} {text}"
    return text


def typical(found: Sequence[Asked], count: int, voices: Voices) -> list[Quote]:
    """Up to `count` requests: typical ones, each saying something else, the last in the second language where enough customers write in one."""
    languages = Counter(voices.languages[each.row] for each in found)
    ranked = sorted(languages, key=lambda code: (-languages[code], code))
    second = ranked[1] if len(ranked) > 1 and languages[ranked[1]] >= OTHER_LANGUAGE * len(found) and count > 2 else None
    quotes: list[Quote] = []
    for language, share in ((ranked[0] if ranked else "", count - (second is not None)), (second, 1)):
        part = [each for each in found if voices.languages[each.row] == language]
        if part:
            places = chosen([each.text for each in part], np.array([each.worth for each in part]), share, voices)
            quotes += [(part[place].row, part[place].text) for place in places]
    return quotes


def heard(candidate: Candidate, voices: Voices, count: int = 5) -> list[Quote]:
    """Typical requests for an action."""
    return typical(requests(voices, fitting(candidate, voices), candidate.title), count, voices)


def themes(found: Sequence[Asked], voices: Voices, least: int, alike: float = 0.3) -> list[list[Asked]]:
    """Requests that ask the same, the largest group first, of at least so many."""
    groups = grouped([each.text for each in found], voices, alike)
    return [[found[place] for place in group] for group in groups if len(group) >= least]


def about(texts: Sequence[str], subject: str, voices: Voices) -> np.ndarray:
    """How alike each text and the subject are, 0 to 1."""
    vectors = space([subject, *texts], voices)
    return vectors[1:] @ vectors[0]
