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
DATE = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th|\.)? (?:of |de )?(?=[^\W\d])(?:ja|f[eé]|mar|mär|ap|av|abr|ma[iy]|jun|jul|jui|au|ag|ao|s[e]p|o[ck]|ou|no|de|di)\w*"
    r"|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
FEWEST = 3
MOST_CHANGES, COMPARED = 4, 12
SAME_SUBJECT = 0.2
"""How alike a sentence of the article and one of support have to be to speak of the same number."""
COVERED = 0.45
"""Share of the weight of an answer's words that an article has to hold to have said it."""
NO_CHANGE = "- Replies say nothing that it does not say: read the questions below against its words, and put the answer where they look for it."
ADDED, CHANGED = "- **Add.**", "- **Change.**"
STALE = ("Update ", "Correct ")
"""How the title of an article begins of which support says something else."""
NEAREST = 0.05
"""How alike what was asked and answered, and a sentence of the article, have to be for it to be the one to change."""
SHORTEST_ADDITION = 7
ALIKE = 0.2
"""How alike two additions have to be to be one."""
OFTEN = 0.1
"""Share of the most frequent addition from which another one is worth a line."""


def changes(title: str, rows: np.ndarray, given: Sequence[Answer], values: Sequence[Stated], voices: Voices) -> list[str]:
    """The article that these conversations are about, what to update in it and what to add; nothing where there is no such article.

    Where the title of the action says that it is out of date, its sentence on the same thing stands beside what support says.
    """
    known = voices.frame["article"].iloc[rows].dropna()
    article_id = str(known.value_counts().sort_index().idxmax()) if len(known) else ""
    body = voices.library.bodies.get(article_id, "")
    if not body:
        return []
    name = voices.labels.titles.get(article_id, article_id)
    written = [text for paragraph in re.split(r"\n+", body) for text in sentences(paragraph)]
    lines, updated = [f"- The article is {quote(name, 120)}."], set()
    for each in values:
        value, here = each.values[0]
        stale = outdated(each, written, voices) if 2 * len(here) > each.count and len(here) >= FEWEST else ""
        if stale and each.unit not in updated:
            updated.add(each.unit)
            says = f"Support says {plain(value)} {each.unit} in {conversations(len(here))}: {quote(each.sentence[1], 160)} {cases(voices, here)}"
            lines.append(f"- **Update.** The article says {quote(stale, 160)} {says}")
    held = frozenset(voices.stems(f"{name} {body}"))
    figures = frozenset(FIGURE.findall(body))
    missing = [each for each in given if each.good and not foreign(each, voices) and not is_said(each.quoted.text, held, figures, voices)]
    looked_up = voices.says(LOOKED_UP, [each.quoted.text for each in missing])  # what holds for one customer belongs into no article
    missing = [each for each, case in zip(missing, looked_up, strict=True) if not case]
    missing = [each for each in missing if updated.isdisjoint(unit for _, unit in quantities(each.quoted.text))]
    chosen = distinct(missing, figures, voices)[:MOST_CHANGES]
    beside = [nearest(each, written, voices) if title.startswith(STALE) and each is chosen[0] else "" for each in chosen]
    added = [
        f"{CHANGED} The article says {quote(says, 160)} Support says {line.removeprefix('- ')}"
        if says
        else f"{ADDED} The article does not say {line.removeprefix('- ')}"
        for line, says in zip(told(chosen, voices, MOST_CHANGES, 220), beside, strict=True)
    ]
    return lines + added if added or updated else [*lines, NO_CHANGE]


def nearest(answer: Answer, written: Sequence[str], voices: Voices) -> str:
    """The sentence of the article that is about what was asked and answered, a number for a number; nothing where none is."""
    states = FIGURE.search(DATE.sub("", answer.quoted.text))
    known = [text for text in written if not states or FIGURE.search(text)]
    if not known:
        return ""
    alike = np.mean([about(known, " ".join([*voices.asked(row), answer.quoted.text]), voices) for row in answer.rows[:COMPARED]], axis=0)
    return known[int(alike.argmax())] if alike.max() >= NEAREST else ""


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
