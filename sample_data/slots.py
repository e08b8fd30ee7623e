"""What fills the slots of a conversation: the company's lists, and orders, days, sums and people made up for it."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sample_data.company import Company
from sample_data.made import Contact
from sample_data.seed import Seed
from sample_data.voice import Persona
from sample_data.words import words


def slots_of(
    company: Company, seed: Seed, moment: datetime, who: Persona, agent: str, team: str, before: Contact | None, dice: random.Random
) -> dict[str, str]:
    """What stands for every slot in one conversation; the same things as before when the customer comes back."""
    mine = words(seed.language)
    names = dict.fromkeys((*company.slots["en"], *company.slots.get(seed.language, ())))
    slots = {name: dice.choice(company.values(name, seed.language)) for name in names}
    rest = (5, 6) if company.firm else (6,)
    lately, soon = (_workday(moment, sign * dice.randint(1, 3), rest) for sign in (-1, 1))
    amount = f"{dice.randrange(9, 180)}.{dice.choice(('00', '50', '90', '95', '99', '49', '20'))}"
    date = moment - timedelta(days=dice.randint(2, 20))
    slots |= {
        "order": f"{dice.randrange(40, 60)}-{dice.randrange(10000, 99999)}",
        "amount": amount if seed.language == "en" else amount.replace(".", ","),
        "number": str(dice.randrange(3, 40)),
        "weekday": mine.lines["weekdays"][soon.weekday()],
        "date": mine.date.format(day=date.day, month=mine.lines["months"][date.month - 1]),
    }
    if before is not None:
        slots = {**before.slots, "weekday": slots["weekday"]}
        lately = before.started
    agent2 = dice.choice([one for one in company.agents if one != agent])
    people = {
        "customer": who.name.split(maxsplit=1)[0],
        "agent": agent,
        "agent2": agent2,
        "team": team,
        "company": company.name,
        "bot": company.bot,
    }
    return {**slots, **people, "lastday": mine.lines["weekdays"][lately.weekday()]}


def _workday(moment: datetime, days: int, rest: tuple[int, ...]) -> datetime:
    """A day some days away, further away when that is a day of rest."""
    day = moment + timedelta(days=days)
    while day.weekday() in rest:
        day += timedelta(days=1 if days > 0 else -1)
    return day
