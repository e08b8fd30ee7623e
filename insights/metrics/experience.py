"""How it felt to the customer."""

from __future__ import annotations

from insights.metrics.records import Interval, Metric
from insights.metrics.shares import ALL, share
from insights.metrics.signals import CLEAR_SERVICE, MUCH_EFFORT
from insights.metrics.units import Unit

SCORED = "rating is not null"
JUDGED = "resolution is not null"

EXPERIENCE = (
    share(
        "cx_score",
        "CX score",
        "rating >= 4",
        SCORED,
        better=True,
        help="Scored conversations rated 4 or 5 ÷ scored conversations, with a 95 % Wilson interval.",
    ),
    share("coverage", "Coverage", SCORED, ALL, better=None, help="Scored conversations ÷ all conversations."),
    share(
        "cx_without_beyond_support",
        "CX score in support's hands",
        "rating >= 4",
        f"({SCORED} and not (rating < 4 and beyond_support))",
        better=True,
        uses=("beyond_support",),
        help="The CX score without conversations rated 1 to 3 whose negative reasons all belong to product, policy or the customer's own situation. "
        "A low rating with no named reason stays in.",
    ),
    Metric(
        "rating_mean",
        "Mean rating",
        "avg(rating)",
        Unit.RATING,
        True,
        "Mean of the ratings 1 to 5 over scored conversations.",
        count="count(rating)",
        interval=Interval.MEAN,
        min_rows=10,
    ),
    share(
        "csat_score",
        "Surveyed CSAT",
        "csat >= 4",
        "csat is not null",
        better=True,
        help="Survey answers of 4 or 5 ÷ survey answers. Only customers who answered.",
    ),
    Metric("csat_answers", "Survey answers", "count(csat)", Unit.COUNT, None, "Conversations with a surveyed rating."),
    share(
        "resolved_share",
        "Resolved",
        "resolution in ('confirmed', 'assumed')",
        JUDGED,
        better=True,
        help="Conversations whose resolution is confirmed or assumed ÷ conversations with a request that were judged.",
    ),
    share(
        "high_effort_share",
        "High effort",
        f"effort >= {MUCH_EFFORT}",
        "effort is not null",
        better=False,
        help="Conversations that cost much effort (repeats, transfers, contacts, turns, waits: 0.5 or more of 1) ÷ judged conversations.",
    ),
    share(
        "clear_service_share",
        "Clear service",
        f"service_quality >= {CLEAR_SERVICE}",
        "service_quality is not null",
        better=True,
        help="Conversations whose replies addressed the request and were clear (0.5 or more of 1) ÷ judged conversations.",
    ),
    share(
        "sentiment_better_share",
        "Left happier",
        "sentiment_end > sentiment_start",
        "sentiment_start is not null and sentiment_end is not null",
        better=True,
        help="Conversations in which the customer's last words were warmer than the first ÷ conversations with both.",
    ),
)
