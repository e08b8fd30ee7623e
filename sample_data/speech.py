"""How a text sounds on the phone, as a transcript writes it down: fillers, words said twice, numbers spoken digit by digit."""

from __future__ import annotations

import random
import re

from sample_data.words import words

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LONG_NUMBER = re.compile(r"(?<![\w.,£€$@-])(?:[A-Z]{1,3}-)?(?:\d{2,}-)?\d{5,}(?![\w@-]|[.,]\d)")
PICTURE = re.compile(r"[\U0001F300-\U0001FAFF\u2600-\u27BF\uFE0F\u200D]|(?<!\w)[:;]-?[)(/DP](?!\w)")


def spoken(text: str, language: str, dice: random.Random, *, fillers: float) -> str:
    """A text as somebody says it."""
    text = PICTURE.sub("", re.sub(" ?;", ",", text.replace(" // ", " "))).strip() or "Hm."
    if sum(map(str.isupper, text)) > 0.6 * max(1, sum(map(str.isalpha, text))) and len(text) > 12:
        text = text.capitalize()
    text = LONG_NUMBER.sub(lambda found: _digits(found[0], language, dice), text)
    said: list[str] = []
    for word in text.split():
        filler = _filler(said, word, language, dice) if dice.random() < fillers * 1.3 else ""
        spelled = word
        if filler:
            if said and said[-1][-1:].isalnum():
                said[-1] += ","
            spelled = word if said and said[-1][-1:] not in ".?!" else _lowered(word, language)
            said.append(filler)
        if dice.random() < fillers * 0.35 and len(word) < 5 and word.isalpha():
            said.append(f"{spelled},")
        said.append(spelled)
    return _sentences(" ".join(said))


def _filler(said: list[str], word: str, language: str, dice: random.Random) -> str:
    """A filler before a word: any where a clause starts, a mere sound in its midst before something to look for, none elsewhere."""
    mine = words(language).lines
    starts = not said or said[-1][-1:] in ".?!,:" or word.lower() in mine["joints"]
    if not starts and (len(said) < 2 or len(word) < 4 or not word.isalpha() or said[-1][-1:] in "\"'" or len(said[-1]) > 4):
        return ""
    filler = dice.choice(mine["filler" if starts else "sound"])
    if said and said[-1][-1:] not in ".?!":
        return filler
    return filler[0].upper() + filler[1:] if _lowered(word, language) != word or word[:1].islower() or word.startswith(("I", '"')) else ""


def _lowered(word: str, language: str) -> str:
    """A word as it is written within a sentence: in small letters where it is a common one."""
    bare = word.strip(",.?!").lower()
    return word[0].lower() + word[1:] if bare in words(language).lines["starters"] else word


def _digits(number: str, language: str, dice: random.Random) -> str:
    """A long number digit by digit, with a breath now and then.

    >>> _digits("48-21033", "de", random.Random(1))
    '4 8 2 1 0 3 3'
    """
    signs = [sign for sign in number if sign.isalnum()]
    if language != "en":
        return " ".join(signs)
    named = [DIGITS[int(sign)] if sign.isdigit() else sign for sign in signs]
    if dice.random() < 0.3:
        named = ["oh" if name == "zero" else name for name in named]
    for place in range(1, len(named)):
        if named[place] == named[place - 1] and dice.random() < 0.5:
            named[place - 1], named[place] = f"double {named[place]}", ""
    named = [name for name in named if name]
    breath = dice.choice((2, 3, 4))
    return ", ".join(" ".join(named[start : start + breath]) for start in range(0, len(named), breath))


def _sentences(text: str) -> str:
    """A transcript has capitals at the start of sentences, and `I`.

    >>> _sentences("so i rang. nobody came")
    'So I rang. Nobody came.'
    """
    text = re.sub(r"(^|[.!?]\s+)([a-zà-ÿ])", lambda found: found[1] + found[2].upper(), text)
    text = re.sub(r"\bi\b(?=[ ',])", "I", text)
    return text if text[-1:] in ".?!" or not text else text.rstrip(",") + "."
