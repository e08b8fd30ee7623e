"""The outline of a help article: the question as customers word it, the answer as support gave it, and what is not settled."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from insights.model import ActionType, EnablerType
from insights.planning.candidates import Candidate
from insights.planning.drafts.answers import SAME, Answer, Reply, answers, conditions, replies, told
from insights.planning.drafts.change import ADDED, CHANGED, changes
from insights.planning.drafts.lines import cases, cited, conversations, counted, language_name, quote, read_of, section, spoken
from insights.planning.drafts.questions import Asked, about, fitting, requests, themes, typical
from insights.planning.drafts.values import agreed, disagreed, stated
from insights.planning.enablers import SMALLER
from insights.planning.speech import asking, masked
from insights.planning.voices import Voices, plain

UNKNOWN = r"\b(?:don't know|no date|not sure|can't say|keine ahnung|weiß ich nicht|je ne sais pas|no (?:lo )?sé|não sei)\b"
OTHER_LANGUAGE = 0.1
FEWEST, ENOUGH = 3, 8
MOST_ANSWERS, MOST_PARTS, MOST_OTHERS = 4, 6, 4
CLOSE = 0.22
"""How alike a request and the title have to be to ask the same."""
NO_QUESTION = "- No request is worded clearly enough to quote."
NO_ANSWER = "- No conversation shows an answer: ask the team for the right one."
NO_THEME = "- No question comes up three times: nothing here is worth an article yet."
EACH_ITS_OWN = (
    "- No two replies say the same: the article needs what support looked up each time, such as a table, rather than one of these sentences."
)
CONFIRM = "- Support's word is all there is to go by: somebody who knows the rules confirms the answer before it is published."


def article(candidate: Candidate, voices: Voices) -> list[str]:
    """The outline of one article, or of several short ones where the action bundles small questions."""
    if SMALLER[EnablerType.ARTICLE].lower() in candidate.title.lower():
        return bundle(candidate, voices)
    rows = fitting(candidate, voices)
    title = candidate.title.split(": ", 1)[-1]
    found, speech = requests(voices, rows, title), replies(voices, rows)
    main, others = sorted_out(found, title, voices)
    here = about_theme(speech, main)
    values, given = stated(speech, voices), best(answers(here, voices, title))
    every = best(answers(speech, voices, title)) if candidate.type is ActionType.IMPROVE_ARTICLE else []
    change = changes(candidate.title, rows, every, values, voices) if every else []
    return [
        read_of(rows),
        "",
        *section("What to change", change),
        *section("The question, in customers' words", cited(voices, typical(found, 5, voices)), NO_QUESTION),
        *(
            []
            if any(mark in line for mark in (ADDED, CHANGED) for line in change)
            else section("The answer, as support gave it", answered(here, given, voices), NO_ANSWER)
        ),
        *section("Also asked, for the same article", also_asked(others, speech, [*given[:MOST_ANSWERS], *every[:MOST_ANSWERS]], voices)),
        *section("Numbers that support agrees on", agreed(values, voices)),
        *section("Conditions that support names", conditions(sentences_of(speech), voices)),
        *section("Open points", [*disagreed(values, voices), *single(given), *open_points(found, speech, voices), *languages(rows, voices), CONFIRM]),
    ]


def bundle(candidate: Candidate, voices: Voices) -> list[str]:
    """Small questions, sorted into one short article per theme, the most asked first."""
    groups = themes(requests(voices, candidate.rows, ""), voices, FEWEST)[:MOST_PARTS]
    speech = replies(voices, np.array([each.row for group in groups for each in group], dtype=np.int64))
    numbered = [f"{number}. {quote(group[0].text, 160)}: {conversations(len(group))}" for number, group in enumerate(groups, 1)]
    lines = section("Start with", numbered, NO_THEME)
    for group in groups:
        given = answers(answering(speech, group), voices, group[0].text)
        asked = cited(voices, [(each.row, each.text) for each in group[:3]], 200)
        lines += section(
            plain(masked(group[0].text), 120), [*asked, *(f"- Answer: {line.removeprefix('- ')}" for line in told(given, voices, 2, 240))]
        )
    rest = len(candidate.rows) - sum(len(group) for group in groups)
    return [*lines, *section("Left out", [f"- {conversations(rest)} ask something else each: no article for these."] if groups and rest else [])]


def sorted_out(found: Sequence[Asked], title: str, voices: Voices) -> tuple[list[Asked], list[list[Asked]]]:
    """The requests that ask what the title asks, and groups of others that ask something else."""
    near = about([each.text for each in found], title, voices)
    main = [each for each, close in zip(found, near, strict=True) if close >= CLOSE]
    others = [each for each, close in zip(found, near, strict=True) if close < CLOSE]
    return main, themes(others, voices, FEWEST)


def answering(speech: Sequence[Reply], theme: Sequence[Asked]) -> list[Reply]:
    """The replies to some requests."""
    rows = {each.row for each in theme}
    return [each for each in speech if each.row in rows]


def about_theme(speech: Sequence[Reply], theme: Sequence[Asked]) -> list[Reply]:
    """The replies to some requests; all where too few of them were answered well."""
    here = answering(speech, theme)
    return here if len({each.row for each in here if each.good}) >= ENOUGH else list(speech)


def best(given: Sequence[Answer]) -> list[Answer]:
    """The answers of well rated conversations, those that several gave where there are any; all answers where none was rated well."""
    good = [each for each in given if each.good]
    return [each for each in good if len(each.rows) > 1] or good or list(given)


def answered(speech: Sequence[Reply], given: Sequence[Answer], voices: Voices) -> list[str]:
    """How well founded the answers are, and the answers."""
    if not given:
        return []
    who = "people" if speech[0].person else "the AI agent"
    rated, total = len({each.row for each in speech if each.good}), len({each.row for each in speech})
    note = f"Replies of {who}: {counted(rated, total)} conversations that were read are resolved and rated 4 or 5."
    return [note if given[0].good else f"{note} So ask the team before you take these over.", "", *told(given, voices, MOST_ANSWERS)]


def single(given: Sequence[Answer]) -> list[str]:
    """What it means that no reply was given twice."""
    return [EACH_ITS_OWN] if given and all(len(each.rows) == 1 for each in given) and len(given) >= FEWEST else []


def also_asked(groups: Sequence[Sequence[Asked]], speech: Sequence[Reply], given: Sequence[Answer], voices: Voices) -> list[str]:
    """Other questions of the same customers that got an answer of their own, each with it."""
    lines, shown = [], [each.quoted.text for each in given]
    for group in groups:
        mine = answers(answering(speech, group), voices, group[0].text)
        if mine and mine[0].good and len(mine[0].rows) > 1 and not any(about(shown, mine[0].quoted.text, voices) >= SAME):
            shown.append(mine[0].quoted.text)
            asked = f"{quote(group[0].text, 180)}, {conversations(len(group))} {cases(voices, [group[0].row])}"
            lines += [f"- {spoken(voices, group[0].row)}{asked}", f"  - Answer: {told(mine, voices, 1, 240)[0].removeprefix('- ')}"]
    return lines[: 2 * MOST_OTHERS]


def sentences_of(speech: Sequence[Reply]) -> list[tuple[int, str]]:
    """The sentences of replies with their conversations, those of the best ones first."""
    return [(each.row, text) for each in sorted(speech, key=lambda each: not each.good) for text in each.sentences]


def open_points(found: Sequence[Asked], speech: Sequence[Reply], voices: Voices) -> list[str]:
    """What somebody has to find out: questions without an answer, or never so that a customer was happy with it, and what support did not know."""
    good, heard = {each.row for each in speech if each.good}, {each.row for each in speech}
    lines: list[tuple[bool, str]] = []
    groups = themes(found, voices, FEWEST)
    for theme in [group for group, asks in zip(groups, voices.says(asking, [group[0].text for group in groups]), strict=True) if asks]:
        if not any(each.row in good for each in theme):
            silent = not any(each.row in heard for each in theme)
            why = "and support had no answer" if silent else "and no customer was happy with the reply"
            asked = f"{quote(theme[0].text, 180)} {cases(voices, [each.row for each in theme])}"
            lines.append((not silent, f"- Asked in {conversations(len(theme))}, {why}: {asked}"))
    every = sentences_of(speech)
    lost = [every[place] for place in np.flatnonzero(voices.says(UNKNOWN, [text for _, text in every])).tolist()]
    rows = list(dict.fromkeys(row for row, _ in lost))
    unknown = [f"- Support did not know in {conversations(len(rows))}: {quote(lost[0][1], 160)} {cases(voices, rows)}"] if len(rows) >= FEWEST else []
    return [line for _, line in sorted(lines, key=lambda each: each[0])[:3]] + unknown


def languages(rows: np.ndarray, voices: Voices) -> list[str]:
    """In which languages the article is wanted too."""
    counts = Counter(voices.languages[row] for row in rows)
    ranked = sorted((code for code in counts if code), key=lambda code: (-counts[code], code))
    others = [f"{language_name(code)} ({counts[code] / len(rows):.0%})" for code in ranked[1:4] if counts[code] >= OTHER_LANGUAGE * len(rows)]
    return [f"- Customers also write in {' and '.join(others)}: publish it in these languages too."] if others else []
