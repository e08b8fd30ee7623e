"""What we ask fits the documents of the vendors, and what these say is answered can be read.

Prism checks each question against the document and makes up the answers: those that stand in it as examples, and others by its schemas. It leaves
out what is posted where a schema refers to itself, as Intercom's searches do; that is checked here.
"""

from __future__ import annotations

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
from insights.model import Conversation, Reject, Role
from insights.pipeline.pulling import written
from insights.sources import look, read
from tests.contracts import documents
from tests.contracts.serving import is_installed, prism
from tests.insights.connectors.played import GIVEN
from tests.insights.connectors.playing import START

EVERYTHING = Window(datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
BASE = {"intercom": "", "chatwoot": "/api/v1/accounts/1"}
UNDOCUMENTED = {"intercom": {"page", "per_page", "sort"}, "chatwoot": {"sort_by", "before"}}
"""What a system takes and its document does not know (yet)."""
ROUNDS = 12
NAMED = re.compile(r"/conversations/(?!meta$|search$)[^/]+")

pytestmark = [
    pytest.mark.skipif(not os.environ.get(documents.FOLDER), reason=f"{documents.FOLDER} names no folder with the vendors' documents"),
    pytest.mark.skipif(not is_installed(), reason="Prism is not installed: make contracts"),
]


@dataclass
class Contract:
    """A vendor's document, and where it is played."""

    vendor: str
    document: dict[str, Any]
    url: str
    asked: list[tuple[str, str, Mapping[str, object]]] = field(default_factory=list)

    @property
    def network(self) -> Network:
        return Network(seconds=20, tries=1, base=self.url + BASE[self.vendor], allowed=frozenset({self.url.removeprefix("http://")}))

    def session(self, prefer: str = "", headers: Mapping[str, str] | None = None) -> Asking:
        system = connector(self.vendor)

        def place(values: Mapping[str, str]) -> Place:
            known = system.place(values).headers if headers is None else headers
            return Place("", {**known, "Prefer": prefer} if prefer else known)

        return Asking(self, replace(system, place=place))


class Asking(LiveSession):
    """A session that notes what it asks.

    The answers that Prism makes up by a schema name conversations that the document's own paths do not take, and moments of any time: those are
    made whole numbers, and moments of ours.
    """

    def __init__(self, contract: Contract, system: Connector) -> None:
        super().__init__(system, GIVEN[contract.vendor], network=contract.network)
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


@pytest.fixture(scope="module", params=sorted(documents.PATHS))
def contract(request, tmp_path_factory):
    vendor = request.param
    document = documents.document(vendor)
    if document is None:
        pytest.skip(f"The document of {connector(vendor).label} is not in the folder")
    path = tmp_path_factory.mktemp("contracts") / f"{vendor}.json"
    documents.write(document, path)
    with prism(path) as url:
        yield Contract(vendor, document, url)


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
    with contract.session("dynamic=true") as session:
        for number in range(ROUNDS):
            connector(contract.vendor).test(session)
            found += read_back(contract, session, tmp_path / f"{number}.jsonl")
    said = [message for each in found if isinstance(each, Conversation) for message in each.messages]
    assert len(said) > 10
    assert all(isinstance(message.text, str) and message.role in Role for message in said)
    assert any(message.sent_at for message in said)
    # Names that Prism makes up are few, so some come twice.
    rejected = {each.reason.partition(":")[0] for each in found if isinstance(each, Reject)}
    assert rejected <= {"duplicate", "no message with text"}, rejected


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
    unknown = set()
    for method, path, sent in contract.asked:
        if method == "post":
            schema = documents.body(contract.document, path)
            Draft202012Validator(schema).validate(sent)
            known = contract.document["components"]["schemas"][schema["$ref"].split("/")[-1]]["properties"].keys()
        else:
            known = documents.parameters(contract.document, method, path)
        unknown |= sent.keys() - known
    assert unknown <= UNDOCUMENTED[contract.vendor]


def test_a_body_that_does_not_fit_is_refused(contract):
    if contract.vendor != "intercom":
        pytest.skip("Nothing is posted there")
    validator = Draft202012Validator(documents.body(contract.document, "/conversations/search"))
    fitting = search(EVERYTHING, "abc")
    assert validator.is_valid(fitting)
    assert not validator.is_valid({**fitting, "pagination": {"per_page": "many"}})
    assert not validator.is_valid({"pagination": fitting["pagination"]})
    assert not validator.is_valid({**fitting, "query": {"operator": "AND", "value": [{"field": "updated_at", "operator": "after", "value": 1}]}})
