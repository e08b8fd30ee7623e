"""What is true of a generated company: the planted truths of its company.toml, each with what was measured on the conversations.

Shares are of eligible conversations (those with a request), CX scores of the rated ones, as everywhere in the product.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from insights.model import HandledBy, Kind, Reason, Resolution
from sample_data.company import Company, Truth
from sample_data.made import Gold, Made

SOLVED = (Resolution.CONFIRMED, Resolution.ASSUMED)


@dataclass(frozen=True, slots=True)
class Dated:
    """What is true of a conversation, and its day."""

    day: date
    gold: Gold


@dataclass(frozen=True, slots=True)
class Facts:
    """The eligible conversations of a company, and those that one truth is about."""

    company: Company
    truth: Truth
    every: tuple[Dated, ...]
    mine: tuple[Dated, ...]

    @property
    def others(self) -> tuple[Dated, ...]:
        """The conversations that the truth is not about."""
        ids = {one.gold.conversation_id for one in self.mine}
        return tuple(one for one in self.every if one.gold.conversation_id not in ids)

    def key(self, name: str) -> date:
        """A day that the truth names, by itself or through its moment."""
        value = self.truth.keys.get(name) or self.company.moments[str(self.truth.keys["moment"])]
        assert isinstance(value, date)
        return value


def truth_of(company: Company, made: Sequence[Made]) -> dict:
    """The content of `truth.json`."""
    every = tuple(Dated(date.fromisoformat(one.conversation["started_at"][:10]), one.gold) for one in made if one.gold.kinds)
    solved = sum(_by_bot(one.gold) for one in every)
    return {
        "company": company.name,
        "conversations": len(made),
        "eligible": len(every),
        "today": _ratio(solved, len(every)),
        "potential": _ratio(sum(one.gold.chance or 0.0 for one in every), len(every)),
        "cx_score": cx_score(every),
        "ratings": _counted(str(one.gold.rating or "not scored") for one in every),
        "kinds": {kind: _ratio(sum(kind in one.gold.kinds for one in every), len(every)) for kind in Kind},
        "truths": [measured(company, truth, every) for truth in company.truths],
    }


def measured(company: Company, truth: Truth, every: tuple[Dated, ...]) -> dict:
    """A planted truth with what is there of it."""
    mine = tuple(one for one in every if about(truth, one.gold))
    told = {key: value.isoformat() if isinstance(value, date) else value for key, value in truth.keys.items()}
    counts = {
        "conversations": len(mine),
        "share": _ratio(len(mine), len(every)),
        "cx_score": cx_score(mine),
        "months": _counted(one.day.isoformat()[:7] for one in mine),
    }
    more = MEASURES[truth.kind](Facts(company, truth, every, mine)) if truth.kind in MEASURES else {}
    return {"id": truth.id, "kind": truth.kind, "says": truth.says, "topic": truth.topic, **told, **counts, **more}


def about(truth: Truth, gold: Gold) -> bool:
    """Whether a truth speaks of a conversation: by its gap, its tool, its team, else by its topic."""
    if "gap" in truth.keys:
        return gold.gap == truth.keys["gap"]
    if "tool" in truth.keys:
        return truth.keys["tool"] in gold.tools
    if "team" in truth.keys:
        return gold.team == truth.keys["team"]
    return truth.topic is None or truth.topic in (gold.topic, f"{gold.topic} / {gold.subtopic}")


def growth(facts: Facts) -> dict:
    """Conversations a day before and after, against those of everything that has no wave of its own."""
    start = facts.key("start")
    before, after = _a_day(facts, facts.mine, until=start), _a_day(facts, facts.mine, since=start)
    calm = [one for one in facts.others if not any(about(_topic_of(wave.topic, wave.subtopic), one.gold) for wave in facts.company.waves)]
    rest = _a_day(facts, calm, since=start) / _a_day(facts, calm, until=start)
    return {"a_day_before": before, "a_day_after": after, "times": round(after / before, 3), "times_against_others": round(after / before / rest, 3)}


def _topic_of(topic: str, subtopic: str | None) -> Truth:
    return Truth("", "", f"{topic} / {subtopic}" if subtopic else topic, "", {})


def season(facts: Facts) -> dict:
    """Conversations a day in the peak, before it and after it."""
    start, end = facts.key("start"), facts.key("end")
    inside = [one for one in facts.mine if start <= one.day <= end]
    rate = round(len(inside) / ((end - start).days + 1), 3)
    before, after = _a_day(facts, facts.mine, until=start), _a_day(facts, [one for one in facts.mine if one.day > end], since=end)
    return {"a_day_before": before, "a_day_in_peak": rate, "a_day_after": after, "times": round(rate / ((before + after) / 2), 3)}


def gap(facts: Facts) -> dict:
    """How many need the article, by subtopic, and what the bot makes of it today."""
    wrong = sum(Reason.WRONG_OR_UNCLEAR_ANSWER in one.gold.reasons and one.gold.handled_by != HandledBy.AGENT for one in facts.mine)
    points = round(100 * sum(one.gold.chance or 0.0 for one in facts.mine) / len(facts.every), 2)
    subtopics = _counted(f"{one.gold.topic} / {one.gold.subtopic}" for one in facts.mine)
    return {"subtopics": subtopics, "wrong_answers_with_bot": wrong, "by_bot_today": sum(_by_bot(one.gold) for one in facts.mine), "points": points}


def enabler(facts: Facts) -> dict:
    """What the tool unlocks alone and together with all the rest, in points of the automation rate."""
    path = facts.company.folder / "tools.jsonl"
    tools = {tool["name"]: tool for tool in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    lacking = {name for name, tool in tools.items() if not tool["available"]}
    alone = [one for one in facts.mine if lacking & set(one.gold.tools) <= {facts.truth.keys["tool"]} and one.gold.gap is None]

    def points(some: Iterable[Dated]) -> float:
        return round(100 * sum(one.gold.chance or 0.0 for one in some) / len(facts.every), 2)

    tool = tools[str(facts.truth.keys["tool"])]
    return {"type": tool["type"], "available": tool["available"], "points_alone": points(alone), "points_with_all": points(facts.mine)}


def bot_loop(facts: Facts) -> dict:
    """Where the bot repeats itself, and what that does to the score."""
    looped = [one for one in facts.mine if Reason.BOT_LOOP in one.gold.reasons]
    free = [one for one in facts.mine if Reason.BOT_LOOP not in one.gold.reasons]
    elsewhere = sum(Reason.BOT_LOOP in one.gold.reasons for one in facts.others)
    return {
        "with_bot": sum(one.gold.handled_by in (HandledBy.BOT, HandledBy.BOTH) for one in facts.mine),
        "loops": len(looped),
        "loops_elsewhere": elsewhere,
        "cx_score_with_loop": cx_score(looped),
        "cx_score_without_loop": cx_score(free),
        "cx_score_of_others": cx_score(facts.others),
    }


def team_mix(facts: Facts) -> dict:
    """The team's score, that of the others, and what its mix of topics alone would give."""
    topics = sorted({one.gold.topic for one in facts.every})
    with_agent = [one for one in facts.every if one.gold.team]
    scores = {topic: cx_score([one for one in with_agent if one.gold.topic == topic]) for topic in topics}
    rated = [one for one in facts.mine if one.gold.rating]
    expected = _ratio(sum(scores[one.gold.topic] or 0.0 for one in rated), len(rated))
    others = cx_score([one for one in facts.others if one.gold.team])
    return {"cx_score_of_others": others, "cx_score_expected_by_topics": expected, "topics": _counted(one.gold.topic for one in facts.mine)}


def fix(facts: Facts) -> dict:
    """Scores and resolution before and after, here and elsewhere."""
    start = facts.key("start")

    def halves(name: str, some: Sequence[Dated]) -> dict:
        parts = {"before": [one for one in some if one.day < start], "after": [one for one in some if one.day >= start]}
        scores = {f"cx_score_{part}{name}": cx_score(rows) for part, rows in parts.items()}
        return scores | {
            f"resolved_{part}{name}": _ratio(sum(one.gold.resolution in SOLVED for one in rows), len(rows)) for part, rows in parts.items()
        }

    rates = {"a_day_before": _a_day(facts, facts.mine, until=start), "a_day_after": _a_day(facts, facts.mine, since=start)}
    return {**rates, **halves("", facts.mine), **halves("_of_others", facts.others)}


def policy(facts: Facts) -> dict:
    """How often it is the reason, here and elsewhere."""

    def share(some: Sequence[Dated]) -> float | None:
        return _ratio(sum(Reason.POLICY_OR_PRICE in one.gold.reasons for one in some), len(some))

    return {"reason_share": share(facts.mine), "reason_share_of_others": share(facts.others), "cx_score_of_others": cx_score(facts.others)}


def potential(facts: Facts) -> dict:
    """What is resolved by the bot today, and what would be with everything in place."""
    solved, chances = sum(_by_bot(one.gold) for one in facts.mine), sum(one.gold.chance or 0.0 for one in facts.mine)
    return {"today": _ratio(solved, len(facts.mine)), "potential": _ratio(chances, len(facts.mine))}


MEASURES: dict[str, Callable[[Facts], dict]] = {
    "growth": growth,
    "season": season,
    "missing_article": gap,
    "outdated_article": gap,
    "enabler": enabler,
    "bot_loop": bot_loop,
    "team_mix": team_mix,
    "fix": fix,
    "policy": policy,
    "potential": potential,
}


def cx_score(some: Sequence[Dated]) -> float | None:
    """Share of the rated conversations that are rated 4 or 5."""
    rated = [one.gold.rating for one in some if one.gold.rating]
    return _ratio(sum(rating >= 4 for rating in rated), len(rated))


def _by_bot(gold: Gold) -> bool:
    return gold.handled_by == HandledBy.BOT and gold.resolution in SOLVED


def _ratio(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _counted(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _a_day(facts: Facts, some: Sequence[Dated], *, since: date | None = None, until: date | None = None) -> float:
    """Conversations a day since a day or until the day before it."""
    first, days = facts.company.first_day, facts.company.days
    length = (until - first).days if until else days - (since - first).days if since else days
    inside = [one for one in some if not (since and one.day < since) and not (until and one.day >= until)]
    return round(len(inside) / max(1, length), 3)
