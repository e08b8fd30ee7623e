"""Labelled conversations from a few words each, as the tables that a plan is made from."""

from datetime import datetime, timedelta

from insights.planning import PlanInput
from insights.tables import ARTICLES, CONVERSATIONS, LABELS_EXPERIENCE, LABELS_TOPIC, LABELS_WORK, MESSAGES, REASONS, TOOLS, TOPICS
from tests.insights.store.sample import rows

FIRST = datetime(2025, 3, 1, 9)
TOPIC_NAMES = {"t1": "Delivery", "t2": "Refunds", "t3": "Account", "other": "Other"}


def one(number, kinds="", **known):
    """What is known of one conversation; kinds are joined by +, reasons are (reason, owner) pairs."""
    return {"number": number, "kinds": [kind for kind in kinds.split("+") if kind], **known}


def given(conversations, *, articles=(), tools=(), topics=()):
    """The tables. Tools are (name, type, available), articles (id, title), further topics (id, parent, name)."""
    names = [(each, None, name) for each, name in TOPIC_NAMES.items()] + list(topics)
    return PlanInput(
        conversations=rows(CONVERSATIONS, map(conversation, conversations)),
        messages=rows(MESSAGES, [line for each in conversations for line in said(each)]),
        topics=rows(TOPICS, [{"topic_id": key, "parent_id": parent, "name": name} for key, parent, name in names]),
        labels_topic=rows(LABELS_TOPIC, [{"topic_id": "t1", **named(each, "topic_id", "subtopic_id")} for each in conversations]),
        labels_work=rows(LABELS_WORK, map(work, conversations)),
        labels_experience=rows(LABELS_EXPERIENCE, [named(each, "resolution", "rating") for each in conversations]),
        reasons=rows(REASONS, [line for each in conversations for line in reasons(each)]),
        articles=rows(ARTICLES, [{"id": key, "title": title, "body": title} for key, title in articles]),
        tools=rows(TOOLS, [{"name": name, "description": name, "type": kind, "available": there} for name, kind, there in tools]),
    )


def name_of(each):
    return f"c{each['number']:05d}"


def named(each, *keys):
    return {"conversation_id": name_of(each), **{key: each[key] for key in keys if key in each}}


def conversation(each):
    start = FIRST + timedelta(hours=each["number"])
    return {"handled_by": "agent", "channel": "chat", "started_at": start, **named(each, "handled_by", "team", "channel")}


def work(each):
    human = "human" in each["kinds"]
    found = {
        "article_gap": False,
        "p_human": 0.9 if human else 0.05,
        "articles": [],
        "tools": [],
        "question": "I would like some help with this please.",
    }
    return {
        **found,
        "kinds": each["kinds"],
        **named(each, "question", "articles", "article_gap", "tools", "human_cause", "p_human", "article_state", "article_nearest"),
    }


def said(each):
    turns = each.get("said") or [("customer", each.get("question", "I would like some help with this please.")), ("agent", "Here you are.")]
    return [
        {"conversation_id": name_of(each), "turn": turn, "author_role": role, "text": text, "internal": False}
        for turn, (role, text) in enumerate(turns)
    ]


def reasons(each):
    return [
        {"conversation_id": name_of(each), "reason": reason, "sign": -1 if owner else 1, "owner": owner, "turn": 0, "quote": f"quote of {reason}"}
        for reason, owner in each.get("reasons", ())
    ]
