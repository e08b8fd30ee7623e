"""A first version of the work itself, in Markdown: made from what customers asked and what support did, without a language model.

Everything quoted is escaped (see `voices`); what the conversations do not say is listed as an open point rather than made up.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from insights.model import ActionType, Owner
from insights.planning.candidates import REMOVES, Candidate
from insights.planning.lexicon import EVERY_FIELD, FIELDS
from insights.planning.steps import steps_of
from insights.planning.voices import LONGEST_ANSWER, READ, Voices, cited, evenly, plain, spread


def draft(candidate: Candidate, voices: Voices) -> str:
    """The draft of an action."""
    heard = replace(candidate, rows=voices.typical(candidate.rows, candidate.topic_id)) if candidate.place is not None else candidate
    return "\n".join([f"# {plain(candidate.title)}", "", *WRITERS[candidate.type](heard, voices)]).strip() + "\n"


def sample(rows: np.ndarray) -> np.ndarray:
    """The conversations that are read for a draft, evenly over all that prove it."""
    return evenly(rows, READ)


def section(title: str, lines: list[str], otherwise: str) -> list[str]:
    """A heading with its lines, or what to say where there are none."""
    return [f"## {title}", "", *(lines or [otherwise]), ""]


def article(candidate: Candidate, voices: Voices) -> list[str]:
    """An outline: the question in customers' words, the answer as it was given, open points."""
    rows = candidate.rows
    questions = voices.questions(rows, 5)
    answers = voices.answers(sample(rows), 2)
    steps, total = steps_of(voices.said(sample(rows)))
    open_points = [
        "- Is the answer the same for every customer? If not, say what it depends on.",
        "- Who owns this article, and when is it checked again?",
    ]
    if not answers:
        open_points.insert(0, "- No conversation shows an answer that a customer was happy with: ask the team for the right one.")
    return [
        *section("The question, in customers' words", cited(voices, questions), "- No request is worded clearly enough to quote."),
        *section("The answer, as it was given where it worked", cited(voices, answers, LONGEST_ANSWER), "- None found yet."),
        *section(
            "What support also did", [f"- {seen.step.text} ({seen.conversations} of {total})" for seen in steps[:5]], "- Nothing but answering."
        ),
        *section("Open points", open_points, ""),
    ]


def procedure(candidate: Candidate, voices: Voices) -> list[str]:
    """Steps and checks in the order in which agents took them, with counts, and the API that the procedure calls."""
    steps, total = steps_of(voices.said(sample(candidate.rows)))
    lines = [
        f"{number}. {'**Check.** ' if seen.step.check else ''}{seen.step.text} ({seen.conversations} of {total} conversations)"
        for number, seen in enumerate(steps, 1)
    ]
    return [
        *section("When", cited(voices, voices.questions(candidate.rows, 4)), "- No request is worded clearly enough to quote."),
        *section("Steps that agents took", lines, "1. Agents wrote too little to see their steps: ask one of them to dictate theirs."),
        *section("Call", openapi(candidate, "post"), ""),
        *section(
            "Checks before it goes live",
            [
                "- The customer is identified, and may do this.",
                "- The rules that allow or forbid it are written down, with their limits.",
                "- It can be undone, or the customer is asked to confirm first.",
                "- Amounts above a limit go to a person.",
            ],
            "",
        ),
    ]


def look_up(candidate: Candidate, voices: Voices) -> list[str]:
    """What has to be read, for which questions, as an OpenAPI fragment."""
    return [
        *section("Questions that it answers", cited(voices, voices.questions(candidate.rows, 5)), "- No request is worded clearly enough to quote."),
        *section("Call", openapi(candidate, "get"), ""),
        *section(
            "What support told customers from it", cited(voices, voices.answers(sample(candidate.rows), 2), LONGEST_ANSWER), "- None found yet."
        ),
        *section(
            "Risks",
            ["- Read only. Personal data: answer only to the identified customer, and log each call.", "- Say when the data are older than a day."],
            "",
        ),
    ]


def openapi(candidate: Candidate, method: str) -> list[str]:
    """The call as an OpenAPI 3 fragment. Field names are what is usual for the thing; the company's own may differ."""
    name = candidate.action_id.split(":")[-1]
    if name.startswith("smaller"):
        return ["This bundles needs that are too small to stand alone. Split it by the requests above, and write one call for each."]
    thing = next((each for each in FIELDS if each.replace(" ", "-") in name), None)
    path = (thing or name).replace(" ", "-").replace("_", "-")
    fields = (*EVERY_FIELD, *(each for each in FIELDS.get(thing or "", ()) if each not in EVERY_FIELD))
    body = [f"                {field}: {{type: string}}" for field in fields]
    return [
        "```yaml",
        "paths:",
        f"  /{path}/{{id}}{'' if method == 'get' else '/' + re.split('[-_]', name)[0]}:",
        f"    {method}:",
        f"      operationId: {name.replace('-', '_')}",
        "      parameters:",
        "        - {name: id, in: path, required: true, schema: {type: string}}",
        "      responses:",
        "        '200':",
        "          content:",
        "            application/json:",
        "              schema:",
        "                type: object",
        "                properties:",
        *(f"    {line}" for line in body),
        "```",
    ]


def product(candidate: Candidate, voices: Voices) -> list[str]:
    """An issue for the product team: what happens, since when, to whom, and what is not known."""
    part = voices.frame.iloc[candidate.rows]
    dates = part["started_at"].dropna()
    facts = [f"- {len(part)} conversations" + (f", from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "")]
    facts += [
        f"- {plain(str(name))}: {count}" for name, count in part["subtopic"].fillna(part["topic"]).value_counts().sort_index().nlargest(5).items()
    ]
    facts += [f"- Channel {plain(str(name))}: {count}" for name, count in part["channel"].value_counts().sort_index().items()]
    quotes = voices.reason_quotes(candidate.rows, REMOVES[candidate.type], 5) or voices.questions(candidate.rows, 5)
    return [
        *section("What customers report", cited(voices, quotes), "- Nothing quotable."),
        *section("Facts", facts, ""),
        *section(
            "To reproduce",
            [
                "- Version, device and account of the cases above.",
                "- What was expected, what happened instead.",
                "- A workaround that support may give.",
            ],
            "",
        ),
    ]


def routing(candidate: Candidate, voices: Voices) -> list[str]:
    """How these cases reach a person faster."""
    part = voices.frame.iloc[candidate.rows]
    causes = [f"- {plain(str(name))}: {count}" for name, count in part["human_cause"].value_counts().sort_index().items()]
    return [
        *section("Which cases", causes, "- The cause is not known."),
        *section(
            "What went wrong on the way", cited(voices, voices.reason_quotes(candidate.rows, REMOVES[candidate.type], 4)), "- Nothing quotable."
        ),
        *section("How customers word it", cited(voices, voices.questions(candidate.rows, 5)), "- Nothing quotable."),
        *section(
            "Rule to set",
            [
                "- When a request sounds like these, skip the bot and hand it to a named team with the whole history.",
                "- Say to the customer who answers, and by when.",
            ],
            "",
        ),
    ]


def coaching(candidate: Candidate, voices: Voices) -> list[str]:
    """A note for the team, without names: what customers minded, and how the same was done well."""
    reasons = voices.labels.reasons
    here = reasons[reasons["row"].isin(candidate.rows) & (reasons["owner"] == Owner.AGENT)]
    counts = [
        f"- {str(name).replace('_', ' ')}: {count} conversations"
        for name, count in here.drop_duplicates(["row", "reason"])["reason"].value_counts().items()
    ]
    same_topic = np.flatnonzero((voices.frame["topic_id"] == candidate.topic_id).to_numpy())
    return [
        *section("What customers minded", counts, "- Nothing named."),
        *section("In their words", cited(voices, voices.reason_quotes(candidate.rows, REMOVES[candidate.type], 5)), "- Nothing quotable."),
        *section("Done well on the same topic", cited(voices, voices.answers(sample(same_topic), 2), LONGEST_ANSWER), "- No well rated example yet."),
        *section("To talk about", ["- What would have helped the customer in the first reply?", "- What keeps us from sending that?"], ""),
    ]


def covering(candidate: Candidate, voices: Voices) -> list[str]:
    """Where an AI agent could start without anything new."""
    part = voices.frame.iloc[candidate.rows]
    topics = [f"- {plain(str(name))}: {count:,}" for name, count in part["topic"].value_counts().sort_index().nlargest(8).items()]
    return [
        *section("Topics to start with", topics, ""),
        *section("Requests", cited(voices, spread(voices.questions(candidate.rows, 8), 6)), "- Nothing quotable."),
        *section(
            "Before",
            ["- Switch it on for one topic and one channel.", "- Read 20 of its conversations after a week.", "- A person is always one click away."],
            "",
        ),
    ]


WRITERS: dict[ActionType, Callable[[Candidate, Voices], list[str]]] = {
    ActionType.WRITE_ARTICLE: article,
    ActionType.IMPROVE_ARTICLE: article,
    ActionType.CONNECT_READ_API: look_up,
    ActionType.BUILD_PROCEDURE: procedure,
    ActionType.FIX_PRODUCT: product,
    ActionType.ROUTE_FASTER: routing,
    ActionType.IMPROVE_SERVICE: coaching,
    ActionType.EXTEND_COVERAGE: covering,
}
