"""Every page for everybody: no rule of WCAG 2.1 AA or good practice is broken, light and dark, full, empty and with one conversation."""

from __future__ import annotations

import pytest

from tests.browser.conftest import go, violations
from tests.insights.store import sample
from tests.pages.conftest import only, publish_tables

PAGES = ("overview", "taxonomy", "automation", "experience", "actions", "impact", "conversations", "workspace", "method")


@pytest.fixture(scope="module")
def shown(server):
    """Workspaces to look at."""
    made = {"sample": publish_tables(server.home, "Sample", sample.tables()), "one": publish_tables(server.home, "One", only("c0001"))}
    return {name: workspace.id for name, workspace in made.items()}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_breaks_no_rule(watched, server, shown, name, theme):
    page = watched(theme=theme)
    go(page, f"{server.url}/{name}?workspace={shown['sample']}")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_start_breaks_no_rule(watched, server, theme):
    page = watched(theme=theme)
    go(page, server.url)
    assert violations(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_one_conversation_breaks_no_rule_on_a_phone(watched, server, shown, name):
    page = watched(width=390)
    go(page, f"{server.url}/{name}?workspace={shown['one']}")
    assert violations(page) == []
