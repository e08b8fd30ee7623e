"""The weekly summary as Markdown, and the sentences that the page shows too. Names in it are the customer's own: no sign in them is a mark."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from insights.metrics import Unit, metric, number_text
from insights.planning.answers import day_text, notes, sentence
from insights.planning.difference import Rate
from insights.planning.outcomes import Outcome, gained
from insights.planning.weekly import Counted, Measure, Moved, Numbers
from insights.planning.weeks import Week

MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$])")
BREAKS = re.compile(r"\s*[\r\n]+\s*")
QUIET = "Nothing moved more than chance and the usual ups and downs of weeks explain."
FIRST = "There is no whole week before it to set it beside."
EMPTY = "No conversation began in this week."
MOST_TOPICS = 12
MADE = (
    "Weeks run from Monday to Sunday, by the day in UTC. A move is told when neither chance nor what weeks usually differ by explains it; all topics "
    "are looked at together (5 %). Done actions are measured on the data until the end of the week, beside untouched topics, with 95 % intervals."
)


@dataclass(frozen=True, slots=True)
class Next:
    """An action that is still to be done: what it is, on which topic, and what it brings in words."""

    action_id: str
    title: str
    topic: str
    gain: str


@dataclass(frozen=True, slots=True)
class Summary:
    """A week as it is reported. `narrowed` says which filters were in force, `reasons` why customers were unhappy, with how many conversations."""

    company: str
    numbers: Numbers
    names: Mapping[str, str]
    reasons: tuple[tuple[str, int], ...]
    done: tuple[Outcome, ...]
    to_do: tuple[Next, ...]
    narrowed: str = ""


def markdown(one: Summary) -> str:
    """The whole summary."""
    week = one.numbers.week
    lines = [f"# {safe(one.company)}: {title(week)}", ""]
    if one.narrowed:
        lines += [f"Only {safe(one.narrowed)}.", ""]
    lines += [headline(one.numbers), "", "## What moved", "", *bullets(moves(one.numbers, one.names)), ""]
    if one.numbers.topics:
        lines += ["## What customers wrote about", "", *table(one.numbers, one.names), ""]
    if one.reasons:
        lines += ["## Why they were unhappy", "", *bullets(f"{in_words(reason)}: {count:,}" for reason, count in one.reasons), ""]
    lines += ["## What was done", "", *bullets(deeds(one.done)), ""]
    lines += [
        "## What to do next",
        "",
        *(f"{place}. {safe(each.title)} ({safe(each.topic)}): {each.gain}" for place, each in enumerate(one.to_do, 1)),
    ]
    lines += [] if one.to_do else ["Nothing is left on the list."]
    return "\n".join([*lines, "", "---", "", MADE, ""])


def title(week: Week) -> str:
    """A week in words.

    >>> from datetime import date
    >>> title(Week(date(2026, 11, 9))).replace("\u00a0", " ")
    'week 46, 9 – 15 Nov 2026'
    """
    return f"week {week.monday.isocalendar().week}, {week.days}"


def headline(found: Numbers) -> str:
    """How many, how many were automated, how customers rate it, each with the week before."""
    now, before = found.total, found.earlier
    if not now.conversations:
        return EMPTY + ("" if before is None else f" The week before there were {before.conversations:,}.")
    parts = [f"{now.conversations:,} conversation{'' if now.conversations == 1 else 's'}{beside(before and f'{before.conversations:,}')}."]
    for label, value, earlier, of in (
        ("Automated", rate(now, Measure.AUTOMATION), before and rate(before, Measure.AUTOMATION), f"of {now.eligible:,} with a request"),
        ("CX score", rate(now, Measure.EXPERIENCE), before and rate(before, Measure.EXPERIENCE), f"of {now.scored:,} rated"),
    ):
        parts.append(f"{label}: {value} {of}{beside(earlier)}.")
    return " ".join(parts)


def beside(earlier: str | None) -> str:
    """The same of the week before, where there is one."""
    return f" (the week before {earlier})" if earlier else ""


def rate(one: Counted, measure: Measure) -> str:
    """A rate in words, as the metric of that name says it."""
    if measure is Measure.AUTOMATION:
        return metric("automation_today").text(one.automation, one.eligible)
    return metric("cx_score").text(one.experience, one.scored)


def stood(found: Numbers) -> str:
    """What to say where nothing moved."""
    return FIRST if found.earlier is None else QUIET


def moves(found: Numbers, names: Mapping[str, str]) -> Iterator[str]:
    """What moved, a sentence each; or that nothing did."""
    for each in found.moved:
        yield move(each, names)
    if not found.moved:
        yield stood(found)


def move(one: Moved, names: Mapping[str, str]) -> str:
    """One change in words."""
    way = "rose" if one.now > one.before else "fell"
    if one.measure is Measure.VOLUME:
        if not one.topic_id:
            return f"The number of conversations {way} from {one.before:,.0f} to {one.now:,.0f}."
        return f"“{names.get(one.topic_id, one.topic_id)}” {way} from {share(one.before)} to {share(one.now)} of all conversations."
    what = "automation rate" if one.measure is Measure.AUTOMATION else "CX score"
    of = f" of “{names.get(one.topic_id, one.topic_id)}”" if one.topic_id else ""
    return f"The {what}{of} {way} from {share(one.before)} (of {one.before_count:,}) to {share(one.now)} (of {one.now_count:,})."


def deeds(done: tuple[Outcome, ...]) -> Iterator[str]:
    """Each done action with its answer; or that there is none."""
    for each in done:
        yield " ".join([f"{each.title} (done on {day_text(each.done)}): {sentence(each)}", *notes(each)])
    if not done:
        yield "No action was marked as done until the end of this week."
    if total := together(done):
        yield total


def together(done: tuple[Outcome, ...]) -> str:
    """What the done actions gained together a month, or nothing where nothing is certain."""
    parts = []
    for rate_of, what in ((Rate.AUTOMATION, "automated"), (Rate.EXPERIENCE, "rated 4 or 5")):
        if total := gained(done, rate_of):
            ends = " to ".join(f"{round(end):,}" for end in (total.low, total.high))
            parts.append(f"about {round(total.conversations):,} conversations more are {what} a month ({ends})")
    return f"Together {' and '.join(parts)}." if parts else ""


def table(found: Numbers, names: Mapping[str, str]) -> Iterator[str]:
    """The topics as a table, the largest first; what is left in one row."""
    yield "| Topic | Conversations | Week before | Automated | CX score |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    earlier = {each.topic_id: each.conversations for each in found.topics_earlier}
    for each in found.topics[:MOST_TOPICS]:
        before = "–" if found.earlier is None else f"{earlier.get(each.topic_id, 0):,}"
        cells = (safe(names.get(each.topic_id, each.topic_id)), f"{each.conversations:,}", before)
        yield f"| {' | '.join((*cells, rate(each, Measure.AUTOMATION), rate(each, Measure.EXPERIENCE)))} |"
    if rest := sum(each.conversations for each in found.topics[MOST_TOPICS:]):
        yield f"| {len(found.topics) - MOST_TOPICS} smaller topics | {rest:,} | | | |"


def in_words(reason: str) -> str:
    """A reason as people read it.

    >>> in_words("not_resolved")
    'Not resolved'
    """
    return reason.replace("_", " ").capitalize()


def bullets(lines: Iterator[str]) -> list[str]:
    """A list, with the marks of names taken away."""
    return [f"- {safe(line)}" for line in lines]


def share(value: float) -> str:
    """A share in words."""
    return number_text(value, Unit.SHARE)


def safe(text: str) -> str:
    r"""A text in which nothing is a mark of Markdown.

    >>> safe("a *b*\n| c")
    'a \\*b\\* \\| c'
    """
    return MARKS.sub(r"\\\1", BREAKS.sub(" ", text))
