from dataclasses import replace
from datetime import date, timedelta

from insights.planning.answers import missing, not_counted, notes, sentence, short, told
from insights.planning.difference import Rate
from insights.planning.effect import Answer
from insights.planning.outcomes import gained
from tests.insights.planning.test_effect import DONE, OTHERS, cells, season_cells
from tests.insights.planning.test_outcomes import NOWHERE, ONE, brought, done, places


def plain(text):
    return text.replace("\u00a0", " ")


def test_what_worked_names_the_rate_the_part_and_the_interval():
    (one,) = brought(done(("a", "t1", DONE)), cells(ONE), places(("a", "t1", "t1-a", 9)))
    said = plain(sentence(one))
    assert said.startswith("It worked: the automation rate of Topic 1 › Part A rose 33.4 points")
    assert "more than that of untouched topics (+27.5 to +39.3)." in said
    assert short(one) == "It worked"


def test_what_got_worse_fell():
    (one,) = brought(done(("a", "t1", DONE)), cells({"t1": (0.6, 0.2), **OTHERS}), NOWHERE)
    assert plain(sentence(one)).startswith("It got worse: the automation rate of Topic 1 fell ")


def test_no_effect_is_said_with_its_interval():
    (one,) = brought(done(("a", "t2", DONE)), cells(ONE), NOWHERE)
    assert sentence(one).startswith("No effect seen: chance and the ways of topics explain ")


def test_the_same_swing_a_year_earlier_is_the_reason_for_no_effect():
    rates = {"t1": (0.3, 0.6, 30), **OTHERS}
    (one,) = brought(done(("a", "t1", DONE)), season_cells(rates, rates), NOWHERE)
    assert sentence(one).startswith("No effect seen: a year earlier the same weeks show the same swing (+")


def test_too_little_says_how_long_to_wait_and_why_waiting_may_not_help():
    days = cells(ONE)
    (soon,) = brought(done(("a", "t1", DONE)), days[days["day"] < DONE + timedelta(days=10)], NOWHERE)
    assert short(soon) == "Not enough data yet: about 4 more days"
    late = days[(days["topic_id"] != "t1") | (days["day"] >= DONE - timedelta(days=1))]
    (never,) = brought(done(("a", "t1", DONE)), late, NOWHERE)
    assert missing(never) == "Not enough data: ten conversations before it was done, and 20 are needed; waiting adds none."


def test_data_that_end_before_it_say_when():
    (one,) = brought(done(("a", "t1", date(2026, 9, 1))), cells(ONE), NOWHERE)
    assert plain(sentence(one)) == "The data end on 21 Jun 2026, before it was done: import newer conversations to see what it brought."


def test_a_merged_topic_a_season_and_a_hole_are_told_beside_the_answer():
    days = cells({"t1": (0.2, 0.6, 30), **OTHERS})
    hole = (days["day"] >= DONE + timedelta(days=14)) & (days["day"] < DONE + timedelta(days=28))
    (one,) = brought(done(("a", "t1", DONE)), days[~hole], NOWHERE, {"a": "Old one"}.items())
    merged, volume, gap = notes(one)
    assert merged == "Its topic “Old one” was merged away; it is measured on Topic 1, which holds those conversations now."
    assert volume.startswith("Beside the others its volume is 3.0 times what it was")
    assert gap.startswith("14 days of these weeks hold no conversation at all")


def test_what_does_not_count_says_why():
    found = brought(done(("a", "t1", DONE), ("b", "t1", DONE + timedelta(weeks=1)), ("c", "t2", DONE)), cells(ONE), NOWHERE)
    total = gained(found, Rate.AUTOMATION)
    (winner,) = total.actions
    left = {one.action_id: why for one, why in not_counted(found, Rate.AUTOMATION, total)}
    assert left == {
        ({"a", "b"} - {winner.action_id}).pop(): f"on the same topic as “{winner.title}”, which gained more",
        "c": "no effect seen",
    }


def test_how_many_worked_is_counted_in_words():
    (one,) = brought(done(("a", "t1", DONE)), cells(ONE), NOWHERE)
    waits = replace(one, effects={one.rate: replace(one.effect, answer=Answer.NOT_ENOUGH)})
    assert told((one, waits, waits)) == "one worked, two wait for data"


def test_what_was_done_on_the_same_topic_meanwhile_cannot_be_told_apart():
    found = brought(done(("a", "t1", DONE), ("b", "t1", DONE + timedelta(weeks=1)), ("c", "t2", DONE)), cells(ONE), NOWHERE)
    said = {one.action_id: notes(one) for one in found}
    assert said["a"] == ["“B” was done on the same topic in these weeks: what is measured came of all of them."]
    assert said["c"] == []
