"""The weekly summary of the Impact page."""

import time
from datetime import date, timedelta

import pytest

from insights.pipeline import desk
from tests.pages import planted
from tests.pages.conftest import publish_tables, words


@pytest.fixture
def company(tmp_path, homes):
    """The planted workspace, whole."""
    homes["planted"] = tmp_path
    return planted.publish(tmp_path).id


@pytest.fixture
def new_york(monkeypatch):
    """The clock of a place that is behind UTC and changes to summer time within the data."""
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.delenv("TZ")
    time.tzset()


def said(app):
    return words(app).replace("\\", "").replace("\u00a0", " ")


def began(first, last):
    """Conversations of the planted workspace from a day to a day."""
    return sum(first <= at.date() <= last for at in planted.columns()["conversations"]["started_at"])


def test_the_last_whole_week_is_summed_up(open_page, company):
    app = open_page("planted", "impact", show="week")
    assert not app.exception
    assert app.title[0].value.replace("\u00a0", " ") == "What happened in week 25, 15 – 21 Jun 2026?"
    assert app.metric[0].value == str(began(date(2026, 6, 15), date(2026, 6, 21)))
    assert app.dataframe[0].value["conversations"].sum() == began(date(2026, 6, 15), date(2026, 6, 21))
    assert "Nothing moved beyond chance." in said(app)
    assert "Markdown" in [button.proto.label for button in app.get("download_button")]


def test_it_is_reached_from_the_page_and_left_again(open_page, company):
    app = open_page("planted", "impact")
    app.segmented_control(key="view_").set_value("week").run()
    assert "What happened in week 25" in app.title[0].value
    app.run()
    app.segmented_control(key="view_week").set_value("").run()
    assert app.title[0].value == "Did it work?"


def test_another_week_is_chosen_and_stays_in_the_address(open_page, company):
    app = open_page("planted", "impact", show="week")
    chosen = app.selectbox(key="week_2026-W25")
    app = chosen.set_value(next(week for week in chosen.options if "Week 12" in week)).run()
    assert "week 12, 16 – 22 Mar 2026" in app.title[0].value.replace("\u00a0", " ")
    assert app.query_params["week"] == "2026-W12"
    assert app.metric[0].value == str(began(date(2026, 3, 16), date(2026, 3, 22)))


def test_a_change_of_the_clock_moves_no_conversation_to_another_week(open_page, company, new_york):
    app = open_page("planted", "impact", show="week", week="2026-W10")
    assert "2 – 8 Mar 2026" in said(app)
    assert app.metric[0].value == str(began(date(2026, 3, 2), date(2026, 3, 8)))


def test_a_week_without_data_is_said_calmly(open_page, tmp_path, homes):
    homes["hole"] = tmp_path
    made = planted.tables()
    times = [at + timedelta(weeks=2 * (place >= 100)) for place, at in enumerate(planted.columns()["conversations"]["started_at"])]
    made["conversations"] = planted.replaced(made["conversations"], "started_at", times)
    publish_tables(tmp_path, "Hole", made)
    empty = times[100].date() - timedelta(days=7)
    monday = empty - timedelta(days=empty.weekday())
    assert not any(monday <= at.date() < monday + timedelta(days=7) for at in times)
    app = open_page("hole", "impact", show="week", week=f"2026-W{monday.isocalendar().week:02}")
    assert not app.exception
    assert "No conversation began in this week." in said(app)
    assert "What to do next" in said(app)


def test_less_than_a_week_is_not_summed_up(open_page, tmp_path, homes):
    homes["short"] = tmp_path
    planted.publish(tmp_path, planted.FIRST.date() + timedelta(days=5))
    app = open_page("short", "impact", show="week")
    assert not app.exception
    assert "2 Mar 2026 to 6 Mar 2026 is stored: a summary takes a whole week" in said(app)


def test_done_actions_are_told_as_they_stood_at_the_end_of_the_week(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    assert "No action was marked as done until the end of this week." in said(open_page("planted", "impact", show="week", week="2026-W17"))
    assert "It worked: the CX score of Statements rose" in said(open_page("planted", "impact", show="week"))


def test_what_is_done_or_rejected_is_not_to_be_done_next(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    desk.change_action(tmp_path, company, "a2", {"status": "rejected"})
    app = open_page("planted", "impact", show="week")
    assert "1. **Provide send_replacement**" in words(app).replace("\\", "")
    assert "**Solve t2" not in words(app)


def test_a_name_of_no_week_shows_the_newest(open_page, company):
    assert "week 25" in open_page("planted", "impact", show="week", week="2026-W60").title[0].value
