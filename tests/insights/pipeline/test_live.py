"""Connections, their tokens, and the nights."""

from __future__ import annotations

import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from insights.connectors import connector
from insights.connectors.connector import Reach
from insights.connectors.session import LiveSession
from insights.errors import UnreachableSystem, UnusableSetting
from insights.pipeline import desk
from insights.pipeline.live import connections, tokens
from insights.pipeline.live.connections import Safe, Wishes, told
from insights.pipeline.live.keeper import Keeper, ask, notes
from insights.pipeline.live.nightly import enqueue_due, is_due
from insights.pipeline.live.tokens import SERVICE, Keep
from insights.pipeline.worker import NIGHTLY, Worker
from insights.store.control import Control
from insights.store.home import PROJECT
from insights.store.raw import Connection, Connections, path_of
from tests.insights.connectors.played import GIVEN, world_of
from tests.insights.connectors.playing import TOKEN, Answered, served

PASSPHRASE = "four words that fit"
UNCOUNTED = ("hubspot", "front", "gorgias")
"""Systems that do not say how many conversations there are."""
NIGHT = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


class Passwords:
    """A store of passwords in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str, /) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        del self.kept[service, username]


@pytest.fixture
def keeper(tmp_path):
    made = Keeper(tmp_path)
    yield made
    made.close()


@pytest.fixture
def workspace(tmp_path) -> str:
    return Control(tmp_path).create_workspace("Acme").id


def connected(home, workspace, keeper, **how) -> str:
    return connections.connect(home, workspace, "zendesk", GIVEN["zendesk"], keeper, **how)


def of(kept: Keep, **more) -> Connection:
    return Connection("c1", "zendesk", {}, "", kept, 90, False, False, NIGHT, **more)


def test_a_token_in_memory_is_told_to_another_process_of_the_same_user_and_to_nobody_after_the_end(tmp_path, keeper):
    keeper.give("c1", TOKEN)
    code = "import sys; from pathlib import Path; from insights.pipeline.live.keeper import ask; print(ask(Path(sys.argv[1]), sys.argv[2]))"
    words = [
        subprocess.run([sys.executable, "-c", code, str(tmp_path), name], cwd=PROJECT, capture_output=True, text=True, check=True).stdout
        for name in ("c1", "c2")
    ]
    assert words == [f"{TOKEN}\n", "None\n"]
    keeper.forget("c1")
    assert ask(tmp_path, "c1") is None
    keeper.give("c1", TOKEN)
    keeper.close()
    assert ask(tmp_path, "c1") is None
    assert list(notes(tmp_path).iterdir()) == []


def test_the_socket_of_the_tokens_is_reached_by_its_owner_only(tmp_path, keeper):
    keeper.give("c1", TOKEN)
    address = next(notes(tmp_path).iterdir()).read_text()
    assert stat.S_IMODE(Path(address).parent.stat().st_mode) == 0o700


def test_the_note_of_a_process_that_was_killed_is_cleared_away(tmp_path):
    notes(tmp_path).mkdir()
    (notes(tmp_path) / "1").write_text(str(tmp_path / "gone"))
    assert ask(tmp_path, "c1") is None
    assert list(notes(tmp_path).iterdir()) == []


def test_a_sealed_token_is_opened_by_its_passphrase_only():
    sealed = tokens.seal(TOKEN, PASSPHRASE)
    assert TOKEN.encode() not in sealed
    assert tokens.unseal(sealed, PASSPHRASE) == TOKEN
    with pytest.raises(UnusableSetting, match="not the passphrase"):
        tokens.unseal(sealed, "another one")
    with pytest.raises(UnusableSetting, match="at least 8"):
        tokens.seal(TOKEN, "short")


def test_a_token_with_a_passphrase_is_at_hand_again_once_it_is_unlocked(tmp_path, workspace, keeper):
    connection = connected(tmp_path, workspace, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    keeper.close()
    (found,) = connections.connections(tmp_path, workspace)
    assert not connections.at_hand(tmp_path, found)
    with pytest.raises(UnusableSetting, match="not the passphrase"):
        connections.unlock(tmp_path, workspace, connection, "something else", keeper)
    connections.unlock(tmp_path, workspace, connection, PASSPHRASE, keeper)
    assert connections.at_hand(tmp_path, found)


def test_a_token_in_the_store_of_passwords_outlives_the_app_and_is_gone_when_it_is_forgotten(tmp_path, keeper):
    store = Passwords()
    assert tokens.keep(keeper, "c1", TOKEN, Keep.KEYRING, store=store) is None
    keeper.close()
    assert tokens.secret_of(tmp_path, of(Keep.KEYRING), store=store) == TOKEN
    tokens.forget(of(Keep.KEYRING), keeper=keeper, store=store)
    assert store.kept == {}
    assert tokens.secret_of(tmp_path, of(Keep.KEYRING), store=store) is None
    assert SERVICE == "headroom"


def test_without_a_store_of_passwords_another_way_is_named(tmp_path, keeper):
    with pytest.raises(UnusableSetting, match="no store of passwords"):
        tokens.keep(keeper, "c1", TOKEN, Keep.KEYRING, store=None)


def test_a_token_is_in_no_text_of_what_holds_it(tmp_path, workspace, keeper):
    connected(tmp_path, workspace, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    said = f"{connections.connections(tmp_path, workspace)} {Safe(Keep.FILE, PASSPHRASE)} {keeper!r}"
    assert TOKEN not in said
    assert PASSPHRASE not in said
    assert all(TOKEN.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_host_of_ones_own_is_public_and_without_a_port(tmp_path, workspace, keeper):
    for host in ("localhost", "127.0.0.1", "[::1]", "a.example:8080", "169.254.169.254", "2130706433", "user@a.example", "a.example?x"):
        with pytest.raises(UnusableSetting, match="not the name of a host"):
            connections.connect(tmp_path, workspace, "chatwoot", GIVEN["chatwoot"] | {"host": host}, keeper)
    found = connections.host_of("chatwoot", GIVEN["chatwoot"] | {"host": "https://Support.Acme.example/app"})
    assert found == "support.acme.example"


@pytest.mark.parametrize("answer", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "::ffff:127.0.0.1"])
def test_a_host_that_leads_inside_is_not_asked(answer):
    inside = connections.Network(resolve=lambda *_: [answer])
    with pytest.raises(UnreachableSystem, match="leads into a private network"):
        connections.test("chatwoot", GIVEN["chatwoot"], network=inside)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"subdomain": ""}, "Subdomain is missing"),
        ({"subdomain": "127.0.0.1:80"}, "only the part before .zendesk.com"),
        ({"subdomain": "acme.evil.example#"}, "only the part before .zendesk.com"),
        ({"subdomain": "acme@evil"}, "only the part before .zendesk.com"),
        ({"email": "nobody"}, "not an e-mail address"),
        ({"token": "a b"}, "characters that no token has"),
        ({"token": "a\r\nX: y"}, "characters that no token has"),
        ({"token": ""}, "API token is missing"),
    ],
)
def test_what_cannot_be_right_is_said_before_anybody_is_asked(tmp_path, workspace, keeper, given, words):
    with pytest.raises(UnusableSetting, match=words):
        connections.connect(tmp_path, workspace, "zendesk", {**GIVEN["zendesk"], **given}, keeper)
    assert connections.connections(tmp_path, workspace) == ()


def test_a_whole_address_is_taken_for_its_subdomain(tmp_path, workspace, keeper):
    connections.connect(tmp_path, workspace, "zendesk", GIVEN["zendesk"] | {"subdomain": " https://Acme.zendesk.com/agent "}, keeper)
    assert connections.connections(tmp_path, workspace)[0].given["subdomain"] == "acme"


@pytest.mark.parametrize("vendor", sorted(GIVEN))
def test_a_test_says_in_one_line_what_can_be_reached(vendor):
    with served(world_of(vendor).fill(1_200)) as world:
        line = told(connections.test(vendor, GIVEN[vendor], network=world.network))
    assert line.endswith("." if vendor in UNCOUNTED else ": about 1,200 conversations.")
    assert line.startswith("Reached ")
    assert len(world.asked) <= 4


RIGHTS = {
    "intercom": "read conversations",
    "zendesk": "export tickets (admins only)",
    "freshdesk": "view tickets",
    "hubspot": "conversations.read",
    "helpscout": "read conversations",
    "front": "read conversations",
    "gorgias": "read tickets",
}


@pytest.mark.parametrize(("vendor", "missing"), RIGHTS.items())
def test_a_test_names_the_right_that_is_missing(vendor, missing):
    with served(world_of(vendor).fill(3)) as world:
        world.faults = {number: Answered(403) for number in range(3 if vendor == "helpscout" else 2, 9)}
        reach = connections.test(vendor, GIVEN[vendor], network=world.network)
    assert reach.missing == (missing,)
    assert f"It may not: {missing}" in told(reach)


@pytest.mark.parametrize(
    ("fault", "words", "advice"),
    [
        (Answered(401), "does not accept this", "Give a new one"),
        (Answered(404), "does not have what we ask for", "Check the name of your account"),
        (Answered(301, headers={"Location": "/elsewhere"}), "sends us elsewhere", "Check the name of your account"),
        (Answered(content=b"<html>Proxy"), "answers with a web page instead of data", "A proxy or a login page"),
    ],
    ids=["wrong token", "wrong subdomain", "moved", "proxy"],
)
@pytest.mark.parametrize("vendor", sorted(GIVEN))
def test_a_test_that_fails_says_why(vendor, fault, words, advice):
    with served(world_of(vendor)) as world:
        world.faults = dict.fromkeys(range(1, 20), fault)
        hurried = connections.Network(seconds=2, tries=1, base=world.url, allowed=world.network.allowed)
        with pytest.raises(UnreachableSystem, match=words) as stopped:
            connections.test(vendor, GIVEN[vendor], network=hurried)
    assert advice in stopped.value.hint


def test_a_network_that_comes_back_is_waited_for():
    answers: list[list[str]] = [[], [], ["127.0.0.1"]]
    waits: list[float] = []

    def resolve(host: str, port: int) -> list[str]:
        found = answers.pop(0)
        if not found:
            raise OSError("Temporary failure in name resolution")
        return found

    with served(world_of("zendesk").fill(2)) as world:
        port = world.url.rpartition(":")[2]
        network = replace(world.network, base=f"http://a.example:{port}", allowed=frozenset({f"a.example:{port}"}), resolve=resolve)
        with LiveSession(connector("zendesk"), GIVEN["zendesk"], network=network, pause=lambda seconds, _: waits.append(seconds)) as session:
            assert connector("zendesk").test(session) == Reach("Ada", 2)
    assert waits == [1, 2]


def test_a_system_that_is_not_found_is_told(tmp_path, workspace, keeper):
    """Through the queue, the worker and its child, with the token from this process."""
    connection = connections.connect(tmp_path, workspace, "chatwoot", GIVEN["chatwoot"] | {"host": "chat.invalid"}, keeper)
    job = connections.request_pull(tmp_path, workspace, connection)
    control = Control(tmp_path)
    worker = Worker(tmp_path)
    seen = threading.Thread(target=worker.run, daemon=True)
    seen.start()
    while control.job(job).state in ("queued", "running") and "is not found" not in control.job(job).text:
        time.sleep(0.05)
    assert control.job(job).text == "Chatwoot is not found: the address may be wrong, or there is no network; we try again in 1 s"
    control.cancel(job)
    worker.stop()
    seen.join()
    assert control.job(job).state == "cancelled"


def test_a_wrong_token_that_zendesk_answers_with_a_visitor_is_noticed():
    with served(world_of("zendesk")) as world:
        world.faults[1] = Answered(values={"user": {"id": None, "name": "Anonymous user"}})
        with pytest.raises(UnreachableSystem, match="does not accept this"):
            connections.test("zendesk", GIVEN["zendesk"], network=world.network)


def test_a_new_token_takes_the_place_of_one_that_was_revoked_once_it_works(tmp_path, workspace, keeper):
    with served(world_of("zendesk").fill(2)) as world:
        connection = connected(tmp_path, workspace, keeper)
        keeper.forget(connection)
        world.revoked_from = 1
        with pytest.raises(UnreachableSystem):
            connections.give_again(tmp_path, workspace, connection, "wrong", keeper, network=world.network)
        assert not keeper.holds(connection)
        world.revoked_from = None
        assert connections.give_again(tmp_path, workspace, connection, "right", keeper, network=world.network) == Reach("Ada", 2)
        assert ask(tmp_path, connection) == "right"


def test_disconnecting_leaves_no_token_and_no_payload(tmp_path, workspace, keeper):
    connection = connected(tmp_path, workspace, keeper, safe=Safe(Keep.FILE, PASSPHRASE))
    with Connections(tmp_path, workspace) as store:
        sealed = store.sealed(connection)
    connections.disconnect(tmp_path, workspace, connection, keeper)
    assert connections.connections(tmp_path, workspace) == ()
    assert not keeper.holds(connection)
    assert sealed not in path_of(tmp_path, workspace).read_bytes()


def test_a_workspace_that_is_deleted_takes_its_connections_along(tmp_path, workspace, keeper):
    connected(tmp_path, workspace, keeper)
    desk.delete_workspace(tmp_path, workspace)
    assert not path_of(tmp_path, workspace).exists()


@pytest.mark.parametrize(
    ("hour", "hours_ago", "due"),
    [(3, 24, True), (3, 11, False), (14, 24, False), (14, 31, True), (0, 24, False), (5, 13, True), (6, 13, False)],
)
def test_a_nightly_pull_is_due_at_night_or_when_a_night_was_missed(hour, hours_ago, due):
    now = NIGHT.replace(hour=hour)
    connection = Connection("c1", "zendesk", {}, "", Keep.FILE, 90, True, False, now - timedelta(days=9), started_at=now - timedelta(hours=hours_ago))
    assert is_due(connection, now) is due


def test_at_night_every_connection_is_pulled_once_whose_token_is_at_hand(tmp_path, workspace, keeper):
    control, wishes = Control(tmp_path), Wishes(nightly=True)
    first = connected(tmp_path, workspace, keeper, wishes=wishes, safe=Safe(Keep.FILE, PASSPHRASE))
    locked = connected(tmp_path, workspace, keeper, wishes=wishes, safe=Safe(Keep.FILE, PASSPHRASE))
    connected(tmp_path, workspace, keeper, wishes=wishes)
    keeper.forget(locked)
    tomorrow = (datetime.now(UTC) + timedelta(days=2)).replace(hour=3)
    assert enqueue_due(tmp_path, control, tomorrow) == 1
    assert enqueue_due(tmp_path, control, tomorrow) == 0
    assert [job.payload["connection"] for job in control.jobs(workspace)] == [first]


def test_a_token_in_memory_cannot_wait_for_the_night(tmp_path, workspace, keeper):
    connection = connected(tmp_path, workspace, keeper, wishes=Wishes(nightly=True))
    assert not connections.connections(tmp_path, workspace)[0].nightly
    connections.change(tmp_path, workspace, connection, Wishes(nightly=True))
    assert not connections.connections(tmp_path, workspace)[0].nightly


def test_a_damaged_file_of_connections_is_told_and_the_other_workspaces_are_looked_at(tmp_path, workspace, keeper):
    other = Control(tmp_path).create_workspace("Other").id
    connected(tmp_path, other, keeper, wishes=Wishes(nightly=True), safe=Safe(Keep.FILE, PASSPHRASE))
    path_of(tmp_path, workspace).parent.mkdir(parents=True)
    path_of(tmp_path, workspace).write_bytes(b"no database at all" * 1000)
    with pytest.raises(UnusableSetting, match="cannot be read"):
        connections.connections(tmp_path, workspace)
    assert enqueue_due(tmp_path, Control(tmp_path), (datetime.now(UTC) + timedelta(days=2)).replace(hour=3)) == 1
    assert "were not looked at" in (tmp_path / "logs" / "headroom.log").read_text()
    desk.delete_workspace(tmp_path, workspace)
    assert not path_of(tmp_path, workspace).exists()


def test_the_worker_goes_on_whatever_happens_to_the_look_at_night(tmp_path, workspace):
    path_of(tmp_path, workspace).mkdir(parents=True)
    worker = Worker(tmp_path)
    worker._look_nightly()
    looked = worker.looking
    assert NIGHTLY in looked.args
    while looked.poll() is None:
        time.sleep(0.02)
    job = desk.request_stage(tmp_path, workspace, "gone")
    worker.run(until_idle=True)
    assert desk.job(tmp_path, workspace, job).state == "failed"
    assert "were not looked at" in (tmp_path / "logs" / "headroom.log").read_text()
