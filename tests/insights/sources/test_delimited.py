"""Bad CSV files: each is right row for row, or the row is rejected with its line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import FileTooLarge, InsightsError, MissingColumns, NothingToImport, UnreadableFile
from insights.model import Role
from insights.sources import LIMITS, look
from tests.insights.sources.files import SMALL, parts, reasons, words, written

HEADER = "conversation_id,author_role,text\n"

# Name: content, texts by conversation, rejected (line, reason), rows in the file.
CASES = {
    "plain": (HEADER + "1,customer,hi\n1,agent,yo\n", {"1": ["hi", "yo"]}, [], 2),
    "byte order mark": ("\ufeff" + HEADER + "1,customer,hi\n", {"1": ["hi"]}, [], 1),
    "utf-16 little endian": (("\ufeff" + HEADER + "1,customer,größer\n").encode("utf-16-le"), {"1": ["größer"]}, [], 1),
    "utf-16 big endian": (("\ufeff" + HEADER + "1,customer,größer\n").encode("utf-16-be"), {"1": ["größer"]}, [], 1),
    "utf-16 without a mark": ((HEADER + "1,customer,hello\n").encode("utf-16-le"), {"1": ["hello"]}, [], 1),
    "windows-1252": ((HEADER + "1,customer,größer – “so”\n").encode("cp1252"), {"1": ["größer – “so”"]}, [], 1),
    "mixed encodings": (
        HEADER.encode() + "1,customer,größer\n".encode() + "2,customer,größer\n".encode("cp1252"),
        {"1": ["größer"], "2": ["größer"]},
        [],
        2,
    ),
    "NULs": (HEADER + "1,customer,h\x00i\x00\n", {"1": ["hi"]}, [], 1),
    "old Mac line ends": (HEADER.replace("\n", "\r") + "1,customer,hi\r1,agent,yo\r", {"1": ["hi", "yo"]}, [], 2),
    "Windows line ends": (HEADER.replace("\n", "\r\n") + "1,customer,hi\r\n", {"1": ["hi"]}, [], 1),
    "no line end at the end": (HEADER + "1,customer,hi", {"1": ["hi"]}, [], 1),
    "semicolons": ("conversation_id;author_role;text\n1;customer;hi, there\n", {"1": ["hi, there"]}, [], 1),
    "tabs": ("conversation_id\tauthor_role\ttext\n1\tcustomer\thi, there; you\n", {"1": ["hi, there; you"]}, [], 1),
    "bars": ("conversation_id|author_role|text\n1|customer|hi, there\n", {"1": ["hi, there"]}, [], 1),
    "line break in quotes": (HEADER + '1,customer,"a\nb"\n2,customer,c\n', {"1": ["a\nb"], "2": ["c"]}, [], 2),
    "quotes in quotes": (HEADER + '1,customer,"say ""hi"""\n', {"1": ['say "hi"']}, [], 1),
    "quote inside a bare cell": (HEADER + '1,customer,a 5" screen\n', {"1": ['a 5" screen']}, [], 1),
    "quote never closed": (HEADER + '1,customer,"hi\n2,customer,a\n3,customer,b\n', {"2": ["a"], "3": ["b"]}, [(2, "quotes do not match")], 3),
    "quote closed too late": (HEADER + '1,customer,"hi\n2,customer,"a"\n3,customer,b\n', {"2": ["a"], "3": ["b"]}, [(2, "quotes do not match")], 3),
    "early row with too many cells": (
        HEADER + "1,customer,hi,extra,more\n2,customer,a\n3,customer,b\n",
        {"2": ["a"], "3": ["b"]},
        [(2, "5 columns, but the header has 3")],
        3,
    ),
    "row with too few cells": (
        HEADER + "1,customer\n2,customer,a\n3,customer,b\n",
        {"2": ["a"], "3": ["b"]},
        [(2, "2 columns, but the header has 3")],
        3,
    ),
    "empty cells behind the last": (HEADER + "1,customer,hi,,\n2,customer,a\n", {"1": ["hi"], "2": ["a"]}, [], 2),
    "blank lines": (HEADER + "\n1,customer,hi\n\n  \n,,\n2,customer,a\n", {"1": ["hi"], "2": ["a"]}, [], 2),
    "preamble": ("Export of March\n\nmade, by us\n" + HEADER + "1,customer,hi\n2,agent,yo\n", {"1": ["hi"], "2": ["yo"]}, [], 2),
    "separator line of Excel": ("sep=;\nconversation_id;author_role;text\n1;customer;hi\n", {"1": ["hi"]}, [], 1),
    "header again in the middle": (HEADER + "1,customer,hi\n" + HEADER + "2,customer,a\n", {"1": ["hi"], "2": ["a"]}, [], 2),
    "numbers stay texts": (
        HEADER + "00123,customer,+4930123\n9007199254740993,customer,NA\n",
        {"00123": ["+4930123"], "9007199254740993": ["NA"]},
        [],
        2,
    ),
    "the words null and NaN": (HEADER + "null,customer,null\nNaN,customer,NaN\n", {"null": ["null"], "NaN": ["NaN"]}, [], 2),
    "rows of a conversation apart": (HEADER + "1,customer,a\n2,customer,b\n1,agent,c\n", {"1": ["a", "c"], "2": ["b"]}, [], 3),
    "no conversation id": (HEADER + ",customer,a\n2,customer,b\n", {"2": ["b"]}, [(2, "no conversation id")], 2),
    "only empty text": (HEADER + "1,customer,\n1,agent,  \n2,customer,b\n", {"2": ["b"]}, [(2, "every message is empty")], 3),
    "only emoji": (HEADER + "1,customer,😀😀\n", {"1": ["😀😀"]}, [], 1),
    "right to left": (HEADER + "1,customer,\u202bשלום\u202c\n", {"1": ["\u202bשלום\u202c"]}, [], 1),
    "half a character": (HEADER.encode() + b"1,customer,a\xed\xa0\x80b\n", {"1": ["a�b"]}, [], 1),
    "names twice in the header": ("conversation_id,text,text,author_role\n1,a,b,customer\n", {"1": ["a"]}, [], 1),
    "formulas": (HEADER + "1,customer,=1+1\n", {"1": ["=1+1"]}, [], 1),
    "vertical tabs and line separators": (HEADER + "1,customer,a\x0bb\u2028c\x85d\n", {"1": ["a\x0bb\u2028c\x85d"]}, [], 1),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_table_is_right_row_for_row_or_rejected_with_its_line(name: str, tmp_path: Path):
    content, expected, rejected, rows = CASES[name]
    conversations, rejects = parts(written(tmp_path, content))
    assert words(conversations) == expected
    assert reasons(rejects) == rejected
    assert sum(item.rows for item in (*conversations, *rejects)) == rows


def test_repairs_are_told(tmp_path: Path):
    content = HEADER.encode() + "1,customer,größer\n2,customer,süß\n".encode("cp1252") + b"3,customer,\x00a\xed\xa0\x80b\n"
    assert look(written(tmp_path, content)).notes == (
        "2 lines were not UTF-8 and read as Windows-1252",
        "1 NUL character removed",
        "1 broken character replaced by �",
    )


def test_skipped_lines_above_the_header_are_told(tmp_path: Path):
    assert look(written(tmp_path, "Export\nof March\n" + HEADER + "1,customer,hi\n")).notes == ("2 lines above the header skipped",)


def test_a_table_without_a_header_gets_numbered_columns(tmp_path: Path):
    path = written(tmp_path, "7,2026-03-12T14:05:00Z,customer,Where is my parcel today?\n7,2026-03-12T14:06:00Z,agent,It is on its way to you.\n")
    seen = look(path)
    assert [column.header for column in seen.columns] == ["Column 1", "Column 2", "Column 3", "Column 4"]
    assert [column.meaning.value for column in seen.columns[1:]] == ["time", "author_role", "text"]
    assert seen.columns[0].first == "7"


# Name: content, kind of error.
REFUSED = {
    "empty": (b"", NothingToImport),
    "only blanks": (b" \n\n ", NothingToImport),
    "only a header": (HEADER, NothingToImport),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), UnreadableFile),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(50), UnreadableFile),
    "Parquet": (b"PAR1" + bytes(50), UnreadableFile),
    "DuckDB": (bytes(8) + b"DUCK" + bytes(50), UnreadableFile),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(50), UnreadableFile),
    "a pickle": (b"\x80\x04\x95" + bytes(50), UnreadableFile),
    "a PDF": (b"%PDF-1.7\n", UnreadableFile),
    "a web page": (b"<!DOCTYPE html><html><body>Sign in</body></html>", UnreadableFile),
    "noise": (bytes(range(256)) * 20, UnreadableFile),
    "zeros": (bytes(5_000), UnreadableFile),
    "a column too many": (",".join(f"c{number}" for number in range(11)) + "\n" + ",".join("x" for _ in range(11)) + "\n", FileTooLarge),
    "far too many columns": (",".join(f"c{number}" for number in range(100)) + "\n", FileTooLarge),
    "rows over the limit": (HEADER + "1,customer,hi\n" * 101, FileTooLarge),
    "no message text": ("Ticket ID,Ticket created - Timestamp,Status\n1,2026-03-12 10:00:00,open\n", MissingColumns),
    "no conversation id": ("text,author_role\nwhere is my parcel now,customer\n", MissingColumns),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_cannot_be_used_is_refused_with_a_hint(name: str, tmp_path: Path):
    content, kind = REFUSED[name]
    path = written(tmp_path, content)
    with pytest.raises(InsightsError) as caught:
        look(path, SMALL)
        parts(path, limits=SMALL)
    assert type(caught.value) is kind
    assert caught.value.hint


def test_a_hundred_thousand_columns_are_refused(tmp_path: Path):
    with pytest.raises(FileTooLarge, match="more than 500 columns"):
        look(written(tmp_path, ",".join(f"c{number}" for number in range(100_000)) + "\n1,2\n"))


def test_a_line_over_the_limit_is_rejected_and_the_next_is_read(tmp_path: Path):
    content = HEADER + "1,customer,hi\n2,customer," + "x" * 3_000_000 + "\n3,customer,yo\n"
    conversations, rejects = parts(written(tmp_path, content))
    assert words(conversations) == {"1": ["hi"], "3": ["yo"]}
    assert reasons(rejects) == [(3, "longer than 1,000,000 characters")]
    assert len(rejects[0].raw) == 2_000


def test_a_cell_over_the_limit_is_rejected(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, HEADER + "1,customer," + "x" * 200_001 + "\n2,customer," + "y" * 200_000 + "\n"))
    assert [item.conversation_id for item in conversations] == ["2"]
    assert reasons(rejects) == [(2, "a cell is longer than 200,000 characters")]


def test_a_long_quote_that_is_never_closed_costs_one_line(tmp_path: Path):
    content = HEADER + '1,customer,"open\n' + "".join(f"{number},customer,{'word ' * 20}\n" for number in range(2, 80))
    conversations, rejects = parts(written(tmp_path, content), limits=SMALL)
    assert (len(conversations), reasons(rejects)) == (78, [(2, "quotes do not match")])


def test_rows_far_apart_are_gathered_in_files_too(tmp_path: Path):
    content = HEADER + "".join(f"{number % 500},{'customer' if number < 500 else 'agent'},turn {number}\n" for number in range(1_500))
    path = written(tmp_path, content)
    in_memory, _ = parts(path)
    in_files, _ = parts(path, limits=replace(SMALL, rows=2_000, gathered_bytes=1_000))
    assert words(in_files) == words(in_memory)
    assert words(in_files)["7"] == ["turn 7", "turn 507", "turn 1007"]


def test_a_role_unknown_to_the_mapping_is_read_from_its_words(tmp_path: Path):
    rows = "1,customer,a\n" * 2_100 + "2,Support Agent 7,b\n"
    conversations, _ = parts(written(tmp_path, HEADER + rows))
    assert conversations[1].messages[0].role is Role.AGENT


def test_a_conversation_with_too_many_messages_is_counted_as_rejected(tmp_path: Path):
    path = written(tmp_path, HEADER + "1,customer,hi there\n" * 2_500 + "2,customer,hello\n")
    conversations, rejects = parts(path, limits=replace(LIMITS, messages=2_000))
    assert words(conversations) == {"2": ["hello"]}
    assert [(reject.row, reject.reason, reject.rows) for reject in rejects] == [(2, "more than 2,000 messages in one conversation", 2_500)]
    assert len(parts(path)[0][0].messages) == 2_500
