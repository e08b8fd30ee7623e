"""The question that a group of conversations asks, in customers' own words: the one that holds most of what the group shares and least beside it.

A question is taken without what goes before it ("and", "team,") and, where the language allows that, without what only its customer adds at the end
("in Mexico"). One that points at something said before ("that", "there") says less, and one that is two ("or"). Words of courtesy and pointing are
those of English, German, French, Spanish, Portuguese, Italian and Dutch.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from insights.planning.speech import stems

SENTENCE = re.compile(r"(?<=[.?!])\s+|\n+")
WORD = re.compile(r"[^\W\d_]{3,}")
GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|dear|good \w+|hallo|guten \w+|bonjour|hola|buenas|ciao|hoi)\b(?: there| all| team)?[\s,!.:-]+)+", re.IGNORECASE
)
OPENING = re.compile(
    r"^(?:(?:so|and|but|or|um|uh|er|well|oh|ok|okay|also|now|then|just|sorry|please|thanks|question|quick question|one more thing|team|guys|folks"
    r"|und|aber|oder|also|dann|bitte|leute|et|mais|ou|donc|alors|l'équipe|y|pero|entonces|equipo|e|mas|então|equipa|ma|quindi|en|maar|dus)"
    r"(?:\s*[,:–-]+\s*|\s+))+",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:,? (?:please|pls|thanks|thank you|bitte|danke|svp|s'il vous plaît|merci|por favor|gracias|obrigad[oa]|per favore|grazie))+$", re.I
)
POINTING = re.compile(
    r"\b(?:or|oder|ou|that|this|it|its|such|there|those|these|them|they|he|she|one|anyone|das|dies\w*|dort|davon|damit|ça|cela|ce|eso|esto|isso|isto|questo|quello"
    r"|dat|dit|daar)\b",
    re.IGNORECASE,
)
ASKING = re.compile(
    r"(?:how|what|where|when|which|why|who|can|could|do|does|did|is|are|am|will|would|should|may|must|has|have|wie|was|wo|wann|welche\w*|warum|wieso|wer"
    r"|kann|können|muss|ist|sind|gibt|geht|darf|werden|wird|comment|combien|quel\w*|où|quand|pourquoi|qui|est-ce|peut-on|puis-je|cómo|cuánto\w*|qué"
    r"|dónde|cuándo|cuál\w*|por qué|puedo|se puede|hay|como|quanto\w*|qual|quais|onde|porque|posso|é possível|há|come|quanto|quale|dove|perché|posso"
    r"|si può|hoe|wat|waar|wanneer|waarom|kan|mag|moet|zijn)\b",
    re.IGNORECASE,
)
UNFIT = re.compile(r"[\[\]<>{}@#*_|\\]|\d|https?:")
"""What hints at somebody's own data, or at something that is not a sentence."""
NAME = re.compile(r"(?<=\w )[A-ZÀ-Þ][a-zà-ÿ]{2,}")
ADDED = {
    "en": re.compile(r",? (?:in|on|at|from|for|with|by|near|during|since|because|although|while) |, "),
    "fr": re.compile(r",? (?:dans|en|sur|chez|pour|avec|depuis|à) |, "),
    "es": re.compile(r",? (?:en|para|con|desde|por) |, "),
    "pt": re.compile(r",? (?:em|no|na|para|com|desde|por) |, "),
    "it": re.compile(r",? (?:in|nel|nella|per|con|da) |, "),
}
"""Where a question can end earlier; a German or Dutch one has its verb at the end."""
LOOSE = re.compile(r"\b(?:and|or|the|a|an|to|of|my|your|et|ou|le|la|les|de|du|y|o|el|los|e|il|by|in|with|for)$", re.IGNORECASE)
WRITTEN = {
    re.compile(rf"\b{plain}\b", re.IGNORECASE): right
    for plain, right in {
        "whats": "what's", "wheres": "where's", "hows": "how's", "theres": "there's", "dont": "don't", "doesnt": "doesn't", "didnt": "didn't",
        "cant": "can't", "wont": "won't", "isnt": "isn't", "im": "I'm", "ive": "I've", "i": "I",
    }.items()
}  # fmt: skip
SHORTEST, LONGEST = 4, 14
LONGEST_TEXT = 80
RARE = 0.04
"""Share of a group's requests below which a word is only its customer's."""
OFTEN = 0.2
"""Share of the requests that name somebody or a place, from which it is what the group is about."""
POINTS = 0.4
EVEN = 3
"""Words that every question is counted longer, so that the shortest is not the best."""
FEWEST = 2
"""Words that set the group apart, which its question holds at least."""
STATED = 0.6
ONE_OF = 0.18
"""How much of the question its group's requests have to hold on average for it to stand for them."""


def asked(questions: Sequence[str], subject: str, usual: Counter[str], total: int, language: str = "en") -> str | None:
    """The question that stands best for these requests, or None where none does.

    Args:
        questions: Requests of the group.
        subject: What the group is called so far; its words count double.
        usual: How many requests of the whole workspace hold each stem, of `total` ones.
        total: How many requests that counts.
        language: Of the requests, without region.
    """
    here, size = stem_counts(questions), max(len(questions), 1)
    weights = {stem: count / size * math.log((count / size) / ((usual[stem] + 1) / (total + 1))) for stem, count in here.items() if count > 1}
    named = set(stems(subject))
    best, most = None, 0.0
    for sentence in candidates(questions, language):
        worth = value(sentence, language, weights, named, here, size)
        if worth > most:
            best, most = sentence, worth
    return best if best is None or held(best, questions, weights) >= ONE_OF else None


def value(sentence: str, language: str, weights: Mapping[str, float], named: set[str], here: Counter[str], size: int) -> float:
    """How well a question stands for its group: what it shares, less where it names what only few do, or points at what was said before."""
    mine = stems(sentence)
    told = [weights[stem] * (2 if stem in named else 1) for stem in mine if weights.get(stem, 0.0) > 0]
    own = sum(here[stem] <= max(1.0, RARE * size) for stem in mine) / max(len(mine), 1)
    names = [] if language == "de" else [name for name in NAME.findall(sentence) if not any(here[stem] >= OFTEN * size for stem in stems(name))]
    form = POINTS ** (len(POINTING.findall(sentence)) + len(names)) * (1.0 if ASKING.match(sentence) else STATED)
    return sum(told) * (1 - own) * form / math.sqrt(len(sentence.split()) + EVEN) if len(told) >= FEWEST else 0.0


def held(sentence: str, questions: Sequence[str], weights: Mapping[str, float]) -> float:
    """The part of a question's weight that the requests hold on average."""
    mine = {stem: weights[stem] for stem in stems(sentence) if weights.get(stem, 0.0) > 0}
    told = sum(sum(weight for stem, weight in mine.items() if stem in set(stems(text))) for text in questions)
    return told / max(sum(mine.values()) * len(questions), 1e-9)


def stem_counts(texts: Iterable[str]) -> Counter[str]:
    """How many texts hold each stem."""
    return Counter(stem for text in texts for stem in stems(text))


def candidates(questions: Sequence[str], language: str = "en") -> list[str]:
    """Short questions without anything of one customer's own, in the order in which they come, each also without what is added at its end.

    >>> candidates(["Hi, how long does a refund take? Order [number] please."])
    ['How long does a refund take?']
    >>> candidates(["So whats the best way to get cash in mexico??"])
    ["What's the best way to get cash in mexico?", "What's the best way to get cash?"]
    """
    found: dict[str, None] = {}
    for text in questions:
        for sentence in SENTENCE.split(text):
            plain = " ".join(sentence.split())
            if plain.endswith("?") and not UNFIT.search(plain):
                for each in endings(tidy(plain, language), language):
                    if SHORTEST <= len(each.split()) <= LONGEST and len(each) <= LONGEST_TEXT:
                        found.setdefault(each)
    return list(found)


def tidy(sentence: str, language: str) -> str:
    """A question as an editor writes it.

    >>> tidy("and, team, why dont i get in ??", "en")
    "Why don't I get in?"
    """
    text = OPENING.sub("", GREETING.sub("", sentence)).rstrip(" ?!.")
    text = CLOSING.sub("", text)
    for pattern, right in WRITTEN.items() if language in ("", "en") else ():
        text = pattern.sub(right, text)
    return f"{text[:1].upper()}{text[1:]}{' ?' if language == 'fr' else '?'}"


def endings(question: str, language: str) -> Iterator[str]:
    """A question, and the same ending before each thing that it adds."""
    yield question
    for match in ADDED[language].finditer(question) if language in ADDED else ():
        kept = question[: match.start()]
        if not LOOSE.search(kept):
            yield kept + ("?" if language != "fr" else " ?")
