"""Do the names of topics say what their conversations are about? `python benchmarks/names.py DATASETS [NAME ...] [--model DIR]`.

Every leaf is named, and its name is asked for the publisher's labels: how often the label of most of its conversations is the nearest of all, and
among the nearest three, by leaf and by conversation. The built-in encoder asks; with `--model`, a folder of a sentence encoder for `fastembed`, that
one too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import batch_of
from benchmarks.topics import SETS, parts
from insights.analysers.topics import OTHER, assign, discover, request_text, request_vectors
from insights.text.encoding import Encoder

Encode = Callable[[Sequence[str]], np.ndarray]


def readable(label: str) -> str:
    """A publisher's label as words.

    >>> readable("track_order"), readable("PayBill")
    ('track order', 'pay bill')
    """
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", label).replace("_", " ").lower()


def named(native: list[dict]) -> list[tuple[str, str, int]]:
    """Name, label of most of its conversations and size of every leaf."""
    batch = batch_of(native)
    texts = request_text(batch)
    vectors = request_vectors(batch, texts, Encoder.load().vectors)
    taxonomy = discover([one["conversation_id"] for one in native], texts, vectors, encode=Encoder.load().vectors)
    names = dict(zip(taxonomy.topics["topic_id"].to_pylist(), taxonomy.topics["name"].to_pylist(), strict=True))
    inside: dict[str, Counter[str]] = {}
    for row, one in zip(assign(taxonomy, texts, vectors).to_pylist(), native, strict=True):
        inside.setdefault(row["subtopic_id"] or row["topic_id"], Counter())[one["gold"]["subtopic"]] += 1
    return [(names[leaf], labels.most_common(1)[0][0], labels.total()) for leaf, labels in inside.items() if leaf != OTHER]


def retrieved(leaves: list[tuple[str, str, int]], labels: list[str], encode: Encode) -> dict[str, float]:
    """Shares of leaves, and of conversations, whose name finds their label first or among three."""
    asked, there = encode([name for name, _, _ in leaves]), encode([readable(label) for label in labels])
    asked, there = (rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9) for rows in (asked, there))
    order = np.argsort(-(asked @ there.T), axis=1, kind="stable")
    rank = np.array([np.flatnonzero(row == labels.index(label))[0] for row, (_, label, _) in zip(order, leaves, strict=True)])
    sizes = np.array([size for _, _, size in leaves])
    found = {f"{kind}_{k}": np.average(rank < k, weights=weight) for k in (1, 3) for kind, weight in (("leaves", None), ("conversations", sizes))}
    return {key: round(float(value), 3) for key, value in found.items()}


def fastembed(folder: Path) -> Encode:
    """A sentence encoder from a folder, if its library is installed here."""
    from fastembed import TextEmbedding

    model = TextEmbedding("sentence-transformers/all-MiniLM-L6-v2", specific_model_path=str(folder))
    return lambda texts: np.array(list(model.embed(list(texts))))


def main() -> None:
    """Measure the sets that are there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("datasets", type=Path)
    parser.add_argument("names", nargs="*", default=["bitext", "clinc150"])
    parser.add_argument("--model", type=Path)
    chosen = parser.parse_args()
    encoders: dict[str, Encode] = {"built-in": Encoder.load().vectors} | ({"model": fastembed(chosen.model)} if chosen.model else {})
    for name in chosen.names:
        by_part = [(named(native), native) for _, native in parts(chosen.datasets / name, SETS.get(name))]
        labels = sorted({one["gold"]["subtopic"] for _, native in by_part for one in native})
        leaves = [leaf for found, _ in by_part for leaf in found]
        for said, encode in encoders.items():
            print(
                json.dumps({"data": name, "encoder": said, "leaves": len(leaves), "labels": len(labels), **retrieved(leaves, labels, encode)}),
                flush=True,
            )


if __name__ == "__main__":
    main()
