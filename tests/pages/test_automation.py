import pytest

from insights.metrics.conversation_questions import summed
from insights.model import Filters
from insights.pipeline import desk
from tests.insights.store import sample
from tests.pages.conftest import publish_tables

BILL = ["name", "type", "state", "conversations", "gain", "interval", "effort"]


@pytest.fixture
def company(homes, tmp_path):
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


def table(app, columns):
    return next(each.value for each in app.dataframe if list(each.value.columns) == columns)


def test_every_topic_has_a_potential_with_its_interval(open_page):
    app = open_page("sample", "automation")
    topics = table(app, ["topic", "informational", "personalised", "action", "human", "now", "could", "between"])
    assert sorted(topics["topic"]) == ["Account", "Delivery", "Refunds"]
    assert topics["between"].str.fullmatch(r"\d+–\d+").all()


def test_a_stated_effort_is_kept_and_moves_the_order(open_page, company, tmp_path):
    before = table(open_page("own", "automation"), BILL)
    things = dict(zip(sample.tables()["enablers"]["name"].to_pylist(), sample.tables()["enablers"]["enabler_id"].to_pylist(), strict=True))
    first = next(name for name in before["name"] if name in things and name != before["name"].iloc[-1])
    desk.change_setting(tmp_path, company, f"effort:{things[first]}", "L")
    after = table(open_page("own", "automation"), BILL).set_index("name")
    assert after.loc[first, "effort"] == "L"
    assert after.index.get_loc(first) >= before["name"].tolist().index(first)


def test_an_effort_that_is_no_size_is_left_alone(open_page, company, tmp_path):
    before = table(open_page("own", "automation"), BILL)
    for enabler in sample.tables()["enablers"]["enabler_id"].to_pylist():
        desk.change_setting(tmp_path, company, f"effort:{enabler}", "huge")
    assert table(open_page("own", "automation"), BILL).equals(before)


def test_the_page_says_how_to_tell_early_what_needs_a_person(open_page):
    app = open_page("sample", "automation")
    causes = table(app, ["cause", "conversations", "share", "topics", "rule", "wait", "transferred"])
    assert causes["topics"].str.contains("Refunds").all()
    assert (causes["rule"].str.len() > 20).all()


def test_what_is_unlocked_can_be_opened(tmp_path):
    snapshot = sample.snapshot(tmp_path)
    asked = summed(Filters(), {"unlocked": ["coverage"]})
    found = snapshot.frame(asked.sql, asked.params)["conversations"].iloc[0]
    true = snapshot.frame("select count(*) as n from analysed where eligible and not automated and len(missing) = 0")["n"].iloc[0]
    assert found == true


def test_only_what_misses_nothing_else_is_unlocked(tmp_path):
    snapshot = sample.snapshot(tmp_path)
    missing = snapshot.frame("select missing from analysed where eligible and not automated and len(missing) > 0")["missing"].map(tuple)
    for one in sorted(set(missing)):
        asked = summed(Filters(), {"unlocked": list(one)})
        assert snapshot.frame(asked.sql, asked.params)["conversations"].iloc[0] == sum(set(each) <= set(one) for each in missing)
