"""The whole way of a head of support: a messy file, one correction, the answers, the evidence; then the link that they share."""

from __future__ import annotations

import pytest

from tests.browser.conftest import MESSY, PATIENCE, correct_first_column, go, idle, import_messy, said, upload


@pytest.fixture(scope="module")
def workspace(browser, server):
    """The workspace that the messy file became."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    made = import_messy(context.new_page(), server)
    context.close()
    return made


def test_a_messy_file_is_understood_after_one_correction_and_nothing_is_stored_before(watched, server):
    page = watched()
    upload(page, server, MESSY)
    page.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
    idle(page)
    assert "Choose the column with the conversation id" in said(page)
    correct_first_column(page)
    page.get_by_role("button", name="Import 180 conversations").wait_for(timeout=PATIENCE)
    idle(page)
    words = said(page)
    assert "messy.csv holds 180 conversations" in words
    assert "3 rows cannot be read" in words
    assert "[email]" in words
    assert "kaethe.mueller" not in words
    with page.expect_download() as download:
        page.get_by_role("button", name="3 rejected rows").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 4
    assert not list(server.home.glob("workspaces/*/imports/*/conversations.parquet"))
    page.get_by_role("button", name="Choose another file").click()
    page.get_by_role("heading", name="Upload a file").wait_for()


def test_the_overview_answers_in_one_sentence(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/overview?workspace={workspace}")
    words = said(page)
    assert "An AI agent could resolve" in words
    assert "Customers rate" in words
    assert page.get_by_test_id("stMetric").count() == 4


def test_a_cell_of_the_topic_table_opens_its_conversations(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/overview?workspace={workspace}")
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    page.mouse.click(box["x"] + 40, box["y"] + 55)
    page.wait_for_url("**/conversations?**topic=**")
    idle(page)
    assert f"workspace={workspace}" in page.url
    assert "conversations" in said(page)


def test_a_conversation_shows_the_turns_that_decided(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/conversations?workspace={workspace}&rating=1&rating=2")
    assert page.get_by_test_id("stChatMessage").count() >= 2
    marked = page.locator("[data-testid=stChatMessage] span.stMarkdownColoredBackground, [data-testid=stChatMessage] [class*=olored]")
    assert marked.count() >= 1


def test_an_action_opens_its_evidence(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/actions?workspace={workspace}")
    page.get_by_test_id("stMain").locator("a[href*='action=']").first.click()
    page.wait_for_url("**/conversations?**action=**")
    idle(page)
    assert page.get_by_test_id("stChatMessage").count() >= 1


def test_the_menu_keeps_the_filters_and_a_reload_finds_them_again(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/overview?workspace={workspace}&channel=email")
    count = page.get_by_test_id("stMetricValue").first.inner_text()
    assert int(count) < 180
    page.get_by_role("link", name="Experience").first.click()
    idle(page)
    assert "channel=email" in page.url
    page.reload()
    idle(page)
    assert f"{count} conversations" in said(page)


def test_a_cold_deep_link_opens_the_same_place_in_another_browser(watched, server, workspace):
    first, second = watched(), watched()
    go(first, f"{server.url}/overview?workspace={workspace}&channel=chat")
    go(second, first.url)
    for page in (first, second):
        page.get_by_role("button", name="CSV").last.wait_for()
        idle(page)
    assert said(second) == said(first)


@pytest.mark.parametrize(
    "page_name", ["overview", "taxonomy", "automation", "experience", "actions", "impact", "conversations", "workspace", "method"]
)
def test_nothing_is_wider_than_a_phone(watched, server, workspace, page_name):
    page = watched(width=390)
    go(page, f"{server.url}/{page_name}?workspace={workspace}")
    assert page.get_by_role("heading", level=1).count() == 1
    wide = page.evaluate("[...document.querySelectorAll('[data-testid=stMain]')].map(each => each.scrollWidth - each.clientWidth)")
    assert max(wide) <= 0


def test_the_dark_theme_is_dark(watched, server, workspace):
    page = watched(theme="dark")
    go(page, f"{server.url}/overview?workspace={workspace}")
    red, green, blue = page.evaluate(
        "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor.match(/\\d+/g).map(Number)"
    ).copy()[:3]
    assert max(red, green, blue) < 60


def test_a_filter_narrows_without_leaving_the_page(watched, server, workspace):
    page = watched()
    go(page, f"{server.url}/overview?workspace={workspace}")
    page.locator(".st-key-filter_channel button").first.click()
    page.get_by_test_id("stButtonGroup").get_by_role("button", name="email").click()
    idle(page)
    assert "channel=email" in page.url
    assert int(page.get_by_test_id("stMetricValue").first.inner_text()) < 180


def test_an_import_is_taken_back(watched, server, workspace):
    """The last of this module: nothing is left to look at after it."""
    page = watched()
    go(page, f"{server.url}/workspace?workspace={workspace}")
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("button", name="Take this import back").click()
    page.get_by_text("taken back").first.wait_for(timeout=PATIENCE)
    go(page, f"{server.url}/overview?workspace={workspace}")
    page.get_by_text("No conversation is stored in this workspace yet.").wait_for(timeout=PATIENCE)
