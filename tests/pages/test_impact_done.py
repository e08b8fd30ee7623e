"""Done actions on the Impact page: found, not found, not yet, not any more; and how somebody gets there."""

from datetime import UTC, date, datetime, timedelta

import pytest

from insights.errors import UnusableSetting
from insights.pipeline import desk
from tests.pages import planted
from tests.pages.conftest import words


@pytest.fixture
def company(tmp_path, homes):
    """The planted workspace, whole."""
    homes["planted"] = tmp_path
    return planted.publish(tmp_path).id


def row(app, place=0):
    """A row of the table of done actions."""
    return app.dataframe[0].value.iloc[place].to_dict()


def metric(app, label):
    return next(each for each in app.metric if each.label == label)


def links(app):
    """The pages that an Impact page links to, by label."""
    return {each.proto.label: (each.proto.page, each.proto.query_string) for each in app.get("page_link")}


def test_nothing_done_says_what_will_appear(open_page, company):
    app = open_page("planted", "impact")
    assert not app.exception
    assert "Nothing is marked as done yet" in words(app)
    assert "whether it worked or how many more days it takes to tell" in words(app)


def test_with_everything_rejected_it_stays_calm(open_page, company, tmp_path):
    for action in ("a1", "a2", "a3"):
        desk.change_action(tmp_path, company, action, {"status": "rejected"})
    app = open_page("planted", "impact")
    assert not app.exception
    assert "Nothing is marked as done yet" in words(app)


def test_a_planted_fix_is_found_with_the_truth_inside_its_interval(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    app = open_page("planted", "impact")
    assert not app.exception
    found = row(app)
    assert (found["answer"], found["before"], found["after"]) == ("It worked", "20\u00a0%", "84\u00a0%")
    low, high = (float(end.replace("\N{MINUS SIGN}", "-")) for end in found["range"].split(" to "))
    assert 0 < low < planted.TRUE_POINTS < high
    assert "The one done action worked." in words(app)
    assert "It worked: the CX score of Statements rose" in words(app).replace("\\", "")
    # 25 conversations in 56 days, 64 % of a month's.
    assert metric(app, "Rated 4 or 5 more, a month").value == "9"


def test_every_number_of_a_done_action_opens_its_conversations(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    found = links(open_page("planted", "impact"))
    before, after = found["Read the 25"], found["Read what was rated 4 or 5 after it"]
    assert before[0] == after[0] == "conversations"
    assert "topic=Statements" in before[1]
    assert "rating=4&rating=5" in after[1]
    assert "dates=2026-04-27&dates=2026-06-21" in after[1]
    assert "topic=Cards&topic=Loans" in found["Read the untouched topics"][1]
    assert f"action={planted.FIX}" in found["Open the action"][1]


def test_an_untouched_topic_shows_no_effect_and_does_not_count(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company, planted.OTHER_FIX)
    app = open_page("planted", "impact", done=planted.OTHER_FIX)
    assert row(app)["answer"] == "No effect seen"
    assert "not counted: Solve t2 at the first contact (no effect seen)" in words(app)
    assert "Rated 4 or 5 more, a month" not in [each.label for each in app.metric]


def test_too_little_data_says_how_many_more_days(open_page, tmp_path, homes):
    homes["early"] = tmp_path
    planted.mark_done(tmp_path, planted.publish(tmp_path, planted.FIXED + timedelta(days=10)).id)
    app = open_page("early", "impact")
    assert row(app)["answer"] == "Not enough data yet: about 37 more days"
    assert "Not enough data yet: about 37 more days. It takes 2 weeks and 20 conversations after it." in words(app).replace("\\", "")


def test_data_that_end_before_the_day_say_so(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company, day=date(2026, 9, 1))
    app = open_page("planted", "impact")
    assert not app.exception
    assert row(app)["answer"] == "Data end before it"
    assert "The data end on 22 Jun 2026, before it was done" in words(app).replace("\u00a0", " ")


def test_a_topic_that_was_merged_away_is_measured_on_its_heir(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    desk.merge_topics(tmp_path, company, ["t1"], "t3")
    app = open_page("planted", "impact")
    assert not app.exception
    assert row(app)["part"] == "Loans"
    assert "Its topic “Statements” was merged away; it is measured on Loans" in words(app)


def test_a_topic_that_was_set_aside_cannot_be_told(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    desk.set_topic_aside(tmp_path, company, "t1")
    app = open_page("planted", "impact")
    assert not app.exception
    assert row(app)["answer"] == "Its topic is gone"
    assert "Read the 25" not in links(app)


def test_hours_and_money_come_from_the_workspaces_own_numbers(open_page, tmp_path, homes):
    homes["article"] = tmp_path
    made = planted.tables()
    automated = [place % 6 == 0 and at.date() >= planted.FIXED for place, at in enumerate(planted.columns()["conversations"]["started_at"])]
    made = planted.by_the_bot(made, automated)
    made["actions"] = planted.replaced(made["actions"], "type", ["write_article"] * 3)
    made["actions"] = planted.replaced(made["actions"], "gain_points", [2.0] * 3)
    company = planted.publish_tables(tmp_path, "Article", made).id
    planted.mark_done(tmp_path, company)
    desk.change_setting(tmp_path, company, "minutes", 60.0)
    desk.change_setting(tmp_path, company, "cost_per_hour", 10.0)
    desk.change_setting(tmp_path, company, "price", 0.0)
    app = open_page("article", "impact")
    count, hours, saved = (metric(app, label).value for label in ("Automated more, a month", "Time freed, a month", "Saved, a month"))
    assert row(app)["answer"] == "It worked"
    assert int(count) == pytest.approx(25 / 56 * 30.44, abs=1)
    assert hours == f"{count}\u00a0h"
    assert int(saved.removeprefix("€")) == pytest.approx(10 * int(count), abs=5)


def test_marking_an_action_as_done_leads_here_and_undoing_it_leaves(open_page, company, tmp_path):
    desk.change_action(tmp_path, company, planted.FIX, {"status": "doing"})
    app = open_page("planted", "actions", action=planted.FIX)
    app.date_input(key=f"done_on_{planted.FIX}").set_value(planted.FIXED)
    next(button for button in app.button if button.label == "Mark as done").click().run()
    page, query = links(app)["See what it brought"]
    assert (page, f"done={planted.FIX}" in query) == ("impact", True)
    assert row(open_page("planted", "impact"))["answer"] == "It worked"
    app.button(key=f"undo_{planted.FIX}").click().run()
    assert "Nothing is marked as done yet" in words(open_page("planted", "impact"))


def test_the_day_may_be_changed_later_but_never_lies_ahead(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    app = open_page("planted", "actions", action=planted.FIX)
    field = app.date_input(key=f"done_on_{planted.FIX}")
    assert field.max == datetime.now(UTC).date()
    field.set_value(date(2026, 5, 4))
    next(button for button in app.button if button.label == "Save").click().run()
    assert ":gray-badge[Done on 4 May 2026]" in words(app)
    for day in (datetime.now(UTC).date() + timedelta(days=2), "soon"):
        with pytest.raises(UnusableSetting, match="cannot have been done on that day"):
            desk.change_action(tmp_path, company, planted.FIX, {"status": "done", "done_on": str(day)})


def test_titles_and_topics_are_text_and_nothing_else(open_page, company, tmp_path):
    planted.mark_done(tmp_path, company)
    desk.change_action(tmp_path, company, planted.FIX, {"title": "![pixel](http://outside.example/p.png)"})
    desk.rename_topic(tmp_path, company, "t1", "[x](http://outside.example)")
    app = open_page("planted", "impact")
    assert not app.exception
    assert "](http" not in words(app)
