"""Would the demo companies' potential have come true? `python -m benchmarks.backtest [COMPANY ...]`.

The real analysis runs on each company; the earlier part of its bot's history then predicts the later part. Error in points, interval coverage over
topics and kinds of work, and the naive rule (later = earlier) beside it.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.planted import opened
from insights.metrics.record_questions import bot_history
from insights.pipeline.demo.packing import pack
from insights.pipeline.progress import Reporter
from insights.planning.backtest import BackTest, NotYet, Trial, backtest, coverage, mean_error
from insights.store.snapshot import Snapshot
from sample_data.company import FOLDER
from sample_data.generate import companies

HEAD = "| company | of | earlier | later | predicted | 90 % | reached | error, points | naive rule | |\n" + "| --- " * 10 + "|"


def tested(snapshot: Snapshot) -> BackTest | NotYet:
    """The back-test on an analysed company."""
    return backtest(snapshot.frame(bot_history().sql))


def line(company: str, one: Trial) -> str:
    """A row of a Markdown table."""
    held = "inside" if one.inside else "**outside**"
    return (
        f"| {company} | {one.label} | {one.earlier} | {one.later} | {one.predicted:.2f} | {one.low:.2f}–{one.high:.2f} | {one.reached:.2f} "
        f"| {one.error:+.1f} | {one.naive_error:+.1f} | {held} |"
    )


def summed(name: str, trials: tuple[Trial, ...]) -> str:
    """Coverage and mean error of some trials, in a line."""
    held, ours, naive = coverage(trials), mean_error(trials), mean_error(trials, naive=True)
    if held is None or ours is None or naive is None:
        return f"{name}: none large enough"
    return f"{name}: {held:.0%} of {len(trials)} intervals held; off by {ours:.1f} points on average, the naive rule by {naive:.1f}"


def main(names: Sequence[str]) -> None:
    """Print the table, and what it adds up to over all companies."""
    whole, topics, kinds = list[Trial](), list[Trial](), list[Trial]()
    print(HEAD)
    for name in names or companies():
        reporter = Reporter()
        with TemporaryDirectory() as scratch:
            snapshot = opened(pack(FOLDER / name, reporter), Path(scratch) / "demo.duckdb")
            reporter.done()
            found = tested(snapshot)
            snapshot.close()
        if isinstance(found, NotYet):
            print(f"| {name} | not enough data: {found.earlier} and {found.later} conversations |")
            continue
        print("\n".join(line(name, one) for one in (found.whole, *found.topics, *found.kinds)), flush=True)
        whole.append(found.whole)
        topics += found.topics
        kinds += found.kinds
    print("\n" + "\n".join(summed(label, tuple(trials)) for label, trials in (("Companies", whole), ("Topics", topics), ("Kinds of work", kinds))))


if __name__ == "__main__":
    main(sys.argv[1:])
