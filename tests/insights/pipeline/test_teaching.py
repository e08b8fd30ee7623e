from __future__ import annotations

import pytest

from insights.errors import UnusableSetting
from insights.pipeline import teaching
from insights.store.control import Control
from tests.insights.teachers.folders import folder


@pytest.fixture
def desk(tmp_path, monkeypatch):
    monkeypatch.delenv(teaching.VARIABLE, raising=False)
    control = Control(tmp_path)
    return tmp_path, control, control.create_workspace("Mine").id


def said(control, workspace):
    return [(event.payload["name"], event.payload["value"]) for event in control.events(workspace)]


def test_without_a_choice_the_built_in_judge_is_alone(desk):
    home, control, workspace = desk
    assert teaching.chosen(control.events(workspace)) == "built-in"
    assert teaching.lesson(home, control.events(workspace)) == teaching.Lesson()


def test_the_workspace_speaks_before_the_environment(desk, monkeypatch):
    home, control, workspace = desk
    monkeypatch.setenv(teaching.VARIABLE, "/somewhere")
    assert teaching.chosen(control.events(workspace)) == "/somewhere"
    teaching.choose(home, workspace, "built-in")
    assert teaching.chosen(control.events(workspace)) == "built-in"


@pytest.mark.parametrize("word", ["nobody", "all-MiniLM-L6-v2", "/nowhere/at/all"])
def test_a_teacher_that_is_not_here_is_not_chosen(desk, word):
    home, control, workspace = desk
    with pytest.raises(UnusableSetting):
        teaching.choose(home, workspace, word)
    assert said(control, workspace) == []


def test_a_damaged_folder_is_not_chosen(desk):
    home, control, workspace = desk
    with pytest.raises(UnusableSetting):
        teaching.choose(home, workspace, str(folder(home / "damaged")))
    assert said(control, workspace) == []


def test_a_folder_that_went_away_is_told_and_the_built_in_judge_goes_on(desk, monkeypatch):
    home, control, workspace = desk
    monkeypatch.setenv(teaching.VARIABLE, str(home / "gone"))
    events = control.events(workspace)
    found = teaching.lesson(home, events)
    assert found.teacher is None
    assert found.problem == teaching.missing(home, events) == f"There is no teacher at {home / 'gone'}."


def test_nothing_is_downloaded_unless_somebody_agreed(desk, monkeypatch):
    home, control, workspace = desk
    monkeypatch.setenv(teaching.VARIABLE, "all-MiniLM-L6-v2")
    assert teaching.lesson(home, control.events(workspace)).problem == "The teacher all-MiniLM-L6-v2 is not on this machine."
    assert not (home / "teachers").exists()


def test_an_agreement_is_kept_as_an_event_and_can_be_taken_back(desk):
    home, control, workspace = desk
    teaching.choose(home, workspace, "all-MiniLM-L6-v2", download=True)
    assert said(control, workspace) == [("teacher_folder", "all-MiniLM-L6-v2"), ("teacher_download", True)]
    assert teaching.agreed(control.events(workspace))
    teaching.choose(home, workspace, "built-in")
    assert not teaching.agreed(control.events(workspace))
