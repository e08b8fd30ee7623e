"""Bad JSON: every record is read right or rejected with its number."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from insights.errors import InsightsError, UnreadableFile
from insights.model import Channel, Role
from insights.sources import LIMITS, look
from tests.insights.sources.files import parts, reasons, words, written


def record(name: str, text: str = "hi", **more: object) -> str:
    return json.dumps({"conversation_id": name, "messages": [{"author_role": "customer", "text": text}], **more})


ONE, TWO = record("1"), record("2")
DEEP = "[" * 100_000 + "]" * 100_000
ID_TWICE = '{"conversation_id":"1","conversation_id":"9","messages":[{"author_role":"customer","text":"a"}]}'

# Name: content, ids kept, rejected (record, reason).
CASES = {
    "a line each": (f"{ONE}\n{TWO}\n", ["1", "2"], []),
    "an array": (f"[{ONE},{TWO}]", ["1", "2"], []),
    "an array over lines": (f"[\n  {ONE},\n  {TWO}\n]\n", ["1", "2"], []),
    "pretty printed": (json.dumps(json.loads(f"[{ONE},{TWO}]"), indent=2), ["1", "2"], []),
    "one pretty object": (json.dumps(json.loads(ONE), indent=2), ["1"], []),
    "pretty objects one after another": (json.dumps(json.loads(ONE), indent=2) + "\n" + json.dumps(json.loads(TWO), indent=2), ["1", "2"], []),
    "objects in one line": (ONE + TWO, ["1", "2"], []),
    "a list inside an object": (f'{{"total": 2, "conversations": [{ONE},{TWO}], "next": {{"page": [1]}}}}', ["1", "2"], []),
    "pages a line each": (f'{{"conversations":[{ONE}]}}\n{{"conversations":[{TWO}]}}\n', ["1", "2"], []),
    "an array of pages": (f'[{{"conversations":[{ONE}]}},{{"conversations":[{TWO}]}}]', ["1", "2"], []),
    "byte order mark": (f"\ufeff{ONE}\n{TWO}\n", ["1", "2"], []),
    "utf-16": (("\ufeff" + ONE + "\n" + TWO).encode("utf-16-le"), ["1", "2"], []),
    "Windows line ends": (f"{ONE}\r\n{TWO}\r\n", ["1", "2"], []),
    "blank lines": (f"\n{ONE}\n\n\n{TWO}\n\n", ["1", "2"], []),
    "a broken line": (f'{ONE}\n{{"conversation_id": "x", "messages": [\n{TWO}\n', ["1", "2"], [(2, "not valid JSON: unexpected end of data")]),
    "a quote missing in a line": (f'{ONE}\n{{"conversation_id": "x}}\n{TWO}\n', ["1", "2"], [(2, "not valid JSON: unexpected end of data")]),
    "cut off": (f"[{ONE},{TWO[:40]}", ["1"], [(2, "the file ends in the middle of this record")]),
    "cut off lines": (f"{ONE}\n{TWO}\n{TWO[:40]}", ["1", "2"], [(3, "not valid JSON: unexpected end of data")]),
    "a broken record in an array": (
        f'[{ONE},{{"conversation_id": nope}},{TWO}]',
        ["1", "2"],
        [(2, "not valid JSON: unexpected content, expected null")],
    ),
    "values that are no objects": (f'[{ONE}, 7, "x", {TWO}]', ["1", "2"], [(2, "not a JSON object")]),
    "NaN": (f'{ONE}\n{{"conversation_id": "2", "csat": NaN}}\n', ["1"], [(2, "not valid JSON: unexpected character, expected a JSON value")]),
    "a number without end": (
        f'{ONE}\n{{"conversation_id": "2", "n": 1e999999}}\n',
        ["1"],
        [(2, "not valid JSON: number is infinity when parsed as double")],
    ),
    "5,000 digits": (
        f'{ONE}\n{{"conversation_id": "2", "n": {"9" * 5_000}}}\n',
        ["1"],
        [(2, "not valid JSON: number is infinity when parsed as double")],
    ),
    "100,000 brackets": (f'{ONE}\n{{"conversation_id": "2", "n": {DEEP}}}\n', ["1"], [(2, "not valid JSON: depth limit exceeded")]),
    "100,000 brackets in an array": (f'[{ONE},{{"n": {DEEP}}},{TWO}]', ["1", "2"], [(2, "not valid JSON: depth limit exceeded")]),
    "a level too deep": (f'{ONE}\n{{"conversation_id": "2", "n": {"[" * 16}{"]" * 16}}}\n', ["1"], [(2, "nested deeper than 16 levels")]),
    "a key twice": (f"{ID_TWICE}\n{TWO}\n", ["2"], [(1, "the key conversation_id is there twice")]),
    "no id": (f'{{"messages": [{{"author_role": "customer", "text": "a"}}]}}\n{TWO}\n', ["2"], [(1, "no conversation id")]),
    "messages null": (f'{ONE}\n{{"conversation_id": "2", "messages": null}}\n', ["1"], [(2, "no messages")]),
    "20,000 keys": (record("1", **{f"key{number}": number for number in range(20_000)}), ["1"], []),
    "a large id": (record("x").replace('"x"', "9007199254740993"), ["9007199254740993"], []),
    "Windows-1252": (
        f"{record('1')}\n".encode() + b'{"conversation_id":"2","messages":[{"author_role":"customer","text":"gr\xf6\xdfer"}]}\n',
        ["1", "2"],
        [],
    ),
    "an own list called conversations": (record("1", conversations=[{"a": 1}]), ["1"], []),
}


@pytest.mark.parametrize("name", CASES)
def test_a_bad_record_is_rejected_with_its_number_and_the_others_are_kept(name: str, tmp_path: Path):
    content, ids, rejected = CASES[name]
    conversations, rejects = parts(written(tmp_path, content, "export.json"))
    assert [item.conversation_id for item in conversations] == ids
    found = reasons(rejects)
    assert [row for row, _ in found] == [row for row, _ in rejected]
    assert [reason.partition(":")[0] for _, reason in found] == [reason.partition(":")[0] for _, reason in rejected]
    assert sum(item.rows for item in (*conversations, *rejects)) == len(ids) + len(rejected)


MILLION = replace(LIMITS, json_record=1_000_000)
REFUSED = {
    "numbers": b"[1, 2, 3]",
    "articles": b'{"id": "a", "title": "Refunds", "body": "Text", "url": null}\n{"id": "b", "title": "Orders", "body": "Text"}\n',
    "a list of texts": b'["a", "b"]',
    "nothing closed": b"{" * 1_000,
}


@pytest.mark.parametrize("name", REFUSED)
def test_json_without_conversations_is_refused_with_a_hint(name: str, tmp_path: Path):
    with pytest.raises(UnreadableFile) as caught:
        look(written(tmp_path, REFUSED[name], "export.json"))
    assert caught.value.hint.startswith("These can be read: Headroom JSONL; Intercom conversations")


def test_a_record_over_the_limit_is_rejected_and_the_next_is_read(tmp_path: Path):
    long = record("2", **{f"key{number}": "x" * 1_000 for number in range(3_000)})
    for content in (f"{ONE}\n{long}\n{record('3')}\n", f"[{ONE},{long},{record('3')}]"):
        conversations, rejects = parts(written(tmp_path, content, "export.json"), limits=MILLION)
        assert [item.conversation_id for item in conversations] == ["1", "3"]
        assert reasons(rejects) == [(2, "longer than 1,000,000 characters")]
        assert len(rejects[0].raw) <= 2_000


def test_a_text_without_end_stops_the_import(tmp_path: Path):
    path = written(tmp_path, f'[{ONE},{{"conversation_id": "' + "x" * 3_000_000, "export.json")
    with pytest.raises(InsightsError, match="cannot be read after record 1"):
        parts(path, limits=MILLION)


def test_a_million_turns_in_one_conversation_are_counted_as_rejected(tmp_path: Path):
    turns = ",".join(['{"author_role":"customer","text":"a"}'] * 1_000_000)
    conversations, rejects = parts(written(tmp_path, f'{ONE}\n{{"conversation_id":"2","messages":[{turns}]}}\n', "export.json"), limits=MILLION)
    assert ([item.conversation_id for item in conversations], reasons(rejects)) == (["1"], [(2, "longer than 1,000,000 characters")])


def test_a_message_of_100_000_characters_is_kept_and_one_over_the_limit_is_not(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, record("1", "x" * 100_000) + "\n" + record("2", "x" * 200_001) + "\n"))
    assert [len(item.messages[0].text) for item in conversations] == [100_000]
    assert reasons(rejects) == [(2, "a message is longer than 200,000 characters")]


def test_broken_characters_are_repaired(tmp_path: Path):
    content = record("1", "half \ud800 and \x00 nothing") + "\n" + record("2", "\x00") + "\n"
    conversations, rejects = parts(written(tmp_path, content))
    assert words(conversations) == {"1": ["half � and  nothing"]}
    assert reasons(rejects) == [(2, "every message is empty")]


def test_a_text_that_looks_like_a_key_is_no_key_twice(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, record("1", 'say "conversation_id": 2, "text": 3') + "\n"))
    assert (len(conversations), rejects) == (1, [])


def test_the_newest_of_the_same_conversation_is_kept(tmp_path: Path):
    lines = [
        record("1", "first", updated_at="2026-03-01"),
        record("1", "newest", updated_at="2026-03-03"),
        record("1", "second", updated_at="2026-03-02"),
    ]
    conversations, rejects = parts(written(tmp_path, "\n".join(lines)))
    assert words(conversations) == {"1": ["newest"]}
    assert reasons(rejects) == [(row, "duplicate: record 2 is the same conversation and newer") for row in (1, 3)]


def test_of_equally_old_ones_the_later_record_is_kept(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, f"{record('1', 'a')}\n{record('1', 'b')}\n"))
    assert (words(conversations), [reject.row for reject in rejects]) == ({"1": ["b"]}, [1])


def test_messages_are_sorted_only_when_all_have_times(tmp_path: Path):
    def line(name: str, *times: str | None) -> str:
        messages = [{"author_role": "customer", "text": str(place), "sent_at": time} for place, time in enumerate(times)]
        return json.dumps({"conversation_id": name, "messages": messages})

    late, early = "2026-03-02T10:00:00Z", "2026-03-01T10:00:00Z"
    content = "\n".join((line("all", late, early, early), line("some", late, early, None), line("none", None, None), line("broken", late, "soon")))
    conversations, _ = parts(written(tmp_path, content))
    assert words(conversations) == {"all": ["1", "2", "0"], "some": ["0", "1", "2"], "none": ["0", "1"], "broken": ["0", "1"]}
    assert conversations[3].attributes == {"unreadable_times": 1}
    assert conversations[3].messages[1].sent_at is None


def test_unknown_keys_and_attributes_are_kept(tmp_path: Path):
    (only,), _ = parts(written(tmp_path, record("1", plan="gold", attributes={"seats": 3}, csat=9, channel="Live chat") + "\n"))
    assert only.attributes == {"plan": "gold", "seats": 3, "rating_value": 9}
    assert (only.csat, only.channel, only.messages[0].role) == (None, Channel.CHAT, Role.CUSTOMER)


def test_records_split_at_every_block_border_are_whole(tmp_path: Path):
    many = [record(str(number), "x" * (number % 97 + 1)) for number in range(30_000)]
    conversations, rejects = parts(written(tmp_path, "[" + ",\n".join(many) + "]", "export.json"))
    assert ([item.conversation_id for item in conversations], rejects) == ([str(number) for number in range(30_000)], [])


def test_a_smaller_limit_can_be_asked_for(tmp_path: Path):
    conversations, rejects = parts(written(tmp_path, f"{ONE}\n{record('2', 'x' * 300)}\n"), limits=replace(LIMITS, json_record=200))
    assert ([item.conversation_id for item in conversations], len(rejects)) == (["1"], 1)
