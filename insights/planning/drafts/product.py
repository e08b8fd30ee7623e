"""An issue for the product team: each thing that fails with what customers report, since when, on what, and what helped."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from insights.model import Role
from insights.planning.candidates import Candidate
from insights.planning.drafts.answers import answers, replies, told
from insights.planning.drafts.lines import cited, conversations, counted, quote, section
from insights.planning.drafts.questions import requests, typical
from insights.planning.drafts.steps import Spoken, asked_for
from insights.planning.voices import SAMPLE, Voices, evenly, plain

MOST_PARTS, MOST_NAMED = 4, 6
FEWEST = 3
SYSTEM = re.compile(
    r"\b(?:iphone|ipad|ios|android|samsung|pixel|huawei|xiaomi|windows|mac ?os|macbook|mac|linux|chromebook|chrome|firefox|safari|edge|opera|brave"
    r"|outlook|gmail|tablet|laptop|desktop|version \d+(?:\.\d+)*|v\d+(?:\.\d+)+)\b",
    re.IGNORECASE,
)
ON_SCREEN = re.compile(
    r"[\"“„«]\s?([^\"“”„«»\n]{6,80}?)[.!]?\s?[\"”“»]|\b((?:error|fehler|erreur|erro|errore|fout)\s?(?:code\s)?#?\d[\w-]*)", re.IGNORECASE
)
UNKNOWN = (
    "- What was expected, what happened instead: take both from the conversations above, and try it once yourself.",
    "- Since which release: compare the week above with what went out then.",
)


def product(candidate: Candidate, voices: Voices) -> list[str]:
    """One issue per subtopic that fails often, the largest first."""
    part = voices.frame.iloc[candidate.rows]
    names = part["subtopic"].fillna(part["topic"])
    counts = names.value_counts().sort_index().nlargest(MOST_PARTS)
    lines = []
    for name, count in counts.items():
        if count >= FEWEST or len(counts) == 1:
            lines += section(f"{plain(str(name))}: {conversations(int(count))}", issue(candidate.rows[(names == name).to_numpy()], voices))
    return [*lines, *section("Still to find out", UNKNOWN)]


def issue(rows: np.ndarray, voices: Voices) -> list[str]:
    """What fails, in customers' words, with facts and what helped."""
    found = requests(voices, rows, str(voices.frame["topic"].iloc[rows[0]]))
    helped = [each for each in answers(replies(voices, rows), voices, "") if each.good]
    return [
        *cited(voices, typical(found, 3, voices), 220),
        *facts(rows, voices),
        *(f"- What support said where it ended well: {line.removeprefix('- ')}" for line in told(helped, voices, 2, 220)),
    ]


def facts(rows: np.ndarray, voices: Voices) -> list[str]:
    """Since when, where, on which systems, with which words on the screen, and what support had to ask."""
    part, some = voices.frame.iloc[rows], evenly(rows, SAMPLE)
    lines, days = [], part["started_at"].dropna()
    if len(days):
        weeks = days.dt.to_period("W").value_counts().sort_index()
        most = f"most in the week of {weeks.idxmax().start_time:%Y-%m-%d} ({weeks.max()})" if len(weeks) > 1 else ""
        lines.append(f"- When: from {days.min():%Y-%m-%d} to {days.max():%Y-%m-%d}{', ' if most else ''}{most}")
    channels = part["channel"].value_counts().sort_index().sort_values(ascending=False, kind="stable")
    lines.append(f"- Where: {', '.join(f'{plain(str(name))} {count}' for name, count in channels.items())}")
    heard = [line for line in voices.lines(some) if line.role == Role.CUSTOMER]
    systems, holders = tallied([(line.row, match[0].lower()) for line in heard for match in SYSTEM.finditer(line.text)])
    named = f": {', '.join(f'{plain(name)} {count}' for name, count in systems)}" if systems else ""
    lines.append(f"- Device, system or version named in {counted(holders, len(some))} conversations{named}")
    shown, _ = tallied([(line.row, (match[1] or match[2]).strip().lower()) for line in heard for match in ON_SCREEN.finditer(line.text)])
    words = [f"{quote(text)} in {conversations(count)}" for text, count in shown if count > 1]
    lines += [f"- Words that customers quote: {', '.join(words)}"] if words else []
    spoken = [Spoken(line.row, 0.0, text) for line in voices.lines(some) if line.role == Role.AGENT for text in line.sentences]
    asked = [f"{each.step.text} ({counted(len(each.rows), len(some))})" for each in asked_for(spoken, voices)[:3]]
    return lines + ([f"- Support asks for: {', '.join(asked)}"] if asked else [])


def tallied(found: Sequence[tuple[int, str]]) -> tuple[list[tuple[str, int]], int]:
    """How many conversations hold each text, the most frequent first, and how many hold any."""
    counts = Counter(text for _, text in set(found))
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:MOST_NAMED], len({row for row, _ in found})
