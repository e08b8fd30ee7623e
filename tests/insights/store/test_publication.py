from __future__ import annotations

import subprocess
import sys

from insights.store.control import Control
from insights.store.home import PROJECT, workspace_folder
from insights.store.publication import publish, published, sound, withdraw, write
from insights.store.snapshot import Shelf
from tests.insights.store import sample

READER = """
import os
import sys
import time
from pathlib import Path
from insights.store.snapshot import Shelf
shelf, reads, seen = Shelf(Path(sys.argv[1])), 0, set()
print("ready", flush=True)
while not (Path(sys.argv[1]) / "stop").exists():
    snapshot = shelf.open(sys.argv[2])
    row = snapshot.frame("select count(*) as n, (select count(*) from labels_topic) as labels, (select value from meta where key = 'size') as size from analysed").iloc[0]
    assert str(row["n"]) == str(row["labels"]) == row["size"], row.tolist()
    reads += 1
    seen.add(snapshot.id)
    if reads >= 20 and len(seen) > 1:
        (Path(sys.argv[1]) / f"enough-{os.getpid()}").touch()
    time.sleep(0.005)
print(reads, len(seen))
"""
WRITER = """
import sys
from pathlib import Path
from insights.store.publication import publish
folder = Path(sys.argv[1])
for number in range(10):
    part = folder / f".{sys.argv[2]}-{number}.part"
    part.write_bytes((folder / "source").read_bytes() + bytes([number]))
    print(publish(folder, part))
"""


def run(script: str, *words: str) -> subprocess.Popen:
    command = [sys.executable, "-c", script, *words]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def of_size(size: int) -> dict:
    tables = {name: table.slice(0, size) for name, table in sample.tables().items() if name in ("conversations", "labels_topic", "topics")}
    return tables | {"meta": sample.rows(sample.SNAPSHOT[-1], [{"key": "size", "value": str(size)}])}


def test_20_swaps_under_4_readers_tear_nothing(tmp_path):
    workspace = Control(tmp_path).create_workspace("Acme")
    folder = workspace_folder(tmp_path, workspace.id) / "snapshots"
    folder.mkdir(parents=True)
    write(folder / "first.part", of_size(100))
    publish(folder, folder / "first.part")
    readers = [run(READER, str(tmp_path), workspace.id) for _ in range(4)]
    for reader in readers:
        assert reader.stdout.readline() == "ready\n"
    for number in range(200):
        write(folder / f"{number}.part", of_size(101 + number))
        publish(folder, folder / f"{number}.part")
        if number >= 19 and len(list(tmp_path.glob("enough-*"))) == len(readers):
            break
    (tmp_path / "stop").touch()
    said = [reader.communicate() for reader in readers]
    assert [errors for _, errors in said] == [""] * 4
    assert all(int(output.split()[0]) >= 20 and int(output.split()[1]) >= 2 for output, _ in said)


def test_two_workers_that_publish_at_once_do_not_mix(tmp_path):
    (tmp_path / "source").write_bytes(b"x" * 100_000)
    writers = [run(WRITER, str(tmp_path), name) for name in "ab"]
    said = [writer.communicate() for writer in writers]
    assert [errors for _, errors in said] == ["", ""]
    ids = [line for output, _ in said for line in output.split()]
    assert sorted(name[:6] for name in ids) == [f"{number:06d}" for number in range(1, 21)]
    assert [path.stem[:6] for path in published(tmp_path)] == ["000020", "000019"]
    assert all(sound(path) for path in published(tmp_path))


def test_a_snapshot_without_its_checksum_is_not_trusted(tmp_path):
    write(tmp_path / "new.part", {})
    made = tmp_path / f"{publish(tmp_path, tmp_path / 'new.part')}.duckdb"
    assert sound(made)
    made.with_suffix(".sha256").unlink()
    assert not sound(made)


def test_what_is_withdrawn_is_gone(tmp_path):
    workspace = sample.published(tmp_path)
    shelf = Shelf(tmp_path)
    assert shelf.open(workspace.id) is not None
    withdraw(workspace_folder(tmp_path, workspace.id) / "snapshots")
    assert shelf.open(workspace.id) is None
