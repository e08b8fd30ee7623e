"""Five more live systems, played from their public documentation."""

from __future__ import annotations

from typing import Any

from tests.insights.connectors.playing import Answered, Asked, World, after, changed, epoch, iso, with_deleted


def newest(world: World) -> list[tuple[int, int]]:
    return list(reversed(changed(world, 0)))


def newest_with_deleted(world: World) -> list[tuple[int, int]]:
    return list(reversed(with_deleted(world, 0)))


def hubspot(world: World, asked: Asked) -> Answered:
    if asked.path.startswith("/account-info"):
        return Answered(values={"portalId": 123})
    if asked.path.endswith("/actors/batch/read"):
        return Answered(values={"results": [{"id": key, "name": {"A": "Robin", "V": "Jane"}[key[0]]} for key in asked.body["inputs"]]})
    if asked.path.endswith("/original-content"):
        return Answered(values={"text": f"Where is parcel {asked.parts[4]}?"})
    if asked.path.endswith("/messages"):
        key = int(asked.parts[4])
        when, size, first = world.conversations[key], int(asked.query["limit"]), int(asked.query.get("after", 0))
        said = [
            {
                "id": f"m{number}",
                "type": "MESSAGE",
                "text": f"Answer {number} to {key}" if number else "Where is",
                "truncationStatus": "NOT_TRUNCATED" if number else "TRUNCATED_TO_MOST_RECENT_REPLY",
                "direction": "OUTGOING" if number else "INCOMING",
                "senders": [{"actorId": "A-7" if number else "V-9"}],
                "createdAt": iso(when),
            }
            for number in range(first, min(first + size, world.parts))
        ]
        onward = {"paging": {"next": {"after": str(first + size)}}} if first + size < world.parts else {}
        return Answered(values={"results": said, **onward})
    if asked.query.get("archived") == "true":
        return Answered(values={"results": [{"id": str(key), "archived": True} for key in sorted(world.deleted)]})
    found = changed(world, epoch(asked.query["latestMessageTimestampAfter"]))
    page, following = after(found, asked.query.get("after", ""), min(world.page, int(asked.query["limit"])))
    listed = [
        {"id": str(key), "createdAt": iso(when), "latestMessageTimestamp": iso(when), "originalChannelId": "1002", "status": "CLOSED"}
        for key, when in page
    ]
    return Answered(values={"results": listed, **({"paging": {"next": {"after": following}}} if following else {})})


def helpscout(world: World, asked: Asked) -> Answered:
    if asked.path.startswith("/v1/"):
        return docs(world, asked)
    if asked.path == "/v2/oauth2/token":
        return Answered(values={"access_token": "t1", "expires_in": 172_800})
    if asked.path == "/v2/users/me":
        return Answered(values={"id": 7, "firstName": "Ada", "lastName": "L"})
    number = int(asked.query.get("page", 1))
    if asked.path.endswith("/threads"):
        key = int(asked.parts[2])
        threads = [thread(key, each, world.conversations[key]) for each in range((number - 1) * 25, min(number * 25, world.parts))]
        pages = {"number": number, "totalPages": -(-world.parts // 25), "totalElements": world.parts}
        return Answered(values={"_embedded": {"threads": threads}, "page": pages})
    since = epoch(asked.query["modifiedSince"]) if "modifiedSince" in asked.query else 0
    if asked.query["status"] == "spam":
        spam = [{"id": key, "status": "spam"} for key, when in sorted(world.deleted.items()) if when >= since]
        pages = {"number": 1, "totalPages": 1, "totalElements": len(spam)}
        return Answered(values={**({"_embedded": {"conversations": spam}} if spam else {}), "page": pages})
    found = [(key, when) for key, when in newest(world) if when >= since]
    listed = [
        {
            "id": key,
            "threads": world.parts,
            "type": "email",
            "createdAt": iso(when),
            "userUpdatedAt": iso(when),
            "_embedded": {"threads": [thread(key, each, when) for each in range(min(world.parts, 2))]},
        }
        for key, when in found[(number - 1) * world.page : number * world.page]
    ]
    pages = {"number": number, "totalPages": -(-len(found) // world.page), "totalElements": len(found)}
    return Answered(values={**({"_embedded": {"conversations": listed}} if listed else {}), "page": pages})


def docs(world: World, asked: Asked) -> Answered:
    """Two collections, a page each, with the even and the odd articles; the first article is a draft."""
    number, what = int(asked.query.get("page", 1)), asked.parts[-1]
    if what == "sites":
        return Answered(values={"sites": {"page": 1, "pages": 1, "count": 1, "items": [{"id": "s1", "companyName": "Acme"}]}})
    if what == "collections":
        return Answered(values={"collections": {"page": number, "pages": 2, "count": 2, "items": [{"id": f"c{number}"}]}})
    if what == "articles":
        keys = [key for key in range(1, world.articles + 1) if key % 2 == int(asked.parts[2][1]) % 2]
        size = int(asked.query["pageSize"])
        listed = [
            {"id": str(key), "name": f"Article {key}", "status": "notpublished" if key == 1 else "published", "hasDraft": False}
            for key in keys[(number - 1) * size : number * size]
        ]
        return Answered(values={"articles": {"page": number, "pages": -(-len(keys) // size), "count": len(keys), "items": listed}})
    key = int(what)
    article = {"id": str(key), "name": f"Article {key}", "status": "published", "publicUrl": f"https://a.example/{key}"}
    return Answered(values={"article": {**article, "text": f"<p>How to do {key}.</p>"}})


def thread(key: int, number: int, when: int) -> dict[str, Any]:
    text = f"Answer {number} to {key}" if number else f"Where is parcel {key}?"
    author = {"type": "user", "first": "Robin"} if number else {"type": "customer", "id": 9}
    return {"id": key * 100 + number, "type": "message" if number else "customer", "body": text, "createdBy": author, "createdAt": iso(when)}


def front(world: World, asked: Asked) -> Answered:
    if asked.path == "/me":
        return Answered(values={"id": "cmp_1", "name": "Acme"})
    first, size = int(asked.query.get("page_token", 0)), int(asked.query["limit"])
    if asked.parts[-1] == "messages":
        key = int(asked.parts[1].removeprefix("cnv_"))
        when = world.conversations[key]
        said = [
            {
                "id": f"msg_{number}",
                "type": "email",
                "is_inbound": number == 0,
                "created_at": when + number,
                "text": f"Answer {number} to {key}" if number else f"Where is parcel {key}?",
                "author": {"first_name": "Robin"} if number else None,
            }
            for number in reversed(range(max(world.parts - first - size, 0), world.parts - first))
        ]
        return Answered(values=results(world, [None] * first + said + [None] * max(world.parts - first - size, 0), first, size))
    if asked.parts[-1] == "comments":
        return Answered(values=results(world, [], first, size))
    found, size = newest_with_deleted(world), min(world.page, size)
    answer = results(world, found, first, size)
    answer["_results"] = [
        {"id": f"cnv_{key}", "status": "deleted" if key in world.deleted else "archived", "created_at": when, "updated_at": when}
        for key, when in answer["_results"]
    ]
    return Answered(values=answer)


def results(world: World, listed: list[Any], first: int, size: int) -> dict[str, Any]:
    onward = f"{world.url}/conversations?page_token={first + size}" if first + size < len(listed) else None
    return {"_results": listed[first : first + size], "_pagination": {"next": onward}}


def gorgias(world: World, asked: Asked) -> Answered:
    if asked.path == "/api/account":
        return Answered(values={"domain": "acme"})
    first = int(asked.query.get("cursor", 0))
    if asked.path == "/api/messages":
        key, size = int(asked.query["ticket_id"]), int(asked.query["limit"])
        said = [spoken(key, each, world.conversations[key]) for each in range(first, min(first + size, world.parts))]
        return Answered(values=data([None] * first + said + [None] * max(world.parts - first - size, 0), first, size))
    if asked.path == "/api/tickets":
        found = newest_with_deleted(world) if asked.query.get("trashed") != "false" else newest(world)
        answer = data(found, first, min(world.page, int(asked.query["limit"])))
        answer["data"] = [
            {
                "id": key,
                "created_datetime": iso(when),
                "updated_datetime": iso(when),
                "trashed_datetime": iso(when) if key in world.deleted else None,
            }
            for key, when in answer["data"]
        ]
        return Answered(values=answer)
    key = int(asked.parts[2])
    when = world.conversations[key]
    messages = [spoken(key, each, when) for each in range(min(world.parts, 3))]
    ticket = {"id": key, "channel": "email", "created_datetime": iso(when), "updated_datetime": iso(when), "customer": {"id": 9}}
    return Answered(values={**ticket, "messages": messages, "messages_count": world.parts})


def spoken(key: int, number: int, when: int) -> dict[str, Any]:
    text = f"Answer {number} to {key}" if number else f"Where is parcel {key}?"
    return {"id": key * 100 + number, "ticket_id": key, "from_agent": number > 0, "public": True, "body_text": text, "sent_datetime": iso(when)}


def data(listed: list[Any], first: int, size: int) -> dict[str, Any]:
    return {"data": listed[first : first + size], "meta": {"next_cursor": str(first + size) if first + size < len(listed) else None}}


def chatwoot(world: World, asked: Asked) -> Answered:
    if asked.path == "/conversations/meta":
        return Answered(values={"meta": {"all_count": len(world.conversations)}})
    if asked.path in ("", "/"):
        return Answered(values={"id": 1, "name": "Acme"})
    if asked.parts[-1] == "messages":
        key = int(asked.parts[1])
        when, before = world.conversations[key], int(asked.query.get("before", 10**9))
        said = [
            {
                "id": number + 1,
                "message_type": 1 if number else 0,
                "content": f"Answer {number} to {key}" if number else f"Where is parcel {key}?",
                "created_at": when,
                "private": False,
                "sender": {"name": "Robin" if number else "Jane"},
            }
            for number in range(max(min(before - 1, world.parts) - 20, 0), min(before - 1, world.parts))
        ]
        return Answered(values={"meta": {}, "payload": said})
    first = (int(asked.query["page"]) - 1) * world.page
    listed = [
        {"id": key, "inbox_id": 1, "account_id": 1, "status": "resolved", "created_at": when, "last_activity_at": when, "messages": []}
        for key, when in newest(world)[first : first + world.page]
    ]
    return Answered(values={"data": {"meta": {"all_count": len(world.conversations)}, "payload": listed}})
