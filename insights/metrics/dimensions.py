"""Everything that numbers can be split by. "Which day" a conversation belongs to is decided here, once: the UTC day of its first message."""

from __future__ import annotations

from insights.errors import UnusableSetting
from insights.metrics.records import Dimension
from insights.metrics.signals import OF_A_CONVERSATION, WORDS
from insights.model import BEYOND_SUPPORT, Channel, HandledBy, HumanCause, Kind, NotScored, Owner, Resolution

DAY = "cast(started_at as date)"

REASONS_BEYOND_SUPPORT = (
    "conversation_id in (select conversation_id from reasons where sign < 0 group by conversation_id "
    f"having bool_and(coalesce(owner, '') in ({', '.join(repr(str(owner)) for owner in BEYOND_SUPPORT)})))"
)
CAME_BACK = "coalesce(lead(started_at) over (partition by customer_id, topic_id order by started_at) <= started_at + interval 7 day, false)"

DIMENSIONS = (
    Dimension("topic", "Topic", "topic", "What the conversation is about."),
    Dimension("topic_id", "Topic id", "topic_id", "The topic's id, which stays when it is renamed."),
    Dimension("subtopic", "Subtopic", "subtopic", "What it is about, one level deeper."),
    Dimension("subtopic_id", "Subtopic id", "subtopic_id", "The subtopic's id, which stays when it is renamed."),
    Dimension("channel", "Channel", "channel", "How the customer reached support.", order=tuple(Channel)),
    Dimension("team", "Team", "team", "The team that handled it."),
    Dimension("language", "Language", "language", "The customer's language, given or detected."),
    Dimension("handled_by", "Handled by", "handled_by", "Who on the support side replied.", order=tuple(HandledBy)),
    Dimension("day", "Day", DAY, "Day of the first message (UTC).", natural=True),
    Dimension("week", "Week", f"cast(date_trunc('week', {DAY}) as date)", "Week of the first message, by its Monday (UTC).", natural=True),
    Dimension("month", "Month", f"cast(date_trunc('month', {DAY}) as date)", "Month of the first message (UTC).", natural=True),
    Dimension("weekday", "Weekday", f"isodow({DAY})", "Day of the week of the first message, 1 is Monday (UTC).", natural=True),
    Dimension("rating", "Rating", "rating", "1 to 5, from what the customer said and what happened.", natural=True),
    Dimension("csat", "Surveyed rating", "csat", "1 to 5, as the customer answered the survey.", natural=True),
    Dimension("resolution", "Resolution", "resolution", "How it ended for the customer.", order=tuple(Resolution)),
    Dimension("human_cause", "Why a person", "human_cause", "Why a person's judgement is needed.", order=tuple(HumanCause)),
    Dimension("not_scored", "Not scored", "not_scored", "Why there is no rating.", order=tuple(NotScored)),
    Dimension("work_class", "Kinds together", "work_class", "All kinds of work that the conversation needs, joined by +."),
    Dimension("rung", "Rung", "rung", "What unlocks it: 0 today, 1 articles, 2 read APIs, 3 write APIs, 4 people.", natural=True),
    Dimension(
        "beyond_support", "Beyond support", REASONS_BEYOND_SUPPORT, "Every negative reason belongs to product, policy or the customer's situation."
    ),
    Dimension("came_back", "Came back", CAME_BACK, "The same customer wrote again about the same topic within 7 days."),
    Dimension(
        "kind",
        "Kind of work",
        "kind",
        "What the customer needs. A conversation may have several kinds, so that they add up to more than 100 %.",
        order=tuple(Kind),
        join="join (select conversation_id, unnest(kinds) as kind from analysed) using (conversation_id)",
    ),
    Dimension(
        "signal",
        "Signal",
        "signal",
        "What the rating rests on, each signal on its own. A conversation is in one band of each.",
        order=tuple(WORDS),
        join=f"join (select conversation_id, unnest({OF_A_CONVERSATION}) as signal from analysed) using (conversation_id)",
    ),
    Dimension(
        "reason",
        "Reason",
        "reason",
        "Why conversations got their rating. A conversation may have several reasons.",
        join="join (select distinct conversation_id, reason from reasons) using (conversation_id)",
    ),
    Dimension(
        "owner",
        "Owner",
        "owner",
        "Who could change a negative reason.",
        order=tuple(Owner),
        join="join (select distinct conversation_id, owner from reasons where sign < 0) using (conversation_id)",
    ),
)

BY_NAME = {each.name: each for each in DIMENSIONS}


def dimension(name: str) -> Dimension:
    """The dimension of that name."""
    if name not in BY_NAME:
        raise UnusableSetting(f"There is nothing called {name!r} to group or filter by.", hint=f"Choose one of: {', '.join(BY_NAME)}.")
    return BY_NAME[name]
