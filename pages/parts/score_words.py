"""The CX score in words and cards: what it is, how it moved, what support can change of it."""

from __future__ import annotations

import pandas as pd

from insights.metrics import Unit, metric, number_text
from pages.parts import cards, data, frame
from pages.parts.cards import Change
from pages.parts.scope import Scope

HEADLINE = ("cx_score", "coverage", "cx_without_beyond_support", "csat_score")


def verdict(now: pd.DataFrame, earlier: pd.DataFrame | None, scope: Scope) -> str:
    """The page's answer in Markdown."""
    score = metric("cx_score")
    value, count, low, high = (now[f"cx_score{part}"].iloc[0] for part in ("", "_count", "_low", "_high"))
    if not count:
        return "No conversation here could be rated; the causes stand below."
    if count < score.min_rows:
        plural = "" if count == 1 else "s"
        return f"**{int(count)}** rated conversation{plural}: too few for a score. About {score.min_rows - int(count)} more are needed."
    colour = "green" if value >= 0.5 else "red"
    sentences = [f"Customers rate :{colour}[**{score.text(value)}**] of conversations 4 or 5 {score.text_interval(low, high)}."]
    if earlier is not None and earlier["cx_score_count"].iloc[0] >= score.min_rows:
        sentences.append(_moved(value, low, high, earlier))
    own, own_count = (now[f"cx_without_beyond_support{part}"].iloc[0] for part in ("", "_count"))
    lows = round((1 - value) * count)
    beyond = int(count) - int(own_count)
    if lows and beyond and score.text(own) != score.text(value):
        sentences.append(
            f"**{beyond:,}** of the {lows:,} low ratings come from what support cannot change; without them the score is **{score.text(own)}**."
        )
    return " ".join(sentences)


def _moved(value: float, low: float, high: float, earlier: pd.DataFrame) -> str:
    before, before_low, before_high = (earlier[f"cx_score{part}"].iloc[0] for part in ("", "_low", "_high"))
    distance = number_text(abs(value - before) * 100, Unit.POINTS)
    if low <= before_high and before_low <= high:
        return "That is no clear change against the period before."
    return f"That is **{distance} {'more' if value > before else 'less'}** than in the period before."


def headline(now: pd.DataFrame, earlier: pd.DataFrame | None, scope: Scope) -> None:
    """Score, coverage, the part that support can change, and the surveyed score where there is one."""
    changes = {}
    if not now["csat_score_count"].iloc[0]:
        changes["csat_score"] = Change("no survey answers", beside="in these conversations")
    cards.headline(
        HEADLINE,
        now,
        earlier,
        trend=data.numbers(HEADLINE, scope, by=("week",)),
        changes=changes,
        links={
            "cx_score": frame.link("conversations", scope, rating=(4, 5)),
            "coverage": frame.link("conversations", scope, rating=(1, 2, 3, 4, 5)),
            "cx_without_beyond_support": frame.link("conversations", scope, counted="support"),
            "csat_score": frame.link("conversations", scope, csat=(1, 2, 3, 4, 5)),
        },
    )
