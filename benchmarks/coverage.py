"""Do the intervals of the potential hold? `python -m benchmarks.coverage [COMPANY ...]`, or `python -m benchmarks.coverage corpus`.

Each demo company is analysed; what is stated of every topic (and subtopic) is set beside what is true of the same conversations: the mean chance that
goes with their true kinds of work, and one draw of what an AI agent would then resolve, since an interval is about what happens.

`corpus` measures the errors of JUDGE in `insights.planning.judging` with judges that have not seen the company: the parts of their variance that a
workspace, a topic, a subtopic and a conversation has in common. It takes about as long as fitting the judge of work.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from benchmarks.judge_errors import measured
from benchmarks.planted import opened
from insights.metrics.automation_questions import strata
from insights.model import Filters
from insights.pipeline.demo.packing import pack
from insights.pipeline.progress import Reporter
from insights.planning.topic_potential import topic_potentials
from insights.store.snapshot import Snapshot
from sample_data.company import FOLDER
from sample_data.generate import companies, generate
from sample_data.made import Gold

FEWEST = 20
"""Conversations with a request below which a topic is not counted."""


def topics(snapshot: Snapshot, gold: Sequence[Gold], level: str) -> pd.DataFrame:
    """What is stated of every topic (`level` topic_id) or subtopic, with what is true of its conversations: `truth` and `drawn`."""
    asked = strata(Filters())
    found = topic_potentials(snapshot.frame(asked.sql, asked.params).assign(topic_id=lambda lines: lines[level])).set_index("topic_id")
    chance = {one.conversation_id: one.chance for one in gold if one.kinds}
    said = snapshot.frame(f"select conversation_id, {level} from analysed").dropna()
    true = said[said["conversation_id"].isin(list(chance))].sort_values("conversation_id", ignore_index=True)
    true = true.assign(truth=true["conversation_id"].map(chance).astype(float))
    true["drawn"] = np.random.default_rng(1).random(len(true)) < true["truth"]
    named = snapshot.frame("select topic_id, name from topics").set_index("topic_id")["name"]
    together = found.join(true.groupby(level)[["truth", "drawn"]].mean(), how="inner")
    return together[together["eligible"] >= FEWEST].assign(name=lambda lines: lines.index.map(named))


def summary(lines: pd.DataFrame) -> str:
    """Coverage of the intervals, their width, and how far off the middle is."""
    inside = [lines[name].between(lines["low"], lines["high"]).mean() for name in ("truth", "drawn")]
    error, width = 100 * (lines["potential"] - lines["truth"]), 100 * (lines["high"] - lines["low"]).mean()
    return (
        f"{len(lines)} groups: {100 * inside[0]:.0f} % of the true means and {100 * inside[1]:.0f} % of the draws inside; "
        f"mean width {width:.0f} points, bias {error.mean():+.1f}, mean distance {error.abs().mean():.1f}"
    )


def main(names: Sequence[str]) -> None:
    """Print a line per topic, then the sums."""
    if list(names) == ["corpus"]:
        print(measured())
        return
    found: dict[str, list[pd.DataFrame]] = {"topic_id": [], "subtopic_id": []}
    for name in names or companies():
        reporter = Reporter()
        with TemporaryDirectory() as scratch:
            snapshot = opened(pack(FOLDER / name, reporter), Path(scratch) / "demo.duckdb")
            reporter.done()
            gold = [each.gold for each in generate(name)]
            for level, parts in found.items():
                parts.append(topics(snapshot, gold, level))
            snapshot.close()
        print(f"\n{name}\n{found['topic_id'][-1].round(2).set_index('name').to_string()}", flush=True)
    for level, parts in found.items():
        print(f"\n{level}: {summary(pd.concat(parts))}")


if __name__ == "__main__":
    main(sys.argv[1:])
