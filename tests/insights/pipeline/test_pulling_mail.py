"""A connected mailbox: a thread is one conversation, however its mails come and wherever a pull was stopped."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from insights.connectors import connector
from insights.connectors.session import opened
from insights.errors import UnreachableSystem
from insights.model import Conversation
from insights.pipeline import desk, jobs
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.live.mailboxes import note_mails
from insights.pipeline.pulling import Told, pull, run_pull
from insights.sources import look, read
from insights.store.control import Control
from insights.store.mails import Mails, Noted
from insights.store.raw import Connection, Connections, path_of
from tests.insights.connectors.mail_playing import GIVEN, NOW, PASSWORD, USER, Box, Server, mail, mailing
from tests.insights.pipeline.killing import in_child

WORKSPACE, CONNECTION = "w1", "c1"
IMAP = connector("imap")


@dataclass
class Post:
    """One connection to a mailbox, pulled as often as wanted, and what its reader makes of what came."""

    home: Path
    server: Server
    days: int | None = None
    folders: str = "both"
    now: datetime = NOW + timedelta(days=3)
    said: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = {name: value for name, value in GIVEN.items() if name != "token"} | {"folders": self.folders}
        with Connections(self.home, WORKSPACE) as store:
            store.add(Connection(CONNECTION, "imap", given, USER, "session", self.days, False, True, self.now))

    @property
    def given(self) -> dict[str, str]:
        """What opens it."""
        return GIVEN | {"folders": self.folders}

    def tell(self, share: float, text: str) -> None:
        """Hear what is said of a pull; may raise to stop it."""
        self.said.append((share, text))

    def pull(self) -> None:
        """Pull to the end."""
        told = Told(self.tell, IMAP.label)
        network = replace(self.server.network, tries=2)
        with Connections(self.home, WORKSPACE) as store, opened(IMAP, self.given, network=network, pause=lambda *_: None) as session:
            connection = store.find(CONNECTION)
            assert connection is not None
            note_mails(session, store, connection)
            pull(store, connection, IMAP, session, told, now=self.now)

    @property
    def conversations(self) -> list[Conversation]:
        """What the reader makes of it."""
        with Connections(self.home, WORKSPACE) as store:
            lines = [payload for _, payload in store.waiting_payloads(CONNECTION)]
        if not lines:
            return []
        path = self.home / "pulled.jsonl"
        path.write_bytes(b"\n".join(lines))
        assert look(path).source == IMAP.source
        found = list(read(path))
        assert all(isinstance(each, Conversation) for each in found)
        return [each for each in found if isinstance(each, Conversation)]

    @property
    def ids(self) -> set[str]:
        """Their ids."""
        return {each.conversation_id for each in self.conversations}

    @property
    def threads(self) -> list[list[str]]:
        """The words of each conversation."""
        return sorted([message.text for message in each.messages] for each in self.conversations)

    @property
    def pulled(self) -> int:
        """How many conversations came so far."""
        with Connections(self.home, WORKSPACE) as store:
            return store.waiting(CONNECTION)


@pytest.fixture
def server(tmp_path):
    with mailing(Server(), tmp_path) as played:
        yield played


@pytest.fixture
def post(tmp_path, server):
    return Post(tmp_path, server)


class Acting(dict):
    """Faults that do something when the server hears a command: the fault for it is what `act` gives."""

    def __init__(self, act) -> None:
        super().__init__()
        self.act = act

    def get(self, number, default=""):
        return self.act(number) or default


def answer(number: int, answers: int) -> bytes:
    return mail(number, USER, "ada@home.example", answers=answers, subject="Re: My parcel", text=f"Answer {number}")


def bodies(server: Server) -> list[str]:
    """The numbers of the mails that were asked for, question by question."""
    return [each.split()[2] for each in server.asked("BODY.PEEK[]")]


def test_a_thread_is_imported_as_one_conversation_and_a_later_answer_updates_it(tmp_path, server):
    server.boxes["INBOX"].put(mail(1, text="Wherecanary"))
    server.boxes["INBOX"].put(mail(3, answers=2))
    server.boxes["Sent"].put(answer(2, 1))
    home = tmp_path / "home"
    home.mkdir()
    control, keeper, said = Control(home), Keeper(home), list[str]()
    workspace = control.create_workspace("Acme").id
    connection = connections.connect(home, workspace, "imap", GIVEN, keeper, wishes=Wishes(days=None))
    for count in (3, 4):
        connections.request_pull(home, workspace, connection)
        job = control.claim("w")
        assert job is not None
        run_pull(home, control, job, lambda _, text: said.append(text), network=server.network)
        for each in control.jobs(workspace, active_only=True):
            control.cancel(each.id)
        (line,) = [json.loads(line) for line in desk.export_conversations(home, workspace)]
        assert [each["author_role"] for each in line["messages"]] == ["customer", "agent", "customer", "agent"][:count]
        server.boxes["Sent"].put(answer(4, 3), NOW + timedelta(days=2))
    newest = desk.imports(home, workspace)[0]
    assert (newest.new, newest.updated) == (0, 1)
    assert server.seen == set()
    assert b"canary" not in path_of(home, workspace).read_bytes()
    assert all(PASSWORD.encode() not in path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert PASSWORD not in str(said)
    connections.disconnect(home, workspace, connection, keeper)
    keeper.close()
    with Connections(home, workspace) as store:
        for table in ("raws", "windows", "mails", "mail_folders", "mail_threads", "connections"):
            assert store.connection.execute(f"select count(*) from {table}").fetchone()[0] == 0


def test_what_is_pulled_is_what_a_file_of_the_same_mails_gives(post, server, tmp_path):
    mails = [mail(1), answer(2, 1), mail(3, answers=2), mail(4, "ben@home.example", subject="My invoice")]
    for raw in mails:
        server.boxes["INBOX"].put(raw)
    post.pull()
    box = b"".join(b"From a@b.example Mon Jan  1 00:00:00 2026\n" + raw.replace(b"\r\n", b"\n") + b"\n" for raw in mails)
    (tmp_path / "box.mbox").write_bytes(box)
    came = {one.conversation_id: one.messages for one in post.conversations}
    assert came == {one.conversation_id: one.messages for one in read(tmp_path / "box.mbox") if isinstance(one, Conversation)}
    assert post.threads == [["Where is parcel 1?", "Answer 2", "Where is parcel 3?"], ["Where is parcel 4?"]]
    shares = [share for share, _ in post.said]
    assert shares == sorted(shares)


def test_an_answer_that_comes_later_brings_its_thread_and_nothing_else(post, server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["INBOX"].put(mail(2, "ben@home.example", subject="My invoice"))
    post.pull()
    before = post.ids
    server.commands.clear()
    server.boxes["Sent"].put(answer(3, 1), NOW + timedelta(days=2))
    post.pull()
    assert post.ids == before
    assert post.threads == [["Where is parcel 1?", "Answer 3"], ["Where is parcel 2?"]]
    assert bodies(server) == ["1", "1"]


def test_a_second_pull_asks_for_no_mail_when_none_came(post, server):
    server.boxes["INBOX"].put(mail(1))
    post.pull()
    server.commands.clear()
    post.pull()
    assert server.asked("FETCH") + server.asked("SEARCH") == []


def test_a_folder_that_is_numbered_anew_doubles_nothing_and_only_its_heads_are_read_again(post, server):
    box = server.boxes["INBOX"]
    for number in range(1, 6):
        box.put(mail(number, f"c{number}@home.example"))
    post.pull()
    before = post.ids
    box.validity, box.following = 8, 101
    box.mails = {100 - uid: each for uid, each in box.mails.items()}
    box.put(mail(9, "c9@home.example"))
    server.commands.clear()
    post.pull()
    assert before < post.ids
    assert len(post.ids) == 6
    assert bodies(server) == ["101"]


def test_a_folder_that_is_numbered_anew_in_the_middle_is_begun_anew(post, server):
    box = server.boxes["INBOX"]
    for number in range(1, 6):
        box.put(mail(number, f"c{number}@home.example"))

    def renumber(_: int) -> str:
        if "SEARCH" not in server.commands[-1] or box.validity == 8:
            return ""
        box.validity, box.following, box.mails = 8, 101, {100 - uid: each for uid, each in box.mails.items()}
        return "drop"

    server.faults = Acting(renumber)
    post.pull()
    assert post.threads == [[f"Where is parcel {number}?"] for number in range(1, 6)]


def test_a_mail_in_two_folders_is_one_message(post, server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["Sent"].put(mail(1))
    post.pull()
    assert post.threads == [["Where is parcel 1?"]]


def test_an_answer_that_comes_before_what_it_answers_joins_it(post, server):
    server.boxes["INBOX"].put(mail(3, answers=2))
    server.boxes["INBOX"].put(mail(1))
    server.boxes["Sent"].put(answer(2, 1))
    post.pull()
    assert post.threads == [["Where is parcel 1?", "Answer 2", "Where is parcel 3?"]]


def test_two_threads_that_were_brought_stay_two_and_no_message_is_doubled(post, server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["INBOX"].put(mail(3, answers=2))
    post.pull()
    server.boxes["Sent"].put(answer(2, 1))
    post.pull()
    assert post.threads == [["Answer 2", "Where is parcel 3?"], ["Where is parcel 1?"]]


def test_an_answer_without_a_link_is_found_by_its_subject_and_two_new_mails_stay_two(post, server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["INBOX"].put(mail(2))
    server.boxes["Sent"].put(mail(3, USER, "ada@home.example", subject="Re: My parcel", text="Answer 3"))
    post.pull()
    assert post.threads == [["Where is parcel 1?"], ["Where is parcel 2?", "Answer 3"]]


def test_what_gmail_takes_for_a_thread_is_one(post, server):
    server.capabilities += " X-GM-EXT-1"
    for number in (1, 2, 3):
        uid = server.boxes["INBOX"].put(mail(number, f"c{number}@home.example", subject=f"Subject {number}"))
        server.threads["INBOX", uid] = 1_800_000_000_000_000_000 + (number == 3)
    post.pull()
    assert post.threads == [["Where is parcel 1?", "Where is parcel 2?"], ["Where is parcel 3?"]]


def test_a_mail_that_is_deleted_while_it_is_pulled_is_left_out(post, server):
    server.boxes["INBOX"].put(mail(1))
    server.boxes["INBOX"].put(mail(2, "ben@home.example"))

    def delete(_: int) -> str:
        if "BODY.PEEK[]" in server.commands[-1]:
            server.boxes["INBOX"].mails.pop(1, None)
        return ""

    server.faults = Acting(delete)
    post.pull()
    assert post.threads == [["Where is parcel 2?"]]


def test_only_the_wanted_time_is_pulled_and_more_can_be_wanted_later(tmp_path, server):
    server.boxes["INBOX"].put(mail(1, "c1@home.example"), NOW - timedelta(days=200))
    server.boxes["INBOX"].put(mail(2, "c2@home.example"), NOW - timedelta(days=5))
    post = Post(tmp_path, server, days=40)
    post.pull()
    assert post.threads == [["Where is parcel 2?"]]
    with Connections(post.home, WORKSPACE) as store:
        store.change(CONNECTION, days=365, nightly=False, keeps_raw=True)
    post.pull()
    assert post.threads == [["Where is parcel 1?"], ["Where is parcel 2?"]]


def test_everything_pulled_once_more_keeps_the_ids_of_conversations(post, server):
    server.boxes["INBOX"].put(mail(3, answers=2))
    server.boxes["INBOX"].put(mail(1))
    post.pull()
    before = post.ids
    server.boxes["Sent"].put(answer(2, 1))
    with Connections(post.home, WORKSPACE) as store:
        store.start_over(CONNECTION)
    post.pull()
    assert post.ids == before
    assert len(post.threads) == 2


def test_a_large_file_is_cut_off_and_told(post, server):
    words = "--b7\r\nContent-Type: text/plain\r\n\r\nSee the film.\r\n--b7\r\nContent-Type: video/mp4; name=film.mp4\r\n"
    words += "Content-Transfer-Encoding: base64\r\n\r\n" + ("QUJD" * 19 + "\r\n") * 20_000 + "--b7--"
    server.boxes["INBOX"].put(mail(1, more="Content-Type: multipart/mixed; boundary=b7\r\n", text=words))
    post.pull()
    (found,) = post.conversations
    assert post.threads == [["See the film."]]
    assert (found.attributes["files"], found.attributes["cut_mails"]) == (["film.mp4"], 1)


def test_words_of_every_letter_come_as_they_were_written(post, server):
    server.boxes["INBOX"].put(mail(1, more="Content-Type: text/plain; charset=utf-8\r\n", text="Wo bleibt 日本語 für Ünal?"))
    raw = mail(2, "b@home.example", more="Content-Type: text/plain; charset=windows-1252\r\n", text="Wo?").replace(b"Wo?", b"f\xfcr 5 \x80")
    server.boxes["INBOX"].put(raw)
    post.pull()
    assert post.threads == [["Wo bleibt 日本語 für Ünal?"], ["für 5 €"]]


def test_an_empty_mailbox_ends_well(post):
    post.pull()
    assert post.pulled == 0


@pytest.fixture
def hundred(server):
    for number in range(1, 101):
        server.boxes["INBOX"].put(mail(number, f"c{number}@home.example"))
    return server


def test_a_password_that_is_revoked_half_way_is_told_and_the_next_pull_goes_on(post, hundred):
    def revoke(_: int) -> str:
        if len(bodies(hundred)) < 2 or hundred.password != PASSWORD:
            return ""
        hundred.password = "another"
        return "drop"

    hundred.faults = Acting(revoke)
    with pytest.raises(UnreachableSystem, match="does not accept this user name") as problem:
        post.pull()
    assert "kept" in problem.value.hint
    assert post.pulled == 40
    hundred.password, hundred.faults = PASSWORD, {}
    hundred.commands.clear()
    post.pull()
    assert len(post.ids) == 100
    assert len(bodies(hundred)) == 2
    assert hundred.asked("SEARCH") == []


def test_a_connection_that_drops_half_way_is_made_again(post, hundred):
    hundred.faults = Acting(lambda number: "half" if number in (6, 15) else "")
    post.pull()
    assert len(post.ids) == 100


def test_a_pull_that_is_cancelled_stops_and_the_next_one_goes_on(post, hundred):
    def cancelled(share: float, text: str) -> None:
        if "40 new" in text:
            raise jobs.Cancelled

    post.tell = cancelled
    with pytest.raises(jobs.Cancelled):
        post.pull()
    assert post.pulled == 40
    post.tell = lambda *_: None
    post.pull()
    assert len(post.ids) == 100


def test_20_kills_lose_and_double_nothing(tmp_path, server):
    """Which moments are hit depends on the machine; what is there at the end does not."""
    for number in range(1, 601):
        said = answer(number, number - 1) if number % 3 == 2 else mail(number, answers=number - 1 if number % 3 == 0 else None)
        server.boxes["Sent" if number % 3 == 2 else "INBOX"].put(said)
    post, chance = Post(tmp_path, server), random.Random(5)
    for _ in range(20):
        in_child(post.pull, after=chance.uniform(0.02, 0.12))
    server.boxes["INBOX"].put(mail(601, answers=600), NOW + timedelta(days=1))
    post.pull()
    assert sorted(len(thread) for thread in post.threads) == [3] * 199 + [4]
    assert len({text for thread in post.threads for text in thread}) == 601


def test_looking_for_the_mails_of_a_thread_takes_no_longer_in_a_large_mailbox(tmp_path):
    def steps(count: int) -> int:
        with Connections(tmp_path, f"w{count}") as store:
            mails = Mails(store, "c")
            mails.upto("INBOX", 1, NOW)
            moment = NOW.isoformat()
            mails.note("INBOX", count, [Noted(f"m{n:05}", (), "", False, n, 100, moment, moment) for n in range(1, count + 1)])
            (thread,) = mails.waiting(1)
            taken = 0

            def one_more() -> None:
                nonlocal taken
                taken += 1

            store.connection.set_progress_handler(one_more, 10)
            mails.waiting(1)
            store.connection.set_progress_handler(None, 0)
            assert thread.thread == "m00001"
            return taken

    assert steps(2_000) < 3 * steps(20)


def test_a_thread_of_more_than_one_page_comes_whole(post, server):
    for number in range(1, 13):
        server.boxes["INBOX"].put(mail(number, answers=number - 1 if number > 1 else None, text=f"{number} " + "word " * 200_000))
    post.pull()
    (found,) = post.conversations
    assert [each.text.split()[0] for each in found.messages] == [str(number) for number in range(1, 13)]


def test_a_folder_that_is_gone_stops_nothing_and_what_is_missing_is_told(tmp_path, server):
    server.boxes["Old"] = Box()
    server.boxes["Old"].put(mail(1))
    server.boxes["INBOX"].put(answer(2, 1))
    post = Post(tmp_path, server, folders="all")
    post.pull()
    before = post.ids
    del server.boxes["Old"]
    server.boxes["INBOX"].put(mail(3, answers=2), NOW + timedelta(days=1))
    post.pull()
    (found,) = post.conversations
    assert {found.conversation_id} == before
    assert post.threads == [["Answer 2", "Where is parcel 3?"]]
    assert found.attributes["mails_gone"] == 1


def test_a_mail_that_was_moved_is_found_where_it_is_now(tmp_path, server):
    server.boxes["Old"] = Box()
    server.boxes["INBOX"].put(mail(1))
    post = Post(tmp_path, server, folders="all")
    post.pull()
    server.boxes["Old"].put(server.boxes["INBOX"].mails.pop(1)[1])
    server.boxes["INBOX"].put(mail(2, answers=1), NOW + timedelta(days=1))
    post.pull()
    assert post.threads == [["Where is parcel 1?", "Where is parcel 2?"]]
