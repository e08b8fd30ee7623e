import numpy as np
import pandas as pd

from insights.planning.labels import (
    KINDS,
    NOTHING,
    RESOLUTION,
    RESOLUTIONS,
    WORK,
    Lesson,
    kinds_code,
    kinds_now,
    kinds_of,
    kinds_said,
    kinds_sure,
    resolution_code,
    resolution_now,
    resolution_questions,
    resolution_said,
    sides,
)
from insights.planning.shifts import Rule
from tests.insights.planning.judges import blank, kinds, resolutions

CONFIRMED, ASSUMED, UNRESOLVED, PENDING = range(4)


def four():
    """Confirmed, assumed, unresolved and pending, and one without a request."""
    return blank(5).assign(
        resolution=[*RESOLUTIONS, None],
        p_resolved=[0.9, 0.6, 0.4, 0.1, np.nan],
        resolution_confidence=[0.8, 0.4, 0.25, 0.8, np.nan],
    )


def named(codes):
    return [RESOLUTIONS[code] if code != NOTHING else None for code in codes]


def test_without_a_rule_every_label_stays():
    judged, _ = resolutions(300)
    assert (resolution_now(judged, Lesson()) == resolution_said(judged)).all()
    work, _ = kinds(300)
    assert (kinds_now(work, Lesson()) == kinds_said(work)).all()


def test_the_chance_of_the_second_question_comes_from_that_of_the_label():
    _, confirmed, pending = resolution_questions(four())
    assert np.round(confirmed.chance[:2], 3).tolist() == [0.889, 0.333]
    assert np.round(pending.chance[2:4], 3).tolist() == [0.583, 0.889]
    assert confirmed.asked.tolist() == [True, True, False, False, False]
    assert pending.asked.tolist() == [False, False, True, True, False]


def test_fewer_are_solved_and_those_are_unresolved_or_what_people_mostly_say():
    fewer = {"solved": Rule(-1.0, 0.7)}
    assert named(resolution_now(four(), Lesson(fewer))) == ["confirmed", "unresolved", "unresolved", "pending", None]
    assert named(resolution_now(four(), Lesson(fewer, lost="pending")))[1] == "pending"


def test_more_are_solved_and_those_are_assumed():
    assert named(resolution_now(four(), Lesson({"solved": Rule(1.0, 0.3)}))) == ["confirmed", "assumed", "assumed", "pending", None]


def test_how_it_was_solved_changes_by_itself():
    assert named(resolution_now(four(), Lesson({"confirmed": Rule(1.0, 0.3)})))[:2] == ["confirmed", "confirmed"]
    assert named(resolution_now(four(), Lesson({"pending": Rule(1.0, 0.5)})))[2:4] == ["pending", "pending"]


def test_what_people_mostly_say_needs_three_more_votes():
    said = np.array([ASSUMED] * 4)
    assert sides(said, np.array([PENDING] * 2 + [UNRESOLVED] * 2), np.ones(4)) == ("assumed", "unresolved")
    assert sides(said, np.array([PENDING] * 4), np.ones(4)) == ("assumed", "pending")


def one_request(said, **chances):
    made = blank(1).assign(**{kind: kind in said for kind in KINDS}, **{f"p_{kind}": chances.get(kind, 0.0) for kind in KINDS})
    return made.assign(p_request=chances.get("request", 0.99))


def now(judged, **rules):
    code = int(kinds_now(judged, Lesson(rules))[0])
    return kinds_of(code) if code != NOTHING else None


def test_a_kind_comes_and_goes_by_its_own_rule():
    work = one_request(["action"], action=0.55, human=0.45)
    assert now(work, human=Rule(0.5, 0.4)) == ["action", "human"]
    assert now(work, action=Rule(-0.5, 0.6), human=Rule(0.5, 0.4)) == ["human"]


def test_a_request_keeps_at_least_one_kind():
    assert now(one_request(["action"], action=0.55), action=Rule(-0.5, 0.6)) == ["action"]


def test_a_request_can_go_and_come_with_its_likeliest_kind():
    assert now(one_request(["action"], action=0.9, request=0.6), request=Rule(-1.0, 0.7)) == []
    assert now(one_request([], action=0.4, human=0.2, request=0.45), request=Rule(0.5, 0.4)) == ["action"]


def test_a_language_that_nobody_reads_stays_as_it_is():
    work = one_request([], request=0.9).assign(not_scored="language")
    assert now(work, request=Rule(1.0, 0.3)) is None


def test_kinds_and_numbers_stand_for_each_other():
    assert kinds_of(kinds_code(["human", "informational"])) == ["informational", "human"]
    assert kinds_code([]) == 0
    assert kinds_code(["refund"]) == kinds_code("action") == kinds_code(None) == NOTHING
    assert resolution_code("solved") == resolution_code(None) == NOTHING


def test_how_sure_the_judge_is_of_all_kinds_together():
    assert np.round(kinds_sure(one_request(["action"], action=0.9, human=0.2, request=0.5)), 3).tolist() == [0.36]
    assert np.round(kinds_sure(one_request([], request=0.1)), 3).tolist() == [0.9]


def test_every_truth_answers_the_questions_of_its_label():
    judged = pd.concat([four(), blank(1)])
    for label in (RESOLUTION, WORK):
        assert [each.name for each in label.questions(judged)] == list(label.truths(np.array([0])))
