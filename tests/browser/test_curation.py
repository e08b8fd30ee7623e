"""Curating the topics of a demo company in a real browser: a split with a part of another name, undone; by keyboard; on a phone; for everybody."""

from __future__ import annotations

import time

import pytest

from insights.pipeline import curating, desk
from insights.store.control import Control
from insights.store.snapshot import Shelf
from tests.browser.conftest import PATIENCE, go, idle, said, violations

DEMO = "lumen-thread"
FORMS = ("rename", "merge", "split", "move", "pin", "aside", "other", "own", "renewal", "history")
RICH = ("split", "own", "renewal", "history")
"""The forms with more than a field or two: these are looked at in the dark and on a phone too."""


@pytest.fixture(scope="module")
def workspace(server):
    """A demo company, analysed."""
    made = desk.open_demo(server.home, DEMO).id
    wait_for(lambda: Shelf(server.home).open(made) is not None and quiet(server, made))
    return made


def quiet(server, workspace) -> bool:
    """Nothing waits for the worker."""
    return not Control(server.home).jobs(workspace, active_only=True)


def wait_for(happened) -> None:
    """Look again until it has happened."""
    deadline = time.monotonic() + PATIENCE / 1000
    while not happened():
        assert time.monotonic() < deadline
        time.sleep(0.3)


def split_topic(server, workspace) -> str:
    """The biggest topic that falls into parts, with its proposal waiting."""
    topics = (
        Shelf(server.home)
        .open(workspace)
        .frame("select topic_id from analysed where topic_id <> 'other' group by topic_id order by count(*) desc", {})
    )
    for topic_id in topics["topic_id"]:
        curating.request_split(server.home, workspace, topic_id)
        wait_for(lambda: quiet(server, workspace))
        found = curating.proposal(server.home, workspace, "split", topic_id)
        if found and len(found.parts) > 1:
            return topic_id
    raise AssertionError("no topic of the demo can be divided")


def subtopics(server, workspace, topic_id) -> dict[str, int]:
    """Conversations by subtopic."""
    sql = "select coalesce(subtopic, '') as name, count(*) as amount from analysed where topic_id = $id group by all"
    found = Shelf(server.home).open(workspace).frame(sql, {"id": topic_id})
    return dict(zip(found["name"], found["amount"], strict=True))


def menu(page, name: str):
    """An entry of the open menu."""
    return page.get_by_role("menuitem", name=name).or_(page.get_by_role("option", name=name)).first


def test_a_topic_is_split_a_part_gets_another_name_and_all_is_undone(watched, server, workspace):
    topic_id = split_topic(server, workspace)
    curating.discard_proposal(server.home, workspace, "split", topic_id)
    page = watched()
    go(page, f"{server.url}/taxonomy?workspace={workspace}&opened={topic_id}")
    before = subtopics(server, workspace, topic_id)
    page.get_by_role("button", name="Edit topic").click()
    menu(page, "Split into parts").click()
    idle(page)
    page.get_by_role("button", name="Propose the parts").click()
    page.get_by_label("Name of part 1").wait_for(timeout=PATIENCE)
    idle(page)
    page.get_by_label("Name of part 1").fill("What the test calls it")
    page.get_by_role("button", name="Apply the split").click()
    page.get_by_text("What the test calls it").first.wait_for(timeout=PATIENCE)
    wait_for(lambda: quiet(server, workspace))
    go(page, page.url)
    chart = page.locator(".st-key-topic_subtopics [aria-label*='What the test calls it']")
    chart.first.wait_for(timeout=PATIENCE)
    page.locator("[class*=st-key-undo_last] button").first.click()
    idle(page)
    wait_for(lambda: quiet(server, workspace))
    go(page, page.url)
    assert chart.count() == 0
    assert subtopics(server, workspace, topic_id) == before


def test_the_menu_is_used_with_the_keyboard_and_a_reload_finds_the_form(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/taxonomy?workspace={workspace}")
    page.get_by_role("button", name="Edit topic").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(400)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    idle(page)
    assert "do=" in page.url
    page.reload()
    idle(page)
    page.get_by_role("button", name="Close").click()
    idle(page)
    assert "do=" not in page.url


@pytest.mark.parametrize(("theme", "forms"), [("light", FORMS), ("dark", RICH)])
def test_no_form_breaks_a_rule(watched, server, workspace, theme, forms):
    topic_id = split_topic(server, workspace)
    curating.request_rediscovery(server.home, workspace)
    wait_for(lambda: quiet(server, workspace))
    page = watched(theme=theme)
    for form in forms:
        go(page, f"{server.url}/taxonomy?workspace={workspace}&opened={topic_id}&do={form}")
        assert "could not be shown" not in said(page), form
        assert violations(page) == [], form


def test_on_a_phone_nothing_is_wider_than_the_screen(watched, server, workspace):
    topic_id = split_topic(server, workspace)
    page = watched(width=390)
    for form in RICH:
        go(page, f"{server.url}/taxonomy?workspace={workspace}&opened={topic_id}&do={form}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, form
        assert violations(page) == [], form
