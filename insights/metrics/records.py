"""What a metric, a dimension and a query are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from insights.metrics.units import TOO_FEW, Unit, change_text, interval_mark, interval_text, is_missing, number_text


class Interval(StrEnum):
    """How the interval beside a metric is made; `none` where the metric itself has none."""

    NONE = "none"
    WILSON = "95 % Wilson"
    MEAN = "95 % normal, of the mean"
    PLAN = "90 %, from the ladder"


class Meaning(StrEnum):
    """What a number stands for; each has one colour."""

    AUTOMATION = "automation"
    PEOPLE = "people"
    GOOD = "good"
    BAD = "bad"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Query:
    """SQL with named parameters, and their values. Values are never part of the text."""

    sql: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something to group by: an SQL expression over one row of `analysed`."""

    name: str
    label: str
    sql: str
    help: str
    order: tuple[str, ...] = ()
    """The values in the order in which people read them; empty when they have none."""
    natural: bool = False
    """True when rows are read in the order of the value itself (time, ratings); else the largest group comes first."""
    join: str = ""
    """What to join to `analysed` first, for a dimension of which a conversation may have several values."""


@dataclass(frozen=True, slots=True)
class Metric:
    """A number with its definition: an SQL aggregate over rows of `analysed`, and how to say it.

    `count` is the number of rows that the value is made of; for a share it is the denominator, and `part` the numerator.
    """

    name: str
    label: str
    sql: str
    unit: Unit
    more_is_better: bool | None
    help: str
    count: str = "count(*)"
    part: str = ""
    interval: Interval = Interval.NONE
    min_rows: int = 1
    uses: tuple[str, ...] = ()
    """Dimensions whose columns `sql` names."""
    meaning: Meaning = Meaning.NEUTRAL

    def text(self, value: float | None, count: float | None = None) -> str:
        """The value in words; "too few" below `min_rows`, "–" when missing."""
        if count is not None and not is_missing(count) and count < self.min_rows:
            return TOO_FEW
        return number_text(value, self.unit)

    def text_interval(self, low: float | None, high: float | None) -> str:
        """The interval inside a sentence, "(51 to 64)"."""
        return interval_text(low, high, self.unit)

    def mark_interval(self, low: float | None, high: float | None) -> str:
        """The interval in a chart or a table, "51–64"."""
        return interval_mark(low, high, self.unit)

    def text_change(self, now: float | None, before: float | None) -> str:
        """How far it moved, without a sign, or "no earlier data"."""
        return change_text(now, before, self.unit)

    def text_denominator(self, value: float | None, count: float | None) -> str:
        """What a share is a share of, "873 of 3,968"; for others the number of rows."""
        if is_missing(count) or count is None:
            return ""
        if not self.part:
            return number_text(count, Unit.COUNT)
        whole = 0 if value is None or is_missing(value) else round(value * count)
        return f"{whole:,} of {count:,.0f}"

    def meaning_of_change(self, now: float | None, before: float | None) -> Meaning:
        """Whether a move is good news, bad news, or neither."""
        if now is None or before is None or is_missing(now) or is_missing(before) or now == before:
            return Meaning.NEUTRAL
        if self.meaning is Meaning.AUTOMATION or self.more_is_better is None:
            return self.meaning
        return Meaning.GOOD if (now > before) == self.more_is_better else Meaning.BAD
