"""Articles and tools that are brought: through a child, kept as events, undone like any edit; pages only after a yes."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from insights.connectors.web.fetching import Visit
from insights.errors import InsightsError, NothingToImport, UnknownWorkspace, UnreadableFile, UnusableSetting
from insights.model import Article, EnablerType, Tool
from insights.pipeline import bringing, desk, help_pages, jobs
from insights.pipeline.knowledge.found import Brought
from insights.store import truth
from insights.store.control import Control

LIBRARY = "id,title,body,status\n1,Returns,Thirty days for every parcel.,published\n2,Soon,x,draft\n3,Porto,Das Porto zahlen wir für alle Kunden.,published\n"
TOOLS = "name,description,type\nget_order,Look up,read\nrefund,Refund,write\n"


@pytest.fixture
def workspace(tmp_path) -> str:
    return Control(tmp_path).create_workspace("Own").id


def brought(tmp_path, text: str, name: str = "kb.csv") -> list[Brought]:
    path = tmp_path / "brought"
    path.write_text(text, encoding="utf-8")
    return [Brought(path, name)]


def test_what_came_in_is_kept_and_told(tmp_path, workspace):
    found = desk.bring_articles(tmp_path, workspace, brought(tmp_path, LIBRARY))
    assert [article.title for article in found.articles] == ["Returns", "Porto"]
    assert truth.articles(tmp_path, workspace, Control(tmp_path).events(workspace)) == found.articles
    said = desk.brought_last(tmp_path, workspace, "articles")
    assert {name: said[name] for name in ("file", "count", "words", "left_out", "languages", "titles")} == {
        "file": "kb.csv",
        "count": 2,
        "words": 14,
        "left_out": [["not published", 1]],
        "languages": [["de", 1], ["en", 1]],
        "titles": ["Returns", "Porto"],
    }


def test_bringing_the_same_again_changes_nothing_and_an_undo_brings_back_what_was_there(tmp_path, workspace):
    desk.set_articles(tmp_path, workspace, (Article("1", "Old", "x"),))
    for _ in range(2):
        desk.bring_articles(tmp_path, workspace, brought(tmp_path, LIBRARY))
    events = Control(tmp_path).events(workspace, what="articles_set")
    assert len(events) == 2
    desk.undo(tmp_path, workspace, events[-1].id)
    assert desk.brought_last(tmp_path, workspace, "articles")["titles"] == ["Old"]


def test_single_tools_are_switched_off_by_an_event(tmp_path, workspace):
    desk.bring_tools(tmp_path, workspace, brought(tmp_path, TOOLS, "tools.csv"))
    assert desk.set_available(tmp_path, workspace, {"refund": False, "unknown": True}) == 1
    assert desk.tools(tmp_path, workspace) == (
        Tool("get_order", "Look up", EnablerType.READ),
        Tool("refund", "Refund", EnablerType.WRITE, False),
    )
    said = desk.brought_last(tmp_path, workspace, "tools")
    assert (said["file"], said["reads"], said["writes"], said["available"]) == ("tools.csv", 1, 1, 1)
    assert desk.set_available(tmp_path, workspace, {"refund": False}) == 0


def test_a_wrong_file_leaves_what_was_there(tmp_path, workspace):
    desk.set_tools(tmp_path, workspace, (Tool("a", "", EnablerType.READ),))
    with pytest.raises(InsightsError) as caught:
        desk.bring_tools(tmp_path, workspace, brought(tmp_path, "openapi: 3.0.0\npaths: [", "api.yaml"))
    assert caught.value.hint
    assert [tool.name for tool in desk.tools(tmp_path, workspace)] == ["a"]


def test_nobody_brings_anything_into_a_workspace_of_others(tmp_path, workspace):
    with pytest.raises(UnknownWorkspace):
        desk.bring_articles(tmp_path, workspace, brought(tmp_path, LIBRARY), "somebody")


@pytest.mark.parametrize("code", ["import os; os.abort()", "raise MemoryError", "raise SystemExit(9)"], ids=["killed", "memory", "limit"])
def test_a_child_that_dies_is_a_file_refused(code):
    with pytest.raises(UnreadableFile, match="refused"):
        bringing._run([sys.executable, "-c", code], "kb.csv")


class HelpCentre(BaseHTTPRequestHandler):
    """Three pages, and nothing else."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        number = self.path.removeprefix("/a/")
        self.send_response(200 if number in "123" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(
            f"<title>Answer {number} | Acme</title><nav>Menu</nav><main><h1>Answer {number}</h1>To question {number} of many.</main>".encode()
        )

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def host() -> Iterator[str]:
    HelpCentre.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), HelpCentre)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_list_of_pages_is_laid_ready_and_nobody_is_asked(tmp_path, workspace, host):
    text = f"http://help.example/1\nhttp://help.example/2\nhttps://docs.example/x\nhttp://{host}/a/1\nhttp://u:p@x.example/\n"
    assert desk.bring_articles(tmp_path, workspace, brought(tmp_path, text, "pages.txt")).articles == ()
    plan = desk.planned_pages(tmp_path, workspace)
    assert plan is not None
    assert plan.hosts == (("help.example", 2), ("docs.example", 1))
    assert plan.refused == (("carries a user name", 1), ("names an unusual port", 1))
    assert Control(tmp_path).jobs(workspace) == ()
    assert HelpCentre.asked == []


def test_of_a_long_list_the_first_500_pages_are_asked():
    plan = help_pages.planned([f"https://h.example/{number}" for number in range(620)], "pages.txt")
    assert (len(plan.addresses), plan.hosts, plan.beyond) == (500, (("h.example", 500),), 120)


def test_a_yes_makes_one_job_and_a_no_none(tmp_path, workspace):
    help_pages.lay_ready(tmp_path, workspace, ["https://h.example/1"], "pages.txt")
    desk.forget_pages(tmp_path, workspace)
    with pytest.raises(UnusableSetting):
        desk.request_pages(tmp_path, workspace)
    help_pages.lay_ready(tmp_path, workspace, ["https://h.example/1"], "pages.txt")
    job = Control(tmp_path).job(desk.request_pages(tmp_path, workspace))
    assert job is not None
    assert job.payload == {"addresses": ["https://h.example/1"], "hosts": ["h.example"], "file": "pages.txt", "who": "you"}
    assert desk.planned_pages(tmp_path, workspace) is None


def test_pages_become_articles_and_what_could_not_be_read_is_counted(host):
    told: list[str] = []
    addresses = [f"http://{host}/a/{name}" for name in ("1", "2", "gone", "3")]
    visit = Visit(frozenset({host}), allowed=frozenset({host}))
    found = help_pages.read_pages(addresses, visit, lambda _, text: told.append(text), pause_seconds=0)
    assert found.articles[0] == Article("Answer 1", "Answer 1", "To question 1 of many.", f"http://{host}/a/1")
    assert len(found.articles) == 3
    assert found.left_out == (("whose address is not there", 1),)
    assert told[1] == f"Reading page 2 of 4 from {host}"
    assert HelpCentre.asked == ["/a/1", "/a/2", "/a/gone", "/a/3"]


def test_a_host_that_does_not_answer_is_left_alone_after_five_pages():
    asked: list[str] = []
    visit = Visit(frozenset({"h.example"}), resolve=lambda host, _: asked.append(host) or [])
    with pytest.raises(NothingToImport) as caught:
        help_pages.read_pages([f"http://h.example/{number}" for number in range(50)], visit, lambda *_: None, pause_seconds=0)
    assert len(asked) == 5
    assert "45 not asked any more" in caught.value.hint


def test_the_job_refuses_addresses_inside_although_they_were_confirmed(tmp_path, workspace):
    control = Control(tmp_path)
    control.enqueue(workspace, "fetch", {"addresses": ["http://127.0.0.1/a/1"], "hosts": ["127.0.0.1"], "file": "x", "who": "you"})
    job = control.claim("worker", 60)
    assert job is not None
    assert jobs.run(tmp_path, control, job) == 0
    ended = control.job(job.id)
    assert ended is not None
    assert (ended.state, ended.error) == ("failed", "None of the 1 pages could be read.")
    assert "private network" in ended.hint


def test_the_command_line_does_not_ask_pages(tmp_path, workspace):
    path = tmp_path / "pages.txt"
    path.write_text("https://h.example/1\n")
    with pytest.raises(UnusableSetting, match="list of addresses"):
        desk.set_articles(tmp_path, workspace, path)
    assert desk.planned_pages(tmp_path, workspace) is None


def test_tools_of_an_api_keep_their_fields(tmp_path, workspace):
    schema = {"properties": {"status": {}, "total": {}}}
    answer = {"200": {"content": {"application/json": {"schema": schema}}}}
    text = json.dumps({"openapi": "3.0.0", "paths": {"/orders/{id}": {"get": {"operationId": "o", "responses": answer}}}})
    desk.bring_tools(tmp_path, workspace, brought(tmp_path, text, "api.json"))
    assert desk.tools(tmp_path, workspace) == (Tool("o", "", EnablerType.READ, True, "order", ("status", "total")),)
