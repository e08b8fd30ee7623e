"""What a person does on Taxonomy, Automation, Experience, Actions and Conversations, through `app.py`."""

import pytest

from insights.pipeline import desk
from insights.store.control import Control
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words
from tests.pages.payloads import PAYLOADS

PAGES = ("taxonomy", "automation", "experience", "actions", "conversations")
FAULT = "could not be shown"


@pytest.fixture
def company(tmp_path, homes):
    """A sample of its own, that a test may edit."""
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def events(tmp_path, company):
    return [event.what for event in Control(tmp_path).events(company) if not event.undone and event.what != "undone"]


def heading(app):
    """The answer under the question."""
    return next(element.value for element in app.markdown if element.value.startswith("## "))


def test_a_topic_of_the_address_is_open(open_page):
    assert "Account" in [element.value for element in open_page("sample", "taxonomy", opened="t3").subheader]


def test_a_topic_is_found_by_its_name(open_page):
    app = open_page("sample", "taxonomy")
    app.text_input(key="find_topic").input("refu").run()
    assert app.dataframe[0].value["topic"].tolist() == ["Refunds"]


def test_the_saving_follows_the_users_numbers_and_is_kept(open_page, company, tmp_path):
    app = open_page("own", "automation")
    before = app.metric[3].value
    app.number_input(key="money_minutes").set_value(15.0).run()
    assert app.metric[3].value != before
    assert desk.settings(tmp_path, company) == {"minutes": 15.0}
    again = open_page("own", "automation")
    assert again.number_input(key="money_minutes").value == 15.0
    assert again.metric[3].value == app.metric[3].value


def test_with_everything_ticked_the_rate_is_the_potential_of_the_ladder(open_page):
    app = open_page("sample", "automation")
    assert app.metric[0].label == "Automation rate"
    assert f":violet[**{app.metric[0].value}**]" in heading(app)


def test_without_articles_and_tools_everything_counts_as_missing(open_page, tmp_path, homes):
    homes["bare"] = tmp_path
    tables = sample.tables()
    publish_tables(tmp_path, "Bare", tables | {name: tables[name].slice(0, 0) for name in ("articles", "tools")})
    assert "No help articles and no tools were given" in words(open_page("bare", "automation"))


def test_the_score_is_stated_with_its_interval_and_what_support_cannot_control(open_page):
    app = open_page("sample", "experience")
    assert "**69\N{NO-BREAK SPACE}%**] of conversations 4 or 5 (63 to 75)" in heading(app)
    assert "**17** of the 76 low ratings" in heading(app)


def test_an_action_is_accepted_started_and_finished_and_each_step_is_undone(open_page, company, tmp_path):
    app = open_page("own", "actions", action="a2")
    for label in ("Accept", "Mark as doing"):
        app.button(key="status_a2").click().run()
        assert not app.exception, label
    next(button for button in app.button if button.label == "Mark as done").click().run()
    assert app.dataframe[0].value["status"].tolist()[1] == ["Done"]
    app.button(key="undo_a2").click().run()
    assert app.dataframe[0].value["status"].tolist()[1] == ["Doing"]
    assert events(tmp_path, company) == ["action_changed", "action_changed"]


def test_a_rejected_action_goes_to_the_end_with_its_reason(open_page, company):
    app = open_page("own", "actions", action="a1")
    app.text_input(key="reject_why_a1").input("We have no team for it")
    next(button for button in app.button if button.label == "Reject").click().run()
    assert app.dataframe[0].value["rank"].tolist() == [2, 3, 1]
    assert "Rejected because: We have no team for it" in words(app)


def test_an_action_gets_an_owner_a_day_and_an_effort(open_page, company):
    app = open_page("own", "actions", action="a1")
    app.text_input(key="owner_a1").input("Lena")
    app.date_input(key="due_a1").set_value("2026-01-31")
    next(button for button in app.button if button.label == "Save").click().run()
    assert ":gray-badge[Owner Lena]" in words(app)
    assert ":gray-badge[Due 31 Jan 2026]" in words(app)


def test_a_draft_is_edited_and_taken_back(open_page, company, tmp_path):
    app = open_page("own", "actions", action="a1")
    app.toggle(key="write_a1").set_value(True).run()
    app.text_area(key="draft_a1").input("# Ours\n\n- first step")
    next(button for button in app.button if button.label == "Save the draft").click().run()
    app.toggle(key="write_a1").set_value(False).run()
    assert "- first step" in words(app)
    assert "History, 1 change" in [expander.label for expander in app.expander]
    app.toggle(key="write_a1").set_value(True).run()
    app.button(key="draft_back_a1").click().run()
    app.toggle(key="write_a1").set_value(False).run()
    assert "- first step" not in words(app)


def test_a_draft_links_the_conversations_that_it_cites_and_no_others(open_page, company, tmp_path):
    desk.change_action(tmp_path, company, "a1", {"draft": "- “Where is it?” (c0001, c9999)\n- a note (see below)"})
    shown = words(open_page("own", "actions", action="a1"))
    assert f"\\([c0001](conversations?workspace={company}&conversation=c0001), c9999\\)" in shown
    assert "a note \\(see below\\)" in shown


def test_nobody_overwrites_what_somebody_else_changed_meanwhile(open_page, company, tmp_path):
    app = open_page("own", "actions", action="a1")
    desk.change_action(tmp_path, company, "a1", {"owner": "Kim", "status": "doing"})
    app.text_area(key="comment_a1").input("Ask legal first")
    next(button for button in app.button if button.label == "Save").click().run()
    assert "Somebody else changed this action a moment ago." in app.warning[0].value
    assert app.text_area(key="comment_a1").value == "Ask legal first"
    next(button for button in app.button if button.label == "Save").click().run()
    assert ":gray-badge[Owner Kim]" in words(app)
    assert "Note: Ask legal first" in words(app)


def test_an_action_that_is_worked_on_stays_when_it_is_not_proposed_any_more(open_page, company, tmp_path):
    was = {"title": "Write about gift cards", "type": "write_article", "topic_id": "t1", "conversations": 40, "effort": "S", "draft": "# Gift cards"}
    desk.change_action(tmp_path, company, "gone", {"status": "doing"}, was=was)
    app = open_page("own", "actions", action="gone")
    assert "Write about gift cards" in app.dataframe[0].value["title"].tolist()
    assert "does not propose this any more" in words(app)


def test_everything_can_be_rejected(open_page, company, tmp_path):
    for action in ("a1", "a2", "a3"):
        desk.change_action(tmp_path, company, action, {"status": "rejected"})
    app = open_page("own", "actions")
    assert not app.exception
    assert set(map(tuple, app.dataframe[0].value["status"])) == {("Rejected",)}


def test_words_are_searched_for_and_stay_in_the_address(open_page):
    app = open_page("sample", "conversations")
    app.text_input(key="search_words").input("broken box").run()
    assert app.dataframe[0].value["words"].unique().tolist() == ["The box arrived broken, please send a new one."]
    assert app.query_params["q"] in ("broken box", ["broken box"])


def test_a_link_narrows_the_list_and_says_so(open_page):
    app = open_page("sample", "conversations", rating=["1", "2"], kind="action")
    assert set(app.dataframe[0].value["rating"]) == {1, 2}
    assert ":gray-badge[rating: 1, 2] :gray-badge[kind: Action]" in words(app)
    app.button(key="show_all").click().run()
    assert "**300** conversations" in heading(app)


def test_a_conversation_of_the_address_is_open_with_its_turns_marked(open_page):
    app = open_page("sample", "conversations", conversation="c0001")
    assert len(app.dataframe[0].value) == 1
    shown = words(app)
    assert "Judge: experience 1" in shown
    assert ":violet-badge[Kind: " in shown


def test_a_rating_is_disputed_in_place_and_the_dispute_is_undone(open_page, company):
    app = open_page("own", "conversations", conversation="c0299")
    assert ":green-badge[Rated 5 of 5]" in words(app)
    app.segmented_control(key="rating_c0299").set_value("1")
    next(button for button in app.button if button.label == "Correct").click().run()
    assert ":red-badge[Rated 1 of 5]" in words(app)
    assert ":blue-badge[Corrected by you]" in words(app)
    next(button for button in app.button if button.label == "Undo").click().run()
    assert ":green-badge[Rated 5 of 5]" in words(app)


def test_a_list_without_a_row_is_no_fault(open_page):
    app = open_page("sample", "conversations", q="xylophone")
    assert "No conversation fits" in heading(app)
    assert not app.exception


@pytest.mark.parametrize("page", PAGES)
def test_an_address_full_of_nonsense_is_no_fault(open_page, page):
    nonsense = {
        name: PAYLOADS[7]
        for name in ("opened", "action", "conversation", "reason", "rating", "step", "q", "open", "row", "colour", "enabler", "blame")
    }
    app = open_page("sample", page, **nonsense)
    assert not app.exception
    assert FAULT not in words(app)
    assert not [element.value for element in app.markdown if "![pixel](" in element.value]


@pytest.mark.parametrize("page", PAGES)
def test_names_that_a_customer_could_choose_are_escaped(open_page, company, tmp_path, page):
    desk.rename_topic(tmp_path, company, "t1", "![pixel](http://outside.example/p.png)")
    desk.change_action(tmp_path, company, "a1", {"title": "![pixel](http://outside.example/p.png)", "owner": "[me](http://outside.example)"})
    app = open_page("own", page)
    assert not app.exception
    texts = [element.value for kind in (app.markdown, app.subheader, app.title, app.caption) for element in kind]
    assert not [text for text in texts if "](http" in text]
