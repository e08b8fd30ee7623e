"""The door to the demo companies: one click each, edits kept, a reset that is confirmed, and calm words where a company is damaged."""

from __future__ import annotations

import shutil

import pytest
from streamlit.testing.v1 import AppTest

from insights.pipeline import desk
from insights.store.control import Control
from tests.insights.pipeline.demo_files import NAME, SIZE, company
from tests.pages.conftest import APP, words

SECOND = "plinthly"
FAULT = "could not be shown"


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    return company(company(tmp_path_factory.mktemp("demos")), SECOND, "Second *Ltd*")


@pytest.fixture
def demos(packed, tmp_path, monkeypatch):
    """Two companies; the third is missing."""
    folder = shutil.copytree(packed, tmp_path / "demos")
    monkeypatch.setenv("HEADROOM_DEMOS", str(folder))
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch):
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def start() -> AppTest:
    return AppTest.from_file(APP, default_timeout=30).run()


def test_each_company_is_told_in_one_line(home, demos):
    said = words(start())
    assert "**Tiny & Co**" in said.replace("\\", "")
    assert "A shop for tests. 60\N{NO-BREAK SPACE}conversations." in said.replace("\\", "")
    assert said.count("60\N{NO-BREAK SPACE}conversations") == 2


def test_one_click_shows_the_result(home, demos):
    app = start()
    app.button(key=f"demo_{NAME}").click().run()
    (made,) = Control(home).workspaces()
    assert app.session_state["workspace"] == made.id
    assert app.metric[0].value == str(SIZE)
    assert FAULT not in words(app)


def test_there_is_nothing_to_reset_before_a_demo_was_opened(home, demos):
    assert [button.key for button in start().button if str(button.key).startswith("reset_")] == []


def test_opening_again_keeps_edits_and_a_reset_forgets_them(home, demos):
    made = desk.open_demo(home, NAME)
    desk.change_setting(home, made.id, "minutes", 9)
    app = start()
    app.button(key=f"demo_{NAME}").click().run()
    assert app.session_state["workspace"] == made.id
    app = start()
    assert "Your edits in it are lost for good" in words(app)
    app.button(key=f"reset_{NAME}").click().run()
    (fresh,) = Control(home).workspaces()
    assert fresh.id != made.id
    assert app.session_state["workspace"] == fresh.id
    assert app.metric[0].value == str(SIZE)
    assert desk.settings(home, fresh.id) == {}


def test_another_tab_of_a_demo_that_was_reset_shows_the_fresh_one(home, demos):
    desk.open_demo(home, NAME)
    tab = start()
    tab.switch_page("pages/overview.py").run()
    fresh = desk.reset_demo(home, NAME)
    tab.run()
    assert tab.session_state["workspace"] == fresh.id
    assert tab.metric[0].value == str(SIZE)


def test_a_company_without_files_says_so_and_the_others_open(home, demos):
    app = start()
    assert "The description of Harrowmere is missing or damaged" in words(app).replace("\\", "")
    assert [button.key for button in app.button if str(button.key).startswith("demo_")] == [f"demo_{NAME}", f"demo_{SECOND}"]
    app.button(key=f"demo_{SECOND}").click().run()
    assert app.metric[0].value == str(SIZE)


def test_damaged_conversations_are_told_at_the_door_and_nothing_is_made(home, demos):
    (demos / NAME / "conversations.jsonl.gz").write_bytes(b"garbage")
    app = start()
    app.button(key=f"demo_{NAME}").click().run()
    said = words(app).replace("\\", "")
    assert "The conversations of Tiny & Co are damaged." in said
    assert "back as it came with Headroom" in said
    assert "Traceback" not in said
    assert FAULT not in said
    assert Control(home).workspaces() == ()


def test_work_on_a_demo_that_failed_is_told_at_its_door_and_on_its_overview(home, demos):
    (demos / NAME / "analysed.zip").unlink()
    made = desk.open_demo(home, NAME)
    control = Control(home)
    control.fail(control.claim("test"), "There is no conversation in this file.", "Check the mapping.")
    assert "There is no conversation in this file." in words(start()).replace("\\", "")
    app = start()
    app.query_params["workspace"] = made.id
    app.switch_page("pages/overview.py").run()
    assert "This demo company could not be opened. Everything else works." in words(app)


def test_a_demo_without_a_store_that_fits_shows_how_far_it_is(home, demos):
    (demos / NAME / "analysed.zip").unlink()
    app = start()
    app.button(key=f"demo_{NAME}").click().run()
    assert "The demo's conversations are being read." in words(app)
    assert [job.kind for job in Control(home).jobs(app.session_state["workspace"])] == ["demo"]


def test_an_empty_page_opens_the_first_demo_that_is_whole(home, demos):
    (demos / NAME / "company.toml").unlink()
    app = start().switch_page("pages/overview.py").run()
    app.button(key="try_demo").click().run()
    assert [workspace.demo for workspace in Control(home).workspaces()] == [SECOND]
    assert app.metric[0].value == str(SIZE)


def test_without_any_demo_the_rest_works(home, demos):
    shutil.rmtree(demos)
    app = start()
    assert app.file_uploader(key="conversations_file")
    app.switch_page("pages/overview.py").run()
    app.button(key="try_demo").click().run()
    assert "Upload a file" in words(app)
    assert FAULT not in words(app)
