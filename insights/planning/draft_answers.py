"""What support answered, in its own words: replies that say something, the best rated first, put together where they say the same."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from insights.model import Role
from insights.planning.draft_alike import grouped, worth
from insights.planning.draft_lines import cases, language_of, quote, spoken
from insights.planning.draft_speech import telling
from insights.planning.voices import Voices, evenly

HEARD = 80
"""Conversations per action whose replies are read."""
LONGEST_REPLY = 320
GOOD = 4
SAME = 0.36
"""How alike two replies have to be to count as one answer."""
MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Reply:
    """What one turn of support says. `good` where the conversation was resolved and rated 4 or 5."""

    row: int
    turn: int
    sentences: tuple[str, ...]
    good: bool
    person: bool

    @property
    def text(self) -> str:
        """Its sentences in one line, as many as fit."""
        kept = self.sentences[0]
        for sentence in self.sentences[1:]:
            if len(kept) + len(sentence) < LONGEST_REPLY:
                kept = f"{kept} {sentence}"
        return kept


@dataclass(frozen=True, slots=True)
class Answer:
    """Replies that say the same, led by the one to quote."""

    replies: tuple[Reply, ...]

    @property
    def rows(self) -> list[int]:
        """Its conversations, that of the quote first."""
        return list(dict.fromkeys(each.row for each in self.replies))


def replies(voices: Voices, rows: np.ndarray) -> list[Reply]:
    """What support says in some of these conversations: of people, or of the bot where people wrote next to nothing."""
    frame = voices.frame
    some = evenly(rows, HEARD)
    good = dict(zip(some.tolist(), ((frame["rating"].iloc[some] >= GOOD) & frame["resolved"].iloc[some]).tolist(), strict=True))
    lines = [line for line in voices.lines(some) if line.role in (Role.AGENT, Role.BOT) and line.sentences]
    texts = [text for line in lines for text in line.sentences]
    says = telling(texts) & ~np.isin(texts, sorted(voices.formulas)) if texts else np.array([], dtype=bool)
    found, start = [], 0
    for line in lines:
        kept = tuple(text for text, tells in zip(line.sentences, says[start : start + len(line.sentences)], strict=True) if tells)
        start += len(line.sentences)
        if kept:
            found.append(Reply(line.row, line.turn, kept, good[line.row], line.role == Role.AGENT))
    people = [each for each in found if each.person]
    return people if len({each.row for each in people}) >= 3 else found


def answers(said: Sequence[Reply], voices: Voices, subject: str) -> list[Answer]:
    """The replies put together where they say the same: what most say first, what nobody was happy with last."""
    if not said:
        return []
    texts = [each.text for each in said]
    values = worth(texts, subject, voices) * np.array([(1.6 if each.good else 1.0) * (0.5 if len(each.text.split()) < 5 else 1.0) for each in said])
    ranked = [said[place] for place in np.argsort(-values, kind="stable")]
    groups = [[ranked[place] for place in group] for group in grouped([each.text for each in ranked], voices, SAME)]
    made = [Answer(tuple(sorted(group, key=lambda each: not each.good))) for group in groups]
    order = {each: place for place, each in enumerate(ranked)}
    return sorted(made, key=lambda each: (not each.replies[0].good, foreign(each, voices), -len(each.rows), order[each.replies[0]]))


def foreign(answer: Answer, voices: Voices) -> bool:
    """Whether its quote is in another language than most customers write."""
    return language_of(voices, answer.replies[0].row) not in ("", voices.language)


def told(found: Sequence[Answer], voices: Voices, count: int, longest: int = LONGEST_REPLY) -> list[str]:
    """Answers as list items: a quote, how many conversations say the same, and some of them."""
    first = [(each, each.replies[0]) for each in found[:count]]
    return [f"- {spoken(voices, reply.row)}{quote(reply.text, longest)}{also(each)} {cases(voices, each.rows)}" for each, reply in first]


def also(answer: Answer) -> str:
    """How many conversations say the same, where several do."""
    return f" and much the same in {len(answer.rows) - 1:,} more" if len(answer.rows) > 1 else ""


def languages_of(voices: Voices, rows: np.ndarray) -> list[tuple[str, int]]:
    """The languages of some conversations, the most frequent first."""
    found = [language_of(voices, int(row)) for row in rows]
    return sorted(((code, found.count(code)) for code in set(found) if code), key=lambda each: (-each[1], each[0]))
