"""What people ask about on a day: topics in their shares, waves over time, and seeds that fit the language and the channel."""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import accumulate

from sample_data.company import NO_REQUEST, Company
from sample_data.seed import Ending, Seed

GOLDEN = 0.6180339887498949
"""Steps of this length fall evenly into every part of a line, so that topics keep their shares in every month."""


def stands(what: Seed | Ending, day: date, company: Company) -> bool:
    """Whether a seed or an ending is possible on a day."""
    return not (what.before and day >= company.moments[what.before]) and not (what.after and day < company.moments[what.after])


class Demand:
    """Draws the seed of a conversation.

    A topic keeps its share over the whole time and moves with its waves; a subtopic keeps its share of its topic before and after a moment, though
    other seeds stand then.
    """

    def __init__(self, company: Company, seeds: Iterable[Seed]) -> None:
        """Work out the share of every subtopic on every day."""
        self.company = company
        self.days = [company.first_day + timedelta(days=day) for day in range(company.days)]
        self.drawn: Counter[str] = Counter()
        self.spam: dict[str, list[Seed]] = defaultdict(list)
        self.asked: dict[tuple[str, str], list[Seed]] = defaultdict(list)
        for seed in seeds:
            if seed.topic == NO_REQUEST:
                self.spam[seed.language].append(seed)
            else:
                self.asked[seed.topic, seed.subtopic].append(seed)
        self.spoken = {
            language: {part for part, some in self.asked.items() if any(one.language == language for one in some)} for language in company.languages
        }
        topics = {topic.name: topic.weight for topic in company.topics}
        shares = self._shares()
        total = sum(topics[topic] for topic in {topic for topic, _ in self.asked})
        self.weights: dict[date, dict[tuple[str, str], float]] = {day: {} for day in self.days}
        for topic, share in topics.items():
            parts = [part for part in shares if part[0] == topic]
            waves = {part: [self._wave(*part, day) for day in self.days] for part in parts}
            mean = sum(shares[part] * sum(waves[part]) / len(self.days) for part in parts)
            for part in parts:
                for day, wave in zip(self.days, waves[part], strict=True):
                    self.weights[day][part] = share / total * shares[part] * wave / mean

    def _shares(self) -> dict[tuple[str, str], float]:
        """Each subtopic's share of its topic: the weight of its seeds that stand on a day, over all days, those in English first."""
        weights = {}
        for part, seeds in self.asked.items():
            mine = [seed for seed in seeds if seed.language == "en"] or seeds
            stood = [sum(seed.weight for seed in mine if stands(seed, day, self.company)) for day in self.days]
            weights[part] = sum(stood) / max(1, sum(weight > 0 for weight in stood))
        totals: dict[str, float] = defaultdict(float)
        for (topic, _), weight in weights.items():
            totals[topic] += weight
        return {part: weight / totals[part[0]] for part, weight in weights.items()}

    def _wave(self, topic: str, subtopic: str, day: date) -> float:
        factor = 1.0
        for wave in self.company.waves:
            if wave.topic == topic and wave.subtopic in (None, subtopic):
                factor *= wave.at(day)
        return factor

    def volume(self, day: date) -> float:
        """How much is asked on a day, 1 on average."""
        return sum(self.weights[day].values())

    def draw(self, dice: random.Random, day: date, language: str, channel: str) -> Seed:
        """A seed with a request: one that fits the channel where its subtopic has any, one in English where the language has none on that day."""
        weights = {part: weight for part, weight in self.weights[day].items() if part in self.spoken[language]}
        if not weights:
            return self.draw(dice, day, "en", channel)
        self.drawn[language] += 1
        place = self.drawn[language] * GOLDEN % 1.0 * sum(weights.values())
        part = list(weights)[min(len(weights) - 1, bisect(list(accumulate(weights.values())), place))]
        fitting = self.fitting(self.asked[part], day, language) or self.fitting(self.asked[part], day, "en") or self.asked[part]
        return weighted(dice, [seed for seed in fitting if not seed.channels or channel in seed.channels] or fitting)

    def fitting(self, seeds: Iterable[Seed], day: date, language: str) -> list[Seed]:
        """Seeds that are possible on a day and in a language."""
        return [seed for seed in seeds if seed.language == language and stands(seed, day, self.company)]

    def nothing(self, dice: random.Random, day: date, language: str, channel: str) -> Seed | None:
        """A seed without a request, one that fits the channel where there is any."""
        fitting = self.fitting(self.spam[language], day, language) or self.fitting(self.spam["en"], day, "en")
        return weighted(dice, [seed for seed in fitting if not seed.channels or channel in seed.channels] or fitting) if fitting else None


def weighted(dice: random.Random, seeds: Sequence[Seed]) -> Seed:
    """One of some seeds, by their weights."""
    return dice.choices(seeds, cum_weights=list(accumulate(seed.weight for seed in seeds)))[0]
