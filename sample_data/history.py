"""Half a year of a company: who writes when about what, who comes back, and what is true of every conversation."""

from __future__ import annotations

import heapq
import random
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from insights.model import HandledBy, NotScored, Resolution
from sample_data.channels import dressed
from sample_data.company import NO_REQUEST, Company
from sample_data.demand import Demand
from sample_data.dialogue import Course, course, spoken_lines, success
from sample_data.made import ALIKE, Contact, Gold, Made, handled_by, likeness, shingled
from sample_data.rhythm import Rhythm
from sample_data.seed import Seed
from sample_data.setting import Message, Setting
from sample_data.slots import slots_of
from sample_data.voice import Persona, persona, written
from sample_data.words import Wording

SPAM_SHARE = 0.05
OWN_TEAM = 0.85
COMES_BACK = {Resolution.UNRESOLVED: 0.35, Resolution.PENDING: 0.35, Resolution.ASSUMED: 0.05}
KNOWN_CUSTOMER = 0.25
SAME_CHANNEL = 0.75
REST_DAYS = 8
TRIES = 24
LANGUAGE_SLACK = 60
ANSWERS = {5: 0.19, 4: 0.11, 3: 0.08, 2: 0.14, 1: 0.22, None: 0.04}
STARS = (-2, -1, 0, 1)
STAR_WEIGHTS = (0.03, 0.13, 0.66, 0.18)
FIRST_NUMBER = 20001


class History:
    """Conversations in order of time. It remembers customers, wordings, and texts that were used."""

    def __init__(self, company: Company, seeds: Iterable[Seed]) -> None:
        """Nothing has happened yet."""
        self.company = company
        self.dice = random.Random(company.seed)
        self.demand = Demand(company, seeds)
        self.rhythm = Rhythm(company, self.demand.volume)
        self.wording = Wording(self.dice)
        self.made: list[Made] = []
        self.linked: set[int] = set()
        self.customers: dict[str, list[Contact]] = defaultdict(list)
        self.openings: set[str] = set()
        self.shingles: dict[str, list[frozenset[str]]] = defaultdict(list)
        self.teams = tuple(company.teams)
        self.languages: Counter[str] = Counter()

    def run(self) -> list[Made]:
        """Everything that happens, in order of time."""
        company, dice = self.company, self.dice
        channels, shares = list(company.channels), list(company.channels.values())
        queue: list[tuple[datetime, int, str, Contact | None]] = []
        for number in range(round(company.conversations * 0.97)):
            channel = dice.choices(channels, shares)[0]
            queue.append((self.rhythm.moment(dice, channel), number, channel, None))
        heapq.heapify(queue)
        last = datetime.combine(company.first_day + timedelta(days=company.days), time(), tzinfo=UTC)
        while queue:
            moment, _, channel, before = heapq.heappop(queue)
            again = self._again(self._happens(moment, channel, before), last)
            if again is not None:
                heapq.heappush(queue, (*again[:1], len(self.made) + company.conversations, *again[1:]))
        return self._numbered()

    def _happens(self, moment: datetime, channel: str, before: Contact | None) -> Contact:
        company, dice, day = self.company, self.dice, moment.date()
        language = before.seed.language if before else self._language()
        if before:
            seed = before.seed
            self.linked.update((before.place, len(self.made)))
        else:
            spam = self.demand.nothing(dice, day, language, channel) if dice.random() < SPAM_SHARE * 1.07 else None
            seed = spam or self.demand.draw(dice, day, language, channel)
            channel = self._channel(seed, channel, moment)
        customer, who = (before.customer, before.who) if before else self._customer(seed, moment)
        live = company.bot_live
        bot = day >= live.since and channel in live.channels and dice.random() < live.share
        drawn = course(seed, company, day, dice, bot=bot, channel=channel, back=before and ("answer" if before.answered else "silence"))
        owner = seed.team or company.owner(seed.topic, seed.subtopic)
        team = owner if dice.random() < OWN_TEAM else dice.choice([one for one in self.teams if one != owner] or [owner])
        agents = company.agents[self.teams.index(team) :: len(self.teams)] or company.agents
        slots = slots_of(company, seed, moment, who, dice.choice(agents), team, before, dice)
        setting = Setting(company, channel, seed.language, who, slots["agent"], moment, drawn.bot, _mood(drawn), _pace(drawn), slots, not seed.kinds)
        subject = self._subject(drawn, setting)
        messages = self._worded(drawn, setting, subject or "")
        self._keep(drawn, setting, messages, customer, team, subject)
        answered = any(message.role == "agent" for message in messages)
        contact = Contact(customer, who, seed, channel, slots, moment, len(self.made) - 1, answered)
        self.customers[seed.language].append(contact)
        self.languages[seed.language] += 1
        return contact

    def _language(self) -> str:
        """A language, those sooner that are behind their share: where a language has no seed, English stands in."""
        behind = {name: max(0.0, share * (len(self.made) + LANGUAGE_SLACK) - self.languages[name]) for name, share in self.company.languages.items()}
        return self.dice.choices(list(behind), list(behind.values()))[0]

    def _channel(self, seed: Seed, channel: str, moment: datetime) -> str:
        """The channel, or another by which this is written; nobody picks up the phone at night."""
        if not seed.channels or channel in seed.channels:
            return channel
        shares = {name: share for name, share in self.company.channels.items() if name in seed.channels}
        if not (8 <= moment.hour < 19 and moment.weekday() < 6) and len(shares) > 1:
            shares.pop("phone", None)
        return self.dice.choices(list(shares), list(shares.values()))[0] if shares else channel

    def _customer(self, seed: Seed, moment: datetime) -> tuple[str, Persona]:
        """Somebody new, or at times somebody who wrote long enough ago about something else."""
        known = self.customers[seed.language]
        if seed.kinds and known and self.dice.random() < KNOWN_CUSTOMER:
            one = self.dice.choice(known)
            latest = max(contact.started for contact in known if contact.customer == one.customer)
            if moment - latest > timedelta(days=REST_DAYS) and one.seed.topic not in (seed.topic, NO_REQUEST):
                return one.customer, one.who
        number = f"c{len(self.made) + 1:05d}"
        names = self.company.words("customers", seed.language) or self.company.customers
        first, last = (self.dice.choice(names).split(maxsplit=1) for _ in range(2))
        return number, persona(f"{self.company.id_prefix} {number}", f"{first[0]} {last[-1]}", seed.language)

    def _worded(self, drawn: Course, setting: Setting, subject: str) -> list[Message]:
        """The conversation in words; tried again when its opening was used before or when it is too much like another."""
        best, least = [], 2.0
        for _ in range(TRIES):
            said = spoken_lines(drawn, self.company, setting.slots, self.wording, setting.channel, subject)
            messages = dressed(said, setting, self.wording)
            opening = next((message.text for message in messages if message.role == "customer"), "")
            shingles = shingled(messages)
            alike = max((likeness(shingles, other) for other in self.shingles[drawn.seed.title]), default=0.0) + (opening in self.openings)
            if alike < least:
                best, least, kept = messages, alike, (opening, shingles)
            if alike < ALIKE:
                break
        self.openings.add(kept[0])
        self.shingles[drawn.seed.title].append(kept[1])
        return best

    def _keep(self, drawn: Course, setting: Setting, messages: list[Message], customer: str, team: str, subject: str | None) -> None:
        seed, dice = drawn.seed, self.dice
        handled = handled_by(messages)
        rating = drawn.rating
        not_scored = None if rating else _not_scored(seed, handled)
        its_team = None if handled == HandledBy.BOT else team
        answers = seed.kinds and dice.random() < ANSWERS[rating]
        conversation = {
            "conversation_id": "",
            "channel": setting.channel,
            "language": seed.language,
            "started_at": messages[0].sent_at.isoformat(),
            "customer_id": customer,
            "subject": subject,
            "team": its_team,
            "state": "open" if drawn.resolution == Resolution.PENDING else "closed",
            "tags": [],
            "csat": min(5, max(1, (rating or 3) + dice.choices(STARS, STAR_WEIGHTS)[0])) if answers else None,
            "messages": [
                {"author_role": one.role, "author": one.author, "sent_at": one.sent_at.isoformat(), "text": one.text, "internal": one.internal}
                for one in messages
            ],
        }
        chance = success(seed, self.company) if seed.kinds else None
        gold = Gold(
            "", seed.topic, seed.subtopic, seed.kinds, seed.cause, seed.tools, seed.articles, seed.gap, drawn.resolution, rating, not_scored,
            drawn.reasons if rating else (), handled, its_team, seed.language, seed.title, chance,
        )  # fmt: skip
        self.made.append(Made(conversation, gold))

    def _subject(self, drawn: Course, setting: Setting) -> str | None:
        if setting.channel not in ("email", "other") or not drawn.seed.subjects:
            return None
        text = self.wording.say(drawn.seed.subjects, setting.slots)
        if not setting.bare:
            text = written(text, setting.customer, self.dice, mood="even", careful=True)
        if drawn.back:
            return f"{self.dice.choice(('Re: ', 'RE: ', 'AW: ' if setting.language == 'de' else 'Re: ', ''))}{text}"
        return text

    def _again(self, contact: Contact, last: datetime) -> tuple[datetime, str, Contact] | None:
        """When and where the customer comes back about the same thing, if at all."""
        dice, gold = self.dice, self.made[-1].gold
        if not contact.seed.kinds or dice.random() >= COMES_BACK.get(Resolution(gold.resolution), 0.0) if gold.resolution else True:
            return None
        others = [one for one in self.company.channels if not contact.seed.channels or one in contact.seed.channels]
        channel = contact.channel if dice.random() < SAME_CHANNEL else dice.choice(others or [contact.channel])
        moment = self.rhythm.on(dice, channel, (contact.started + timedelta(days=dice.randint(1, 6))).date())
        ended = datetime.fromisoformat(self.made[-1].conversation["messages"][-1]["sent_at"])
        if not ended + timedelta(hours=2) < moment < min(last, contact.started + timedelta(days=6, hours=20)):
            return None
        if gold.resolution == Resolution.ASSUMED:
            self.made[-1] = replace(self.made[-1], gold=replace(gold, resolution=str(Resolution.UNRESOLVED)))
        return moment, channel, contact

    def _numbered(self) -> list[Made]:
        """In order of time, with ids, and as many as the company says; none of two that belong together is left out."""
        places = [place for place in range(len(self.made)) if place not in self.linked]
        spare = max(0, len(self.made) - self.company.conversations)
        dropped = set(self.dice.sample(places, min(spare, len(places))))
        kept = sorted((one for place, one in enumerate(self.made) if place not in dropped), key=lambda one: one.conversation["started_at"])
        numbered = []
        for number, one in enumerate(kept, start=FIRST_NUMBER):
            name = f"{self.company.id_prefix}-{number}"
            numbered.append(Made({**one.conversation, "conversation_id": name}, replace(one.gold, conversation_id=name)))
        return numbered


def history(company: Company, seeds: Iterable[Seed]) -> list[Made]:
    """The conversations of a company, in order of time."""
    return History(company, seeds).run()


def _mood(drawn: Course) -> str:
    if drawn.rating is None:
        return "even"
    return "good" if drawn.rating >= 4 else "even" if drawn.rating == 3 else "bad"


def _pace(drawn: Course) -> float:
    return 6.0 if "slow_reply" in drawn.reasons else 0.5 if "quick_resolution" in drawn.reasons else 1.0


def _not_scored(seed: Seed, handled: str) -> str:
    if not seed.kinds:
        return str(NotScored.NO_REQUEST)
    return str(NotScored.NO_REPLY if handled == HandledBy.NOBODY else NotScored.TOO_SHORT)
