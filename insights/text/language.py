"""Which language a text is in.

A text full of one language's everyday words and of no other's needs no model; the rest go to py3langid, cut to what it needs to be sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from py3langid.langid import MODEL_FILE, LanguageIdentifier

CUT = 200
FEWEST_WORDS = 3
FEWEST_STOP_WORDS = 3
LEAST_CONFIDENCE = 0.5

WORD = re.compile(r"[^\W\d_]++")
# Scripts without spaces have no words to count.
UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
LANGUAGES = (
    *("ar", "bg", "bn", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fa", "fi", "fr", "gl", "gu", "he", "hi", "hr", "hu", "id", "it", "ja"),
    *("ka", "kk", "kn", "ko", "lt", "lv", "mk", "ml", "mr", "ms", "nl", "no", "pa", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr", "sv", "sw", "ta"),
    *("te", "th", "tl", "tr", "uk", "ur", "vi", "zh"),
)
STOP_WORDS = tuple(
    (line[:2], frozenset(line[3:].split()))
    for line in (Path(__file__).with_name("data") / "stop_words.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
)
ALL_STOP_WORDS = frozenset().union(*(words for _, words in STOP_WORDS))


def detect(texts: Sequence[str]) -> list[str | None]:
    """BCP-47 primary subtag of each text's first 200 characters; None where it has fewer than three words or the model is unsure.

    >>> detect(["where is my order?", "ok", "wo ist meine Bestellung, bitte?"])
    ['en', None, 'de']
    """
    return [_language(text[:CUT]) for text in texts]


def _language(text: str) -> str | None:
    words = frozenset(WORD.findall(text.lower()))
    if len(words) < FEWEST_WORDS and len(UNSPACED.findall(text)) < 2 * FEWEST_WORDS:
        return None
    return _plain_case(words) or _by_model(text)


def _plain_case(words: frozenset[str]) -> str | None:
    """The language with three of its everyday words or more, when every other has at most a third as many."""
    seen = words & ALL_STOP_WORDS
    if len(seen) < FEWEST_STOP_WORDS:
        return None
    counts = sorted(((len(seen & own), language) for language, own in STOP_WORDS), reverse=True)
    (most, language), (next_most, _) = counts[0], counts[1]
    return language if most >= FEWEST_STOP_WORDS and 3 * next_most <= most else None


def _by_model(text: str) -> str | None:
    language, confidence = _identifier().classify(text)
    return language if confidence >= LEAST_CONFIDENCE else None


@lru_cache(maxsize=1)
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(LANGUAGES)
    return identifier
