"""How long do topics take? `python benchmarks/topics_speed.py [COUNT ...]`: this stage alone, after reading, on changed labelled conversations.

`--against PYTHON TEXTS` compares it with BERTopic on the same texts and vectors, in one run: PYTHON is an interpreter with `bertopic`, TEXTS a folder
in the data-set format whose conversations have a subtopic. NMI counts what is left out as a group of its own.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import batch_of
from benchmarks.synthetic import conversations
from benchmarks.topics import SETS, agreement, parts
from insights.analysers.topics import OTHER, assign, discover, request_text, request_vectors
from insights.text.encoding import Encoder

SLICE = 5_000
COMPARED = 5_000
PEER = """
import json, sys, time
import numpy as np
from bertopic import BERTopic
texts = json.loads(open(sys.argv[1], encoding="utf-8").read())
vectors = np.load(sys.argv[2])
start = time.perf_counter()
topics, _ = BERTopic(calculate_probabilities=False).fit_transform(texts, vectors)
print(json.dumps({"seconds": time.perf_counter() - start, "topics": [int(one) for one in topics]}))
"""


def peak() -> int:
    """Megabytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def measure(count: int) -> dict[str, float]:
    """Seconds and memory of finding the topics and of placing every conversation in them."""
    texts, vectors, part = [], [], []
    for one in conversations(count):
        part.append(one)
        if len(part) == SLICE:
            _read(part, texts, vectors)
            part = []
    _read(part, texts, vectors)
    rows, before = np.concatenate(vectors), peak()
    start = time.perf_counter()
    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, rows, encode=Encoder.load().vectors)
    found = time.perf_counter()
    assign(taxonomy, texts, rows)
    end = time.perf_counter()
    return {"conversations": count, "discover": round(found - start, 1), "assign": round(end - found, 1), "peak_mb": peak(), "before_mb": before}


def _read(part: list[dict], texts: list[str], vectors: list[np.ndarray]) -> None:
    if part:
        batch = batch_of(part)
        texts += request_text(batch)
        vectors.append(request_vectors(batch, texts[-len(part) :], Encoder.load().vectors))


def compare(python: str, folder: Path) -> None:
    """One line for each of the two on the same texts, seconds after encoding."""
    native = [one for _, domain in parts(folder, SETS.get(folder.name)) for one in domain]
    native = [native[row] for row in np.linspace(0, len(native) - 1, min(len(native), COMPARED)).astype(int).tolist()]
    batch, gold = batch_of(native), [one["gold"]["subtopic"] for one in native]
    texts = request_text(batch)
    vectors = request_vectors(batch, texts, Encoder.load().vectors)
    start = time.perf_counter()
    taxonomy = discover([one["conversation_id"] for one in native], texts, vectors, encode=Encoder.load().vectors)
    rows = assign(taxonomy, texts, vectors).to_pylist()
    ours = time.perf_counter() - start
    _said("headroom", ours, gold, [row["subtopic_id"] or row["topic_id"] for row in rows], OTHER)
    with tempfile.TemporaryDirectory() as place:
        said, where = Path(place) / "texts.json", Path(place) / "vectors.npy"
        said.write_text(json.dumps(texts), encoding="utf-8")
        np.save(where, vectors)
        done = subprocess.run([python, "-c", PEER, str(said), str(where)], capture_output=True, text=True, check=True)
    peer = json.loads(done.stdout.splitlines()[-1])
    _said("bertopic", peer["seconds"], gold, [str(one) for one in peer["topics"]], "-1")
    print(json.dumps({"times_faster": round(peer["seconds"] / ours, 1)}))


def _said(who: str, seconds: float, gold: list[str], found: list[str], left_out: str) -> None:
    reached = {key: round(agreement(gold, found)[key], 1) for key in ("found", "NMI", "ARI")}
    print(
        json.dumps(
            {"who": who, "texts": len(gold), "seconds": round(seconds, 1), **reached, "left_out": round(100 * found.count(left_out) / len(found), 1)}
        )
    )


def main() -> None:
    """Measure the counts, or compare."""
    if "--against" in sys.argv:
        at = sys.argv.index("--against")
        compare(sys.argv[at + 1], Path(sys.argv[at + 2]))
        return
    for count in [int(word) for word in sys.argv[1:]] or [10_000]:
        print(json.dumps(measure(count)), flush=True)


if __name__ == "__main__":
    main()
