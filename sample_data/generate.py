"""Make the demo company from its scenes: `python -m sample_data.generate` writes `sample_data/lumen-thread/`.

Seeded, so the same files come out on every machine. Dates are fixed: a demo must not age by itself.
"""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from sample_data.knowledge import ARTICLES, TOOLS
from sample_data.manner import ANGRY, GREETING, HANDOVER, HAPPY, LINKING, NEUTRAL, REPEAT, SLOTS, SPAM
from sample_data.orders import ORDERS
from sample_data.returns import RETURNS
from sample_data.scenes import Request, Scene
from sample_data.shop import SHOP

SCENES: tuple[Scene, ...] = (*ORDERS, *RETURNS, *SHOP)
FOLDER = Path(__file__).parent / "lumen-thread"
FIRST_DAY = datetime(2026, 5, 18, tzinfo=UTC)
DAYS = 182
CONVERSATIONS = 1600
BOT_STARTS = datetime(2026, 6, 8, tzinfo=UTC)
CHANNELS = {"chat": 0.52, "email": 0.33, "social": 0.09, "phone": 0.06}
TEAMS = ("Orders", "Returns", "Care")
HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 10, 12, 12, 11, 10, 10, 9, 9, 9, 8, 8, 9, 10, 9, 6, 3)
WEEKDAYS = (1.25, 1.1, 1.0, 1.0, 0.95, 0.7, 0.75)
TYPOS = (("please", "pls"), ("you", "u"), ("the ", "teh "), ("your", "youre"), ("because", "bc"), ("receive", "recieve"))


def generate(count: int = CONVERSATIONS, seed: int = 11) -> list[dict]:
    """`count` conversations in the native format, in order of time."""
    return [conversation for conversation, _ in _made(count, seed)]


def truth(count: int = CONVERSATIONS, seed: int = 11) -> dict[str, str | None]:
    """The topic of the scene behind every conversation of `generate`, by its id; None for spam."""
    return {conversation["conversation_id"]: topic for conversation, topic in _made(count, seed)}


def _made(count: int, seed: int) -> list[tuple[dict, str | None]]:
    dice = random.Random(seed)
    customers = [f"c{number:04d}" for number in range(count * 3 // 4)]
    made = [_conversation(dice, moment, dice.choice(customers)) for moment in sorted(_moment(dice) for _ in range(count))]
    return [({"conversation_id": f"LT-{number:05d}", **conversation}, topic) for number, (conversation, topic) in enumerate(made, start=20001)]


def _moment(dice: random.Random) -> datetime:
    day = dice.choices(range(DAYS), [WEEKDAYS[(FIRST_DAY + timedelta(days=day)).weekday()] * (1 + 0.25 * day / DAYS) for day in range(DAYS)])[0]
    return FIRST_DAY + timedelta(days=day, hours=dice.choices(range(24), HOURS)[0], minutes=dice.randrange(60), seconds=dice.randrange(60))


def _conversation(dice: random.Random, moment: datetime, customer: str) -> tuple[dict, str | None]:
    channel = dice.choices(list(CHANNELS), list(CHANNELS.values()))[0]
    share = (moment - FIRST_DAY).days / DAYS
    base = {"channel": channel, "language": "en", "started_at": moment.isoformat(), "customer_id": customer, "csat": None}
    if dice.random() < 0.05:
        return {**base, "messages": _stamp(dice, moment, channel, [("customer", dice.choice(SPAM))], None)}, None
    scene = dice.choices(SCENES, [scene.weight * (1 + (scene.growth - 1) * share) for scene in SCENES])[0]
    slots = {name: dice.choice(values) for name, values in SLOTS.items()} | {"order": f"{dice.randrange(40, 60)}-{dice.randrange(10000, 99999)}"}
    slots["team"] = "Returns" if "eturn" in scene.topic or "efund" in scene.topic else dice.choice(TEAMS)
    turns, good = _turns(dice, scene, bot=moment >= BOT_STARTS and channel in ("chat", "social") and dice.random() < 0.8)
    turns = [(role, text.format(**slots)) for role, text in turns]
    first = _manner(dice, turns[0][1], channel, customer)
    with_agent = any(role == "agent" for role, _ in turns)
    csat = dice.choice((4, 5, 5, 5) if good else (1, 1, 2, 3)) if dice.random() < 0.12 else None
    messages = _stamp(dice, moment, channel, [("customer", first), *turns[1:]], slots["agent"])
    return {**base, "team": slots["team"] if with_agent else None, "csat": csat, "messages": messages}, scene.topic


def _turns(dice: random.Random, scene: Scene, *, bot: bool) -> tuple[list[tuple[str, str]], bool]:
    """What is said, and whether it ended well."""
    request = dice.choices(scene.requests, [len(one.openings) for one in scene.requests])[0]
    turns = [("customer", _opening(dice, scene, request))]
    if bot and request.bot and dice.random() < 0.75:
        turns.append(("bot", dice.choice(request.bot)))
        if dice.random() < 0.85:
            return turns + ([("customer", dice.choice(HAPPY + NEUTRAL + scene.good))] if dice.random() < 0.55 else []), True
        turns.append(("customer", dice.choice(REPEAT)))
    elif bot and scene.miss:
        turns += [("bot", dice.choice(scene.miss)), ("customer", dice.choice(REPEAT))]
        if dice.random() < 0.25:
            turns += [("bot", turns[1][1]), ("customer", dice.choice(ANGRY))]
            if dice.random() < 0.4:
                return turns, False
    if len(turns) > 1:
        turns.append(("system", dice.choice(HANDOVER)))
    ending, good = _ending(dice, scene, request)
    return turns + ending, good


def _ending(dice: random.Random, scene: Scene, request: Request) -> tuple[list[tuple[str, str]], bool]:
    """What is said once an agent is there, and whether it ended well."""
    turns, greeting = [], dice.choice(GREETING)
    if scene.ask and dice.random() < 0.6:
        turns += [("agent", f"{greeting} {dice.choice(scene.ask)}"), ("customer", dice.choice(LINKING))]
        greeting = ""
    good = dice.random() >= scene.trouble
    turns.append(("agent", f"{greeting} {dice.choice(request.solve if good else request.refuse)}".strip()))
    if good and dice.random() < 0.65:
        turns.append(("customer", dice.choice(HAPPY + NEUTRAL + scene.good * 2)))
    elif not good and dice.random() < 0.7:
        turns.append(("customer", dice.choice(scene.bad + ANGRY)))
    return turns, good


def _opening(dice: random.Random, scene: Scene, request: Request) -> str:
    """One person's words, often with a sentence more, at times before the request itself."""
    text = dice.choice(request.openings)
    if dice.random() < 0.45:
        return text
    detail = dice.choice(scene.details)
    if dice.random() < 0.2:
        return f"{detail} {text}"
    return f"{text if text[-1] in '.?!' else text + '.'} {detail}"


def _manner(dice: random.Random, text: str, channel: str, customer: str) -> str:
    """The opening as people write it on that channel."""
    if channel == "email":
        name = ("Alex", "Sam", "Robin", "Kim", "Noa", "Chris")[int(customer[1:]) % 6]
        hello, goodbye = dice.choice(("Hello,", "Dear team,", "Hi,", "Good morning,")), dice.choice(("Kind regards", "Best", "Thanks", "Regards"))
        return f"{hello}\n\n{text}\n\n{goodbye}\n{name}"
    if channel == "phone":
        return f"{dice.choice(('Yeah hi, um, ', 'Hello, so, ', 'Hi, I was just wondering, uh, '))}{text}"
    if dice.random() < 0.3:
        text = text.lower().rstrip(".")
    if dice.random() < 0.2:
        text = text.replace(*dice.choice(TYPOS))
    return text + dice.choice(("", "", "", " 🙏", " ???", " thanks"))


def _stamp(dice: random.Random, moment: datetime, channel: str, turns: list[tuple[str, str]], agent: str | None) -> list[dict]:
    """Messages with times: bots answer at once, people in minutes (chat, phone) or hours (e-mail, social)."""
    messages = []
    for role, text in turns:
        author = {"agent": agent, "bot": "Lu"}.get(role)
        messages.append({"author_role": role, "author": author, "sent_at": moment.isoformat(), "text": text})
        slow = channel in ("email", "social")
        minutes = dice.lognormvariate(5.2, 1.0) if slow else dice.lognormvariate(0.9, 0.8)
        moment += timedelta(minutes=round(min(minutes, 4000)), seconds=dice.randrange(5, 50))
    for place, following in pairwise(messages):
        if following["author_role"] in ("bot", "system"):
            following["sent_at"] = (datetime.fromisoformat(place["sent_at"]) + timedelta(seconds=4)).isoformat()
    return messages


def main() -> None:
    """Write the demo's conversations, articles and tools."""
    FOLDER.mkdir(exist_ok=True)
    lines = "".join(json.dumps(conversation, ensure_ascii=False) + "\n" for conversation in generate())
    (FOLDER / "conversations.jsonl.gz").write_bytes(gzip.compress(lines.encode(), mtime=0))
    for name, rows in (("articles", ARTICLES), ("tools", TOOLS)):
        (FOLDER / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
