"""Names, keywords and descriptions of groups, in the customers' words: the phrases that a group uses and the others do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

from insights.analysers.topics.lexicon import unit
from insights.analysers.topics.phrases import TOKEN, Phrases
from insights.analysers.topics.stopwords import GENERIC, INNER, MODIFIERS, SKIPPED, STOP, SUBJECTS, VERBS

LONGEST_NAME = 32
KEYWORDS = 7
LONGEST_DESCRIPTION = 160
SHORTEST_EXAMPLE, LONGEST_EXAMPLE = 15, 72
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
LEAST_SHARE = np.array([1.0, 0.1, 0.03, 0.03, 0.03])
LENGTH_WORTH = np.array([0.0, 0.3, 1.0, 0.95, 0.85])
ALONE_VERB, LAST_VERB, LAST_GENERIC, PROPER_NAME, LINKED = 0.1, 0.4, 0.4, 0.25, 0.8
NO_SUBJECT, OF_SOMEBODY = 0.6, 0.4
GENERIC_WORD, SUBJECT_WORD = 0.15, 1.6
MEANING, FARTHEST = 2.0, 0.05
"""How much the meaning of a phrase counts for a name beside who uses it, and the least that it is worth."""
TOO_RARE, USED_ONCE = 0.05, 0.5
NOT = frozenset({"not", "no", "nicht", "kein", "keine", "pas", "não", "non", "niet", "geen"})


@dataclass(frozen=True, slots=True)
class Label:
    """What a group is called, and the words that set it apart."""

    name: str
    keywords: tuple[str, ...]


def label_groups(phrases: Phrases, group: np.ndarray, medoids: list[str], taken: set[str], *, meaning: np.ndarray, breadth: float) -> list[Label]:
    """A label for every group, the largest first choice; no name repeats another or one of `taken`, which grows.

    `meaning` is how near every phrase (column) is to what every group (row) means, from `meanings`. `breadth` is how much it counts that many of the
    group use the name: more for a topic, less for a subtopic.
    """
    count = len(medoids)
    member = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(count, len(group)))
    uses = sparse.csr_matrix(member @ phrases.used).toarray()
    sizes = np.bincount(group, minlength=count)
    # Where conversations are few, a word of support that one of them uses says more than a common word that two of them share.
    fewest = np.array([1 if SUBJECTS & set(key) else 2 for key in phrases.keys])
    worth, share = _worth(uses, sizes, fewest)
    fit = _fit(phrases, worth, share, breadth) * meaning**MEANING
    labels: list[Label | None] = [None] * count
    weight = np.array([max(_weight(word) for word in key) for key in phrases.keys])
    for number in np.argsort(-sizes, kind="stable").tolist():
        keywords = _keywords(phrases, worth[number], weight)
        name = _name(phrases, fit[number], medoids[number], taken)
        labels[number] = Label(name, keywords)
    return [label for label in labels if label is not None]


def meanings(phrases: np.ndarray, texts: np.ndarray, group: np.ndarray) -> np.ndarray:
    """How near every phrase is to the mean of every group, 0 to 1, from the vectors of both; shape (groups, phrases).

    Both are seen from their own mean, so that what all groups share counts for none. A detail that a group happens to use often lies far from what it
    is about.
    """
    centres = np.stack([texts[group == number].mean(axis=0) for number in range(int(group.max()) + 1)])
    if len(phrases) == 0:
        return np.zeros((len(centres), 0))
    return np.clip(unit(centres - texts.mean(axis=0)) @ unit(phrases - phrases.mean(axis=0)).T, FARTHEST, 1.0)


def _fit(phrases: Phrases, worth: np.ndarray, share: np.ndarray, breadth: float) -> np.ndarray:
    """How well every phrase names every group: the worth of its words, held together by how many say it in just this way."""
    if not phrases.texts:
        return worth
    place = {key[0]: i for i, key in enumerate(phrases.keys) if len(key) == 1}
    parts = [(row, place[word]) for row, key in enumerate(phrases.keys) for word in key if word in place]
    rows, columns = np.array(parts).T
    weight = np.array([_weight(phrases.keys[column][0]) for column in columns])
    words = sparse.csr_matrix((weight, (columns, rows)), shape=(len(phrases.keys), len(phrases.keys)))
    length = phrases.length
    shape = np.array([_shape(key, phrases.proper) for key in phrases.keys])
    fit = np.asarray(worth @ words) * share**breadth * LENGTH_WORTH[length] * shape
    return fit * np.where(share >= LEAST_SHARE[length], 1.0, TOO_RARE) * np.where(worth > 0, 1.0, np.where(length > 1, USED_ONCE, 0.0))


def _weight(word: str) -> float:
    if word in SUBJECTS:
        return SUBJECT_WORD
    return GENERIC_WORD if word in GENERIC else 1.0


def _shape(key: tuple[str, ...], proper: frozenset[str]) -> float:
    """How much like a name a phrase is: a verb needs an object, an object needs no verb after it, people and places are not subjects."""
    worth = PROPER_NAME if any(word in proper for word in key) else 1.0
    if all(word in GENERIC for word in key):
        return 0.0 if len(key) == 1 else worth
    if len(key) == 1:
        return worth * (ALONE_VERB if key[0] in VERBS | MODIFIERS else 1.0)
    if not SUBJECTS & set(key):
        worth *= NO_SUBJECT
    if any(word.endswith("'s") for word in key):
        worth *= OF_SOMEBODY
    if all(word in MODIFIERS | GENERIC for word in key):
        worth *= ALONE_VERB
    if any(word in INNER and word not in NOT for word in key):
        worth *= LINKED
    if key[-1] in GENERIC:
        worth *= LAST_GENERIC
    return worth * (LAST_VERB if key[-1] in VERBS - SUBJECTS and not key[-1].endswith("ed") else 1.0)


def _worth(uses: np.ndarray, sizes: np.ndarray, fewest: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """How much of a group uses a phrase, times how much more than the rest; and the share that uses it."""
    share = uses / np.maximum(sizes, 1)[:, None]
    rest = (uses.sum(axis=0) - uses + 0.5) / (sizes.sum() - sizes + 1.0)[:, None]
    surprise = np.log(np.maximum(share, 1e-9) / rest)
    return np.where(uses >= fewest, share * np.maximum(surprise, 0.0), 0.0), share


def _name(phrases: Phrases, fit: np.ndarray, medoid: str, taken: set[str]) -> str:
    for number in np.argsort(-fit, kind="stable"):
        if fit[number] <= 0:
            break
        name = sentence_case(_negation_last(phrases.texts[number]))
        if len(name) <= LONGEST_NAME and _signature(name) not in taken:
            taken.add(_signature(name))
            return name
    return _from_medoid(medoid, taken)


def _from_medoid(medoid: str, taken: set[str]) -> str:
    """The run of words in the most typical request that says most."""
    runs: list[list[str]] = [[]]
    for word in TOKEN.findall(medoid):
        low = word.lower().replace("’", "'")
        if low in SKIPPED:
            continue
        if low in STOP or not word[0].isalpha() or len(" ".join([*runs[-1], word])) > LONGEST_NAME:
            runs.append([])
        else:
            runs[-1].append(word)
    best = max(runs, key=lambda run: (sum(word.lower() in SUBJECTS for word in run), sum(word.lower() not in GENERIC for word in run)))
    base = sentence_case(" ".join(best)) or "Short messages"
    name, number = base, 2
    while _signature(name) in taken:
        name, number = f"{base[: LONGEST_NAME - 3]} {number}", number + 1
    taken.add(_signature(name))
    return name


def _signature(name: str) -> str:
    """Two names that differ in order, number or case only would be mistaken for each other."""
    return " ".join(sorted(stem(word) for word in name.lower().split()))


def stem(word: str) -> str:
    """Plural and verb endings off, roughly.

    >>> stem("orders"), stem("cancelled"), stem("cancelling"), stem("cancel")
    ('order', 'cancel', 'cancel', 'cancel')
    """
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and (word[-1] == word[-2] or word[-1] == "e") else word


def _negation_last(phrase: str) -> str:
    """'not received refund' reads better as 'refund not received'."""
    words = phrase.split()
    for at, word in enumerate(words[:-2]):
        if word.lower() == "not" and at == 0:
            return " ".join([*words[2:], word, words[1]])
    return phrase


def sentence_case(text: str) -> str:
    """First letter large, the rest as it is: acronyms and names of products keep their spelling."""
    return text[:1].upper() + text[1:]


def _keywords(phrases: Phrases, worth: np.ndarray, weight: np.ndarray) -> tuple[str, ...]:
    """The phrases of most worth, none a part of another."""
    kept: list[str] = []
    for number in np.argsort(-worth * weight, kind="stable")[:60] if len(weight) else ():
        text = phrases.texts[number]
        stems = _stems(text)
        if worth[number] <= 0 or len(kept) == KEYWORDS:
            break
        if not any(stems <= _stems(other) or _stems(other) <= stems for other in kept):
            kept.append(text)
    return tuple(kept)


def _stems(text: str) -> set[str]:
    return {stem(word) for word in text.lower().split()}


def description(parts: Sequence[str], examples: Sequence[str]) -> str:
    """One sentence: the largest parts where there are any, and typical requests in their own words.

    >>> description(["Parcel late", "Marked delivered"], ["Where is my parcel? It was due on Monday."])
    'Mostly parcel late and marked delivered; typical: “Where is my parcel?”.'
    >>> description([], ["Where is my parcel? It was due on Monday.", "parcel not here"])
    'Typical: “Where is my parcel?” or “parcel not here”.'
    """
    quoted = [f"“{_first_sentence(text)}”" for text in examples]
    if parts:
        return f"Mostly {' and '.join(_inside_sentence(part) for part in parts)}; typical: {quoted[0]}."
    whole = f"Typical: {' or '.join(quoted)}."
    return whole if len(whole) <= LONGEST_DESCRIPTION else f"Typical: {quoted[0]}."


def _inside_sentence(name: str) -> str:
    """A name as it stands within a sentence; acronyms keep their capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _first_sentence(text: str) -> str:
    """The first sentence of some length, cut at a word."""
    text = " ".join(text.split())
    end = SENTENCE_END.search(text, SHORTEST_EXAMPLE)
    text = text[: end.end()].rstrip(". ") if end else text
    return text if len(text) <= LONGEST_EXAMPLE else text[:LONGEST_EXAMPLE].rsplit(" ", 1)[0] + " …"
