from __future__ import annotations

from insights.analysers.weights import work_weights
from insights.analysers.work.confusion import work_confusion
from insights.model import Kind


def test_the_confusion_is_that_of_the_committed_judge():
    assert work_confusion().judge == work_weights().judge
    assert [errors.kind for errors in work_confusion().kinds] == [kind.value for kind in Kind]


def test_the_confusion_of_each_kind_agrees_with_itself():
    for place, errors in enumerate(work_confusion().kinds):
        assert errors.truly[place] == errors.precision
        assert errors.missed < errors.share < errors.precision
        seen = sum(each.conversations for each in errors.bins)
        assert abs(sum(each.share * each.conversations for each in errors.bins) / seen - errors.share) < 0.001


def test_the_chances_of_the_judge_are_calibrated_on_companies_that_it_had_not_seen():
    assert all(errors.calibration_error < 0.04 for errors in work_confusion().kinds)
