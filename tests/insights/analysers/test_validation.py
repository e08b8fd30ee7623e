from __future__ import annotations

from insights.analysers.validation import EXAM, VALIDATIONS, WEIGHTS, fingerprint
from insights.analysers.weights import experience_weights, work_weights


def test_the_figures_were_measured_with_the_committed_weights():
    assert fingerprint() == WEIGHTS


def test_every_figure_lies_in_its_interval():
    assert [each for each in VALIDATIONS if not -1 <= each.low <= each.value <= each.high <= 1] == []


def test_every_judge_that_ships_is_validated_on_companies_and_on_data_from_elsewhere():
    judges = {work_weights().judge, experience_weights().judge}
    assert {each.judge for each in VALIDATIONS if each.data is EXAM} == judges
    assert {each.judge for each in VALIDATIONS if each.data is not EXAM} == judges


def test_no_figure_stands_twice():
    assert len({(each.question, each.measure, each.data.name) for each in VALIDATIONS}) == len(VALIDATIONS)
