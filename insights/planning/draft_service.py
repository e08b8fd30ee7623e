"""What a team does differently: an issue for the product, a rule for routing, a note for coaching, and where an AI agent starts."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import numpy as np

from insights.model import Owner
from insights.planning.candidates import REMOVES, Candidate
from insights.planning.draft_answers import answers, replies, told
from insights.planning.draft_lines import cited, section
from insights.planning.draft_questions import heard
from insights.planning.voices import Voices, plain


def product(candidate: Candidate, voices: Voices) -> list[str]:
    """An issue for the product team: what happens, since when, to whom, and what is not known."""
    part = voices.frame.iloc[candidate.rows]
    dates = part["started_at"].dropna()
    facts = [f"- {len(part)} conversations" + (f", from {dates.min():%Y-%m-%d} to {dates.max():%Y-%m-%d}" if len(dates) else "")]
    facts += [
        f"- {plain(str(name))}: {count}" for name, count in part["subtopic"].fillna(part["topic"]).value_counts().sort_index().nlargest(5).items()
    ]
    facts += [f"- Channel {plain(str(name))}: {count}" for name, count in part["channel"].value_counts().sort_index().items()]
    quotes = voices.reason_quotes(candidate.rows, REMOVES[candidate.type], 5) or heard(candidate, voices, 5)
    return [
        *section("What customers report", cited(voices, quotes), "- Nothing quotable."),
        *section("Facts", facts),
        *section(
            "To reproduce",
            [
                "- Version, device and account of the cases above.",
                "- What was expected, what happened instead.",
                "- A workaround that support may give.",
            ],
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
        *section("How customers word it", cited(voices, heard(candidate, voices, 5)), "- Nothing quotable."),
        *section(
            "Rule to set",
            [
                "- When a request sounds like these, skip the bot and hand it to a named team with the whole history.",
                "- Say to the customer who answers, and by when.",
            ],
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
    well = [each for each in answers(replies(voices, same_topic), voices, candidate.title) if each.replies[0].good]
    return [
        *section("What customers minded", counts, "- Nothing named."),
        *section("In their words", cited(voices, voices.reason_quotes(candidate.rows, REMOVES[candidate.type], 5)), "- Nothing quotable."),
        *section("Done well on the same topic", told(well, voices, 3), "- No well rated example yet."),
        *section("To talk about", ["- What would have helped the customer in the first reply?", "- What keeps us from sending that?"]),
    ]


def covering(candidate: Candidate, voices: Voices) -> list[str]:
    """Where an AI agent could start without anything new."""
    part = voices.frame.iloc[candidate.rows]
    topics = [f"- {plain(str(name))}: {count:,}" for name, count in part["topic"].value_counts().sort_index().nlargest(8).items()]
    return [
        *section("Topics to start with", topics),
        *section("Requests", cited(voices, heard(candidate, voices, 6)), "- Nothing quotable."),
        *section(
            "Before",
            ["- Switch it on for one topic and one channel.", "- Read 20 of its conversations after a week.", "- A person is always one click away."],
        ),
    ]
