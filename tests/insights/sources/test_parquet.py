"""Parquet files: the same table as a CSV, whatever types its columns have; damaged and oversized ones are refused."""

from __future__ import annotations

import gzip
import random
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insights.errors import FileTooLarge, InsightsError, NothingToImport, UnreadableFile
from insights.model import Role
from insights.sources import LIMITS, look, read
from tests.insights.sources.files import parts

COLUMNS = {
    "conversation_id": pa.array([7, 7, 9], pa.int64()),
    "sent_at": pa.array([datetime(2026, 3, 12, 14, minute, tzinfo=UTC) for minute in (5, 7, 9)], pa.timestamp("us", "UTC")),
    "author_role": pa.array(["customer", "agent", "customer"]).dictionary_encode(),
    "text": ["Where is my parcel?", "Tomorrow.", "Grüße"],
    "csat": pa.array([Decimal("4.00"), None, None], pa.decimal128(4, 2)),
    "tags": [["late", "refund"], None, []],
}


def saved(folder: Path, columns: dict | None = None, name: str = "export.parquet") -> Path:
    path = folder / name
    pq.write_table(pa.table(columns or COLUMNS), path, compression="zstd")
    return path


def test_a_parquet_file_is_read_as_the_table_that_it_is(tmp_path):
    path = saved(tmp_path)
    assert look(path).source == "messages_table"
    conversations, rejects = parts(path)
    assert rejects == []
    first, second = conversations
    assert [(message.role, message.text) for message in first.messages] == [(Role.CUSTOMER, "Where is my parcel?"), (Role.AGENT, "Tomorrow.")]
    assert first.started_at == datetime(2026, 3, 12, 14, 5, tzinfo=UTC)
    assert (first.conversation_id, first.csat, first.tags) == ("7", 4, ("late", "refund"))
    assert (second.conversation_id, second.csat, second.tags) == ("9", None, ())


def test_a_parquet_file_is_found_by_its_content_also_packed(tmp_path):
    path = saved(tmp_path, name="part-0000.data")
    packed = tmp_path / "export.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    zipped = tmp_path / "export.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.write(path, "part-0000")
    assert [[one.conversation_id for one in parts(each)[0]] for each in (path, packed, zipped)] == [["7", "9"]] * 3


def test_nested_values_and_bytes_become_text(tmp_path):
    columns = COLUMNS | {"extra": [{"plan": "pro"}, None, None], "channel": [b"email", b"email", b"chat"]}
    (first, _), _ = parts(saved(tmp_path, columns))
    assert first.channel == "email"


def test_a_damaged_file_is_refused_wherever_it_breaks(tmp_path):
    path = saved(tmp_path, {name: pa.array(list(values) * 50) for name, values in COLUMNS.items() if name != "author_role"})
    content, chance = path.read_bytes(), random.Random(5)
    for _ in range(150):
        place = chance.randrange(4, len(content))
        broken = bytearray(content)
        broken[place] ^= 1 << chance.randrange(8)
        path.write_bytes(broken if chance.random() < 0.7 else content[:place])
        try:
            list(read(path))
        except InsightsError:
            continue
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(UnreadableFile, match="damaged"):
        list(read(path))


@pytest.mark.parametrize("limits", [replace(LIMITS, rows=2), replace(LIMITS, columns=3), replace(LIMITS, unpacked_bytes=100)])
def test_a_file_over_a_limit_is_refused(tmp_path, limits):
    with pytest.raises(FileTooLarge):
        list(read(saved(tmp_path), limits=limits))


def test_a_file_without_rows_holds_nothing(tmp_path):
    with pytest.raises(NothingToImport):
        look(saved(tmp_path, {"conversation_id": pa.array([], pa.string()), "text": pa.array([], pa.string())}))
