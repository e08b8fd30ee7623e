"""The command that pulls a live system: here a table of a real Postgres."""

from __future__ import annotations

from io import StringIO

import pytest

from insights.__main__ import main
from insights.pipeline.live.command import Asked, connected, days_in, given_in
from insights.pipeline.live.keeper import Keeper
from insights.store.control import Control
from tests.insights.connectors.running_postgres import SECRET, messages
from tests.insights.connectors.running_postgres import server as running


@pytest.fixture
def typed(monkeypatch):
    """The secret comes over standard input."""
    monkeypatch.setattr("sys.stdin", StringIO(f"{SECRET}\n"))


def words(table: str, **other: str) -> list[str]:
    given = running().given(table, **other)
    return ["connect", "postgres", *(f"{name}={value}" for name, value in given.items() if name != "password"), "--days", "all"]


def test_a_table_is_pulled_explained_and_analysed(typed, tmp_path, capsys):
    name = messages(12)
    asked = [*words(f"{name}.messages"), "--workspace", str(tmp_path / "kept"), "--out", str(tmp_path / "out")]
    assert main(asked) == 0
    told = capsys.readouterr()
    assert f"Reached {name}.messages: about 12 conversations." in told.err
    assert "Columns: conversation_id = Conversation id, sent_at = Time, author_role = Who wrote (role), body = Message text." in told.err
    assert "New rows are told by sent_at." in told.err
    assert (tmp_path / "out" / "conversations.parquet").exists()
    assert all(SECRET.encode() not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert SECRET not in told.err + told.out


def test_the_same_words_again_go_on_with_the_same_connection(tmp_path):
    name, keeper, workspace = messages(1), Keeper(tmp_path), Control(tmp_path).create_workspace("Postgres").id
    asked = [Asked("postgres", tuple(words(f"{name}.{table}")[2:-2])) for table in ("messages", "messages", "other")]
    running().run(f"create view {name}.other as select * from {name}.messages")
    made = [connected(tmp_path, workspace, each, given_in(each) | {"password": SECRET}, keeper) for each in asked]
    keeper.close()
    assert (made[0] == made[1], made[1] == made[2]) == (True, False)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["connect", "fax"], "This system cannot be connected."),
        (["connect", "postgres", "colour=red"], "Postgres has no field colour.\nHint: Its fields: host, port, database, user, tls, table, inside."),
        (["connect", "postgres", "password=x"], "Postgres has no field password."),
        (["connect", "postgres"], "Host is missing."),
        (["connect", "postgres", "--days", "some"], "some is no number of days."),
    ],
)
def test_what_cannot_be_used_ends_with_2_and_a_hint(typed, capsys, asked, message):
    assert main(asked) == 2
    assert message in capsys.readouterr().err


def test_a_database_inside_is_not_asked_before_it_is_said_to_be_ours(typed, capsys):
    assert main(words("a.b", inside="")) == 2
    assert "localhost leads to 127.0.0.1" in capsys.readouterr().err


def test_days_are_a_number_or_all():
    assert (days_in("30"), days_in("all")) == (30, None)
