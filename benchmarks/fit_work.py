"""Fit the judge of the kind of work; called by `benchmarks/fit.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.fitting import Fitter, evenly, trusting
from benchmarks.labelled import Labelled
from benchmarks.thresholds import best_f1, even
from insights.analysers.features import Reading
from insights.analysers.weights import save_linear
from insights.analysers.work import kind_chances
from insights.model import HumanCause, Kind

VERSION = 1


def work_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Kinds, whether there is a request, and each cause why a person is needed."""
    outputs = {kind.value: (trusting, np.array([float(kind in line["kinds"]) for line in gold]), best_f1) for kind in Kind}
    none = np.array([float(not line["kinds"]) for line in gold])
    for name in ("request", "request_alone"):
        outputs[name] = (trusting, 1 - none, lambda probability, target: 1 - best_f1(1 - probability, 1 - target))
    for cause in HumanCause:
        target = np.array([float(line["human_cause"] == cause) for line in gold])
        outputs[cause.value] = (evenly, target, even)
    return outputs


def fit_work(labelled: Labelled, reading: Reading, path: Path | None) -> np.ndarray:
    """Fit the judge and write it, if there is a path; the probability of each kind by judges that have not seen the company."""
    outputs = work_outputs(labelled.gold)
    linear, chances = Fitter(labelled, reading, reading.numbers).linear(f"local-work {VERSION}", outputs)
    kinds = kind_chances(np.stack([chances[name] for name in linear.outputs], axis=1), linear)
    linear.threshold[linear.column(Kind.HUMAN)] = best_f1(kinds[:, -1], outputs[Kind.HUMAN][1])
    if path:
        save_linear(linear, path)
    return kinds
