"""The ranked list of what to do next, with what proves each entry, and the bill of enablers with the same gains."""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false, reportReturnType=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from insights.model import ActionType
from insights.planning.candidates import REMOVES
from insights.planning.drafts import drafts
from insights.planning.enablers import Enablers
from insights.planning.judging import JUDGE
from insights.planning.labelled import Labelled
from insights.planning.uncertainty import Z90
from insights.planning.voices import Voices
from insights.planning.weighing import Gain

SMALLEST_GAIN = 0.05
"""Points below which an action that builds nothing is not worth a line."""
LIFT_ERROR = 0.35
"""How far off the share of low ratings that turn may be, as a part of it (one standard deviation): a stated assumption until actions are done."""
MOST_ACTIONS = 40
QUOTES = 5
DAYS_A_MONTH = 30.44
EFFORT_WORDS = {"S": "little", "M": "some", "L": "much"}


@dataclass(frozen=True, slots=True)
class Weights:
    """What turns expected numbers of conversations into points and months."""

    eligible: int
    scored: int
    months: float
    rate_error: float

    def points(self, gain: Gain) -> tuple[float, float, float]:
        """Points of automation rate with their 90 % interval."""
        value = 100 * gain.unlocked / max(self.eligible, 1)
        error = value**2 * (self.rate_error**2 + JUDGE.needs**2) + 100**2 * gain.unlocked_variance / max(self.eligible, 1) ** 2
        return ends(value, error)

    def cx(self, gain: Gain) -> tuple[float, float, float]:
        """Points of CX score with their 90 % interval."""
        value = 100 * gain.turned / max(self.scored, 1)
        return ends(value, (value * LIFT_ERROR) ** 2 + 100**2 * gain.turned_variance / max(self.scored, 1) ** 2)


def ends(value: float, variance: float) -> tuple[float, float, float]:
    """A value and its 90 % interval, never below nothing."""
    half = Z90 * variance**0.5
    return value, max(0.0, value - half), value + half


def months_of(started_at: pd.Series) -> float:
    """How many months the conversations span, at least a week; one month where their times are not known."""
    known = started_at.dropna()
    if known.empty:
        return 1.0
    return max(((known.max() - known.min()).total_seconds() / 86_400) + 1, 7.0) / DAYS_A_MONTH


def worth_a_line(gains: Sequence[Gain], weights: Weights) -> list[Gain]:
    """The gains without the actions that build nothing and bring next to nothing, cut to a list that somebody reads."""
    kept = [each for each in gains if each.candidate.place is not None or weights.points(each)[0] + weights.cx(each)[0] >= SMALLEST_GAIN]
    return kept[:MOST_ACTIONS]


def actions(gains: Sequence[Gain], weights: Weights, found: Enablers, voices: Voices) -> pa.Table:
    """The table ACTIONS, in the order of `gains`."""
    ids = found.bill["enabler_id"].tolist()
    rows, written = [], drafts([gain.candidate for gain in gains], voices)
    for rank, gain in enumerate(gains, 1):
        candidate, points, cx = gain.candidate, weights.points(gain), weights.cx(gain)
        rows.append(
            {
                "action_id": candidate.action_id,
                "rank": rank,
                "type": str(candidate.type),
                "title": candidate.title,
                "topic_id": candidate.topic_id,
                "enabler_id": None if candidate.place is None else ids[candidate.place],
                **dict(zip(("gain_points", "gain_low", "gain_high"), points, strict=True)),
                **dict(zip(("cx_points", "cx_low", "cx_high"), cx, strict=True)),
                "conversations_per_month": gain.unlocked / weights.months,
                "effort": candidate.effort,
                "confidence": confidence(gain, points, cx),
                "conversations": len(candidate.rows),
                "why": why(gain, points[0], cx[0], weights),
                "draft": written[rank - 1],
            }
        )
    return pa.Table.from_pylist(rows, ACTION_SCHEMA)


ACTION_SCHEMA = pa.schema(
    [("action_id", pa.string()), ("rank", pa.int32())]
    + [(name, pa.string()) for name in ("type", "title", "topic_id", "enabler_id")]
    + [(name, pa.float64()) for name in ("gain_points", "gain_low", "gain_high", "cx_points", "cx_low", "cx_high", "conversations_per_month")]
    + [("effort", pa.string()), ("confidence", pa.string()), ("conversations", pa.int32()), ("why", pa.string()), ("draft", pa.string())]
)


def confidence(gain: Gain, points: tuple[float, float, float], cx: tuple[float, float, float]) -> str:
    """High, Medium or Low: from how many conversations prove it and how wide its interval is."""
    value, low, _ = max(points, cx)
    count = len(gain.candidate.rows)
    if value and low >= value / 2 and count >= 30:
        return "High"
    return "Medium" if value and low > 0 and count >= 10 else "Low"


def why(gain: Gain, points: float, cx: float, weights: Weights) -> str:
    """Why an action stands where it stands, in one sentence."""
    count = len(gain.candidate.rows)
    asked = f"{count:,} conversation{'' if count == 1 else 's'} prove{'s' if count == 1 else ''} it"
    parts = []
    if points >= 0.05:
        parts.append(f"unlocks {a_month(gain.unlocked / weights.months)} ({points:.1f} points)")
    if cx >= 0.05:
        parts.append(f"lifts the CX score by about {cx:.1f} points")
    effect = " and ".join(parts) or "brings little by itself"
    later = f"; {gain.opened_later:,} more need something else as well" if gain.opened_later and gain.candidate.place is not None else ""
    return f"It {effect} for {EFFORT_WORDS[gain.candidate.effort]} effort ({gain.candidate.effort}); {asked}{later}."


def a_month(conversations: float) -> str:
    """An expected number of conversations a month in words.

    >>> a_month(0.3), a_month(1.2), a_month(4150.4)
    ('less than one conversation a month', 'about 1 conversation a month', 'about 4,150 conversations a month')
    """
    if conversations < 0.5:
        return "less than one conversation a month"
    return f"about {conversations:,.0f} conversation{'' if round(conversations) == 1 else 's'} a month"


def evidence(gains: Sequence[Gain], labels: Labelled, voices: Voices) -> pa.Table:
    """The table EVIDENCE: every conversation that proves an action, the first few with a quote."""
    ids = pa.array(labels.frame["conversation_id"], pa.string())
    rows = np.concatenate([each.candidate.rows for each in gains]) if gains else np.array([], dtype=np.int64)
    names = np.repeat(np.array([each.candidate.action_id for each in gains], dtype=object), [len(each.candidate.rows) for each in gains])
    quotes = np.full(len(rows), None, dtype=object)
    start = 0
    for each in gains:
        found = dict(quoted(each, voices))
        here = each.candidate.rows
        for place in np.flatnonzero(np.isin(here, list(found))):
            quotes[start + place] = found[int(here[place])]
        start += len(here)
    return pa.table({"action_id": pa.array(names, pa.string()), "conversation_id": ids.take(pa.array(rows)), "quote": pa.array(quotes, pa.string())})


def quoted(gain: Gain, voices: Voices) -> list[tuple[int, str]]:
    """Quotes that show the need: the reason where an action is about reasons, else the request."""
    candidate = gain.candidate
    if candidate.place is None and candidate.type is not ActionType.EXTEND_COVERAGE:
        found = voices.reason_quotes(candidate.rows, REMOVES[candidate.type], QUOTES)
        if found:
            return found
    return voices.questions(voices.typical(candidate.rows, candidate.topic_id), QUOTES)


def billed(found: Enablers, gains: Sequence[Gain], weights: Weights) -> pa.Table:
    """The table ENABLERS: what exists without a rank, what is missing with the gain and in the order of the actions."""
    bill = found.bill.assign(gain_points=0.0, gain_low=0.0, gain_high=0.0, rank=pd.NA)
    built = [each for each in gains if each.candidate.place is not None]
    for rank, gain in enumerate(built, 1):
        bill.loc[gain.candidate.place, ["gain_points", "gain_low", "gain_high"]] = weights.points(gain)
        bill.loc[gain.candidate.place, "rank"] = rank
    return pa.table(
        {
            **{name: pa.array(bill[name], pa.string()) for name in ("enabler_id", "name", "type")},
            "exists": pa.array(bill["exists"], pa.bool_()),
            "topic_id": pa.array(bill["topic_id"], pa.string()),
            "conversations": pa.array(bill["conversations"], pa.int32()),
            **{name: pa.array(bill[name], pa.float64()) for name in ("gain_points", "gain_low", "gain_high")},
            "effort": pa.array(bill["effort"], pa.string()),
            "rank": pa.array([None if pd.isna(rank) else int(rank) for rank in bill["rank"]], pa.int32()),
        }
    )
