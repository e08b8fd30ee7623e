"""What is deleted in a system is taken out here, as far as the system tells it, and comes back when that import is taken back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from insights.connectors import CONNECTORS, connector
from insights.errors import UnreachableSystem
from insights.pipeline import desk
from insights.store import removals, truth
from insights.store.raw import Connections
from tests.insights.connectors.played import VENDORS, world_of
from tests.insights.connectors.playing import START, Answered, iso, served
from tests.insights.pipeline.pulled import Company
from tests.insights.pipeline.pulls import CONNECTION, WORKSPACE, Pulling

TELLING = ("freshdesk", "front", "gorgias", "helpscout", "hubspot", "zendesk")
SILENT = ("chatwoot", "intercom")
LATER = START + 31 * 86_400


@pytest.fixture
def pulled(tmp_path):
    """A system whose seven conversations were pulled."""
    opened = []

    def made(vendor: str) -> Pulling:
        serving = served(world_of(vendor).fill(7))
        opened.append(serving)
        pulling = Pulling(tmp_path, serving.__enter__())
        pulling.run()
        return pulling

    yield made
    for serving in opened:
        serving.__exit__(None, None, None)


def noted(pulling: Pulling) -> list[int]:
    with Connections(pulling.home, WORKSPACE) as store:
        return [int(key.removeprefix("cnv_")) for key in removals.waiting(store, CONNECTION)]


def test_every_system_is_known_to_tell_or_not():
    assert sorted([*TELLING, *SILENT]) == sorted(VENDORS)
    assert all(one.deletions for one in CONNECTORS if one.name in VENDORS)


@pytest.mark.parametrize("vendor", TELLING)
def test_what_is_deleted_there_is_noted_by_the_next_pull(pulled, vendor):
    pulling = pulled(vendor)
    pulling.world.delete(3, LATER)
    pulling.world.delete(6, LATER + 60)
    pulling.run()
    assert noted(pulling) == [3, 6]
    assert pulling.kept == [1, 2, 4, 5, 7]
    pulling.run()
    assert noted(pulling) == [3, 6]


@pytest.mark.parametrize("vendor", TELLING)
def test_what_was_never_here_is_not_noted(tmp_path, vendor):
    with served(world_of(vendor).fill(3)) as world:
        world.delete(2, LATER)
        pulling = Pulling(tmp_path, world)
        pulling.run()
        assert (noted(pulling), pulling.kept) == ([], [1, 3])


@pytest.mark.parametrize("vendor", SILENT)
def test_a_system_that_does_not_tell_takes_nothing_out_and_says_so(pulled, vendor):
    pulling = pulled(vendor)
    pulling.world.delete(3, LATER)
    pulling.run()
    assert (noted(pulling), pulling.kept) == ([], [1, 2, 3, 4, 5, 6, 7])
    assert "does not tell which conversations were deleted" in connector(vendor).deletions


@pytest.mark.parametrize("status", [404, 410, 301])
def test_one_that_is_listed_as_changed_and_is_not_there_any_more_is_noted(pulled, status):
    pulling = pulled("intercom")
    pulling.world.conversations[3] = LATER

    def missing(said: Answered) -> Answered:
        return Answered(status) if pulling.world.asked[-1].path == "/conversations/3" else said

    pulling.world.faults = dict.fromkeys(range(1, 99), missing)
    pulling.run()
    assert (noted(pulling), pulling.kept) == ([3], [1, 2, 4, 5, 6, 7])


def test_one_that_is_restored_there_is_wanted_again(pulled):
    pulling = pulled("zendesk")
    pulling.world.delete(3, LATER)
    pulling.run()
    del pulling.world.deleted[3]
    pulling.world.conversations[3] = LATER + 3600
    pulling.run()
    assert (noted(pulling), pulling.kept) == ([], [1, 2, 3, 4, 5, 6, 7])


@pytest.mark.parametrize("status", [400, 403, 404])
def test_a_token_that_may_not_ask_what_was_deleted_stops_nothing(pulled, status):
    pulling = pulled("hubspot")
    pulling.world.fill(1, step=7200)
    pulling.world.faults = dict.fromkeys(range(1, 99), lambda said: Answered(status) if "archived" in pulling.world.asked[-1].query else said)
    pulling.run()
    assert pulling.kept == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_token_that_is_revoked_while_it_is_asked_is_told_and_the_next_pull_notes_it(pulled):
    pulling = pulled("freshdesk")
    pulling.world.delete(3, LATER)
    pulling.world.faults = dict.fromkeys(range(1, 99), lambda said: Answered(401) if "filter" in pulling.world.asked[-1].query else said)
    with pytest.raises(UnreachableSystem, match="does not accept this"):
        pulling.run()
    pulling.world.faults.clear()
    pulling.run()
    assert noted(pulling) == [3]


def test_it_is_taken_out_by_an_import_of_its_own_that_can_be_taken_back(tmp_path):
    with served(world_of("zendesk").fill(4)) as world:
        company = Company(tmp_path, world)
        company.pull()
        world.delete(3, LATER)
        world.delete(4, LATER + 60)
        company.pull()
        first = desk.imports(company.home, company.workspace)
        assert [one["conversation_id"] for one in company.imported] == ["1", "2"]
        assert company.said[-1][1] == "2 of the conversations here were deleted in Zendesk, and are taken out"
        assert [(one.conversations, one.new, one.removed) for one in first] == [(0, 0, 2), (4, 4, 0)]
        assert first[0].file.startswith("Zendesk, deleted there, ")
        folder = truth.imports_folder(company.home, company.workspace) / first[0].id
        assert json.loads((folder / "removed.json").read_text()) == ["3", "4"]
        with Connections(company.home, company.workspace) as store:
            # As if the import before had been stopped right after it was accepted.
            store.connection.execute("insert into removals values (?, '3')", (company.connection,))
        company.pull()
        assert len(desk.imports(company.home, company.workspace)) == 2
        world.conversations[4] = LATER + 7200
        del world.deleted[4]
        company.pull()
        assert [one["conversation_id"] for one in company.imported] == ["1", "2", "4"]
        assert desk.imports(company.home, company.workspace)[0].new == 1
        desk.undo_import(company.home, company.workspace, first[0].id)
        assert [one["conversation_id"] for one in company.imported] == ["1", "2", "3", "4"]
        company.keeper.close()


def test_what_lost_messages_or_all_of_them_or_was_merged_there_does_not_stay_as_it_was(tmp_path):
    with served(world_of("zendesk").fill(4)) as world:
        company = Company(tmp_path, world)
        company.pull()
        for key in (1, 2, 3):
            world.conversations[key] = LATER + key

        def changed(said: Answered) -> Answered:
            asked = world.asked[-1]
            if asked.path.endswith("/cursor.json"):
                said_of = {2: {"tags": ["closed_by_merge"]}, 3: {"description": ""}}
                tickets = [each | said_of.get(each["id"], {}) for each in said.values["tickets"]]
                return replace(said, values=said.values | {"tickets": tickets})
            if asked.path.endswith("/1/comments.json"):
                # One message was deleted, and nobody said anything since.
                left = [each | {"created_at": iso(START - 3600)} for each in said.values["comments"][:1]]
                return replace(said, values=said.values | {"comments": left})
            if asked.path.endswith("/3/comments.json"):
                return replace(said, values=said.values | {"comments": [each | {"plain_body": ""} for each in said.values["comments"]]})
            return said

        world.faults = dict.fromkeys(range(1, 99), changed)
        company.pull()
        left = {one["conversation_id"]: [message["text"] for message in one["messages"]] for one in company.imported}
        assert left == {"1": ["Where is parcel 1?"], "4": ["Where is parcel 4?", "Answer 1 to 4"]}
        newest, out, first = desk.imports(company.home, company.workspace)
        assert (newest.new, newest.rejected_by_reason[0][0], out.removed, first.new) == (1, "merged into another: it goes on there", 3, 4)
        company.keeper.close()


def test_what_was_deleted_long_before_we_connected_is_not_asked_for(tmp_path):
    with served(world_of("freshdesk").fill(3)) as world:
        pulling = Pulling(tmp_path, world)
        pulling.run()
        asked = [each.query["updated_since"] for each in world.asked if "filter" in each.query]
    assert asked == [iso(int(pulling.now.timestamp()) - 86_400)] * 2
