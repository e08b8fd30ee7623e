"""Archives, folders, names: nothing leaves its place, nothing unpacks without end."""

from __future__ import annotations

import gzip
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import FileTooLarge, InsightsError, NothingToImport, UnreadableFile
from insights.model import Reject
from insights.sources import LIMITS, look, read
from insights.sources.opening import safe_name
from tests.insights.sources.files import parts, words, written

CSV = "conversation_id,author_role,text\n1,customer,hi\n"
JSONL = '{"conversation_id":"2","messages":[{"author_role":"customer","text":"yo"}]}\n'
TINY = replace(LIMITS, raw_bytes=10_000, unpacked_bytes=100_000, ratio_counts_from=20_000, unpacked_ratio=10, members=5)


def zipped(folder: Path, members: dict[str, str | bytes], name: str = "export.zip") -> Path:
    path = folder / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members.items():
            archive.writestr(member, content)
    return path


def test_a_packed_file_is_read(tmp_path: Path):
    assert words(parts(written(tmp_path, gzip.compress(CSV.encode()), "export.csv.gz"))[0]) == {"1": ["hi"]}
    assert words(parts(zipped(tmp_path, {"a.csv": CSV}))[0]) == {"1": ["hi"]}


def test_what_a_file_is_shows_in_its_content_and_not_in_its_name(tmp_path: Path):
    assert words(parts(written(tmp_path, gzip.compress(JSONL.encode()), "export.csv"))[0]) == {"2": ["yo"]}
    assert look(written(tmp_path, JSONL, "export.xlsx")).source == "native"


def test_several_members_are_read_and_litter_is_not(tmp_path: Path):
    path = zipped(
        tmp_path,
        {"b.jsonl": JSONL, "a.csv": CSV, "__MACOSX/._a.csv": b"\x00\x05\x16\x07", ".DS_Store": b"\x00", "notes/readme.txt": "Just a note.\n"},
    )
    conversations, rejects = parts(path)
    assert words(conversations) == {"1": ["hi"], "2": ["yo"]}
    assert [(reject.file, reject.rows) for reject in rejects] == [("readme.txt", 0)]


def test_a_folder_is_read_without_its_links(tmp_path: Path):
    folder = tmp_path / "exports"
    (folder / "march").mkdir(parents=True)
    written(folder, CSV, "a.csv")
    written(folder / "march", JSONL, "b.jsonl")
    (folder / "passwd.csv").symlink_to("/etc/passwd")
    assert words(parts(folder)[0]) == {"1": ["hi"], "2": ["yo"]}
    assert look(folder).notes == ("1 more file will be read the same way; a.csv is shown",)


def test_a_conversation_in_two_files_comes_once(tmp_path: Path):
    conversations, rejects = parts(zipped(tmp_path, {"a.csv": CSV, "b.csv": CSV, "c.jsonl": JSONL.replace("2", "1")}))
    assert words(conversations) == {"1": ["hi"]}
    assert [(reject.file, reject.reason, reject.rows) for reject in rejects] == [
        ("b.csv", "duplicate: the same message is in another file too", 1),
        ("c.jsonl", "duplicate: the conversation 1 is also in a.csv", 1),
    ]


def test_a_conversation_whose_messages_lie_in_several_tables_is_put_together(tmp_path: Path):
    head = "id,date,role,text\n"
    march = head + "1,2026-03-31 23:50,customer,Where is it?\n1,2026-03-31 23:50,customer,Where is it?\n2,2026-03-31 10:00,customer,Hello\n"
    april = (
        head
        + "1,2026-04-01 00:10,agent,Tomorrow.\n1,2026-03-31 23:50,customer,Where is it?\n,2026-04-01 00:10,agent,x\n3,2026-04-01 10:00,agent,Hi\n"
    )
    other = "id,text\n1,Another table\n4,Alone\n"
    conversations, rejects = parts(zipped(tmp_path, {"04.csv": april, "03.csv": march, "other.csv": other}))
    assert words(conversations) == {"1": ["Where is it?", "Where is it?", "Tomorrow."], "3": ["Hi"], "2": ["Hello"], "4": ["Alone"]}
    assert sum(item.rows for item in conversations) + sum(reject.rows for reject in rejects) == 9
    assert [(reject.file, reject.row, reject.reason[:22]) for reject in rejects] == [
        ("04.csv", 4, "no conversation id"),
        ("03.csv", 1, "duplicate: the same me"),
        ("other.csv", 1, "duplicate: the convers"),
    ]


def test_members_with_one_name_are_two_files(tmp_path: Path):
    path = tmp_path / "export.zip"
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", CSV)
        archive.writestr("a.csv", CSV.replace("1,", "3,"))
    assert words(parts(path)[0]) == {"1": ["hi"], "3": ["hi"]}


def test_names_that_point_elsewhere_are_only_names(tmp_path: Path):
    path = zipped(tmp_path, {"../../evil.csv": CSV, "/etc/passwd": JSONL, "C:\\windows\\x.csv": CSV.replace("1,", "3,")})
    before = sorted(tmp_path.rglob("*"))
    assert words(parts(path)[0]) == {"1": ["hi"], "2": ["yo"], "3": ["hi"]}
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_a_zip_is_not_followed(tmp_path: Path):
    path = tmp_path / "export.zip"
    link = zipfile.ZipInfo("link.csv")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.csv", CSV)
    conversations, rejects = parts(path)
    assert words(conversations) == {"1": ["hi"]}
    assert rejects == [Reject("link.csv", 1, "a link to another file, not a file", "", rows=0)]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\x00b.csv", "ab.csv"),
        ("CON", "_CON"),
        ("con.csv", "_con.csv"),
        ("\u202egnp.csv", "gnp.csv"),
        ("a\nb\x1b[31m.csv", "ab[31m.csv"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".csv", "x" * 89 + "….csv"),
        ("Gespräche März.csv", "Gespräche März.csv"),
    ],
)
def test_a_name_is_made_harmless(name: str, shown: str):
    assert safe_name(name) == shown


def bomb(folder: Path) -> Path:
    return written(folder, gzip.compress(bytes(50_000)), "bomb.csv.gz")


def large(folder: Path) -> Path:
    return written(folder, b"a" * 10_001)


def many_members(folder: Path) -> Path:
    return zipped(folder, {f"{number}.csv": CSV for number in range(6)})


def zip_bomb(folder: Path) -> Path:
    return zipped(folder, {"a.csv": bytes(50_000)})


def lying_zip_bomb(folder: Path) -> Path:
    """A directory that claims a small size for a large member."""
    path = zipped(folder, {"a.csv": CSV + "1,customer,hi\n" * 10_000})
    content = path.read_bytes()
    size = len(CSV + "1,customer,hi\n" * 10_000)
    path.write_bytes(content.replace(struct.pack("<I", size), struct.pack("<I", 100)))
    return path


def lying_count(folder: Path) -> Path:
    """An end record that admits to one member while the directory holds a thousand."""
    path = zipped(folder, {f"{number}.csv": CSV for number in range(1_000)})
    content = bytearray(path.read_bytes())
    content[-14:-10] = struct.pack("<HH", 1, 1)
    path.write_bytes(content)
    return path


def encrypted(folder: Path) -> Path:
    path = zipped(folder, {"a.csv": CSV})
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    return path


def cut_gzip(folder: Path) -> Path:
    return written(folder, gzip.compress((CSV * 1_000).encode())[:-20], "a.csv.gz")


def cut_zip(folder: Path) -> Path:
    path = zipped(folder, {"a.csv": CSV})
    path.write_bytes(path.read_bytes()[:-10])
    return path


def damaged_member(folder: Path) -> Path:
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", CSV * 20)
    path.write_bytes(path.read_bytes().replace(b"customer,hi", b"customer,ho", 1))
    return path


def nested(folder: Path) -> Path:
    return zipped(folder, {"inner.zip": zipped(folder, {"a.csv": CSV}, "inner.zip").read_bytes()})


def empty_zip(folder: Path) -> Path:
    return zipped(folder, {})


def empty_folder(folder: Path) -> Path:
    (folder / "nothing").mkdir()
    return folder / "nothing"


def missing(folder: Path) -> Path:
    return folder / "missing.csv"


@pytest.mark.parametrize(
    ("make", "kind"),
    [
        (bomb, FileTooLarge),
        (large, FileTooLarge),
        (many_members, FileTooLarge),
        (zip_bomb, FileTooLarge),
        (lying_zip_bomb, UnreadableFile),
        (lying_count, FileTooLarge),
        (encrypted, UnreadableFile),
        (cut_gzip, UnreadableFile),
        (cut_zip, UnreadableFile),
        (damaged_member, UnreadableFile),
        (nested, UnreadableFile),
        (empty_zip, NothingToImport),
        (empty_folder, NothingToImport),
        (missing, UnreadableFile),
    ],
    ids=lambda value: value.__name__,
)
def test_a_bad_archive_is_refused_with_a_hint(make, kind: type[InsightsError], tmp_path: Path):
    path = make(tmp_path)
    with pytest.raises(InsightsError) as caught:
        look(path, TINY)
        list(read(path, limits=TINY))
    assert type(caught.value) is kind
    assert caught.value.hint
    assert str(tmp_path) not in str(caught.value)


def test_two_hundred_thousand_members_are_refused_from_the_end_record(tmp_path: Path):
    path = tmp_path / "many.zip"
    path.write_bytes(b"PK\x03\x04" + bytes(100) + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 65_535, 65_535, 200_000 * 60, 0, 0))
    with pytest.raises(FileTooLarge, match="more than 100 files"):
        look(path)


def test_one_damaged_member_of_many_is_reported_and_the_others_are_read(tmp_path: Path):
    conversations, rejects = parts(zipped(tmp_path, {"a.csv": CSV, "photo.csv": b"\x89PNG\r\n\x1a\n" + bytes(20), "empty.csv": ""}))
    assert words(conversations) == {"1": ["hi"]}
    assert [(reject.file, reject.reason, reject.rows) for reject in rejects] == [
        ("photo.csv", "photo.csv is a picture.", 0),
        ("empty.csv", "empty.csv is empty.", 0),
    ]


def test_the_limits_are_those_of_the_design():
    assert (LIMITS.raw_bytes, LIMITS.unpacked_bytes, LIMITS.unpacked_ratio, LIMITS.members) == (2**30, 4 * 2**30, 200, 100)
    assert (LIMITS.columns, LIMITS.field, LIMITS.record, LIMITS.rows, LIMITS.depth, LIMITS.cells) == (
        500,
        200_000,
        1_000_000,
        5_000_000,
        16,
        20_000_000,
    )
