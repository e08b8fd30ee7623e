"""XLSX files: the same table as a CSV, and every known bomb."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from insights.errors import FileTooLarge, InsightsError, NothingToImport, UnreadableFile
from insights.sources import LIMITS, look, read
from tests.insights.sources.files import SMALL, parts, reasons, words, written

ROWS = [
    ["conversation_id", "sent_at", "author_role", "text"],
    [123456789012345, datetime(2026, 3, 12, 14, 5), "customer", "Where is my parcel?"],
    [123456789012345, datetime(2026, 3, 12, 14, 7), "agent", "Tomorrow."],
    [2, "2026-03-12T15:00:00+01:00", "customer", True],
]


def saved(folder: Path, sheets: dict[str, list[list[object]]], name: str = "export.xlsx") -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    path = folder / name
    book.save(path)
    return path


def changed(path: Path, member: str, pattern: str, replacement: str) -> Path:
    """The workbook with a part of its XML replaced."""
    with zipfile.ZipFile(path) as archive:
        contents = {info.filename: archive.read(info) for info in archive.infolist()}
    before = contents[member].decode()
    after = re.sub(pattern, lambda _: replacement, before, count=1)
    assert after != before
    contents[member] = after.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return path


def test_a_workbook_is_read_like_a_table(tmp_path: Path):
    conversations, rejects = parts(saved(tmp_path, {"Export": ROWS}))
    assert words(conversations) == {"123456789012345": ["Where is my parcel?", "Tomorrow."], "2": ["true"]}
    assert [message.sent_at.isoformat() for item in conversations for message in item.messages if message.sent_at] == [
        "2026-03-12T14:05:00+00:00",
        "2026-03-12T14:07:00+00:00",
        "2026-03-12T14:00:00+00:00",
    ]
    assert rejects == []


def test_a_workbook_in_an_archive_is_read(tmp_path: Path):
    content = saved(tmp_path, {"Export": ROWS}).read_bytes()
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("export.xlsx", content)
    assert len(parts(path)[0]) == 2


def test_the_sheet_with_known_columns_is_read_and_said(tmp_path: Path):
    path = saved(tmp_path, {"Cover": [["Support in March", ""], ["by", "us"]], "Data": ROWS, "Empty": []})
    assert len(parts(path)[0]) == 2
    assert look(path).notes == ("Sheet Data read; 2 other sheets left out",)


def test_rows_above_the_header_and_empty_rows_are_no_rows(tmp_path: Path):
    conversations, rejects = parts(saved(tmp_path, {"S": [["Report"], [], *ROWS[:2], [None, None], *ROWS[2:]]}))
    assert sum(item.rows for item in conversations) == 3
    assert rejects == []


def test_rows_wider_than_the_header_are_rejected_with_their_number(tmp_path: Path):
    conversations, rejects = parts(saved(tmp_path, {"S": [*ROWS, [3, "", "customer", "hi", "extra"]]}))
    assert (len(conversations), reasons(rejects)) == (2, [(5, "5 columns, but the header has 4")])


def test_a_cell_over_the_limit_is_rejected(tmp_path: Path):
    conversations, rejects = parts(saved(tmp_path, {"S": [*ROWS, [3, "", "customer", "x" * 201]]}), limits=SMALL)
    assert (len(conversations), reasons(rejects)) == (2, [(5, "a cell is longer than 200 characters")])


SHEET = "xl/worksheets/sheet1.xml"


def claims_many_cells(folder: Path) -> Path:
    return changed(saved(folder, {"S": ROWS}), SHEET, r'ref="A1:D4"', 'ref="A1:XFD1048576"')


def too_many_rows_of_cells(folder: Path) -> Path:
    return saved(folder, {"S": [*ROWS, *[[number, "", "customer", "hi"] for number in range(600)]]})


def too_many_columns(folder: Path) -> Path:
    return saved(folder, {"S": [[f"c{number}" for number in range(11)], ["x"] * 11]})


def entity_bomb(folder: Path) -> Path:
    return changed(saved(folder, {"S": ROWS}), SHEET, r"^(<\?xml[^>]*>)?", '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>')


def outside_entity(folder: Path) -> Path:
    return changed(saved(folder, {"S": ROWS}), "xl/workbook.xml", r"^(<\?xml[^>]*>)?", '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


def cut_sheet(folder: Path) -> Path:
    return changed(saved(folder, {"S": ROWS}), SHEET, r"</sheetData>.*", "")


def no_rows(folder: Path) -> Path:
    return saved(folder, {"S": []})


def packed_too_tightly(folder: Path) -> Path:
    return changed(saved(folder, {"S": ROWS}), SHEET, r"</sheetData>", "</sheetData>" + " " * 3_000_000)


def much_shared_text(folder: Path) -> Path:
    path = saved(folder, {"S": ROWS})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/sharedStrings.xml", "<sst><si><t>" + "x" * 20_000 + "</t></si></sst>")
    return path


REFUSED = [
    (claims_many_cells, FileTooLarge),
    (too_many_rows_of_cells, FileTooLarge),
    (too_many_columns, FileTooLarge),
    (entity_bomb, UnreadableFile),
    (outside_entity, UnreadableFile),
    (cut_sheet, UnreadableFile),
    (no_rows, NothingToImport),
    (packed_too_tightly, FileTooLarge),
    (much_shared_text, FileTooLarge),
]


@pytest.mark.parametrize(("make", "kind"), REFUSED, ids=lambda value: value.__name__)
def test_a_bad_workbook_is_refused_with_a_hint(make, kind: type[InsightsError], tmp_path: Path):
    path = make(tmp_path)
    limits = replace(SMALL, ratio_counts_from=100_000, shared_text_bytes=20_000)
    with pytest.raises(InsightsError) as caught:
        look(path, limits)
        list(read(path, limits=limits))
    assert type(caught.value) is kind
    assert caught.value.hint


def test_a_far_last_cell_costs_nothing(tmp_path: Path):
    path = changed(
        changed(
            saved(tmp_path, {"S": ROWS}),
            SHEET,
            r"</sheetData>",
            '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>',
        ),
        SHEET,
        r"<dimension[^>]*>",
        "",
    )
    conversations, rejects = parts(path)
    assert len(conversations) == 2
    assert [reject.row for reject in rejects] in ([], [1_048_576])


def test_an_encrypted_office_file_is_refused(tmp_path: Path):
    with pytest.raises(UnreadableFile, match="password-protected"):
        look(written(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1_000), "export.xlsx"))


def test_the_shared_texts_of_a_workbook_have_a_limit():
    assert LIMITS.shared_text_bytes == 256 * 2**20
