"""The question that a group of conversations asks, in customers' own words: the sentence that holds most of what sets the group apart."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
WORD = re.compile(r"[^\W\d_]{3,}")
GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good \w+|hallo|guten \w+|bonjour|hola|buenas|ciao|hoi)\b(?: there| all| team)?[\s,!.:-]+)+", re.IGNORECASE
)
UNFIT = re.compile(r"[\[\]<>{}@#*_|\\]|\d|https?:")
"""What hints at somebody's own data, or at something that is not a sentence."""
SHORTEST, LONGEST = 4, 14
LONGEST_TEXT = 80


def asked(questions: Sequence[str], subject: str, usual: Counter[str], total: int) -> str | None:
    """The question that stands best for these requests, or None where none is put as a question.

    Args:
        questions: Requests of the group.
        subject: What the group is called so far; its words count double.
        usual: How many requests of the whole workspace hold each word, of `total` ones.
        total: How many requests that counts.
    """
    here = word_counts(questions)
    size = max(len(questions), 1)
    weights = {word: count / size * math.log((count / size) / ((usual[word] + 1) / (total + 1))) for word, count in here.items() if count > 1}
    named = set(WORD.findall(subject.lower()))
    best, most = None, 0.0
    for sentence in candidates(questions):
        words = set(WORD.findall(sentence.lower()))
        worth = sum(max(weights.get(word, 0.0), 0.0) * (2 if word in named else 1) for word in words) / math.sqrt(len(sentence.split()))
        if worth > most:
            best, most = sentence, worth
    return best


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How many texts hold each word."""
    return Counter(word for text in texts for word in set(WORD.findall(text.lower())))


def candidates(questions: Sequence[str]) -> list[str]:
    """Short questions without anything of one customer's own, in the order in which they come.

    >>> candidates(["Hi, how long does a refund take? Order [number] please."])
    ['How long does a refund take?']
    """
    found: dict[str, None] = {}
    for text in questions:
        for sentence in SENTENCE.split(text):
            plain = GREETING.sub("", " ".join(sentence.split()))
            fits = plain.endswith("?") and SHORTEST <= len(plain.split()) <= LONGEST and len(plain) <= LONGEST_TEXT
            if fits and not UNFIT.search(plain):
                found.setdefault(plain[0].upper() + plain[1:])
    return list(found)
