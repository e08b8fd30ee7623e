import pytest

from insights.errors import UnusableSetting
from insights.metrics import DIMENSIONS, METRICS, Interval, Unit, dimension, measure, metric
from insights.model import Filters
from tests.insights.metrics.expected import EXPECTED
from tests.insights.metrics.ten import ROWS, connection


@pytest.fixture(scope="module")
def ten():
    return connection()


@pytest.fixture(scope="module")
def nothing():
    return connection(rows=())


def numbers(database, names, filters=None, by=()):
    query = measure(names, filters or Filters(), by)
    return database.execute(query.sql, query.params).df()


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_a_metric_has_the_value_worked_out_by_hand(ten, each):
    value, count = EXPECTED[each.name]
    found = numbers(ten, [each.name])
    assert found[each.name][0] == pytest.approx(value)
    assert found[f"{each.name}_count"][0] == count


def test_every_expectation_belongs_to_a_metric():
    assert set(EXPECTED) == {each.name for each in METRICS}


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_a_metric_of_nothing_is_missing_or_zero_and_says_so(nothing, each):
    found = numbers(nothing, [each.name])
    count = found[f"{each.name}_count"][0]
    assert count == 0
    assert each.text(found[each.name][0], count) in {"0", "–", "too few"}


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_a_metric_has_a_label_and_a_definition_that_is_a_sentence(each):
    assert each.label
    assert each.help.endswith(".")
    assert len(each.help) > 20


@pytest.mark.parametrize(
    "each", [each for each in METRICS if each.interval is not Interval.NONE and each.interval is not Interval.PLAN], ids=lambda each: each.name
)
def test_an_interval_holds_its_value(ten, each):
    found = numbers(ten, [each.name])
    assert found[f"{each.name}_low"][0] < found[each.name][0] < found[f"{each.name}_high"][0]


def test_three_of_seven_has_the_wilson_interval_of_the_textbook(ten):
    found = numbers(ten, ["cx_score"])
    assert found["cx_score_low"][0] == pytest.approx(0.1582, abs=1e-4)
    assert found["cx_score_high"][0] == pytest.approx(0.7495, abs=1e-4)


def test_all_metrics_can_be_asked_at_once(ten):
    found = numbers(ten, [each.name for each in METRICS])
    assert len(found) == 1
    assert found["cx_score"][0] == pytest.approx(3 / 7)


@pytest.mark.parametrize("each", DIMENSIONS, ids=lambda each: each.name)
def test_every_dimension_splits_the_conversations(ten, each):
    found = numbers(ten, ["conversations"], by=[each.name])
    assert found.columns[0] == each.name
    whole = found["conversations"].sum()
    assert whole == len(ROWS) if not each.join else whole > 0


def test_a_conversation_of_two_kinds_counts_in_both(ten):
    found = numbers(ten, ["conversations"], by=["kind"])
    assert dict(zip(found["kind"], found["conversations"], strict=True)) == {"informational": 3, "personalised": 2, "action": 3, "human": 1}
    assert list(found["kind"]) == ["informational", "personalised", "action", "human"]


def test_a_week_begins_on_its_monday(ten):
    found = numbers(ten, ["conversations"], by=["week"])
    assert [(f"{day:%Y-%m-%d}", count) for day, count in zip(found["week"], found["conversations"], strict=True)] == [
        ("2025-03-03", 3),
        ("2025-03-10", 6),
        ("2025-03-17", 1),
    ]


def test_two_dimensions_split_together(ten):
    found = numbers(ten, ["cx_score"], by=["topic", "channel"])
    row = found[(found["topic"] == "Delivery") & (found["channel"] == "chat")]
    assert row["cx_score"].item() == pytest.approx(2 / 3)


def test_the_largest_group_comes_first(ten):
    assert list(numbers(ten, ["conversations"], by=["topic"])["topic"]) == ["Delivery", "Refunds", "Other"]


def test_unknown_names_are_refused_with_the_known_ones():
    with pytest.raises(UnusableSetting, match="no metric called 'secret'") as caught:
        metric("secret")
    assert "cx_score" in caught.value.hint
    with pytest.raises(UnusableSetting):
        dimension("topic; drop table analysed")
    with pytest.raises(UnusableSetting):
        measure(["cx_score"], Filters(), ["1"])


def test_a_share_says_what_it_is_a_share_of():
    assert metric("cx_score").text_denominator(0.22, 3968) == "873 of 3,968"
    assert metric("automation_potential").text_denominator(0.5, 3968) == "3,968"


def test_a_share_of_too_few_is_not_a_number():
    assert metric("cx_score").text(0.5, 9) == "too few"
    assert metric("cx_score").text(0.5, 10) == "50\u00a0%"


def test_more_of_a_good_thing_is_good_news_and_more_volume_is_neither():
    assert metric("cx_score").meaning_of_change(0.7, 0.6) == "good"
    assert metric("first_reply_median").meaning_of_change(90, 60) == "bad"
    assert metric("conversations").meaning_of_change(90, 60) == "neutral"
    assert metric("automation_today").meaning_of_change(0.2, 0.3) == "automation"


def test_every_unit_has_a_chart_and_a_table_format():
    for unit in Unit:
        assert "datum" in unit.axis
        assert unit.column
