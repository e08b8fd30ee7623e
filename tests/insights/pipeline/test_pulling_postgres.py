"""A table of a real Postgres, from the connection to what is imported: explained once, pulled, gone on with, and never half."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from insights.connectors import connector
from insights.connectors.session import opened
from insights.errors import InsightsError, MissingColumns, NothingToImport, UnreachableSystem, UnusableSetting
from insights.model import Conversation
from insights.pipeline import desk, remembered
from insights.pipeline.live import connections, databases
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.pulling import Told, given_for, pull, run_pull
from insights.sources import Look, Mapping, Meaning, look, read
from insights.sources.recalling import recalled
from insights.store.control import Control
from insights.store.raw import Connections
from tests.insights.connectors.running_postgres import QUICK, SECRET, Server, messages, schema
from tests.insights.connectors.running_postgres import server as running
from tests.insights.pipeline.killing import in_child

TRANSCRIPT = "Customer: Where is parcel {0}?\nAgent: It is on its way.\nCustomer: Thank you."


@pytest.fixture(scope="module")
def server() -> Server:
    return running()


class Company:
    """A workspace with a connected table."""

    def __init__(self, home, given: dict[str, str], *, days: int | None = None) -> None:
        self.home, self.given, self.control, self.keeper = home, given, Control(home), Keeper(home)
        self.workspace = self.control.create_workspace("Acme").id
        self.connection = connections.connect(home, self.workspace, "postgres", given, self.keeper, account="table", wishes=Wishes(days=days))
        self.said: list[str] = []

    def look(self) -> tuple[Look, databases.Sample]:
        """Some rows, and what they seem to be."""
        found = databases.sample(self.home, self.workspace, "postgres", self.given, network=QUICK)
        path = self.home / "sample"
        path.write_bytes(found.content)
        return recalled(look(path), remembered.mappings(self.home, self.workspace)), found

    def settle(self) -> Look:
        """What was guessed is right."""
        seen, found = self.look()
        databases.settle(self.home, self.workspace, self.connection, seen.mapping, found.times[0] if found.times else None)
        return seen

    def pull(self) -> None:
        """The next pull, as a worker would run it. Its lease is over at once, so that after a kill the next one may have it."""
        asked = connections.request_pull(self.home, self.workspace, self.connection)
        job = self.control.claim("w", lease_seconds=-1)
        while job is not None and job.id != asked:
            self.control.finish(job)
            job = self.control.claim("w", lease_seconds=-1)
        assert job is not None
        try:
            run_pull(self.home, self.control, job, lambda _, text: self.said.append(text), network=QUICK)
        finally:
            self.control.finish(job)

    def fetch(self) -> list[Conversation]:
        """The next pull without its import: what would be read of what waits, which is then noted as imported."""
        system = connector("postgres")
        with Connections(self.home, self.workspace) as store:
            connection, given = given_for(self.home, store, self.connection)
            with opened(system, given, network=QUICK) as session:
                databases.equip(session, given)
                pull(store, connection, system, session, Told(lambda *_: None, system.label), now=datetime.now(UTC))
            path, last = self.home / "pulled", 0
            with path.open("wb") as file:
                for last, payload in store.waiting_payloads(self.connection):  # noqa: B007 - the last one counts
                    file.write(payload + b"\n")
            store.imported(self.connection, last, keeps_raw=False)
        return list(read(path, databases.mapping_of(connection.given)))

    @property
    def imported(self) -> dict[str, list[str]]:
        found = [json.loads(line) for line in desk.export_conversations(self.home, self.workspace)]
        return {each["conversation_id"]: [message["text"] for message in each["messages"]] for each in found}

    @property
    def counts(self) -> tuple[int, int]:
        """Conversations and messages."""
        return len(self.imported), sum(map(len, self.imported.values()))


@pytest.fixture
def company(tmp_path, server):
    made: list[Company] = []

    def connected(table: str, **how) -> Company:
        made.append(Company(tmp_path, server.given(table), **how))
        return made[-1]

    yield connected
    for each in made:
        each.keeper.close()


def test_a_table_is_understood_pulled_and_afterwards_only_asked_for_what_is_new(company, server):
    name = messages(30)
    acme = company(f"{name}.messages")
    assert dict(acme.settle().mapping.columns) == {
        "id": Meaning.LEAVE_OUT,
        "conversation_id": Meaning.CONVERSATION,
        "sent_at": Meaning.TIME,
        "author_role": Meaning.AUTHOR_ROLE,
        "body": Meaning.TEXT,
    }
    acme.pull()
    assert acme.counts == (30, 90)
    assert [job.kind for job in acme.control.jobs(acme.workspace, active_only=True)] == ["analyse"]
    server.run(
        f"insert into {name}.messages (conversation_id, sent_at, author_role, body) values ('c7', now(), 'customer', 'And now?'), ('new', now(), 'customer', 'Hi')"
    )
    acme.said.clear()
    acme.pull()
    assert acme.counts == (31, 92)
    assert acme.imported["c7"][-1] == "And now?"
    assert [one.conversations for one in desk.imports(acme.home, acme.workspace)] == [2, 30]
    assert "Reading 2 conversations" in acme.said
    acme.pull()
    assert len(desk.imports(acme.home, acme.workspace)) == 2
    assert all(SECRET.encode() not in path.read_bytes() for path in acme.home.rglob("*") if path.is_file())


def test_only_the_columns_with_a_meaning_are_asked_for(company):
    acme = company(f"{messages(2)}.messages")
    acme.settle()
    (made,) = connections.connections(acme.home, acme.workspace)
    assert databases.wanted(made).columns == ("conversation_id", "sent_at", "author_role", "body")
    assert "password" not in made.given


def test_a_view_with_whole_transcripts_is_read_too_and_a_changed_one_anew(company, server):
    name = schema()
    rows = ", ".join(f"('t{number}', '{TRANSCRIPT.format(number)}', timestamptz '2026-03-01' + interval '{number} h')" for number in range(1, 8))
    server.run(
        f"create table {name}.t (ticket text, chat text, updated_at timestamptz)",
        f"insert into {name}.t values {rows}",
        f"create view {name}.v as select ticket as ticket_id, chat as transcript, updated_at from {name}.t",
    )
    acme = company(f"{name}.v")
    assert acme.settle().source == "transcript_table"
    assert sorted((each.conversation_id, len(each.messages)) for each in acme.fetch()) == [(f"t{number}", 3) for number in range(1, 8)]
    server.run(f"update {name}.t set chat = chat || E'\\nAgent: You are welcome.', updated_at = now() where ticket = 't3'")
    (again,) = acme.fetch()
    assert (again.conversation_id, again.messages[-1].text) == ("t3", "You are welcome.")


def test_what_tells_new_rows_is_when_they_changed_before_when_they_were_sent(company, server):
    name = schema()
    columns = "conversation_id text, sent_at timestamptz, body text, author_role text, updated_at timestamptz"
    server.run(
        f"create table {name}.t ({columns}, deleted_at timestamptz)",
        f"insert into {name}.t values ('1', now(), 'Where is my parcel?', 'customer', now())",
        f"create table {name}.u ({columns})",
        f"insert into {name}.u values ('1', now(), 'Where is my parcel?', 'customer', null)",
    )
    assert company(f"{name}.t").look()[1].times == ("updated_at", "sent_at", "deleted_at")
    # A column that most rows leave empty would tell nothing.
    assert company(f"{name}.u").look()[1].times == ("sent_at", "updated_at")


def test_a_mapping_is_remembered_for_a_table_with_the_same_columns(company, server):
    name = schema()
    for table in ("a", "b"):
        server.run(
            f"create table {name}.{table} (thread_no int, said text, by_whom text)",
            f"insert into {name}.{table} values (1, 'Where is my parcel?', 'x1'), (1, 'It is on its way.', 'x2'), (2, 'Hello there, anybody?', 'x1')",
        )
    meanings = (("thread_no", Meaning.CONVERSATION), ("said", Meaning.TEXT), ("by_whom", Meaning.AUTHOR))
    first, second = company(f"{name}.a"), company(f"{name}.b")
    second.workspace = first.workspace
    remembered.keep(first.home, first.workspace, first.look()[0], Mapping(meanings, team=("x2",)))
    known = second.look()[0].mapping
    assert (known.columns, known.team) == (meanings, ("x2",))


def test_a_column_that_is_gone_stops_the_pull_and_a_new_explanation_goes_on(company, server):
    name = messages(4)
    acme = company(f"{name}.messages")
    acme.settle()
    server.run(f"alter table {name}.messages rename body to words", f"alter table {name}.messages add extra int")
    with pytest.raises(UnusableSetting, match="has no column body that can be read any more"):
        acme.fetch()
    acme.settle()
    assert sum(len(each.messages) for each in acme.fetch()) == 12


def test_a_table_that_is_gone_is_said_with_those_that_are_there(company, server):
    name = messages(2)
    acme = company(f"{name}.messages")
    acme.settle()
    server.run(f"alter table {name}.messages rename to posts")
    with pytest.raises(UnreachableSystem, match=f"There is no table or view {name}.messages"):
        acme.pull()


def test_what_makes_no_conversations_is_refused_in_words(company, server):
    name = schema()
    server.run(f"create table {name}.empty (conversation_id text, body text)", f"create table {name}.t (at date, transcript text)")
    server.run(f"insert into {name}.t values ('2026-03-01', '{TRANSCRIPT.format(1)}')")
    with pytest.raises(NothingToImport, match="has no row that reader may read"):
        company(f"{name}.empty").look()
    with pytest.raises(MissingColumns, match="has no column that names a conversation"):
        company(f"{name}.t").settle()
    with pytest.raises(UnusableSetting, match="Nobody said yet what the columns of this table mean"):
        company(f"{name}.t").pull()


def test_rows_that_change_in_a_table_without_a_time_are_found_by_reading_all(company, server):
    name = schema()
    server.run(f"create table {name}.t (conversation_id int, author_role text, body text)")
    server.run(f"insert into {name}.t select g / 2, 'customer', 'Where is parcel number ' || g from generate_series(2, 21) g")
    acme = company(f"{name}.t")
    acme.settle()
    assert len(acme.fetch()) == 10
    server.run(f"update {name}.t set body = 'Never mind.' where body like '%number 4'", f"insert into {name}.t values (99, 'customer', 'Hello?')")
    assert sorted(message.text for each in acme.fetch() for message in each.messages) == ["Hello?", "Never mind.", "Where is parcel number 5"]


def test_a_conversation_of_five_thousand_rows_comes_whole(company):
    acme = company(f"{messages(1, parts=5_000)}.messages")
    acme.settle()
    (found,) = acme.fetch()
    assert [message.text.split()[3] for message in found.messages] == [str(number) for number in range(1, 5_001)]


def test_killed_at_any_point_nothing_is_lost_or_doubled(company, server):
    name = messages(300)
    acme = company(f"{name}.messages")
    acme.settle()
    for after in (0.25, 1.0):
        in_child(acme.pull, after=after)
    server.run(f"insert into {name}.messages (conversation_id, sent_at, body) values ('c5', now(), 'Again')")
    acme.pull()
    assert acme.counts == (300, 901)
    with Connections(acme.home, acme.workspace) as store:
        assert store.waiting(acme.connection) == 0


def test_that_rows_may_be_hidden_from_this_user_is_seen(company, server):
    name = messages(2)
    assert not company(f"{name}.messages").look()[1].hides
    server.run(f"alter table {name}.messages enable row level security", f"create policy p on {name}.messages using (conversation_id = 'c2')")
    acme = company(f"{name}.messages")
    assert acme.look()[1].hides
    acme.settle()
    assert [each.conversation_id for each in acme.fetch()] == ["c2"]


def test_who_runs_the_app_for_others_can_close_its_own_network(company, monkeypatch):
    acme = company(f"{messages(1)}.messages")
    acme.settle()
    monkeypatch.setenv(databases.VARIABLE, "no")
    with pytest.raises(InsightsError, match="own network are not asked"):
        acme.pull()
    assert not databases.offered("127.0.0.1", "http://localhost:8501")
    monkeypatch.setenv(databases.VARIABLE, "yes")
    assert databases.offered("0.0.0.0", "https://headroom.example.com")
