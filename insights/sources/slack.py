"""Slack exports: a zip or a folder with `users.json`, `channels.json` and a file for each day of each channel.

A thread is a conversation; what was said outside of threads is cut where the channel was silent for four hours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import orjson

from insights.errors import UnreadableFile
from insights.model import Channel, Conversation, Message, Reject, Role
from insights.sources.building import finished, or_files
from insights.sources.bundles import DAY_PATH
from insights.sources.correspondents import is_team, party
from insights.sources.fields import first_of, listed, names_in, object_of, text_of, time_of
from insights.sources.gathering import Gathering
from insights.sources.limits import RAW_CHARACTERS
from insights.sources.mapping import Mapping
from insights.sources.rows import settled_roles
from insights.sources.source import Opened, Probe, Shape, Source

SILENCE = timedelta(hours=4).total_seconds()
TOKEN = re.compile(r"<([@#!])?([^<>|\n]{1,2000})(?:\|([^<>\n]{0,2000}))?>")
EVENTS = re.compile(
    r"(?:channel|group|bot_(?:add|remove|enable|disable)|pinned|unpinned|reminder|huddle|app|sh_room|tombstone|message_(?:changed|deleted))(?:_.*)?"
)
TS, USER, ROLE, NAME, TEXT, FILES = range(6)
"""Cells of a message on its way to its thread."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the workspace."""

    name: str
    email: str
    bot: bool
    guest: bool


def recognises(probe: Probe) -> bool:
    """True for an export of a workspace."""
    return probe.shape is Shape.SLACK


def read(opened: Opened, mapping: Mapping | None) -> Iterator[Conversation | Reject]:
    """A conversation for each thread and for each stretch of a channel."""
    members = members_of(opened)
    team = mapping.team if mapping and mapping.team else guessed_team(members)
    gathering, number = Gathering(opened.limits.gathered_bytes), 0
    for path, content in files(opened):
        if not DAY_PATH.fullmatch(path):
            continue
        said = parsed(content)
        if said is None:
            yield Reject(opened.name, number + 1, f"{path[-60:]} is damaged", content[:RAW_CHARACTERS].decode("utf-8", "replace"), rows=0)
        channel = path.split("/")[-2]
        for each in listed(said):
            if text_of(each.get("ts")) and not EVENTS.fullmatch(text_of(each.get("subtype")) or ""):
                number += 1
                thread = text_of(each.get("thread_ts")) or ""
                gathering.add(f"{channel}\x1f{thread}", [(number, cells_of(each, members, team))])
    for key, rows in gathering.conversations():
        channel, _, thread = key.partition("\x1f")
        for part in [rows] if thread else stretches(rows):
            made = conversation_of(channel, thread, [cells for _, cells in part])
            yield finished(made, file=opened.name, row=part[0][0], raw=" | ".join(part[0][1]), limits=opened.limits)


def files(opened: Opened) -> Iterator[tuple[str, bytes]]:
    """Every file of the export, cut at its limit."""
    for path, stream in opened.pieces() if opened.pieces else ():
        with stream:
            yield path, stream.read(opened.limits.json_record + 1)


def parsed(content: bytes) -> object:
    """The values of a file; None when it is damaged."""
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def members_of(opened: Opened) -> dict[str, Member]:
    """The members by id; deleted ones are still among them."""
    content = next((content for path, content in files(opened) if path.rpartition("/")[2] == "users.json"), b"")
    found = parsed(content)
    if found is None:
        raise UnreadableFile(f"{opened.name} does not say who is who: its users.json is damaged.", hint="Export the workspace again.")
    return {key: member_of(each) for each in listed(found) if (key := text_of(each.get("id")))}


def member_of(each: dict) -> Member:
    """One member of `users.json`."""
    profile = object_of(each.get("profile"))
    name = first_of(profile, "real_name", "display_name") or first_of(each, "real_name", "name") or ""
    guest = each.get("is_stranger") is True or each.get("is_restricted") is True or each.get("is_ultra_restricted") is True
    return Member(name, (text_of(profile.get("email")) or "").lower(), each.get("is_bot") is True, guest)


def guessed_team(members: dict[str, Member]) -> tuple[str, ...]:
    """The domain of most members, when there are others too; empty when everybody is a colleague of everybody."""
    domains = Counter(party(member.email) for member in members.values() if member.email and not member.bot and not member.guest)
    outside = sum(member.guest for member in members.values()) + len(domains) - 1
    most = sorted(domains.items(), key=lambda pair: (-pair[1], pair[0]))
    return (most[0][0],) if most and outside > 0 else ()


def cells_of(each: dict, members: dict[str, Member], team: Sequence[str]) -> list[str]:
    """What is kept of a message."""
    user = text_of(each.get("user")) or ""
    member = members.get(user)
    profile = object_of(each.get("user_profile"))
    name = (member.name if member else "") or first_of(profile, "real_name", "name") or text_of(each.get("username")) or ""
    role = ""
    if user == "USLACKBOT":
        role = Role.SYSTEM
    elif (member and member.bot) or each.get("bot_id") or each.get("subtype") == "bot_message":
        role = Role.BOT
    elif team and member:
        ours = not member.guest and (is_team(member.email, team) or name.casefold() in [one.casefold() for one in team])
        role = Role.AGENT if ours else Role.CUSTOMER
    elif team and user:
        # Who is no member any more, or of another workspace, is at least none of those that are known as ours.
        role = Role.CUSTOMER
    text = each.get("text")
    said = (
        text
        if isinstance(text, str) and text.strip()
        else "\n".join(words for one in listed(each.get("attachments")) if (words := first_of(one, "text", "fallback")))
    )
    found = names_in(each.get("files"), "name", "title")
    shown = TOKEN.sub(lambda token: shown_token(token, members), said)
    return [text_of(each.get("ts")) or "", user, str(role), name, or_files(shown, found).replace("\x00", ""), "\n".join(found)]


def shown_token(token: re.Match[str], members: dict[str, Member]) -> str:
    """A mention, a channel or a link as a person reads it."""
    kind, target, label = token[1], token[2], token[3]
    if kind == "@":
        member = members.get(target)
        return "@" + (label or (member.name if member else "") or "somebody")
    if kind in ("#", "!"):
        return ("#" if kind == "#" else "@") + (label or target.partition("^")[0]).lstrip("@#")
    return label or target.removeprefix("mailto:")


def stretches(rows: Sequence[tuple[int, list[str]]]) -> Iterator[list[tuple[int, list[str]]]]:
    """What was said in a channel outside of threads, cut at silences."""
    held: list[tuple[int, list[str]]] = []
    last = 0.0
    for row in sorted(rows, key=lambda row: seconds(row[1][TS])):
        now = seconds(row[1][TS])
        if held and now - last > SILENCE:
            yield held
            held = []
        held.append(row)
        last = now
    if held:
        yield held


def seconds(stamp: str) -> float:
    """A message's time, which is also its name."""
    try:
        return float(stamp) if len(stamp) < 30 else 0.0
    except ValueError:
        return 0.0


def conversation_of(channel: str, thread: str, rows: Sequence[Sequence[str]]) -> Conversation:
    """A thread or a stretch. Among colleagues whoever begins asks, and the others answer."""
    ordered = sorted({cells[TS] + cells[USER]: cells for cells in rows}.values(), key=lambda cells: seconds(cells[TS]))
    roles = settled_roles([(Role(cells[ROLE]) if cells[ROLE] else None, cells[USER] or cells[NAME]) for cells in ordered])
    said = [Message(role, cells[TEXT], cells[NAME] or None, time_of(seconds(cells[TS]))) for role, cells in zip(roles, ordered, strict=True)]
    files = [name for cells in ordered for name in cells[FILES].split("\n") if name]
    return Conversation(
        conversation_id=f"{channel[:100]}-{thread or ordered[0][TS]}",
        messages=tuple(said),
        channel=Channel.CHAT,
        customer_id=next((cells[USER] for role, cells in zip(roles, ordered, strict=True) if role is Role.CUSTOMER and cells[USER]), None),
        team=channel[:100],
        attributes={"files": files[:50]} if files else {},
        rows=len(rows),
    )


def first_guess(opened: Opened) -> tuple[Mapping, tuple[str, ...]]:
    """Who the support side is taken for."""
    team = guessed_team(members_of(opened))
    said = f"members at {team[0]} are taken for the support side" if team else "whoever begins a thread is taken for the customer"
    return Mapping((), team=team), (said, "outside of threads, four hours of silence end a conversation")


SOURCE = Source("slack", "Slack export", recognises, read, first_guess=first_guess)
