"""A demo company in a real browser: one click to the picture, edits kept, a reset, and a company that is damaged."""

from __future__ import annotations

import os

import pytest

from insights.pipeline import desk
from insights.store.control import Control
from tests.browser.conftest import PATIENCE, Server, go, idle, said, violations
from tests.insights.pipeline.demo_files import NAME, SIZE, company

VERDICT = "An AI agent could resolve"
DAMAGED = "plinthly"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """An app without a worker: what is analysed ahead needs none. One company is whole, one damaged, one missing."""
    demos = company(company(tmp_path_factory.mktemp("demos")), DAMAGED, "Second Ltd")
    (demos / DAMAGED / "conversations.jsonl.gz").write_bytes(b"garbage")
    os.environ["HEADROOM_DEMOS"] = str(demos)
    running = Server(tmp_path_factory.mktemp("home"))
    running.start_app()
    yield running
    running.stop()
    del os.environ["HEADROOM_DEMOS"]


@pytest.fixture(autouse=True)
def fresh(server):
    """Each test begins with nothing loaded."""
    for workspace in Control(server.home).workspaces():
        desk.delete_workspace(server.home, workspace.id)


def door(page, name: str):
    """The button that opens a company."""
    return page.locator(f".st-key-door_{name}").get_by_role("button", name="Open")


def open_demo(page, server) -> str:
    """Click; the workspace that is shown."""
    go(page, server.url)
    door(page, NAME).click()
    page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    idle(page)
    return page.url.split("workspace=")[1].split("&")[0]


def test_one_click_leads_to_the_picture_without_a_worker(watched, server):
    page = watched()
    open_demo(page, server)
    assert page.get_by_test_id("stMetricValue").first.inner_text() == str(SIZE)
    assert page.locator("[data-testid=stVegaLiteChart]").count() >= 1


def test_a_double_click_in_each_of_two_tabs_makes_one_workspace(watched, server):
    pages = [watched(), watched()]
    for page in pages:
        go(page, server.url)
    for page in pages:
        door(page, NAME).dblclick(no_wait_after=True)
    for page in pages:
        page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    assert len(Control(server.home).workspaces()) == 1


def test_a_reset_is_confirmed_and_a_second_tab_goes_on_with_the_fresh_demo(watched, server):
    page, tab = watched(), watched()
    before = open_demo(page, server)
    desk.change_setting(server.home, before, "minutes", 9)
    go(tab, f"{server.url}/overview?workspace={before}")
    go(page, server.url)
    page.get_by_role("button", name="Reset to fresh").click()
    page.get_by_text("Your edits in it are lost for good").wait_for()
    assert [workspace.id for workspace in Control(server.home).workspaces()] == [before]
    page.get_by_role("button", name="Reset Tiny & Co").click()
    page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    idle(page)
    (made,) = Control(server.home).workspaces()
    assert made.id != before
    assert f"workspace={made.id}" in page.url
    tab.get_by_role("link", name="Experience").first.click()
    idle(tab)
    assert f"workspace={made.id}" in tab.url
    assert f"{SIZE} conversations" in said(tab)


def test_a_damaged_company_says_so_at_its_door_and_the_rest_works(watched, server):
    page = watched()
    go(page, server.url)
    door(page, DAMAGED).click()
    page.get_by_text("The conversations of Second Ltd are damaged.").wait_for()
    idle(page)
    assert "The description of Harrowmere is missing or damaged." in said(page)
    assert Control(server.home).workspaces() == ()
    open_demo(page, server)


@pytest.mark.parametrize(("theme", "width"), [("light", 1440), ("dark", 1440), ("light", 390), ("dark", 390)])
def test_start_with_an_opened_and_a_damaged_demo_breaks_no_rule(watched, server, theme, width):
    page = watched(theme=theme, width=width)
    open_demo(page, server)
    go(page, server.url)
    door(page, DAMAGED).click()
    page.get_by_text("The conversations of Second Ltd are damaged.").wait_for()
    page.mouse.move(0, 0)  # no tooltip
    idle(page)
    assert violations(page) == []
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=stMain]')].map(each => each.scrollWidth - each.clientWidth)")
    assert max(wide) <= 0
