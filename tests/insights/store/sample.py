"""A small made-up company with every table filled, the same each time: for tests of the store, the metrics and the pages.

snapshot(folder) -> Snapshot          published into `folder` and opened
published(home) -> Workspace          a workspace of `home` with this snapshot, ready for a Shelf
"""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import pyarrow as pa

from insights.store.control import Control, Workspace
from insights.store.home import workspace_folder
from insights.store.publication import publish, write
from insights.store.schema import rows
from insights.store.snapshot import Snapshot
from insights.tables import SNAPSHOT

SIZE = 300
FIRST_DAY = datetime(2025, 3, 1, 8)
TOPICS = (
    ("t1", None, "Delivery", ("parcel", "late", "courier")),
    ("t1a", "t1", "Parcel is late", ("late", "tracking")),
    ("t1b", "t1", "Parcel is damaged", ("broken", "box")),
    ("t2", None, "Refunds", ("refund", "money", "card")),
    ("t2a", "t2", "Refund not received", ("refund", "waiting")),
    ("t3", None, "Account", ("password", "login", "email")),
    ("t3a", "t3", "Password reset", ("password", "reset")),
    ("t3b", "t3", "Close the account", ("close", "delete")),
    ("other", None, "Other", ("thanks",)),
)
# topic, subtopic, kinds, human cause, what the customer writes, what support answers
STORIES = (
    ("t1", "t1a", ("personalised",), None, "My parcel is late, where is it?", "It is at the depot and arrives tomorrow."),
    ("t1", "t1b", ("action",), None, "The box arrived broken, please send a new one.", "A replacement is on its way to you."),
    ("t1", None, ("informational",), None, "Do you deliver on Saturdays?", "Yes, we deliver on Saturdays until noon."),
    ("t2", "t2a", ("personalised", "action"), None, "I am still waiting for my refund.", "I have started it again, it takes three days."),
    (
        "t2",
        None,
        ("human",),
        "exception",
        "It is past thirty days but the thing never worked.",
        "I will ask my manager whether we can make an exception.",
    ),
    ("t3", "t3a", ("informational",), None, "How do I reset my password?", "Choose 'forgot password' on the login page."),
    ("t3", "t3b", ("action",), None, "Please delete my account.", "Your account is closed now."),
    ("other", None, (), None, "thanks!", "You are welcome."),
)
ENDINGS = (
    ("confirmed", 5, "Great, that works, thank you!", "quick_resolution", None),
    ("assumed", 4, None, "clear_answer", None),
    ("unresolved", 2, "That does not help me at all.", "not_resolved", "agent"),
    ("unresolved", 1, "This is the third time I ask. I am leaving.", "had_to_repeat", "policy"),
    ("pending", 3, "So when will I hear from you?", "slow_reply", "agent"),
)
ENABLER = {"informational": "article:delivery-days", "personalised": "read:get_order", "action": "write:send_replacement"}
RUNG = {(): 4, ("informational",): 1, ("personalised",): 2, ("action",): 3, ("personalised", "action"): 3, ("human",): 4}


def conversation(number: int, chance: random.Random) -> dict[str, object]:
    """Everything that is known of one conversation, under the names of the tables."""
    topic, subtopic, kinds, cause, ask, answer = chance.choices(STORIES, weights=(9, 5, 6, 6, 3, 7, 3, 2))[0]
    resolution, rating, last, reason, owner = chance.choices(ENDINGS, weights=(5, 8, 3, 2, 2))[0]
    handled_by = chance.choices(("bot", "agent", "both", "nobody"), weights=(4, 8, 2, 1))[0]
    start = FIRST_DAY + timedelta(hours=6 * number, minutes=chance.randrange(300))
    wait = chance.choice((20, 45, 600, 5400))
    language = chance.choices(("en", "de", "th"), weights=(16, 3, 1))[0]
    not_scored = "no_request" if not kinds else "no_reply" if handled_by == "nobody" else "language" if language == "th" else None
    said = [("customer", ask, start)]
    if handled_by in ("bot", "both"):
        said.append(("bot", answer, start + timedelta(seconds=wait)))
    if handled_by in ("agent", "both"):
        said.append(("agent", answer, start + timedelta(seconds=wait * 2)))
    if handled_by != "nobody" and kinds and last:
        said.append(("customer", last, start + timedelta(seconds=wait * 3)))
    resolved = resolution in ("confirmed", "assumed")
    return {
        "conversation_id": f"c{number:04d}",
        "source": "native",
        "import_id": "i1",
        "content_hash": f"{number:032x}",
        "url": f"https://support.example/c/{number}",
        "channel": chance.choices(("chat", "email", "phone"), weights=(6, 5, 1))[0],
        "subject": None if number % 3 else ask[:40],
        "started_at": start,
        "ended_at": said[-1][2],
        "customer_id": f"u{chance.randrange(SIZE * 2 // 3)}",
        "team": chance.choice(("North", "South", None)),
        "language": language,
        "state": "closed",
        "tags": ["vip"] if number % 10 == 0 else [],
        "csat": rating if number % 5 == 0 and not not_scored else None,
        "csat_comment": None,
        "handled_by": handled_by,
        "turns": len(said),
        "first_reply_seconds": None if handled_by == "nobody" else float(wait if handled_by != "agent" else wait * 2),
        "attributes": json.dumps({"shop": "web"}),
        "topic_id": topic,
        "subtopic_id": subtopic,
        "topic_confidence": 0.9 if subtopic else 0.6,
        "topic_judge": "topics 1",
        "kinds": list(kinds),
        **{f"p_{kind}": 0.92 if kind in kinds else 0.06 for kind in ("informational", "personalised", "action", "human")},
        "p_request": 0.97 if kinds else 0.05,
        "human_cause": cause,
        "work_turns": [0],
        "question": ask if kinds else None,
        "articles": ["reset"] if subtopic == "t3a" else [],
        "article_gap": "informational" in kinds and subtopic != "t3a",
        "tools": [ENABLER[kind].split(":")[1] for kind in kinds if kind in ("personalised", "action")],
        "work_judge": "work 1",
        "resolution": resolution if kinds else None,
        "p_resolved": (0.9 if resolved else 0.15) if kinds else None,
        "resolution_confidence": 0.8 if kinds else None,
        "rating": None if not_scored else rating,
        "rating_expected": None if not_scored else float(rating) * 0.9 + 0.3,
        "rating_confidence": None if not_scored else 0.7,
        "not_scored": not_scored,
        "sentiment_start": -0.2,
        "sentiment_end": (rating - 3) / 2,
        "effort": round(1 - rating / 5, 2),
        "service_quality": rating / 5,
        "resolution_turn": len(said) - 1 if kinds else None,
        "experience_judge": "experience 1",
        "eligible": bool(kinds),
        "automated": bool(kinds) and handled_by == "bot" and resolved,
        "work_class": "+".join(kinds),
        "needs": [ENABLER[kind] for kind in kinds if kind != "human"],
        "missing": [ENABLER[kind] for kind in kinds if kind in ("personalised", "action")],
        "rung": 0 if subtopic == "t3a" else RUNG[kinds],
        "p_today": 0.7 if subtopic == "t3a" else 0.0,
        "p_potential": 0.1 if kinds == ("human",) else 0.75 if kinds else 0.0,
        "said": said,
        "reason": None if not_scored else (reason, -1 if owner else 1, owner),
    }


@cache
def tables() -> dict[str, pa.Table]:
    """Every table of the snapshot."""
    chance = random.Random(7)
    made = [conversation(number, chance) for number in range(SIZE)]
    messages, reasons = [], []
    for one in made:
        for turn, (role, text, at) in enumerate(one["said"]):
            messages.append(
                {
                    "conversation_id": one["conversation_id"],
                    "turn": turn,
                    "author_role": role,
                    "author": None,
                    "sent_at": at,
                    "text": text,
                    "internal": False,
                }
            )
        if one["reason"]:
            reason, sign, owner = one["reason"]
            turn = max(turn for turn, (role, _, _) in enumerate(one["said"]) if role == "customer")
            quote = one["said"][turn][1]
            reasons.append(
                {
                    "conversation_id": one["conversation_id"],
                    "reason": reason,
                    "sign": sign,
                    "owner": owner,
                    "turn": turn,
                    "quote": quote,
                }
            )
    records = {
        **dict.fromkeys(("conversations", "labels_topic", "labels_work", "labels_experience", "predictions"), made),
        "messages": messages,
        "reasons": reasons,
        "topics": [topic(made, *line) for line in TOPICS],
        **knowledge(),
        **plan(made),
        "meta": [
            {"key": key, "value": json.dumps(value)}
            for key, value in {"conversations": SIZE, "versions": {"topics": 1, "work": 1, "experience": 1}, "seconds": {"topics": 0.4}}.items()
        ],
    }
    return {table.name: rows(table, records[table.name]) for table in SNAPSHOT}


def topic(made: list[dict], topic_id: str, parent_id: str | None, name: str, keywords: tuple[str, ...]) -> dict[str, object]:
    """A row of `topics`."""
    ids = [one["conversation_id"] for one in made if topic_id in (one["topic_id"], one["subtopic_id"])]
    return {
        "topic_id": topic_id,
        "parent_id": parent_id,
        "name": name,
        "description": f"Conversations about {name.lower()}.",
        "keywords": list(keywords),
        "typical": ids[:3],
        "odd": ids[-2:],
    }


def knowledge() -> dict[str, list[dict]]:
    """Articles and tools."""
    return {
        "articles": [
            {"id": "reset", "title": "Reset your password", "body": "Choose 'forgot password'.", "url": None},
            {"id": "returns", "title": "Returns", "body": "Thirty days.", "url": "https://help.example/returns"},
        ],
        "tools": [
            {"name": "get_order", "description": "Look up an order", "type": "read", "available": False},
            {"name": "send_replacement", "description": "Send a replacement", "type": "write", "available": False},
        ],
    }


def plan(made: list[dict]) -> dict[str, list[dict]]:
    """Enablers, actions and their evidence."""
    things = (
        ("article:reset", "Reset your password", "article", True, "t3", 0.0, "S", None),
        ("article:delivery-days", "When we deliver", "article", False, "t1", 12.0, "S", 1),
        ("read:get_order", "get_order", "read", False, "t1", 21.5, "M", 2),
        ("write:send_replacement", "send_replacement", "write", False, "t1", 17.0, "L", 3),
    )
    enablers, actions, evidence = [], [], []
    for enabler_id, name, kind, exists, topic_id, gain, effort, rank in things:
        ids = [one["conversation_id"] for one in made if enabler_id in one["needs"]]
        shared = {"enabler_id": enabler_id, "topic_id": topic_id, "conversations": len(ids), "gain_points": gain, "gain_low": gain * 0.6}
        shared |= {"gain_high": gain * 1.3, "effort": effort, "rank": rank}
        enablers.append(shared | {"name": name, "type": kind, "exists": exists})
        if rank:
            action_id = f"a{rank}"
            verb = {"article": "write_article", "read": "connect_read_api", "write": "build_procedure"}[kind]
            shared |= {"action_id": action_id, "type": verb, "title": f"Provide {name}", "cx_points": 1.5, "cx_low": 0.5, "cx_high": 2.5}
            actions.append(
                shared | {"conversations_per_month": len(ids) / 2.5, "confidence": "Medium", "why": "Most gain per effort.", "draft": f"# {name}\n"}
            )
            evidence += [{"action_id": action_id, "conversation_id": one, "quote": None} for one in ids]
    return {"enablers": enablers, "actions": actions, "evidence": evidence}


def snapshot(folder: Path) -> Snapshot:
    """The sample, published into `folder` and opened."""
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "new.part", tables())
    return Snapshot(folder / f"{publish(folder, folder / 'new.part')}.duckdb", "sample")


def published(home: Path, name: str = "Sample") -> Workspace:
    """A workspace of `home` that shows the sample."""
    workspace = Control(home).create_workspace(name)
    folder = workspace_folder(home, workspace.id) / "snapshots"
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / "new.part", tables())
    publish(folder, folder / "new.part")
    return workspace
