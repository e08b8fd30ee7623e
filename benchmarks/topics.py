"""How well are topics found without labels? `python benchmarks/topics.py DATASETS [NAME ...]`, with a folder of folders in the data-set format.

One line of JSON per data set, means over its domains (or, for the labelled conversations of this project, over companies): the fine level against the
publisher's subtopics, the topics against their topics. ACC is accuracy under the best one-to-one match, F1 that of purity and inverse purity.
`--names` prints the topics themselves.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import batch_of, folders, lines, public
from insights.analysers.topics import OTHER, Taxonomy, assign, discover, request_text, request_vectors
from insights.text.encoding import Encoder

SETS = {
    "dstc11": "dialogue_turn",
    "bitext": None,
    "clinc150": "utterance",
    "banking77": None,
    "star": None,
    "airline_sentiment": None,
    "exam": None,
    "corpus": None,
}


def agreement(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """ACC, NMI, ARI and F1 as percentages, with how many groups there are and should be."""
    true, said = (np.unique([str(label) for label in labels], return_inverse=True)[1] for labels in (gold, found))
    table = np.zeros((said.max() + 1, true.max() + 1))
    np.add.at(table, (said, true), 1)
    matched = table[linear_sum_assignment(-table)].sum()
    precision, recall = table.max(axis=1).sum() / len(true), table.max(axis=0).sum() / len(true)
    return {
        "found": len(table),
        "true": table.shape[1],
        "ACC": 100 * matched / len(true),
        "NMI": 100 * normalized_mutual_info_score(true, said),
        "ARI": 100 * adjusted_rand_score(true, said),
        "F1": 200 * precision * recall / (precision + recall),
    }


def parts(folder: Path, unit: str | None) -> Iterator[tuple[str, list[dict]]]:
    """Native conversations with their gold, by domain or company."""
    if (folder / "conversations.parquet").exists():
        native = [one for one in public(folder) if isinstance(one["gold"]["subtopic"], str) and unit in (None, one["gold"]["unit"])]
        by = [one["gold"]["domain"] for one in native]
    else:
        gold = {line["conversation_id"]: line for part in folders(folder) for line in lines(part / "gold.jsonl")}
        native = [one | {"gold": gold[one["conversation_id"]]} for part in folders(folder) for one in lines(part / "conversations.jsonl")]
        by = [one["company"] for one in native]
    for domain in dict.fromkeys(by):
        yield domain, [one for one, its in zip(native, by, strict=True) if its == domain]


def measure(native: list[dict], encoder: Encoder, *, names: bool) -> dict[str, float]:
    """Both levels of one domain, and the seconds after encoding."""
    batch = batch_of(native)
    texts = request_text(batch)
    vectors = request_vectors(batch, texts, encoder.vectors)
    start = time.perf_counter()
    taxonomy = discover([one["conversation_id"] for one in native], texts, vectors, encode=encoder.vectors)
    labels = assign(taxonomy, texts, vectors)
    seconds = time.perf_counter() - start
    topics, subtopics = labels["topic_id"].to_pylist(), labels["subtopic_id"].to_pylist()
    if names:
        print_names(taxonomy, topics + subtopics)
    fine = agreement([one["gold"]["subtopic"] for one in native], [f"{a} / {b}" for a, b in zip(topics, subtopics, strict=True)])
    coarse = agreement([one["gold"]["topic"] for one in native], topics)
    other = 100 * topics.count(OTHER) / len(topics)
    return {"n": len(native), **fine, **{f"topic_{key}": value for key, value in coarse.items()}, "other": other, "seconds": seconds}


def print_names(taxonomy: Taxonomy, used: Sequence[str | None]) -> None:
    """The tree of topics with how many conversations each has."""
    for row in taxonomy.topics.to_pylist():
        print(f"{'' if row['parent_id'] is None else '      '}{used.count(row['topic_id']):6d} {row['name']:34s} {', '.join(row['keywords'])}")


def main() -> None:
    """Measure the sets that are there."""
    chosen = [word for word in sys.argv[2:] if not word.startswith("--")] or list(SETS)
    encoder = Encoder.load()
    for name in chosen:
        folder = Path(sys.argv[1]) / name
        if not folder.exists():
            continue
        rows = [measure(native, encoder, names="--names" in sys.argv) for _, native in parts(folder, SETS.get(name))]
        means = {key: round(float(np.mean([row[key] for row in rows])), 2 if key == "seconds" else 1) for key in rows[0]}
        print(json.dumps({"data": name, "parts": len(rows), **means}), flush=True)


if __name__ == "__main__":
    main()
