"""Fit the judge of resolution, rating and reasons; called by `benchmarks/fit.py`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression, Ridge

from benchmarks.fitting import Beside, Fitter, Fused, logistic
from benchmarks.labelled import Labelled, as_stored, batch_of, public
from benchmarks.thresholds import as_often, best_macro_f1, common_f1, even, even_cuts, fit_cuts, report_rating
from insights.analysers.deeds import with_all_deeds
from insights.analysers.experience.reasons import LIKELIER, POSITIVE
from insights.analysers.features import Reading, read_batch
from insights.analysers.weights import Cuts, Linear, save_cuts, save_linear, vocabulary
from insights.model import Reason, Resolution

VERSION = 3
STAR_WEIGHT = 0.3
RESOLVED = (Resolution.CONFIRMED, Resolution.ASSUMED)


def strength(value: float) -> Callable[[], LogisticRegression]:
    """A yes-or-no judge that trusts what it sees this much."""
    return lambda: LogisticRegression(C=value, solver="liblinear", random_state=0)


def shrinkage(value: float) -> Callable[[], Ridge]:
    """A judge of an amount that trusts its numbers the less, the more this is."""
    return lambda: Ridge(alpha=value, solver="sparse_cg", random_state=0, tol=1e-6)


RESOLVED_PARTS = Fused((strength(5.0), 0.5), (strength(10.0), 0.3), (strength(0.02), 0.2))
CONFIRMED_PARTS = Fused((strength(5.0), 0.5), (strength(10.0), 0.2), (strength(0.02), 0.3))
RATING_PARTS = Fused((shrinkage(5.0), 0.7), (shrinkage(2.0), 0.15), (shrinkage(400.0), 0.15))


def experience_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Resolution as three questions, rating as an amount, reasons one by one."""
    resolution = [line["resolution"] for line in gold]
    resolved = np.array([np.nan if name is None else float(name in RESOLVED) for name in resolution])
    confirmed = np.array([float(name == Resolution.CONFIRMED) if name in RESOLVED else np.nan for name in resolution])
    pending = np.array([np.nan if name is None or name in RESOLVED else float(name == Resolution.PENDING) for name in resolution])
    rating = np.array([np.nan if line["rating"] is None else float(line["rating"]) for line in gold])
    outputs = {
        "resolved": (RESOLVED_PARTS, resolved, best_macro_f1),
        "confirmed": (CONFIRMED_PARTS, confirmed, even),
        "pending": (logistic, pending, even),
        "rating": (RATING_PARTS, rating, None),
    }
    for reason in Reason:
        target = np.array([float(any(given["reason"] == reason for given in line["reasons"])) if line["rating"] else np.nan for line in gold])
        outputs[reason.value] = (logistic, target, as_often)
    return outputs


def fit_judge(labelled: Labelled, reading: Reading, names: Iterable[str], beside: Mapping[str, Beside]) -> tuple[Linear, Cuts, dict[str, np.ndarray]]:
    """The judge, the cuts between its ratings, and what judges that have not seen the company say."""
    outputs = experience_outputs(labelled.gold)
    linear, left_out = Fitter(labelled, reading, names, beside).linear(f"local-experience {VERSION}", outputs)
    praise = [name for name in Reason if name in POSITIVE]
    chances, targets = (np.stack(columns, axis=1) for columns in zip(*((left_out[name], outputs[name][1]) for name in praise), strict=True))
    linear.threshold[[linear.column(name) for name in praise]] = common_f1(chances, targets)
    linear.threshold[linear.column(Reason.NOT_RESOLVED)] = unresolved_alone(linear, outputs, left_out)
    likely, noise = fit_cuts(left_out["rating"], outputs["rating"][1])
    return linear, Cuts(likely, noise, even_cuts(left_out["rating"], outputs["rating"][1])), left_out


def unresolved_alone(linear: Linear, outputs: Mapping[str, tuple], left_out: Mapping[str, np.ndarray]) -> float:
    """From which probability on it is said that nothing was resolved where nothing says why, so that it is said as often as it is true in all."""
    chance, target = left_out[Reason.NOT_RESOLVED], outputs[Reason.NOT_RESOLVED][1]
    known = ~np.isnan(target)
    causes = [name for name in Reason if name not in POSITIVE and name is not Reason.NOT_RESOLVED]
    explained = np.any([left_out[name] >= linear.threshold[linear.column(name)] for name in causes], axis=0)
    missing = int(target[known].sum() - (known & explained & (chance >= LIKELIER)).sum())
    return float(np.sort(chance[known & ~explained])[-max(missing, 1)])


def elsewhere(folder: Path, names: Iterable[str]) -> dict[str, Beside]:
    """What `folder`/star teaches about resolution: whether the customer says that the goal was reached."""
    chosen = [one for one in public(folder / "star") if goal_reached(one) is not None]
    reading = with_all_deeds(read_batch(batch_of(as_stored(chosen)), vocabulary()))
    return {"resolved": Beside("star", reading.columns(names), np.array([float(bool(goal_reached(one))) for one in chosen]), STAR_WEIGHT)}


def goal_reached(one: dict) -> bool | None:
    """The customer's own answer, where there is one."""
    extra = one["gold"]["extra"]
    return json.loads(extra).get("goal_reached_says_user") if isinstance(extra, str) else None


def fit_experience(labelled: Labelled, reading: Reading, folder: Path, public_sets: Path | None) -> None:
    """Fit the judge and the cuts between its ratings, and write both."""
    reading = with_all_deeds(reading)
    names = tuple(reading.numbers)
    beside = elsewhere(public_sets, names) if public_sets else {}
    linear, cuts, left_out = fit_judge(labelled, reading, names, beside)
    save_linear(linear, folder / "experience.npz")
    save_cuts(cuts, folder / "rating.npz")
    report_rating(left_out["rating"], experience_outputs(labelled.gold)["rating"][1], cuts.stated)
