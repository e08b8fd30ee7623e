import csv
import io
from datetime import datetime

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as some

from insights.reports.csv import csv_bytes

STARTS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1+1", '=HYPERLINK("http://evil.example")', "=cmd|' /C calc'!A0"]


def read(data):
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("text", STARTS)
def test_a_text_that_starts_like_a_formula_is_made_text(text):
    assert read(csv_bytes(pd.DataFrame({"quote": [text]})))[1] == ["'" + text]


@pytest.mark.parametrize("text", STARTS)
def test_headers_and_entries_of_lists_are_neutralised_too(text):
    found = read(csv_bytes(pd.DataFrame({text: [[text, "b"], ["a", text]]})))
    assert found == [["'" + text], ["'" + f"{text}; b"], [f"a; {text}"]]


def test_numbers_keep_their_sign():
    frame = pd.DataFrame({"points": [-1.5, 2.0], "count": [-3, 4], "mixed": [-1, "-1"]})
    assert read(csv_bytes(frame)) == [["points", "count", "mixed"], ["-1.5", "-3", "-1"], ["2.0", "4", "'-1"]]


def test_ordinary_texts_are_untouched():
    texts = ["5 - 3", "a=b", "me@example.org", "Ärger, „Zitat“", 'two\nlines "quoted"', ""]
    assert [row[0] if row else "" for row in read(csv_bytes(pd.DataFrame({"text": texts, "n": 1})))[1:]] == texts


def test_the_file_starts_with_a_byte_order_mark_and_holds_utf_8():
    data = csv_bytes(pd.DataFrame({"name": ["Zoë 東京"]}))
    assert data.startswith(b"\xef\xbb\xbf")
    assert "Zoë 東京" in data.decode("utf-8-sig")


def test_missing_values_times_and_arrays():
    frame = pd.DataFrame({"text": ["a", None], "at": [datetime(2025, 3, 1, 9), pd.NaT], "n": [1.0, np.nan], "tools": [np.array(["x", "y"]), None]})
    assert read(csv_bytes(frame))[1:] == [["a", "2025-03-01 09:00:00", "1.0", "x; y"], ["", "", "", ""]]


def test_an_empty_frame_has_its_header():
    assert read(csv_bytes(pd.DataFrame({"a": [], "b": []}))) == [["a", "b"]]


def test_the_frame_given_is_not_changed():
    frame = pd.DataFrame({"quote": ["=1"]})
    csv_bytes(frame)
    assert frame["quote"].tolist() == ["=1"]


def test_two_columns_of_the_same_name_stay_two():
    frame = pd.DataFrame([["=1", "b"]], columns=["same", "same"])
    assert read(csv_bytes(frame)) == [["same", "same"], ["'=1", "b"]]


@given(some.text(max_size=40))
def test_no_text_is_a_formula_in_the_first_cell(text):
    cell = read(csv_bytes(pd.DataFrame({"n": [1], "quote": [text]})))[1][1]
    assert not cell.lstrip().startswith(("=", "+", "-", "@"))
    assert cell.removeprefix("'").replace("\r\n", "\n").replace("\r", "\n") in {
        text.replace("\r\n", "\n").replace("\r", "\n"),
        text.removeprefix("'").replace("\r\n", "\n").replace("\r", "\n"),
    }


def test_a_spreadsheet_made_from_the_file_has_no_live_formula():
    book = openpyxl.Workbook()
    for row in read(csv_bytes(pd.DataFrame({"quote": [text for text in STARTS if "\t" not in text]}))):
        book.active.append(row)
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} == {"s"}
