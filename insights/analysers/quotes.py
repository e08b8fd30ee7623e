"""Which turn decided, and which of its sentences says so best, word for word.

What redaction put in stands in no original message, so nothing that is quoted holds a placeholder.
"""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from insights.analysers.features import Reading, count_words, weigh
from insights.analysers.topics.requests import GREETING, SUBJECT
from insights.analysers.turns import Turns
from insights.analysers.weights import vocabulary
from insights.text.encoding import read_words
from insights.text.redaction_rules import PLACEHOLDER

SENTENCE = re.compile(r"[^.!?…\n]+(?:[.!?…](?=\w)[^.!?…\n]+)*[.!?…]*")
LONGEST_QUOTE = 200
LONGEST_QUESTION = 300
IDLE = (
    r"(?i)\b((kind|best|warm) regards|regards|best|sure|ok(ay)?|please|pls|order|number|for|checking|it'?s|its|here|is|hi|hello|yes|under|this|mail|"
    r"address|euros?|mit freundlichen grüßen|viele grüße|cordialement|saludos|cumprimentos|saluti)\b"
)
THANKS = r"(?i)\b(thank you( (so|very) much)?|(many )?thanks?( a lot)?|thx|cheers|great|perfect|danke|bitte|merci|gracias|obrigad[oa]|grazie)\b"
LETTERS = r"(?s)(?:[^\pN\pP\pS\s].*?){{{}}}"
FEWEST_LETTERS, FEWEST_IN_THANKS, SMALL_TALK_COSTS = 8, 3, 1_000.0
EDGES = " \t\n,;:–—-"
FRAGMENT_WORDS, CLAUSE = 3, 30


def best_turn(reading: Reading, scores: np.ndarray, allowed: np.ndarray) -> np.ndarray:
    """For each conversation the allowed turn with the highest score, as an index into the turns; -1 where none is allowed. The first wins."""
    turns = reading.turns
    best = np.full(len(turns.batch), -1)
    rows = np.flatnonzero(allowed)
    first = np.flatnonzero(np.diff(turns.owner[rows], prepend=-1))
    if len(rows):
        most = np.maximum.reduceat(scores[rows], first)
        rows = rows[scores[rows] == np.repeat(most, np.diff(first, append=len(rows)))]
    # What is written last stands: going backwards, that is the first.
    best[turns.owner[rows[::-1]]] = rows[::-1]
    return best


def sentences(text: str) -> list[str]:
    """The sentences of a text, each of them verbatim; of one in which something was redacted the longest part, if it says anything.

    >>> sentences("Hi! It costs 3.50 euros. Thanks")
    ['Hi!', 'It costs 3.50 euros.', 'Thanks']
    >>> sentences("Hello [name]. I told Mr [name], your colleague, that it broke.")
    ['your colleague, that it broke.']
    """
    whole, fragments = [], []
    for sentence in (found.strip() for found in SENTENCE.findall(text)):
        longest = max((part.strip(EDGES) for part in PLACEHOLDER.split(sentence)), key=_letters) if "[" in sentence else sentence
        if any(map(str.isalnum, longest)):
            (whole if longest == sentence or len(longest.split()) >= FRAGMENT_WORDS else fragments).append(longest)
    return whole or fragments


def _letters(text: str) -> int:
    """How much a text says."""
    return sum(map(str.isalnum, text))


def quotable(turns: Turns) -> np.ndarray:
    """Turns that say anything but what redaction put in."""
    left = pc.replace_substring_regex(turns.text, PLACEHOLDER.pattern, "")  # pyright: ignore[reportAttributeAccessIssue]
    return pc.match_substring_regex(left, r"[\pL\pN]").to_numpy(zero_copy_only=False)  # pyright: ignore[reportAttributeAccessIssue]


def telling(texts: pa.Array | pa.ChunkedArray, *, thanks: bool) -> np.ndarray:
    """Texts that say more than a greeting or a reference number; whether `thanks` say something depends on what they are to prove."""
    removed = (PLACEHOLDER.pattern, IDLE) if thanks else (PLACEHOLDER.pattern, THANKS, IDLE)
    for pattern in removed:
        texts = pc.replace_substring_regex(texts, pattern, "")  # pyright: ignore[reportAttributeAccessIssue]
    letters = LETTERS.format(FEWEST_IN_THANKS if thanks else FEWEST_LETTERS)
    return pc.match_substring_regex(texts, letters).to_numpy(zero_copy_only=False)  # pyright: ignore[reportAttributeAccessIssue]


def cut(text: str, longest: int) -> str:
    """The beginning of a text, ending with a whole word where it can.

    >>> cut("one two three", 9)
    'one two'
    """
    if len(text) <= longest:
        return text
    whole, space, _ = text[: longest + 1].rpartition(" ")
    return whole.rstrip() if space and whole.strip() else text[:longest]


def choose_quotes(reading: Reading, turn: np.ndarray, weight: np.ndarray, column: np.ndarray, *, praised: np.ndarray) -> list[str]:
    """For each chosen turn its sentence with the highest score by the weights of its output; `weight` has the shape (vocabulary, outputs).

    Small talk is quoted only where a turn holds nothing else; thanks are small talk but where they are to prove praise.
    """
    texts = reading.turns.text.take(turn).to_pylist()
    parts = [sentences(text) for text in texts]
    flat = [sentence for part in parts for sentence in part]
    if not flat:
        return []
    words = weigh(count_words(read_words(flat), vocabulary()), vocabulary().weight)
    scores = words @ weight
    said = {thanks: telling(pa.array(flat, pa.string()), thanks=thanks) for thanks in (True, False)}
    quotes, place = [], 0
    for part, output, praise in zip(parts, column, praised, strict=True):
        mine = scores[place : place + len(part), output] - SMALL_TALK_COSTS * ~said[bool(praise)][place : place + len(part)]
        place += len(part)
        quotes.append(cut(part[int(np.argmax(np.round(mine, 6)))], LONGEST_QUOTE))
    return quotes


def asking(text: str) -> str:
    """The part of a first message that asks for something, verbatim: all of a short one but the greeting, else from the first question on.

    >>> asking("Hi [name], where is my order 4411? Regards, [name]")
    'where is my order 4411? Regards'
    """
    stretches = [GREETING.sub("", SUBJECT.sub("", part.lstrip(EDGES + ".!"))).strip(EDGES) for part in PLACEHOLDER.split(text)]
    longest = max(stretches, key=lambda part: ("?" in part and len(part) >= CLAUSE, _letters(part)))
    if len(longest) <= LONGEST_QUESTION:
        return longest
    first = next((part for part in sentences(longest) if part.endswith("?")), None)
    return cut(longest[longest.find(first) :] if first else longest, LONGEST_QUESTION).strip()
