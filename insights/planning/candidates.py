"""Everything that could be done next, before it is weighed: one candidate per thing to do.

Which reasons an action can take away is stated in REMOVES. A low rating (1 to 3) turns with it when all its negative reasons go, as often as
conversations of this workspace without a negative reason are rated 4 or 5; when only some go, half as often, in proportion.
"""

# pyright: reportArgumentType=false, reportAttributeAccessIssue=false, reportCallIssue=false
# (pandas says of most calls that they may return a column, a table or a number)

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from insights.model import ActionType, EnablerType, HumanCause, Kind, Owner, Reason
from insights.planning.enablers import SMALLER, Enablers, slug
from insights.planning.labelled import Labelled
from insights.planning.needs import IMPROVE

IDENTIFIER = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)+")
READING = re.compile(r"^(get|read|fetch|look_?up|find|list|check)[_-]")
FEWEST = 3
SMALLEST_SHARE = 0.003
NEGATIVE = (
    Reason.NOT_RESOLVED,
    Reason.SLOW_REPLY,
    Reason.HAD_TO_REPEAT,
    Reason.TRANSFERRED,
    Reason.WRONG_OR_UNCLEAR_ANSWER,
    Reason.BOT_LOOP,
    Reason.PRODUCT_PROBLEM,
    Reason.POLICY_OR_PRICE,
    Reason.IMPOLITE_SERVICE,
)
BIT = {reason: 1 << place for place, reason in enumerate(NEGATIVE)}
AUTOMATED = (Reason.NOT_RESOLVED, Reason.SLOW_REPLY, Reason.HAD_TO_REPEAT, Reason.TRANSFERRED, Reason.WRONG_OR_UNCLEAR_ANSWER, Reason.BOT_LOOP)
SERVICE = (Reason.SLOW_REPLY, Reason.HAD_TO_REPEAT, Reason.WRONG_OR_UNCLEAR_ANSWER, Reason.IMPOLITE_SERVICE, Reason.NOT_RESOLVED, Reason.TRANSFERRED)
REMOVES = {
    ActionType.WRITE_ARTICLE: AUTOMATED,
    ActionType.IMPROVE_ARTICLE: (Reason.WRONG_OR_UNCLEAR_ANSWER, Reason.NOT_RESOLVED),
    ActionType.CONNECT_READ_API: AUTOMATED,
    ActionType.BUILD_PROCEDURE: AUTOMATED,
    ActionType.FIX_PRODUCT: (Reason.PRODUCT_PROBLEM, Reason.NOT_RESOLVED),
    ActionType.ROUTE_FASTER: (Reason.SLOW_REPLY, Reason.TRANSFERRED, Reason.HAD_TO_REPEAT, Reason.BOT_LOOP),
    ActionType.IMPROVE_SERVICE: SERVICE,
    ActionType.EXTEND_COVERAGE: AUTOMATED,
}
BUILDS = {
    EnablerType.ARTICLE: ActionType.WRITE_ARTICLE,
    EnablerType.READ: ActionType.CONNECT_READ_API,
    EnablerType.WRITE: ActionType.BUILD_PROCEDURE,
}
EFFORT = {
    ActionType.WRITE_ARTICLE: "S",
    ActionType.IMPROVE_ARTICLE: "S",
    ActionType.CONNECT_READ_API: "M",
    ActionType.BUILD_PROCEDURE: "L",
    ActionType.FIX_PRODUCT: "L",
    ActionType.ROUTE_FASTER: "M",
    ActionType.IMPROVE_SERVICE: "M",
    ActionType.EXTEND_COVERAGE: "M",
}
SERVICE_TITLES = {
    Reason.SLOW_REPLY: "Answer {topic} faster",
    Reason.HAD_TO_REPEAT: "Ask customers only once: {topic}",
    Reason.WRONG_OR_UNCLEAR_ANSWER: "Coach clear answers on {topic}",
    Reason.IMPOLITE_SERVICE: "Coach the tone of replies on {topic}",
    Reason.NOT_RESOLVED: "Solve {topic} at the first contact",
    Reason.TRANSFERRED: "Transfer {topic} less often",
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be done: `rows` prove it, `effort` is the stated default of its type.

    `place` is its enabler in the bill, `coverage` unlocks what misses nothing.
    """

    action_id: str
    type: ActionType
    title: str
    topic_id: str
    rows: np.ndarray
    effort: str
    place: int | None = None
    coverage: bool = False


def candidates(labels: Labelled, found: Enablers, missing: np.ndarray) -> list[Candidate]:
    """All candidates that enough conversations prove. `missing` counts what each conversation still misses."""
    frame = labels.frame
    least = max(FEWEST, SMALLEST_SHARE * int(frame["eligible"].sum()))
    made = [
        *to_build(labels, found),
        *coverage(frame, missing),
        *articles_to_improve(labels),
        *products_to_fix(labels),
        *routes(labels),
        *services(labels),
    ]
    return [each for each in made if len(each.rows) >= (least if each.place is None else 1)]


def to_build(labels: Labelled, found: Enablers) -> Iterator[Candidate]:
    """One candidate per missing enabler that a conversation not automated yet needs."""
    open_now = found.needed[~labels.frame["automated"].to_numpy()[found.needed["row"].to_numpy()]]
    rows = dict(open_now.groupby("place")["row"].agg(np.asarray).items())
    for place, line in enumerate(found.bill.itertuples()):
        if line.exists or place not in rows:
            continue
        kind, title = BUILDS[EnablerType(line.type)], str(line.name)
        if str(line.enabler_id).startswith(f"article:{IMPROVE}-"):
            kind = ActionType.IMPROVE_ARTICLE
        elif kind is ActionType.WRITE_ARTICLE:
            title = article_title(title)
        elif kind is ActionType.CONNECT_READ_API:
            title = f"Connect an API: {in_words(title)}"
        else:
            title = f"Build a procedure: {in_words(title)}"
        yield Candidate(f"{kind}:{line.enabler_id}", kind, title, str(line.topic_id), rows[place], str(line.effort), place)


def in_words(name: str) -> str:
    """The name of a tool as people say it; other names stay as they are.

    >>> in_words("get_order_status"), in_words("issue_refund"), in_words("Change delivery address")
    ('order status', 'issue refund', 'Change delivery address')
    """
    return READING.sub("", name).replace("_", " ").replace("-", " ") if IDENTIFIER.fullmatch(name) else name


def article_title(name: str) -> str:
    """What to call the writing of an article, or of several short ones.

    >>> article_title("Article: Fees abroad"), article_title("Smaller questions on Fees")
    ('Write an article: Fees abroad', 'Write short articles: Smaller questions on Fees')
    """
    if name.startswith(SMALLER[EnablerType.ARTICLE]):
        return f"Write short articles: {name}"
    return f"Write an article: {name.removeprefix('Article: ')}"


def coverage(frame: pd.DataFrame, missing: np.ndarray) -> Iterator[Candidate]:
    """Conversations that miss nothing and that no bot resolves."""
    open_now = frame["eligible"].to_numpy() & ~frame["automated"].to_numpy() & ~frame[Kind.HUMAN].to_numpy() & (missing == 0)
    rows = np.flatnonzero(open_now)
    if len(rows):
        topic = str(frame["topic_id"].iloc[rows].value_counts().sort_index().idxmax())
        yield Candidate(
            "extend_coverage:all",
            ActionType.EXTEND_COVERAGE,
            "Let the AI agent answer what is already covered",
            topic,
            rows,
            EFFORT[ActionType.EXTEND_COVERAGE],
            coverage=True,
        )


def articles_to_improve(labels: Labelled) -> Iterator[Candidate]:
    """Articles that have the answer, where customers still got a wrong or unclear one."""
    best = labels.articles.drop_duplicates("row")
    best = best[~labels.frame["article_gap"].to_numpy()[best["row"].to_numpy()]]
    unclear = labels.reasons.loc[labels.reasons["reason"] == Reason.WRONG_OR_UNCLEAR_ANSWER, "row"]
    for article, part in best[best["row"].isin(unclear)].groupby("article", sort=True):
        rows = part["row"].to_numpy()
        topic = str(labels.frame["topic_id"].iloc[rows].value_counts().sort_index().idxmax())
        title = f"Make “{labels.titles.get(str(article), article)}” clearer"
        yield Candidate(
            f"improve_article:article:{slug(str(article))}", ActionType.IMPROVE_ARTICLE, title, topic, rows, EFFORT[ActionType.IMPROVE_ARTICLE]
        )


def products_to_fix(labels: Labelled) -> Iterator[Candidate]:
    """Topics in which the product fails."""
    broken = (labels.frame["human_cause"] == HumanCause.BUG).to_numpy(copy=True)
    broken[labels.reasons.loc[labels.reasons["reason"] == Reason.PRODUCT_PROBLEM, "row"].to_numpy()] = True
    yield from per_topic(labels.frame, broken, ActionType.FIX_PRODUCT, "Fix what fails in the product: {topic}")


def routes(labels: Labelled) -> Iterator[Candidate]:
    """Topics whose cases for a person waited, were passed on or had to be told again."""
    slow = np.zeros(len(labels.frame), dtype=bool)
    slow[labels.reasons.loc[labels.reasons["reason"].isin([str(each) for each in REMOVES[ActionType.ROUTE_FASTER]]), "row"].to_numpy()] = True
    person = labels.frame[Kind.HUMAN].to_numpy() & (labels.frame["human_cause"] != HumanCause.BUG).to_numpy()
    yield from per_topic(labels.frame, slow & person, ActionType.ROUTE_FASTER, "Send {topic} cases that need a person straight to one")


def services(labels: Labelled) -> Iterator[Candidate]:
    """Topics in which replies of people led to low ratings."""
    owned = labels.reasons[(labels.reasons["owner"] == Owner.AGENT) & labels.reasons["reason"].isin([str(each) for each in SERVICE])]
    owned = owned[(labels.frame["rating"].to_numpy() < 4)[owned["row"].to_numpy()]]
    low = np.zeros(len(labels.frame), dtype=bool)
    low[owned["row"].to_numpy()] = True
    for each in per_topic(labels.frame, low, ActionType.IMPROVE_SERVICE, "{topic}"):
        counts = owned.loc[owned["row"].isin(each.rows), "reason"].value_counts().sort_index()
        title = SERVICE_TITLES[Reason(counts.idxmax())].format(topic=each.title)
        yield Candidate(each.action_id, each.type, title, each.topic_id, each.rows, each.effort)


def per_topic(frame: pd.DataFrame, chosen: np.ndarray, kind: ActionType, title: str) -> Iterator[Candidate]:
    """A candidate for each topic that has chosen conversations; what fits no topic is left out, since nobody could act on it."""
    rows = np.flatnonzero(chosen & (frame["topic_id"] != "other").to_numpy())
    for topic_id, part in frame.iloc[rows].groupby("topic_id", sort=True):
        yield Candidate(
            f"{kind}:{slug(str(topic_id))}", kind, title.format(topic=part["topic"].iloc[0]), str(topic_id), part.index.to_numpy(), EFFORT[kind]
        )
