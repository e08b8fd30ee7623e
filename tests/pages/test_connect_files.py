"""Connecting files in a bucket and on the web, on the screen. The storage is played on this machine."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from insights.pipeline.live import connections
from insights.store.control import Control
from tests.insights.connectors.playing_files import BUCKET, GIVEN, SECRET, Storage, stored
from tests.pages.conftest import APP, words

WEB = {"address": f"https://files.example.com/{BUCKET}/chats.csv", "token": ""}


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def storage(monkeypatch):
    with stored(Storage({"exports/a.csv": b"a", "exports/b.csv": b"b"})) as made:
        monkeypatch.setattr(connections, "TEST", made.network)
        yield made


def filled(system: str, given: dict[str, str]) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["connect"] = system
    app.run()
    for name, value in given.items():
        app.text_input(key=f"connect_{system}_{name}").input(value)
    return app.run()


def said(app: AppTest) -> str:
    return words(app).replace("\\", "").replace("\u2060", "")


def test_a_bucket_is_tested_in_one_line_and_not_asked_for_a_time_span(home, storage):
    app = filled("s3", GIVEN)
    assert "asks **s3.eu-central-1.amazonaws.com**, and nobody else" in said(app)
    assert not [each for each in (*app.selectbox, *app.toggle) if each.key in ("connect_days", "connect_raw")]
    app.button(key="connect_test").click().run()
    assert "Reached acme-support/exports: about 2 files." in said(app)
    assert SECRET not in said(app)


def test_a_right_that_is_missing_is_named(home, storage):
    storage.readable = False
    app = filled("s3", GIVEN)
    app.button(key="connect_go").click().run()
    assert "It may not: read files (s3:GetObject)." in said(app)
    assert Control(home).workspaces() == ()


def test_a_file_on_the_web_that_everybody_may_read_is_connected_without_a_token(home, storage):
    storage.anonymous = True
    storage.files["chats.csv"] = b"a"
    form = filled("web", WEB)
    assert "asks **files.example.com**, and where it sends us for the file (there without your token)" in said(form)
    form.button(key="connect_go").click().run()
    (workspace,) = Control(home).workspaces()
    (made,) = connections.connections(home, workspace.id)
    assert (made.system, made.account, made.days) == ("web", "chats.csv", None)
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params["workspace"] = workspace.id
    listed = said(app.run().switch_page("pages/workspace.py").run())
    assert "**A file on the web** · chats.csv" in listed
    assert "0 files came so far · no token is needed" in listed
