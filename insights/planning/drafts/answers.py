"""What support answered, in its own words: replies that say something, the best rated first, put together where they say the same."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from insights.model import Role
from insights.planning.drafts.alike import grouped, worth
from insights.planning.drafts.lines import Quote, cases, conversations, quote, spoken
from insights.planning.speech import telling
from insights.planning.voices import SAMPLE, Voices, evenly

LONGEST_REPLY = 320
GOOD = 4
SAME = 0.36
"""How alike two replies have to be to count as one answer."""
DEPENDING = (
    r"\b(?:if|unless|except|only (?:if|when|for|with)|wenn|falls|außer|nur (?:bei|mit|für|wenn)|sonst|sauf|sinon|seulement|sólo|solo"
    r"|salvo|excepto|si no|se não|exceto|apenas|tranne|soltanto|tenzij|alleen)\b|(?:^|[,:;] )(?:si|als|otherwise) "
)
SHORTEST_ANSWER = 5
SHORTEST_CONDITION, MOST_CONDITIONS = 5, 4


@dataclass(frozen=True, slots=True)
class Reply:
    """What support says until the customer writes again. `good` where the conversation was resolved and rated 4 or 5."""

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
    def quoted(self) -> Reply:
        """The reply to quote."""
        return self.replies[0]

    @property
    def good(self) -> bool:
        """Whether a customer was happy with it."""
        return self.quoted.good

    @property
    def rows(self) -> list[int]:
        """Its conversations, that of the quote first."""
        return list(dict.fromkeys(each.row for each in self.replies))


def replies(voices: Voices, rows: np.ndarray) -> list[Reply]:
    """What support says in some of these conversations: of people, or of the bot where people wrote next to nothing."""
    frame = voices.frame
    some = evenly(rows, SAMPLE)
    good = dict(zip(some.tolist(), ((frame["rating"].iloc[some] >= GOOD) & frame["resolved"].iloc[some]).tolist(), strict=True))
    lines = voices.lines(some)
    texts = list(dict.fromkeys(text for line in lines if line.role in (Role.AGENT, Role.BOT) for text in line.sentences))
    tells = {text for text, says in zip(texts, voices.says(telling, texts).tolist(), strict=True) if says} - voices.formulas
    found = []
    for (row, role), run in groupby(lines, key=lambda line: (line.row, line.role)):
        turns = list(run) if role in (Role.AGENT, Role.BOT) else []
        kept = tuple(text for line in turns for text in line.sentences if text in tells)
        if kept:
            found.append(Reply(row, turns[0].turn, kept, good[row], role == Role.AGENT))
    people = [each for each in found if each.person]
    return people if len({each.row for each in people}) >= 3 else found


def answers(said: Sequence[Reply], voices: Voices, subject: str) -> list[Answer]:
    """The replies put together where they say the same: what most say first, what nobody was happy with last."""
    full = [each for each in said if len(each.text.split()) >= SHORTEST_ANSWER or any(map(str.isdigit, each.text))] or list(said)
    if not full:
        return []
    values = worth([each.text for each in full], subject, voices) * np.array([1.6 if each.good else 1.0 for each in full])
    ranked = [full[place] for place in np.argsort(-values, kind="stable")]
    groups = [[ranked[place] for place in group] for group in grouped([each.text for each in ranked], voices, SAME)]
    made = [Answer(tuple(sorted(group, key=lambda each: not each.good))) for group in groups]
    order = {each: place for place, each in enumerate(ranked)}
    return sorted(made, key=lambda each: (not each.good, foreign(each, voices), -len(each.rows), order[each.quoted]))


def foreign(answer: Answer, voices: Voices) -> bool:
    """Whether its quote is in another language than most customers write."""
    return voices.languages[answer.quoted.row] not in ("", voices.language)


def told(found: Sequence[Answer], voices: Voices, count: int, longest: int = LONGEST_REPLY) -> list[str]:
    """Answers as list items: a quote, how many conversations say the same, and some of them."""
    return [f"- {spoken(voices, each.quoted.row)}{quote(each.quoted.text, longest)}{also(each)} {cases(voices, each.rows)}" for each in found[:count]]


def also(answer: Answer) -> str:
    """How many conversations say the same, where several do."""
    return f" and much the same in {len(answer.rows) - 1:,} more" if len(answer.rows) > 1 else ""


def conditions(heard: Sequence[Quote], voices: Voices) -> list[str]:
    """Conditions that several conversations name, of sentences of support that tell something, as list items, the most frequent first."""
    texts = [text for _, text in heard]
    kept = [heard[place] for place in np.flatnonzero(voices.says(DEPENDING, texts)).tolist() if texts[place].count(" ") >= SHORTEST_CONDITION]
    lines = []
    for group in grouped([text for _, text in kept], voices):
        rows = list(dict.fromkeys(kept[place][0] for place in group))
        if len(rows) > 1:
            row, text = kept[group[0]]
            lines.append((len(rows), f"- {spoken(voices, row)}{quote(text, 200)} in {conversations(len(rows))} {cases(voices, rows)}"))
    return [line for _, line in sorted(lines, key=lambda each: -each[0])[:MOST_CONDITIONS]]
