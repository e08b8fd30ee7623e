"""Replaces personal data by typed placeholders before anything is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from insights.text.redaction_addresses import ADDRESSES
from insights.text.redaction_contacts import EMAILS, TELEPHONES
from insights.text.redaction_names import NAMES, known
from insights.text.redaction_numbers import NUMBERS
from insights.text.redaction_rules import PLACEHOLDER, Glance, Need, Rule, Span, glance
from insights.text.redaction_secrets import SECRETS


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of personal data: its name, its label on screen, and what stands in its place."""

    name: str
    label: str
    placeholder: str


KINDS = (
    Kind("email", "E-mail address", "[email]"),
    Kind("phone", "Telephone number", "[phone]"),
    Kind("card", "Payment card", "[card]"),
    Kind("iban", "Bank account", "[iban]"),
    Kind("national_id", "National id", "[national id]"),
    Kind("address", "Street address", "[address]"),
    Kind("name", "Name", "[name]"),
    Kind("secret", "Password, code or key", "[secret]"),
)
PLACEHOLDERS = MappingProxyType({kind.name: kind.placeholder for kind in KINDS})

RULES: tuple[Rule, ...] = (*SECRETS, *EMAILS, *NUMBERS, *ADDRESSES, *TELEPHONES, *NAMES)
PRECEDENCE = MappingProxyType({kind: place for place, kind in enumerate(dict.fromkeys(rule.kind for rule in RULES))})
"""Of two finds that overlap, the one whose kind has rules earlier stands; of two of a kind, the longer."""

WORDLESS = tuple(tuple(rule for rule in RULES if not rule.words and rule.need <= need) for need in Need)
BY_WORD = MappingProxyType(
    {word: tuple(rule for rule in RULES if word in rule.words) for word in frozenset[str]().union(*(rule.words for rule in RULES))}
)
SIGNAL_WORDS = frozenset(BY_WORD)

REMEMBERED = 1 << 14
"""Texts of which the finds are kept: bots and macros say the same again and again."""
PASSES = 8
"""A replacement can lay bare another find; in practice the second pass finds nothing more."""


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text without personal data, and how many of each kind were replaced, in the order of `KINDS`."""

    text: str
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Redactor:
    """Redacts with every rule but those of the kinds switched off.

    >>> Redactor()("Hi Jane, write to jane@example.com").text
    'Hi [name], write to [email]'
    """

    off: frozenset[str] = frozenset()

    def __call__(self, text: str, *, names: frozenset[str] = frozenset()) -> Redacted:
        """The text with placeholders. `names` are the people known to take part; they are replaced wherever they stand."""
        counts: Counter[str] | None = None
        for _ in range(PASSES):
            spans = self.spans(text, names=names)
            if not spans:
                break
            counts = counts or Counter()
            counts.update(span.kind for span in spans)
            text = "".join(_pieces(text, spans))
        return Redacted(text, () if counts is None else tuple((kind.name, counts[kind.name]) for kind in KINDS if counts[kind.name]))

    def spans(self, text: str, *, names: frozenset[str] = frozenset()) -> list[Span]:
        """What one pass would replace, in the order of the text, without overlaps."""
        found = [span for span in _found(text) if span.kind not in self.off]
        if names and "name" not in self.off:
            found.extend(Span(start, end, "name") for start, end in known(text, names))
        return _apart(found, text) if found else []


@lru_cache(maxsize=REMEMBERED)
def _found(text: str) -> tuple[Span, ...]:
    """What the rules find, whoever takes part."""
    return tuple(Span(start, end, rule.kind) for rule in _worth_trying(glance(text)) for start, end in rule.find(text))


def _worth_trying(look: Glance) -> list[Rule]:
    worth = [rule for rule in WORDLESS[look.has] if rule.wanted(look)]
    if signals := SIGNAL_WORDS & look.words:
        told = dict.fromkeys(rule for word in signals for rule in BY_WORD[word])
        worth += [rule for rule in told if rule.need <= look.has and rule.wanted(look)]
    return worth


def _apart(found: list[Span], text: str) -> list[Span]:
    """Drops what overlaps a find of precedence or a placeholder that stands already."""
    taken = bytearray(len(text))
    for old in PLACEHOLDER.finditer(text):
        taken[old.start() : old.end()] = b"\1" * (old.end() - old.start())
    kept = []
    for span in sorted(found, key=lambda span: (PRECEDENCE[span.kind], span.start - span.end, span.start)):
        if span.start < span.end and 1 not in taken[span.start : span.end]:
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def _pieces(text: str, spans: list[Span]) -> Iterator[str]:
    place = 0
    for span in spans:
        yield text[place : span.start]
        yield PLACEHOLDERS[span.kind]
        place = span.end
    yield text[place:]
