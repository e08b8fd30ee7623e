"""Numbers that support states: which value how often, and where replies on the same thing differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from insights.model import Role
from insights.planning.drafts.alike import grouped
from insights.planning.drafts.answers import Reply
from insights.planning.drafts.lines import Quote, cases, conversations, last_seen, quote, spoken
from insights.planning.voices import Voices, plain

NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
SPOKEN = {word: str(number) for number, word in enumerate(NUMBERS, 1)} | {
    "fourteen": "14",
    "twenty": "20",
    "thirty": "30",
    "sixty": "60",
    "ninety": "90",
}
NUMBER = r"(?:\d+(?:[.,]\d+)*|" + "|".join(SPOKEN) + ")"
UNITS = {
    "minutes": r"min(?:ute)?s?|minuten|minutos|minuti",
    "hours": r"hours?|stunden?|heures?|horas?|ore|uur",
    "days": r"(?:(?:working|business|calendar|bank) )?days?|(?:werk|arbeits|kalender)?tage?n?|jours?(?: ouvr\w+)?|días?|dias?(?: úteis)?|giorni"
    r"|(?:werk)?dagen",
    "weeks": r"weeks?|wochen?|semaines?|semanas?|settimane|weken",
    "months": r"months?|monate?n?|mois|mes(?:es)?|mesi|maanden",
    "years": r"years?|jahre?n?|ans|años?|anos?|anni|jaar",
    "%": r"%|per ?cent|prozent|pour ?cent|por ?cien?to",
    "euros": r"€|euros?|eur\b",
    "pounds": r"£|pounds?|gbp\b|libras?",
    "dollars": r"\$|dollars?|usd\b",
}
WRITTEN = re.compile(
    rf"(?<![\w.,])(?P<sign>[€£$])?\s?(?P<low>{NUMBER})(?:\s?(?:-|–|to|bis|à|a|or|oder|ou|o)\s?(?P<high>{NUMBER}))?\s?"
    rf"(?:{'|'.join(f'(?P<u{place}>{words})' for place, words in enumerate(UNITS.values()))})?(?!\w)",
    re.IGNORECASE,
)
COUNTED = re.compile(rf"\d|\b(?:{'|'.join(SPOKEN)})\b", re.IGNORECASE)
DECIMAL = re.compile(r"^(\d+),(\d{1,2})$")
SIGNS = {"€": "euros", "£": "pounds", "$": "dollars"}
FEWEST, LEAST_AGREED = 2, 3
DIFFERING = 0.1
"""Share of the replies from which a second value is a contradiction rather than a slip."""
AMOUNT_SHARE = 0.1
"""Share of the conversations that has to name an amount for it to be one that holds for all."""
MONEY = {"euros": "EUR", "pounds": "GBP", "dollars": "USD"}
MOST_VALUES = 4
SAME = 0.28
USUAL_WORDS = 11


Mention = tuple[int, str, str]
"""A conversation, a sentence of it, and the value that the sentence states."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What replies on one thing state: the sentence that leads them, and the conversations of every value, the most frequent first."""

    sentence: Quote
    unit: str
    values: tuple[tuple[str, tuple[int, ...]], ...]

    @property
    def count(self) -> int:
        """How many conversations state one of the values."""
        return len({row for _, rows in self.values for row in rows})

    @property
    def differs(self) -> bool:
        """Whether enough replies state something else than most."""
        return len(self.values) > 1 and len(self.values[1][1]) >= max(FEWEST, DIFFERING * self.count)


def quantities(text: str) -> list[tuple[str, str]]:
    """Values with their units, numbers in figures and ranges with a dash.

    >>> quantities("Within three to five working days, for £5, or by 10 %")
    [('3–5', 'days'), ('5', 'pounds'), ('10', '%')]
    """
    found = []
    for match in WRITTEN.finditer(text) if COUNTED.search(text) else ():
        unit = next((name for place, name in enumerate(UNITS) if match[f"u{place}"]), SIGNS.get(match["sign"] or ""))
        if unit:
            low, high = figure(match["low"]), figure(match["high"])
            found.append((f"{low}–{high}" if high else low, unit))
    return found


def figure(number: str | None) -> str:
    """A number in figures, with a point before its decimals.

    >>> figure("three"), figure("2,5"), figure("10,000")
    ('3', '2.5', '10,000')
    """
    return SPOKEN.get(number.lower(), DECIMAL.sub(r"\1.\2", number)) if number else ""


def stated(said: Sequence[Reply], voices: Voices) -> list[Stated]:
    """What is stated with a number in at least two conversations, what most state first."""
    mentions: dict[str, list[Mention]] = {}
    for reply in said:
        for sentence in reply.sentences:
            for value, unit in dict.fromkeys(quantities(sentence)):
                if unit not in MONEY or not named_by_customer(value, reply.row, voices):
                    mentions.setdefault(unit, []).append((reply.row, sentence, value))
    found = []
    for unit, part in sorted(mentions.items()):
        texts = [WRITTEN.sub(" ", sentence) for _, sentence, _ in part]
        groups = [[part[place] for place in group] for group in grouped(texts, voices, SAME)]
        found += [summed(group, unit) for group in joined(groups)]
    least = max(LEAST_AGREED, AMOUNT_SHARE * len({reply.row for reply in said}))
    kept = [each for each in found if len(each.values[0][1]) >= (least if each.unit in MONEY else FEWEST)]
    return sorted(kept, key=lambda each: (-each.count, each.unit, each.sentence[1]))


def joined(groups: Sequence[list[Mention]]) -> list[list[Mention]]:
    """The groups; one in which several values are stated takes in those that state no other, and groups of the same values are one."""
    found: dict[frozenset[str], list[Mention]] = {}
    for group in groups:
        found.setdefault(values_of(group), []).extend(group)
    several = [values for values in found if len(values) > 1]
    for values in [each for each in found if any(each < other for other in several)]:
        found[next(other for other in several if values < other)].extend(found.pop(values))
    return list(found.values())


def named_by_customer(value: str, row: int, voices: Voices) -> bool:
    """Whether an amount is the customer's own: they name it themselves, so it says nothing about others."""
    return any(value in line.text for line in voices.lines([row]) if line.role == Role.CUSTOMER)


def values_of(part: Sequence[Mention]) -> frozenset[str]:
    """The values that at least two conversations state, so that one question answered in several ways of speaking stays one."""
    rows: dict[str, set[int]] = {}
    for row, _, value in part:
        rows.setdefault(value, set()).add(row)
    return frozenset(value for value, found in rows.items() if len(found) >= FEWEST) or frozenset(rows)


def summed(part: Sequence[Mention], unit: str) -> Stated:
    """The values of sentences on one thing, each with its conversations, led by the sentence that is neither clipped nor long."""
    rows: dict[str, list[int]] = {}
    for row, _, value in part:
        rows.setdefault(value, []).append(row)
    values = sorted(((value, tuple(dict.fromkeys(found))) for value, found in rows.items()), key=lambda each: (-len(each[1]), each[0]))
    spoken = [(row, sentence) for row, sentence, value in part if value == values[0][0]]
    best = min(spoken, key=lambda each: abs(len(each[1].split()) - USUAL_WORDS))
    return Stated(best, unit, tuple(values[:MOST_VALUES]))


def agreed(values: Sequence[Stated], voices: Voices) -> list[str]:
    """Values that replies agree on, as list items, each sentence once; none that stands against another elsewhere."""
    disputed = {(each.unit, value) for each in values if each.differs for value, _ in each.values}
    lines: dict[str, str] = {}
    for each in values:
        value, rows = each.values[0]
        if len(rows) >= LEAST_AGREED and (each.unit, value) not in disputed and each.sentence[1] not in lines:
            lines[each.sentence[1]] = (
                f"- **{plain(value)} {each.unit}** in {conversations(len(rows))}: "
                f"{spoken(voices, each.sentence[0])}{quote(each.sentence[1], 160)} {cases(voices, rows)}"
            )
    return list(lines.values())[:MOST_VALUES]


def disagreed(values: Sequence[Stated], voices: Voices) -> list[str]:
    """Values on which replies differ, as questions to settle. Amounts are left out: those of two customers differ by right."""
    lines = []
    for each in values:
        if each.differs and each.unit not in MONEY:
            held = [(value, rows) for value, rows in each.values if len(rows) >= FEWEST]
            parts = "; ".join(f"**{plain(value)} {each.unit}** in {conversations(len(rows))}{seen(voices, rows)}" for value, rows in held)
            lines.append(f"- Which holds? {parts}: {quote(each.sentence[1], 140)} {cases(voices, [rows[0] for _, rows in held])}")
    return lines[:3]


def seen(voices: Voices, rows: Sequence[int]) -> str:
    """When a value was last told, after a comma."""
    day = last_seen(voices, rows)
    return f", {day}" if day else ""
