"""How one person writes: case, typos, punctuation, emoji, register. A customer always writes in the same manner."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from sample_data.words import words

NEIGHBOURS = {
    "a": "sq", "b": "vn", "c": "xv", "d": "sf", "e": "wr", "f": "dg", "g": "fh", "h": "gj", "i": "uo", "j": "hk", "k": "jl", "l": "k", "m": "n",
    "n": "bm", "o": "ip", "p": "o", "q": "wa", "r": "et", "s": "ad", "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "tu", "z": "x",
}  # fmt: skip
CASES = {"proper": 34, "written": 40, "lower": 25, "upper": 1}
CONTRACTIONS = {
    "'m": " am", "'ve": " have", "don't": "do not", "doesn't": "does not", "didn't": "did not", "can't": "cannot", "won't": "will not",
    "haven't": "have not", "hasn't": "has not", "isn't": "is not", "wasn't": "was not", "couldn't": "could not", "aren't": "are not",
}  # fmt: skip
CONTRACTED = re.compile(r"\b(I)('m|'ve)\b|\b(I|we|you|they|it|he|she|this|that|there) ([a-z]+n't)\b", re.I)
EVEN_EMOJI = ("🙏", "😅", "🤔", "👀", ":)")
WORD = re.compile(r"(?<![\w@#.<-])[a-zà-ÿ]{4,}(?![\w@.-])", re.I)
SENTENCE = re.compile(r"(^|[.!?]\s+|\n)([a-zà-ÿ])")
SPACED = re.compile(r" +(?=[!?](?:\s|$))")
CUT = re.compile(r"(?<=[.!?])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Persona:
    """A customer's manner. Shares are chances per message or word."""

    name: str
    language: str
    case: str
    register: str
    habits: frozenset[str]
    typos: float
    no_apostrophes: bool
    ending: str
    emoji: float
    greets: float
    splits: float
    fillers: float
    hello: str
    bye: str
    signs: str
    footer: str
    quotes: float
    quote: int


def persona(seed: str, name: str, language: str) -> Persona:
    """The manner of a customer, the same for the same seed."""
    dice = random.Random(seed)
    mine = words(language)
    register = dice.choices(("sloppy", "formal", "plain"), (26, 22, 52))[0]
    case = dice.choices(tuple(CASES), tuple(CASES.values()))[0] if register != "formal" else "proper"
    first = name.split(maxsplit=1)[0]
    signatures = (name, first, first, name, first.lower(), f"{first[0]}. {name.rsplit(maxsplit=1)[-1]}", first[0], "")
    return Persona(
        name=name,
        language=language,
        case=case,
        register=register,
        habits=frozenset(word for word in sorted(mine.swaps["sloppy"]) if dice.random() < 0.35),
        typos=dice.choice((0.0, 0.0, 0.006, 0.012, 0.02, 0.045)) * (0.3 if register == "formal" else 1.0),
        no_apostrophes=register == "sloppy" and dice.random() < 0.6,
        ending=dice.choices(("kept", "none", "dots", "bang"), (52, 36, 6, 6))[0] if register != "formal" else "kept",
        emoji=dice.choice((0.0, 0.0, 0.0, 0.0, 0.15, 0.35)) if register != "formal" else 0.0,
        greets=dice.choice((0.0, 0.1, 0.4, 0.7)),
        splits=dice.choice((0.0, 0.0, 0.1, 0.5)),
        fillers=dice.choice((0.01, 0.03, 0.05, 0.08)),
        hello=dice.choice(mine.lines["mail_hello"]),
        bye=dice.choice(mine.lines["mail_bye"]),
        signs=dice.choice(signatures) if register != "formal" else name,
        footer=dice.choice(mine.lines["footer"]) if dice.random() < 0.14 else "",
        quotes=dice.choice((0.0, 0.0, 0.2, 0.4, 0.7, 0.9)),
        quote=dice.randrange(1000),
    )


def written(text: str, who: Persona, dice: random.Random, *, mood: str, careful: bool) -> str:
    """A text as this person types it; with care in an e-mail, with emoji and little punctuation in a chat."""
    text = _register(SPACED.sub("", text) if who.language == "en" else text, who, dice)
    if who.case == "lower" and not (careful and dice.random() < 0.6):
        text = " ".join(word if any(map(str.isdigit, word)) or (word.isupper() and len(word) > 2) else word.lower() for word in text.split(" "))
    elif who.case == "proper":
        text = SENTENCE.sub(lambda found: found[1] + found[2].upper(), text)
        text = re.sub(r"\bi\b(?=[ '])", "I", text) if who.language == "en" else text
    elif who.case == "upper" and not careful and mood == "bad":
        text = text.upper()
    if who.no_apostrophes and who.language == "en":
        text = re.sub(r"(?<=[a-zA-Z])'(?=(?:t|s|m|re|ve|ll|d)\b)", "", text)
    text = WORD.sub(lambda found: _typo(found[0], dice) if dice.random() < who.typos * (0.5 if careful else 1.0) else found[0], text)
    return text if careful else _ended(text, who, dice, mood)


def _register(text: str, who: Persona, dice: random.Random) -> str:
    mine = words(who.language)

    def swapped(table: str, chance: float) -> str:
        def other(found: re.Match[str]) -> str:
            if dice.random() > chance or (table == "sloppy" and found[1].lower() not in who.habits):
                return found[0]
            value = dice.choice(mine.swaps[table][found[1].lower()])
            return value[0].upper() + value[1:] if found[1][0].isupper() and not found[1].startswith(("I ", "I'")) else value

        return mine.patterns[table].sub(other, text)

    text = swapped("plain", 0.3)
    if who.register == "formal" and who.language == "en":
        text = CONTRACTED.sub(_expanded, text)
    return swapped(who.register, 0.8) if who.register != "plain" else text


def _expanded(found: re.Match[str]) -> str:
    if found[1]:
        return found[1] + CONTRACTIONS[found[2].lower()]
    return f"{found[3]} {CONTRACTIONS.get(found[4].lower(), found[4])}"


def _typo(word: str, dice: random.Random) -> str:
    """A word with one slip of the finger."""
    place = dice.randrange(1, len(word))
    slip = dice.random()
    if slip < 0.35 and word[place].lower() in NEIGHBOURS:
        return word[:place] + dice.choice(NEIGHBOURS[word[place].lower()]) + word[place + 1 :]
    if slip < 0.65:
        return word[:place] + word[place + 1 :]
    if slip < 0.85:
        return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]
    return word[:place] + word[place] + word[place:]


def _ended(text: str, who: Persona, dice: random.Random, mood: str) -> str:
    """The end of a chat line: a full stop or none, more signs, an emoji."""
    if who.ending == "none" and text.endswith(".") and not text.endswith(".."):
        text = text[:-1]
    elif who.ending == "dots" and dice.random() < 0.6:
        text = text[:-1] + dice.choice(("...", "..", "...")) if text.endswith(".") else text
    elif who.ending == "bang" and text[-1:] in "!?." and dice.random() < 0.5:
        text = (text[:-1] + "!" if text.endswith(".") and mood != "bad" else text) + (dice.choice(("!", "!!", "?", "??")) if text[-1] in "!?" else "")
    if dice.random() < who.emoji and text and text[-1].isascii() and not any(map(str.isdigit, text[-12:])):
        mine = words(who.language).lines
        text += " " + dice.choice({"bad": mine["emoji_bad"], "good": mine["emoji_good"]}.get(mood, EVEN_EMOJI))
    return text


def in_two(text: str, dice: random.Random) -> list[str]:
    """A text as two messages, cut after one of its sentences; as one when it has no place to cut."""
    places = [found for found in CUT.finditer(text) if found.start() > 12 and len(text) - found.end() > 8]
    if not places:
        return [text]
    place = dice.choice(places)
    return [text[: place.start()], text[place.end() :]]
