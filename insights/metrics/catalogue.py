"""Every number of the product, once. Adding one is a record and its hand-made value in the tests."""

from __future__ import annotations

from insights.errors import UnusableSetting
from insights.metrics.automation import AUTOMATION
from insights.metrics.experience import EXPERIENCE
from insights.metrics.records import Metric
from insights.metrics.volume import VOLUME

METRICS = (*VOLUME, *AUTOMATION, *EXPERIENCE)

BY_NAME = {each.name: each for each in METRICS}


def metric(name: str) -> Metric:
    """The metric of that name."""
    if name not in BY_NAME:
        raise UnusableSetting(f"There is no metric called {name!r}.", hint=f"Choose one of: {', '.join(BY_NAME)}.")
    return BY_NAME[name]
