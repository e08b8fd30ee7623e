"""Is a fix found, and nothing else? `python -m benchmarks.placebo [COMPANY ...]`.

On each demo company the planted fix is taken as an action that was done on its day. Its effect is set beside the truth: the same difference in
differences over the gold of the same conversations. Every other topic is a placebo: nothing was done there, and nothing should be found.

Then the same as the Impact page does it: each proposed action by itself is marked as done on the day of the fix, and measured on the part that its
evidence is about. Those that are about what was put right should be found to have worked, and the others not.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from benchmarks.planted import opened
from benchmarks.planted_fix import Fixed, fixed, said_cells
from benchmarks.planted_seen import Seen, name_of, seen
from insights.pipeline.demo.packing import pack
from insights.pipeline.progress import Reporter
from insights.planning.answers import sentence
from insights.planning.difference import Rate
from insights.planning.effect import MEASURED, Answer, Effect, effect
from insights.planning.outcomes import Outcome, Taxonomy, outcomes
from sample_data.company import FOLDER, read_company
from sample_data.generate import companies, generate

PLACES = """
select action_id, analysed.topic_id, subtopic_id, count(*) as conversations
from evidence
join analysed using (conversation_id)
group by all
order by all"""
"""Where the evidence of the proposed actions lies."""


def placebos(data: Seen, one: Fixed, rate: Rate) -> dict[str, Effect]:
    """The effect of nothing on every other topic, by its name."""
    cells = said_cells(data)
    topics = sorted(set(cells["topic_id"]) - {one.topic_id, "other"})
    return {name_of(data, "topic_id", topic): effect(cells, rate, topic, one.done, touched={one.topic_id}) for topic in topics}


def marked(data: Seen, done: date) -> list[Outcome]:
    """What Impact would say of every proposed action, had it alone been done on a day."""
    snapshot, cells = data.snapshot, said_cells(data)
    places = snapshot.frame(PLACES)
    topics = snapshot.table("topics_now")
    taxonomy = Taxonomy(dict(zip(topics["topic_id"], topics["name"], strict=True)))
    actions = snapshot.table("actions_now").assign(done_on=pd.Timestamp(done))
    return [each for place in range(len(actions)) for each in outcomes(actions.iloc[[place]], cells, places, taxonomy)]


def told(one: Effect) -> str:
    """An effect in words."""
    if one.points is None or one.low is None or one.high is None:
        return str(one.answer)
    return f"{one.answer}: {one.points:+.1f} ({one.low:+.1f} to {one.high:+.1f})"


def report(data: Seen) -> None:
    """The fix and the placebos of a company."""
    truth = next(each for each in data.company.truths if each.kind == "fix")
    one = fixed(data, truth)
    true = "–" if one.true.points is None else f"{one.true.points:+.1f}"
    print(f"\n{data.company.folder.name}: {truth.id} on {one.done}, {one.name} (F1 {one.likeness:.2f})")
    print(f"  CX score {told(one.found)}; truth {true}, {'inside' if one.inside else 'outside'}")
    print(f"  automation rate {told(effect(said_cells(data), Rate.AUTOMATION, one.topic_id, one.done))}")
    for rate in Rate:
        found = placebos(data, one, rate)
        measured = [each for each in found.values() if each.answer in MEASURED]
        called = {name: each for name, each in found.items() if each.answer in (Answer.BETTER, Answer.WORSE)}
        print(f"  placebos, {rate}: {len(called)} of {len(measured)} called; {len(found) - len(measured)} with too little")
        print("".join(f"    {name} {told(each)}\n" for name, each in called.items()), end="", flush=True)
    every = marked(data, one.done)
    clear = [each for each in every if each.effect.answer in (Answer.BETTER, Answer.WORSE)]
    print(f"  actions marked as done that day: {len(clear)} of {len(every)} called")
    print("".join(f"    {each.title}: {sentence(each)}\n" for each in clear), end="", flush=True)


def main(names: Sequence[str]) -> None:
    """Every company."""
    for name in names or companies():
        reporter = Reporter()
        with TemporaryDirectory() as scratch:
            snapshot = opened(pack(FOLDER / name, reporter), Path(scratch) / "demo.duckdb")
            reporter.done()
            report(seen(snapshot, [each.gold for each in generate(name)], read_company(FOLDER / name)))
            snapshot.close()


if __name__ == "__main__":
    main(sys.argv[1:])
