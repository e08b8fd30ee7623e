"""What becomes of conversations that are deleted in a live system is said before connecting, and afterwards beside the imports."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from insights.pipeline.history import COUNTS
from insights.store import uploads
from insights.store.control import YOU, Control
from tests.pages.conftest import APP, words


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    return tmp_path


def said(app: AppTest) -> str:
    return words(app).replace("\\", "").replace("\u2060", "")


def form(system: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["connect"] = system
    return app.run()


def test_the_form_says_what_becomes_of_what_is_deleted_there(home):
    assert "Tickets that are deleted in Zendesk, or marked as spam, are taken out here by the next pull." in said(form("zendesk"))
    assert "Intercom does not tell which conversations were deleted." in said(form("intercom"))


def test_the_address_of_the_help_articles_is_named_once_their_key_is_there(home):
    app = form("helpscout")
    assert "docsapi.helpscout.net" not in said(app)
    app.text_input(key="connect_helpscout_docs").input("key").run()
    assert "For its help articles, when you want them here, **docsapi.helpscout.net** is asked" in said(app)


def test_an_import_that_took_conversations_out_says_how_many_and_what_taking_it_back_does(home):
    control = Control(home)
    workspace = control.create_workspace("Acme").id
    uploads.receive(control, workspace, "i1", name="Zendesk, deleted there", size=0)
    upload = uploads.find(control, workspace, "i1")
    assert upload is not None
    told = {"import_id": "i1", "file": upload.name, "label": "Zendesk conversations that are gone", "redacted": (), "rejected_by_reason": ()}
    uploads.accept(control, upload, dict.fromkeys(COUNTS, 0) | told | {"removed": 1_200}, YOU)
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["workspace"] = workspace
    app.run().switch_page("pages/workspace.py").run()
    assert "1,200 conversations taken out, because they were deleted there" in said(app)
    assert "The 1,200 conversations that it took out come back here. In the system they came from they stay deleted." in said(app)
