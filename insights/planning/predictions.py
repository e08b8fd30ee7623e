"""What would become of each conversation, today and with everything built."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from insights.model import EnablerType, HandledBy, Kind
from insights.planning.enablers import Enablers
from insights.planning.labelled import work_class
from insights.planning.potential import RESIDUAL, Rate, after_failures, over_topics, rates, resolution_odds, topic_rates

RUNGS = {EnablerType.ARTICLE: 1, EnablerType.READ: 2, EnablerType.WRITE: 3}
PEOPLE = 4


def predictions(frame: pd.DataFrame, found: Enablers, certain: np.ndarray) -> tuple[pa.Table, dict[str, Rate]]:
    """The table PREDICTIONS, and the rates that it was made with. A conversation without a request has no rung and no probability.

    What a bot reached teaches only where it is `certain` that everything was there: elsewhere a failure may be what was missing after all.
    """
    size, eligible, automated = len(frame), frame["eligible"].to_numpy(), frame["automated"].to_numpy()
    row, place = found.needed["row"].to_numpy(), found.needed["place"].to_numpy()
    lacking = ~found.bill["exists"].to_numpy(dtype=bool)[place]
    missing = np.bincount(row[lacking], minlength=size)
    classes = work_class(frame)
    bot = eligible & frame["handled_by"].isin([str(HandledBy.BOT), str(HandledBy.BOTH)]).to_numpy()
    tried = evidence(frame, classes, bot & (missing == 0) & certain)
    learnt = rates(over_topics(tried))
    odds = resolution_odds(classes, frame["p_human"], learnt, topic_id=frame["topic_id"], local=topic_rates(tried, learnt))
    potential = after_failures(odds, frame["topic_id"], bot, automated)
    today = np.where(automated | (missing == 0), potential, np.minimum(potential, RESIDUAL))
    rung = np.ones(size, dtype=np.int64)
    np.maximum.at(rung, row, np.array([RUNGS[EnablerType(kind)] for kind in found.bill["type"]], dtype=np.int64)[place])
    rung = np.where(automated, 0, np.where(frame[Kind.HUMAN].to_numpy(), PEOPLE, rung))
    ids = found.bill["enabler_id"].to_numpy(dtype=object)
    table = {
        "conversation_id": pa.array(frame["conversation_id"], pa.string()),
        "eligible": pa.array(eligible, pa.bool_()),
        "automated": pa.array(automated, pa.bool_()),
        "work_class": pa.array(classes, pa.string()),
        "needs": lists(ids[place], row, size),
        "missing": lists(ids[place[lacking]], row[lacking], size),
        "rung": pa.array(rung, pa.int32(), mask=~eligible),
        "p_today": pa.array(today, pa.float64(), mask=~eligible),
        "p_potential": pa.array(potential, pa.float64(), mask=~eligible),
    }
    return pa.table(table), learnt


def evidence(frame: pd.DataFrame, classes: pd.Series, ready: np.ndarray) -> pd.DataFrame:
    """Per topic and combination of kinds: conversations that a bot answered with everything in place (`ready`), and those that it resolved.

    None in topics where it never resolved one: there it is not set up.
    """
    part = frame[["topic_id"]].assign(work_class=classes.to_numpy(), tried=ready, reached=ready & frame["automated"].to_numpy())
    part = part[frame["eligible"].to_numpy()]
    live = part.groupby("topic_id")["reached"].transform("any").to_numpy(dtype=bool)
    counted = part.assign(tried=part["tried"] & live).groupby(["topic_id", "work_class"], as_index=False, sort=True)
    return counted[["tried", "reached"]].sum()


def lists(values: np.ndarray, row: np.ndarray, size: int) -> pa.Array:
    """Values as one list per conversation; `row` is in order."""
    offsets = np.concatenate([[0], np.cumsum(np.bincount(row, minlength=size))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values, pa.string()))
