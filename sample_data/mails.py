"""E-mails: greeting, paragraphs, closing, footer, and at times the mail before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from sample_data.dialogue import GREETED, Said
from sample_data.setting import Message, Setting, aside, cheerful, habit, hello_of, of_the_day
from sample_data.voice import in_two, written
from sample_data.words import Wording, fill, lines, words

AHEAD = re.compile(r"advance|reply|help|réponse|avance|vorab|Voraus|antemano|espera|aguardar|já", re.I)


def mailed(said: Sequence[Said], moments: Sequence[datetime], setting: Setting, wording: Wording) -> Iterator[Message]:
    """E-mails: greeting, paragraphs, closing, and at times the mail before."""
    before: Message | None = None
    greeted = False
    for turn, moment in zip(said, moments, strict=True):
        if turn.role not in ("customer", "agent"):
            yield aside(turn, moment, setting)
            continue
        if turn.role == "customer":
            body, author = _customer_mail(turn, setting, wording), setting.customer.name
        else:
            body, author = _agent_mail(turn.text, setting, wording, first=not greeted), setting.agent
            greeted = True
        body = of_the_day(body, moment)
        text = body
        if before is not None and before.role != turn.role and wording.dice.random() < (0.33 if turn.role == "customer" else 0.15):
            text += _quoted(before, setting, wording)
        yield Message(turn.role, author, moment, text)
        before = Message(turn.role, author, moment, body)


def _customer_mail(turn: Said, setting: Setting, wording: Wording) -> str:
    who, dice, mine = setting.customer, wording.dice, words(setting.language).lines
    if setting.bare:
        return turn.text.replace(" // ", "\n\n")
    body = written(_paragraphs(turn.text, dice), who, dice, mood=setting.mood, careful=True)
    if turn.part == "opening":
        hello = who.hello if dice.random() < 0.7 else dice.choice(mine["mail_hello"])
        hello = "" if GREETED.match(body) or dice.random() < 0.12 else fill(hello, {"company": setting.company.name})
        bye = "\n".join(part for part in (who.bye if dice.random() < 0.85 else "", who.signs) if part)
    else:
        hello = wording.spin(fill(dice.choice(mine["mail_again"]), setting.slots)) if dice.random() < 0.45 and not GREETED.match(body) else ""
        closes = dice.random() < 0.4 and not AHEAD.search(who.bye)
        bye = "\n".join(part for part in (who.bye if closes else "", who.signs) if part) if dice.random() < 0.6 else ""
    footer = who.footer.replace(" // ", "\n")
    return "\n\n".join(part for part in (hello, body, bye, footer) if part)


def _paragraphs(text: str, dice: random.Random) -> str:
    if " // " in text or len(text.split()) < 45 or dice.random() < 0.5:
        return text.replace(" // ", "\n\n")
    return "\n\n".join(in_two(text, dice))


def _agent_mail(text: str, setting: Setting, wording: Wording, *, first: bool) -> str:
    dice, mine = wording.dice, habit(setting.company, setting.agent)
    byes = lines(setting.company, "agent_bye", setting.language)
    bye = fill(wording.spin(byes[mine.bye % len(byes)]), setting.slots).replace(" // ", "\n")
    hello = "" if GREETED.match(text) else hello_of(setting, wording) if first else fill(dice.choice(("Hi <customer>,", "", "")), setting.slots)
    if setting.language != "en" and not first:
        hello = ""
    return "\n\n".join(part for part in (hello, cheerful(text, mine, setting, dice).replace(" // ", "\n\n"), bye) if part)


def _quoted(before: Message, setting: Setting, wording: Wording) -> str:
    mine = words(setting.language)
    day = mine.date.format(day=before.sent_at.day, month=mine.lines["months"][before.sent_at.month - 1])
    stamp = f"{day} {before.sent_at.year}, {before.sent_at:%H:%M}"
    author = before.author or setting.company.name
    head = wording.say(mine.lines["quote"], {"stamp": stamp, "author": author}).replace(" // ", "\n")
    return f"\n\n{head}\n" + "\n".join(f"> {line}".rstrip() for line in before.text.split("\n")[:14])
