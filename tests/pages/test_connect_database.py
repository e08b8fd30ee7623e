"""Connecting a table of a database on the screen: agreed to, tested, explained, pulled, explained anew. The database is a real one on this machine."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from insights.pipeline import intake
from insights.pipeline.live import connections, databases
from insights.store.control import Control
from tests.insights.connectors.running_postgres import QUICK, SECRET, messages
from tests.insights.connectors.running_postgres import server as running
from tests.pages.conftest import APP, words


@pytest.fixture(scope="module")
def server():
    return running()


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))
    monkeypatch.setattr(connections, "TEST", QUICK)
    return tmp_path


def opened(page: str = "start", **asked: str) -> AppTest:
    app = AppTest.from_file(APP, default_timeout=30)
    for name, value in asked.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page(f"pages/{page}.py").run() if page != "start" else app


def filled(given: dict[str, str]) -> AppTest:
    app = opened(connect="postgres")
    for name, value in given.items():
        if name == "tls":
            app.selectbox(key="connect_postgres_tls").select(value)
        elif name != "inside":
            app.text_input(key=f"connect_postgres_{name}").input(value)
    return app.run()


def agreed(app: AppTest) -> AppTest:
    app.button(key="connect_test").click().run()
    app.checkbox[0].check().run()
    return app


def said(app: AppTest) -> str:
    return words(app).replace("\\", "").replace("\u2060", "")


def read(home) -> None:
    """Read the rows that were laid ready, as a worker would."""
    control = Control(home)
    job = control.claim("w")
    intake.run_stage(home, control, job, lambda *_: None)
    control.finish(job)


def test_a_database_inside_is_asked_only_once_somebody_said_that_it_is_theirs(home, server):
    app = filled(server.given(f"{messages(4)}.messages"))
    assert not app.checkbox
    app.button(key="connect_test").click().run()
    assert "**localhost** leads to **127.0.0.1" in said(app)
    assert app.checkbox[0].label.replace("\\", "") == "It is in our own network: ask 127.0.0.1"
    app.button(key="connect_test").click().run()
    assert "Reached" not in said(app)
    app.checkbox[0].check().run()
    app.button(key="connect_test").click().run()
    assert ".messages: about 4 conversations." in said(app)
    assert Control(home).workspaces() == ()


def test_who_looks_at_the_app_from_elsewhere_cannot_open_its_network(home, server, monkeypatch):
    monkeypatch.setenv(databases.VARIABLE, "no")
    app = filled(server.given("a.b"))
    app.button(key="connect_test").click().run()
    assert "its own network is closed" in said(app)
    assert not app.checkbox


def test_that_nothing_is_encrypted_is_said(home, server):
    app = opened(connect="postgres")
    assert "Not encrypted" not in said(app)
    app.selectbox(key="connect_postgres_tls").select("disable").run()
    assert "Not encrypted: whoever is on the way" in said(app)
    assert "**without encryption**" in said(app)


def test_a_right_that_is_missing_keeps_from_connecting(home, server):
    name = messages(1)
    server.run(f"revoke select on {name}.messages from reader")
    app = agreed(filled(server.given(f"{name}.messages")))
    app.button(key="connect_go").click().run()
    assert f'It may not: read {name}.messages: grant select on "{name}"."messages" to "reader"' in said(app)
    assert Control(home).workspaces() == ()


def test_a_table_is_explained_before_it_is_pulled_and_can_be_explained_anew(home, server):
    name = messages(12)
    app = agreed(filled(server.given(f"{name}.messages")))
    app.selectbox(key="connect_days").select_index(3)
    app.button(key="connect_go").click().run()
    assert "Reading some rows of your table" in said(app)
    control = Control(home)
    (workspace,) = control.workspaces()
    read(home)
    app.run()
    assert "36 rows of" in said(app)
    assert "12 conversations" in said(app)
    assert "Words of message" in said(app)
    assert control.jobs(workspace.id, active_only=True) == ()
    (made,) = connections.connections(home, workspace.id)
    assert app.selectbox(key=f"changes_{made.id}").options == ["sent_at", "Read the whole table each time"]
    app.button(key="connect_pull").click().run()
    (made,) = connections.connections(home, workspace.id)
    assert (made.given[databases.CHANGES], made.account) == ("sent_at", f"{name}.messages")
    assert "Pulling from Postgres" in said(app)
    (pull,) = [job for job in control.jobs(workspace.id, active_only=True) if job.kind == "pull"]
    control.cancel(pull.id)
    listed = opened("workspace", workspace=workspace.id)
    assert f"**Postgres** · {name}.messages" in said(listed)
    listed.button(key=f"columns_{made.id}").click().run()
    anew = said(opened(**listed.query_params))
    assert "Reading some rows of your table" in anew
    assert SECRET not in anew


def test_who_gives_up_leaves_nothing(home, server):
    app = agreed(filled(server.given(f"{messages(2)}.messages")))
    app.button(key="connect_go").click().run()
    read(home)
    app.run()
    app.button(key="connect_not").click().run()
    (workspace,) = Control(home).workspaces()
    assert connections.connections(home, workspace.id) == ()
