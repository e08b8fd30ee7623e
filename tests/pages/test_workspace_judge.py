from __future__ import annotations

from insights.pipeline import teaching
from insights.store.control import Control


def words(app) -> str:
    return " ".join(str(each.value) for each in (*app.markdown, *app.subheader, *app.caption)).replace("\\", "")


def chosen(home) -> str:
    control = Control(home)
    return teaching.chosen(control.events(control.workspaces()[0].id))


def test_the_judge_in_use_and_the_one_chosen_are_told(open_page, monkeypatch):
    monkeypatch.delenv(teaching.VARIABLE, raising=False)
    app = open_page("sample", "workspace")
    assert not app.exception
    assert "**Chosen** built-in" in words(app)


def test_a_folder_that_is_not_there_is_not_chosen(open_page, homes, monkeypatch):
    monkeypatch.delenv(teaching.VARIABLE, raising=False)
    app = open_page("sample", "workspace")
    app.radio(key="teacher_kind").set_value("A folder on this machine").run()
    app.text_input(key="teacher_folder").set_value("/nowhere/at/all").run()
    app.button(key="teacher_use").click().run()
    assert "There is no teacher at /nowhere/at/all" in words(app)
    assert chosen(homes["sample"]) == "built-in"


def test_a_download_says_what_comes_from_where_and_is_off(open_page, monkeypatch):
    monkeypatch.delenv(teaching.VARIABLE, raising=False)
    app = open_page("sample", "workspace").radio(key="teacher_kind").set_value("all-MiniLM-L6-v2").run()
    switch = app.toggle(key="teacher_agreed_all-MiniLM-L6-v2")
    assert not switch.value
    assert switch.label == "Download it once: 90 MB from huggingface.co/Qdrant/all-MiniLM-L6-v2-onnx, licence Apache-2.0"
    app.button(key="teacher_use").click().run()
    assert "is not on this machine" in words(app)


def test_a_chosen_teacher_that_went_away_is_told(open_page, monkeypatch, tmp_path):
    monkeypatch.setenv(teaching.VARIABLE, str(tmp_path / "gone"))
    app = open_page("sample", "workspace")
    assert not app.exception
    assert "Until then the built-in judge goes on." in words(app)
