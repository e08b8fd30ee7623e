"""How a share is written: which rows, out of which."""

from __future__ import annotations

from insights.metrics.records import Interval, Meaning, Metric
from insights.metrics.units import Unit

ALL = "true"
ELIGIBLE = "coalesce(eligible, false)"


def share(
    name: str, label: str, part: str, whole: str, *, help: str, better: bool | None, uses: tuple[str, ...] = (), meaning: Meaning = Meaning.NEUTRAL
) -> Metric:
    """Rows of `whole` that are also `part`, divided by rows of `whole`, with its Wilson interval."""
    numerator = f"count(*) filter (where {whole} and {part})"
    denominator = f"count(*) filter (where {whole})"
    return Metric(
        name,
        label,
        f"{numerator} / nullif({denominator}, 0)",
        Unit.SHARE,
        better,
        help,
        count=denominator,
        part=numerator,
        interval=Interval.WILSON,
        min_rows=10,
        uses=uses,
        meaning=meaning,
    )
