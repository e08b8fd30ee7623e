"""One week in numbers, beside the week before: what was written about, how it went, and what of it moved.

A change is told when chance and what weeks usually differ by do not explain it: the chi-square of the change is divided by the mean of those from
week to week before (at least 1, and as though a few more weeks had differed by chance alone), and F takes its place, since that mean is known from
few weeks. What all conversations did is one family of tests, what the topics did another (5 % each, Bonferroni), so that a quiet week stays quiet:
of simulated weeks in which nothing happens 4 % call out a number of all and 3 % a topic where weeks scatter by a seventh, 1 % each where they do not.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from scipy.special import chdtrc, fdtrc

from insights.planning.weeks import LENGTH, Week

FAMILY = 0.05
USUAL_PAIRS = 8
"""How many weeks back it is looked for what weeks usually differ by."""
BY_CHANCE = 4
FEWEST_PAIRS = 3
"""The number of all conversations scatters more than chance in most places; before that is known it is not called."""
FEWEST = 5
"""Expected conversations that each side of a test needs."""
OTHER = "other"
COUNTS = ("conversations", "eligible", "automated", "scored", "high")


class Measure(StrEnum):
    """What may have moved."""

    VOLUME = "volume"
    AUTOMATION = "automation"
    EXPERIENCE = "experience"


PARTS = {Measure.AUTOMATION: ("automated", "eligible"), Measure.EXPERIENCE: ("high", "scored")}


@dataclass(frozen=True, slots=True)
class Counted:
    """Conversations of a topic (or all) in a week, and of them those eligible, automated, scored and rated 4 or 5."""

    topic_id: str
    conversations: int
    eligible: int
    automated: int
    scored: int
    high: int

    @property
    def automation(self) -> float | None:
        """Share automated of the eligible ones."""
        return self.automated / self.eligible if self.eligible else None

    @property
    def experience(self) -> float | None:
        """Share rated 4 or 5 of the scored ones."""
        return self.high / self.scored if self.scored else None


@dataclass(frozen=True, slots=True)
class Moved:
    """A change that chance does not explain: of `topic_id`, or of all where that is empty.

    `before` and `now` are shares, of all conversations of the week for the volume of a topic; conversations for the volume of all.
    """

    measure: Measure
    topic_id: str
    before: float
    now: float
    before_count: int
    now_count: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """A week and the one before (None where the data do not hold it whole), all and by topic, the largest first; and what moved."""

    week: Week
    total: Counted
    earlier: Counted | None
    topics: tuple[Counted, ...]
    topics_earlier: tuple[Counted, ...]
    moved: tuple[Moved, ...]


def numbers(cells: pd.DataFrame, week: Week, whole: Sequence[Week]) -> Numbers:
    """The numbers of a week. `cells` are `weekly_cells`, `whole` the weeks that the data hold whole."""
    oldest = week.monday - LENGTH * (USUAL_PAIRS + 1)
    tables = by_week(cells, [each for each in whole if oldest <= each.monday <= week.monday])
    now, before = tables[week], tables.get(week.before)
    return Numbers(
        week,
        total(now),
        None if before is None else total(before),
        rows(now),
        () if before is None else rows(before),
        () if before is None else tuple(moved(tables, week)),
    )


def by_week(cells: pd.DataFrame, weeks: Sequence[Week]) -> dict[Week, pd.DataFrame]:
    """The counts of every topic in every one of these weeks, those without any as nought."""
    days = pd.to_datetime(cells["week"]).dt.date
    topics = sorted(cells["topic_id"].dropna().astype(str).unique())
    return {
        each: cells[(days == each.monday) & cells["topic_id"].notna()].set_index("topic_id")[list(COUNTS)].reindex(topics, fill_value=0)
        for each in weeks
    }


def total(table: pd.DataFrame) -> Counted:
    """All topics of a week together."""
    return Counted("", *(int(table[name].sum()) for name in COUNTS))


def rows(table: pd.DataFrame) -> tuple[Counted, ...]:
    """The topics that somebody wrote about, the largest first, Other last."""
    found = [Counted(str(row.Index), *(int(getattr(row, name)) for name in COUNTS)) for row in table.itertuples() if row.conversations]
    return tuple(sorted(found, key=lambda each: (each.topic_id == OTHER, -each.conversations, each.topic_id)))


def moved(tables: dict[Week, pd.DataFrame], week: Week) -> Iterator[Moved]:
    """What moved from the week before to this one, all together first."""
    pairs = [Week(week.monday - LENGTH * place) for place in range(1, USUAL_PAIRS + 1)]
    pairs = [each for each in pairs if each in tables and each.before in tables]
    for whole in (True, False):
        found = {measure: against(tables, week, measure, whole) for measure in Measure}
        looked_at = sum(int(table["chi"].notna().sum()) for table in found.values())
        for measure, table in found.items():
            if whole and measure is Measure.VOLUME and len(pairs) < FEWEST_PAIRS:
                continue
            if not (chdtrc(1, table["chi"].max()) * looked_at < FAMILY):
                # Whatever weeks usually differ by, nothing here is more than that.
                continue
            usual = [chi for each in pairs for chi in against(tables, each, measure, whole)["chi"].dropna()]
            known = len(usual) + BY_CHANCE
            spread = max(1.0, (sum(usual) + BY_CHANCE) / known)
            for row in table.dropna(subset=["chi"]).itertuples():
                if fdtrc(1, known, row.chi / spread) * looked_at < FAMILY:
                    yield Moved(measure, str(row.Index), row.before, row.now, int(row.before_count), int(row.now_count))


def against(tables: dict[Week, pd.DataFrame], week: Week, measure: Measure, whole: bool) -> pd.DataFrame:
    """A week against the one before, in all (`whole`) or by topic: `before now before_count now_count chi`, which is missing where too few say so."""
    now, before = tables[week], tables[week.before]
    if whole:
        now, before = (each.sum().to_frame("").T for each in (now, before))
    if measure is not Measure.VOLUME:
        part, of = PARTS[measure]
        return shares(before[part], before[of], now[part], now[of])
    if not whole:
        return shares(*(part for each in (before, now) for part in (each["conversations"], each["conversations"] * 0 + each["conversations"].sum())))
    counts = [each["conversations"].astype(float) for each in (before, now)]
    both = counts[0] + counts[1]
    chi = ((counts[1] - counts[0]) ** 2 / both).where(both >= 2 * FEWEST)
    return pd.DataFrame({"before": counts[0], "now": counts[1], "before_count": counts[0], "now_count": counts[1], "chi": chi})


def shares(hits: pd.Series, size: pd.Series, hits_now: pd.Series, size_now: pd.Series) -> pd.DataFrame:
    """Two shares beside each other, and Pearson's chi-square of their difference."""
    hits, size, hits_now, size_now = (each.astype(float) for each in (hits, size, hits_now, size_now))
    before, now = hits / size.where(size > 0), hits_now / size_now.where(size_now > 0)
    usual = (hits + hits_now) / (size + size_now).where(size + size_now > 0)
    fewest = np.minimum(size, size_now) * np.minimum(usual, 1 - usual)
    chi = (now - before) ** 2 / (usual * (1 - usual) * (1 / size.where(size > 0) + 1 / size_now.where(size_now > 0)))
    return pd.DataFrame({"before": before, "now": now, "before_count": size, "now_count": size_now, "chi": chi.where(fewest >= FEWEST)})
