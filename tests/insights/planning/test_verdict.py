from insights.metrics import Meaning
from insights.planning.records import Ladder, Rung
from insights.planning.verdict import text, verdict


def climbed(eligible=1000, today=0.22, potential=0.58):
    rungs = (Rung("today", "Today", today, today, today, today, 0, 0, 0),)
    return Ladder(today, potential, 0.51, 0.64, eligible, rungs)


def said(*, ladder=None, cx_score=0.71, scored=900, gains=(5, 4, 4, 3, 2), bot_replied=True):
    return text(verdict(ladder or climbed(), cx_score, scored, gains, bot_replied=bot_replied)).replace("\u00a0", " ")


def test_the_verdict_with_everything_known():
    assert said() == (
        "An AI agent could resolve 58 % (51 to 64) of your conversations; today 22 % are. Customers rate 71 % of conversations 4 or 5. "
        "The first five actions get you 50 % of the way."
    )


def test_one_action_is_said_in_the_singular():
    assert said(gains=(9,)).endswith("The first action gets you 25 % of the way.")


def test_no_action_is_not_mentioned():
    assert said(gains=()).endswith("4 or 5.")
    assert said(gains=(0.0, 0.0)).endswith("4 or 5.")
    assert said(ladder=climbed(eligible=12)).endswith("4 or 5.")


def test_no_bot_is_said_and_not_shown_as_zero():
    assert "; today no bot answers any. Customers" in said(ladder=climbed(today=0.0), bot_replied=False)


def test_too_few_requests_are_said():
    assert said(ladder=climbed(eligible=12)).startswith(
        "12 conversations with a request are too few to be sure: an AI agent could resolve roughly 58 % (51 to 64) of them."
    )


def test_no_request_at_all_is_said():
    assert said(ladder=climbed(eligible=0), gains=()).startswith("None of these conversations holds a request")


def test_too_few_scored_are_said():
    assert "Too few conversations could be scored" in said(cx_score=0.5, scored=4)
    assert "Too few conversations could be scored" in said(cx_score=None, scored=0)


def test_numbers_carry_their_meaning_and_their_metric():
    parts = verdict(climbed(), 0.71, 900, (30,), bot_replied=True)
    assert [(part.text.replace("\u00a0", " "), part.meaning, part.metric) for part in parts if part.metric] == [
        ("58 %", Meaning.AUTOMATION, "automation_potential"),
        ("22 %", Meaning.NEUTRAL, "automation_today"),
        ("71 %", Meaning.GOOD, "cx_score"),
    ]
