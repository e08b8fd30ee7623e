import numpy as np
import pandas as pd
import pytest

from insights.planning.labels import RESOLUTION, RESOLUTIONS, WORK, kinds_code
from insights.planning.learning import learn, learn_label, wrong_share
from tests.insights.planning.judges import answers, kinds, resolutions

NOBODY = pd.DataFrame({"conversation_id": [], "label": [], "value": [], "how": []})


def picked(rows, count, seed=0):
    return np.random.default_rng(seed).permutation(np.flatnonzero(rows))[:count]


def agreement(values, truth, without):
    return float((np.asarray(values)[~without] == np.asarray(truth)[~without]).mean())


def gain(judged, truth, rows, found):
    """Held-out agreement after less before, in points."""
    without = np.zeros(len(judged), dtype=bool)
    without[rows] = True
    codes = np.array([RESOLUTIONS.index(each) for each in truth])
    now = RESOLUTION.now(judged, found.lesson) if found.lesson else RESOLUTION.said(judged)
    return 100 * (agreement(now, codes, without) - agreement(RESOLUTION.said(judged), codes, without))


def test_corrections_of_a_bias_move_the_others_the_right_way():
    """The judge says assumed where people say unresolved; only what is wrong is corrected."""
    judged, truth = resolutions(off=1.5)
    wrong = picked((judged["resolution"] == "assumed") & (truth == "unresolved"), 25)
    found = learn_label(RESOLUTION, judged, answers(judged, truth, wrong, "resolution"))
    assert (found.count, found.wrong, found.missing) == (25, 25, 0)
    assert found.lesson.rules["solved"].shift < 0
    assert found.lesson.lost == "unresolved"
    assert found.moved > 50
    assert found.after > found.before
    assert gain(judged, truth, wrong, found) > 3


@pytest.mark.parametrize("seed", range(5))
def test_blind_answers_find_the_same_bias(seed):
    judged, truth = resolutions(off=1.5, seed=seed)
    rows = picked(np.ones(len(judged), dtype=bool), 100, seed)
    found = learn_label(RESOLUTION, judged, answers(judged, truth, rows, "resolution", "check"))
    assert gain(judged, truth, rows, found) > 2


@pytest.mark.parametrize("seed", range(8))
def test_random_corrections_change_nothing(seed):
    judged, _ = resolutions(seed=seed)
    chance = np.random.default_rng(100 + seed)
    rows = picked(np.ones(len(judged), dtype=bool), 30, seed)
    noise = judged["resolution"].to_numpy(dtype=object).copy()
    for row in rows:
        noise[row] = chance.choice([each for each in RESOLUTIONS if each != noise[row]])
    found = learn_label(RESOLUTION, judged, answers(judged, noise, rows, "resolution"))
    assert (found.lesson, found.moved) == (None, 0)
    assert found.after == found.before


def test_corrections_of_a_judge_who_errs_as_often_as_it_says_change_nothing():
    judged, truth = resolutions()
    rows = picked(judged["resolution"].to_numpy(dtype=object) != truth, 40)
    assert learn_label(RESOLUTION, judged, answers(judged, truth, rows, "resolution")).lesson is None


def test_confirmations_alone_change_nothing():
    judged, _ = resolutions(off=1.5)
    rows = picked(np.ones(len(judged), dtype=bool), 60)
    found = learn_label(RESOLUTION, judged, answers(judged, judged["resolution"].to_numpy(dtype=object), rows, "resolution", "confirmed"))
    assert (found.count, found.wrong, found.lesson) == (60, 0, None)


def test_every_answer_in_one_direction_does_not_turn_every_label():
    judged, _ = resolutions()
    rows = picked(judged["resolution"] != "unresolved", 40)
    found = learn_label(RESOLUTION, judged, answers(judged, np.full(len(judged), "unresolved", dtype=object), rows, "resolution"))
    sure = judged["p_resolved"] > 0.95
    assert sure.sum() > 50
    assert (RESOLUTION.now(judged, found.lesson)[sure] <= 1).all()


def test_too_few_answers_teach_nothing_and_say_how_many_are_missing():
    judged, truth = resolutions(off=1.5)
    found = learn_label(RESOLUTION, judged, answers(judged, truth, np.arange(13), "resolution"))
    assert (found.missing, found.lesson, found.before) == (7, None, None)


def test_answers_about_conversations_that_are_gone_or_values_that_are_none_do_not_count():
    judged, truth = resolutions(off=1.5)
    said = answers(judged, truth, np.arange(20), "resolution")
    gone, odd = said.assign(conversation_id=[f"x{number}" for number in range(20)]), said.assign(value="solved")
    assert learn_label(RESOLUTION, judged, pd.concat([gone, odd])).count == 0


def test_nobody_said_anything():
    judged, _ = resolutions(30)
    assert [(one.label, one.count, one.missing) for one in learn(judged, NOBODY)] == [("resolution", 0, 20), ("kinds", 0, 20)]


def test_kinds_of_work_are_learnt_too():
    judged, truth = kinds(off=1.8)
    rows = picked(np.ones(len(judged), dtype=bool), 100)
    found = learn_label(WORK, judged, answers(judged, truth, rows, "kinds", "check"))
    codes, without = np.array([kinds_code(each) for each in truth]), np.zeros(len(judged), dtype=bool)
    without[rows] = True
    assert found.lesson.rules["action"].shift < -0.5
    assert agreement(WORK.now(judged, found.lesson), codes, without) > agreement(WORK.said(judged), codes, without) + 0.02


def test_the_same_answers_in_any_order_teach_the_same():
    judged, truth = resolutions(off=1.5)
    said = answers(judged, truth, picked(np.ones(len(judged), dtype=bool), 100), "resolution", "check")
    shuffled = judged.sample(frac=1, random_state=1).reset_index(drop=True)
    assert learn_label(RESOLUTION, judged, said) == learn_label(RESOLUTION, shuffled, said.iloc[::-1])


def test_how_often_the_judge_errs_is_its_own_expectation_until_somebody_answers_blind():
    sure, ones = np.full(400, 0.7), np.ones(20)
    assert wrong_share(ones > 0, ones, ones < 0, sure) == pytest.approx(0.3)
    assert wrong_share(ones > 0, ones, ones > 0, sure) == pytest.approx(0.65)


def test_who_corrects_everything_that_is_wrong_does_not_turn_what_is_right():
    """Two of five pending ones are wrong, and all of those are corrected; the judge is right elsewhere and expects to be wrong in a quarter."""
    judged, _ = resolutions(1_000)
    judged["resolution_confidence"] = np.where(judged["resolution"] == "pending", 0.75, 0.7)
    truth = judged["resolution"].to_numpy(dtype=object).copy()
    pending = np.flatnonzero(judged["resolution"] == "pending")
    wrong = pending[np.arange(len(pending)) % 5 < 2]
    truth[wrong] = "unresolved"
    found = learn_label(RESOLUTION, judged, answers(judged, truth, wrong, "resolution"))
    assert len(wrong) > 50
    assert gain(judged, truth, wrong, found) == 0
