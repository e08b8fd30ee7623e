"""How the judge of the kind of work errs on companies that it has not seen, as a file beside its weights; called by `benchmarks/fit_work.py`."""

from __future__ import annotations

from dataclasses import asdict, astuple
from pathlib import Path

import numpy as np

from benchmarks.labelled import Labelled
from insights.analysers.weights import Linear
from insights.analysers.work import CAUSES, KINDS, choose_kinds
from insights.analysers.work.confusion import CalibrationBin, Confusion, KindErrors

BINS = 10
HEAD = "# Measured by benchmarks/fit_work.py on companies left out; see insights/analysers/work/confusion.py for what each figure means.\n"


def measure_confusion(labelled: Labelled, linear: Linear, kinds: np.ndarray, causes: np.ndarray, asked: np.ndarray) -> Confusion:
    """Compare the gold with what is said of companies left out, without their articles and tools; `asked` says where a request is seen."""
    said = choose_kinds(kinds, linear.threshold[[linear.column(kind) for kind in KINDS]]) & asked[:, None]
    true = np.array([[kind in line["kinds"] for kind in KINDS] for line in labelled.gold])
    real = true.any(axis=1)
    due = np.array([line["human_cause"] or "" for line in labelled.gold])
    return Confusion(
        judge=linear.judge,
        companies=len(set(labelled.company)),
        conversations=len(true),
        no_request_precision=share(~real, ~asked),
        no_request_recall=share(~asked, ~real),
        cause_right=share(np.array(CAUSES)[causes.argmax(axis=1)] == due, due != ""),
        kinds=tuple(kind_errors(place, true, said, kinds[:, place]) for place in range(len(KINDS))),
    )


def kind_errors(place: int, true: np.ndarray, said: np.ndarray, chance: np.ndarray) -> KindErrors:
    """The errors of one kind."""
    real, mine, called = true.any(axis=1), true[:, place], said[:, place]
    step = np.minimum((chance * BINS).astype(int), BINS - 1)
    groups = [real & (step == number) for number in range(BINS)]
    bins = tuple(CalibrationBin(share(chance, group), share(mine, group), int(group.sum())) for group in groups if group.any())
    return KindErrors(
        kind=KINDS[place],
        share=share(mine, real),
        precision=share(mine, called),
        recall=share(called, mine),
        missed=share(mine, real & ~called),
        truly=tuple(share(true[:, other], called) for other in range(len(KINDS))),
        calibration_error=round(sum(abs(each.chance - each.share) * each.conversations for each in bins) / int(real.sum()), 4),
        bins=bins,
    )


def share(given: np.ndarray, among: np.ndarray) -> float:
    """Mean over these, 0 where there is none."""
    return round(float(given[among].mean()), 4) if among.any() else 0.0


def write_confusion(confusion: Confusion, path: Path) -> None:
    """Write it as TOML."""
    whole = asdict(confusion)
    rows = [_lines({name: value for name, value in whole.items() if name != "kinds"})]
    for kind in confusion.kinds:
        rows.append("[[kind]]\n" + _lines(asdict(kind) | {"truly": list(kind.truly), "bins": [list(astuple(each)) for each in kind.bins]}))
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")


def _lines(values: dict) -> str:
    """Keys and values, one a line."""
    return "".join(f'{name} = "{value}"\n' if isinstance(value, str) else f"{name} = {value}\n" for name, value in values.items())
