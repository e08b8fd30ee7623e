"""Every number once: what it is called, how it is computed, how it is said. Builds SQL, runs nothing."""

from __future__ import annotations

from insights.metrics.catalogue import METRICS, metric
from insights.metrics.dimensions import DIMENSIONS, dimension
from insights.metrics.filtering import FILTERED, filter_sql, period_before
from insights.metrics.measuring import measure
from insights.metrics.records import Dimension, Interval, Meaning, Metric, Query
from insights.metrics.units import Unit, change_text, counted, interval_mark, interval_text, number_text, percent

__all__ = [
    "DIMENSIONS",
    "FILTERED",
    "METRICS",
    "Dimension",
    "Interval",
    "Meaning",
    "Metric",
    "Query",
    "Unit",
    "change_text",
    "counted",
    "dimension",
    "filter_sql",
    "interval_mark",
    "interval_text",
    "measure",
    "metric",
    "number_text",
    "percent",
    "period_before",
]
