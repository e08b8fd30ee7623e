"""What happens in a conversation, and then what is said in it: the outcome is drawn once, the wording as often as needed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from insights.model import Reason, Resolution
from sample_data.company import Company
from sample_data.demand import stands
from sample_data.seed import Ending, Seed, Turn
from sample_data.words import SLOT, Wording, asides, lines

GREETED = re.compile(
    r"(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten|moin|liebe|sehr|bonjour|bonsoir|salut|hola|buen|ol[aá]|oi|bo[am])\b",
    re.I,
)
HELLO_FIRST = re.compile(
    r"(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening)|hallo|guten tag|bonjour|hola|ol[aá])(?: there)?[,.!]? +(?=\w)", re.I
)
LEFT = ("Customer left the {chat|conversation}", "{Conversation ended|Closed} by the customer", "Customer has disconnected")
HANDLE = re.compile(r"^@\w+[,:]? ")
ABANDONED, ABANDONED_IN_LOOP = 0.06, 0.35
STRAIGHT_ON = 0.2
DETAILS, MAILED = (0.42, 0.42, 0.16, 0.0), (0.26, 0.38, 0.24, 0.12)
DETAIL_FIRST = 0.06
ASIDES, ASIDE = {"social": 0.01, "other": 0.03}, 0.045
THANKS_TWICE = re.compile(r"(\b(?:thanks|thank you|thx|cheers)\b[^.!?]*[.!?]+)\s+(?:many )?(?:thanks|thank you|thx|ta|cheers)(?: you)?[.!]*$", re.I)
SILENT = re.compile(
    r"nothing|moved|any ?(?:one|body|news)|update|unanswered|back\b.*nobody|still (?:waiting|open)|chase|warte|höre|sans réponse|sin respuesta", re.I
)
ANSWERED = re.compile(
    r"told|spoke|talked|chat\b|answer\b|helped|fixed|explained|cam?e back|it's not|settled|rang|call\b|went nowhere|no change|"
    r"hieß|on m'a dit|dijeron|disseram|parlé|habl|falámos",
    re.I,
)
UNSOLVED = re.compile(
    r"sorted|dealt|fixed|solved|problem|issue|same|settled|come back|came back|moved|happened|done|erledigt|réglé|arregl|resolv|getan|bougé|igual",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Course:
    """What happens. `ending` is None when the customer gives up on the bot; `misses` are answers of the bot beside the point.

    `back` says, of a customer who comes back, whether there was an answer: "silence" or "answer".
    """

    seed: Seed
    ending: Ending | None
    bot: bool
    misses: int
    ask: bool
    back: str | None
    resolution: str | None
    rating: int | None
    reasons: tuple[str, ...]

    @property
    def loop(self) -> bool:
        """Whether the bot repeated itself."""
        return self.misses > 1


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as somebody put it, before their manner is on it. `part` says where in the conversation it stands."""

    role: str
    text: str
    part: str


def course(seed: Seed, company: Company, day: date, dice: random.Random, *, bot: bool, channel: str, back: str | None) -> Course:
    """Draw what happens in a conversation; `bot` says that the bot would reply first."""
    endings = [ending for ending in seed.endings if stands(ending, day, company)] or list(seed.endings)
    endings = _kept(endings, [one for one in endings if bot or one.who != "bot"])
    endings = _kept(endings, [one for one in endings if bot or not _needs_bot(one)])
    if seed.kinds and (bot or channel == "phone"):
        endings = _kept(endings, [one for one in endings if one.who != "nobody"])
    by_bot = [ending for ending in endings if ending.who == "bot"]
    if by_bot and seed.kinds:
        reached = dice.random() < success(seed, company)
        endings = by_bot if reached else _kept(by_bot, [one for one in endings if one.who != "bot"])
    ending = dice.choices(endings, [one.weight for one in endings])[0]
    scripted = ending.who == "nobody" or _has_bot(ending) or not seed.kinds
    misses = 0 if scripted or not bot else max(_misses(seed, company, dice), 2 if Reason.BOT_LOOP in ending.reasons and seed.miss else 0)
    ask = bool(seed.ask and seed.reply) and ending.who == "agent" and dice.random() < 0.5
    if misses and dice.random() < (ABANDONED_IN_LOOP if misses > 1 else ABANDONED):
        return _abandoned(seed, misses, dice, back=back)
    rating, reasons = ending.rating, ending.reasons
    if misses > 1:
        rating, reasons = rating and max(1, rating - (Reason.BOT_LOOP not in reasons)), tuple(dict.fromkeys((*reasons, str(Reason.BOT_LOOP))))
    elif not _has_bot(ending):
        reasons = tuple(reason for reason in reasons if reason != Reason.BOT_LOOP)
    if ending.who == "nobody":
        rating, reasons = None, ()
    live = bot and ending.who != "nobody"
    return Course(seed, ending, live, misses, ask, back, ending.resolution if seed.kinds else None, rating if seed.kinds else None, reasons)


def success(seed: Seed, company: Company) -> float:
    """The chance that the bot resolves it once it has all it needs; none where a person is needed."""
    return 0.0 if seed.cause else min(company.bot_live.success.get(kind, 0.0) for kind in seed.kinds)


def _kept(before: list[Ending], after: list[Ending]) -> list[Ending]:
    return after or before


def _needs_bot(ending: Ending) -> bool:
    return _has_bot(ending) or Reason.BOT_LOOP in ending.reasons


def _has_bot(ending: Ending) -> bool:
    return any(turn.role == "bot" for turn in ending.turns)


def _misses(seed: Seed, company: Company, dice: random.Random) -> int:
    if company.loops_on(seed.topic, seed.subtopic) and seed.miss:
        return dice.choice((2, 2, 3, 4))
    return 0 if dice.random() < (STRAIGHT_ON if seed.miss else 0.7) else 1


def _abandoned(seed: Seed, misses: int, dice: random.Random, *, back: str | None) -> Course:
    looped = misses > 1
    rating = 1 if dice.random() < (0.65 if looped else 0.3) else 2
    reasons = (Reason.BOT_LOOP, Reason.NOT_RESOLVED) if looped else (Reason.WRONG_OR_UNCLEAR_ANSWER, Reason.NOT_RESOLVED)
    return Course(seed, None, True, misses, False, back, str(Resolution.UNRESOLVED), rating, tuple(map(str, reasons)))


def spoken_lines(drawn: Course, company: Company, slots: Mapping[str, str], wording: Wording, channel: str, subject: str) -> tuple[Said, ...]:
    """What is said, in one of its many wordings, under a subject."""
    said = _lines(drawn, company, slots, wording, channel, subject)
    return tuple(replace(one, text=THANKS_TWICE.sub(r"\1", one.text)) if one.role == "customer" else one for one in said)


def _lines(drawn: Course, company: Company, slots: Mapping[str, str], wording: Wording, channel: str, subject: str) -> Iterator[Said]:
    seed, ending = drawn.seed, drawn.ending

    def own(name: str) -> str:
        return wording.say(lines(company, name, seed.language), slots)

    opening = _opening(drawn, company, slots, wording, channel)
    yield Said("customer", opening, "opening")
    if drawn.misses:
        yield from _missed(drawn, company, slots, wording)
    if ending is None:
        left = wording.dice.random() < 0.4
        yield Said("system", wording.say(LEFT, slots), "left") if left else Said("customer", own("gives_up"), "again")
        return
    if drawn.bot and not _has_bot(ending) and ending.who == "agent":
        if not drawn.misses or wording.dice.random() < 0.5:
            yield Said("bot", own("bot_hands_over"), "handover")
        yield Said("system", own("handover"), "handover")
    if drawn.ask and not _given(seed.reply, slots, f"{subject} {opening}"):
        yield Said("agent", wording.say(seed.ask, slots), "ask")
        yield Said("customer", wording.say(seed.reply, slots), "reply")
    turns = list(_taken(ending.turns, wording.dice))
    for place, turn in enumerate(turns):
        met = {before.role for before in turns[:place]}
        if turn.role == "agent" and "bot" in met and not met & {"agent", "system"}:
            yield Said("system", own("handover"), "handover")
        yield Said(turn.role, wording.say(turn.texts, slots), "ending")


def _given(replies: Sequence[str], slots: Mapping[str, str], before: str) -> bool:
    """Whether the customer has said already what the replies would say: a number that is in one of them, or all that they name."""
    before = before.lower()
    names = {name for reply in replies for _, name in SLOT.findall(reply)} & set(slots)
    said = {name for name in names if slots[name].lower() in before}
    return bool(said) and (said == names or any(any(map(str.isdigit, slots[name])) for name in said))


def _missed(drawn: Course, company: Company, slots: Mapping[str, str], wording: Wording) -> Iterator[Said]:
    """The bot's answers beside the point, and what the customer says to them; in a loop the same answer again."""
    seed = drawn.seed
    repeats = lines(company, "bot_repeats", seed.language)
    answer = wording.say(seed.miss or lines(company, "bot_misses", seed.language), slots)
    own = wording.several(seed.again, min(len(seed.again), 1 + wording.dice.randrange(2)))
    general = wording.several(lines(company, "again", seed.language), drawn.misses)
    for time in range(drawn.misses):
        yield Said("bot", (wording.say(repeats, slots) + " " + answer).strip() if time else answer, "miss")
        yield Said("customer", wording.filled((*own, *general)[time], slots), "again")


def _opening(drawn: Course, company: Company, slots: Mapping[str, str], wording: Wording, channel: str) -> str:
    """The request, with none or some details before or after it, and with `back` words when it was asked before.

    At times people add something about themselves, where the request is neither long nor grave.
    """
    seed = drawn.seed
    text = wording.say(seed.openings, slots)
    details = min(len(seed.details), wording.dice.choices((0, 1, 2, 3), MAILED if channel in ("email", "other") else DETAILS)[0])
    added = [wording.filled(detail, slots) for detail in wording.several(seed.details, details)]
    before = [detail for detail in added if wording.dice.random() < DETAIL_FIRST]
    after = [detail for detail in added if detail not in before]
    back = [_back(drawn.back, lines(company, "back", seed.language), slots, wording, asked=seed.kinds == ("informational",))] if drawn.back else []
    if back or before:
        text = HELLO_FIRST.sub("", text, count=1)
    if seed.kinds and seed.cause != "sensitive" and len(text.split()) < 35 and wording.dice.random() < ASIDES.get(channel, ASIDE):
        after += [wording.say(asides(seed.language, trade=company.trade, typed=channel != "phone"), slots)]
    return joined([*back, *before, text, *after])


def _back(before: str, texts: Sequence[str], slots: Mapping[str, str], wording: Wording, *, asked: bool) -> str:
    """Words of somebody who comes back, which fit what happened before; `asked` says that it was only a question."""
    wrong = ANSWERED if before == "silence" else SILENT
    said = [wording.say(texts, slots) for _ in range(10)]
    return next((text for text in said if not wrong.search(text) and not (asked and UNSOLVED.search(text))), said[0])


def joined(parts: Sequence[str]) -> str:
    """Sentences as one text; one without a sign at its end gets a full stop when another follows."""
    closed = [part if part[-1:] in ".?!…:)" or not part[-1:].isalnum() else f"{part}." for part in parts[:-1] if part]
    return " ".join([*closed, parts[-1]]).strip()


def _taken(turns: Sequence[Turn], dice: random.Random) -> Iterator[Turn]:
    """The turns that happen: a block of optional ones all or not at all."""
    take, inside = True, False
    for turn in turns:
        if turn.optional and not inside:
            take = dice.random() < 0.5
        inside = turn.optional
        if take or not turn.optional:
            yield turn
