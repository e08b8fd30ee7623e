from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from insights.analysers.deeds import read_deeds, with_deeds
from insights.analysers.features import read_batch
from insights.analysers.knowledge import rankers
from insights.analysers.requests import request_weights
from insights.analysers.weights import DATA, experience_weights, rating_cuts, vocabulary, work_weights
from insights.model import HumanCause, Kind, Reason
from tests.insights.analysers.written import build


def _read(lines):
    reading = read_batch(build(lines), vocabulary())
    return with_deeds(reading, read_deeds(reading))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.npz")), ids=lambda path: path.name)
def test_committed_weights_load_without_pickle(path):
    with np.load(path, allow_pickle=False) as stored:
        assert all(stored[name].dtype != object for name in stored.files)


def test_the_weights_are_small_enough_for_a_repository():
    assert sum(path.stat().st_size for path in DATA.glob("*.npz")) < 6_000_000


def test_the_judges_carry_their_name_and_version():
    assert (work_weights().judge, experience_weights().judge) == ("local-work 2", "local-experience 3")


def test_the_judges_answer_every_question():
    assert work_weights().outputs == (*Kind, *(f"{kind}_alone" for kind in Kind), *HumanCause)
    assert request_weights().outputs == ("request", "request_alone")
    assert experience_weights().outputs == ("resolved", "confirmed", "pending", "rating", *(reason.value for reason in Reason))


def test_the_weights_fit_the_features_that_the_code_makes():
    reading = _read(["c: hello", "a: hi"])
    for linear in (work_weights(), request_weights(), experience_weights()):
        assert linear.lexical.shape[:2] == (len(reading.fields), len(vocabulary()))
        assert len(linear.dense) == len(linear.centre) == len(linear.numbers)
        assert set(linear.numbers) <= set(reading.numbers)


def test_a_judge_takes_its_numbers_by_name_wherever_they_stand():
    reading = _read(["c: How do I reset my password?", "a: Click on Forgot password.", "c: That worked, thank you!"])
    shuffled = {"unheard_of": np.full(1, 9.0)} | dict(reversed(reading.numbers.items()))
    for linear in (work_weights(), request_weights(), experience_weights()):
        assert (linear.scores(replace(reading, numbers=shuffled)) == linear.scores(reading)).all()


def test_the_cuts_between_ratings_rise():
    cuts = rating_cuts()
    assert cuts.noise > 0
    assert (np.diff(cuts.likely) > 0).all()
    assert (np.diff(cuts.stated) > 0).all()


def test_the_rankers_are_complete():
    assert set(rankers()) == {"article", "tool", "tools", "gap", "informational", "personalised", "action"}
