"""Who corrects resolutions and kinds of work: what is asked blind, what is confirmed, and the labels that learn from it."""

import json

import pyarrow as pa
import pytest

from insights.pipeline import desk
from insights.planning.learning import Learnt
from insights.store.control import Control
from pages.parts.label_lessons import told
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words

LESSON = {"resolution": {"rules": {"confirmed": {"shift": 2.0, "limit": 0.1}}, "won": "assumed", "lost": "unresolved"}}


def with_lesson():
    """The sample, of which more is confirmed than assumed after learning."""
    tables = sample.tables()
    facts = [*tables["meta"].to_pylist(), {"key": "label_learning", "value": json.dumps(LESSON)}]
    return tables | {"meta": pa.Table.from_pylist(facts, tables["meta"].schema)}


@pytest.fixture
def company(tmp_path, homes):
    """A sample of its own, that a test may edit."""
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", with_lesson()).id


def said(home, company, what):
    return [event.payload for event in Control(home).events(company, what=what) if not event.undone]


def assumed():
    rows = sample.tables()["labels_experience"].to_pylist()
    return [row["conversation_id"] for row in rows if row["resolution"] == "assumed" and row["rating"]]


def check(home, company, count, resolution="confirmed"):
    for key in assumed()[:count]:
        desk.check_rating(home, company, key, 4, resolution=resolution)


def table(app):
    found = next(frame.value for frame in app.dataframe if "The same" in frame.value)
    return found.set_index(["Label", "Answers"])


def test_before_anybody_says_anything_the_page_says_what_is_needed(open_page, company):
    app = open_page("own", "experience")
    shown = words(app)
    assert "Nobody has said anything of them yet. From 20 answers on" in shown
    assert "learn_labels" not in [toggle.key for toggle in app.toggle]


def test_what_was_learnt_is_told_before_it_is_switched_on_and_an_analysis_follows(open_page, company, tmp_path):
    check(tmp_path, company, 24)
    app = open_page("own", "experience")
    shown = words(app)
    assert "**Resolution:** 24 answers, 24 of which disagree. Over all conversations" in shown
    assert "conversations change." in shown
    assert table(app).loc[("Resolution", "Blind sample"), "The same"].startswith("0")
    assert table(app).loc[("Solved or not", "Blind sample"), "The same"].startswith("100")
    app.toggle(key="learn_labels").set_value(True).run()
    assert said(tmp_path, company, "setting_changed") == [{"name": "label_learning", "value": True}]
    assert [job.kind for job in Control(tmp_path).jobs(company)] == ["analyse"]
    assert "What you said last counts with the next analysis." in words(app)
    app.toggle(key="learn_labels").set_value(False).run()
    assert said(tmp_path, company, "setting_changed")[-1] == {"name": "label_learning", "value": None}


def test_what_is_missing_and_what_does_not_help_is_said_plainly():
    few, agreed, no_better = (
        Learnt("resolution", count, wrong, None, before, before, 0) for count, wrong, before in ((13, 2, None), (24, 0, None), (30, 9, 0.7))
    )
    assert told(few) == "13 answers; 7 more and it can learn."
    assert told(agreed) == "all 24 answers agree with the judge, so there is nothing to learn."
    assert told(no_better).endswith("does not agree better on answers left out of the learning (70\u00a0% before), so nothing changes.")


def test_corrections_count_in_the_agreement(open_page, company, tmp_path):
    check(tmp_path, company, 19, "assumed")
    for key in assumed()[20:30]:
        desk.dispute(tmp_path, company, key, "resolution", "unresolved")
    found = table(open_page("own", "experience"))
    assert found.loc[("Resolution", "Blind sample"), "The same"] == "20 needed"
    assert found.loc[("Resolution", "All, corrections too"), "Both said"] == "29"
    assert found.loc[("Resolution", "All, corrections too"), "The same"].startswith("66")


def test_a_learnt_label_is_marked_on_its_conversation_while_learning_is_on(open_page, company, tmp_path):
    key = assumed()[0]
    assert ":green-badge[Resolution: assumed]" in words(open_page("own", "conversations", conversation=key))
    desk.set_label_learning(tmp_path, company, on=True)
    shown = words(open_page("own", "conversations", conversation=key))
    assert ":green-badge[Resolution: confirmed]" in shown
    assert ":blue-badge[Learnt from you]" in shown


def test_kinds_of_work_are_corrected_in_place_and_back(open_page, company, tmp_path):
    app = open_page("own", "conversations", conversation="c0299")
    app.pills(key="kinds_c0299").set_value(["human", "action"])
    next(button for button in app.button if button.label == "Correct").click().run()
    assert said(tmp_path, company, "label_disputed")[0]["value"] == ["action", "human"]
    assert "Kinds is now **action, human**" in words(app)
    assert ":orange-badge[Human]" in words(app)
    next(button for button in app.button if button.label == "Undo").click().run()
    assert said(tmp_path, company, "label_disputed") == []


def test_labels_are_confirmed_in_place(open_page, company, tmp_path):
    app = open_page("own", "conversations", conversation=assumed()[0])
    next(button for button in app.button if button.label == "All of it is right").click().run()
    assert [each["resolution"] for each in said(tmp_path, company, "labels_confirmed")] == ["assumed"]
    assert "You confirmed resolution and kinds of work" in words(app)
    assert ":blue-badge[Corrected by you]" not in words(app)


def test_who_rates_blind_may_also_say_how_it_ended_and_what_was_needed(open_page, company, tmp_path):
    app = open_page("own", "experience", check="1")
    key = next(button.key for button in app.button if button.key.startswith("check_4_")).removeprefix("check_4_")
    app.segmented_control(key=f"check_resolution_{key}").set_value("pending")
    app.pills(key=f"check_kinds_{key}").set_value(["nothing"])
    app.button(key=f"check_2_{key}").click().run()
    assert said(tmp_path, company, "rating_checked") == [{"conversation_id": key, "rating": 2, "resolution": "pending", "kinds": []}]
