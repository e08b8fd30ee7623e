"""Several secrets of one system are kept as one text, and none of them anywhere else."""

from __future__ import annotations

import pytest

from insights.connectors import CONNECTORS, connector
from insights.connectors.secrets import bound, names_of, renewed, unbound
from insights.errors import UnreachableSystem
from insights.pipeline.live import connections, tokens
from insights.pipeline.live.connections import Safe
from insights.pipeline.live.keeper import Keeper, ask
from insights.pipeline.live.tokens import Keep
from insights.store.control import Control
from tests.insights.connectors.played import DOCS_KEY, GIVEN, world_of
from tests.insights.connectors.playing import TOKEN, Answered, served

HELPSCOUT = connector("helpscout")


def test_a_single_secret_is_kept_as_it_is():
    for one in CONNECTORS:
        if one.name != "helpscout":
            values = {one.secret: TOKEN, "subdomain": "acme"}
            assert (bound(one, values), values) == (TOKEN, {"subdomain": "acme"})
            assert unbound(one, TOKEN) == {one.secret: TOKEN}


def test_two_secrets_are_one_text_and_two_again():
    assert names_of(HELPSCOUT) == ("token", "docs")
    values = {"app": "a", "token": "x", "docs": "y"}
    assert bound(HELPSCOUT, values) == "x\ny"
    assert values == {"app": "a"}
    assert unbound(HELPSCOUT, "x\ny") == {"token": "x", "docs": "y"}
    assert bound(HELPSCOUT, {"token": "x", "docs": ""}) == "x"
    assert unbound(HELPSCOUT, "x") == {"token": "x", "docs": ""}


def test_a_new_first_secret_leaves_the_other_as_it_was():
    assert renewed(HELPSCOUT, "new", "x\ny") == "new\ny"
    assert renewed(HELPSCOUT, "new", None) == "new"


def test_neither_of_two_secrets_is_written_down(tmp_path):
    keeper, workspace = Keeper(tmp_path), Control(tmp_path).create_workspace("Acme").id
    connection = connections.connect(tmp_path, workspace, "helpscout", GIVEN["helpscout"], keeper, safe=Safe(Keep.FILE, "four words that fit"))
    (found,) = connections.connections(tmp_path, workspace)
    assert dict(found.given) == {"app": "app1"}
    assert ask(tmp_path, connection) == f"{TOKEN}\n{DOCS_KEY}"
    for path in tmp_path.rglob("*"):
        assert not path.is_file() or not any(secret.encode() in path.read_bytes() for secret in (TOKEN, DOCS_KEY))
    keeper.forget(connection)
    connections.unlock(tmp_path, workspace, connection, "four words that fit", keeper)
    assert unbound(HELPSCOUT, str(tokens.secret_of(tmp_path, found))) == {"token": TOKEN, "docs": DOCS_KEY}
    keeper.close()


def test_a_test_asks_with_both(tmp_path):
    with served(world_of("helpscout").fill(3)) as world:
        assert connections.test("helpscout", GIVEN["helpscout"], network=world.network).conversations == 3
        assert world.asked[-1].path == "/v1/sites"
        world.faults = dict.fromkeys(range(1, 20), lambda said: Answered(401) if world.asked[-1].path == "/v1/sites" else said)
        with pytest.raises(UnreachableSystem, match="Help Scout Docs does not accept this"):
            connections.test("helpscout", GIVEN["helpscout"], network=world.network)
        assert connections.test("helpscout", GIVEN["helpscout"] | {"docs": ""}, network=world.network).conversations == 3


def test_a_new_token_keeps_the_other_key(tmp_path):
    keeper, workspace = Keeper(tmp_path), Control(tmp_path).create_workspace("Acme").id
    with served(world_of("helpscout").fill(2)) as world:
        connection = connections.connect(tmp_path, workspace, "helpscout", GIVEN["helpscout"], keeper)
        connections.give_again(tmp_path, workspace, connection, " new ", keeper, network=world.network)
        assert ask(tmp_path, connection) == f"new\n{DOCS_KEY}"
    keeper.close()


def test_the_other_address_is_named_once_its_key_is_given():
    assert connections.library_host("helpscout", GIVEN["helpscout"]) == "docsapi.helpscout.net"
    assert connections.library_host("helpscout", {"app": "a", "docs": ""}) is None
    assert connections.library_host("zendesk", GIVEN["zendesk"]) is None
