"""Files in a bucket and on the web: signed, listed, guarded, and fetched to their end though the connection breaks."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial

import pytest

from insights.connectors import connector
from insights.connectors.connector import Window
from insights.connectors.session import LiveSession
from insights.connectors.signing import signed
from insights.connectors.wire import Network
from insights.errors import InsightsError, UnreachableSystem, UnusableSetting
from tests.insights.connectors.playing_files import BUCKET, GIVEN, SECRET, Storage, stored

EXAMPLE = partial(signed, region="us-east-1", key="AKIAIOSFODNN7EXAMPLE", secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
MOMENT = datetime(2013, 5, 24, tzinfo=UTC)
WINDOW = Window(datetime(2010, 1, 1, tzinfo=UTC))
LARGE = bytes(range(256)) * 4_000
WEB = {"address": f"https://files.example.com/{BUCKET}/chats.csv", "token": ""}


@pytest.fixture
def storage():
    with stored(Storage({"exports/a.csv": b"a", "exports/b.json": b"b"})) as made:
        yield made


def session_of(storage: Storage, *, system: str = "s3", given: dict | None = None, waits: list | None = None) -> LiveSession:
    pause = lambda seconds, text: (waits if waits is not None else []).append(text)  # noqa: E731
    return LiveSession(connector(system), given or GIVEN, network=storage.network, pause=pause)


def reached(storage: Storage, **how) -> object:
    with session_of(storage, **how) as session:
        return connector(how.get("system", "s3")).test(session)


def names(storage: Storage, cursor: str | None = None) -> list[list[str]]:
    with session_of(storage) as session:
        return [[raw.id for raw in page.raws] for page in connector("s3").pages(session, WINDOW, cursor)]


def fetched(storage: Storage, path, key: str = "exports/a.csv", *, system: str = "s3", given: dict | None = None, waits: list | None = None) -> bytes:
    download = connector(system).download
    assert download is not None
    with session_of(storage, system=system, given=given, waits=waits) as session:
        download(session, key, path / "file", lambda size: None)
    return (path / "file").read_bytes()


@pytest.mark.parametrize(
    ("path", "headers", "signature"),
    [
        ("/test.txt", {"Range": "bytes=0-9"}, "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"),
        ("/?lifecycle", {}, "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"),
        ("/?max-keys=2&prefix=J", {}, "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"),
    ],
)
def test_signatures_are_those_of_the_examples_that_the_interface_is_documented_with(path, headers, signature):
    found = EXAMPLE("GET", f"https://examplebucket.s3.amazonaws.com{path}", MOMENT, headers=headers)
    assert found["Authorization"].endswith(f"Signature={signature}")


def test_a_bucket_is_listed_page_by_page_and_what_holds_no_conversations_is_passed_over(storage):
    others = ("exports/_SUCCESS", "exports/_temporary/0.csv", "exports/.hidden.csv", "exports/photo.png", "exports/folder/", "elsewhere/c.csv")
    storage.files |= dict.fromkeys(others, b"x") | {"exports/empty.csv": b"", "exports/März 1+2 &co.csv": b"x", "exports/zz.parquet": b"x"}
    storage.page = 2
    assert sorted(key for page in names(storage) for key in page) == [
        "exports/März 1+2 &co.csv",
        "exports/a.csv",
        "exports/b.json",
        "exports/zz.parquet",
    ]
    assert names(storage, "exports/a.csv")[0] == ["exports/b.json"]


def test_a_file_is_fetched_by_its_very_name(storage, tmp_path):
    storage.files["exports/März 1+2 &co?#%41.csv"] = LARGE
    assert fetched(storage, tmp_path, "exports/März 1+2 &co?#%41.csv") == LARGE


def test_a_test_says_how_many_files_there_are(storage):
    assert (reached(storage).account, reached(storage).conversations, reached(storage).missing) == ("acme-support/exports", 2, ())


def test_a_test_says_which_permission_is_missing(storage):
    storage.readable = False
    assert reached(storage).missing == ("read files (s3:GetObject)",)
    storage.asleep = frozenset({"exports/a.csv"})
    storage.readable = True
    assert reached(storage).missing == ("read 1 files that are archived: restore them first",)
    storage.refused = {len(storage.asked) + 1: (403, "AccessDenied")}
    with pytest.raises(UnreachableSystem, match="may not list the bucket") as stopped:
        reached(storage)
    assert "s3:ListBucket" in stopped.value.hint


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"secret": "wrong"}, "The secret is not the one of this access key id."),
        ({"key": "", "secret": ""}, "This key may not list the bucket."),
        ({"bucket": "another-bucket"}, "There is no bucket of this name."),
    ],
)
def test_what_is_wrong_is_said_and_no_secret_shown(storage, change, words):
    with pytest.raises(UnreachableSystem, match=words) as stopped:
        reached(storage, given=GIVEN | change)
    assert SECRET not in f"{stopped.value} {stopped.value.hint}"


@pytest.mark.parametrize(("status", "code"), [(301, "PermanentRedirect"), (400, "AuthorizationHeaderMalformed")])
def test_another_region_is_told(storage, status, code):
    storage.refused = {1: (status, code)}
    with pytest.raises(UnreachableSystem, match="in another region"):
        reached(storage)


def test_an_open_bucket_is_asked_without_a_signature(storage):
    storage.anonymous = True
    assert reached(storage, given=GIVEN | {"key": "", "secret": ""}).conversations == 2
    assert set(storage.authorizations) == {""}


def test_a_key_without_its_secret_is_not_tried(storage):
    with pytest.raises(UnusableSetting, match="belong together"):
        reached(storage, given=GIVEN | {"secret": ""})
    assert storage.asked == []


@pytest.mark.parametrize("content", [b"<html>login</html>", b"<ListBucketResult", b'<!DOCTYPE x [<!ENTITY a "b">]><ListBucketResult/>', b"[]"])
def test_an_answer_that_is_no_list_ends_nothing_quietly(storage, content, monkeypatch):
    monkeypatch.setattr("tests.insights.connectors.playing_files.Handler.listed", lambda self, query: content)
    with pytest.raises(UnreachableSystem, match="something else than a list of files"):
        names(storage)


@pytest.mark.parametrize("cuts", [[100_000], [0], [100_000, 50_000, 10]])
def test_a_file_that_breaks_off_is_gone_on_with_from_there(storage, tmp_path, cuts):
    storage.files["exports/a.csv"], storage.cuts, waits = LARGE, list(cuts), []
    assert fetched(storage, tmp_path, waits=waits) == LARGE
    assert len(waits) == len(cuts)
    starts = [wanted for _, _, wanted in storage.asked]
    assert starts[0] == ""
    assert starts[-1] == (f"bytes={sum(cuts)}-" if sum(cuts) else "")


def test_a_file_that_changed_while_it_came_is_fetched_anew_and_never_mixed(storage, tmp_path):
    storage.files["exports/a.csv"], storage.cuts = LARGE, [100_000]
    storage.after_cut = {"exports/a.csv": b"new" * 100_000}
    assert fetched(storage, tmp_path) == b"new" * 100_000


def test_a_host_that_knows_no_parts_sends_the_whole_again(storage, tmp_path):
    storage.files["exports/a.csv"], storage.cuts, storage.ranges = LARGE, [100_000], False
    assert fetched(storage, tmp_path) == LARGE


def test_a_file_that_never_ends_well_is_given_up(storage, tmp_path):
    storage.cuts = [0] * 50
    with pytest.raises(UnreachableSystem, match=r"Files on S3 (stopped|does not answer)"):
        fetched(storage, tmp_path)
    assert len(storage.asked) == 6


def test_who_moves_may_stop_in_the_middle_of_a_file(storage, tmp_path):
    storage.files["exports/a.csv"] = LARGE

    def moved(size: int) -> None:
        raise KeyError(size)

    download = connector("s3").download
    assert download is not None
    with session_of(storage) as session, pytest.raises(KeyError):
        download(session, "exports/a.csv", tmp_path / "file", moved)
    assert len(storage.asked) == 1


@pytest.mark.parametrize("no_head", [True, False])
def test_a_file_on_the_web_is_found_and_fetched_from_where_it_is_sent_to_without_the_token(storage, tmp_path, no_head):
    storage.anonymous, storage.no_head = True, no_head
    storage.files["chats.csv"] = LARGE
    storage.moved = {"/start/chats.csv": f"/{BUCKET}/chats.csv"}
    given = {"address": "https://files.example.com/start/chats.csv", "token": "tok-1"}
    assert reached(storage, system="web", given=given).account == "chats.csv"
    assert set(storage.authorizations) == {"Bearer tok-1"}
    assert fetched(storage, tmp_path, "/start/chats.csv", system="web", given=given) == LARGE
    with stored(Storage({"chats.csv": b"there"}, anonymous=True)) as other:
        storage.moved = {"/start/chats.csv": f"{other.url}/{BUCKET}/chats.csv"}
        network = Network(seconds=5.0, allowed=storage.network.allowed | other.network.allowed, base=storage.url)
        with LiveSession(connector("web"), given, network=network) as session:
            session.save("/start/chats.csv", tmp_path / "file", lambda size: None)
    assert (tmp_path / "file").read_bytes() == b"there"
    assert other.authorizations == [""]


def test_a_page_is_no_file(storage):
    storage.anonymous, storage.headers = True, {"Content-Type": "text/html; charset=utf-8"}
    storage.files["chats.csv"] = b"<html>"
    with pytest.raises(UnreachableSystem, match="a web page at this address"):
        reached(storage, system="web", given=WEB)


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/x.csv",
        "https://[::1]/x.csv",
        "https://169.254.169.254/x.csv",
        "https://2130706433/x.csv",
        "https://[::ffff:10.0.0.1]/x.csv",
    ],
)
def test_addresses_inside_are_not_asked(address):
    with pytest.raises(InsightsError), LiveSession(connector("web"), {"address": address, "token": ""}, pause=lambda *_: None) as session:
        connector("web").test(session)


def test_nobody_is_sent_inside_by_a_redirect(storage):
    storage.anonymous, storage.moved = True, {f"/{BUCKET}/chats.csv": "http://169.254.169.254/latest"}
    with pytest.raises(UnreachableSystem, match=r"is not asked: it sends us to 169.254.169.254, which is not secure"):
        reached(storage, system="web", given=WEB)


def test_a_bucket_at_an_endpoint_inside_is_not_asked():
    network = Network(resolve=lambda host, port: ["10.0.0.7"])
    with (
        pytest.raises(UnreachableSystem, match="private network"),
        LiveSession(connector("s3"), GIVEN | {"endpoint": "minio.example.com"}, network=network) as session,
    ):
        connector("s3").test(session)


@pytest.mark.parametrize(
    "address", ["ftp://a.example/x.csv", "https://u:p@a.example/x.csv", "https://a.example/x.csv?X-Amz-Signature=1", "http://a.example/x"]
)
def test_an_address_with_a_secret_or_without_protection_is_refused(address):
    with pytest.raises(UnusableSetting):
        LiveSession(connector("web"), {"address": address, "token": ""})
