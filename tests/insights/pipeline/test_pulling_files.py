"""Whole files of a storage, from the connection to what is imported: each once, again only when it changed, and none lost by a kill."""

from __future__ import annotations

import json
from io import BytesIO

import orjson
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from insights.errors import UnreachableSystem, UnreadableFile, UnusableSetting
from insights.pipeline import desk, intake
from insights.pipeline.jobs import Cancelled
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.pulling import run_pull
from insights.sources import Mapping, Meaning
from insights.store import truth, uploads
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.raw import Connections
from tests.insights.connectors.playing_files import BUCKET, GIVEN, SECRET, Storage, stored
from tests.insights.pipeline.killing import in_child

HEADER = "conversation_id,sent_at,author_role,text\n"


def csv(*keys: str, answer: str = "Tomorrow.") -> bytes:
    rows = (f"{key},2026-03-12 10:00:00,customer,Where is parcel {key}?\n{key},2026-03-12 10:05:00,agent,{answer}\n" for key in keys)
    return (HEADER + "".join(rows)).encode()


def parquet(*keys: str) -> bytes:
    sink = pa.BufferOutputStream()
    columns = {"conversation_id": list(keys), "author_role": ["customer"] * len(keys), "text": [f"Where is parcel {key}?" for key in keys]}
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue().to_pybytes()


def jsonl(*keys: str) -> bytes:
    return b"".join(
        orjson.dumps({"conversation_id": key, "messages": [{"author_role": "customer", "text": f"Parcel {key}?"}]}) + b"\n" for key in keys
    )


FILES = {"exports/1.csv": csv("a", "b"), "exports/2/part-0.parquet": parquet("c"), "exports/3.jsonl": jsonl("d", "e")}


class Company:
    """A workspace whose files lie in a storage on this machine."""

    def __init__(self, home, storage: Storage, *, system: str = "s3", given: dict | None = None) -> None:
        self.home, self.storage, self.control, self.keeper = home, storage, Control(home), Keeper(home)
        self.workspace = self.control.create_workspace("Acme").id
        self.connection = connections.connect(home, self.workspace, system, given or GIVEN, self.keeper, wishes=Wishes(days=None))
        self.said: list[str] = []
        self.stop_at = ""

    def pull(self) -> None:
        """The next pull, as a worker would run it. Its lease is over at once, so that after a kill the next one may have it."""
        asked = connections.request_pull(self.home, self.workspace, self.connection)
        job = self.control.claim("w", lease_seconds=-1)
        while job is not None and job.id != asked:
            self.control.finish(job)
            job = self.control.claim("w", lease_seconds=-1)
        assert job is not None

        def progress(share: float, text: str) -> None:
            self.said.append(text)
            if self.stop_at and self.stop_at in text:
                raise Cancelled

        try:
            run_pull(self.home, self.control, job, progress, network=self.storage.network)
        finally:
            self.control.finish(job)

    @property
    def imported(self) -> dict[str, list[str]]:
        found = [json.loads(line) for line in desk.export_conversations(self.home, self.workspace)]
        return {
            one["conversation_id"]: [message["text"] for message in one["messages"]] for one in sorted(found, key=lambda one: one["conversation_id"])
        }

    @property
    def waiting(self) -> int:
        with Connections(self.home, self.workspace) as store:
            return store.waiting(self.connection)

    def left(self) -> list:
        return [path for name in ("uploads", "incoming") for path in (workspace_folder(self.home, self.workspace) / name).glob("*")]


@pytest.fixture
def company(tmp_path):
    with stored(Storage(dict(FILES))) as storage:
        made = Company(tmp_path, storage)
        yield made
        made.keeper.close()


def test_every_file_is_imported_by_its_own_reader_and_fetched_again_only_when_it_changed(company):
    company.pull()
    assert list(company.imported) == ["a", "b", "c", "d", "e"]
    assert company.imported["a"] == ["Where is parcel a?", "Tomorrow."]
    assert [one.file for one in desk.imports(company.home, company.workspace)] == ["3.jsonl", "part-0.parquet", "1.csv"]
    assert [job.kind for job in company.control.jobs(company.workspace, active_only=True)] == ["analyse"]
    assert company.storage.fetched == list(FILES)
    assert "Reading file 2 of 3: part-0.parquet" in company.said
    company.storage.files |= {"exports/1.csv": csv("a", "b", answer="It is there."), "exports/4.csv": csv("f")}
    company.pull()
    assert company.storage.fetched == [*FILES, "exports/1.csv", "exports/4.csv"]
    assert company.imported["b"] == ["Where is parcel b?", "It is there."]
    assert list(company.imported) == ["a", "b", "c", "d", "e", "f"]
    assert (company.waiting, company.left()) == (0, [])
    assert all(SECRET.encode() not in path.read_bytes() for path in company.home.rglob("*") if path.is_file())


def test_a_file_that_cannot_be_read_keeps_none_of_the_others_waiting_and_is_tried_again(company):
    company.storage.files = {"exports/0.csv": b"price,amount\n1,2\n3,4\n", "exports/1.csv": csv("a", "b")}
    with pytest.raises(UnreadableFile, match=r"1 of 2 files could not be read. 0.csv: ") as stopped:
        company.pull()
    assert "The others are imported." in stopped.value.hint
    assert list(company.imported) == ["a", "b"]
    assert (company.waiting, company.left()) == (1, [])
    company.storage.files["exports/0.csv"] = csv("z")
    company.pull()
    assert list(company.imported) == ["a", "b", "z"]
    assert company.storage.fetched.count("exports/1.csv") == 1


def test_columns_that_were_once_explained_by_hand_are_known_to_the_next_pull(company):
    odd = b"Thread,Said,Who\n1,Where is my parcel now?,x1\n1,It is on its way.,x2\n"
    company.storage.files = {"exports/odd.csv": odd}
    meanings = (("Thread", Meaning.CONVERSATION), ("Said", Meaning.TEXT), ("Who", Meaning.AUTHOR))
    upload = desk.put_upload(company.home, company.workspace, "odd.csv", BytesIO(odd))
    found = uploads.find(company.control, company.workspace, upload)
    intake.stage(company.home, company.control, found, mapping=Mapping(meanings, team=("x2",)))
    intake.discard(company.home, found)
    company.pull()
    assert company.imported == {"1": ["Where is my parcel now?", "It is on its way."]}


def said_at(*rows: tuple[str, str, str]) -> bytes:
    return (HEADER + "".join(f"a,2026-03-12 {clock}:00,{role},{text}\n" for clock, role, text in rows)).encode()


ASKED = ("10:00", "customer", "Where is parcel a?")
ANSWERED = ("10:05", "agent", "Tomorrow.")
THANKED = ("10:09", "customer", "Thank you.")


def test_a_conversation_that_several_files_hold_parts_of_is_put_together(company):
    company.storage.files = {"exports/2.csv": said_at(ANSWERED, THANKED) + csv("b").split(b"\n", 1)[1], "exports/3.csv": said_at(ASKED, ANSWERED)}
    company.pull()
    assert company.imported == {"a": ["Where is parcel a?", "Tomorrow.", "Thank you."], "b": ["Where is parcel b?", "Tomorrow."]}
    conversations, messages = truth.load(company.home, company.workspace, truth.accepted(company.control.events(company.workspace)))
    record = next(each for each in conversations.to_pylist() if each["conversation_id"] == "a")
    assert (record["turns"], record["first_reply_seconds"], record["handled_by"]) == (3, 300.0, "agent")
    assert (f"{record['started_at']:%H:%M}", f"{record['ended_at']:%H:%M}") == ("10:00", "10:09")
    assert [each["turn"] for each in messages.to_pylist() if each["conversation_id"] == "a"] == [0, 1, 2]


def test_a_file_that_changed_takes_the_place_of_its_own_rows_and_of_no_others(company):
    company.storage.files = {"exports/1.csv": said_at(ASKED), "exports/2.csv": said_at(ANSWERED), "exports/3.csv": said_at(THANKED)}
    company.pull()
    company.storage.files["exports/2.csv"] = said_at(("10:06", "agent", "It is there."))
    company.pull()
    assert company.imported == {"a": ["Where is parcel a?", "It is there.", "Thank you."]}
    company.storage.files["exports/1.csv"] = said_at(("09:59", "customer", "Parcel a?"), ASKED)
    company.pull()
    assert company.imported == {"a": ["Parcel a?", "Where is parcel a?", "It is there.", "Thank you."]}
    before = len(company.control.events(company.workspace))
    connections.start_over(company.home, company.workspace, company.connection)
    company.pull()
    assert company.imported == {"a": ["Parcel a?", "Where is parcel a?", "It is there.", "Thank you."]}
    assert len(company.control.events(company.workspace)) == before


def test_the_same_words_twice_in_one_file_are_two_messages_and_in_two_files_one(company):
    company.storage.files = {"exports/1.csv": said_at(ASKED, ASKED), "exports/2.csv": said_at(ASKED, ANSWERED)}
    company.pull()
    assert company.imported == {"a": ["Where is parcel a?", "Where is parcel a?", "Tomorrow."]}


def test_files_that_hold_their_conversations_whole_are_not_put_together(company):
    company.storage.files = {"exports/1.jsonl": jsonl("a"), "exports/2.csv": said_at(ANSWERED)}
    company.pull()
    assert company.imported == {"a": ["Tomorrow."]}


def test_what_was_deleted_since_it_was_listed_is_left_out(company):
    del company.storage.files["exports/3.jsonl"]
    company.storage.refused = {2: (404, "NoSuchKey")}
    company.pull()
    assert list(company.imported) == ["c"]
    assert company.waiting == 0


def test_who_stops_a_pull_goes_on_with_the_file_it_was_at(company):
    del company.storage.files["exports/3.jsonl"]
    company.stop_at = "Reading file 2 of"
    with pytest.raises(Cancelled):
        company.pull()
    assert company.storage.fetched == ["exports/1.csv"]
    assert (company.waiting, company.left()) == (1, [])
    company.stop_at = ""
    company.pull()
    assert list(company.imported) == ["a", "b", "c"]
    assert company.storage.fetched == list(FILES)[:2]


def test_a_key_that_is_withdrawn_half_way_keeps_what_came(company):
    del company.storage.files["exports/3.jsonl"]
    company.storage.refused = {3: (403, "AccessDenied")}
    with pytest.raises(UnreachableSystem, match=r"does not let this .{3,20} read"):
        company.pull()
    assert list(company.imported) == ["a", "b"]
    assert [job.kind for job in company.control.jobs(company.workspace, active_only=True)] == ["analyse"]
    company.pull()
    assert list(company.imported) == ["a", "b", "c"]


def test_killed_at_any_point_nothing_is_lost_or_doubled(company):
    for after in (0.3, 1.2):
        in_child(company.pull, after=after)
    company.pull()
    conversations, messages = truth.load(company.home, company.workspace, truth.accepted(company.control.events(company.workspace)))
    assert sorted(conversations["conversation_id"].to_pylist()) == ["a", "b", "c", "d", "e"]
    assert messages.num_rows == 7
    assert (company.waiting, company.left()) == (0, [])


def test_a_file_on_the_web_needs_no_token_and_is_imported_again_only_when_it_changed(tmp_path):
    given = {"address": f"https://files.example.com/{BUCKET}/chats.csv?raw=1", "token": ""}
    with stored(Storage({"chats.csv": csv("a")}, anonymous=True)) as storage:
        company = Company(tmp_path, storage, system="web", given=given)
        (known,) = connections.connections(tmp_path, company.workspace)
        assert connections.at_hand(tmp_path, known)
        for _ in range(2):
            company.pull()
        assert (list(company.imported), storage.fetched) == (["a"], ["chats.csv"])
        storage.files["chats.csv"] = csv("a", "b")
        company.pull()
        assert list(company.imported) == ["a", "b"]
        company.keeper.close()


def test_a_connection_that_cannot_work_is_not_kept(tmp_path):
    workspace, keeper = Control(tmp_path).create_workspace("Acme").id, Keeper(tmp_path)
    with pytest.raises(UnusableSetting, match="belong together"):
        connections.connect(tmp_path, workspace, "s3", GIVEN | {"secret": ""}, keeper)
    assert connections.connections(tmp_path, workspace) == ()
    assert connections.host_of("s3", {"region": "eu-central-1"}) == "s3.eu-central-1.amazonaws.com"
    assert connections.host_of("s3", {}) == connections.host_of("imap", {}) == "the host that you name"
    assert connections.host_of("helpscout", {}) == "api.helpscout.net"
    assert connections.host_of("s3", GIVEN | {"key": "", "secret": ""}) == "s3.eu-central-1.amazonaws.com"
