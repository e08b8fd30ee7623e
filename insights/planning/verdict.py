"""The answer of the Overview page in one to three sentences, as parts, so that a page can colour the numbers and say where they come from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from insights.metrics import Meaning, Unit, interval_text, metric, number_text
from insights.planning.records import Ladder

FEWEST = 30
"""Eligible conversations below which the sentence says that there is too little to go by."""
MOST_NAMED = 10
NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the verdict: plain words, or a number with its meaning. `metric` names the definition behind a number."""

    text: str
    meaning: Meaning | None = None
    metric: str | None = None


def verdict(ladder: Ladder, cx_score: float | None, scored: int, gains: Sequence[float], *, bot_replied: bool) -> tuple[Part, ...]:
    """The verdict. `gains` are the points of the actions in their order; `bot_replied` says whether a bot answered any conversation."""
    parts = [*automation(ladder, bot_replied=bot_replied), *experience(cx_score, scored), *half_way(ladder, gains)]
    return tuple(parts)


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


def half_way(ladder: Ladder, gains: Sequence[float]) -> list[Part]:
    """How many of the first actions bring half of the headroom."""
    if not ladder.eligible or ladder.headroom <= 0 or not any(gain > 0 for gain in gains):
        return []
    total = 0.0
    for count, gain in enumerate(gains[:MOST_NAMED], 1):
        total += gain
        if total >= ladder.headroom / 2:
            verb = "gets" if count == 1 else "get"
            return [Part(" "), Part(f"{NUMBERS[count]} action{'' if count == 1 else 's'}", Meaning.NEUTRAL), Part(f" {verb} you half of the way.")]
    first = min(5, len(gains))
    return [
        Part(f" The first {NUMBERS[first].lower()} actions bring " if first > 1 else " The first action brings "),
        Part(number_text(sum(gains[:first]), Unit.POINTS), Meaning.AUTOMATION),
        Part(" of it."),
    ]


def text(parts: Sequence[Part]) -> str:
    """The verdict as plain text."""
    return "".join(part.text for part in parts)
