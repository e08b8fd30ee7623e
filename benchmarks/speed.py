"""Seconds and peak memory per stage, and how long a filter change takes: `python -m benchmarks.speed [--sizes 1000 10000 100000]`.

The conversations are made from the labelled ones (see `synthetic`); each size runs through the command line in a process of its own, whose memory
and that of its children is added up ten times a second. The filter change asks all queries of the Overview, with no cache.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from benchmarks.synthetic import write
from insights.metrics import measure
from insights.metrics.automation_questions import enabler_bill, strata
from insights.metrics.questions import period
from insights.metrics.topic_questions import topic_table
from insights.model import Filters
from insights.store.control import Control
from insights.store.snapshot import Shelf, Snapshot

ROOT = Path(__file__).parents[1]
SIZES = (1_000, 10_000, 100_000)
STAGES = ("reading", "requests", "features", "work", "experience", "judging", "topics", "planning")
HEADLINE = ("conversations", "automation_today", "automation_potential", "cx_score")
NUMBERS = (*HEADLINE, "coverage", "involvement_rate")
CHANGES = 60


def main() -> None:
    """Print a line per size, then the filter changes on the largest."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    with tempfile.TemporaryDirectory(prefix="headroom-speed-") as scratch:
        for size in parser.parse_args().sizes:
            home = Path(scratch) / str(size)
            home.mkdir()
            report(size, *run(home, write(home / "conversations.jsonl", size)))
            said = filter_changes(home)
            print(
                f"          filter change: median {np.median(said):.0f} ms, p95 {np.quantile(said, 0.95):.0f} ms, largest {max(said):.0f} ms",
                flush=True,
            )


def run(home: Path, path: Path) -> tuple[float, int, dict]:
    """Wall seconds, peak bytes and the summary of one run."""
    words = ["analyse", str(path), "--workspace", str(home / "data"), "--out", str(home / "out")]
    started, peak = time.perf_counter(), 0
    with (home / "errors").open("wb") as errors:
        child = subprocess.Popen([sys.executable, "-m", "insights", *words], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=errors)
        while child.poll() is None:
            peak = max(peak, memory(child.pid))
            time.sleep(0.1)
    if child.returncode:
        sys.exit((home / "errors").read_text(encoding="utf-8")[-3_000:])
    return time.perf_counter() - started, peak, json.loads((home / "out" / "summary.json").read_text(encoding="utf-8"))


def memory(process: int) -> int:
    """Bytes of a process and all below it; pages that several share are counted once (Linux)."""
    try:
        own = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
        # A process belongs to the thread that started it.
        below = [child for path in Path(f"/proc/{process}/task").glob("*/children") for child in path.read_text(encoding="ascii").split()]
    except OSError:
        return 0
    here = next((int(line.split()[1]) * 1024 for line in own.splitlines() if line.startswith("Pss:")), 0)
    return here + sum(memory(int(child)) for child in below)


def report(size: int, seconds: float, peak: int, summary: dict) -> None:
    """One size on screen."""
    stages = ", ".join(f"{name} {summary['seconds'].get(name, 0):.1f}" for name in STAGES)
    print(f"{size:>9,} conversations: {seconds:.1f} s, peak {peak / 2**20:,.0f} MB", flush=True)
    print(f"          {stages} s (judging is the wall time of requests to experience, which are added up over processes)", flush=True)


def filter_changes(home: Path) -> list[float]:
    """Milliseconds of all queries of the Overview after each of some filter changes."""
    control = Control(home / "data")
    snapshot = Shelf(home / "data", control).open(control.workspaces()[0].id)
    assert snapshot is not None, "the run published a snapshot"
    topics = snapshot.frame(measure(("conversations",), Filters(), by=("topic",)).sql)["topic"].dropna().tolist()
    chance, took = random.Random(1), []
    for _ in range(CHANGES):
        filters = some_filters(chance, topics)
        started = time.perf_counter()
        overview(snapshot, filters)
        took.append(1_000 * (time.perf_counter() - started))
    return took


def some_filters(chance: random.Random, topics: list[str]) -> Filters:
    """A filter as somebody would set it."""
    filters = Filters()
    if chance.random() < 0.5:
        since = date(2025, 1, 1) + timedelta(days=chance.randrange(120))
        filters = replace(filters, since=since, until=since + timedelta(days=30))
    if chance.random() < 0.5:
        filters = replace(filters, channel=(chance.choice(("chat", "email", "phone")),))
    if chance.random() < 0.5:
        filters = replace(filters, topic=tuple(chance.sample(topics, min(2, len(topics)))))
    return filters


def overview(snapshot: Snapshot, filters: Filters) -> None:
    """Everything that the Overview asks when a filter changes; what there is to filter by is asked once per result."""
    asked = (
        strata(filters),
        enabler_bill(filters),
        measure(NUMBERS, filters),
        measure(HEADLINE, replace(filters, since=date(2025, 1, 1), until=date(2025, 2, 1))),
        measure(HEADLINE, filters, by=("week",)),
        period(filters),
        topic_table(filters),
    )
    for query in asked:
        snapshot.frame(query.sql, query.params)


if __name__ == "__main__":
    main()
