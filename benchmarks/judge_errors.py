"""How much of the judge's error a workspace, a topic, a subtopic and a conversation has in common; see `benchmarks/coverage.py`."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.fit_work import fit_work
from benchmarks.labelled import HERE, folders, read
from benchmarks.thresholds import best_f1
from insights.analysers import weights as stored
from insights.analysers.features import read_batch
from insights.analysers.work import choose_kinds
from insights.model import Kind
from insights.planning.labelled import work_class
from insights.planning.potential import known, resolution_odds

KINDS = [str(kind) for kind in Kind]
LEVELS = ("company", "topic", "subtopic")


def measured() -> str:
    """Confusion per kind and the parts of the error, as they go into JUDGE."""
    labelled = read(folders(HERE / "corpus"))
    said = fit_work(labelled, read_batch(labelled.batch, stored.read_vocabulary(stored.DATA / "vocabulary.npz")), None)
    true = np.array([[kind in gold["kinds"] for kind in KINDS] for gold in labelled.gold])
    asked = true.any(axis=1)
    chosen = choose_kinds(said, np.array([best_f1(said[:, place], true[:, place].astype(float)) for place in range(len(KINDS))]))
    places = pd.DataFrame({"company": labelled.company, **{name: [gold[name] for gold in labelled.gold] for name in LEVELS[1:]}})
    lines = [
        f"{kind}: called so and right {true[mask, place].mean():.2f}, not called so and still {true[asked & ~mask, place].mean():.2f}"
        for place, kind in enumerate(KINDS)
        for mask in [asked & chosen[:, place]]
    ]
    error = chances(true, None)[asked] - chances(chosen, said[:, KINDS.index(Kind.HUMAN)])[asked]
    return "\n".join([f"{asked.sum()} requests, bias {100 * error.mean():+.1f} points", *lines, parts(error, places[asked])])


def chances(kinds: np.ndarray, p_human: np.ndarray | None) -> np.ndarray:
    """P(resolved) of each conversation by the stated rates, of kinds that are certain (no `p_human`) or as the judge tells them."""
    classes = work_class(pd.DataFrame(kinds, columns=KINDS))
    if p_human is None:
        return np.array([known(name, {}).mean for name in classes])
    return resolution_odds(classes, pd.Series(p_human), {})


def parts(error: np.ndarray, places: pd.DataFrame) -> str:
    """Standard deviations by analysis of variance: what conversations of one group have in common, level by level."""
    variances, before = {}, 0.0
    for depth, level in enumerate(LEVELS, 1):
        groups = pd.Series(error).groupby([places[name].to_numpy() for name in LEVELS[:depth]])
        count = groups.size().to_numpy()
        inside = float(((count - 1) * groups.var().fillna(0)).sum() / (count - 1).sum())
        between = float((count * (groups.mean() - error.mean()) ** 2).sum()) / (len(count) - 1)
        common = (between - inside) / ((len(error) - (count**2).sum() / len(error)) / (len(count) - 1))
        variances[level], before = max(common - before, 0.0), max(common, before)
    variances["conversation"] = inside
    return ", ".join(f"{level} {variance**0.5:.3f}" for level, variance in variances.items())
