"""Who checks the ratings: a blind sample, the agreement with it, a scale of one's own, fair comparison and the change of the score."""

import pyarrow as pa
import pytest

from insights.metrics.experience_questions import judged_ratings
from insights.model import Filters
from insights.pipeline import desk
from insights.store.control import Control
from insights.store.snapshot import Shelf
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words


@pytest.fixture
def company(tmp_path, homes):
    """A sample of its own, that a test may edit."""
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def judged(home, company):
    """Conversation and rating of all that are scored."""
    question = judged_ratings(Filters())
    snapshot = Shelf(home).open(company)
    found = snapshot.frame(question.sql, question.params)
    snapshot.close()
    return list(zip(found["conversation_id"], found["rating"], strict=True))


def check(home, company, off, count=24):
    """Somebody who rates blind and is `off` from us."""
    for key, rating in judged(home, company)[:count]:
        desk.check_rating(home, company, key, min(max(int(rating) + off, 1), 5))


def table(app, column):
    """The table that has this column."""
    return next(frame.value for frame in app.dataframe if column in frame.value)


def headline(app):
    return next(metric.value for metric in app.metric if metric.label == "CX score")


def test_a_conversation_to_be_rated_blind_shows_no_label_and_the_answer_is_kept(open_page, company, tmp_path):
    app = open_page("own", "experience")
    app.button(key="start_check").click().run()
    assert "How would you rate these?" in [title.value for title in app.title]
    assert not any(mark in words(app) for mark in ("badge[", "Why 1", "Why 5", "CX score"))
    first = next(button for button in app.button if button.key.startswith("check_4_"))
    first.click().run()
    said = [event.payload for event in Control(tmp_path).events(company, what="rating_checked")]
    assert said == [{"conversation_id": first.key.removeprefix("check_4_"), "rating": 4}]
    assert "1 of 20 rated" in [element.proto.text for element in app.get("progress")]
    assert first.key not in [button.key for button in app.button]


def test_the_way_back_leads_to_the_score(open_page, company):
    app = open_page("own", "experience", check="1")
    app.button(key="check_back").click().run()
    assert headline(app)
    assert "check" not in app.query_params


def test_the_agreement_is_stated_from_twenty_on(open_page, company, tmp_path):
    check(tmp_path, company, 0, count=19)
    found = table(open_page("own", "experience"), "Kappa").set_index("Ratings of")
    assert found.loc["Blind sample", "Kappa"] == "20 needed"
    check(tmp_path, company, 0)
    found = table(open_page("own", "experience"), "Kappa").set_index("Ratings of")
    assert found.loc["Blind sample", "Both rated"] == "24"
    assert found.loc["Blind sample", "Exact"].startswith("100")
    assert found.loc["Blind sample", "Kappa"].startswith("1.00")


def test_a_dispute_counts_as_a_disagreement(open_page, company, tmp_path):
    check(tmp_path, company, 0)
    key, rating = judged(tmp_path, company)[-1]
    desk.dispute(tmp_path, company, key, "rating", 1 if rating > 3 else 5)
    app = open_page("own", "experience")
    assert table(app, "Kappa").set_index("Ratings of").loc["All, disputes too", "Exact"] != "100"
    assert key in table(app, "Theirs")["Conversation"].tolist()


def test_a_scale_of_ones_own_lowers_the_score_of_a_workspace_with_strict_raters(open_page, company, tmp_path):
    check(tmp_path, company, -1, count=300)
    app = open_page("own", "experience")
    before = headline(app)
    app.toggle(key="own_scale").set_value(True).run()
    assert float(headline(app).split()[0]) < float(before.split()[0])
    assert [event.what for event in Control(tmp_path).events(company)][-1] == "setting_changed"
    assert [job.kind for job in Control(tmp_path).jobs(company)] == ["analyse"]
    app.toggle(key="own_scale").set_value(False).run()
    assert headline(app) == before


def test_a_rating_that_is_none_is_refused(company, tmp_path):
    with pytest.raises(desk.UnusableSetting):
        desk.check_rating(tmp_path, company, "c0001", 7)
    with pytest.raises(desk.UnusableSetting):
        desk.set_rating_scale(tmp_path, company, (3.0, 2.0, 4.0, 5.0))


def test_sides_are_compared_as_they_are_and_with_the_same_topics(open_page):
    app = open_page("sample", "experience")
    assert "Who does better with the same topics?" in words(app)
    assert app.segmented_control(key="fair_by").options


def test_the_reason_that_stands_out_in_a_topic_is_told(open_page, homes, tmp_path):
    tables = sample.tables()
    topics = dict(zip(*(tables["labels_topic"][name].to_pylist() for name in ("conversation_id", "topic_id")), strict=True))
    lines = [
        line | ({"reason": "bot_loop", "owner": "bot"} if line["sign"] < 0 and topics[line["conversation_id"]] == "t2" else {})
        for line in tables["reasons"].to_pylist()
    ]
    homes["own"] = tmp_path
    publish_tables(tmp_path, "Own", tables | {"reasons": pa.Table.from_pylist(lines, tables["reasons"].schema)})
    assert "name the same reasons in every topic" in words(open_page("sample", "experience"))
    app = open_page("own", "experience")
    assert "name the same reasons in every topic" not in words(app)
    assert "What stands out in each topic?" in words(app)


def test_the_change_between_periods_adds_up_in_words(open_page):
    app = open_page("sample", "experience")
    said = next(element.value for element in app.markdown if "because other topics came in" in element.value)
    assert said.count("**") == 6


def test_one_conversation_has_nothing_to_compare(open_page):
    app = open_page("one", "experience")
    assert "There are no two teams, channels or handlers with ratings to compare here." in words(app)
    assert set(table(app, "Kappa")["Kappa"]) == {"20 needed"}


def test_every_signal_behind_the_ratings_is_shown_on_its_own(open_page):
    app = open_page("sample", "experience")
    assert "What do the ratings rest on?" in words(app)
    alone = open_page("one", "experience")
    assert "Too few ratings for every signal." in words(alone)


def test_a_conversation_shows_the_signals_of_its_rating(open_page):
    assert "**Signals:** customer at the start" in words(open_page("one", "conversations"))


def test_a_link_narrows_to_a_band_of_a_signal(open_page):
    said = words(open_page("sample", "conversations", signal="effort:much"))
    assert r":gray-badge[Effort\: much]" in said
    assert words(open_page("sample", "conversations")) != said
