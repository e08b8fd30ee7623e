"""Three live systems, played from their public documentation, and the list of all."""

from __future__ import annotations

from collections.abc import Callable

from tests.insights.connectors.played_more import chatwoot, front, gorgias, helpscout, hubspot
from tests.insights.connectors.playing import TOKEN, Answered, Asked, World, after, changed, epoch, iso, with_deleted

DOCS_KEY = "docs-canary-7772"
GIVEN = {
    "intercom": {"region": "eu", "token": TOKEN},
    "zendesk": {"subdomain": "acme", "email": "a@acme.example", "token": TOKEN},
    "freshdesk": {"subdomain": "acme", "token": TOKEN},
    "hubspot": {"token": TOKEN},
    "helpscout": {"app": "app1", "token": TOKEN, "docs": DOCS_KEY},
    "front": {"token": TOKEN},
    "gorgias": {"subdomain": "acme", "email": "a@acme.example", "token": TOKEN},
    "chatwoot": {"host": "app.chatwoot.com", "account": "1", "token": TOKEN},
}


def world_of(vendor: str, **more) -> World:
    """A world of one system."""
    return World(vendor, VENDORS[vendor], **more)


def intercom(world: World, asked: Asked) -> Answered:
    if asked.path == "/me":
        return Answered(values={"type": "admin", "email": "a@acme.example", "app": {"name": "Acme"}})
    if asked.path == "/conversations/search":
        bounds = {each["operator"]: each["value"] for each in asked.body["query"]["value"]}
        found = changed(world, bounds[">"] + 1, bounds["<"] - 1 if "<" in bounds else None)
        size = min(world.page, asked.body["pagination"]["per_page"])
        page, following = after(found, asked.body["pagination"].get("starting_after", ""), size)
        listed = [{"type": "conversation", "id": str(key), "updated_at": when} for key, when in page]
        onward = {"next": {"starting_after": following}} if following else {}
        return Answered(values={"type": "conversation.list", "conversations": listed, "total_count": len(found), "pages": onward})
    if asked.path == "/articles":
        number, size = int(asked.query["page"]), int(asked.query["per_page"])
        listed = [
            {"id": str(each), "title": f"Article {each}", "body": f"<p>How to do {each}.</p>", "state": "published" if each > 1 else "draft"}
            for each in range(1, world.articles + 1)
        ]
        marks = {"page": number, "total_pages": -(-len(listed) // size)}
        return Answered(values={"type": "list", "data": listed[(number - 1) * size : number * size], "pages": marks})
    key = int(asked.parts[1])
    if key not in world.conversations:
        return Answered(404, {"errors": [{"code": "not_found"}]})
    when = world.conversations[key]
    said = [
        {
            "id": f"{key}{number}",
            "part_type": "comment",
            "body": f"Answer {number} to {key}",
            "created_at": when,
            "author": {"type": "admin", "id": "7"},
        }
        for number in range(world.parts - 1)
    ]
    source = {"type": "conversation", "body": f"<p>Where is parcel {key}?</p>", "author": {"type": "user", "id": f"u{key}"}}
    parts = {"type": "conversation_part.list", "conversation_parts": said}
    return Answered(
        values={"type": "conversation", "id": str(key), "created_at": when, "updated_at": when, "source": source, "conversation_parts": parts}
    )


def zendesk(world: World, asked: Asked) -> Answered:
    if asked.path.endswith("/users/me.json"):
        return Answered(values={"user": {"id": 1, "name": "Ada", "role": "admin"}})
    if asked.path.endswith("/tickets/count.json"):
        return Answered(values={"count": {"value": len(world.conversations)}})
    if asked.path.endswith("/incremental/tickets/cursor.json"):
        cursor = asked.query.get("cursor", "")
        found = with_deleted(world, int(asked.query.get("start_time", 0)))
        page, following = after(found, cursor, world.page)
        listed = [
            {
                "id": key,
                "updated_at": iso(when),
                "created_at": iso(when),
                "requester_id": 9,
                "status": "deleted" if key in world.deleted else "closed",
                "description": f"Where is parcel {key}?",
            }
            for key, when in page
        ]
        last = following or (f"{page[-1][1]}-{page[-1][0]}" if page else cursor or "0-0")
        return Answered(values={"tickets": listed, "after_cursor": last, "end_of_stream": not following})
    if asked.path.endswith("/help_center/articles.json"):
        first, size = int(asked.query.get("page[after]", 0)), int(asked.query["page[size]"])
        listed = [
            {
                "id": each,
                "title": f"Article {each}",
                "body": f"<p>How to do {each}.</p>",
                "draft": each == 1,
                "locale": "en-us",
                "html_url": f"https://h.example/{each}",
            }
            for each in range(1, world.articles + 1)
        ]
        meta = {"has_more": first + size < len(listed), "after_cursor": str(first + size)}
        return Answered(values={"articles": listed[first : first + size], "meta": meta})
    key = int(asked.parts[3])
    when = world.conversations[key]
    first, size = int(asked.query.get("page[after]", 0)), int(asked.query["page[size]"])
    said = [
        {
            "id": key * 100 + number,
            "author_id": 7 if number else 9,
            "public": True,
            "created_at": iso(when),
            "plain_body": f"Answer {number} to {key}" if number else f"Where is parcel {key}?",
        }
        for number in range(first, min(first + size, world.parts))
    ]
    users = [{"id": 7, "name": "Robin", "role": "agent"}, {"id": 9, "name": "Jane", "role": "end-user"}]
    meta = {"has_more": first + size < world.parts, "after_cursor": str(first + size)}
    return Answered(values={"comments": said, "users": users, "meta": meta})


def freshdesk(world: World, asked: Asked) -> Answered:
    if asked.path.endswith("/agents/me"):
        return Answered(values={"id": 7, "contact": {"name": "Ada"}})
    if asked.path.endswith("/search/tickets"):
        return Answered(values={"total": len(world.conversations), "results": []})
    number = int(asked.query.get("page", 1))
    if "/solutions/" in asked.path:
        return solutions(world, asked, number)
    if asked.parts[-1] == "conversations":
        key, size = int(asked.parts[3]), int(asked.query["per_page"])
        when = world.conversations[key]
        said = [
            {
                "id": key * 100 + each,
                "body_text": f"Answer {each} to {key}",
                "incoming": False,
                "private": False,
                "user_id": 7,
                "created_at": iso(when),
            }
            for each in range(1 + (number - 1) * size, min(1 + number * size, world.parts))
        ]
        return Answered(values=said)
    since = epoch(asked.query["updated_since"]) if "updated_since" in asked.query else 0
    if "filter" in asked.query:
        found = [(key, when) for key, when in with_deleted(world, since) if key in world.deleted and asked.query["filter"] == "deleted"]
        return Answered(values=[{"id": key, "deleted": True, "updated_at": iso(when)} for key, when in found])
    found = changed(world, since)
    listed = [
        {
            "id": key,
            "subject": "Parcel",
            "description_text": f"Where is parcel {key}?",
            "status": 5,
            "source": 1,
            "requester_id": 9,
            "created_at": iso(when),
            "updated_at": iso(when),
        }
        for key, when in found[(number - 1) * world.page : number * world.page]
    ]
    more = number * world.page < len(found)
    return Answered(values=listed, headers={"Link": f'<{world.url}/api/v2/tickets?page={number + 1}>; rel="next"'} if more else {})


def solutions(world: World, asked: Asked, number: int) -> Answered:
    """One category, a folder in it, a folder in that: half of the articles in each."""
    if asked.parts[-1] == "categories":
        return Answered(values=[{"id": 1, "name": "General"}])
    if asked.parts[-1] == "folders":
        return Answered(values=[{"id": 2, "name": "Parcels"}])
    if asked.parts[-1] == "subfolders":
        return Answered(values=[{"id": 3, "name": "Lost ones"}] if asked.parts[4] == "2" else [])
    listed = [
        {
            "id": each,
            "title": f"Article {each}",
            "description": f"<p>How to do {each}.</p>",
            "status": 1 if each == 1 else 2,
            "folder_id": int(asked.parts[4]),
        }
        for each in range(1, world.articles + 1)
        if (each % 2 == 0) == (asked.parts[4] == "2")
    ]
    size = int(asked.query["per_page"])
    return Answered(values=listed[(number - 1) * size : number * size])


VENDORS: dict[str, Callable[[World, Asked], Answered]] = {
    "intercom": intercom,
    "zendesk": zendesk,
    "freshdesk": freshdesk,
    "hubspot": hubspot,
    "helpscout": helpscout,
    "front": front,
    "gorgias": gorgias,
    "chatwoot": chatwoot,
}
