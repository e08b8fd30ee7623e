from __future__ import annotations

from dataclasses import replace

import pytest

from insights.errors import UnusableSetting
from insights.metrics import FILTERED, filter_sql, measure
from insights.model import Filters
from insights.store import evidence
from tests.insights.store.sample import SIZE, snapshot

HOSTILE = (
    "'", "''", '"', ";", "--", "/*", "*/", "\\", "%", "_", "$topic", "$1", "?", ":topic", "{topic}", "\x00", "’", "＇", "\u202e",
    "' or 1=1 --", "' or '1'='1", '" or ""="', "') or (1=1", "'; drop table wide; --", "'; delete from corrected; --", "x' union select * from messages --",
    "1; select 1", "' || (select version()) || '", "'||pg_sleep(5)||'", "'; attach '/etc/passwd' as p; --", "'; copy messages to '/tmp/x'; --",
    "read_text('/etc/passwd')", "(select max(text) from messages)", "null", "true", "any($topic)", "' and 1=0 union all select null --", "%27 or 1=1",
    "admin'--", "' having 1=1 --", "' group by 1 --", "' order by 1 --", "'/**/or/**/1=1", "chat' or channel = 'email", "chat','email", "['chat']",
    "chat\nor 1=1", "chat\tor 1=1", "coalesce(channel,'')", "getvariable('x')", "$$ or 1=1 $$", "E'\\'' or 1=1",
)  # fmt: skip


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    made = snapshot(tmp_path_factory.mktemp("snapshots"))
    yield made
    made.close()


def test_there_are_at_least_50_hostile_texts():
    assert len(set(HOSTILE)) >= 50


@pytest.mark.parametrize("name", FILTERED)
def test_a_hostile_filter_finds_nothing_and_does_nothing(opened, name):
    for text in HOSTILE:
        where = filter_sql(replace(Filters(), **{name: (text,)}))
        assert evidence.count(opened, where.sql, where.params) == 0
        assert evidence.conversations(opened, where.sql, where.params).empty
        asked = measure(("conversations",), replace(Filters(), **{name: (text,)}))
        assert opened.frame(asked.sql, asked.params)["conversations"].tolist() == [0]
    assert evidence.count(opened, "true", {}) == SIZE


def test_hostile_words_and_ids_are_texts(opened):
    for text in HOSTILE:
        assert evidence.count(opened, "true", {}, words=text) <= SIZE
        assert evidence.transcript(opened, text) is None
        with pytest.raises(UnusableSetting):
            evidence.conversations(opened, "true", {}, order=text)
    assert evidence.count(opened, "true", {}) == SIZE


def test_words_are_found_in_any_case_and_all_of_them_must_stand_there(opened):
    refunds = evidence.count(opened, "true", {}, words="REFUND")
    both = evidence.count(opened, "true", {}, words="refund waiting")
    assert 0 < both <= refunds < SIZE
    assert evidence.count(opened, "true", {}, words="refund zebra") == 0


def test_a_percent_sign_is_no_wildcard(opened):
    assert evidence.count(opened, "true", {}, words="%") == 0


def test_pages_follow_one_another_without_gap_or_overlap(opened):
    pages = [evidence.conversations(opened, "true", {}, limit=100, offset=start)["conversation_id"].tolist() for start in (0, 100, 200, 300)]
    assert [len(page) for page in pages] == [100, 100, 100, 0]
    assert len({key for page in pages for key in page}) == SIZE


def test_every_order_works_and_shows_the_first_words_of_the_customer(opened):
    for order in evidence.ORDERS:
        found = evidence.conversations(opened, "true", {}, order=order, limit=5)
        assert len(found) == 5
        assert found["opening"].notna().all()


def test_the_lowest_ratings_come_first_when_asked_for(opened):
    found = evidence.conversations(opened, "rating is not null", {}, order="lowest_rating", limit=20)["rating"].tolist()
    assert found == sorted(found)


def test_a_transcript_has_its_messages_in_order_and_its_reasons(opened):
    found = evidence.transcript(opened, "c0001")
    assert found.row["conversation_id"] == "c0001"
    assert found.messages["turn"].tolist() == list(range(len(found.messages)))
    assert set(found.reasons["conversation_id"]) <= {"c0001"}
    assert found.attributes == '{"shop": "web"}'
