"""Small frames for every chart, and the charts made of them."""

from datetime import date

import pandas as pd

from insights.charts import bars, differences, effects, gains, ladder, promises, topics, treemap, trends
from insights.charts.theme import LIGHT

RUNGS = pd.DataFrame(
    {
        "label": ["Today", "+ Articles", "+ Read APIs", "+ Write APIs", "People"],
        "note": ["resolved by the bot", "4 to write", "3 to connect", "4 with procedures", "judgement, bugs, exceptions"],
        "start": [0.0, 0.22, 0.35, 0.47, 0.58],
        "end": [0.22, 0.35, 0.47, 0.58, 1.0],
        "low": [None, 0.32, 0.42, 0.51, None],
        "high": [None, 0.38, 0.52, 0.64, None],
    }
)
TILES = pd.DataFrame(
    {
        "topic_id": ["t1", "t2", "other", "t3", "t4", "t5", "t6"],
        "topic": ["Where is my order", "Return an item", "Other", "Damaged or wrong item on arrival", "Gift cards", "Fraud", "Payment failed"],
        "conversations": [742, 588, 300, 287, 61, 4, 203],
        "share": [0.66, 0.49, 0.28, 0.24, 0.83, None, 0.78],
    }
)
GROUPS = pd.DataFrame(
    {
        "key": ["a", "b", "c"],
        "label": ["Return received, no refund", "Refund to wrong card", "Partial refund"],
        "share": [0.58, 0.17, 0.004],
        "conversations": [250, 73, 2],
    }
)
RATINGS = pd.DataFrame({"rating": [1, 2, 4, 5], "conversations": [247, 318, 1629, 942]})
REASONS = pd.DataFrame(
    {
        "key": ["slow_reply", "had_to_repeat", "bot_loop", "product_problem", "policy_or_price", "not_resolved"],
        "label": ["Slow reply", "Had to repeat", "Bot loop", "Product problem", "Policy or price", "Not resolved"],
        "owner": ["agent", "agent", "bot", "product", "policy", "customer_situation"],
        "share": [0.21, 0.18, 0.1, 0.15, 0.11, 0.09],
        "conversations": [221, 189, 105, 158, 116, 95],
    }
)
KINDS = pd.DataFrame(
    {
        "kind": ["informational", "personalised", "action", "human"],
        "label": ["Informational", "Personalised", "Action", "Human"],
        "today": [0.14, 0.07, 0.03, 0.0],
        "later": [0.19, 0.22, 0.16, 0.0],
        "people": [0.08, 0.09, 0.15, 0.17],
    }
)
WEEKS = pd.DataFrame(
    {
        "week": pd.date_range("2026-03-02", periods=12, freq="W-MON"),
        "value": [15.0, 17, 14, 16, 18, 13, 15, 17, 16, 26, 28, 7],
        "low": [8.0] * 12,
        "high": [23.0] * 12,
    }
)
SCORES = WEEKS.assign(value=WEEKS["value"] / 40, low=0.25, high=0.55)
SPREAD = pd.DataFrame(
    {
        "topic_id": ["t1"] * 5 + ["t2"] * 5,
        "topic": ["Damaged or wrong item"] * 5 + ["Where is my order"] * 5,
        "rating": [1, 2, 3, 4, 5] * 2,
        "conversations": [46, 51, 46, 86, 39, 40, 60, 112, 400, 200],
    }
)
TOPIC_SCORES = pd.DataFrame(
    {
        "topic_id": ["t1", "t2"],
        "topic": ["Damaged or wrong item", "Where is my order"],
        "score": [0.47, 0.74],
        "low": [0.41, 0.7],
        "high": [0.53, 0.77],
    }
)
SIDES = pd.DataFrame(
    {
        "key": ["Care", "Returns", "Parcels", "Night"],
        "label": ["Care (685)", "Returns (954)", "Parcels (1,026)", "Night (12)"],
        "raw": [0.1, 6.0, -6.0, None],
        "value": [0.1, 6.7, -2.9, None],
        "low": [-6.2, 0.7, -9.0, None],
        "high": [6.5, 12.8, 3.2, None],
    }
)
ACTIONS = pd.DataFrame({"rank": [1, 2, 3, 4, 5], "gain_points": [5.6, 5.2, 2.9, 2.3, 2.2]})

PROMISES = pd.DataFrame(
    {
        "id": ["", "t1", "t2"],
        "label": ["All conversations (97)", "Where is my order (30)", "Cash machine (11)"],
        "predicted": [0.61, 0.64, 0.57],
        "low": [0.47, 0.44, 0.28],
        "high": [0.73, 0.81, 0.82],
        "reached": [0.53, 0.67, 0.0],
        "inside": [True, True, False],
        "words": ["61 (47–73) → 53", "64 (44–81) → 67", "57 (28–82) → 0"],
    }
)

EFFECT = pd.DataFrame(
    {
        "week": [date(2026, 10, 1), date(2026, 10, 1), date(2026, 10, 8), date(2026, 10, 15), date(2026, 10, 15), date(2026, 10, 22)],
        "whose": ["mine", "others", "mine", "mine", "others", "others"],
        "hits": [2, 61, 1, 8, 66, 63],
        "count": [9, 104, 7, 9, 110, 99],
    }
)
LEVELS = effects.Levels(0.19, 0.21, 0.89, date(2026, 10, 1), date(2026, 10, 15), date(2026, 10, 29))


def charts(rows=slice(None), colours=LIGHT):
    """Every chart by name, made of the chosen rows of its frame."""
    return {
        "ladder": ladder.ladder(RUNGS[rows], colours),
        "treemap_potential": treemap.potential(TILES[rows], colours),
        "treemap_experience": treemap.experience(TILES[rows], colours),
        "bars_ranked": bars.ranked(GROUPS[rows].assign(fill=colours.neutral), colours),
        "bars_ratings": bars.ratings(RATINGS[rows], colours),
        "bars_reasons": bars.reasons(REASONS[rows], colours),
        "bars_kinds": bars.kinds(KINDS[rows], colours),
        "trends_count": trends.weekly_count(WEEKS[rows], colours),
        "trends_score": trends.weekly_score(SCORES[rows], colours),
        "trends_spark": trends.spark(list(WEEKS["value"])[rows], colours, line=colours.good),
        "topics_ratings": topics.ratings(SPREAD[rows], colours, order=["Damaged or wrong item", "Where is my order"]),
        "topics_scores": topics.scores(TOPIC_SCORES[rows], colours, average=0.71),
        "differences": differences.differences(SIDES[rows], colours),
        "differences_raw": differences.differences(SIDES[rows], colours, raw=True),
        "promises": promises.promises(PROMISES[rows], colours),
        "effects": effects.before_after(EFFECT[rows], LEVELS, colours, better=True, others="untouched topics"),
        "gains": gains.gains(ACTIONS[rows], colours, today=0.22, potential=0.58),
    }
