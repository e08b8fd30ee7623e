"""How much is automated, and how much could be. All rates are shares of eligible conversations."""

from __future__ import annotations

from insights.metrics.records import Interval, Meaning, Metric
from insights.metrics.shares import ELIGIBLE, share
from insights.metrics.units import Unit

BOT_REPLIED = f"({ELIGIBLE} and handled_by in ('bot', 'both'))"

AUTOMATION = (
    share(
        "involvement_rate",
        "Bot involved",
        BOT_REPLIED,
        ELIGIBLE,
        better=None,
        meaning=Meaning.AUTOMATION,
        help="Eligible conversations in which a bot replied ÷ eligible conversations.",
    ),
    share(
        "resolution_rate",
        "Bot resolution",
        "coalesce(automated, false)",
        BOT_REPLIED,
        better=True,
        meaning=Meaning.AUTOMATION,
        help="Conversations that the bot resolved with no agent message ÷ eligible conversations in which a bot replied.",
    ),
    share(
        "automation_today",
        "Automation today",
        "coalesce(automated, false)",
        ELIGIBLE,
        better=True,
        meaning=Meaning.AUTOMATION,
        help="Eligible conversations resolved by the bot with no agent message ÷ eligible conversations; involvement × resolution.",
    ),
    Metric(
        "automation_available",
        "Within reach today",
        f"avg(p_today) filter (where {ELIGIBLE})",
        Unit.SHARE,
        True,
        "Expected share of eligible conversations that an AI agent would resolve with the articles and APIs that exist already.",
        count=f"count(p_today) filter (where {ELIGIBLE})",
        interval=Interval.PLAN,
        min_rows=10,
        meaning=Meaning.AUTOMATION,
    ),
    Metric(
        "automation_potential",
        "Automation potential",
        f"avg(p_potential) filter (where {ELIGIBLE})",
        Unit.SHARE,
        True,
        "Expected share of eligible conversations that an AI agent would resolve once the listed enablers are in place, with its 90 % interval.",
        count=f"count(p_potential) filter (where {ELIGIBLE})",
        interval=Interval.PLAN,
        min_rows=10,
        meaning=Meaning.AUTOMATION,
    ),
    Metric(
        "headroom",
        "Headroom",
        f"100 * (avg(p_potential) filter (where {ELIGIBLE}) - avg(cast(coalesce(automated, false) as integer)) filter (where {ELIGIBLE}))",
        Unit.POINTS,
        None,
        "Automation potential less automation today, in points.",
        count=f"count(p_potential) filter (where {ELIGIBLE})",
        min_rows=10,
        meaning=Meaning.AUTOMATION,
    ),
    share(
        "people_share",
        "Left to people",
        "rung = 4",
        ELIGIBLE,
        better=None,
        meaning=Meaning.PEOPLE,
        help="Eligible conversations that need a person's judgement ÷ eligible conversations.",
    ),
    share(
        "article_gap_share",
        "Answer missing",
        "coalesce(article_gap, false)",
        ELIGIBLE,
        better=False,
        help="Eligible conversations that need an answer which no article has ÷ eligible conversations.",
    ),
)
