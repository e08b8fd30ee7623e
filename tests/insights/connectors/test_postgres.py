"""A real Postgres asked: who may be asked, what a test says, and that a pull brings every conversation whole, once, whatever the table is like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from insights.connectors import connector, postgres_session
from insights.connectors import postgres as asking
from insights.connectors.connector import Page, Reach, Window
from insights.connectors.postgres_asking import Reading
from insights.connectors.postgres_line import OwnNetwork, addresses_of, connected
from insights.connectors.postgres_session import TableSession
from insights.connectors.postgres_table import table_named
from insights.connectors.web.guard import Refused
from insights.connectors.wire import Network
from insights.errors import UnreachableSystem, UnusableSetting
from insights.pipeline.live import databases
from insights.store import postgres
from tests.insights.connectors.running_postgres import QUICK, SECRET, Server, breaking, messages, refusal, schema
from tests.insights.connectors.running_postgres import server as running

EVERYTHING = Window(datetime(2010, 1, 1, tzinfo=UTC))
COLUMNS = ("conversation_id", "sent_at", "author_role", "body")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(scope="module")
def server() -> Server:
    return running()


def session(given: dict, *, reading: Reading | None = None, network: Network = QUICK, pause: Callable = lambda *_: None) -> TableSession:
    made = TableSession(connector("postgres"), given, network=network, pause=pause)
    databases.equip(made, {})
    made.equipment.reading = reading
    return made


def reading(columns=COLUMNS, conversation: str = "conversation_id", time: str | None = "sent_at", zone=UTC) -> Reading:
    return Reading(tuple(columns), conversation, time, zone)


def pulled(given: dict, wanted: Reading, window: Window = EVERYTHING, cursor: str | None = None, **how) -> list[Page]:
    with session(given, reading=wanted, **how) as made:
        return list(asking.pages(made, window, cursor))


def ids(pages: list[Page]) -> list[str]:
    return [raw.id for page in pages for raw in page.raws]


def reached(given: dict, network: Network = QUICK) -> tuple[str, int | None, tuple[str, ...]]:
    with session(given, network=network) as made:
        found = asking.test(made)
    return found.account, found.conversations, found.missing


PRIVATE = ["10.0.0.5", "127.0.0.1", "192.168.1.9", "172.20.0.2", "::1", "fd12::9", "::ffff:10.0.0.5"]
NEVER = [
    "169.254.169.254",
    "fe80::1",
    "0.0.0.0",
    "::",
    "224.0.0.1",
    "ff02::1",
    "255.255.255.255",
    "100.100.100.200",
    "168.63.129.16",
    "fd00:ec2::254",
]


@pytest.mark.parametrize("address", [*PRIVATE, *NEVER, "::ffff:169.254.169.254", "64:ff9b::a00:5", "192.0.0.192", "100.64.0.1", "240.0.0.1"])
def test_no_address_inside_is_asked_before_somebody_agreed_to_it(address):
    with pytest.raises((OwnNetwork, Refused)):
        addresses_of("db.example.com", 5432, "", lambda *_: [address])


@pytest.mark.parametrize("address", NEVER)
def test_what_no_database_has_is_not_asked_even_when_somebody_agrees(address):
    with pytest.raises(Refused):
        addresses_of("db.example.com", 5432, address, lambda *_: [address])


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_inside_is_asked_once_somebody_agreed_to_that_very_one(address):
    with pytest.raises(OwnNetwork) as asked:
        addresses_of("db.example.com", 5432, "10.9.9.9", lambda *_: [address])
    assert addresses_of("db.example.com", 5432, asked.value.addresses, lambda *_: [address]) == (asked.value.addresses,)


def test_a_host_that_is_inside_and_outside_at_once_is_not_asked():
    with pytest.raises(Refused):
        addresses_of("db.example.com", 5432, "10.0.0.5", lambda *_: ["93.184.215.14", "10.0.0.5"])
    assert addresses_of("db.example.com", 5432, "", lambda *_: ["93.184.215.14"]) == ("93.184.215.14",)


@pytest.mark.parametrize("host", ["/var/run/postgresql", "a,b", "a b", "postgres://x", "db?host=y", "db\\' host=evil"])
def test_a_host_is_one_name_or_address_and_nothing_else(host):
    with pytest.raises(UnusableSetting, match="Host"):
        session({**BARE, "host": host})


BARE = {"host": "db", "port": "", "database": "d", "user": "u", "password": "p", "tls": "require", "table": "t"}


@pytest.mark.parametrize("port", ["0", "65536", "-1", "5432 host=evil"])
def test_a_port_is_a_port(port):
    with pytest.raises(UnusableSetting, match="Port"):
        session({**BARE, "port": port})


@pytest.mark.parametrize("table", ["a.b.c", "a.", '"a', "."])
def test_a_table_is_a_name_with_or_without_its_schema(table):
    with pytest.raises(UnusableSetting, match="Table or view"):
        session({**BARE, "table": table})


def test_the_address_that_was_checked_is_the_one_that_is_asked(server):
    given = server.given(f"{messages(1)}.messages", host="db.example.invalid", inside="127.0.0.1")
    network = Network(seconds=5.0, tries=1, resolve=lambda *_: ["127.0.0.1"])
    assert reached(given, network)[1] == 1


def test_a_test_says_what_is_reached(server):
    name = messages(4)
    assert reached(server.given(f"{name}.messages")) == (f"{name}.messages", 4, ())
    assert reached(server.given(f"{name}.messages", tls="require"))[1] == 4


def test_where_no_column_names_the_conversations_rows_are_counted(server):
    name = schema()
    server.run(f"create table {name}.t (id int, body text)", f"insert into {name}.t values (1, 'a'), (2, 'b')")
    with session(server.given(f"{name}.t")) as made:
        assert asking.test(made) == Reach(f"{name}.t", 2, (), of="row")


def test_a_server_that_must_prove_who_it_is_is_asked_only_if_it_can(server):
    given = server.given(f"{messages(1)}.messages", tls="verify-full")
    assert reached(given, Network(seconds=5.0, tries=1, trusted=server.certificate))[1] == 1
    with pytest.raises(UnreachableSystem, match="localhost cannot prove that it is this host"):
        reached(given)
    with pytest.raises(UnreachableSystem, match="cannot prove"):
        named = Network(seconds=5.0, tries=1, trusted=server.certificate, resolve=lambda *_: ["127.0.0.1"])
        reached({**given, "host": "db.example.com"}, named)


def test_a_right_that_is_missing_is_named_with_the_words_that_give_it(server):
    name = messages(1)
    server.run(f"revoke select on {name}.messages from reader")
    assert reached(server.given(f"{name}.messages"))[2] == (f'read {name}.messages: grant select on "{name}"."messages" to "reader"',)
    server.run(f"revoke usage on schema {name} from reader")
    assert reached(server.given(f"{name}.messages"))[2] == (
        f'read {name}.messages: grant usage on schema "{name}" to "reader"; grant select on "{name}"."messages" to "reader"',
    )


def test_a_right_to_some_columns_is_enough_to_read_those(server):
    name = messages(1)
    server.run(f"revoke select on {name}.messages from reader", f"grant select (conversation_id, body) on {name}.messages to reader")
    given = server.given(f"{name}.messages")
    assert ids(pulled(given, reading(("conversation_id", "body"), time=None))) == ["c1"]
    with pytest.raises(UnusableSetting, match="has no column sent_at and no column author_role that can be read any more"):
        pulled(given, reading())


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"password": "wrong"}, "does not accept the password of reader"),
        ({"user": "nobody"}, "does not accept the password of nobody"),
        ({"database": "nope"}, "There is no database nope"),
        ({"host": "localhost", "port": "1"}, "does not listen at localhost, port 1"),
    ],
)
def test_what_keeps_us_out_is_said_without_the_secret(server, changed, message):
    with pytest.raises(UnreachableSystem, match=message) as told:
        reached(server.given("x.y", **changed))
    assert SECRET not in f"{told.value} {told.value.hint}"


def test_a_table_that_there_is_not_is_answered_by_those_that_there_are(server):
    name = messages(1)
    with pytest.raises(UnreachableSystem, match=f"There is no table or view {name}.mesages") as told:
        reached(server.given(f"{name}.mesages"))
    assert told.value.hint.startswith("reader may read: ")


def test_a_database_that_wakes_up_is_waited_for(server):
    said = []
    with breaking(greetings=[refusal("57P03", "the database system is starting up"), refusal("53300", "sorry, too many clients already")]) as line:
        given = server.given(f"{messages(2)}.messages", port=str(line.port))
        with session(given, pause=lambda seconds, text: said.append(text)) as made:
            assert asking.test(made).conversations == 2
    assert said == ["Postgres is starting up; we try again in 1 s", "Postgres has no connection left for us; we try again in 2 s"]


def test_who_speaks_another_language_keeps_us_out_calmly(server):
    with (
        breaking(greetings=[refusal("28P01", "Passwort-Authentifizierung fehlgeschlagen: canary")] * 3) as line,
        pytest.raises(UnreachableSystem, match="does not let us in") as told,
    ):
        reached(server.given("x.y", port=str(line.port)))
    assert "canary" not in f"{told.value} {told.value.hint}"


def test_nothing_can_be_written_even_by_who_may_write(server):
    name = messages(1)
    given = server.given(f"{name}.messages", user="owner")
    with session(given) as made:
        for statement in (f"delete from {name}.messages", f"create table {name}.x (a int)", "select nextval('s')", f"drop schema {name} cascade"):
            with pytest.raises(UnreachableSystem):
                list(made.batches(statement))
    assert server.value(f"select count(*) from {name}.messages") == 3


def test_a_view_whose_function_writes_is_refused_and_writes_nothing(server):
    name = messages(1)
    server.run(
        f"create function {name}.f() returns text language sql as $$ insert into {name}.messages (body) values ('x') returning body $$",
        f"create view {name}.v as select conversation_id, {name}.f() as body from {name}.messages",
        f"grant insert on {name}.messages to reader",
    )
    with pytest.raises(UnreachableSystem, match="would write"):
        pulled(server.given(f"{name}.v"), reading(("conversation_id", "body"), time=None))
    assert server.value(f"select count(*) from {name}.messages") == 3


def test_every_conversation_comes_whole_and_once_in_pages_that_can_be_gone_on_from(server, monkeypatch):
    monkeypatch.setattr(asking, "A_PAGE", 4)
    monkeypatch.setattr(postgres, "A_STATEMENT", 6)
    given = server.given(f"{messages(20)}.messages")
    pages = pulled(given, reading())
    assert ids(pages) == [f"c{number}" for number in range(1, 21)]
    assert [len(raw.payload["table_rows"]) for page in pages for raw in page.raws] == [3] * 20
    assert [page.cursor is None for page in pages] == [False] * (len(pages) - 1) + [True]
    for place, page in enumerate(pages[:-1]):
        assert ids(pulled(given, reading(), cursor=page.cursor)) == ids(pages[place + 1 :])
    assert pages[0].raws[0].changed == "2026-03-01T08:10:03.000000+00:00"


def test_only_what_was_touched_in_the_window_comes_and_comes_whole(server):
    name = messages(20)
    server.run(
        f"insert into {name}.messages (conversation_id, sent_at, body) values ('c2', '2026-03-09 10:00+00', 'Again'), ('new', '2026-03-09 09:00+00', 'Hi')"
    )
    given = server.given(f"{name}.messages")
    (first, *_) = pulled(given, reading(), Window(datetime(2026, 3, 5, tzinfo=UTC)))
    assert [(raw.id, len(raw.payload["table_rows"])) for raw in first.raws] == [("new", 1), ("c2", 4)]
    early = pulled(given, reading(), Window(datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 9, tzinfo=UTC)))
    assert ids(early) == ["c1", "c2", "c3", "c4", "c5"]


def test_a_line_that_is_cut_half_way_costs_nothing(server, monkeypatch):
    monkeypatch.setattr(asking, "A_PAGE", 50)
    monkeypatch.setattr(postgres_session, "BATCH_BYTES", 10_000)
    name, said = messages(2_000), []
    with breaking(cuts=[100_000, 50_000]) as line:
        given = server.given(f"{name}.messages", port=str(line.port))
        assert ids(pulled(given, reading(), pause=lambda _, text: said.append(text))) == [f"c{number}" for number in range(1, 2_001)]
    assert said == ["Postgres stopped before the end of its answer; we try again in 1 s"] * 2


def test_a_line_that_is_always_cut_is_given_up_with_what_came(server):
    said = []
    with breaking(cuts=[3_000] * 9) as line, pytest.raises(UnreachableSystem, match="stopped before the end of its answer") as told:
        pulled(server.given(f"{messages(800)}.messages", port=str(line.port)), reading(), pause=lambda _, text: said.append(text))
    assert "What came so far is kept" in told.value.hint
    assert len(said) == QUICK.tries - 1


def test_a_question_that_takes_too_long_is_stopped_there(server):
    name = messages(1)
    server.run(f"create view {name}.slow as select *, pg_sleep(5)::text as s from {name}.messages")
    with pytest.raises(UnreachableSystem, match="took longer than 1 s"):
        pulled(server.given(f"{name}.slow"), reading((*COLUMNS, "s")), network=Network(seconds=0.2, tries=1))


def test_who_stops_a_pull_is_heard_while_the_database_works(server):
    name = messages(1)
    server.run(f"create view {name}.slow as select *, pg_sleep(60)::text as s from {name}.messages")

    def pause(seconds: float, text: str) -> None:
        raise KeyboardInterrupt(text)

    with pytest.raises(KeyboardInterrupt, match="Postgres is working"):
        pulled(server.given(f"{name}.slow"), reading((*COLUMNS, "s")), pause=pause)
    assert server.value("select count(*) from pg_stat_activity where query like '%pg_sleep%' and pid <> pg_backend_pid() and state = 'active'") == 0


def test_a_table_without_a_key_keeps_each_of_its_rows_also_equal_ones(server):
    name = schema()
    server.run(
        f"create table {name}.t (conversation_id int, sent_at timestamptz, body text)",
        f"insert into {name}.t values (1, '2026-03-01', 'b'), (1, '2026-03-01', 'a'), (1, '2026-03-01', 'a'), (2, '2026-03-02', 'c')",
    )
    pages = pulled(server.given(f"{name}.t"), reading(("body",)))
    assert [(raw.id, raw.payload["table_rows"]) for raw in pages[0].raws] == [("1", [["a"], ["a"], ["b"]]), ("2", [["c"]])]


def test_rows_stand_as_they_were_said_also_when_they_were_changed_later(server):
    name = schema()
    server.run(
        f"create table {name}.t (conversation_id int, sent_at timestamptz, updated_at timestamptz, body text)",
        f"insert into {name}.t values (1, '2026-03-02', '2026-03-02', 'second'), (1, '2026-03-01', '2026-03-09', 'first'), (1, null, '2026-03-01', 'when?')",
    )
    wanted = Reading(("body",), "conversation_id", "updated_at", UTC, spoken="sent_at")
    assert pulled(server.given(f"{name}.t"), wanted)[0].raws[0].payload["table_rows"] == [["first"], ["second"], ["when?"]]


def test_conversations_without_a_time_come_too_and_rows_without_a_conversation_do_not(server, monkeypatch):
    monkeypatch.setattr(asking, "A_PAGE", 2)
    monkeypatch.setattr(postgres, "A_STATEMENT", 2)
    name = schema()
    server.run(
        f"create table {name}.t (conversation_id text, sent_at timestamptz, body text)",
        f"insert into {name}.t values ('a', '2026-03-01', 'x'), ('a', null, 'y'), ('b', null, 'z'), ('c', 'infinity', 'u'), ('d', null, 'v'), (null, now(), 'w')",
        f"insert into {name}.t values ('old', '0044-03-15 BC', 'et tu'), ('far', '20000-01-01', 'soon')",
    )
    given = server.given(f"{name}.t")
    pages = pulled(given, reading(("body",)))
    assert ids(pages) == ["old", "a", "far", "b", "c", "d"]
    assert [len(raw.payload["table_rows"]) for raw in pages[0].raws] == [1, 2]
    for place, page in enumerate(pages[:-1]):
        assert ids(pulled(given, reading(("body",)), cursor=page.cursor)) == ids(pages[place + 1 :])


def test_a_table_without_a_time_is_read_whole_once_for_all_windows(server):
    name = messages(3)
    given, wanted = server.given(f"{name}.messages"), reading(("conversation_id", "body"), time=None)
    assert ids(pulled(given, wanted)) == ["c1", "c2", "c3"]
    assert ids(pulled(given, wanted, Window(EVERYTHING.since, datetime(2026, 3, 1, tzinfo=UTC)))) == []


def test_times_without_a_zone_are_taken_in_the_zone_that_was_said_also_when_clocks_go_back(server):
    name = schema()
    server.run(
        f"create table {name}.t (conversation_id text, sent_at timestamp not null, body text)",
        f"insert into {name}.t values ('summer', '2026-07-01 12:00', 'x'), ('twice', '2026-10-25 02:30', 'y')",
    )
    given, wanted = server.given(f"{name}.t"), reading(("body",), zone=BERLIN)
    assert [raw.changed for raw in pulled(given, wanted)[0].raws] == ["2026-07-01T10:00:00.000000+00:00", "2026-10-25T00:30:00.000000+00:00"]
    # The second half past two of that night is 01:30 in UTC; the clock shows the same.
    assert ids(pulled(given, wanted, Window(datetime(2026, 10, 25, 1, 20, tzinfo=UTC)))) == ["twice"]
    assert ids(pulled(given, wanted, Window(datetime(2026, 10, 25, 3, 0, tzinfo=UTC)))) == []


def test_a_day_is_a_time_too(server):
    name = schema()
    server.run(
        f"create table {name}.t (conversation_id int, day date, body text)",
        f"insert into {name}.t values (1, '2026-03-01', 'x'), (2, '2026-03-04', 'y')",
    )
    given, wanted = server.given(f"{name}.t"), reading(("body",), time="day")
    assert ids(pulled(given, wanted)) == ["1", "2"]
    assert ids(pulled(given, wanted, Window(datetime(2026, 3, 4, 22, tzinfo=UTC)))) == ["2"]
    assert ids(pulled(given, wanted, Window(datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 4, tzinfo=UTC)))) == ["1"]


def test_columns_of_odd_types_are_read_as_words(server):
    name = schema()
    server.run(
        f"create type {name}.who as enum ('customer', 'agent')",
        f"create domain {name}.moment as timestamptz",
        f"""create table {name}.t (id uuid, sent_at {name}.moment, who {name}.who, tags text[], extra jsonb, paid numeric(12, 2), ok boolean,
            took interval, photo bytea, body varchar(99))""",
        f"""insert into {name}.t values ('6f1c2c1e-1111-4222-8333-944455556666', '2026-03-01 10:00:00.25+02', 'agent', '{{late,"a, b"}}',
            '{{"plan": "pro"}}', 12.50, true, '90 min', '\\xff', 'Grüße 🎉')""",
    )
    columns = ("id", "sent_at", "who", "tags", "extra", "paid", "ok", "took", "body")
    (raw,) = pulled(server.given(f"{name}.t"), reading(columns, "id"))[0].raws
    assert raw.id == "6f1c2c1e-1111-4222-8333-944455556666"
    assert raw.payload["table_rows"] == [
        [raw.id, "2026-03-01 08:00:00.25+00", "agent", '{late,"a, b"}', '{"plan": "pro"}', "12.50", "true", "PT1H30M", "Grüße 🎉"]
    ]
    with pytest.raises(UnusableSetting, match="no column photo that can be read"):
        pulled(server.given(f"{name}.t"), reading((*columns, "photo"), "id"))


def test_names_and_ids_that_look_like_sql_are_names_and_ids(server, monkeypatch):
    monkeypatch.setattr(asking, "A_PAGE", 1)
    monkeypatch.setattr(postgres, "A_STATEMENT", 1)
    name = schema()
    table, column = '"x""; drop table y; --"', '"a\'b"'
    server.run(
        f'create table {name}.{table} ({column} text, "Sent At" timestamptz, body text)',
        f"insert into {name}.{table} values ('''; drop schema {name} cascade; --', now(), 'a'), ('\\''x', now(), 'b'), (E'\\\\', now(), 'c')",
    )
    assert table_named('s."Messages of 2026"') == ("s", "Messages of 2026")
    wanted = Reading(("body",), "a'b", "Sent At", UTC)
    asked = postgres.Asked(name, 'x"; drop table y; --', ("body",), "a'b", "Sent At")
    given = server.given(f"{name}.anything")
    monkeypatch.setattr(asking, "table_of", lambda made: table_as(made, name, asked.name))
    assert sorted(ids(pulled(given, wanted))) == sorted([f"'; drop schema {name} cascade; --", "\\'x", "\\"])


def table_as(made: TableSession, schema: str, name: str):
    from insights.connectors import postgres_table

    made.values["table"] = f"{schema}.any"
    rows = made.answer(postgres.columns_of(schema, name))
    columns = tuple(
        postgres_table.Column(row["column"], row["type"], row["filled"] == "true", row["reads"] == "true", row["identifies"] == "true")
        for row in rows
    )
    return postgres_table.Table(schema, name, 3, True, False, columns)


def test_a_conversation_without_end_is_no_conversation(server, monkeypatch):
    monkeypatch.setattr(asking, "MOST_BYTES", 2_000)
    name = messages(1, parts=100)
    with pytest.raises(UnusableSetting, match="The conversation c1 has more than") as told:
        pulled(server.given(f"{name}.messages"), reading())
    assert "Does conversation_id say which rows belong together?" in told.value.hint


def test_the_connection_carries_the_secret_to_the_server_and_nowhere_else(server):
    given = server.given("a.b")
    connection = connected(given, given["inside"], QUICK)
    connection.close()
    with session(given) as made:
        assert SECRET not in repr(made.equipment)
