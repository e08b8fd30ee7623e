"""The answer of the Overview page in one to three sentences, as parts, so that a page can colour the numbers and say where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.metrics import Meaning, Unit, counted, interval_text, metric, number_text
from insights.planning.records import Ladder

FEWEST = 30
"""Eligible conversations below which the sentence says that there is too little to go by."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the verdict: plain words, or a number with its meaning. `metric` names the definition behind a number."""

    text: str
    meaning: Meaning | None = None
    metric: str | None = None


def verdict(ladder: Ladder, cx_score: float | None, scored: int, gains: Sequence[float], *, bot_replied: bool) -> tuple[Part, ...]:
    """The verdict. `gains` are the points of the first actions; `bot_replied` says whether a bot answered any conversation."""
    return (*automation(ladder, bot_replied=bot_replied), *experience(cx_score, scored), *first_steps(ladder, gains))


def automation(ladder: Ladder, *, bot_replied: bool) -> list[Part]:
    """How much an AI agent could resolve, and what one resolves today."""
    if not ladder.eligible:
        return [Part("None of these conversations holds a request, so that there is nothing to automate.")]
    potential = Part(number_text(ladder.potential, Unit.SHARE), Meaning.AUTOMATION, "automation_potential")
    between = f" {interval_text(ladder.low, ladder.high, Unit.SHARE)}"
    if ladder.eligible < FEWEST:
        count = number_text(ladder.eligible, Unit.COUNT)
        return [
            Part(f"{count} conversations with a request are too few to be sure: an AI agent could resolve roughly "),
            potential,
            Part(between + " of them."),
        ]
    sentence = [Part("An AI agent could resolve "), potential, Part(between + " of your conversations; today ")]
    if not bot_replied:
        return [*sentence, Part("no bot answers any.")]
    return [*sentence, Part(number_text(ladder.today, Unit.SHARE), Meaning.NEUTRAL, "automation_today"), Part(" are.")]


def experience(cx_score: float | None, scored: int) -> list[Part]:
    """How customers rate it."""
    if cx_score is None or scored < metric("cx_score").min_rows:
        return [Part(" Too few conversations could be scored to say how customers rate them.")]
    return [Part(" Customers rate "), Part(number_text(cx_score, Unit.SHARE), Meaning.GOOD, "cx_score"), Part(" of conversations 4 or 5.")]


def first_steps(ladder: Ladder, gains: Sequence[float]) -> list[Part]:
    """How much of the headroom the first actions bring."""
    if ladder.eligible < FEWEST or ladder.headroom <= 0 or sum(gains) <= 0:
        return []
    first = Part(counted(len(gains), "action").removeprefix("one "), Meaning.NEUTRAL)
    way = Part(number_text(min(sum(gains) / ladder.headroom, 1.0), Unit.SHARE), Meaning.NEUTRAL)
    return [Part(" The first "), first, Part(f" get{'s' if len(gains) == 1 else ''} you "), way, Part(" of the way.")]


def text(parts: Sequence[Part]) -> str:
    """The verdict as plain text."""
    return "".join(part.text for part in parts)
