"""How good are the local judges? `python benchmarks/judges.py MEASURE FOLDER`, with a measure of `MEASURES`.

The judges are run in this process, without topics and planning; each measure prints one line of JSON.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import Labelled, as_stored, batch_of, folders, lines, public, read
from insights.analysers import judge
from insights.analysers.knowledge import Knowledge
from insights.model import Kind, Resolution
from insights.text.batch import Batch
from insights.text.encoding import Encoder

RESOLUTIONS = [resolution.value for resolution in Resolution]
RESOLVED = {Resolution.CONFIRMED.value, Resolution.ASSUMED.value}


def by_company(labelled: Labelled, folder: Path, encoder: Encoder) -> tuple[list[dict], list[dict], list[dict]]:
    """Gold, labels and reasons, each company judged with its own knowledge."""
    gold, found, reasons = [], [], []
    native = [line for part in folders(folder) for line in lines(part / "conversations.jsonl")]
    for company in dict.fromkeys(labelled.company):
        rows = np.flatnonzero(labelled.company == company)
        batch = batch_of(as_stored(native[row] for row in rows))
        work, experience, said = judge(batch, encoder, Knowledge.of(labelled.articles[company], labelled.tools[company], encoder))
        gold += [labelled.gold[row] for row in rows]
        found += [a | b for a, b in zip(work.to_pylist(), experience.to_pylist(), strict=True)]
        reasons += said.to_pylist()
    return gold, found, reasons


def set_f1(gold: list[set], found: list[set]) -> float:
    """Micro-F1 over sets."""
    hit = sum(len(a & b) for a, b in zip(gold, found, strict=True))
    return round(2 * hit / max(1, sum(map(len, gold)) + sum(map(len, found))), 3)


def measure_exam(folder: Path) -> dict:
    """Agreement with the gold lines of a folder of labelled conversations."""
    labelled = read(folders(folder))
    gold, found, reasons = by_company(labelled, folder, Encoder.load())
    said: dict[str, set] = {}
    for row in reasons:
        said.setdefault(row["conversation_id"], set()).add(row["reason"])
    return {
        "n": len(gold),
        **kind_figures(gold, found),
        **rating_figures(gold, found),
        **knowledge_figures(gold, found),
        "reasons_F1": set_f1([{r["reason"] for r in g["reasons"]} for g in gold], [said.get(g["conversation_id"], set()) for g in gold]),
    }


def kind_figures(gold: list[dict], found: list[dict]) -> dict:
    """Kinds of work and their cause."""
    per_kind = {kind.value: round(f1_score([kind in g["kinds"] for g in gold], [kind in f["kinds"] for f in found]), 3) for kind in Kind}
    human = [(g["human_cause"], f["human_cause"]) for g, f in zip(gold, found, strict=True) if g["human_cause"]]
    return {
        "kinds_macro_F1": round(float(np.mean(list(per_kind.values()))), 3),
        "kinds_F1": per_kind,
        "no_request_F1": round(f1_score([not g["kinds"] for g in gold], [not f["kinds"] for f in found]), 3),
        "human_cause_accuracy": round(float(np.mean([a == b for a, b in human])), 3),
    }


def rating_figures(gold: list[dict], found: list[dict]) -> dict:
    """Resolution and rating."""
    ended = [(g["resolution"], f["resolution"] or "none") for g, f in zip(gold, found, strict=True) if g["resolution"]]
    rated = np.array([(g["rating"], f["rating"]) for g, f in zip(gold, found, strict=True) if g["rating"] and f["rating"]])
    a, b = rated.T
    return {
        "resolution_macro_F1": round(f1_score(*zip(*ended, strict=True), average="macro", labels=RESOLUTIONS), 3),
        "resolution_accuracy": round(float(np.mean([x == y for x, y in ended])), 3),
        "resolved_F1": round(f1_score([x in RESOLVED for x, _ in ended], [y in RESOLVED for _, y in ended], average="macro"), 3),
        "rating_kappa": round(cohen_kappa_score(a, b, weights="quadratic"), 3),
        "rating_exact": round(float((a == b).mean()), 3),
        "rating_within_1": round(float((abs(a - b) <= 1).mean()), 3),
        "positive_macro_F1": round(f1_score(a >= 4, b >= 4, average="macro"), 3),
        "cx_score_gold": round(float(np.mean([g["rating"] >= 4 for g in gold if g["rating"]])), 3),
        "cx_score_found": round(float(np.mean([f["rating"] >= 4 for f in found if f["rating"]])), 3),
        "scored_agreement": round(float(np.mean([(g["rating"] is None) == (f["rating"] is None) for g, f in zip(gold, found, strict=True)])), 3),
    }


def knowledge_figures(gold: list[dict], found: list[dict]) -> dict:
    """Articles, gaps and tools."""
    pairs = [(set(g["articles"]), set(f["articles"])) for g, f in zip(gold, found, strict=True)]
    return {
        "article_hit": round(float(np.mean([bool(a & b) for a, b in pairs if a])), 3),
        "article_F1": set_f1([a for a, _ in pairs], [b for _, b in pairs]),
        "article_gap_F1": round(f1_score([bool(g["article_gap"]) for g in gold], [f["article_gap"] for f in found]), 3),
        "tools_F1": set_f1([set(g["tools"]) for g in gold], [set(f["tools"]) for f in found]),
    }


def labels(conversations: list[dict]) -> tuple[list[dict], list[dict]]:
    """Labels of work and experience of native conversations."""
    work, experience, _ = judge(batch_of(as_stored(conversations)), Encoder.load(), None)
    return work.to_pylist(), experience.to_pylist()


def measure_resolution(folder: Path) -> dict:
    """Does P(resolved) rank as the customer's own answer does?"""
    extra = {one["conversation_id"]: json.loads(one["gold"]["extra"]) for one in public(folder) if isinstance(one["gold"]["extra"], str)}
    chosen = [one for one in public(folder) if extra.get(one["conversation_id"], {}).get("goal_reached_says_user") is not None]
    truth = [bool(extra[one["conversation_id"]]["goal_reached_says_user"]) for one in chosen]
    _, found = labels(chosen)
    said = [row["resolution"] in RESOLVED for row in found]
    chance = [0.5 if row["p_resolved"] is None else row["p_resolved"] for row in found]
    return {
        "n": len(chosen),
        "AUC": round(roc_auc_score(truth, chance), 3),
        "macro_F1": round(f1_score(truth, said, average="macro"), 3),
        "share_gold": round(float(np.mean(truth)), 3),
        "share_found": round(float(np.mean(said)), 3),
    }


def measure_satisfaction(folder: Path) -> dict:
    """Does the expected rating rank as people do?"""
    chosen = [one for one in public(folder) if one["gold"]["satisfaction"] == one["gold"]["satisfaction"]]
    truth = np.array([one["gold"]["satisfaction"] for one in chosen], dtype=float)
    domain = np.array([one["gold"]["domain"] for one in chosen])
    chance = expected(labels(chosen)[1])
    parts = {name: round(float(spearmanr(truth[domain == name], chance[domain == name])[0]), 3) for name in sorted(set(domain))}
    return {"n": len(chosen), "spearman": round(float(spearmanr(truth, chance)[0]), 3), **parts}


def expected(found: list[dict]) -> np.ndarray:
    """Expected ratings, the mean where there is none."""
    chance = np.array([np.nan if row["rating_expected"] is None else row["rating_expected"] for row in found])
    return np.where(np.isnan(chance), np.nanmean(chance), chance)


def measure_work(folder: Path) -> dict:
    """Action or look-up?"""
    chosen = [one for one in public(folder) if one["gold"]["need"] in ("action", "lookup", "account_lookup", "public_lookup", "informational")]
    truth = [one["gold"]["need"] == "action" for one in chosen]
    said = [Kind.ACTION in row["kinds"] for row in labels(chosen)[0]]
    return {
        "n": len(chosen),
        "action_F1": round(f1_score(truth, said), 3),
        "action_macro_F1": round(f1_score(truth, said, average="macro"), 3),
        "share_gold": round(float(np.mean(truth)), 3),
        "share_found": round(float(np.mean(said)), 3),
    }


def measure_sentiment(folder: Path) -> dict:
    """Does the expected rating follow the sentiment of unanswered posts?"""
    chosen = public(folder)
    truth = [("negative", "neutral", "positive").index(json.loads(one["gold"]["extra"])["sentiment"]) for one in chosen]
    return {"n": len(chosen), "spearman": round(float(spearmanr(truth, expected(labels(chosen)[1]))[0]), 3)}


def many(labelled: Labelled, conversations: int) -> Batch:
    """The labelled conversations again and again."""
    batch = labelled.batch
    times = -(-conversations // len(batch))
    starts = np.concatenate([[0], np.cumsum(np.tile(np.diff(batch.starts), times))])
    return Batch(
        pa.concat_tables([batch.conversations] * times).combine_chunks(), pa.concat_tables([batch.messages] * times).combine_chunks(), starts
    ).slice(0, conversations)


def measure_speed(folder: Path) -> dict:
    """Seconds for 10,000 conversations, without and with one company's knowledge."""
    labelled, encoder = read(folders(folder)), Encoder.load()
    batch = many(labelled, 10_000)
    company = labelled.company[0]
    seconds = {}
    for name, knowledge in (
        ("first", None),
        ("judges", None),
        ("with_knowledge", Knowledge.of(labelled.articles[company], labelled.tools[company], encoder)),
    ):
        begin = time.perf_counter()
        for start in range(0, len(batch), 5_000):
            judge(batch.slice(start, min(start + 5_000, len(batch))), encoder, knowledge)
        seconds[name] = round(time.perf_counter() - begin, 2)
    return {"n": len(batch), "messages": batch.messages.num_rows, "seconds": seconds}


MEASURES = {
    "exam": measure_exam,
    "resolution": measure_resolution,
    "satisfaction": measure_satisfaction,
    "work": measure_work,
    "sentiment": measure_sentiment,
    "speed": measure_speed,
}

if __name__ == "__main__":
    print(json.dumps({"measure": sys.argv[1], "data": Path(sys.argv[2]).name, **MEASURES[sys.argv[1]](Path(sys.argv[2]))}))
