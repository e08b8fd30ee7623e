"""How to tell early that a conversation needs a person: words of the first request, or its topic, that were found in one half and hold in the other.

A rule is a handful of words, or of topics and subtopics, whose requests mostly need a person. It is chosen on every other conversation and counted on
the rest, so that a rule which only fits by accident is not shown: then the answer is that there is no simple rule.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from insights.metrics import Unit, number_text

WORD = re.compile(r"[^\W\d_]{3,}")
MOST_WORDS = 5
FEWEST_CASES = 20
"""Conversations of a cause below which no rule is looked for."""
FEWEST_MATCHES = 4
LEAST_RIGHT = 0.6
"""How often a rule has to be right in the half that it was not chosen on."""
LEAST_CAUGHT = 0.1
SURE = 1.0
"""Standard errors below which a word still has to be right more often than not, in the half that it is chosen on."""


@dataclass(frozen=True, slots=True)
class Route:
    """A rule for one cause, counted on the half that it was not chosen on.

    `words` are in the request, or `topics` are what it is about. Of `matches` requests `right` need a person; of the `cases` of this cause
    `caught` match.
    """

    cause: str
    words: tuple[str, ...]
    topics: tuple[str, ...]
    matches: int
    right: int
    cases: int
    caught: int


def routes(requests: pd.DataFrame) -> dict[str, Route | None]:
    """The rule of each cause with enough cases, or None where no simple one holds.

    Args:
        requests: `question topic subtopic human human_cause`, one row per eligible conversation in an order that has nothing to do with them.
    """
    known = requests.assign(cause=requests["human_cause"].where(requests["human"]).astype("str").fillna(""))
    texts = [frozenset(WORD.findall(text.lower())) if isinstance(text, str) else frozenset() for text in known["question"]]
    places = [frozenset(name for name in pair if isinstance(name, str)) for pair in zip(known["topic"], known["subtopic"], strict=True)]
    rows = [Request(*each) for each in zip(texts, places, known["human"].tolist(), known["cause"].tolist(), strict=True)]
    seen, held = rows[::2], rows[1::2]
    counts = Counter(row.cause for row in rows if row.human and row.cause)
    return {cause: route(cause, seen, held) for cause, count in sorted(counts.items()) if count >= FEWEST_CASES}


@dataclass(frozen=True, slots=True)
class Request:
    """What a rule may look at, and what it is to tell."""

    words: frozenset[str]
    places: frozenset[str]
    human: bool
    cause: str


def route(cause: str, seen: Sequence[Request], held: Sequence[Request]) -> Route | None:
    """The rule that catches most cases of a cause in the second half, if one is right often enough there."""
    found = [
        counted(cause, telling(cause, [row.words for row in seen], seen), (), held),
        counted(cause, (), telling(cause, [row.places for row in seen], seen), held),
    ]
    good = [each for each in found if each.right >= LEAST_RIGHT * each.matches > 0 and each.caught >= max(LEAST_CAUGHT * each.cases, FEWEST_MATCHES)]
    return max(good, key=lambda each: (each.caught, each.right / each.matches), default=None)


def telling(cause: str, marks: Sequence[frozenset[str]], seen: Sequence[Request]) -> tuple[str, ...]:
    """Up to five marks, each surely right more often than not, that catch the most cases together."""
    total, right = Counter[str](), Counter[str]()
    for mine, row in zip(marks, seen, strict=True):
        total.update(mine)
        if row.human:
            right.update(mine)
    good = {mark for mark, count in total.items() if count >= FEWEST_MATCHES and surely(right[mark], count)}
    left = [mine & good for mine, row in zip(marks, seen, strict=True) if row.cause == cause]
    chosen: list[str] = []
    while len(chosen) < MOST_WORDS:
        reach = Counter(mark for mine in left for mark in mine)
        mark = min(reach, key=lambda each: (-reach[each], -right[each] / total[each], each), default=None)
        if mark is None or reach[mark] < 2:
            break
        chosen.append(mark)
        left = [mine for mine in left if mark not in mine]
    return tuple(chosen)


def surely(right: int, count: int) -> bool:
    """Whether a share is over one half by more than chance gives.

    >>> surely(3, 4), surely(9, 10)
    (False, True)
    """
    share = (right + 1) / (count + 2)
    return share - SURE * math.sqrt(share * (1 - share) / (count + 2)) > 0.5


def counted(cause: str, words: tuple[str, ...], topics: tuple[str, ...], held: Sequence[Request]) -> Route:
    """A rule with what it does in the half that it was not chosen on."""
    matching = [row for row in held if not (row.words.isdisjoint(words) and row.places.isdisjoint(topics))]
    cases = sum(row.cause == cause for row in held)
    right, caught = sum(row.human for row in matching), sum(row.cause == cause for row in matching)
    return Route(cause, words, topics, len(matching), right, cases, caught)


def sentence(found: Mapping[str, Route | None], cause: str) -> tuple[str, Route | None]:
    """What to say of a cause, with the rule if there is one."""
    if cause not in found:
        return f"Fewer than {FEWEST_CASES} conversations: too few to look for a rule.", None
    rule = found[cause]
    if rule is None:
        return "No simple rule tells these early.", None
    what = f"Requests on {any_of(rule.topics)}" if rule.topics else f"Requests that mention {any_of(rule.words)}"
    return (
        f"{what} need a person {number_text(rule.right / rule.matches, Unit.SHARE)} of the time: {rule.right} of {rule.matches}. "
        f"That catches {rule.caught} of {rule.cases} of these.",
        rule,
    )


def any_of(words: Sequence[str]) -> str:
    """Words in quotes, joined by or.

    >>> any_of(("refund", "court"))
    '“refund” or “court”'
    """
    quoted = [f"“{word}”" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"
