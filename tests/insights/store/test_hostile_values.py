from __future__ import annotations

from dataclasses import replace

import pytest

from insights.metrics import FILTERED, measure
from insights.metrics.conversation_questions import NARROWER, NUMBERS, listed, one, reasons_of, some, summed, transcript
from insights.model import Filters
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
    assert len(made.table("analysed")) == SIZE
    made.close()


def asked(opened, query):
    return opened.frame(query.sql, query.params)


def test_there_are_at_least_50_hostile_texts():
    assert len(set(HOSTILE)) >= 50


@pytest.mark.parametrize("name", FILTERED)
def test_a_hostile_filter_finds_nothing(opened, name):
    for text in HOSTILE:
        filters = replace(Filters(), **{name: (text,)})
        assert asked(opened, measure(("conversations",), filters))["conversations"].tolist() == [0]
        assert asked(opened, listed(filters, {}, limit=50)).empty


@pytest.mark.parametrize("name", [name for name in NARROWER if name not in NUMBERS])
def test_a_hostile_link_finds_nothing(opened, name):
    for text in HOSTILE:
        assert asked(opened, summed(Filters(), {name: [text]}))["conversations"].tolist() == [0]


def test_hostile_words_are_words(opened):
    found = {text: asked(opened, summed(Filters(), {}, text))["conversations"].iloc[0] for text in HOSTILE}
    assert found["' or 1=1 --"] == found["%"] == found["'; drop table wide; --"] == 0
    assert found["'"] < SIZE


def test_hostile_ids_are_no_conversations(opened):
    for text in HOSTILE:
        for query in (one(text), some([text]), transcript(text), reasons_of(text)):
            assert asked(opened, query).empty
