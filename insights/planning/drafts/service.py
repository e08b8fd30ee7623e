"""What a team does differently: a note for coaching, a rule for routing, and where an AI agent starts. No person is named."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd

from insights.model import Kind, Owner, Reason, Role
from insights.planning.candidates import REMOVES, Candidate
from insights.planning.drafts.answers import GOOD, Reply, answers, replies
from insights.planning.drafts.lines import cases, cited, conversations, counted, quote, section
from insights.planning.drafts.questions import heard, requests, typical
from insights.planning.labelled import ArticleState
from insights.planning.speech import asking, courteous
from insights.planning.voices import SAMPLE, Voices, evenly, plain

FEWEST = 3
MOST_REASONS, MOST_EXAMPLES, MOST_TOPICS = 4, 2, 8
SEARCHED = 12
"""Conversations per reason of which some are quoted."""
SHORTEST_WORDS, LONGEST_ANSWER = 5, 12
LONGEST = 200
PLEASED = re.compile(
    r"\b(?:thank|super|great|perfect|lovely|wonderful|danke|prima|merci|parfait|gracias|perfecto|obrigad|grazie)|^(?:ok|good|fine)\b", re.IGNORECASE
)
AGAIN = re.compile(
    r"\b(?:again|already|twice|times|asked|third|told|before|repeat\w*|schon|wieder|mal|encore|déjà|fois|ya|otra vez|veces|já|vezes"
    r"|già|volte|alweer|keer)\b",
    re.IGNORECASE,
)
TO_TALK_ABOUT = {
    Reason.SLOW_REPLY: "What holds the first reply up, and who else could send it?",
    Reason.HAD_TO_REPEAT: "What did the customer have to say twice, and where could it have been read?",
    Reason.WRONG_OR_UNCLEAR_ANSWER: "Which sentence would have answered the question at once?",
    Reason.IMPOLITE_SERVICE: "How would the reply sound if the customer stood at the desk?",
    Reason.NOT_RESOLVED: "What was missing to solve it then: a right, a rule, or knowledge?",
    Reason.TRANSFERRED: "Who could have solved it first, and what would they have needed?",
}
BEFORE = ("- Switch it on for one topic and one channel.", "- Read 20 of its conversations after a week.", "- A person is always one click away.")


def coaching(candidate: Candidate, voices: Voices) -> list[str]:
    """What customers minded with what was written before, how long they waited, and how the same was done well."""
    reasons = voices.labels.reasons
    here = reasons[reasons["row"].isin(candidate.rows) & (reasons["owner"] == Owner.AGENT)].drop_duplicates(["row", "reason"])
    counts = here["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    names = [Reason(name) for name in counts.index]
    same_topic = on_topic(candidate, voices)
    rated = voices.frame["rating"].iloc[same_topic].notna().sum()
    minded = [f"- {spelt(name)}: {conversations(int(counts[name]))}" for name in names]
    return [
        f"{counted(len(candidate.rows), int(rated))} rated conversations on this topic have a low rating that a reply could have avoided.",
        "",
        *section("What customers minded", minded, "- Nothing named."),
        *section("What was written, and what came back", examples(here, names, voices)),
        *section("How long customers waited", waits(candidate.rows, good(same_topic, voices), voices)),
        *section("Done well on the same topic", done_well(same_topic, candidate.title, voices), "- No well rated example yet."),
        *section("To talk about", [f"- {TO_TALK_ABOUT[name]}" for name in names[:MOST_REASONS] if name in TO_TALK_ABOUT]),
    ]


def on_topic(candidate: Candidate, voices: Voices) -> np.ndarray:
    """All conversations of the topic, well and badly rated."""
    return np.flatnonzero(voices.topic_ids == candidate.topic_id)


def spelt(reason: str) -> str:
    """A reason as a person reads it.

    >>> spelt("slow_reply")
    'Slow reply'
    """
    return reason.replace("_", " ").capitalize()


def examples(reasons: pd.DataFrame, names: Sequence[str], voices: Voices) -> list[str]:
    """Some of customers' words that show each reason, with the words of support before them; a conversation speaks once, and so do words.

    What only answers a question of support is none.
    """
    quoted = reasons[reasons["quote"].notna()]
    quoted = quoted[[complains(words) for words in quoted["quote"]]]
    parts = [quoted[quoted["reason"] == name] for name in names[:MOST_REASONS]]
    some = pd.concat([quoted[:0], *(part.iloc[evenly(np.arange(len(part)), SEARCHED)] for part in parts)])
    lines = voices.lines(some["row"].tolist())
    voices.says(courteous, [text for line in lines if line.role == Role.AGENT for text in line.sentences])
    found: dict[int, tuple[str, str]] = {}
    heard: set[tuple[str, ...]] = set()
    for row, name, turn, words in zip(some["row"], some["reason"], some["turn"], some["quote"], strict=True):
        before, said = said_before(row, turn, voices), voices.stems(words)
        new = row not in found and said not in heard and [reason for reason, _ in found.values()].count(name) < MOST_EXAMPLES
        if new and before and not (before.endswith("?") and answers_it(words)):
            heard.add(said)
            found[row] = name, f"- {spelt(name)}: after {quote(before, LONGEST)} the customer wrote {quote(words, LONGEST)} {cases(voices, [row])}"
    return [line for _, line in found.values()]


def answers_it(words: str) -> bool:
    """Whether words after a question only answer it: they are few, and do not mind that it was asked.

    >>> answers_it("Not quite three weeks ago"), answers_it("I have given that THREE times.")
    (True, False)
    """
    return len(words.split()) < LONGEST_ANSWER and not AGAIN.search(words)


def said_before(row: int, turn: int, voices: Voices) -> str:
    """What a person of support last wrote before a turn; nothing where nobody did, or only courtesy."""
    before = next((line for line in reversed(voices.lines([row])) if line.turn < turn and line.role == Role.AGENT), None)
    return " ".join(before.sentences) if before is not None and not voices.says(courteous, before.sentences).all() else ""


def complains(words: str) -> bool:
    """Whether a quote can stand for a complaint: neither a word or two, nor thanks, nor an answer with the customer's data.

    >>> complains("That is what your website says."), complains("Great, thank you for the help"), complains("On 30 June in the year 71")
    (True, False, False)
    """
    return len(words.split()) >= SHORTEST_WORDS and not PLEASED.search(words) and not any(map(str.isdigit, words))


def good(rows: np.ndarray, voices: Voices) -> np.ndarray:
    """Those that were resolved and rated 4 or 5."""
    part = voices.frame.iloc[rows]
    return rows[((part["rating"] >= GOOD) & part["resolved"]).to_numpy()]


def waits(rows: np.ndarray, well: np.ndarray, voices: Voices) -> list[str]:
    """How long the first reply of a person took, here and where it went well; nothing where times are unknown, or waiting was not what was wrong."""
    here, there = voices.first_waits(evenly(rows, SAMPLE)), voices.first_waits(evenly(well, SAMPLE))
    if len(here) < FEWEST or len(there) < FEWEST or np.median(here) <= np.median(there):
        return []
    return [f"- First reply of a person after {spoken_time(np.median(here))} (median); after {spoken_time(np.median(there))} where it went well."]


def spoken_time(seconds: float) -> str:
    """A time in its usual unit.

    >>> spoken_time(50), spoken_time(600), spoken_time(7200), spoken_time(260000)
    ('50 seconds', '10 minutes', '2.0 hours', '3.0 days')
    """
    if seconds < 90:
        return f"{seconds:.0f} seconds"
    if seconds < 5400:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds / 3600:.1f} hours" if seconds < 172_800 else f"{seconds / 86_400:.1f} days"


def done_well(rows: np.ndarray, subject: str, voices: Voices) -> list[str]:
    """Well rated replies with what was asked."""
    lines = []
    for each in [answer for answer in answers(replies(voices, rows), voices, subject) if answer.good][:3]:
        asked = " ".join(asked_before(each.quoted, voices))
        lines.append(f"- {f'Asked {quote(asked, 160)}: ' if asked else ''}{quote(each.quoted.text, LONGEST)} {cases(voices, each.rows)}")
    return lines


def asked_before(reply: Reply, voices: Voices) -> Sequence[str]:
    """What the customer last wrote before a reply, if that asks something; else the request of the conversation."""
    before = [line for line in voices.lines([reply.row]) if line.role == Role.CUSTOMER and line.turn < reply.turn]
    last = before[-1].sentences if before else ()
    return last if voices.says(asking, last).any() else voices.asked(reply.row)[:2]


def routing(candidate: Candidate, voices: Voices) -> list[str]:
    """How these cases reach a person faster."""
    part = voices.frame.iloc[candidate.rows]
    causes = [f"- {plain(str(name)).capitalize()}: {conversations(count)}" for name, count in part["human_cause"].value_counts().sort_index().items()]
    here = voices.labels.reasons[voices.labels.reasons["row"].isin(candidate.rows)]
    slow = here[here["reason"].isin([str(each) for each in REMOVES[candidate.type]])].drop_duplicates(["row", "reason"])
    counts = slow["reason"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    wrong = [f"- {spelt(str(name))}: {conversations(count)}" for name, count in counts.items()]
    bot = int((part["handled_by"] == "both").sum())
    return [
        *section("Which cases", causes, "- The cause is not known."),
        *section("How customers word it", cited(voices, heard(candidate, voices, 6), LONGEST), "- Nothing quotable."),
        *section("What went wrong on the way", [*wrong, *examples(slow, [str(name) for name in counts.index[:2]], voices)]),
        *section("How long it took to reach a person", waits_for_a_person(candidate.rows, bot, voices)),
        *section("Rule to set", RULE),
    ]


RULE = (
    "- A request that sounds like these skips the bot and goes to a named team with the whole history.",
    "- The customer is told who answers, and by when.",
    "- Check after two weeks: the time above, and how many of these still passed through a bot.",
)


def waits_for_a_person(rows: np.ndarray, bot: int, voices: Voices) -> list[str]:
    """The time to the first reply of a person, and how many passed through a bot first."""
    waited = voices.first_waits(evenly(rows, SAMPLE))
    lines = [f"- Half of the customers waited longer than {spoken_time(np.median(waited))}."] if len(waited) >= FEWEST else []
    return lines + ([f"- A bot answered first, or as well, in {counted(bot, len(rows))} conversations."] if bot else [])


def covering(candidate: Candidate, voices: Voices) -> list[str]:
    """Where an AI agent could start without anything new: by topic, with the article that answers it."""
    part = voices.frame.iloc[candidate.rows]
    counts = part["topic"].value_counts().sort_index().nlargest(MOST_TOPICS)
    return [
        *section("Topics to start with", [line for name in counts.index for line in covered(candidate.rows, str(name), voices)]),
        *section("Before", BEFORE),
    ]


def covered(rows: np.ndarray, topic: str, voices: Voices) -> Sequence[str]:
    """A topic with the articles that answer it and a request or two."""
    mine = rows[(voices.frame["topic"].iloc[rows] == topic).to_numpy()]
    part = voices.frame.iloc[mine]
    part = part[part[Kind.INFORMATIONAL] & part["article_state"].isin([ArticleState.ANSWERED, ArticleState.PARTLY])]
    counts = part["article"].value_counts().sort_index().nlargest(2)
    titles = [f"{quote(voices.labels.titles.get(str(name), str(name)), 80)} ({count})" for name, count in counts.items()]
    answered = part.index[part["article"].isin(counts.index)].to_numpy()
    asked = cited(voices, typical(requests(voices, answered if len(answered) else mine, topic), 2, voices), LONGEST)
    by = f", answered by {' and '.join(titles)}" if titles else ""
    return [f"- **{plain(topic)}**: {conversations(len(mine))}{by}", *(f"  {line}" for line in asked)]
