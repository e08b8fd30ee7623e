from __future__ import annotations

import random
import threading
from pathlib import Path

import duckdb
import pytest

from insights.errors import DamagedSnapshot
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import publish, sound, write
from insights.store.publication import published as files_of
from insights.store.snapshot import Shelf, Snapshot
from insights.tables import SNAPSHOT
from tests.insights.store.sample import SIZE, published, snapshot, tables


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = snapshot(tmp_path_factory.mktemp("snapshots"))
    yield made
    made.close()


def test_analysed_has_every_conversation_once(opened):
    assert opened.frame("select count(*) as n, count(distinct conversation_id) as ids from analysed").iloc[0].tolist() == [SIZE, SIZE]


def test_every_table_is_read_back_with_its_rows_and_columns(opened):
    for table in SNAPSHOT:
        frame = opened.table(table.name)
        assert tuple(frame.columns) == table.names
        assert len(frame) == tables()[table.name].num_rows > 0


def test_values_are_bound_and_never_part_of_the_query(opened):
    assert opened.frame("select $value as said", {"value": "x' or 1=1 --"})["said"].tolist() == ["x' or 1=1 --"]


ATTACKS = (
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/proc/self/environ')",
    "select * from read_blob('/etc/hostname')",
    "select * from '/etc/passwd'",
    "select * from glob('/*')",
    "copy (select 1) to '/tmp/headroom-attack.csv'",
    "export database '/tmp/headroom-attack'",
    "attach '/tmp/headroom-attack.duckdb' as stolen",
    "install httpfs",
    "load httpfs",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set memory_limit = '100GB'",
    "delete from snap.main.conversations",
    "update snap.main.conversations set subject = 'x'",
    "drop table snap.main.conversations",
    "create table snap.main.more (i integer)",
    "select * from attacker_frame",
    "create secret s (type s3, key_id 'a', secret 'b')",
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_query_cannot_leave_the_snapshot(opened, attack):
    attacker_frame = opened.frame("select 1 as i")
    with pytest.raises(duckdb.Error):
        opened.frame(attack)
    assert len(attacker_frame) == 1
    assert not Path("/tmp/headroom-attack.csv").exists()


def test_no_setting_shows_a_path_of_this_machine(opened):
    listed = opened.frame("select value from duckdb_settings()")["value"].dropna()
    assert [value for value in listed if value.startswith("/")] == []


def test_the_second_snapshot_is_noticed_and_the_third_leaves_two_files(tmp_path):
    workspace = published(tmp_path)
    shelf, folder = Shelf(tmp_path), workspace_folder(tmp_path, workspace.id) / "snapshots"
    first = shelf.open(workspace.id)
    for _ in range(2):
        write(folder / "new.part", {})
        newest = publish(folder, folder / "new.part")
    assert shelf.open(workspace.id).id == newest != first.id
    assert [path.name[:6] for path in files_of(folder)] == ["000003", "000002"]
    assert len(first.table("conversations")) == SIZE


def test_nothing_published_is_none(tmp_path):
    workspace = Control(tmp_path).create_workspace("New")
    assert Shelf(tmp_path).open(workspace.id) is None


def test_the_least_used_snapshot_is_put_back_first(tmp_path):
    control = Control(tmp_path)
    shelf = Shelf(tmp_path, control, most_open=3)
    opened = [shelf.open(published(tmp_path, str(number)).id) for number in range(3)]
    shelf.open(opened[0].workspace)
    shelf.open(published(tmp_path, "4").id)
    assert [workspace in shelf._open for workspace in (opened[0].workspace, opened[1].workspace)] == [True, False]
    assert len(shelf._open) == 3
    assert len(opened[1].table("conversations")) == SIZE


def test_no_more_than_64_snapshots_are_open(tmp_path):
    assert Shelf(tmp_path).most_open == 64


def damaged_copies() -> list[tuple[str, float]]:
    chance = random.Random(3)
    return [("flip", chance.random()) for _ in range(100)] + [("cut", chance.random()) for _ in range(30)]


def test_every_flipped_bit_and_every_cut_is_noticed_and_the_one_before_is_served(tmp_path):
    workspace = published(tmp_path)
    folder = workspace_folder(tmp_path, workspace.id) / "snapshots"
    sound_id = files_of(folder)[0].stem
    write(folder / "new.part", {})
    broken = folder / f"{publish(folder, folder / 'new.part')}.duckdb"
    whole = broken.read_bytes()
    for how, where in damaged_copies():
        place = int(where * len(whole))
        if how == "flip":
            data = bytearray(whole)
            data[place] ^= 1 << (place % 8)
            broken.write_bytes(data)
        else:
            broken.write_bytes(whole[:place])
        assert not sound(broken), (how, place)
    served = Shelf(tmp_path).open(workspace.id)
    assert served.id == sound_id
    assert broken.stem in served.damaged


def test_when_every_snapshot_is_damaged_the_user_is_told(tmp_path):
    workspace = published(tmp_path)
    newest = files_of(workspace_folder(tmp_path, workspace.id) / "snapshots")[0]
    newest.write_bytes(b"not a database")
    with pytest.raises(DamagedSnapshot):
        Shelf(tmp_path).open(workspace.id)


def test_8_threads_read_10000_times_and_each_gets_its_own_row(tmp_path):
    homes = [published(tmp_path, name) for name in ("A", "B")]
    shelf, wrong = Shelf(tmp_path), []
    expected = {one["conversation_id"]: one["customer_id"] for one in tables()["conversations"].to_pylist()}
    query = "select $token as token, conversation_id, customer_id from conversations where conversation_id = $id"

    def read(thread: int) -> None:
        for turn in range(1250):
            wanted = f"c{(thread * 1250 + turn) % SIZE:04d}"
            snap = shelf.open(homes[turn % 2].id) if turn % 25 == 0 else shelf._open[homes[turn % 2].id]
            got = snap.frame(query, {"id": wanted, "token": f"{thread}-{turn}"}).iloc[0].tolist()
            if got != [f"{thread}-{turn}", wanted, expected[wanted]]:
                wrong.append(got)

    for workspace in homes:
        shelf.open(workspace.id)
    threads = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_snapshot_can_be_opened_on_its_own(tmp_path):
    path = tmp_path / "alone.duckdb"
    write(path, tables())
    alone = Snapshot(path)
    assert len(alone.table("actions_now")) == 3
    alone.close()
