"""Edits shown at once: what the events of a workspace change in its snapshot, as small tables beside it.

The snapshot keeps what was judged; the overlay is made from all events that are not undone, so that undoing one brings the judgement back
without a rebuild. An edit that names a topic, conversation or action that is not there (any more) changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from insights.store import taught
from insights.store.control import Event
from insights.store.topics import Topics

SCALE_SETTING = "rating_scale"
DISPUTABLE = ("rating", "resolution", "kinds", "topic")

TABLES = f"""{taught.TABLE}
create table corrected (conversation_id varchar, rating integer, resolution varchar, kinds varchar[], topic_id varchar, subtopic_id varchar);
create table checked (conversation_id varchar, rating integer);
create table scale (from_2 double, from_3 double, from_4 double, from_5 double);
create table topic_now (topic_id varchar, parent_id varchar, name varchar, pinned boolean);
create table place (topic_id varchar, subtopic_id varchar, now_topic_id varchar, now_subtopic_id varchar, topic varchar, subtopic varchar);
create table moved (topic_id varchar, now_topic_id varchar, topic varchar);
"""

VIEWS = f"""{taught.PLAIN}
create view analysed as
select
    wide.* exclude (
        topic_id, subtopic_id, rating, rating_expected, not_scored, resolution, p_resolved, kinds, eligible, automated,
        resolution_taught, p_resolved_taught, kinds_taught, eligible_taught, automated_taught, is_other_resolution, is_other_kinds
    ),
    place.now_topic_id as topic_id,
    place.now_subtopic_id as subtopic_id,
    place.topic,
    place.subtopic,
    case
        when corrected.rating is not null then corrected.rating
        when wide.rating is null or scale.from_2 is null then wide.rating
        else 1 + cast(wide.rating_expected >= from_2 as integer) + cast(wide.rating_expected >= from_3 as integer)
            + cast(wide.rating_expected >= from_4 as integer) + cast(wide.rating_expected >= from_5 as integer)
    end as rating,
    coalesce(corrected.rating, wide.rating_expected) as rating_expected,
    wide.rating as rating_judged,
    wide.rating_expected as rating_expected_judged,
    checked.rating as rating_checked,
    corrected.rating as rating_disputed,
    case when corrected.rating is null then wide.not_scored end as not_scored,
    wide.not_scored as not_scored_judged,
    coalesce(corrected.resolution, wide.resolution_taught) as resolution,
    wide.resolution as resolution_judged,
    case
        when corrected.resolution is null then wide.p_resolved_taught
        when corrected.resolution in ('confirmed', 'assumed') then 1.0
        else 0.0
    end as p_resolved,
    wide.p_resolved as p_resolved_judged,
    coalesce(corrected.kinds, wide.kinds_taught) as kinds,
    wide.kinds as kinds_judged,
    coalesce(len(corrected.kinds) > 0, wide.eligible_taught) as eligible,
    case
        when corrected.conversation_id is null then wide.automated_taught
        else wide.handled_by = 'bot'
            and coalesce(coalesce(corrected.resolution, wide.resolution_taught) in ('confirmed', 'assumed'), false)
            and coalesce(len(corrected.kinds) > 0, wide.eligible_taught)
    end as automated,
    (corrected.resolution is null and wide.is_other_resolution) or (corrected.kinds is null and wide.is_other_kinds) as taught,
    corrected.conversation_id is not null as disputed
from taught as wide
cross join scale
left join corrected
    on corrected.conversation_id = wide.conversation_id
left join checked
    on checked.conversation_id = wide.conversation_id
left join place
    on place.topic_id is not distinct from coalesce(corrected.topic_id, wide.topic_id)
    and place.subtopic_id is not distinct from case when corrected.topic_id is null then wide.subtopic_id else corrected.subtopic_id end;

create view topics_now as
select
    topic_now.topic_id,
    topic_now.parent_id,
    topic_now.name,
    topic_now.pinned,
    topics.* exclude (topic_id, parent_id, name)
from topic_now
left join snap.main.topics on topics.topic_id = topic_now.topic_id;

create view enablers_now as
select
    enablers.* exclude (topic_id),
    moved.now_topic_id as topic_id,
    moved.topic
from snap.main.enablers
left join moved on moved.topic_id = enablers.topic_id;
"""


def live(events: Iterable[Event], what: str) -> list[Event]:
    """The events of a kind that are not undone."""
    return [event for event in events if event.what == what and not event.undone]


def corrections(events: Sequence[Event]) -> dict[str, dict[str, object]]:
    """What the user said of conversations: {conversation: {field: value}}; the last word counts.

    Conversations that were chosen as examples of a topic that was added belong to it.
    """
    said: dict[str, dict[str, object]] = {}
    for event in events:
        if event.undone:
            continue
        if event.what == "topic_added":
            for conversation_id in event.payload["conversations"]:
                said.setdefault(conversation_id, {})["topic"] = event.payload["topic_id"]
        elif event.what == "label_disputed" and event.payload["field"] in DISPUTABLE:
            said.setdefault(event.payload["conversation_id"], {})[event.payload["field"]] = event.payload["value"]
    return said


def checked_ratings(events: Sequence[Event]) -> dict[str, int | None]:
    """What people said of conversations that they rated blind; None where they could not say. The last word counts."""
    return {event.payload["conversation_id"]: event.payload["rating"] for event in live(events, "rating_checked")}


def rating_scale(events: Sequence[Event]) -> tuple[float, ...] | None:
    """From which expected rating on a conversation is rated 2, 3, 4 and 5, where the workspace has a scale of its own."""
    said = [event.payload["value"] for event in live(events, "setting_changed") if event.payload["name"] == SCALE_SETTING]
    return tuple(said[-1]["cuts"]) if said and said[-1] else None


def corrected_rows(events: Sequence[Event], topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `corrected`."""
    made = []
    for conversation_id, said in corrections(events).items():
        topic = said.get("topic")
        parent = topics.parents.get(str(topic)) if topic in topics.names else None
        known = topic if topic in topics.names else None
        topic_id, subtopic_id = (parent, known) if parent else (known, None)
        made.append((conversation_id, said.get("rating"), said.get("resolution"), said.get("kinds"), topic_id, subtopic_id))
    return made


def topic_rows(topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `topic_now`."""
    return [(*row, row[0] in topics.pinned) for row in topics.rows()]


def place_rows(pairs: Iterable[tuple[str, str | None]], topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `place`, for every pair that occurs and every topic that a correction may name."""
    possible = {*pairs, *((parent or topic, topic if parent else None) for topic, parent in topics.parents.items())}
    made = []
    for topic_id, subtopic_id in sorted(possible, key=lambda pair: (pair[0], pair[1] or "")):
        topic, subtopic = topics.place(topic_id, subtopic_id)
        made.append((topic_id, subtopic_id, topic, subtopic, topics.names.get(topic, topic), topics.names.get(subtopic) if subtopic else None))
    return made


def moved_rows(topics: Topics) -> list[tuple[object, ...]]:
    """The rows of the table `moved`: where what hangs on a topic or subtopic belongs now."""
    placed = [(topic_id, topics.place(parent or topic_id, topic_id if parent else None)[0]) for topic_id, parent in topics.parents.items()]
    return [(topic_id, now, topics.names.get(now, now)) for topic_id, now in placed]
