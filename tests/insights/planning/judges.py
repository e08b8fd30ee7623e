"""Judges that are made up: calibrated to a truth that is drawn from their own chances, or off it by a known shift."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import expit, logit

from insights.planning.labels import KINDS, RESOLUTIONS

CUT = 0.5


def resolutions(size: int = 1_500, *, off: float = 0.0, seed: int = 0) -> tuple[pd.DataFrame, np.ndarray]:
    """What a judge said, and what is true. The log-odds of being solved are lower by `off` in truth than the judge says."""
    chance = np.random.default_rng(seed)
    p_solved, p_second = np.round(chance.beta(2, 1.2, size), 4), np.round(chance.beta(1, 1, size), 4)
    solved = p_solved >= CUT
    second = p_second >= CUT
    said = np.where(solved, np.where(second, 0, 1), np.where(second, 3, 2))
    side = np.where(solved, p_solved, 1 - p_solved)
    truly = chance.random(size) < expit(logit(np.clip(p_solved, 0.001, 0.999)) - off)
    truly_second = chance.random(size) < p_second
    true = np.where(truly, np.where(truly_second, 0, 1), np.where(truly_second & (truly == solved), 3, 2))
    judged = blank(size)
    judged["resolution"] = [RESOLUTIONS[each] for each in said]
    judged["p_resolved"] = p_solved
    judged["resolution_confidence"] = side * np.where(second, p_second, 1 - p_second)
    judged["rating"] = np.where(solved, 4, 2)
    return judged, np.array([RESOLUTIONS[each] for each in true], dtype=object)


def kinds(size: int = 1_500, *, off: float = 0.0, seed: int = 0) -> tuple[pd.DataFrame, list[list[str]]]:
    """The same for kinds of work: `off` is how much less often an action is needed than the judge says."""
    chance = np.random.default_rng(seed)
    judged = blank(size)
    truths = np.zeros((size, len(KINDS)), dtype=bool)
    for place, kind in enumerate(KINDS):
        p_kind = np.round(chance.beta(0.6, 0.6, size), 4)
        judged[f"p_{kind}"], judged[kind] = p_kind, p_kind >= CUT
        truths[:, place] = chance.random(size) < expit(logit(np.clip(p_kind, 0.001, 0.999)) - (off if kind == "action" else 0.0))
    judged["p_request"] = 0.99
    nothing = ~judged[list(KINDS)].any(axis=1)
    judged.loc[nothing, "informational"] = True
    return judged, [[kind for place, kind in enumerate(KINDS) if row[place]] or ["informational"] for row in truths]


def blank(size: int) -> pd.DataFrame:
    """Conversations of which nothing was said."""
    made = pd.DataFrame({"conversation_id": [f"c{number:05d}" for number in range(size)], "rating": 4.0, "not_scored": None, "resolution": None})
    made[["p_resolved", "resolution_confidence"]] = np.nan
    made[list(KINDS)] = False
    made[[f"p_{kind}" for kind in KINDS]] = 0.0
    return made.assign(p_request=0.99)


def answers(judged: pd.DataFrame, truth: list | np.ndarray, rows: np.ndarray, label: str, how: str = "dispute") -> pd.DataFrame:
    """Somebody says the truth about these rows."""
    return pd.DataFrame(
        {"conversation_id": judged["conversation_id"].to_numpy()[rows], "label": label, "value": [truth[row] for row in rows], "how": how}
    )
