"""What an article has to say differently: its numbers beside those of support, and what support says and the article does not."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from insights.planning.drafts.answers import Answer, foreign, told
from insights.planning.drafts.lines import cases, conversations, quote
from insights.planning.drafts.questions import about
from insights.planning.drafts.step_words import LOOKED_UP
from insights.planning.drafts.values import Stated, quantities
from insights.planning.speech import sentences
from insights.planning.voices import Voices, plain

FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
FEWEST = 3
MOST_CHANGES = 4
SAME_SUBJECT = 0.2
"""How alike a sentence of the article and one of support have to be to speak of the same number."""
COVERED = 0.45
"""Share of the weight of an answer's words that an article has to hold to have said it."""
NO_CHANGE = "- Replies say nothing that it does not say: read the questions below against its words, and put the answer where they look for it."
ADDED = "- **Add.**"
SHORTEST_ADDITION = 7
ALIKE = 0.2
"""How alike two additions have to be to be one."""
OFTEN = 0.1
"""Share of the most frequent addition from which another one is worth a line."""


def changes(rows: np.ndarray, given: Sequence[Answer], values: Sequence[Stated], voices: Voices) -> list[str]:
    """The article that these conversations are about, what to update in it and what to add; nothing where there is no such article."""
    known = voices.frame["article"].iloc[rows].dropna()
    article_id = str(known.value_counts().sort_index().idxmax()) if len(known) else ""
    body = voices.library.bodies.get(article_id, "")
    if not body:
        return []
    title = voices.labels.titles.get(article_id, article_id)
    written = [text for paragraph in re.split(r"\n+", body) for text in sentences(paragraph)]
    lines, updated = [f"- The article is {quote(title, 120)}."], set()
    for each in values:
        value, here = each.values[0]
        stale = outdated(each, written, voices) if 2 * len(here) > each.count and len(here) >= FEWEST else ""
        if stale and each.unit not in updated:
            updated.add(each.unit)
            says = f"Support says {plain(value)} {each.unit} in {conversations(len(here))}: {quote(each.sentence[1], 160)} {cases(voices, here)}"
            lines.append(f"- **Update.** The article says {quote(stale, 160)} {says}")
    held = frozenset(voices.stems(f"{title} {body}"))
    figures = frozenset(FIGURE.findall(body))
    missing = [each for each in given if each.good and not foreign(each, voices) and not is_said(each.quoted.text, held, figures, voices)]
    looked_up = voices.says(LOOKED_UP, [each.quoted.text for each in missing])  # what holds for one customer belongs into no article
    missing = [each for each, case in zip(missing, looked_up, strict=True) if not case]
    missing = [each for each in missing if updated.isdisjoint(unit for _, unit in quantities(each.quoted.text))]
    added = [
        f"{ADDED} The article does not say {line.removeprefix('- ')}" for line in told(distinct(missing, figures, voices), voices, MOST_CHANGES, 220)
    ]
    return lines + added if added or updated else [*lines, NO_CHANGE]


def distinct(missing: Sequence[Answer], figures: frozenset[str], voices: Voices) -> list[Answer]:
    """The additions that several conversations and enough words speak for, each saying something else than those before it."""
    most = max((len(each.rows) for each in missing), default=0)
    kept: list[Answer] = []
    for each in missing:
        new = set(FIGURE.findall(each.quoted.text)) - figures
        known = {figure for other in kept for figure in FIGURE.findall(other.quoted.text)}
        alike = about([other.quoted.text for other in kept], each.quoted.text, voices)
        full = new or each.quoted.text.count(" ") >= SHORTEST_ADDITION
        if full and len(each.rows) >= max(2, OFTEN * most) and new.isdisjoint(known) and not any(alike >= ALIKE):
            kept.append(each)
    return kept


def outdated(found: Stated, written: Sequence[str], voices: Voices) -> str:
    """The sentence of the article that gives another number for the same thing; nothing where it gives the same one, or none."""
    numbers = [(text, value) for text in written for value, unit in quantities(text) if unit == found.unit]
    if not numbers:
        return ""
    alike = about([text for text, _ in numbers], found.sentence[1], voices)
    near = [value for (_, value), close in zip(numbers, alike, strict=True) if close >= SAME_SUBJECT]
    return numbers[int(alike.argmax())][0] if near and found.values[0][0] not in near else ""


def is_said(text: str, held: frozenset[str], figures: frozenset[str], voices: Voices) -> bool:
    """Whether an article says this: it has enough of its words and all of its numbers; with a number, half as many words are enough."""
    stated = FIGURE.findall(text)
    mine = voices.stems(text)
    weights = np.array([voices.rarity[stem] for stem in mine])
    share = float(weights[[stem in held for stem in mine]].sum() / weights.sum()) if mine else 1.0
    return figures.issuperset(stated) and share >= (COVERED / 2 if stated else COVERED)
