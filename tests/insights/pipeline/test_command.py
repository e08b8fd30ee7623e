from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest

from insights.__main__ import main
from insights.store.home import PROJECT
from tests.insights.pipeline.company import lines, native, records
from tests.insights.store.test_outcome import COLUMNS

ARTICLES = '{"id": "a1", "title": "Reset your password", "body": "Choose forgot password on the login page."}\n'
TOOLS = '{"name": "get_order", "description": "Look up an order and its parcel", "type": "read", "available": true}\n'


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("command")
    (folder / "articles.jsonl").write_text(ARTICLES)
    (folder / "tools.jsonl").write_text(TOOLS)
    bad = b'{"conversation_id": "bad", "messages": []}\n'
    (folder / "mine.jsonl").write_bytes(lines(records(60)) + bad)
    words = ["analyse", "mine.jsonl", "--articles", "articles.jsonl", "--tools", "tools.jsonl", "--out", "out"]
    ended = subprocess.run(
        [sys.executable, "-m", "insights", *words], cwd=folder, env={"PYTHONPATH": str(PROJECT)}, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    return folder, ended


@pytest.mark.parametrize("name", COLUMNS)
def test_every_table_has_its_agreed_columns(made, name):
    assert list(pd.read_parquet(made[0] / "out" / f"{name}.parquet").columns) == COLUMNS[name].split()


def test_every_conversation_is_there_once_and_every_other_row_is_a_reject(made):
    found = pd.read_parquet(made[0] / "out" / "conversations.parquet")
    assert sorted(found["conversation_id"]) == [f"c{number:05d}" for number in range(60)]
    rejects = pd.read_parquet(made[0] / "out" / "rejects.parquet")
    assert list(rejects.columns) == ["file", "row", "reason", "raw"]
    assert rejects[["file", "row"]].to_numpy().tolist() == [["mine.jsonl", 61]]


def test_the_summary_has_every_number_with_its_interval_and_denominator(made):
    said = json.loads((made[0] / "out" / "summary.json").read_text())
    assert (said["conversations"], said["rows"], said["rejected_rows"]) == (60, 61, 1)
    score = said["metrics"]["cx_score"]
    assert 0 <= score["low"] <= score["value"] <= score["high"] <= 1
    assert 0 < score["denominator"] <= 60
    assert set(said["versions"]) == {"topic", "work", "experience"}
    assert {"reading", "judging", "topics", "planning"} <= set(said["seconds"])


def test_progress_goes_to_stderr_and_the_summary_to_stdout(made):
    _, ended = made
    assert "60 conversations from 61 rows; 1 row rejected" in ended.stdout
    assert "Reading mine.jsonl" in ended.stderr
    assert "\r" not in ended.stderr


def test_the_same_input_gives_the_same_tables(made, tmp_path):
    folder, _ = made
    again = main(
        [
            "analyse",
            str(folder / "mine.jsonl"),
            "--articles",
            str(folder / "articles.jsonl"),
            "--tools",
            str(folder / "tools.jsonl"),
            "--out",
            str(tmp_path),
        ]
    )
    assert again == 0
    for name in COLUMNS:
        assert (tmp_path / f"{name}.parquet").read_bytes() == (folder / "out" / f"{name}.parquet").read_bytes()


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_other_formats_have_the_same_rows(tmp_path, form):
    made = records(10)
    made[0]["subject"] = "=1+1"
    made[0]["customer_id"] = "=cmd"
    (tmp_path / "mine.jsonl").write_bytes(lines(made))
    assert main(["analyse", str(tmp_path / "mine.jsonl"), "--out", str(tmp_path / "out"), "--format", form]) == 0
    text = (tmp_path / "out" / f"conversations.{form}").read_text(encoding="utf-8-sig")
    assert text.count("c0000") == 10
    assert ("'=cmd" in text) == (form == "csv")


@pytest.mark.parametrize("words", [["missing.jsonl"], ["empty.jsonl"], ["picture.csv"], ["good.jsonl", "--teacher", "nobody"]], ids=" ".join)
def test_what_cannot_be_used_ends_with_2_and_a_hint(tmp_path, monkeypatch, capsys, words):
    monkeypatch.chdir(tmp_path)
    native(tmp_path / "good.jsonl", 3)
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    assert main(["analyse", *words]) == 2
    assert "Hint: " in capsys.readouterr().err


def test_a_workspace_folder_keeps_what_was_done_and_takes_no_file_twice(tmp_path, capsys):
    path = native(tmp_path / "mine.jsonl", 10)
    for _ in range(2):
        assert main(["analyse", str(path), "--workspace", str(tmp_path / "home")]) == 0
    assert capsys.readouterr().out.count("10 conversations from 10 rows") == 2


def test_a_folder_of_files_is_read_as_one(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    native(tmp_path / "in" / "a.jsonl", 10)
    native(tmp_path / "in" / "b.jsonl", 10, start=10)
    assert main(["analyse", str(tmp_path / "in")]) == 0
    assert "20 conversations" in capsys.readouterr().out


def test_a_small_file_with_bad_rows_is_read_and_every_bad_row_is_named(tmp_path, capsys):
    sample = PROJECT / "tests" / "insights" / "sources" / "samples" / "messages.csv"
    assert main(["analyse", str(sample), "--out", str(tmp_path), "--format", "jsonl"]) == 0
    said = capsys.readouterr()
    assert "2 of 7 rows cannot be imported" in said.err
    assert "2 conversations from 7 rows; 2 rows rejected; 1 topic." in said.out
    rejects = [json.loads(line) for line in (tmp_path / "rejects.jsonl").read_text().splitlines()]
    assert len(rejects) == 2
    assert all(row["reason"] and row["row"] for row in rejects)
