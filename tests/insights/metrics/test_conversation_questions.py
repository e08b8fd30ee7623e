"""Which conversations a link opens, over the made-up company of the store's tests."""

import pytest

from insights.metrics.automation_questions import enabler_bill, strata
from insights.metrics.conversation_questions import NARROWER, NUMBERS, evidence_of, listed, one, reasons_of, some, summed, transcript, words_of
from insights.metrics.measuring import measure
from insights.model import Filters
from insights.planning.ladder import ladder
from tests.insights.store import sample

EVERYTHING = Filters()
ATTACKS = ("' or 1=1 --", '"; drop table reasons; --', "$rating", "%", "\\", "\0", "😀", "select", "'" * 40, ") or true --")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    return sample.snapshot(tmp_path_factory.mktemp("company"))


@pytest.fixture(scope="module")
def made():
    chance = sample.random.Random(7)
    return [sample.conversation(number, chance) for number in range(sample.SIZE)]


def asked(company, query):
    return company.frame(query.sql, query.params)


def count(company, wanted, text=""):
    return int(asked(company, summed(EVERYTHING, wanted, text))["conversations"].iloc[0])


def test_nothing_wanted_is_everything(company):
    assert count(company, {}) == 300


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"rating": [1, 2]}, lambda each: each["rating"] in (1, 2)),
        ({"csat": [4, 5]}, lambda each: each["csat"] in (4, 5)),
        ({"resolution": ["pending"]}, lambda each: each["resolution"] == "pending"),
        ({"kind": ["action"]}, lambda each: "action" in each["kinds"]),
        ({"kind": ["human"], "human_cause": ["exception"]}, lambda each: each["human_cause"] == "exception"),
        ({"human_cause": ["none"]}, lambda each: each["human_cause"] is None),
        ({"reason": ["slow_reply"]}, lambda each: bool(each["reason"]) and each["reason"][0] == "slow_reply"),
        ({"blame": ["not_resolved:agent"]}, lambda each: each["reason"] == ("not_resolved", -1, "agent")),
        ({"owner": ["policy"]}, lambda each: bool(each["reason"]) and each["reason"][2] == "policy"),
        ({"not_scored": ["language"]}, lambda each: each["not_scored"] == "language"),
        ({"subtopic": ["t1a"]}, lambda each: each["subtopic_id"] == "t1a"),
        ({"enabler": ["read:get_order"]}, lambda each: "read:get_order" in each["needs"]),
        ({"action": ["a1"]}, lambda each: "article:delivery-days" in each["needs"]),
        ({"signal": ["resolution:pending", "resolution:unresolved"]}, lambda each: each["resolution"] in ("pending", "unresolved")),
        ({"signal": ["effort:much"]}, lambda each: each["effort"] is not None and each["effort"] >= 0.5),
        ({"signal": ["sentiment_end:pleased"]}, lambda each: each["sentiment_end"] is not None and each["sentiment_end"] > 0.1),
        ({"rung": [1]}, lambda each: each["eligible"] and each["rung"] == 1),
        ({"conversation": ["c0007"]}, lambda each: each["conversation_id"] == "c0007"),
        ({"rating": [5], "kind": ["informational"]}, lambda each: each["rating"] == 5 and "informational" in each["kinds"]),
    ],
    ids=lambda part: "+".join(part) if isinstance(part, dict) else "",
)
def test_a_link_opens_exactly_what_it_names(company, made, wanted, holds):
    expected = sum(holds(each) for each in made)
    assert 0 < expected < 300
    assert count(company, wanted) == expected


def test_the_steps_of_the_ladder_open_as_many_as_it_counts(company):
    bill = asked(company, enabler_bill(EVERYTHING))
    for rung in ladder(asked(company, strata(EVERYTHING)), bill).rungs:
        assert count(company, {"step": [rung.name]}) == rung.conversations, rung.name


def test_the_score_in_supports_hands_opens_all_that_it_counts(company):
    score = asked(company, measure(("cx_without_beyond_support",), EVERYTHING)).iloc[0]
    assert 0 < score["cx_without_beyond_support_count"] < 300
    assert count(company, {"counted": ["support"]}) == score["cx_without_beyond_support_count"]
    assert count(company, {"counted": ["anything else"]}) == 0


def test_the_step_of_today_opens_exactly_what_the_rate_of_today_counts(company):
    rate = asked(company, measure(("automation_today", "eligible"), EVERYTHING)).iloc[0]
    assert count(company, {"step": ["today"]}) == round(rate["automation_today"] * rate["automation_today_count"])


def test_every_word_must_be_said_in_any_order_and_case(company, made):
    expected = sum(any(text == "My parcel is late, where is it?" for _, text, _ in each["said"]) for each in made)
    assert count(company, {}, "LATE parcel") == expected
    assert count(company, {}, "late parcel xylophone") == 0


def test_pages_of_the_list_follow_each_other_without_gap_or_repeat(company):
    pages = [list(asked(company, listed(EVERYTHING, {}, limit=7, offset=offset))["conversation_id"]) for offset in (0, 7)]
    assert pages[0] + pages[1] == list(asked(company, listed(EVERYTHING, {}, limit=14))["conversation_id"])
    assert pages[0][:2] == ["c0299", "c0298"]


def test_a_row_shows_the_customers_first_words(company):
    found = asked(company, some(["c0000"])).iloc[0]
    assert found["words"] == asked(company, transcript("c0000"))["text"].iloc[0]


def test_a_transcript_is_in_order(company):
    turns = asked(company, transcript("c0003"))
    assert list(turns["turn"]) == sorted(turns["turn"])
    assert turns["author_role"].iloc[0] == "customer"


def test_a_conversation_tells_in_which_band_of_each_signal_it_is(company, made):
    for each in made[:40]:
        felt = each["sentiment_end"]
        told = None if felt is None else f"sentiment_end:{'pleased' if felt > 0.1 else 'unhappy' if felt < -0.1 else 'neutral'}"
        assert asked(company, one(each["conversation_id"]))["signals"].iloc[0][2] == told


def test_what_is_not_there_is_no_row(company):
    assert asked(company, one("nobody")).empty
    assert asked(company, transcript("nobody")).empty
    assert asked(company, reasons_of("nobody")).empty
    assert asked(company, evidence_of("nobody", limit=3)).empty


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_value_becomes_sql(company, attack):
    for name in NARROWER:
        if name not in NUMBERS:
            assert count(company, {name: [attack]}) == 0, name
    assert count(company, {}, attack) <= 300
    assert count(company, {}) == 300


def test_many_words_and_long_words_are_cut():
    assert words_of("a " * 50) == ("a",) * 8
    assert words_of("x" * 500) == ("x" * 60,)
