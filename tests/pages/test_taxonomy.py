"""The Taxonomy page through `app.py`: what it says of few conversations, of one topic, of Other, of what moves, and of who found the topics."""

from datetime import date

import pandas as pd
import pyarrow as pa
import pytest

from insights.analysers.topics.drift import Drift, Verdict
from insights.analysers.topics.succession import Change, Diff, Line
from insights.planning.movement import Course, Movement
from pages.parts import topic_courses, topic_renewal, topic_words
from tests.insights.store import sample
from tests.pages.conftest import WHOLE, publish_tables, words

PER_CENT = "\N{NO-BREAK SPACE}%"


@pytest.fixture
def company(tmp_path, homes):
    """Publish a sample of which only some conversations, or other labels, are left."""

    def published(change):
        homes["small"] = tmp_path
        tables = {name: table if name in WHOLE else change(name, table) for name, table in sample.tables().items()}
        return publish_tables(tmp_path, "Small", tables).id

    return published


def first(count):
    """Keep the first conversations."""
    kept = [f"c{number:04}" for number in range(1, count + 1)]
    return lambda name, table: table.filter(pa.compute.is_in(table["conversation_id"], pa.array(kept)))


def placed(topic, subtopic=None):
    """Put every conversation into one topic."""

    def change(name, table):
        for column, value in (("topic_id", topic), ("subtopic_id", subtopic)):
            if column in table.column_names:
                place = table.column_names.index(column)
                table = table.set_column(place, table.schema.field(column), pa.array([value] * len(table), table.schema.field(column).type))
        return table

    return change


def heading(app):
    return next(element.value for element in app.markdown if element.value.startswith("## "))


def test_three_conversations_are_shown_without_a_fault(open_page, company):
    company(first(3))
    app = open_page("small", "taxonomy")
    said = words(app)
    assert "could not be shown" not in said
    assert "of 3 conversations" in said
    assert "Too few for shares" in said


def test_all_in_one_topic(open_page, company):
    company(placed("t2"))
    app = open_page("small", "taxonomy")
    assert f"**One topic** covers **100{PER_CENT}** of 300 conversations." in heading(app)
    assert "**Other** is empty" in words(app)
    assert "It has no subtopics" in words(app)


def test_only_other(open_page, company):
    company(placed("other"))
    app = open_page("small", "taxonomy")
    assert heading(app) == "## No topic stands out: all **300** conversations are in **Other**."
    assert app.button(key="propose_from_other")
    assert [each.key for each in app.menu_button] == ["change_topics"]


def test_few_conversations_in_other_say_how_many_it_takes():
    only = pd.DataFrame({"topic_id": ["other"], "topic": ["Other"], "conversations": [3], "share": [1.0]})
    assert topic_words.verdict(only).endswith("It takes about 30 conversations to find topics.")


def test_bars_of_a_small_topic_are_not_drawn(open_page):
    app = open_page("sample", "taxonomy", opened="t3", period="dates", dates=["2025-03-01", "2025-03-03"])
    assert "Too few for shares" in words(app)


def test_who_found_the_topics_is_named(open_page):
    assert "found by the judge" in words(open_page("sample", "taxonomy"))


def test_the_share_of_other_opens_its_conversations_and_can_be_looked_through(open_page):
    app = open_page("sample", "taxonomy")
    link = next(each for each in app.page_link if "Other:" in each.label)
    assert link.label.startswith("**Other:** ")
    assert "topic=Other" in link.query_string
    app.button(key="propose_from_other").click().run()
    assert "other" in app.query_params["do"]
    assert app.button(key="ask_other")


def test_the_menu_of_all_topics_opens_its_forms(open_page):
    app = open_page("sample", "taxonomy")
    for word, title in (
        ("own", "A topic of your own"),
        ("renewal", "What would the topics be if they were found anew?"),
        ("history", "History of edits"),
    ):
        app.menu_button(key="change_topics").click(word).run()
        assert title in [element.value for element in app.subheader]


def test_a_word_in_the_address_that_means_nothing_opens_no_form(open_page):
    app = open_page("sample", "taxonomy", do="drop table topics")
    assert "could not be shown" not in words(app)
    assert not [button for button in app.button if button.key == "close_form"]


def test_a_topic_that_moves_is_told_with_the_interval_of_its_factor():
    move = Movement(Course.GROWING, date(2026, 8, 31), None, 2.14, 1.7, 2.7)
    assert topic_courses.sentence("Refunds", move) == ":red[**Refunds**] grew to 2.1 times its share since 31 Aug (1.7–2.7)."


def test_what_is_new_is_told_first_then_what_grows_most():
    moves = {
        "a": Movement(Course.GROWING, date(2026, 8, 31), None, 1.5, 1.3, 1.8),
        "b": Movement(Course.GROWING, date(2026, 8, 31), None, 3.0, 2.0, 4.0),
        "c": Movement(Course.NEW, date(2026, 9, 7), None, 30.0, 9.0, 90.0),
        "d": Movement(Course.STEADY),
        "gone": Movement(Course.NEW, date(2026, 9, 7), None, 30.0, 9.0, 90.0),
    }
    assert topic_courses.called({key: key for key in "abcd"}, moves) == ["c", "b", "a"]


def test_drift_is_told_with_the_new_words_as_text():
    found = Drift(Verdict.SOME, "412 came since. Of the new ones 7% are far.", 1600, 412, 0.02, 0.04, 0.03, 0.07, ("klarna", "*pre*"))
    assert topic_renewal.drifted(found) == f"412 came since\\. Of the new ones 7{PER_CENT} are far\\. New words in them: klarna, \\*pre\\*."


def test_the_difference_is_summed_up_and_what_changes_comes_first():
    kept, large = Line(Change.KEPT, "a", "Delivery", 263, 240), Line(Change.KEPT, "b", "Refund", 90, 90)
    new, gone = Line(Change.NEW, "c", "Gift wrapping", 0, 61), Line(Change.GONE, "d", "Size", 50, 0, ("Delivery",))
    diff = Diff(1600, 1412, (kept, large, new, gone))
    assert topic_renewal.summary(diff) == (
        f"**1,412** of 1,600 conversations (88{PER_CENT}) keep their topic. Two topics stay, one topic is new, one topic goes."
    )
    assert topic_renewal.ordered(diff.lines) == [new, gone, kept, large]


def test_a_difference_without_a_change_says_so():
    diff = Diff(100, 100, (Line(Change.KEPT, "a", "Delivery", 100, 100),))
    assert topic_renewal.summary(diff) == f"**100** of 100 conversations (100{PER_CENT}) keep their topic. No topic comes or goes."
