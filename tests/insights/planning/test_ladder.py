import duckdb
import pytest

from insights.metrics import measure
from insights.metrics.automation_questions import need_sets, strata
from insights.model import Filters
from insights.planning import Money, plan
from insights.planning.ladder import ladder
from insights.planning.what_if import COVERAGE, what_if
from tests.insights.planning.made import given
from tests.insights.planning.test_plan import ARTICLE, MIXED, TOOLS


class Answers:
    """The plan of MIXED behind a view `analysed`, as the store would show it."""

    def __init__(self):
        tables = given(MIXED, articles=ARTICLE, tools=TOOLS)
        self.plan = plan(tables)
        self.database = duckdb.connect()
        for name in ("conversations", "labels_topic"):
            self.database.register(name, getattr(tables, name))
        self.database.register("predictions", self.plan.predictions)
        self.database.execute(
            "create view analysed as select *, topic_id as topic from conversations join labels_topic using (conversation_id) join predictions using (conversation_id)"
        )

    def ask(self, query):
        return self.database.execute(query.sql, query.params).df()


@pytest.fixture(scope="module")
def answers():
    return Answers()


@pytest.fixture(scope="module")
def whole(answers):
    return ladder(answers.ask(strata(Filters())), answers.plan.enablers.to_pandas())


def test_the_rungs_add_up_to_the_potential_and_people_have_the_rest(whole):
    assert [rung.name for rung in whole.rungs] == ["today", "article", "read", "write", "people"]
    assert sum(rung.gain for rung in whole.rungs[:4]) == pytest.approx(whole.potential)
    assert sum(rung.gain for rung in whole.rungs) == pytest.approx(1)
    assert whole.today == pytest.approx(20 / 160)


def test_ladder_and_metric_say_the_same(answers, whole):
    found = answers.ask(measure(["automation_today", "automation_potential", "headroom"], Filters()))
    assert found["automation_today"][0] == pytest.approx(whole.today)
    assert found["automation_potential"][0] == pytest.approx(whole.potential)
    assert found["headroom"][0] == pytest.approx(whole.headroom)


def test_the_interval_holds_the_potential(whole):
    assert 0 < whole.low < whole.potential < whole.high < 1
    for rung in whole.rungs:
        assert rung.low <= (rung.gain if rung.name == "people" else rung.total) <= rung.high


def test_a_rung_counts_its_enablers(whole):
    assert [(rung.exists, rung.missing) for rung in whole.rungs] == [(0, 0), (1, 1), (1, 1), (0, 1), (0, 0)]


def test_a_rung_counts_its_conversations(whole):
    assert [rung.conversations for rung in whole.rungs] == [20, 60, 40, 30, 10]


def test_fewer_conversations_give_a_wider_interval(answers, whole):
    part = ladder(answers.ask(strata(Filters(topic=("t3",)))))
    assert part.eligible == 40
    assert part.high - part.low > whole.high - whole.low


def test_an_empty_part_has_an_empty_ladder(answers):
    nothing = ladder(answers.ask(strata(Filters(topic=("nowhere",)))))
    assert (nothing.eligible, nothing.today, nothing.potential) == (0, 0, 0)
    assert [rung.conversations for rung in nothing.rungs] == [0, 0, 0, 0, 0]


def test_with_nothing_built_the_rate_is_todays(answers, whole):
    found = what_if(answers.ask(need_sets(Filters())), frozenset(), months=1)
    assert found.rate == pytest.approx(whole.today)
    assert (found.unlocked_per_month, found.hours_per_month, found.saving_per_month) == (0, 0, 0)


def test_with_everything_built_the_rate_is_the_potential(answers, whole):
    missing = frozenset(answers.plan.enablers.to_pandas().query("not `exists`")["enabler_id"])
    found = what_if(answers.ask(need_sets(Filters())), missing | {COVERAGE}, months=1)
    assert found.rate == pytest.approx(whole.potential)


def test_a_conversation_that_needs_two_is_unlocked_by_both_only(answers):
    sets = answers.ask(need_sets(Filters()))
    read, write = (what_if(sets, frozenset({each}), months=1).unlocked_per_month for each in ("read:get_refund", "write:cancel_order"))
    both = what_if(sets, frozenset({"read:get_refund", "write:cancel_order"}), months=1).unlocked_per_month
    assert write == 0
    assert both > read > 0


def test_the_saving_is_time_less_price(answers):
    sets = answers.ask(need_sets(Filters()))
    found = what_if(sets, frozenset({"read:get_refund"}), months=2, money=Money(minutes=6, cost_per_hour=30, price=1))
    assert found.hours_per_month == pytest.approx(found.unlocked_per_month / 10)
    assert found.saving_per_month == pytest.approx(found.unlocked_per_month * 2)


def test_in_the_order_of_the_actions_the_rate_grows_by_the_stated_gains(answers):
    sets = answers.ask(need_sets(Filters()))
    built, rate = set(), what_if(sets, frozenset(), months=1).rate
    for line in answers.plan.enablers.to_pandas().dropna(subset="rank").sort_values("rank").itertuples():
        built.add(line.enabler_id)
        now = what_if(sets, frozenset(built), months=1).rate
        assert 100 * (now - rate) == pytest.approx(line.gain_points)
        rate = now
