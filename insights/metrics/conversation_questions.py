"""What the Conversations page asks: which conversations, on which page of the list, and everything that is known of one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from insights.metrics.dimensions import REASONS_BEYOND_SUPPORT
from insights.metrics.questions import asked
from insights.metrics.records import Query
from insights.metrics.shares import ELIGIBLE
from insights.metrics.signals import OF_A_CONVERSATION
from insights.model import Filters

MOST_WORDS = 8
LONGEST_WORD = 60

STEP = """case when automated then 'today' when rung >= 4 then 'people' else (['article', 'article', 'read', 'write'])[rung + 1] end"""
"""The rung of the ladder that counts a conversation, as `insights.planning.ladder` does."""

NARROWER = {
    "conversation": "conversation_id = any($conversation)",
    "subtopic": "subtopic_id = any($subtopic)",
    "rating": "rating = any($rating)",
    "csat": "csat = any($csat)",
    "counted": f"'support' = any($counted) and rating is not null and not (rating < 4 and {REASONS_BEYOND_SUPPORT})",
    "resolution": "resolution = any($resolution)",
    "kind": "list_has_any(kinds, $kind)",
    "human_cause": "coalesce(human_cause, 'none') = any($human_cause)",
    "reason": "conversation_id in (select conversation_id from reasons where reason = any($reason))",
    "blame": "conversation_id in (select conversation_id from reasons where concat(reason, ':', owner) = any($blame))",
    "owner": "conversation_id in (select conversation_id from reasons where sign < 0 and owner = any($owner))",
    "signal": f"list_has_any({OF_A_CONVERSATION}, $signal)",
    "action": "conversation_id in (select conversation_id from evidence where action_id = any($action))",
    "enabler": f"{ELIGIBLE} and list_has_any(needs, $enabler)",
    "unlocked": f"{ELIGIBLE} and not automated\n"
    "    and case when len(missing) = 0 then 'coverage' = any($unlocked) else list_has_all(cast($unlocked as varchar[]), missing) end",
    "not_scored": "not_scored = any($not_scored)",
    "rung": f"{ELIGIBLE} and rung = any($rung)",
    "step": f"{ELIGIBLE} and {STEP} = any($step)",
}
"""What a link may ask for beyond the filters: a condition over one row of `analysed`, with a list of values bound to its name."""

NUMBERS = ("rating", "csat", "rung")
"""Those whose values are whole numbers; the others are words."""

BRIEF = """
select brief.conversation_id, started_at, coalesce(words, subject, question, '') as words, subject, channel, topic, subtopic, handled_by, rating,
  not_scored, resolution, first_reply_seconds, disputed
from brief
left join (
  select conversation_id, left(arg_min(text, turn), 300) as words
  from messages
  where author_role = 'customer' and not internal and conversation_id in (select conversation_id from brief)
  group by conversation_id
) using (conversation_id)
order by started_at desc nulls last, brief.conversation_id"""


def words_of(text: str) -> tuple[str, ...]:
    """What is searched for: each word by itself, in lower case, the first few only.

    >>> words_of("Label does NOT open")
    ('label', 'does', 'not', 'open')
    """
    return tuple(word[:LONGEST_WORD] for word in text.lower().split()[:MOST_WORDS])


def narrowed(filters: Filters, wanted: Mapping[str, Sequence[object]], text: str = "") -> Query:
    """The filtered conversations that also meet every condition of `wanted` (names of NARROWER) and say every word of `text`."""
    given = {name: list(wanted[name]) for name in NARROWER if wanted.get(name)}
    words = {f"word{place}": word for place, word in enumerate(words_of(text))}
    said = [
        f"(contains(lower(coalesce(subject, '')), ${name})\n"
        f"    or conversation_id in (select conversation_id from messages where contains(lower(text), ${name})))"
        for name in words
    ]
    conditions = "\n  and ".join([*(NARROWER[name] for name in given), *said]) or "true"
    return asked(f",\nchosen as (\n  select *\n  from part\n  where {conditions}\n)", filters, **given, **words)


def listed(filters: Filters, wanted: Mapping[str, Sequence[object]], text: str = "", *, limit: int, offset: int = 0) -> Query:
    """One page of the list, newest first: who, when, the customer's first words, and the labels."""
    chosen = narrowed(filters, wanted, text)
    page = "brief as (\n  select *\n  from chosen\n  order by started_at desc nulls last, conversation_id\n  limit $limit offset $offset\n)"
    return Query(f"{chosen.sql},\n{page}{BRIEF}", {**chosen.params, "limit": limit, "offset": offset})


def summed(filters: Filters, wanted: Mapping[str, Sequence[object]], text: str = "") -> Query:
    """How many those are, how many are rated and rated 4 or 5, and how many of those not automated could be."""
    chosen = narrowed(filters, wanted, text)
    return Query(
        f"{chosen.sql}\nselect count(*) as conversations, count(rating) as scored, count(*) filter (where rating >= 4) as rated_high,\n"
        f"  coalesce(sum(p_potential) filter (where {ELIGIBLE} and not automated), 0) as could\nfrom chosen",
        chosen.params,
    )


def some(ids: Sequence[str]) -> Query:
    """The same columns as the list for the conversations of these ids."""
    return Query(f"with brief as (\n  select *\n  from analysed\n  where conversation_id = any($ids)\n){BRIEF}", {"ids": list(ids)})


def evidence_of(action_id: str, *, limit: int) -> Query:
    """Conversations that prove an action, those with a quote first."""
    return Query(
        "select conversation_id, quote\nfrom evidence\nwhere action_id = $id\norder by quote is null, conversation_id\nlimit $limit",
        {"id": action_id, "limit": limit},
    )


def evidence_ids() -> Query:
    """The ids of all conversations that prove each action."""
    return Query(
        "select action_id, list(conversation_id order by conversation_id) as evidence\nfrom evidence\ngroup by action_id\norder by action_id"
    )


def one(conversation_id: str) -> Query:
    """Everything that is known of a conversation: one row of `analysed` and the bands of its `signals`, or none."""
    return Query(f"select *, {OF_A_CONVERSATION} as signals\nfrom analysed\nwhere conversation_id = $id", {"id": conversation_id})


def transcript(conversation_id: str) -> Query:
    """Its messages in order, internal notes included and marked."""
    return Query(
        "select turn, author_role, author, sent_at, text, internal\nfrom messages\nwhere conversation_id = $id\norder by turn",
        {"id": conversation_id},
    )


def reasons_of(conversation_id: str) -> Query:
    """Why it got its rating, with the quotes."""
    return Query(
        "select reason, sign, owner, turn, quote\nfrom reasons\nwhere conversation_id = $id\norder by turn, sign, reason", {"id": conversation_id}
    )
