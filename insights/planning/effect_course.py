"""Week by week: the rate of what a done action was about, beside that of the topics that nobody touched."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import pandas as pd

from insights.planning.difference import WEEK
from insights.planning.effect import Effect
from insights.planning.outcomes import Outcome

COLUMNS = ["week", "whose", "hits", "count"]
MINE, OTHERS = "mine", "others"


def course(cells: pd.DataFrame, one: Outcome) -> pd.DataFrame:
    """Weeks counted from the day it was done, as `week` (their first day), `whose` (mine, others), `hits`, `count`; none where nobody wrote."""
    found, days = one.effect, pd.to_datetime(cells["day"]).dt.date
    mine = (cells["topic_id"] == one.part_id) | (cells["subtopic_id"] == one.part_id)
    sides = ((MINE, mine), (OTHERS, cells["topic_id"].isin(found.untouched)))
    rows = []
    for place in range((found.since - one.done) // WEEK, (found.until - one.done) // WEEK):
        start = one.done + WEEK * place
        here = (days >= start) & (days < start + WEEK)
        for whose, side in sides:
            hits, count = (int(cells.loc[here & side, name].sum()) for name in (found.rate.numerator, found.rate.denominator))
            if count:
                rows.append((start, whose, hits, count))
    return pd.DataFrame(rows, columns=COLUMNS)


def levels(found: Effect) -> tuple[float, float, float]:
    """The rate before, the one expected after had it moved like the others (and as a year before), and the one after."""
    assert found.before is not None and found.after is not None and found.others is not None, "only what is measured has levels"
    return found.before, found.before + (found.others + (found.season or 0.0)) / 100, found.after
