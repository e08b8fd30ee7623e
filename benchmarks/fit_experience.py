"""Fit the judge of resolution, rating and reasons; called by `benchmarks/fit.py`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from benchmarks.fitting import Fitter, cautious, logistic, ridge
from benchmarks.labelled import Labelled
from benchmarks.thresholds import best_f1, best_macro_f1, even, fit_cuts, report_rating
from insights.analysers.features import Reading
from insights.analysers.weights import save_linear
from insights.model import Reason, Resolution

VERSION = 1
RESOLVED = (Resolution.CONFIRMED, Resolution.ASSUMED)


def experience_outputs(gold: tuple[dict, ...]) -> dict[str, tuple]:
    """Resolution as three questions, rating as an amount, reasons one by one."""
    resolution = [line["resolution"] for line in gold]
    resolved = np.array([np.nan if name is None else float(name in RESOLVED) for name in resolution])
    confirmed = np.array([float(name == Resolution.CONFIRMED) if name in RESOLVED else np.nan for name in resolution])
    pending = np.array([np.nan if name is None or name in RESOLVED else float(name == Resolution.PENDING) for name in resolution])
    rating = np.array([np.nan if line["rating"] is None else float(line["rating"]) for line in gold])
    outputs = {
        "resolved": (cautious, resolved, best_macro_f1),
        "confirmed": (logistic, confirmed, even),
        "pending": (logistic, pending, even),
        "rating": (ridge, rating, None),
    }
    for reason in Reason:
        target = np.array([float(any(given["reason"] == reason for given in line["reasons"])) if line["rating"] else np.nan for line in gold])
        outputs[reason.value] = (logistic, target, best_f1)
    return outputs


def fit_experience(labelled: Labelled, reading: Reading, folder: Path) -> None:
    """Fit the judge and the cuts between its ratings, and write both."""
    outputs = experience_outputs(labelled.gold)
    linear, left_out = Fitter(labelled, reading, reading.numbers).linear(f"local-experience {VERSION}", outputs)
    save_linear(linear, folder / "experience.npz")
    cuts, noise = fit_cuts(left_out["rating"], outputs["rating"][1])
    np.savez_compressed(folder / "rating.npz", cuts=cuts, noise=np.array(noise))
    report_rating(left_out["rating"], outputs["rating"][1], cuts)
