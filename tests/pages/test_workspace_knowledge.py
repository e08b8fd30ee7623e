"""Help articles and tools on the Workspace page: brought, told, switched off, and pages of a help centre only after a yes."""

from __future__ import annotations

import pytest

from insights.model import Article, EnablerType, Tool
from insights.pipeline import desk, help_pages
from insights.store.control import Control
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words

LIBRARY = b"title,body,status\nReturns,Thirty days for every parcel.,published\nSoon *x*,No text of interest,draft\nPorto,Das Porto zahlen wir alle.,published\n"


@pytest.fixture
def company(tmp_path, homes):
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def said(app) -> str:
    return words(app).replace("\\", "")


def send(app, name: str, *files: tuple[str, bytes, str]):
    app.file_uploader(key=f"{name}_file").set_value(list(files))
    return next(button for button in app.button if button.label == f"Use these {name}").click().run()


def test_articles_that_came_in_are_told(open_page, company):
    app = send(open_page("own", "workspace"), "articles", ("kb.csv", LIBRARY, "text/csv"))
    assert not app.exception
    assert "Help articles: 2" in said(app)
    assert "From kb.csv: **2** articles, 12 words. 1 in German, 1 in English; all are kept." in said(app)
    assert "Left out: 1 not published." in said(app)
    assert "For example: Returns · Porto" in said(app)


def test_several_files_are_one_library(open_page, company):
    files = [(f"{name}.md", f"# {name}\n\nWords of {name}.".encode(), "text/markdown") for name in ("one", "two")]
    app = send(open_page("own", "workspace"), "articles", *files)
    assert "From 2 files: **2** articles" in said(app)


def test_a_wrong_file_is_told_with_its_hint_and_changes_nothing(open_page, company, tmp_path):
    desk.set_articles(tmp_path, company, (Article("1", "Old", "x"),))
    app = send(open_page("own", "workspace"), "articles", ("orders.csv", b"order,amount\n1,2\n3,4\n", "text/csv"))
    assert not app.exception
    assert "orders.csv has no column for the text of the articles" in said(app)
    assert "order, amount" in said(app)
    assert "Help articles: 1" in said(app)


def test_tools_of_an_api_are_told_and_single_ones_can_be_switched_off(open_page, company, tmp_path):
    text = b'{"openapi": "3.0.0", "paths": {"/orders/{id}": {"get": {"operationId": "get_order"}, "delete": {"operationId": "cancel", "deprecated": true}}}}'
    app = send(open_page("own", "workspace"), "tools", ("api.json", text, "application/json"))
    assert "From api.json: **1** look something up, **0** do something; an AI agent can call all of them." in said(app)
    assert "Left out: 1 deprecated." in said(app)
    assert app.button(key="save_available").disabled
    desk.set_available(tmp_path, company, {"get_order": False})
    assert "an AI agent can call **0** of 1 today." in said(app.run())


def test_a_list_of_pages_is_shown_before_anybody_is_asked(open_page, company, tmp_path):
    app = send(
        open_page("own", "workspace"), "articles", ("pages.txt", b"https://h.example/1\nhttps://h.example/2\nhttp://[::1]:99/\n", "text/plain")
    )
    assert "Read 2 pages from the web?" in said(app)
    assert "This machine would ask **h.example** for 2" in said(app)
    assert "Nothing has been asked yet" in said(app)
    assert not [job for job in Control(tmp_path).jobs(company) if job.kind == "fetch"]
    app.button(key="forget_pages").click().run()
    assert "from the web?" not in said(app)
    assert desk.planned_pages(tmp_path, company) is None


def test_a_yes_makes_the_job_and_a_failure_is_told(open_page, company, tmp_path):
    help_pages.lay_ready(tmp_path, company, ["https://h.example/1"], "pages.txt")
    app = open_page("own", "workspace")
    app.button(key="read_pages").click().run()
    control = Control(tmp_path)
    (job,) = (job for job in control.jobs(company) if job.kind == "fetch")
    assert job.payload["hosts"] == ["h.example"]
    claimed = control.claim("worker", 60)
    assert claimed is not None
    control.fail(claimed, "None of the 1 pages could be read.", "What was found: 1 whose address does not answer.")
    assert "None of the 1 pages could be read." in said(app.run())
    desk.set_articles(tmp_path, company, (Article("1", "New", "x"),))
    assert "None of the 1 pages" not in said(app.run())


def test_names_of_others_are_shown_as_text(open_page, company, tmp_path):
    desk.set_articles(tmp_path, company, (Article("1", "![x](https://evil.example/p.png)", "words"),))
    desk.set_tools(tmp_path, company, (Tool("<b>", "![x](https://evil.example/p.png)", EnablerType.READ),))
    app = open_page("own", "workspace")
    assert not app.exception
    assert "](https" not in words(app)


def test_start_leads_to_where_articles_and_tools_are_given(open_page, company):
    app = open_page("own", "start")
    assert "Add articles and tools" in [link.label for link in app.get("page_link")]
