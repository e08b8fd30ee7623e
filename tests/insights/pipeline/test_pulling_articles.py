"""Help articles of a connected system become the articles that count, or stay as they were."""

from __future__ import annotations

import pytest

from insights.errors import InsightsError
from insights.pipeline.live import connections
from insights.pipeline.live.articles import request_articles, run_articles
from insights.pipeline.live.keeper import Keeper
from insights.store import truth
from insights.store.control import Control
from tests.insights.connectors.played import GIVEN, world_of
from tests.insights.connectors.playing import Answered, World, served


@pytest.fixture
def bring(tmp_path):
    """Bring the articles of a world; what is there then."""
    keeper, control = Keeper(tmp_path), Control(tmp_path)
    workspace = control.create_workspace("Acme").id

    def brought(world: World):
        connection = connections.connect(tmp_path, workspace, world.vendor, GIVEN[world.vendor], keeper)
        request_articles(tmp_path, workspace, connection)
        job = control.claim("w")
        try:
            run_articles(tmp_path, control, job, lambda *_: None, network=world.network)
        finally:
            control.finish(job)
        return truth.articles(tmp_path, workspace, control.events(workspace))

    yield brought
    keeper.close()


@pytest.mark.parametrize("vendor", ["freshdesk", "intercom", "zendesk"])
def test_every_published_article_comes_over_all_pages(bring, vendor):
    with served(world_of(vendor, articles=230)) as world:
        found = bring(world)
    assert len(found) == 229
    assert sorted(int(each.id) for each in found) == list(range(2, 231))
    assert next(each.body for each in found if each.id == "7") == "How to do 7."


def test_what_is_here_stays_when_the_system_refuses_or_has_none(bring):
    with served(world_of("zendesk", articles=3)) as world:
        assert len(bring(world)) == 2
        for fault, words in ((Answered(403), "does not let this token read"), (Answered(values={"articles": [], "meta": {}}), "has no help article")):
            world.faults = {len(world.asked) + 1: fault}
            with pytest.raises(InsightsError, match=words):
                bring(world)
        assert len(bring(world)) == 2


def test_a_system_without_articles_says_so(bring):
    with served(world_of("gorgias")) as world, pytest.raises(InsightsError, match="gives no articles"):
        bring(world)
