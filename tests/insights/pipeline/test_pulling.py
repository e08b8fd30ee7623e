"""A pull from end to end: the job, what it imports, its token, its way through the queue."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from insights.connectors import connector
from insights.errors import UnreachableSystem, UnusableSetting
from insights.model import Conversation, Role
from insights.pipeline import desk, jobs
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Safe, Wishes
from insights.pipeline.live.tokens import Keep
from insights.pipeline.pulling import MOST_WINDOWS, pieces
from insights.sources import look, read
from insights.store.home import PROJECT
from insights.store.raw import Connections, path_of
from tests.insights.connectors.played import VENDORS, world_of
from tests.insights.connectors.playing import START, TOKEN, Answered, iso, served
from tests.insights.pipeline.pulled import Company
from tests.insights.pipeline.pulls import CONNECTION, WORKSPACE, Pulling

SYSTEMS = ("intercom", "freshdesk")


@pytest.fixture(params=SYSTEMS)
def company(request, tmp_path):
    with served(world_of(request.param).fill(12)) as world:
        made = Company(tmp_path, world)
        yield made
        made.keeper.close()


@pytest.fixture
def intercom(tmp_path):
    with served(world_of("intercom").fill(12)) as world:
        made = Company(tmp_path, world)
        yield made
        made.keeper.close()


def waiting_kinds(company: Company) -> list[str]:
    return [job.kind for job in company.control.jobs(company.workspace, active_only=True)]


def test_a_pull_imports_every_conversation_with_its_messages_and_asks_for_an_analysis(company):
    company.pull()
    found = sorted(company.imported, key=lambda one: int(one["conversation_id"]))
    assert [one["conversation_id"] for one in found] == [str(number) for number in range(1, 13)]
    assert [[message["author_role"] for message in one["messages"]] for one in found] == [["customer", "agent"]] * 12
    assert [message["text"] for message in found[4]["messages"]] == [
        "Where is parcel 5?",
        "Answer 0 to 5" if company.world.vendor == "intercom" else "Answer 1 to 5",
    ]
    assert waiting_kinds(company) == ["analyse"]
    assert [one.file.split(",")[0].lower() for one in desk.imports(company.home, company.workspace)] == [company.world.vendor]
    shares = [share for share, _ in company.said]
    assert shares == sorted(shares)
    assert shares[-1] < 1
    assert company.said[-1][1] == "Reading 12 conversations"


def test_once_it_is_imported_nothing_that_was_pulled_and_no_token_is_left_on_the_disk(intercom):
    intercom.world.revoked_from = 70
    with pytest.raises(UnreachableSystem) as stopped:
        intercom.pull()
    intercom.world.revoked_from = None
    intercom.pull()
    assert any(text.startswith("Pulling from Intercom: 5 new up to 15 Jun 2025, part") for _, text in intercom.said)
    with Connections(intercom.home, intercom.workspace) as store:
        assert store.waiting(intercom.connection) == 0
        assert store.read_again(intercom.connection) == 0
    assert b"parcel" not in path_of(intercom.home, intercom.workspace).read_bytes()
    assert all(TOKEN.encode() not in path.read_bytes() for path in intercom.home.rglob("*") if path.is_file())
    assert TOKEN not in f"{stopped.value} {stopped.value.hint} {intercom.said}"


@pytest.mark.parametrize("vendor", sorted(VENDORS))
def test_what_is_pulled_is_what_the_reader_of_the_systems_export_understands(tmp_path, vendor):
    with served(world_of(vendor, parts=25).fill(7)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
        with Connections(tmp_path, WORKSPACE) as store:
            lines = [payload for _, payload in store.waiting_payloads(CONNECTION)]
    (tmp_path / "pulled.jsonl").write_bytes(b"\n".join(lines))
    assert look(tmp_path / "pulled.jsonl").source == connector(vendor).source
    found = {one.conversation_id.removeprefix("cnv_"): one for one in read(tmp_path / "pulled.jsonl") if isinstance(one, Conversation)}
    assert sorted(found) == ["1", "2", "3", "4", "5", "6", "7"]
    said = [message.text for message in found["4"].messages]
    assert len(said) == 25
    assert "Where is parcel 4?" in said[0]
    assert {message.role for message in found["4"].messages[1:]} == {Role.AGENT}
    assert found["4"].messages[0].role is Role.CUSTOMER


def test_a_token_of_two_days_that_runs_out_is_asked_for_anew(tmp_path):
    with served(world_of("helpscout").fill(12)) as world:
        world.faults[3] = Answered(401)
        pulling = Pulling(tmp_path, world)
        pulling.run()
        assert pulling.kept == list(range(1, 13))
        assert [number for number, each in enumerate(world.asked, 1) if each.path == "/v2/oauth2/token"] == [1, 4]


def test_the_next_pull_brings_what_changed_and_came_and_nothing_when_nothing_did(intercom):
    intercom.pull()
    intercom.pull()
    assert len(desk.imports(intercom.home, intercom.workspace)) == 1
    intercom.world.conversations[2] = START + 80 * 3600
    intercom.world.fill(1, step=6 * 3600)
    intercom.pull()
    newest = desk.imports(intercom.home, intercom.workspace)[0]
    assert (newest.conversations, newest.new, newest.updated) == (2, 1, 1)
    assert len(intercom.imported) == 13


def test_payloads_that_were_kept_are_read_again_without_a_question(tmp_path):
    with served(world_of("intercom").fill(6)) as world:
        company = Company(tmp_path, world, Wishes(days=None, keeps_raw=True))
        company.pull()
        asked = len([each for each in world.asked if each.method == "GET"])
        with Connections(tmp_path, company.workspace) as store:
            assert store.read_again(company.connection) == 6
        company.pull()
        assert len([each for each in world.asked if each.method == "GET"]) == asked
        assert len(company.imported) == 6
        company.keeper.close()


def test_a_pull_that_is_cancelled_stops_and_shows_nothing_and_the_next_one_goes_on(intercom):
    world = intercom.world

    def cancelled(said: Answered) -> Answered:
        if world.asked[-1].path == "/conversations/6":
            intercom.control.cancel(intercom.control.jobs(intercom.workspace, active_only=True)[0].id)
        return said

    world.faults = dict.fromkeys(range(1, 200), cancelled)
    with pytest.raises(jobs.Cancelled):
        intercom.pull()
    assert intercom.imported == []
    world.faults.clear()
    intercom.pull()
    assert len(intercom.imported) == 12
    assert len([each for each in world.asked if each.method == "GET"]) == 12


def test_nothing_is_shown_of_a_pull_that_failed_half_way(intercom):
    intercom.world.revoked_from = 70
    with pytest.raises(UnreachableSystem):
        intercom.pull()
    assert intercom.imported == []
    assert desk.imports(intercom.home, intercom.workspace) == ()


def test_an_empty_account_ends_well_and_imports_nothing(tmp_path):
    with served(world_of("zendesk")) as world:
        company = Company(tmp_path, world)
        company.pull()
        assert (company.imported, waiting_kinds(company)) == ([], [])
        assert company.known.finished_at is not None
        company.keeper.close()


def test_conversations_without_a_word_are_no_error(tmp_path):
    with served(world_of("zendesk", parts=0).fill(3)) as world:
        company = Company(tmp_path, world)
        company.pull()
        assert company.known.pulled == 3
        company.keeper.close()


def test_a_time_is_cut_into_windows_whose_last_one_stays_open():
    now = datetime(2026, 1, 31, tzinfo=UTC)
    cut = pieces(now - timedelta(days=70), None, 30, now)
    assert [(since.isoformat()[:10], until and until.isoformat()[:10]) for since, until in cut] == [
        ("2025-11-22", "2025-12-22"),
        ("2025-12-22", "2026-01-21"),
        ("2026-01-21", None),
    ]
    assert len(pieces(datetime(2000, 1, 1, tzinfo=UTC), None, 30, now)) <= MOST_WINDOWS + 1
    assert pieces(now, None, None, now) == [(now, None)]


def test_more_time_can_be_wanted_later_and_only_that_is_pulled(tmp_path):
    with served(world_of("intercom")) as world:
        pulling = Pulling(tmp_path, world)
        newest = int(pulling.now.timestamp())
        world.conversations = {1: newest - 200 * 86_400, 2: newest - 5 * 86_400}
        pulling.run()
        assert pulling.kept == [2]
        with Connections(tmp_path, WORKSPACE) as store:
            store.change(CONNECTION, days=365, nightly=False, keeps_raw=True)
        pulling.run()
        assert pulling.kept == [1, 2]
        assert [each.path for each in world.asked if each.method == "GET"] == ["/conversations/2", "/conversations/1"]


def test_other_wishes_in_the_middle_of_a_pull_hide_nothing(tmp_path):
    """A system that lists the newest first has shown the newest by then; what changed before it must still come."""
    with served(world_of("gorgias").fill(17)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
        for key in range(1, 13):
            world.conversations[key] = START + (20 + key) * 3600
        world.revoked_from = len(world.asked) + 9
        with pytest.raises(UnreachableSystem):
            pulling.run()
        with Connections(tmp_path, WORKSPACE) as store:
            store.change(CONNECTION, days=39, nightly=False, keeps_raw=True)
        world.revoked_from = None
        pulling.run()
        assert all(iso(world.conversations[key]) in pulling.payload(key) for key in range(1, 18))


def test_20_kills_lose_and_double_nothing(tmp_path):
    command = [sys.executable, "-m", "tests.insights.pipeline.pull_killing", str(tmp_path), "intercom", "300", "20", "7"]
    ended = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    *wrong, counts = ended.stdout.strip().split("\n")
    assert wrong == []
    assert " kills of intercom, 0 wrong, 300 conversations" in counts


def test_a_pull_without_its_token_asks_for_it(intercom):
    intercom.keeper.close()
    with pytest.raises(UnusableSetting, match=r"token of .* is not at hand any more"):
        intercom.pull()


def test_a_pull_of_a_connection_that_is_gone_says_so(intercom):
    job = connections.request_pull(intercom.home, intercom.workspace, intercom.connection)
    connections.disconnect(intercom.home, intercom.workspace, intercom.connection, intercom.keeper)
    assert intercom.control.job(job).state == "cancelled"
    assert connections.connections(intercom.home, intercom.workspace) == ()
    with pytest.raises(UnusableSetting, match="not here any more"):
        intercom.pull()


def test_the_same_pull_is_not_asked_for_twice(intercom):
    first = connections.request_pull(intercom.home, intercom.workspace, intercom.connection)
    assert connections.request_pull(intercom.home, intercom.workspace, intercom.connection) == first


def test_what_a_file_holds_of_a_connection_is_for_its_owner_only(tmp_path):
    with served(world_of("zendesk")) as world:
        company = Company(tmp_path, world, safe=Safe(Keep.FILE, "four words that fit"))
        assert path_of(tmp_path, company.workspace).stat().st_mode & 0o777 == 0o600
        company.keeper.close()
