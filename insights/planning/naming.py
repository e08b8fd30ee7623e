"""What the things on the bill are called: an article by its question, an API by its thing and fields, an update by what agents say instead."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from insights.planning.details import details_of
from insights.planning.drafts.lines import language_name
from insights.planning.enablers import Enablers
from insights.planning.needs import IMPROVE, LOOK_UP
from insights.planning.voices import READ, Voices, evenly
from insights.planning.wording import asked, stem_counts

MOST_COMPARED = 2_000
"""Requests of the whole workspace that tell which words are usual."""
FEWEST = 3
ENOUGH_IN_IT = 0.15
"""Share of the requests in the language of most customers, from which they speak for all."""
QUANTITY = re.compile(
    r"(\d+(?:[.,]\d+)?)\s?([%€£$]|(?:(?:working |business |calendar )?(?:days?|weeks?|hours?|months?|minutes?|years?)|euros?|pounds?|"
    r"(?:werk|arbeits)?tagen?|wochen?|stunden?|monaten?|jours?|semaines?|heures?|días?|semanas?|horas?|giorni|dagen)\b)|([€£$])\s?(\d+(?:[.,]\d+)?)",
    re.IGNORECASE,
)


def named(found: Enablers, voices: Voices, bodies: Mapping[str, str]) -> Enablers:
    """The bill with names that say what each thing is; `bodies` are the texts of the articles, by id."""
    rows, usual = dict(found.needed.groupby("place")["row"].agg(np.asarray).items()), Usual(voices)
    names = []
    for place, line in enumerate(found.bill.itertuples()):
        here = evenly(rows[place], READ) if place in rows else np.array([], dtype=np.int64)
        names.append(name_of(str(line.enabler_id), str(line.name), here, voices, usual, bodies))
    return replace(found, bill=found.bill.assign(name=names))


class Usual(dict[str, tuple[Counter[str], int]]):
    """How many requests in a language hold each stem, and of how many, looked up once."""

    def __init__(self, voices: Voices) -> None:
        """Read the requests of these."""
        super().__init__()
        self.requests, self.languages = voices.frame["question"], np.array(voices.languages, dtype=object)

    def __missing__(self, language: str) -> tuple[Counter[str], int]:
        """What is looked up once is known from then on."""
        texts = self.requests[self.languages == language].dropna()
        sample = texts.iloc[evenly(np.arange(len(texts)), MOST_COMPARED)].tolist()
        self[language] = stem_counts(sample), len(sample)
        return self[language]


def name_of(enabler_id: str, name: str, rows: np.ndarray, voices: Voices, usual: Usual, bodies: Mapping[str, str]) -> str:
    """The name of one thing, from the conversations that need it."""
    if enabler_id.startswith("article:new-"):
        language, texts = in_one_language(voices, rows)
        said = asked(texts, name.removeprefix("Article: "), *usual[language], language)
        foreign = f" ({language_name(language)})" if language != voices.language else ""
        return f"Article: {said}{foreign}" if said else name
    if enabler_id.startswith(f"article:{IMPROVE}-"):
        return name + instead(rows, voices, bodies)
    if name.startswith(LOOK_UP):
        fields = details_of(voices.said(rows))
        thing = name.removeprefix(LOOK_UP).removeprefix("an ").removeprefix("a ").capitalize()
        return f"{thing}: {', '.join(fields)}" if fields else name
    return name


def in_one_language(voices: Voices, rows: np.ndarray) -> tuple[str, list[str]]:
    """A language and the requests in it: the one that most customers of the workspace write, or most of these where next to none of them does."""
    counts = Counter(voices.languages[row] for row in rows)
    most = min(counts, key=lambda code: (-counts[code], code), default="")
    chosen = voices.language if counts[voices.language] >= max(FEWEST, ENOUGH_IN_IT * len(rows)) else most
    texts = [voices.questions_asked[row] for row in rows if voices.languages[row] == chosen]
    return chosen, [text for text in texts if isinstance(text, str)]


def instead(rows: np.ndarray, voices: Voices, bodies: Mapping[str, str]) -> str:
    """What agents say and the article does not, as a number with its unit; nothing where too few conversations show it."""
    frame = voices.frame.iloc[rows]
    told = voices.said(rows).merge(pd.DataFrame({"row": rows, "turn": frame["article_turn"].to_numpy()}), on=["row", "turn"])
    article = next((str(each) for each in frame["article"].dropna()), "")
    written = quantities(bodies.get(article, ""))
    units = {unit for _, unit in written}
    said = Counter(each for text in told["text"] for each in set(quantities(text)) if each[1] in units and each not in written)
    if not said:
        return ""
    (value, unit), count = min(said.items(), key=lambda each: (-each[1], each[0]))
    if count < FEWEST:
        return ""
    there = next(value for value, other in written if other == unit)
    return f": agents say {value} {unit}, the article {there}"


def quantities(text: str) -> list[tuple[str, str]]:
    """Numbers with their units, in the order in which they come.

    >>> quantities("Within 30 days, for £5 or 10 %")
    [('30', 'days'), ('5', '£'), ('10', '%')]
    """
    return [(first or second, plural(unit or sign)) for first, unit, sign, second in QUANTITY.findall(text)]


def plural(unit: str) -> str:
    """A unit in one form, without saying which days are meant.

    >>> plural("working day"), plural("hours"), plural("%")
    ('days', 'hours', '%')
    """
    last = unit.lower().split()[-1]
    return last if len(last) == 1 or last.endswith(("s", "n", "i")) else last + "s"
