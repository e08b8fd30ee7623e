"""A row of the prediction record as the page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from insights.planning.reached import Compared
from insights.planning.record import Stated


@dataclass(frozen=True, slots=True)
class Row:
    """A statement beside what came after it: in all and per topic; `missing` of its assumed enablers are not there now."""

    stated: Stated
    whole: Compared
    topics: tuple[Compared, ...]
    missing: int
    taken_back: bool
