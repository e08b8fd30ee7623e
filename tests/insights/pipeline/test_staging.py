from __future__ import annotations

import gzip
import signal
import subprocess
import sys

import pytest

from insights.errors import InsightsError, UnreadableFile
from insights.pipeline import staging
from insights.pipeline.mortality import limit_resources
from insights.pipeline.staging import ChildFailed, Order, read_file
from insights.store.home import PROJECT
from tests.insights.pipeline.company import native


def read(tmp_path, path, **given):
    return read_file(tmp_path / "incoming", Order(path, upload="u1", name="mine.jsonl", key="w"), **given)


ENDS = {
    "killed": f"import os, signal; os.kill(os.getpid(), {int(signal.SIGKILL)})",
    "crashed": f"import os, signal; os.kill(os.getpid(), {int(signal.SIGSEGV)})",
    "too much memory": "from insights.pipeline.mortality import limit_resources; limit_resources(memory_bytes=1 << 28); x = bytearray(1 << 30)",
    "too much time": "from insights.pipeline.mortality import limit_resources; limit_resources(processor_seconds=1)\nwhile True: pass",
    "too much disk": "import tempfile; from insights.pipeline.mortality import limit_resources; limit_resources(file_bytes=1000);"
    "f = tempfile.TemporaryFile(); f.write(bytes(9999)); f.flush()",
}


@pytest.mark.parametrize("how", ENDS)
def test_a_parser_that_dies_means_file_rejected(tmp_path, how):
    with pytest.raises(UnreadableFile, match=r"mine\.jsonl was rejected"):
        read(tmp_path, native(tmp_path / "a.jsonl", 3), reader=(sys.executable, "-c", ENDS[how]))


def test_a_bug_of_ours_in_the_parser_is_no_fault_of_the_file(tmp_path):
    with pytest.raises(ChildFailed, match="ZeroDivisionError"):
        read(tmp_path, native(tmp_path / "a.jsonl", 3), reader=(sys.executable, "-c", "1 / 0"))


def test_the_child_has_its_limits_and_an_empty_environment(tmp_path):
    script = (
        "import os, resource; from insights.pipeline.mortality import limit_resources; limit_resources();"
        "print(resource.getrlimit(resource.RLIMIT_AS)[1] >> 30, resource.getrlimit(resource.RLIMIT_CPU)[1], resource.getrlimit(resource.RLIMIT_FSIZE)[1] >> 30)"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, cwd=PROJECT, check=True).stdout.split()
    assert [int(value) for value in said] == [3, 300, 8]
    assert set(staging.ENVIRONMENT) == {"PATH", "LANG", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"}
    assert callable(limit_resources)


def test_a_bomb_is_refused(tmp_path):
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(bytes(300_000_000), 9))
    with pytest.raises(InsightsError) as caught:
        read(tmp_path, path)
    assert caught.value.hint


def test_reading_again_replaces_what_was_read(tmp_path):
    assert read(tmp_path, native(tmp_path / "a.jsonl", 3)).conversations == 3
    assert read(tmp_path, native(tmp_path / "a.jsonl", 5)).conversations == 5
    assert sorted(path.name for path in (tmp_path / "incoming").iterdir()) == [
        "conversations.parquet",
        "messages.parquet",
        "outcome.json",
        "rejects.parquet",
    ]


def test_a_large_file_read_by_two_processes_gives_the_same_rows_in_order(tmp_path):
    import pyarrow.parquet as pq

    path = native(tmp_path / "large.jsonl", 9_000)
    assert path.stat().st_size > 4_000_000
    assert read(tmp_path, path).conversations == 9_000
    ids = pq.read_table(tmp_path / "incoming" / "conversations.parquet")["conversation_id"].to_pylist()
    assert ids == [f"c{number:05d}" for number in range(9_000)]
