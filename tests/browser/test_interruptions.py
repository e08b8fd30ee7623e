"""Whatever is cut, the work goes on and is found again; what was not finished leaves nothing behind."""

from __future__ import annotations

import pytest

from insights.pipeline import desk
from insights.store.control import Control
from tests.browser.conftest import MESSY, PATIENCE, correct_first_column, go, idle, said, upload

VERDICT = "An AI agent could resolve"


@pytest.fixture(autouse=True)
def alone(server):
    """Each test begins with nothing loaded."""
    for workspace in Control(server.home).workspaces():
        desk.delete_workspace(server.home, workspace.id)


def test_a_tab_closed_while_the_file_is_read_finds_it_again(watched, server):
    first = watched()
    address = upload(first, server, MESSY)
    first.close()
    second = watched()
    go(second, address)
    second.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
    assert "messy.csv" in said(second)


def test_a_tab_closed_during_the_analysis_finds_the_answer(watched, server):
    first = watched()
    upload(first, server, MESSY)
    first.get_by_role("heading", name="Did we understand your file?").wait_for(timeout=PATIENCE)
    idle(first)
    correct_first_column(first)
    button = first.get_by_role("button", name="Import 180 conversations")
    button.wait_for(timeout=PATIENCE)
    idle(first)
    button.click()
    first.wait_for_url("**/overview**")
    first.close()
    second = watched()
    go(second, f"{server.url}/overview")
    second.get_by_text(VERDICT).wait_for(timeout=PATIENCE)


def analysing(page, server) -> str:
    """Open a demo and have it analysed again; the job, which is running."""
    go(page, server.url)
    page.get_by_role("button", name="Open").first.click()
    page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    control = Control(server.home)
    job = desk.request_analysis(server.home, control.workspaces()[0].id)
    page.reload()
    for _ in range(200):
        if control.job(job).state == "running":
            return job
        page.wait_for_timeout(50)
    raise TimeoutError(job)


def test_a_network_that_drops_during_the_analysis_changes_nothing(watched, server):
    page = watched()
    job = analysing(page, server)
    page.context.set_offline(True)
    page.wait_for_timeout(2_000)
    page.context.set_offline(False)
    page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    assert ended(server, job, page) == "done"


def test_an_app_that_is_killed_comes_back_and_the_running_job_ends(watched, server):
    page = watched()
    job = analysing(page, server)
    address = page.url
    server.kill_app()
    page.wait_for_timeout(1_000)
    server.start_app()
    second = watched()
    go(second, address)
    second.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    page.get_by_text(VERDICT).first.wait_for(timeout=PATIENCE)
    assert ended(server, job, page) == "done"


def ended(server, job: str, page) -> str:
    """How a job ended."""
    for _ in range(PATIENCE // 100):
        state = Control(server.home).job(job).state
        if state not in ("queued", "running"):
            return state
        page.wait_for_timeout(100)
    raise TimeoutError(job)


def test_an_upload_that_stops_half_way_leaves_nothing_behind(watched, server, tmp_path):
    large = tmp_path / "large.csv"
    large.write_bytes(MESSY.read_bytes() * 400)
    page = watched()
    go(page, server.url)
    slow = page.context.new_cdp_session(page)
    slow.send("Network.emulateNetworkConditions", {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000})
    page.locator("input[type=file]").first.set_input_files(large)
    page.wait_for_timeout(1_500)
    page.close()
    again = watched()
    go(again, server.url)
    assert "Try a demo company" in said(again)
    assert Control(server.home).workspaces() == ()
    assert not [path for path in server.home.rglob("*") if path.is_file() and "uploads" in path.parts]
