"""Help articles of a connected system become the articles that count, or stay as they were."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from insights.connectors import connector
from insights.connectors.session import LiveSession
from insights.errors import InsightsError
from insights.pipeline.live import connections
from insights.pipeline.live.articles import request_articles, run_articles
from insights.pipeline.live.keeper import Keeper
from insights.store import truth
from insights.store.control import Control
from tests.insights.connectors.played import DOCS_KEY, GIVEN, world_of
from tests.insights.connectors.playing import DROP, Answered, World, served


@pytest.fixture
def bring(tmp_path):
    """Bring the articles of a world; what is there then."""
    keeper, control = Keeper(tmp_path), Control(tmp_path)
    workspace = control.create_workspace("Acme").id

    def brought(world: World, **given: str):
        connection = connections.connect(tmp_path, workspace, world.vendor, GIVEN[world.vendor] | given, keeper)
        request_articles(tmp_path, workspace, connection)
        job = control.claim("w")
        try:
            run_articles(tmp_path, control, job, lambda *_: None, network=world.network)
        finally:
            control.finish(job)
        return truth.articles(tmp_path, workspace, control.events(workspace))

    yield brought
    keeper.close()


@pytest.mark.parametrize("vendor", ["freshdesk", "helpscout", "intercom", "zendesk"])
def test_every_published_article_comes_over_all_pages(bring, vendor):
    with served(world_of(vendor, articles=230)) as world:
        found = bring(world)
    assert len(found) == 229
    assert sorted(int(each.id) for each in found) == list(range(2, 231))
    assert next(each.body for each in found if each.id == "7") == "How to do 7."


def test_what_is_here_stays_when_the_system_refuses_or_has_none(bring):
    with served(world_of("zendesk", articles=3)) as world:
        assert len(bring(world)) == 2
        for fault, words in (
            (Answered(403), "does not let this .{3,20} read"),
            (Answered(values={"articles": [], "meta": {}}), "has no help article"),
        ):
            world.faults = {len(world.asked) + 1: fault}
            with pytest.raises(InsightsError, match=words):
                bring(world)
        assert len(bring(world)) == 2


def test_a_system_without_articles_says_so(bring):
    with served(world_of("gorgias")) as world, pytest.raises(InsightsError, match="gives no articles"):
        bring(world)


def test_articles_with_a_key_of_their_own_are_asked_for_with_that_key_only(bring):
    with served(world_of("helpscout", articles=4)) as world:
        found = bring(world)
    assert sorted(each.id for each in found) == ["2", "3", "4"]
    assert {each.url for each in found} == {"https://a.example/2", "https://a.example/3", "https://a.example/4"}
    assert {each.authorization for each in world.asked} == {f"Basic {base64.b64encode(f'{DOCS_KEY}:X'.encode()).decode()}"}
    assert [each.path for each in world.asked if each.path.startswith("/v1/articles/")] == ["/v1/articles/3", "/v1/articles/2", "/v1/articles/4"]


def test_without_that_key_it_is_asked_for(bring):
    with served(world_of("helpscout", articles=4)) as world, pytest.raises(InsightsError, match="to a key of their own only") as stopped:
        bring(world, docs="")
    assert "Docs API key" in stopped.value.hint
    assert world.asked == []


def test_an_article_that_is_deleted_meanwhile_is_left_out(bring):
    with served(world_of("helpscout", articles=4)) as world:
        world.faults = dict.fromkeys(range(1, 20), lambda said: Answered(404) if world.asked[-1].path == "/v1/articles/3" else said)
        assert sorted(each.id for each in bring(world)) == ["2", "4"]


@pytest.mark.parametrize("vendor", ["freshdesk", "helpscout", "intercom", "zendesk"])
@pytest.mark.parametrize(
    "fault",
    [Answered(429, headers={"Retry-After": "0"}), Answered(502, content=b"<html>"), Answered(content=b'{"articles": [{"id"'), DROP],
    ids=["429", "502", "truncated", "dropped"],
)
def test_articles_come_whole_whatever_happens_on_the_way(vendor, fault):
    with served(world_of(vendor, articles=7)) as world:
        world.faults = {1: fault, 3: fault}
        system = connector(vendor).library or connector(vendor)
        with LiveSession(system, GIVEN[vendor], network=world.network, pause=lambda *_: None) as session:
            found = [each for page in system.articles(session) for each in page]
    assert sorted(int(each["id"]) for each in found) == [1, 2, 3, 4, 5, 6, 7]


def test_a_list_of_articles_that_points_at_itself_ends():
    with served(world_of("helpscout", articles=3)) as world:
        world.faults = dict.fromkeys(range(1, 5_000), lambda said: replace(said, values={"collections": {"page": 1, "pages": 10**9, "items": []}}))
        system = connector("helpscout").library
        with LiveSession(system, GIVEN["helpscout"], network=world.network, pause=lambda *_: None) as session:
            assert list(system.articles(session)) == []
    assert len(world.asked) <= 2_000
