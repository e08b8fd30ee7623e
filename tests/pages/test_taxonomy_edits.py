"""Curating the taxonomy through `app.py`: every edit of a topic, who made it, and the way back."""

import pytest

from insights.pipeline import desk
from insights.store.control import Control
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words


@pytest.fixture
def company(tmp_path, homes):
    """A sample of its own, that a test may edit."""
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def events(tmp_path, company):
    """What was done and stands, with what it says of topics."""
    return [(event.what, event.payload) for event in Control(tmp_path).events(company) if not event.undone and event.what != "undone"]


def heading(app):
    """The answer under the question."""
    return next(element.value for element in app.markdown if element.value.startswith("## "))


def asked(app, name):
    """A word of the address."""
    value = app.query_params[name]
    return value[0] if isinstance(value, list) else value


def press(app, label):
    """Click the button that says so, in whichever theme."""
    return next(button for button in app.button if label in button.label).click().run()


def test_the_menu_of_an_open_topic_opens_a_form_that_the_address_keeps(open_page):
    app = open_page("sample", "taxonomy", opened="t2")
    assert app.menu_button(key="edit_t2").options == [
        "Rename",
        "Merge with others",
        "Split into parts",
        "Move to another place",
        "Pin or unpin",
        "Set aside",
    ]
    app.menu_button(key="edit_t2").click("move").run()
    assert asked(app, "do") == "move"
    assert "Move to another place" in [element.value for element in app.subheader]
    app.button(key="close_form").click().run()
    assert "do" not in app.query_params
    assert "Move to another place" not in [element.value for element in app.subheader]


def test_other_has_no_menu_of_its_own(open_page):
    app = open_page("sample", "taxonomy", opened="other", do="rename")
    assert [button.key for button in app.menu_button] == ["change_topics"]
    assert not app.text_input(key="find_topic").value
    assert [field.key for field in app.text_input] == ["find_topic"]


def test_a_topic_is_renamed_and_the_edit_is_undone(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t2", do="rename")
    app.text_input(key="rename_to_t2").input("Money back")
    press(app, "Rename")
    assert "Money back" in [element.value for element in app.subheader]
    assert events(tmp_path, company) == [("topic_renamed", {"topic_id": "t2", "name": "Money back"})]
    press(app, "Undo")
    assert "Refunds" in [element.value for element in app.subheader]
    assert events(tmp_path, company) == []


def test_a_subtopic_is_renamed(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="rename")
    app.selectbox(key="rename_what_t1").select("t1b").run()
    assert asked(app, "part") == "t1b"
    app.text_input(key="rename_to_t1b").input("Broken parcel")
    press(app, "Rename")
    assert events(tmp_path, company) == [("topic_renamed", {"topic_id": "t1b", "name": "Broken parcel"})]


def test_merged_topics_count_together(open_page, company):
    app = open_page("own", "taxonomy", opened="t1", do="merge")
    app.multiselect(key="merge_from_t1").select("t2")
    press(app, "Merge")
    assert "213 conversations" in words(app)
    assert "**Two topics** cover" in heading(app)


def test_a_subtopic_is_merged_with_its_siblings_only(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="merge", part="t1a")
    assert app.multiselect(key="merge_from_t1a").options == ["Parcel is damaged"]
    app.multiselect(key="merge_from_t1a").select("t1b")
    press(app, "Merge")
    assert events(tmp_path, company) == [("topics_merged", {"from": ["t1b"], "into": "t1a"})]


def test_a_topic_that_is_set_aside_is_counted_as_other(open_page, company):
    app = open_page("own", "taxonomy", opened="t3", do="aside")
    app.button(key="aside_now_t3").click().run()
    assert "**Other** holds 29\N{NO-BREAK SPACE}%" in heading(app)


def test_a_subtopic_becomes_a_topic_and_goes_back(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="move", part="t1b")
    assert app.selectbox(key="move_to_t1b").options == ["a topic of its own", "a subtopic of Account", "a subtopic of Refunds"]
    press(app, "Move")
    assert events(tmp_path, company) == [("topic_moved", {"topic_id": "t1b", "parent_id": None})]
    assert "Parcel is damaged" in [element.value for element in app.subheader]
    assert "**Four topics** cover" in heading(app)
    press(app, "Undo")
    assert "**Three topics** cover" in heading(app)


def test_a_subtopic_goes_under_another_topic(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="move", part="t1b")
    app.selectbox(key="move_to_t1b").select("t2")
    press(app, "Move")
    assert events(tmp_path, company) == [("topic_moved", {"topic_id": "t1b", "parent_id": "t2"})]
    assert asked(app, "opened") == "t2"


def test_a_topic_with_subtopics_says_why_it_cannot_go_under_another(open_page):
    app = open_page("sample", "taxonomy", opened="t1", do="move")
    assert "has subtopics of its own, so it cannot go under another topic" in words(app)
    assert not [button for button in app.button if button.label == "Move"]


def test_a_topic_is_pinned_and_unpinned(open_page, company):
    app = open_page("own", "taxonomy", opened="t2", do="pin")
    app.button(key="pin_now_t2").click().run()
    assert ":blue-badge[pinned]" in words(app)
    app.menu_button(key="edit_t2").click("pin").run()
    assert "**Refunds** is pinned" in words(app)
    app.button(key="pin_now_t2").click().run()
    assert ":blue-badge[pinned]" not in words(app)


def test_the_history_says_what_was_done_by_whom_and_undoes_each(open_page, company, tmp_path):
    desk.rename_topic(tmp_path, company, "t1", "Parcels")
    second = desk.merge_topics(tmp_path, company, ["t2"], "t3")
    desk.dispute(tmp_path, company, "c0001", "topic", "t3", was="t1")
    desk.dispute(tmp_path, company, "c0001", "rating", 5, was=1)
    app = open_page("own", "taxonomy", do="history")
    said = words(app)
    assert "Renamed a topic to **Parcels**" in said
    assert "You · " in said
    assert "Merged 1 topic into **Account**" in said
    assert "Moved a conversation to **Account**" in said
    assert len([button for button in app.button if button.label == "Undo"]) == 3
    app.button(key=f"undo_{second}").click().run()
    assert [what for what, _ in events(tmp_path, company)] == ["topic_renamed", "label_disputed", "label_disputed"]
    assert asked(app, "do") == "history"
    assert ":gray[:small[undone]]" in words(app)


def test_a_workspace_without_edits_says_so(open_page):
    assert "Nothing was changed yet" in words(open_page("sample", "taxonomy", do="history"))


def test_the_last_edit_stands_with_its_way_back(open_page, company, tmp_path):
    edit = desk.rename_topic(tmp_path, company, "t1", "Parcels")
    app = open_page("own", "taxonomy")
    app.button(key=f"undo_last_{edit}").click().run()
    assert events(tmp_path, company) == []


def test_a_name_full_of_marks_is_shown_as_it_is(open_page, company, tmp_path):
    desk.rename_topic(tmp_path, company, "t1", "**bold** :red[x] <b>")
    for form in ("rename", "merge", "split", "move", "pin", "aside", "history"):
        app = open_page("own", "taxonomy", opened="t1", do=form)
        assert "could not be shown" not in words(app)
        assert "**bold**" not in "\n".join(element.value for element in (*app.markdown, *app.subheader)), form
