"""The outline of a help article: the question as customers word it, the answer as support gave it, and what is not settled."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from insights.model import ActionType, EnablerType
from insights.planning.candidates import Candidate
from insights.planning.draft_alike import chosen, space, worth
from insights.planning.draft_answers import Answer, Reply, answers, languages_of, replies, told
from insights.planning.draft_lines import cases, cited, conversations, counted, language_name, quote, section, spoken
from insights.planning.draft_questions import Asked, about, fitting, requests, themes, typical
from insights.planning.draft_speech import said, sentences
from insights.planning.draft_values import Stated, agreement, difference, quantities, stated
from insights.planning.enablers import SMALLER
from insights.planning.voices import Voices, plain

DEPENDING = (
    r"\b(?:if|unless|except|only (?:if|when|for|with)|depends?|otherwise|wenn|falls|außer|nur (?:bei|mit|für|wenn)|sonst|sauf|sinon|seulement|sólo|solo"
    r"|salvo|excepto|si no|se não|exceto|apenas|tranne|soltanto|tenzij|alleen)\b|(?:^|[,:;] )(?:si|se|als) "
)
UNKNOWN = r"\b(?:don't know|no date|not sure|can't say|keine ahnung|weiß ich nicht|je ne sais pas|no (?:lo )?sé|não sei)\b"
OTHER_LANGUAGE = 0.1
FEWEST = 3
MOST_PARTS, MOST_OTHERS, MOST_SORTED = 6, 4, 120
CLOSE = 0.22
"""How alike a request and the title have to be to ask the same."""
COVERED = 0.45
"""Share of the weight of an answer's words that an article has to hold to have said it."""


def article(candidate: Candidate, voices: Voices) -> list[str]:
    """The outline of one article, or of several short ones where the action bundles small questions."""
    if SMALLER[EnablerType.ARTICLE].lower() in candidate.title.lower():
        return bundle(candidate, voices)
    rows = fitting(candidate, voices)
    title = candidate.title.split(": ", 1)[-1]
    found = requests(voices, rows, title)
    speech = replies(voices, rows)
    main, others = sorted_out(found, title, voices)
    here = about_theme(speech, main)
    values = stated(speech, voices)
    first = compared(rows, answers(speech, voices, title), values, voices) if candidate.type is ActionType.IMPROVE_ARTICLE else []
    return [
        *([f"**Title:** {plain(title)}", ""] if title.endswith("?") and not first else []),
        *first,
        *section("The question, in customers' words", cited(voices, typical(found, 5, voices)), "- No request is worded clearly enough to quote."),
        *section("The answer, as support gave it", answered(here, answers(here, voices, title), voices, 4), NOTHING),
        *section("Also asked, for the same article", also_asked(others, speech, voices)),
        *section("Numbers that support agrees on", agreed(values, voices)),
        *section("It depends on", depending(speech, voices)),
        *section("Open points", open_points(found, speech, values, rows, voices), "- None: the answers agree."),
    ]


def sorted_out(found: Sequence[Asked], title: str, voices: Voices) -> tuple[list[Asked], list[list[Asked]]]:
    """The requests that ask what the title asks, and groups of others that ask something else."""
    near = about([each.text for each in found], title, voices) if found else np.array([])
    main = [each for each, close in zip(found, near, strict=True) if close >= CLOSE]
    others = [each for each, close in zip(found, near, strict=True) if close < CLOSE]
    return main, themes(others[:MOST_SORTED], voices, FEWEST)


def about_theme(speech: Sequence[Reply], theme: Sequence[Asked]) -> list[Reply]:
    """The replies to some requests; all where too few of them were answered."""
    rows = {each.row for each in theme}
    here = [each for each in speech if each.row in rows]
    return here if len({each.row for each in here if each.good}) >= FEWEST else list(speech)


def also_asked(groups: Sequence[Sequence[Asked]], speech: Sequence[Reply], voices: Voices) -> list[str]:
    """Other questions of the same customers, each with the answer that it got."""
    lines = []
    for group in groups:
        rows = {each.row for each in group}
        given = answers([each for each in speech if each.row in rows], voices, group[0].text)
        if given and given[0].replies[0].good:
            asked = f"{quote(group[0].text, 180)}, {conversations(len(group))} {cases(voices, [group[0].row])}"
            lines += [f"- {spoken(voices, group[0].row)}{asked}", f"  - Answer: {told(given, voices, 1, 240)[0].removeprefix('- ')}"]
    return lines[: 2 * MOST_OTHERS]


def agreed(values: Sequence[Stated], voices: Voices) -> list[str]:
    """Values that support agrees on, each sentence once."""
    first = {each.sentence[1]: each for each in reversed(values) if not each.differs}
    return [agreement(each, voices) for each in reversed(first.values())][:4]


NOTHING = "- No conversation shows an answer: ask the team for the right one."


def answered(speech: Sequence[Reply], given: Sequence[Answer], voices: Voices, count: int) -> list[str]:
    """How well founded the answers are, and the answers; those of well rated conversations alone where there are any."""
    if not speech:
        return []
    good = [each for each in given if each.replies[0].good]
    who = "people" if speech[0].person else "the AI agent"
    several = [each for each in good if len(each.rows) > 1] or good
    base = len({each.row for each in speech if each.good})
    total = len({each.row for each in speech})
    note = f"Replies of {who}: {counted(base, total)} conversations that were read are resolved and rated 4 or 5."
    return [note if good else f"{note} So ask the team before you take these over.", "", *told(several or given, voices, count)]


def depending(speech: Sequence[Reply], voices: Voices) -> list[str]:
    """Conditions that support named, those of the best conversations first."""
    every = [(reply, text) for reply in sorted(speech, key=lambda each: not each.good) for text in reply.sentences if len(text.split()) > 5]
    texts = [text for _, text in every]
    kept = [every[place] for place in np.flatnonzero(said(DEPENDING, texts))] if texts else []
    values = worth([text for _, text in kept], "", voices) * np.array([1.5 if reply.good else 1.0 for reply, _ in kept])
    places = chosen([text for _, text in kept], values, 4, voices, 0.35)
    return cited(voices, [(kept[place][0].row, kept[place][1]) for place in places], 200)


def open_points(found: Sequence[Asked], speech: Sequence[Reply], values: Sequence[Stated], rows: np.ndarray, voices: Voices) -> list[str]:
    """What somebody has to settle: values that differ, variants without an answer, languages."""
    points = ["- Which holds? " + difference(each, voices).removeprefix("- ") for each in values if each.differs and each.unit not in MONEY][:3]
    points += unanswered(found, speech, voices)
    unknown = [(reply, text) for reply in speech for text in reply.sentences]
    lost = [unknown[place] for place in np.flatnonzero(said(UNKNOWN, [text for _, text in unknown]))] if unknown else []
    if len(lost) >= FEWEST:
        points.append(
            f"- Support did not know in {conversations(len({each.row for each, _ in lost}))}: {quote(lost[0][1], 160)} {cases(voices, [lost[0][0].row])}"
        )
    languages = languages_of(voices, rows)
    others = [f"{language_name(code)} ({count / len(rows):.0%})" for code, count in languages[1:4] if count >= OTHER_LANGUAGE * len(rows)]
    return points[:6] + ([f"- Customers also write in {' and '.join(others)}: publish it in these languages too."] if others else [])


def unanswered(found: Sequence[Asked], speech: Sequence[Reply], voices: Voices) -> list[str]:
    """Questions that several customers asked and nobody answered, or never so that a customer was happy with it."""
    good = {each.row for each in speech if each.good}
    read, heard = {line.row for line in voices.lines([each.row for each in found])}, {each.row for each in speech}
    lines: list[tuple[bool, str]] = []
    for theme in themes([each for each in found if each.row in read][:MOST_SORTED], voices, FEWEST):
        if any(each.row in good for each in theme):
            continue
        silent = not any(each.row in heard for each in theme)
        why = "and support had no answer" if silent else "and no customer was happy with the reply"
        asked = f"{quote(theme[0].text, 180)} {cases(voices, [each.row for each in theme])}"
        lines.append((not silent, f"- Asked in {conversations(len(theme))}, {why}: {asked}"))
    return [line for _, line in sorted(lines, key=lambda each: each[0])[:3]]


MONEY = ("euros", "pounds", "dollars")


def compared(rows: np.ndarray, given: Sequence[Answer], values: Sequence[Stated], voices: Voices) -> list[str]:
    """What the article says beside what support says, and what it leaves out."""
    known = voices.frame["article"].iloc[rows].dropna()
    article_id = known.value_counts().sort_index().idxmax() if len(known) else ""
    body = voices.library.bodies.get(str(article_id), "")
    if not body:
        return []
    written = [text for paragraph in re.split(r"\n+", body) for text in sentences(paragraph)]
    title = voices.labels.titles.get(str(article_id), str(article_id))
    lines = [f"- The article is {quote(title, 120)}."]
    updated = set()
    for each in values[:6]:
        other = [(text, value) for text in written for value, unit in quantities(text) if unit == each.unit]
        value, here = each.values[0]
        close = nearest_number(each, other, voices)
        if close and close[1] != value and len(here) >= FEWEST:
            updated.add(each.unit)
            lines.append(f"- **Update.** The article says {quote(close[0], 160)}. Support says {plain(value)} {each.unit} in {conversations(len(here))}: "
                         f"{quote(each.sentence[1], 160)} {cases(voices, here)}")  # fmt: skip
    held = voices.stems(body) | voices.stems(title)
    new = [each for each in given if each.replies[0].good and len(each.rows) > 1 and share_held(each.replies[0].text, held, voices) < COVERED]
    missing = [each for each in new if updated.isdisjoint(unit for _, unit in quantities(each.replies[0].text))]
    lines += [f"- **Add.** The article does not say {line.removeprefix('- ')}" for line in told(missing, voices, 4, 220)]
    return section("What to change", lines)


def nearest_number(found: Stated, written: Sequence[tuple[str, str]], voices: Voices) -> tuple[str, str] | None:
    """The sentence of the article that speaks of the same thing with a number, and its number."""
    if not written:
        return None
    vectors = space([found.sentence[1], *(text for text, _ in written)], voices)
    alike = vectors[1:] @ vectors[0]
    values = {value for place, (_, value) in enumerate(written) if alike[place] > 0.15}
    return None if found.values[0][0] in values or float(alike.max()) < 0.2 else written[int(alike.argmax())]


def share_held(text: str, held: frozenset[str], voices: Voices) -> float:
    """How much of what a text says stands in these stems; all of it where it is in no words that tell."""
    mine = sorted(voices.stems(text))
    weights = np.array([voices.rarity(stem) for stem in mine])
    total = float(weights.sum())
    return float(weights[[stem in held for stem in mine]].sum()) / total if total else 1.0


def bundle(candidate: Candidate, voices: Voices) -> list[str]:
    """Small questions, sorted into one short article per theme, the most asked first."""
    found = requests(voices, candidate.rows, "")
    groups = themes(found, voices, FEWEST)[:MOST_PARTS]
    speech = replies(voices, np.array([each.row for group in groups for each in group], dtype=np.int64))
    lines = section(
        "Start with", [f"{number}. {quote(group[0].text, 160)}: {conversations(len(group))}" for number, group in enumerate(groups, 1)], NO_THEME
    )
    for group in groups:
        rows = {each.row for each in group}
        here = [each for each in speech if each.row in rows]
        given = answers(here, voices, group[0].text)
        quotes = [(each.row, each.text) for each in group[:3]]
        lines += section(
            plain(group[0].text, 120),
            [*cited(voices, quotes, 200), *("- Answer: " + line.removeprefix("- ") for line in told(given, voices, 2, 240))],
        )
    rest = len(candidate.rows) - sum(len(group) for group in groups)
    return [*lines, *section("Left out", [f"- {conversations(rest)} ask something else each: no article for these."] if groups and rest else [])]


NO_THEME = "- No question comes up three times: nothing here is worth an article yet."
