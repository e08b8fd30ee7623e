"""The same customer, the same topic, again within a week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa

from insights.model import Resolution

WITHIN = timedelta(days=7)


def recontacts(conversations: pa.Table, topic_ids: Sequence[str], resolutions: Sequence[str]) -> np.ndarray:
    """Conversations assumed to be resolved after which the customer came back about the same topic within 7 days, shape (conversations,)."""
    customers = conversations.column("customer_id").to_pylist()
    started: list[datetime | None] = conversations.column("started_at").to_pylist()
    contacts: dict[tuple[str, str], list[tuple[datetime, int]]] = {}
    for row, (customer, topic, moment) in enumerate(zip(customers, topic_ids, started, strict=True)):
        if customer and moment is not None:
            contacts.setdefault((customer, topic), []).append((moment, row))
    again = np.zeros(len(customers), dtype=bool)
    for times in contacts.values():
        times.sort()
        for (before, row), (after, _) in pairwise(times):
            again[row] = resolutions[row] == Resolution.ASSUMED.value and after - before <= WITHIN
    return again
