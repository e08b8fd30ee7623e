from datetime import date

import pytest

from insights.metrics import filter_sql, measure, period_before
from insights.model import Filters
from tests.insights.metrics.ten import connection


def kept(filters):
    query = filter_sql(filters)
    found = connection().execute(f"select conversation_id from analysed where {query.sql}", query.params).fetchall()
    return sorted(row[0] for row in found)


def test_no_filter_keeps_everything():
    assert len(kept(Filters())) == 10


def test_since_is_in_and_until_is_out():
    assert kept(Filters(since=date(2025, 3, 5), until=date(2025, 3, 10))) == ["c2", "c3"]


def test_values_of_one_filter_add_and_filters_narrow():
    assert kept(Filters(channel=("email", "phone"))) == ["c3", "c4", "c8"]
    assert kept(Filters(channel=("email", "phone"), language=("en",))) == ["c4", "c8"]


def test_an_empty_text_stands_for_not_known():
    assert kept(Filters(team=("",))) == ["c10", "c5"]


def test_a_topic_is_found_by_its_name_and_by_its_id():
    assert kept(Filters(topic=("Refunds",))) == kept(Filters(topic=("t2",))) == ["c4", "c5", "c6"]


@pytest.mark.parametrize("value", ["'; drop table analysed; --", "$since", "\\", "Robert' or '1'='1", "\x00"])
def test_a_hostile_value_is_only_a_value(value):
    filters = Filters(topic=(value,), team=(value,), channel=(value,))
    query = measure(["conversations"], filters)
    assert value not in query.sql or value == "$since"
    assert connection().execute(query.sql, query.params).fetchone()[0] == 0


def test_the_period_before_is_as_long_and_ends_where_the_period_begins():
    before = period_before(Filters(since=date(2025, 3, 11), until=date(2025, 3, 16), team=("North",)), date(2025, 3, 1), date(2025, 3, 20))
    assert before == Filters(since=date(2025, 3, 6), until=date(2025, 3, 11), team=("North",))


def test_there_is_no_period_before_the_data():
    assert period_before(Filters(), date(2025, 3, 1), date(2025, 3, 20)) is None
    assert period_before(Filters(since=date(2025, 3, 5)), date(2025, 3, 1), date(2025, 3, 20)) is None
    assert period_before(Filters(since=date(2025, 4, 5)), date(2025, 3, 1), date(2025, 3, 20)) is None
