"""How a conversation looks on its channel: who greets, who picks up, and what is split in two."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sample_data.dialogue import GREETED, HANDLE, Said, joined
from sample_data.mails import mailed
from sample_data.rhythm import answered
from sample_data.setting import PAUSE, Message, Setting, aside, cheerful, habit, hello_of, of_the_day
from sample_data.speech import spoken
from sample_data.voice import in_two, written
from sample_data.words import Wording, words


def dressed(said: Sequence[Said], setting: Setting, wording: Wording) -> list[Message]:
    """The messages of a conversation."""
    moments = _moments(said, setting, wording.dice)
    if setting.channel == "email":
        return list(mailed(said, moments, setting, wording))
    made: list[Message] = []
    for message in (_call if setting.channel == "phone" else _chat)(said, moments, setting, wording):
        sent_at = max(message.sent_at, made[-1].sent_at + timedelta(seconds=1)) if made else message.sent_at
        made.append(replace(message, sent_at=sent_at, text=of_the_day(message.text, sent_at)))
    return made


def _moments(said: Sequence[Said], setting: Setting, dice: random.Random) -> list[datetime]:
    moments = [setting.start]
    for turn in said[1:]:
        role = "agent" if turn.role == "note" else turn.role
        moments.append(answered(moments[-1], setting.channel, role, dice, pace=setting.pace))
    return moments


def _chat(said: Sequence[Said], moments: Sequence[datetime], setting: Setting, wording: Wording) -> Iterator[Message]:
    """Chat, social and forms."""
    dice = wording.dice
    if setting.bot and setting.channel == "chat":
        hello = setting.start - timedelta(seconds=dice.randrange(8, 60))
        yield Message("bot", setting.company.bot, hello, setting.own("bot_hello", wording))
    greeted = False
    for turn, moment in zip(said, moments, strict=True):
        if turn.role == "customer":
            yield from _typed(turn, moment, setting, wording)
        elif turn.role == "agent":
            yield from _agent_typed(turn.text if greeted else _with_hello(turn.text, setting, wording), moment, setting, dice)
            greeted = True
        else:
            yield aside(turn, moment, setting)
    yield from _chat_end(said, moments[-1], setting, wording)


def _typed(turn: Said, moment: datetime, setting: Setting, wording: Wording) -> Iterator[Message]:
    who, dice, social = setting.customer, wording.dice, setting.channel == "social"
    if setting.bare:
        yield aside(turn, moment, setting)
        return
    text = turn.text if social else HANDLE.sub("", turn.text)
    if turn.part == "opening" and dice.random() < who.greets * (0.4 if social else 0.8) and not GREETED.match(text):
        hello = wording.spin(wording.choose(words(setting.language).lines["chat_hello"]))
        text = _greeting(hello, text, setting.language, dice)
    parts = [text]
    if setting.channel == "chat":
        parts = text.split(" // ") if dice.random() < 0.5 else [text]
        if len(parts) == 1 and dice.random() < who.splits:
            parts = in_two(text, dice)
    author = handle(who.name) if social else None
    for place, part in enumerate(parts):
        mood = setting.mood if turn.part == "ending" or (setting.mood == "bad" and dice.random() < 0.4) else "even"
        mood = "bad" if turn.part == "again" else mood
        line = written(part.removeprefix("// ").replace(" // ", "\n"), who, dice, mood=mood, careful=setting.channel == "other")
        if social and turn.part == "opening":
            line = _tagged(line, setting, dice)
        yield Message("customer", author, moment + timedelta(seconds=place * dice.randrange(3, 25)), line)


def _greeting(hello: str, text: str, language: str, dice: random.Random) -> str:
    """A text after a greeting, in small letters after a comma."""
    if hello[-1] in "!?." or dice.random() < 0.3:
        return f"{hello}{'' if hello[-1] in '!?.' else '.'} {text}"
    return _after(f"{hello},", text, language) if text[:1].isupper() or dice.random() < 0.6 else f"{hello} {text}"


def _tagged(line: str, setting: Setting, dice: random.Random) -> str:
    mention = "@" + re.sub(r"\W", "", setting.company.name)
    place = dice.random()
    if place < 0.6:
        return f"{mention} {line}"
    return f"{line} {mention}" if place < 0.8 else line


def handle(name: str) -> str:
    """A customer's name on a social network.

    >>> handle("Tamsin Okafor")
    'tamsin.okafor'
    """
    first, last = name.split(maxsplit=1)[0].lower(), name.rsplit(maxsplit=1)[-1].lower()
    number = sum(map(ord, name)) % 97
    return (f"{first}_{last[0]}{number}", f"{first}.{last}", f"{last}{first[:2]}", f"the_{first}{number}")[number % 4]


def _with_hello(text: str, setting: Setting, wording: Wording) -> str:
    if GREETED.match(text):
        return text
    hello = hello_of(setting, wording, text)
    return (
        f"{hello} // {text}"
        if hello and (PAUSE.search(hello) or wording.dice.random() < habit(setting.company, setting.agent).apart)
        else joined([re.sub(",$", ".", hello), text])
    )


def _agent_typed(text: str, moment: datetime, setting: Setting, dice: random.Random) -> Iterator[Message]:
    mine = habit(setting.company, setting.agent)
    text = cheerful(text, mine, setting, dice)
    if setting.channel == "social":
        text = f"{text.replace(' // ', ' ')} {'^' + setting.agent[:2].upper() if mine.initials else '/' + setting.agent}"
    parts = text.split(" // ") if setting.channel == "chat" else [text.replace(" // ", "\n\n")]
    if setting.channel == "chat" and len(parts) == 1 and dice.random() < mine.splits:
        parts = in_two(text, dice)
    for place, part in enumerate(parts):
        yield Message("agent", setting.agent, moment + timedelta(seconds=place * dice.randrange(5, 40)), part)


def _chat_end(said: Sequence[Said], moment: datetime, setting: Setting, wording: Wording) -> Iterator[Message]:
    """The last word of an agent who was thanked, or the note that nobody came back."""
    dice, spoke = wording.dice, [turn.role for turn in said]
    if setting.channel in ("chat", "social") and setting.mood == "good" and spoke[-1] == "customer" and "agent" in spoke and dice.random() < 0.3:
        moment = answered(moment, setting.channel, "agent", dice, pace=0.5)
        yield from _agent_typed(setting.own("agent_chat_bye", wording), moment, setting, dice)
    elif setting.channel == "chat" and spoke[-1] in ("agent", "bot") and dice.random() < 0.12:
        minutes = dice.choice((10, 15, 20, 30))
        yield Message("system", None, moment + timedelta(minutes=minutes), setting.own("idle", wording, minutes=str(minutes)))


def _after(start: str, text: str, language: str) -> str:
    """A text after a greeting, in small letters unless it may start with a name; German keeps its capitals.

    >>> _after("Yes hello,", "The parcel is not here.", "en")
    'Yes hello, the parcel is not here.'
    """
    first = text.split(maxsplit=1)[0].strip(",.?!").lower() if text.strip() else ""
    if (
        start.endswith(",")
        and (text[1:2].islower() or text[1:2] in "' ")
        and (first in words(language).lines["starters"] or language in ("fr", "es", "pt"))
    ):
        text = text[0].lower() + text[1:]
    return f"{start} {text}".strip()


def _call(said: Sequence[Said], moments: Sequence[datetime], setting: Setting, wording: Wording) -> Iterator[Message]:
    """A transcript: the agent picks up, unless nobody does."""
    dice, who = wording.dice, setting.customer
    by_person = any(turn.role == "agent" for turn in said)
    if by_person:
        yield Message("agent", setting.agent, setting.start - timedelta(seconds=dice.randrange(3, 9)), setting.own("phone_hello", wording))
    for turn, moment in zip(said, moments, strict=True):
        if turn.role == "customer":
            start = (
                setting.own("phone_start", wording, customer=who.name)
                if turn.part == "opening" and not setting.bare and not GREETED.match(turn.text)
                else ""
            )
            text = spoken(turn.text, setting.language, dice, fillers=who.fillers * (1.0 if turn.part == "opening" else 0.6))
            yield Message("customer", None, moment, _after(start, text, setting.language))
        elif turn.role == "agent":
            yield Message("agent", setting.agent, moment, spoken(turn.text, setting.language, dice, fillers=0.012))
        else:
            yield aside(turn, moment, setting)
    if by_person and setting.mood != "bad" and dice.random() < 0.5:
        last = moments[-1] + timedelta(seconds=4)
        yield Message("agent", setting.agent, last, setting.own("agent_phone_bye", wording))
        if dice.random() < 0.6:
            yield Message("customer", None, last + timedelta(seconds=3), setting.own("phone_bye", wording))
