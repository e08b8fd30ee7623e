"""What a plan of a demo company is made from, with what is true of each conversation in place of what the judges say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pandas as pd
import pyarrow as pa

from insights.analysers.experience.reasons import OWNERS
from insights.model import POSITIVE_REASONS, HandledBy, Kind, Owner, Reason
from insights.planning import PlanInput
from insights.planning.enablers import slug
from insights.planning.labelled import ArticleState
from sample_data.company import Company
from sample_data.made import Gold

OTHER = "other"


def true_input(judged: PlanInput, gold: Iterable[Gold], company: Company) -> PlanInput:
    """The tables of a plan with the true labels. What customers asked and where support said so stays as it was read."""
    true = {one.conversation_id: one for one in gold}
    ordered = [true[each] for each in judged.conversations["conversation_id"].to_pylist()]
    names = {OTHER: (None, "Other")}
    for one in ordered:
        topic, subtopic = placed(one)
        if subtopic:
            names |= {topic: (None, one.topic), subtopic: (topic, one.subtopic)}
    topics = [{"topic_id": key, "parent_id": parent, "name": name} for key, (parent, name) in sorted(names.items())]
    said = judged.reasons.to_pandas().drop_duplicates(["conversation_id", "reason"]).set_index(["conversation_id", "reason"])
    return replace(
        judged,
        topics=pa.Table.from_pylist(topics),
        labels_topic=pa.table(
            {
                "conversation_id": [one.conversation_id for one in ordered],
                "topic_id": [placed(one)[0] for one in ordered],
                "subtopic_id": pa.array([placed(one)[1] for one in ordered], pa.string()),
            }
        ),
        labels_work=true_work(judged.labels_work, true, {one.name: one.article for one in company.missing}),
        labels_experience=pa.table(
            {
                "conversation_id": [one.conversation_id for one in ordered],
                "rating": pa.array([one.rating for one in ordered], pa.int32()),
                "resolution": pa.array([one.resolution for one in ordered], pa.string()),
            }
        ),
        reasons=pa.Table.from_pylist([line for one in ordered for line in true_reasons(one, said)], judged.reasons.schema),
    )


def placed(one: Gold) -> tuple[str, str | None]:
    """The ids of a conversation's true topic and subtopic."""
    return (slug(one.topic), slug(f"{one.topic} {one.subtopic}")) if one.kinds else (OTHER, None)


def true_work(judged: pa.Table, true: Mapping[str, Gold], updated: Mapping[str, str | None]) -> pa.Table:
    """The true kinds of work, tools and articles; `updated` holds the article that each gap is about, if there is one."""
    ordered = [true[each] for each in judged["conversation_id"].to_pylist()]
    nearest = [(one.articles or (None,))[0] if one.gap is None else updated[one.gap] for one in ordered]
    states = [state_of(one, article) for one, article in zip(ordered, nearest, strict=True)]
    columns = {
        "conversation_id": pa.array([one.conversation_id for one in ordered]),
        "kinds": pa.array([list(one.kinds) for one in ordered], pa.list_(pa.string())),
        "human_cause": pa.array([one.cause for one in ordered], pa.string()),
        "p_human": pa.array([float(Kind.HUMAN in one.kinds) for one in ordered]),
        "article_gap": pa.array([state is not ArticleState.ANSWERED for state in states]),
        "articles": pa.array([[article] if article else [] for article in nearest], pa.list_(pa.string())),
        "article_nearest": pa.array(nearest, pa.string()),
        "article_state": pa.array([str(state) for state in states]),
        "tools": pa.array([list(one.tools) for one in ordered], pa.list_(pa.string())),
    }
    return pa.table({**columns, **{name: judged[name] for name in ("question", "article_turn")}})


def state_of(one: Gold, article: str | None) -> ArticleState:
    """How well an article answers a conversation."""
    if article is None:
        return ArticleState.MISSING
    return ArticleState.ANSWERED if one.gap is None else ArticleState.OUTDATED


def true_reasons(one: Gold, said: pd.DataFrame) -> list[dict[str, object]]:
    """The true reasons, with owner and quote as judged where the judge named the same one."""
    lines = []
    for reason in one.reasons:
        positive = reason in POSITIVE_REASONS
        known = said.loc[(one.conversation_id, reason)] if (one.conversation_id, reason) in said.index else None
        owner = None if positive else str(known["owner"]) if known is not None else usual_owner(reason, one.reasons, one.handled_by)
        turn, quote = (0, None) if known is None else (int(known["turn"]), known["quote"])
        lines.append(
            {"conversation_id": one.conversation_id, "reason": reason, "sign": 1 if positive else -1, "owner": owner, "turn": turn, "quote": quote}
        )
    return lines


def usual_owner(reason: str, reasons: Sequence[str], handled_by: str) -> str:
    """Whose a reason is: its own owner, else that of what came with it, else of who replied."""
    if reason in OWNERS:
        return OWNERS[reason]
    beyond = next((OWNERS[each] for each in (Reason.POLICY_OR_PRICE, Reason.PRODUCT_PROBLEM) if each in reasons), None)
    return beyond or str(Owner.BOT if handled_by == HandledBy.BOT else Owner.AGENT)
