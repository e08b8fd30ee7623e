"""Fit the judges of the kind of work and of whether there is a request; called by `benchmarks/fit.py`.

Settings were chosen by the predictions for companies that were left out, and by whether actions are told from look-ups in `star`, on which nothing
is fitted.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import expit, logit

from benchmarks.fitting import Fitter, trusting
from benchmarks.labelled import Labelled
from benchmarks.thresholds import best_f1, even
from benchmarks.work_confusion import measure_confusion, write_confusion
from insights.analysers.deeds import PREFIX, deeds, read_deeds, with_deeds
from insights.analysers.features import Reading
from insights.analysers.weights import Linear, save_linear
from insights.analysers.work import ALONE, CAUSES, KINDS, SURE, kind_chances
from insights.model import HumanCause, Kind

VERSION, REQUEST_VERSION = 2, 1
FIELD_TRUST = {"customer": 1.0, "first": 1.0, "support": 1.3, "last_customer": 0.0, "last_support": 0.8}
"""How much each field counts. The customer's last words tell how it ended, not what was needed."""
DEED_TRUST, NUMBER_TRUST = 1.0, 0.4
ASKING_FIELDS = ("customer", "first")
"""What there is to judge by where nobody replied."""
LATE = ("_later", "_after")


class WorkFitter(Fitter):
    """Counts what support did more than how a conversation went."""

    def __init__(self, labelled: Labelled, reading: Reading) -> None:
        """Put the views side by side, the deeds among the numbers."""
        super().__init__(labelled, reading, asked_numbers(reading))
        words = [np.full(self.width, trust) for trust in FIELD_TRUST.values()]
        mine = {deed.number for deed in deeds() if deed.side == "customer"}
        alone = [np.full(self.width, float(field in ASKING_FIELDS)) for field in FIELD_TRUST]
        heard = sparse.diags(np.concatenate([*alone, [float(name in mine) for name in self.names]]))
        self.views |= {name: (self.features @ heard).tocsr() for name in ALONE}
        self.trust = np.concatenate([*words, [DEED_TRUST if name.startswith(PREFIX) else NUMBER_TRUST for name in self.names]])

    def fit(self, make: Callable, target: np.ndarray, features: sparse.csr_matrix) -> tuple[np.ndarray, float, np.ndarray]:
        """The same on features that count more or less, as weights for features that all count the same."""
        weight, intercept, left_out = super().fit(make, target, (features @ sparse.diags(self.trust)).tocsr())
        return weight * self.trust, intercept, left_out


class RequestFitter(Fitter):
    """Where nobody replied, what the customer asks for counts and not how much was written: a request can be three words long."""

    def __init__(self, labelled: Labelled, reading: Reading) -> None:
        """Keep deeds from the judge of all that was written: they are read only where nobody replied."""
        super().__init__(labelled, reading, asked_numbers(reading))
        mine = {deed.number for deed in deeds() if deed.side == "customer"}
        written = np.concatenate([np.ones(self.width * len(FIELD_TRUST)), [float(not name.startswith(PREFIX)) for name in self.names]])
        asked = [name in mine or name.startswith("ask_") for name in self.names]
        words = [np.full(self.width, float(field in ASKING_FIELDS)) for field in FIELD_TRUST]
        self.views["request"] = (self.views["request"] @ sparse.diags(written)).tocsr()
        self.views["request_alone"] = (self.features @ sparse.diags(np.concatenate([*words, np.array(asked, dtype=float)]))).tocsr()


def asked_numbers(reading: Reading) -> list[str]:
    """The numbers but those of how an answer was taken: they tell how it ended, not what was needed."""
    return [name for name in reading.numbers if not name.endswith(LATE)]


def work_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Kinds, the same by the request alone, and each cause why a person is needed."""
    outputs = {kind.value: (trusting, np.array([float(kind in line["kinds"]) for line in gold]), best_f1) for kind in Kind}
    causes = {cause.value: (trusting, np.array([float(line["human_cause"] == cause) for line in gold]), even) for cause in HumanCause}
    return outputs | {name: outputs[kind] for name, kind in zip(ALONE, KINDS, strict=True)} | causes


def request_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Whether there is a request: from all that was written, and from what the customer wrote alone."""
    there = np.array([float(bool(line["kinds"])) for line in gold])
    return dict.fromkeys(("request", "request_alone"), (trusting, there, lambda chance, target: 1 - best_f1(1 - chance, 1 - target)))


def calibrate_human(linear: Linear, left_out: dict[str, np.ndarray], target: np.ndarray) -> None:
    """Correct the answer whether a person is needed, in the weights and in `left_out`, so that its mean with the answer by causes is calibrated."""
    own = logit(np.clip(left_out[Kind.HUMAN], SURE, 1 - SURE))
    causes = logit(np.clip(1 - np.prod([1 - left_out[cause] for cause in HumanCause], axis=0), SURE, 1 - SURE))

    def loss(numbers: np.ndarray) -> float:
        return float(np.logaddexp(0, (1 - 2 * target) * (numbers[0] * own + numbers[1] + causes) / 2).mean())

    slope, offset = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    human = linear.column(Kind.HUMAN)
    linear.slope[human] *= slope
    linear.offset[human] = linear.offset[human] * slope + offset
    left_out[Kind.HUMAN] = expit(own * slope + offset)


def fit_work(labelled: Labelled, reading: Reading, path: Path | None) -> np.ndarray:
    """Fit the judges and write them, if there is a path; the probability of each kind by judges that have not seen the company."""
    outputs = work_outputs(labelled.gold)
    reading = with_deeds(reading, read_deeds(reading))
    linear, chances = WorkFitter(labelled, reading).linear(f"local-work {VERSION}", outputs)
    calibrate_human(linear, chances, outputs[Kind.HUMAN][1])
    kinds = kind_chances(np.stack([chances[name] for name in linear.outputs], axis=1), linear)
    linear.threshold[linear.column(Kind.HUMAN)] = best_f1(kinds[:, -1], outputs[Kind.HUMAN][1])
    if path:
        request, asked = RequestFitter(labelled, reading).linear(f"local-request {REQUEST_VERSION}", request_outputs(labelled.gold))
        save_linear(linear, path)
        save_linear(request, path.with_name("request.npz"))
        causes = np.stack([chances[cause] for cause in CAUSES], axis=1)
        confusion = measure_confusion(labelled, linear, kinds, causes, asked["request"] >= request.threshold[request.column("request")])
        write_confusion(confusion, path.with_name("work_confusion.toml"))
    return kinds
