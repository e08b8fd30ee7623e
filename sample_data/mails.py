"""E-mails: greeting, paragraphs, closing, footer, and at times the mail before."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from sample_data.dialogue import GREETED, HANDLE, Said
from sample_data.setting import THANKS, Message, Setting, aside, cheerful, habit, hello_of, of_the_day
from sample_data.voice import Persona, in_two, written
from sample_data.words import Wording, fill, lines, words

EASY = re.compile(r"(?:hi|hello|hey|hiya|hallo|moin|bonjour|salut|hola|ol[aá]|oi)\b", re.I)
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
            body, author = _customer_mail(turn, setting, wording, answered=before is not None and before.role == "agent"), setting.customer.name
        else:
            body, author = _agent_mail(turn.text, setting, wording, first=not greeted), setting.agent
            greeted = True
        body = of_the_day(body, moment)
        text = body
        if before is not None and before.role != turn.role and wording.dice.random() < (setting.customer.quotes if turn.role == "customer" else 0.22):
            text += _quoted(before, setting, wording, setting.customer.quote if turn.role == "customer" else 0)
        yield Message(turn.role, author, moment, text)
        before = Message(turn.role, author, moment, body)


def _customer_mail(turn: Said, setting: Setting, wording: Wording, *, answered: bool) -> str:
    who, dice, mine = setting.customer, wording.dice, words(setting.language).lines
    if setting.bare:
        return turn.text.replace(" // ", "\n\n")
    body = written(_paragraphs(HANDLE.sub("", turn.text), dice), who, dice, mood=setting.mood, careful=True)
    if turn.part == "opening":
        hello = who.hello if dice.random() < 0.7 else dice.choice(mine["mail_hello"])
        hello = "" if GREETED.match(body) or dice.random() < 0.12 else fill(hello, {"company": setting.company.name})
        bye = _signed(who.bye if dice.random() < 0.85 else "", body, who)
    else:
        hello = _again(body, setting, wording, answered=answered)
        closes = dice.random() < 0.4 and not AHEAD.search(who.bye)
        bye = _signed(who.bye if closes else "", hello + body, who) if dice.random() < 0.6 else ""
    if hello and body[:1].islower():
        hello, body = (hello.lower(), body) if EASY.match(hello) and who.case == "lower" else (hello, body[0].upper() + body[1:])
    footer = who.footer.replace(" // ", "\n")
    return "\n\n".join(part for part in (hello, body, bye, footer) if part)


def _signed(bye: str, body: str, who: Persona) -> str:
    """Closing and name; who has said thank you does not close with it."""
    return "\n".join(part for part in ("" if THANKS.search(bye) and THANKS.search(body) else bye, who.signs) if part)


def _again(body: str, setting: Setting, wording: Wording, *, answered: bool) -> str:
    """How a further mail begins: with thanks only after an answer, where all goes well and the text has none itself."""
    if wording.dice.random() >= 0.45 or GREETED.match(body):
        return ""
    thankful = answered and setting.mood != "bad" and not THANKS.search(body)
    every = words(setting.language).lines["mail_again"]
    fitting = [line for line in every if (thankful or not THANKS.search(line)) and (answered or "<agent>" not in line)]
    return wording.spin(fill(wording.choose(fitting), setting.slots)) if fitting else ""


def _paragraphs(text: str, dice: random.Random) -> str:
    if " // " in text or len(text.split()) < 45 or dice.random() < 0.5:
        return text.replace(" // ", "\n\n")
    return "\n\n".join(in_two(text, dice))


def _agent_mail(text: str, setting: Setting, wording: Wording, *, first: bool) -> str:
    dice, mine = wording.dice, habit(setting.company, setting.agent)
    byes = lines(setting.company, "agent_bye", setting.language)
    bye = fill(wording.spin(byes[mine.bye % len(byes)]), setting.slots).replace(" // ", "\n")
    hello = "" if GREETED.match(text) else hello_of(setting, wording, text) if first else fill(dice.choice(("Hi <customer>,", "", "")), setting.slots)
    if setting.language != "en" and not first:
        hello = ""
    return "\n\n".join(part for part in (hello, cheerful(text, mine, setting, dice).replace(" // ", "\n\n"), bye) if part)


def _quoted(before: Message, setting: Setting, wording: Wording, style: int) -> str:
    """The mail before, as this mail program puts it: marked or not, at times only its first lines."""
    mine = words(setting.language)
    day = mine.date.format(day=before.sent_at.day, month=mine.lines["months"][before.sent_at.month - 1])
    stamp = f"{day} {before.sent_at.year}, {before.sent_at:%H:%M}"
    to = setting.company.name if before.role == "customer" else setting.customer.name
    named = {"stamp": stamp, "author": before.author or setting.company.name, "to": to, "short": f"{before.sent_at:%d/%m/%Y %H:%M}"}
    styles = mine.lines["quote"]
    head = fill(styles[style % len(styles)], named).replace(" // ", "\n")
    kept = before.text.split("\n")[: 14 if style % 3 else 3]
    while kept and not kept[-1]:
        kept.pop()
    trimmed = [*kept, "[...]"] if style % 3 == 0 and len(kept) < len(before.text.split("\n")) else kept
    return f"\n\n{head}\n" + "\n".join(line if "\n" in head else f"> {line}".rstrip() for line in ([""] if "\n" in head else []) + trimmed)
