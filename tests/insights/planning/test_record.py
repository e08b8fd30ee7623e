import json
from datetime import UTC, datetime

import pandas as pd
import pytest

from insights.planning.reached import Held, Reached, as_things_stood, compare, coverage, side, widened
from insights.planning.record import MOST_ENABLERS, MOST_TOPICS, Promise, says_the_same, stated, statement

WHOLE = Promise(300, 0.2, 0.3, 0.6001, 0.5, 0.7)
UNTIL = datetime(2025, 5, 1, 12)
AT = datetime(2025, 5, 2, tzinfo=UTC)
TOPICS = pd.DataFrame(
    [("t1", "Delivery", 200, 0.2, 0.3, 0.6, 0.5, 0.7), ("t2", "Refunds", 100, 0.1, 0.2, 0.4, 0.3, 0.6)],
    columns=["topic_id", "topic", "eligible", "today", "available", "potential", "low", "high"],
)
BILL = pd.DataFrame(
    [("read:order", "get_order", "read", False, 90), ("article:days", "When we deliver", "article", True, 20)],
    columns=["enabler_id", "name", "type", "exists", "needed"],
)
LACKING = pd.DataFrame([("t1", "read:order", 80), ("t2", "read:order", 4)], columns=["topic_id", "enabler_id", "conversations"])
NAMES = {"t1": "Delivery", "t2": "Refunds"}
HERE = {"t1": "t1", "t2": "t2"}


def said(**other):
    given = {"topics": TOPICS, "bill": BILL, "lacking": LACKING, "until": UNTIL, "judges": {"work": 3}} | other
    return statement(WHOLE, **given)


def kept(**other):
    return stated(7, AT, json.loads(json.dumps(said(**other))))


def later(*lines):
    return pd.DataFrame(lines, columns=["topic_id", "eligible", "involved", "ready", "automated"])


def test_a_statement_comes_back_as_it_was_kept():
    one = kept()
    assert (one.number, one.at, one.until) == (7, AT, UNTIL)
    assert one.whole == Promise(300, 0.2, 0.3, 0.6, 0.5, 0.7)
    assert [(each.id, each.exists) for each in one.enablers] == [("article:days", True), ("read:order", False)]
    assert [(each.name, each.lacking) for each in one.topics] == [("Delivery", ("read:order",)), ("Refunds", ())]
    assert one.judges == {"work": "3"}


def test_only_a_new_promise_is_news():
    assert says_the_same(said(), said(judges={"work": 4}))
    assert says_the_same(said(), said(topics=TOPICS.assign(topic=["Parcels", "Money back"])))
    assert says_the_same(said(), said(topics=TOPICS.assign(low=TOPICS["low"] + 0.0001)))
    assert not says_the_same(said(), said(topics=TOPICS.assign(low=TOPICS["low"] + 0.01)))
    assert not says_the_same(said(), said(bill=BILL.assign(exists=True)))
    assert not says_the_same(said(), said(until=datetime(2025, 5, 2)))


def test_a_statement_is_bounded():
    many = pd.concat([TOPICS.head(1).assign(topic_id=f"t{number}", topic="x" * 500) for number in range(200)], ignore_index=True)
    bill = pd.concat([BILL.head(1).assign(enabler_id=f"read:{number}") for number in range(200)], ignore_index=True)
    made = said(topics=many, bill=bill)
    assert (len(made["topics"]), len(made["enablers"])) == (MOST_TOPICS, MOST_ENABLERS)
    assert len(json.dumps(made)) < 30_000


def test_a_potential_waits_for_its_enablers_and_as_things_stood_does_not():
    whole, (delivery, refunds) = compare(kept(), later(("t1", 100, 90, 95, 22), ("t2", 50, 45, 50, 30)), {"read:order"}, now=HERE, names=NAMES)
    assert (delivery.stood, delivery.built, delivery.why) == (Held.INSIDE, Held.NOT_YET, "1 of 1 assumed enablers is not there")
    assert (refunds.stood, refunds.built, refunds.why) == (Held.ABOVE, Held.INSIDE, "")
    assert (whole.reached, whole.built) == (Reached(150, 135, 145, 52), Held.NOT_YET)


@pytest.mark.parametrize(
    ("came", "why"),
    [
        (("t1", 100, 90, 80, 60), "20 of 100 later conversations still miss something"),
        (("t1", 100, 40, 95, 40), "a bot answered 40 of 100"),
        (("t1", 100, 90, 95, 60), ""),
    ],
)
def test_a_potential_is_checked_where_nothing_is_missed_and_a_bot_answers(came, why):
    _, (delivery, _) = compare(kept(), later(came), set(), now=HERE, names=NAMES)
    assert delivery.why == why
    assert delivery.built is (Held.NOT_YET if why else Held.INSIDE)


def test_few_later_conversations_are_no_answer():
    _, (delivery, refunds) = compare(kept(), later(("t1", 19, 19, 19, 19)), set(), now=HERE, names=NAMES)
    assert (delivery.stood, delivery.built) == (Held.FEW, Held.FEW)
    assert refunds.reached.eligible == 0


def test_merged_topics_are_compared_together_and_a_topic_that_is_gone_not_at_all():
    _, (both,) = compare(kept(), later(("t1", 100, 90, 95, 50)), set(), now={"t1": "t1", "t2": "t1"}, names={"t1": "Orders"})
    assert (both.name, both.promise.eligible, both.promise.potential) == ("Orders", 300, pytest.approx((2 * 0.6 + 0.4) / 3))
    _, (_, gone) = compare(kept(), later(("t1", 100, 90, 95, 50)), set(), now={"t1": "t1"}, names=NAMES)
    assert (gone.name, gone.stood, gone.built) == ("Refunds", Held.GONE, Held.GONE)


def test_an_interval_grows_with_the_chance_of_few_later_conversations():
    few, many = (widened(0.6, 0.5, 0.7, count) for count in (20, 2000))
    assert few[0] < many[0] < 0.5
    assert few[1] > many[1] > 0.7
    assert [side(rate, *many) for rate in (0.4, 0.6, 0.8)] == [Held.BELOW, Held.INSIDE, Held.ABOVE]


def test_a_rate_of_nought_may_stay_there():
    low, high = as_things_stood(Promise(30, 0.0, 0.0, 0.5, 0.4, 0.6), 30)
    assert low == 0.0
    assert 0.05 < high < 0.2


def test_coverage_counts_answers_only():
    assert coverage([Held.INSIDE, Held.ABOVE, Held.BELOW, Held.NOT_YET, Held.FEW, Held.GONE]) == (1, 3)
