"""What any of the eight systems may do, done by each: all conversations are there exactly once, or a sentence says what is wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from insights.errors import UnreachableSystem
from insights.store import removals
from insights.store.raw import Connections
from tests.insights.connectors.played import VENDORS, world_of
from tests.insights.connectors.playing import DROP, START, Answered, served
from tests.insights.pipeline.pulls import CONNECTION, WORKSPACE, Pulling

ALL = list(range(1, 14))
SOON = {
    "chatwoot": {},
    "freshdesk": {"Retry-After": "7"},
    "front": {"Retry-After": "7", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1750000000.5"},
    "gorgias": {"Retry-after": "7", "X-Gorgias-Account-Api-Call-Limit": "40/40"},
    "helpscout": {"X-RateLimit-Retry-After": "7", "X-RateLimit-Limit-Minute": "400"},
    "hubspot": {"X-HubSpot-RateLimit-Interval-Milliseconds": "7000", "X-HubSpot-RateLimit-Max": "100"},
    "intercom": {"X-RateLimit-Reset": str(START + 7), "Date": "Sun, 15 Jun 2025 15:06:40 GMT"},
    "zendesk": {"Retry-After": "7", "ratelimit-remaining": "0"},
}
PASSING = (
    Answered(500, {"error": "oops"}),
    Answered(content=b'{"conversations": [{"id": "1", "upd'),
    Answered(502, content=b"<html>Bad gateway</html>"),
    Answered(content=b"<!doctype html><title>Log in</title>", headers={"Content-Type": "text/html"}),
    DROP,
    Answered(content=b'{"conversations": [{', cut=100),
    Answered(503, headers={"Retry-After": "2"}),
    Answered(content=b""),
)
LASTING = {
    "trouble of its own": Answered(503),
    "a web page instead of data": Answered(content=b"<html>"),
    "data that break off": Answered(content=b'{"a'),
    "does not answer": DROP,
    "sends us elsewhere": Answered(302, headers={"Location": "http://169.254.169.254/"}),
    "does not let this": Answered(403),
    "asks us to slow down": Answered(429, headers={"Retry-After": "3000"}),
}
OWN_CURSOR = ("front", "gorgias", "hubspot")
"""Systems that name the next page, beside those of the other file."""


@pytest.fixture(params=sorted(VENDORS))
def pulling(request, tmp_path):
    with served(world_of(request.param, parts=3).fill(13)) as made:
        yield Pulling(tmp_path, made)


@pytest.fixture(params=OWN_CURSOR)
def cursors(request, tmp_path):
    with served(world_of(request.param, parts=3).fill(13)) as made:
        yield Pulling(tmp_path, made)


def test_its_own_way_of_asking_for_patience_is_heard(pulling):
    pulling.world.faults[4] = Answered(429, {"error": "slow down"}, SOON[pulling.world.vendor])
    pulling.run()
    assert pulling.kept == ALL
    assert pulling.waited == [7 if SOON[pulling.world.vendor] else 1]


def test_everything_that_passes_one_after_the_other(pulling):
    pulling.world.faults = {2 * place + 1: fault for place, fault in enumerate(PASSING)}
    pulling.run()
    assert pulling.kept == ALL
    assert len(pulling.waits) >= len(PASSING) - 1


def test_what_does_not_pass_is_said_and_the_next_pull_goes_on(pulling):
    for words, fault in LASTING.items():
        asked = len(pulling.world.asked)
        pulling.world.faults = dict.fromkeys(range(asked + 4, asked + 99), fault)
        with pytest.raises(UnreachableSystem, match=words):
            pulling.run()
    pulling.world.faults.clear()
    pulling.run()
    assert pulling.kept == ALL


def test_a_token_that_is_revoked_half_way_keeps_what_came(pulling):
    pulling.world.revoked_from = 12
    with pytest.raises(UnreachableSystem, match="does not accept this") as stopped:
        pulling.run()
    assert "Give a new one" in stopped.value.hint
    assert set(pulling.kept) < set(ALL)
    pulling.world.revoked_from = None
    pulling.run()
    assert pulling.kept == ALL


def test_a_list_that_never_ends_is_noticed(pulling):
    """The first page comes again and again, whatever is asked for."""
    first: list[Answered] = []

    def same(said: Answered) -> Answered:
        if pulling.world.at_list and not first:
            first.append(said)
        return first[0] if pulling.world.at_list else said

    pulling.world.faults = dict.fromkeys(range(1, 900), same)
    with pytest.raises(UnreachableSystem, match=r"same page again and again|lost our place in its list twice"):
        pulling.run()
    assert len(pulling.kept) == 5
    assert len(pulling.world.asked) < 70
    pulling.world.faults.clear()
    pulling.run()
    assert pulling.kept == ALL


def test_a_cursor_that_expired_begins_anew_once(cursors):
    lists: list[int] = []

    def expired(said: Answered) -> Answered:
        lists.extend([1] if cursors.world.at_list else [])
        return Answered(400, {"message": "invalid cursor"}) if cursors.world.at_list and len(lists) == 2 else said

    cursors.world.faults = dict.fromkeys(range(1, 300), expired)
    cursors.run()
    assert cursors.kept == ALL


def test_a_cursor_that_expires_twice_is_told(cursors):
    lists: list[int] = []

    def expired(said: Answered) -> Answered:
        lists.extend([1] if cursors.world.at_list else [])
        return Answered(400) if cursors.world.at_list and len(lists) % 2 == 0 else said

    cursors.world.faults = dict.fromkeys(range(1, 300), expired)
    with pytest.raises(UnreachableSystem, match="lost our place in its list twice"):
        cursors.run()
    cursors.world.faults.clear()
    cursors.run()
    assert cursors.kept == ALL


def drifted(values: Any) -> Any:
    """Every number is text, lists hold what they should not, and there are fields that nobody knows."""
    if isinstance(values, list):
        return [*(drifted(each) for each in values), *([None, "x", {"id": None}] if values and isinstance(values[0], dict) else [])]
    if isinstance(values, dict):
        unknown = {"new_field": {"a": [None]}} if "id" in values else {}
        return {name: str(each) if name == "id" and isinstance(each, int) else drifted(each) for name, each in values.items()} | unknown
    return values


def test_types_that_change_change_nothing(pulling):
    pulling.world.faults = dict.fromkeys(range(6, 300), lambda said: replace(said, values=drifted(said.values)) if pulling.world.at_list else said)
    pulling.run()
    assert pulling.kept == ALL
    asked = len(pulling.world.asked)
    pulling.run()
    assert pulling.kept == ALL
    assert len(pulling.world.asked) - asked < asked


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_a_conversation_of_5000_messages_comes_whole(tmp_path, vendor):
    with served(world_of(vendor, parts=5_000).fill(1)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
    payload = pulling.payload(1)
    assert payload.count("Answer ") == 4_999
    assert "Where is parcel 1?" in payload


def test_a_single_conversation_that_may_not_be_read_is_told(pulling):
    """The list may be read and one of its conversations not: nothing is left out in silence."""
    single: list[int] = []

    def kept_back(said: Answered) -> Answered:
        if not pulling.world.at_list and any(part.isdigit() or part.startswith("cnv_") for part in pulling.world.asked[-1].parts):
            single.append(1)
            return Answered(403)
        return said

    pulling.world.faults = dict.fromkeys(range(1, 300), kept_back)
    with pytest.raises(UnreachableSystem, match="does not let this"):
        pulling.run()
    assert single
    pulling.world.faults.clear()
    pulling.run()
    assert pulling.kept == ALL


def test_a_place_that_is_lost_for_good_is_not_asked_for_by_the_next_pull(cursors):
    """The cursor that was noted never works again, and the first page always does."""
    lists: list[int] = []

    def expired(said: Answered) -> Answered:
        asked = cursors.world.asked[-1]
        lists.extend([1] if cursors.world.at_list else [])
        follows = any(name in asked.query for name in ("after", "page_token", "cursor"))
        return Answered(400) if cursors.world.at_list and follows and len(lists) > 1 else said

    cursors.world.faults = dict.fromkeys(range(1, 300), expired)
    with pytest.raises(UnreachableSystem, match="lost our place in its list twice"):
        cursors.run()
    asked = len(cursors.world.asked)
    with pytest.raises(UnreachableSystem, match="lost our place in its list twice"):
        cursors.run()
    first = cursors.world.asked[asked]
    assert not any(name in first.query for name in ("after", "page_token", "cursor"))


@pytest.mark.parametrize("status", [301, 404])
def test_a_list_of_which_nothing_is_there_deletes_nothing(tmp_path, status):
    """As when a proxy in between answers for the system."""
    with served(world_of("intercom").fill(13)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
        world.conversations = {key: when + 40 * 3600 for key, when in world.conversations.items()}
        world.faults = dict.fromkeys(range(1, 300), lambda said: said if world.at_list else Answered(status))
        with pytest.raises(UnreachableSystem, match=r"does not have what we ask for|sends us elsewhere"):
            pulling.run()
        with Connections(tmp_path, WORKSPACE) as store:
            assert removals.waiting(store, CONNECTION) == ()
        world.faults.clear()
        pulling.run()
    assert pulling.kept == ALL
