"""Whatever a system does to us: all conversations are there exactly once, or a sentence says what is wrong and the next pull ends the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from insights.errors import UnreachableSystem
from tests.insights.connectors.played import VENDORS, world_of
from tests.insights.connectors.playing import DROP, START, Answered, iso, packed, served
from tests.insights.pipeline.pulls import Pulling

ALL = list(range(1, 18))
SOON = datetime.now(UTC) + timedelta(seconds=30)
BACKWARDS = ("chatwoot", "front", "gorgias", "helpscout")
LIST = {"intercom": "conversations", "zendesk": "tickets"}


@pytest.fixture(params=sorted(VENDORS))
def world(request):
    with served(world_of(request.param).fill(17)) as made:
        yield made


@pytest.fixture
def pulling(tmp_path, world) -> Pulling:
    return Pulling(tmp_path, world)


@pytest.fixture(params=("freshdesk", "intercom", "zendesk"))
def steady(request, tmp_path):
    """Systems that list the oldest change first and answer one question for each conversation."""
    with served(world_of(request.param).fill(17)) as made:
        yield Pulling(tmp_path, made)


def test_everything_comes_once_and_the_second_pull_brings_only_what_changed(pulling, world):
    pulling.run()
    assert pulling.kept == ALL
    asked = len(world.asked)
    world.conversations[3] = START + 40 * 3600
    world.fill(1, step=3 * 3600)
    pulling.run()
    assert pulling.kept == [*ALL, 18]
    assert len(world.asked) - asked <= 12


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "1.5"}, 1.5),
        ({"Retry-After": format_datetime(SOON, usegmt=True), "Date": format_datetime(SOON - timedelta(seconds=30), usegmt=True)}, 30),
        ({"X-RateLimit-Reset": str(START + 12), "Date": format_datetime(datetime.fromtimestamp(START, UTC), usegmt=True)}, 12),
        ({"X-Rate-Limit-Reset": "9"}, 9),
        ({"RateLimit-Reset": "4", "RateLimit-Remaining": "0"}, 4),
        ({"RateLimit": '"default";r=0;t=5'}, 5),
        ({"RateLimit": "limit=100, remaining=0, reset=6"}, 6),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "soon"}, 1),
        ({}, 1),
    ],
    ids=lambda value: next(iter(value), "nothing") if isinstance(value, dict) else str(value),
)
def test_every_way_of_asking_for_patience_is_heard_and_shown(steady, headers, seconds):
    world = steady.world
    world.faults[4] = Answered(429, {"error": "slow down"}, headers)
    steady.run()
    assert steady.kept == ALL
    assert steady.waited == [pytest.approx(seconds)]
    assert "asks us to wait" in steady.waits[0][1]


def test_a_clock_that_is_an_hour_ahead_does_not_make_us_wait_for_an_hour(steady):
    world = steady.world
    ahead = datetime.now(UTC) + timedelta(hours=1)
    until = {"Retry-After": format_datetime(ahead + timedelta(seconds=20), usegmt=True), "Date": format_datetime(ahead, usegmt=True)}
    world.faults[4] = Answered(429, headers=until)
    steady.run()
    assert steady.waited == [20]


def test_the_last_question_that_is_allowed_is_followed_by_a_wait(steady):
    world = steady.world
    world.faults[4] = lambda said: replace(said, headers=said.headers | {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "3"})
    steady.run()
    assert steady.kept == ALL
    assert steady.waited == [3]


HALF = b'{"conversations": [{"id": "1", "upd'
PASSING = {
    "500": Answered(500, {"error": "oops"}),
    "502 with a page": Answered(502, content=b"<html>Bad gateway</html>"),
    "503 with a wait": Answered(503, headers={"Retry-After": "2"}),
    "504": Answered(504),
    "408": Answered(408),
    "truncated": Answered(content=HALF),
    "stops in the middle": Answered(content=HALF, cut=100),
    "empty": Answered(content=b""),
    "page of a proxy": Answered(content=b"<!doctype html><title>Log in</title>", headers={"Content-Type": "text/html"}),
    "dropped": DROP,
    "damaged": Answered(content=b"no gzip at all", headers={"Content-Encoding": "gzip"}),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_is_asked_again(steady, name):
    world = steady.world
    world.faults = {1: PASSING[name], 5: PASSING[name]}
    steady.run()
    assert steady.kept == ALL


def test_packed_answers_are_read(steady):
    world = steady.world
    world.faults = dict.fromkeys(range(1, 100), packed)
    steady.run()
    assert steady.kept == ALL


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (Answered(503), r"has trouble of its own \(answer 503\)"),
        (Answered(content=b"<html>"), "answers with a web page instead of data"),
        (Answered(content=HALF), "sends data that break off"),
        (DROP, "does not answer"),
        (Answered(302, headers={"Location": "http://169.254.169.254/"}), "sends us elsewhere"),
        (Answered(403), "does not let this .{3,20} read"),
        (Answered(429, headers={"Retry-After": "3000"}), "asks us to slow down"),
        (Answered(values={"errors": ["maintenance"]}), "something else than a list"),
    ],
    ids=["503", "html", "truncated", "dropped", "redirect", "403", "429", "other object"],
)
def test_what_does_not_pass_is_said_and_the_next_pull_ends_the_work(steady, fault, words):
    world = steady.world
    second_list = 1 + next(number for number in range(2, 20) if number % 6 == 0)
    world.faults = dict.fromkeys(range(second_list, 200), fault)
    with pytest.raises(UnreachableSystem, match=words) as stopped:
        steady.run()
    assert "kept" in stopped.value.hint or "name of your account" in stopped.value.hint
    before = steady.kept
    assert before == ALL[:5]
    world.faults.clear()
    steady.run()
    assert steady.kept == ALL


def test_a_token_that_is_revoked_half_way_keeps_what_came(steady):
    world = steady.world
    world.revoked_from = 9
    with pytest.raises(UnreachableSystem, match="does not accept this") as stopped:
        steady.run()
    assert "Give a new one" in stopped.value.hint
    assert steady.kept == ALL[:5]
    world.revoked_from = None
    steady.run()
    assert steady.kept == ALL


def test_a_page_that_comes_twice_loses_and_doubles_nothing(pulling, world):
    """As if an answer came from some store of old answers: the second page is the first one again, once."""
    lists: list[Answered] = []

    def again(said: Answered) -> Answered:
        if world.at_list:
            lists.append(said)
        return lists[0] if world.at_list and len(lists) == 2 else said

    world.faults = dict.fromkeys(range(1, 300), again)
    pulling.run()
    assert pulling.kept == ALL


def test_what_changes_comes_and_goes_during_the_pull_hides_nothing_else(pulling, world):
    lists: list[Answered] = []

    def moved(said: Answered) -> Answered:
        lists.extend([said] if world.at_list else [])
        if world.at_list and len(lists) == 2:
            newest = max(world.conversations.values())
            world.conversations[2], world.conversations[16] = newest + 60, newest + 120
            world.conversations[18] = newest + 180
            del world.conversations[17 if world.vendor in BACKWARDS else 1]
        return said

    world.faults = dict.fromkeys(range(1, 400), moved)
    pulling.run()
    world.faults.clear()
    pulling.run()
    assert set(pulling.kept) >= set(world.conversations)
    assert str(world.conversations[2]) in pulling.payload(2) or iso(world.conversations[2]) in pulling.payload(2)


@pytest.fixture(params=sorted(LIST))
def cursors(request, tmp_path):
    """Systems that say themselves where the next page is."""
    with served(world_of(request.param).fill(17)) as made:
        yield Pulling(tmp_path, made)


def is_list(each) -> bool:
    return "search" in each.path or "incremental" in each.path


def test_a_cursor_that_points_at_itself_is_noticed(cursors):
    world = cursors.world
    first: list[Answered] = []

    def same(said: Answered) -> Answered:
        if is_list(world.asked[-1]) and not first:
            first.append(said)
        return first[0] if is_list(world.asked[-1]) else said

    world.faults = dict.fromkeys(range(1, 500), same)
    with pytest.raises(UnreachableSystem, match="same page again and again"):
        cursors.run()
    assert cursors.kept == ALL[:5]
    assert len(world.asked) < 15
    world.faults.clear()
    cursors.run()
    assert cursors.kept == ALL


def test_a_cursor_that_expired_begins_the_window_anew_once(cursors):
    world = cursors.world
    world.faults[13] = Answered(400, {"error": "cursor expired"})
    cursors.run()
    assert cursors.kept == ALL
    singles = [each.path for each in world.asked if not is_list(each)]
    assert len(singles) == len(set(singles)) == 17


def test_a_cursor_that_expires_twice_is_told(cursors):
    world = cursors.world
    world.faults = {number: Answered(400) for number in range(7, 60)}
    world.faults[8] = lambda said: said
    with pytest.raises(UnreachableSystem, match="lost our place in its list twice"):
        cursors.run()
    world.faults.clear()
    cursors.run()
    assert cursors.kept == ALL


def test_types_that_change_from_page_to_page_change_nothing(cursors):
    world = cursors.world

    def drifted(said: Answered) -> Answered:
        name = LIST[world.vendor]
        if not is_list(world.asked[-1]):
            return said
        listed = [each | {"id": str(each["id"]), "updated_at": str(each["updated_at"]), "tags": {"a": None}} for each in said.values[name]]
        return replace(said, values=said.values | {name: [*listed, None, "x", {"id": None}]})

    world.faults = dict.fromkeys(range(6, 40), drifted)
    cursors.run()
    assert cursors.kept == ALL
    cursors.run()
    assert cursors.kept == ALL


def test_a_conversation_deleted_during_the_pull_is_left_out(steady):
    world = steady.world
    world.faults[3] = Answered(404)
    steady.run()
    assert steady.kept == [1, *ALL[2:]]


def test_a_system_whose_clock_is_ahead_hides_nothing_that_changes_from_now_on(pulling, world):
    world.conversations[17] = int(pulling.now.timestamp()) + 7200
    pulling.run()
    world.conversations[5] = int(pulling.now.timestamp()) + 60
    pulling.now += timedelta(minutes=5)
    pulling.run()
    assert str(world.conversations[5]) in pulling.payload(5) or iso(world.conversations[5]) in pulling.payload(5)


def test_an_empty_account_is_pulled_to_its_end(tmp_path):
    for vendor in VENDORS:
        with served(world_of(vendor)) as world:
            pulling = Pulling(tmp_path / vendor, world)
            pulling.run()
            assert pulling.kept == []


def test_a_conversation_of_5000_messages_comes_whole(tmp_path):
    with served(world_of("zendesk", parts=5_000).fill(1)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
        assert pulling.kept == [1]
        assert len(world.asked) == 51
