"""How much there was, and how it went on the clock."""

from __future__ import annotations

from insights.metrics.records import Metric
from insights.metrics.shares import ALL, ELIGIBLE, share
from insights.metrics.units import Unit

VOLUME = (
    Metric("conversations", "Conversations", "count(*)", Unit.COUNT, None, "Exchanges between one customer and the support side, from any channel."),
    Metric(
        "messages",
        "Messages",
        "coalesce(sum(turns), 0)",
        Unit.COUNT,
        None,
        "Turns of customers, agents, bots and systems; internal notes are not counted.",
    ),
    Metric(
        "customers",
        "Customers",
        "count(distinct customer_id)",
        Unit.COUNT,
        None,
        "Different customers, where the source names them.",
        count="count(customer_id)",
    ),
    Metric(
        "eligible",
        "Eligible",
        f"count(*) filter (where {ELIGIBLE})",
        Unit.COUNT,
        None,
        "Conversations that hold a request: all, less thanks only, spam, auto-replies, wrong addresses and tests. "
        "The denominator of every automation rate.",
    ),
    share("eligible_share", "With a request", ELIGIBLE, ALL, better=None, help="Conversations that hold a request ÷ all conversations."),
    share(
        "no_request_share",
        "Without a request",
        f"not {ELIGIBLE}",
        ALL,
        better=None,
        help="Conversations without a request (thanks only, spam, auto-reply, test) ÷ all conversations. Left out of every rate.",
    ),
    share(
        "recontact_share",
        "Came back",
        "came_back",
        "customer_id is not null",
        better=False,
        uses=("came_back",),
        help="Conversations after which the same customer wrote again about the same topic within 7 days ÷ conversations with a known customer.",
    ),
    Metric(
        "first_reply_median",
        "First reply",
        "median(first_reply_seconds)",
        Unit.DURATION,
        False,
        "Half of the customers waited less than this for the first reply of a person or a bot.",
        count="count(first_reply_seconds)",
        min_rows=5,
    ),
    Metric(
        "turns_median",
        "Turns",
        "median(turns)",
        Unit.COUNT,
        False,
        "Half of the conversations have at most this many messages.",
        count="count(turns)",
        min_rows=5,
    ),
    share(
        "other_share",
        "Other",
        "coalesce(topic_id, 'other') = 'other'",
        ALL,
        better=False,
        help="Conversations that fit no topic ÷ all conversations.",
    ),
    share(
        "disputed_share",
        "Disputed",
        "coalesce(disputed, false)",
        ALL,
        better=None,
        help="Conversations with a label that a person has corrected ÷ all conversations.",
    ),
)
