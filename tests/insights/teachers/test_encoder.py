from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from insights.errors import UnusableSetting
from insights.teachers.encoder import Teacher, installed
from tests.insights.teachers.folders import REAL, WHY, folder

HAVE = importlib.util.find_spec("fastembed") is not None
with_package = pytest.mark.skipif(not HAVE, reason="needs fastembed")
with_teacher = pytest.mark.skipif(not (HAVE and Path(REAL).is_dir() and REAL), reason=WHY)


def test_without_the_package_the_hint_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "fastembed", None)
    with pytest.raises(UnusableSetting, match="needs the package fastembed") as problem:
        Teacher.load(folder(tmp_path / "any"))
    assert "requirements-teacher.txt" in problem.value.hint
    assert not installed()


@with_package
def test_a_folder_that_is_missing_is_told(tmp_path):
    with pytest.raises(UnusableSetting, match="The teacher's folder nowhere does not exist"):
        Teacher.load(tmp_path / "nowhere")


@with_package
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"config_json": None}, "holds no config.json"),
        ({"tokenizer_json": None}, "holds no tokenizer.json"),
        ({"model_onnx": None}, "holds no model.onnx"),
        ({"tokenizer_json": '{"model": {'}, "tokenizer.json in the folder mine is damaged"),
        ({"config_json": "\x00\x01"}, "config.json in the folder mine is damaged"),
        ({"config_json": '{"image_size": 224}'}, "something else than a sentence encoder"),
        ({"config_json": "[]"}, "something else than a sentence encoder"),
        ({}, "mine is damaged: it cannot be loaded"),
        ({"tokenizer_config_json": "{}"}, "mine is damaged: it cannot be loaded"),
        ({"config_json": '{"hidden_size": "many"}'}, "config.json in the folder mine is damaged"),
    ],
    ids=str,
)
def test_a_damaged_folder_is_told_with_a_way_on(tmp_path, changed, said):
    with pytest.raises(UnusableSetting, match=said) as problem:
        Teacher.load(folder(tmp_path / "mine", **changed))
    assert problem.value.hint


@with_teacher
def test_a_teacher_tells_what_sentences_mean():
    teacher = Teacher.load(Path(REAL))
    texts = ["I want my money back", "", "please refund me", "how do I get to the station", "\ud800 broken"]
    vectors = teacher.encode(texts)
    assert (teacher.name, vectors.dtype, vectors.shape) == (Path(REAL).name, np.float32, (5, teacher.dimensions))
    assert not vectors[1].any()
    assert np.allclose(np.linalg.norm(vectors[[0, 2, 3, 4]], axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[2] > vectors[0] @ vectors[3] + 0.2
    assert np.allclose(vectors[[3, 0]], teacher.encode([texts[3], texts[0]]), atol=1e-5)
    assert teacher.encode([]).shape == (0, teacher.dimensions)


@with_teacher
def test_a_folder_of_any_name_can_be_a_teacher(tmp_path):
    copied = shutil.copytree(REAL, tmp_path / "our own")
    teacher = Teacher.load(copied)
    assert (teacher.name, teacher.encode(["hello"]).shape) == ("our own", (1, teacher.dimensions))


@with_teacher
def test_a_model_that_was_cut_off_is_told(tmp_path):
    copied = shutil.copytree(REAL, tmp_path / "cut")
    (copied / "model.onnx").chmod(0o600)
    (copied / "model.onnx").write_bytes((Path(REAL) / "model.onnx").read_bytes()[:100_000])
    with pytest.raises(UnusableSetting, match="cut is damaged"):
        Teacher.load(copied)


@with_teacher
def test_a_folder_with_the_files_of_another_model_is_told(tmp_path):
    copied = shutil.copytree(REAL, tmp_path / "mixed")
    said = json.loads((copied / "config.json").read_text()) | {"hidden_size": 768}
    (copied / "config.json").chmod(0o600)
    (copied / "config.json").write_text(json.dumps(said))
    with pytest.raises(UnusableSetting, match="mixed is another than its config"):
        Teacher.load(copied)
