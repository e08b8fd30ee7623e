"""Every page, through `app.py`: with the sample, with nothing loaded, with one conversation; and what cold links keep."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from insights.analysers.validation import VALIDATIONS
from insights.planning.assumptions import ASSUMPTIONS
from insights.planning.comparisons import COMPARISONS
from insights.store.control import Control
from insights.store.publication import publish, write
from pages.parts.frame import ROUTES
from pages.parts.safe_text import plain
from tests.insights.store import sample
from tests.pages.conftest import only, publish_tables, words

PROMISES = {
    "start": "Try a demo company",
    "overview": "of your conversations",
    "taxonomy": "Delivery",
    "automation": "ladder",
    "experience": "Why are ratings low",
    "actions": "Provide When we deliver",
    "impact": "Nothing was promised yet",
    "conversations": "My parcel is late, where is it?",
    "workspace": "holds 300 conversations",
    "method": "Eligible conversations in which a bot replied ÷ eligible conversations.",
}
FAULT = "could not be shown"


def test_every_page_promises_something():
    assert sorted(PROMISES) == sorted(route.name for route in ROUTES)


@pytest.mark.parametrize("page", PROMISES)
def test_a_page_of_the_sample_keeps_its_promise(open_page, page):
    app = open_page("sample", page)
    assert not app.exception
    assert FAULT not in words(app)
    assert PROMISES[page] in words(app)


@pytest.mark.parametrize("page", [name for name in PROMISES if name not in ("start", "method")])
def test_a_page_with_nothing_loaded_says_what_it_will_show_and_offers_a_demo(open_page, page):
    app = open_page("nothing", page)
    assert not app.exception
    assert app.button(key="try_demo")
    assert len(words(app)) > 60


@pytest.mark.parametrize("page", PROMISES)
def test_a_page_of_one_conversation_is_shown_without_a_fault(open_page, page):
    app = open_page("one", page)
    assert not app.exception
    assert app.title
    assert FAULT not in words(app)


def test_the_method_page_prints_every_assumption_and_how_good_the_judges_are(open_page):
    app = open_page("sample", "method")
    assert [each.name for each in (*ASSUMPTIONS, *COMPARISONS) if plain(each.name) not in words(app)] == []
    assert len(app.dataframe[0].value) == len(VALIDATIONS)


def test_one_conversation_is_too_few_for_a_rate(open_page):
    app = open_page("one", "overview")
    assert [card.value for card in app.metric] == ["1", "too few", "too few", "too few"]
    assert "Too few to say" in words(app)


def test_a_cold_link_keeps_its_filters(open_page):
    app = open_page("sample", "overview", channel=["email", "phone"], topic="Delivery")
    assert app.metric[0].value == str(len([one for one in made() if one["channel"] in ("email", "phone") and one["topic_id"] == "t1"]))
    assert app.query_params["channel"] == ["email", "phone"]


def test_a_filter_holds_on_the_next_page(open_page):
    app = open_page("sample", "overview", topic="Refunds")
    app.switch_page("pages/experience.py").run()
    assert "Refunds" in app.query_params["topic"]
    assert app.session_state["topic"] == ["Refunds"]


def test_days_in_the_address_narrow_the_period(open_page):
    app = open_page("sample", "overview", period="dates", dates=["2025-03-01", "2025-03-10"])
    assert app.metric[0].value == str(len([one for one in made() if one["started_at"].date().isoformat() <= "2025-03-10"]))
    assert app.metric[0].delta == "no earlier data"


def test_the_last_thirty_days_are_set_beside_the_thirty_before(open_page):
    app = open_page("sample", "overview", period="30 days")
    last = max(one["started_at"].date() for one in made())
    ages = [(last - one["started_at"].date()).days for one in made()]
    now, before = len([age for age in ages if age < 30]), len([age for age in ages if 30 <= age < 60])
    assert app.metric[0].value == str(now)
    assert app.metric[0].delta == f"{abs(now - before) / before * 100:.0f}\N{NO-BREAK SPACE}%"


def test_words_in_the_address_that_mean_nothing_are_ignored(open_page):
    app = open_page("sample", "overview", channel="pigeon", topic="'; drop table analysed; --", period="forever", rating="9", nonsense="1")
    assert not app.exception
    assert app.metric[0].value == "300"


def test_filters_that_leave_nothing_can_be_cleared(open_page):
    app = open_page("sample", "overview", channel="phone", topic="Other", handled_by="nobody", team="North", language="th")
    assert "No conversation fits these filters" in words(app)
    app.button(key="clear_filters").click().run()
    assert app.metric[0].value == "300"


def test_a_workspace_that_is_not_ours_is_not_opened_by_its_address(open_page, homes):
    mine = Control(homes["sample"]).workspaces()[0].id
    app = open_page("sample", "overview", workspace="0123456789abcdef0123456789abcdef")
    assert app.session_state["workspace"] == mine
    assert app.query_params["workspace"] == mine


def test_the_second_workspace_is_opened_by_its_address(tmp_path, homes, open_page):
    homes["two"] = tmp_path
    publish_tables(tmp_path, "First", sample.tables())
    empty = Control(tmp_path).create_workspace("Second")
    app = open_page("two", "overview", workspace=empty.id)
    assert "No conversation is stored in this workspace yet." in words(app)


def test_a_workspace_is_deleted_only_by_its_name(tmp_path, homes, open_page):
    homes["doomed"] = tmp_path
    publish_tables(tmp_path, "Doomed & Co", sample.tables())
    app = open_page("doomed", "workspace")
    assert app.button(key="delete").disabled
    app.text_input(key="delete_name").input("Doomed & Co").run()
    app.button(key="delete").click().run()
    assert Control(tmp_path).workspaces() == ()
    assert not list((tmp_path / "workspaces").glob("*/snapshots"))


def test_a_damaged_result_is_told_and_nothing_inside_is_shown(tmp_path, homes, open_page):
    homes["damaged"] = tmp_path
    workspace = publish_tables(tmp_path, "Damaged", sample.tables())
    newest = next((tmp_path / "workspaces" / workspace.id / "snapshots").glob("*.duckdb"))
    newest.write_bytes(newest.read_bytes()[:-100])
    said = words(open_page("damaged", "overview"))
    assert "The result of this workspace is damaged" in said
    assert "Traceback" not in said


def test_the_result_before_a_damaged_one_is_shown_with_a_banner(tmp_path, homes, open_page):
    homes["older"] = tmp_path
    workspace = publish_tables(tmp_path, "Older", sample.tables())
    folder = tmp_path / "workspaces" / workspace.id / "snapshots"
    write(folder / "new.part", only("c0001"))
    newest = folder / f"{publish(folder, folder / 'new.part')}.duckdb"
    newest.write_bytes(newest.read_bytes()[:-100])
    app = open_page("older", "overview")
    assert "The newest result is damaged, so the one before it is shown." in words(app)
    assert app.metric[0].value == "300"


def test_a_fault_of_ours_is_logged_without_words_of_a_customer_and_shown_as_a_reference(tmp_path, monkeypatch):
    monkeypatch.setenv("HEADROOM_HOME", str(tmp_path))

    def script():
        from pages.parts import frame

        frame.guarded(lambda: int("@".join(("secret", "example.com"))))

    app = AppTest.from_function(script).run()
    log = (tmp_path / "logs" / "headroom.log").read_text(encoding="utf-8")
    assert FAULT in words(app)
    assert app.code[0].value in log
    assert "ValueError" in log
    assert "secret@example.com" not in log + words(app)


def made() -> list[dict]:
    """The sample's conversations with their topics."""
    topics = {one["conversation_id"]: one for one in sample.tables()["labels_topic"].to_pylist()}
    return [one | topics[one["conversation_id"]] for one in sample.tables()["conversations"].to_pylist()]
