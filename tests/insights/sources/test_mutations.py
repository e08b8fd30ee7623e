"""Random damage: a file is read, or refused in words for the user. It never crashes, and every row is counted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from insights.errors import InsightsError
from insights.model import Conversation
from insights.sources import look, read

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())
mutations = some.lists(
    some.tuples(
        some.sampled_from(("cut", "drop", "insert", "repeat", "swap")), some.floats(0, 1), some.integers(1, 40), some.binary(min_size=1, max_size=6)
    ),
    min_size=1,
    max_size=5,
)
splinters = some.sampled_from(
    (
        b'"',
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b";",
        b"\n",
        b"\r",
        b"\t",
        b"\x00",
        b"\\",
        b"\xff",
        b"\xed\xa0\x80",
        b"\\ud800",
        b"null",
        b"1e999",
        b"<!",
        b"\xef\xbb\xbf",
        b"\nFrom a 1\nA: b\n",
        b"=?utf-8?B?",
        b"--B\n",
        b"</",
        b"<!DOCTYPE a [",
        b"&a;",
    )
)


def damaged(content: bytes, changes: list, splinter: bytes) -> bytes:
    for kind, where, length, noise in changes:
        place = int(where * len(content))
        before, after = content[:place], content[place:]
        content = {
            "cut": before,
            "drop": before + after[length:],
            "insert": before + (noise if length % 2 else splinter) + after,
            "repeat": before + after[:length] * 3 + after,
            "swap": before + after[:length][::-1] + after[length:],
        }[kind]
    return content


def use(path: Path) -> None:
    try:
        look(path)
        items = list(read(path))
    except InsightsError as problem:
        assert str(problem)
        assert problem.hint
        return
    ids = [item.conversation_id for item in items if isinstance(item, Conversation)]
    assert len(ids) == len(set(ids))
    assert all(item.rows >= 1 for item in items if isinstance(item, Conversation))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=mutations, splinter=splinters)
def test_a_damaged_sample_is_read_or_refused(sample: Path, changes: list, splinter: bytes, tmp_path: Path):
    path = tmp_path / "damaged"
    path.write_bytes(damaged(sample.read_bytes(), changes, splinter))
    use(path)


@settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=some.sampled_from(
        (
            b"",
            b"{",
            b"[",
            b"[{",
            b"id,text\n",
            b"PK\x03\x04",
            b"\x1f\x8b\x08",
            b"\xff\xfe",
            b"\xfe\xff",
            b'{"tickets":[',
            b'{"a":',
            b"From a@b Thu Mar 12 14:05:00 2026\nFrom: a@b\nContent-Type: multipart/mixed; boundary=",
            b"<?xml version='1.0'?><a><b>",
            b"<a><b c='",
            b"12/03/2026, 14:05 - Ada: ",
            b'{"data":{"payload":[',
            b'{"_embedded":{"conversations":[{',
        )
    ),
    noise=some.binary(max_size=300),
)
def test_noise_is_refused(head: bytes, noise: bytes, tmp_path: Path):
    path = tmp_path / "noise"
    path.write_bytes(head + noise)
    use(path)


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=mutations, splinter=splinters)
def test_a_damaged_archive_is_read_or_refused(changes: list, splinter: bytes, tmp_path: Path):
    path = tmp_path / "damaged.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in SAMPLES:
            archive.write(sample, sample.name)
    path.write_bytes(damaged(path.read_bytes(), changes, splinter))
    use(path)
