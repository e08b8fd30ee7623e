"""What we ask fits the documents of the interfaces, and what these say is answered can be read.

Prism checks each question against the document and makes up the answers: those that stand in it as examples, and others by its schemas. It leaves
out what is posted where a schema refers to itself, as in Intercom's own document; that is checked here. Where the vendors' own documents are at
hand, all runs against them too, and ours are held against them.
"""

from __future__ import annotations

import copy
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from insights.connectors import connector
from insights.connectors.connector import NOTHING, Answer, Connector, Declined, Place, Window
from insights.connectors.intercom import search
from insights.connectors.session import LiveSession
from insights.connectors.wire import Network
from insights.errors import UnreachableSystem
from insights.model import Conversation, Reject, Role
from insights.pipeline.pulling import written
from insights.sources import look, read
from tests.contracts import documents
from tests.contracts.agreement import differences
from tests.contracts.serving import is_installed, prism
from tests.insights.connectors.played import GIVEN
from tests.insights.connectors.playing import START

EVERYTHING = Window(datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
BASE = {"intercom": "", "chatwoot": "/api/v1/accounts/1"}
ROUNDS = 12
NAMED = re.compile(r"/conversations/(?!meta$|search$)[^/]+")

WHOSE = (documents.OURS, documents.THEIRS) if os.environ.get(documents.FOLDER) else (documents.OURS,)


@dataclass
class Contract:
    """A document of an interface, and where it is played."""

    vendor: str
    whose: str
    document: dict[str, Any]
    url: str
    asked: list[tuple[str, str, Mapping[str, object]]] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return Network(seconds=20, tries=1, base=self.url + BASE[self.vendor], allowed=frozenset({self.url.removeprefix("http://")}))

    def session(self, prefer: str = "", headers: Mapping[str, str] | None = None, network: Network | None = None) -> Asking:
        system = connector(self.vendor)

        def place(values: Mapping[str, str]) -> Place:
            known = system.place(values).headers if headers is None else headers
            return Place("", {**known, "Prefer": prefer} if prefer else known)

        return Asking(self, replace(system, place=place), network or self.network)


class Asking(LiveSession):
    """A session that notes what it asks.

    The answers that Prism makes up by a schema name conversations that the document's own paths do not take, and moments of any time: those are
    made whole numbers, and moments of ours.
    """

    def __init__(self, contract: Contract, system: Connector, network: Network) -> None:
        super().__init__(system, GIVEN[contract.vendor], network=network)
        self._contract = contract

    def get(self, path: str, params: Mapping[str, object] = NOTHING) -> Answer:
        self._contract.asked.append(("get", BASE[self._contract.vendor] + path, params))
        found = super().get(NAMED.sub("/conversations/1", path), params)
        return Answer(settled(found.values), found.headers)

    def post(self, path: str, body: Mapping[str, object]) -> Answer:
        self._contract.asked.append(("post", BASE[self._contract.vendor] + path, body))
        found = super().post(path, body)
        return Answer(settled(found.values), found.headers)


def settled(values: Any, key: str = "") -> Any:
    """Values whose ids are whole and positive, and whose moments are in our time."""
    if isinstance(values, dict):
        return {name: settled(each, name) for name, each in values.items()}
    if isinstance(values, list):
        return [settled(each) for each in values]
    if isinstance(values, int | float) and not isinstance(values, bool):
        if key == "id":
            return abs(int(values)) + 1
        if key.endswith("_at") or key == "timestamp":
            return START + abs(int(values)) % 1_000_000
    return values


@pytest.fixture(scope="module", params=[(vendor, whose) for vendor in documents.VENDORS for whose in WHOSE], ids="-".join)
def contract(request, tmp_path_factory):
    vendor, whose = request.param
    if not is_installed():
        pytest.skip("Prism is not installed: make test installs it")
    document = documents.ours(vendor) if whose == documents.OURS else documents.theirs(vendor)
    if document is None:
        pytest.skip(f"The document of {connector(vendor).label} is not in the folder")
    path = tmp_path_factory.mktemp("contracts") / f"{vendor}.json"
    documents.write(document, path)
    with prism(path) as url:
        yield Contract(vendor, whose, document, url)


def read_back(contract: Contract, session: Asking, path) -> list[Conversation | Reject]:
    """A page of conversations, through the reader of the system's own export."""
    page = next(iter(connector(contract.vendor).pages(session, EVERYTHING, None)))
    if not page.raws:
        return []
    path.write_bytes(b"\n".join(written(raw) for raw in page.raws))
    assert look(path).source == contract.vendor
    return list(read(path))


def test_a_connection_is_tested_as_the_document_says(contract):
    with contract.session() as session:
        reach = connector(contract.vendor).test(session)
    assert reach.account
    assert reach.missing == ()
    assert isinstance(reach.conversations, int)


def test_the_examples_of_the_document_become_conversations(contract, tmp_path):
    with contract.session() as session:
        (found,) = read_back(contract, session, tmp_path / "pulled.jsonl")
    assert isinstance(found, Conversation)
    assert found.conversation_id
    assert found.started_at is not None
    assert found.messages
    for message in found.messages:
        assert message.role in (Role.CUSTOMER, Role.AGENT, Role.BOT)
        assert message.text
        assert message.sent_at is not None


def test_whatever_fits_the_schemas_is_read(contract, tmp_path):
    found: list[Conversation | Reject] = []
    for number in range(ROUNDS):
        # With the same seed Prism says the same each time.
        with contract.session(f"dynamic=true, seed=round-{number}") as session:
            connector(contract.vendor).test(session)
            found += read_back(contract, session, tmp_path / f"{number}.jsonl")
    said = [message for each in found if isinstance(each, Conversation) for message in each.messages]
    assert len(said) > 10
    assert all(isinstance(message.text, str) and message.role in Role for message in said)
    assert any(message.sent_at for message in said)
    # Names that Prism makes up are few, so some come twice.
    rejected = {each.reason.partition(":")[0] for each in found if isinstance(each, Reject)}
    assert rejected <= {"duplicate", "no messages", "no message with text"}, rejected


def test_help_articles_are_asked_for_as_the_document_says(contract):
    articles = connector(contract.vendor).articles
    if articles is None:
        pytest.skip(f"{connector(contract.vendor).label} gives no articles")
    with contract.session() as session:
        (first, *_) = next(iter(articles(session)))
    assert first["title"]
    assert {"body", "state"} <= first.keys()


def test_a_question_that_does_not_fit_is_refused(contract):
    """Else the tests above would prove nothing."""
    with contract.session(headers={}) as session, pytest.raises(Declined) as refused:
        connector(contract.vendor).test(session)
    assert refused.value.status == 401
    wrong = {"intercom": "/conversations/search", "chatwoot": "/profile"}[contract.vendor]
    with contract.session() as session, pytest.raises(Declined) as refused:
        session.get(wrong)
    assert 400 <= refused.value.status < 500


def test_nothing_is_sent_that_the_document_does_not_know(contract):
    contract.asked.clear()
    with contract.session() as session:
        system = connector(contract.vendor)
        system.test(session)
        next(iter(system.pages(session, EVERYTHING, None)))
    assert contract.asked
    ours = documents.ours(contract.vendor)
    for method, path, sent in contract.asked:
        if method == "post":
            Draft202012Validator(documents.body(contract.document, path)).validate(sent)
        beyond = {name for name, each in documents.sendable(ours, method, path).items() if documents.BEYOND in each}
        assert sent.keys() - documents.sendable(contract.document, method, path).keys() <= beyond


def test_a_body_that_does_not_fit_is_refused(contract):
    if contract.vendor != "intercom":
        pytest.skip("Nothing is posted there")
    validator = Draft202012Validator(documents.body(contract.document, "/conversations/search"))
    fitting = search(EVERYTHING, "abc")
    assert validator.is_valid(fitting)
    assert not validator.is_valid({**fitting, "pagination": {"per_page": "many"}})
    assert not validator.is_valid({"pagination": fitting["pagination"]})
    wrong = {**fitting, "query": {"operator": "AND", "value": [{"field": "updated_at", "operator": "after", "value": 1}]}}
    assert not validator.is_valid(wrong)
    if contract.whose == documents.OURS:
        with contract.session() as session, pytest.raises(Declined) as refused:
            session.post("/conversations/search", wrong)
        assert refused.value.status == 422


def test_what_is_not_there_is_told_from_other_refusals(contract):
    if contract.whose != documents.OURS:
        pytest.skip("The vendors' documents leave it out here and there")
    path = {"intercom": "/conversations/7", "chatwoot": "/conversations/7/messages"}[contract.vendor]
    with contract.session("code=404") as session, pytest.raises(Declined) as refused:
        session.get(path)
    assert refused.value.status == 404


def test_a_system_that_asks_for_patience_is_understood(contract):
    """Intercom says when the count begins anew, and we wait an hour at most; Chatwoot does not say it, and we begin with a second."""
    if contract.whose != documents.OURS:
        pytest.skip("The vendors' documents leave it out")
    hurried = replace(contract.network, longest_wait=0)
    with contract.session("code=429", network=hurried) as session, pytest.raises(UnreachableSystem) as gave_up:
        connector(contract.vendor).test(session)
    assert "asks us to slow down" in str(gave_up.value)
    assert {"intercom": "It wants 3,600 more seconds", "chatwoot": "It wants 1 more seconds"}[contract.vendor] in str(gave_up.value.hint)


@pytest.mark.parametrize("vendor", documents.VENDORS)
def test_our_document_says_nothing_that_the_vendors_own_does_not_say(vendor):
    theirs = documents.theirs(vendor)
    if theirs is None:
        pytest.skip(f"{documents.FOLDER} names no folder that holds the document of {connector(vendor).label}")
    assert differences(documents.ours(vendor), theirs) == []


def changed(document: dict[str, Any], *place: str, **values: object) -> dict[str, Any]:
    """A document that says something else at a place."""
    other = copy.deepcopy(document)
    part = other
    for key in place:
        part = part[key]
    part.update(values)
    return other


CONVERSATION = ("components", "schemas", "conversation", "properties")
SEARCH = ("components", "schemas", "search", "properties")


@pytest.mark.parametrize(
    ("place", "values", "said"),
    [
        ((*CONVERSATION,), {"mood": {"type": "string"}}, "get /conversations/{conversation_id} 200.mood: not there"),
        ((*CONVERSATION, "id"), {"type": "integer"}, "get /conversations/{conversation_id} 200.id: ['integer'], there ['string']"),
        ((*CONVERSATION, "title"), {"type": "string"}, "get /conversations/{conversation_id} 200.title: ['string'], there ['null', 'string']"),
        (
            (*CONVERSATION, "state"),
            {"enum": ["open", "shut"]},
            "get /conversations/{conversation_id} 200.state: one of ['open', 'shut'], there ['closed', 'open', 'snoozed']",
        ),
        (("components", "schemas", "conversation"), {"required": ["id"]}, "get /conversations/{conversation_id} 200: needs ['id'], there [[]]"),
        ((*SEARCH,), {"limit": {"type": "integer"}}, "post /conversations/search body.limit: not there"),
        (("components", "schemas", "search"), {"required": []}, "post /conversations/search body: needs [], there [['query']]"),
        (
            ("paths", "/conversations/{conversation_id}", "get", "parameters"),
            {},
            "get /conversations/{conversation_id}: needs [('path', 'conversation_id')]",
        ),
        (("paths",), {"/moods": {"get": {"responses": {}}}}, "get /moods: not there"),
        (("components", "securitySchemes", "token"), {"scheme": "basic"}, "get /me: another way to log in"),
    ],
)
def test_fiction_in_our_document_is_found(place, values, said):
    """Our own document stands for the vendor's here."""
    truth = documents.ours("intercom")
    assert differences(truth, truth) == []
    fiction = changed(truth, *place, **values) if values else changed(truth, *place[:-1], parameters=[])
    assert said in differences(fiction, truth)
