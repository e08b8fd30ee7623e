"""What a teacher adds to topics: `python benchmarks/taught.py DATASETS --teacher FOLDER [NAME ...]`, with a folder of folders in the data-set format.

One line of JSON per data set and judge: the built-in one, the taught one "as shipped", and taught with shares of the distinct requests read. The fine
level against the publisher's subtopics as in `topics.py`, means over its domains; the demo companies are measured too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.labelled import batch_of
from benchmarks.topics import SETS, agreement, parts
from insights.analysers.topics import assign, discover, lesson, request_text, request_vectors
from insights.teachers.encoder import Teacher
from insights.text.encoding import Encoder
from sample_data.generate import companies, generate

NAMES = ("dstc11", "bitext", "clinc150", "banking77", *companies())
SHARES = (0.1, 0.4, 1.0)
SHOWN = ("n", "found", "true", "ACC", "NMI", "ARI", "topic_NMI", "read", "seconds", "teacher_seconds")


@dataclass
class Remembering:
    """A teacher that reads every text once, whatever is tried, and knows how long that took."""

    teacher: Teacher
    known: dict[str, np.ndarray] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)
    last: float = 0.0

    @property
    def name(self) -> str:
        """The teacher's."""
        return self.teacher.name

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of these texts."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        started = time.perf_counter()
        self.known |= dict(zip(new, self.teacher.encode(new), strict=True))
        each = (time.perf_counter() - started) / max(len(new), 1)
        self.took |= dict.fromkeys(new, each)
        self.last = sum(self.took[text] for text in texts)
        return np.stack([self.known[text] for text in texts])


def labelled(folder: Path, name: str) -> Iterator[list[dict]]:
    """Native conversations with gold, a list per domain."""
    if name in companies():
        made = generate(name)
        yield [one.conversation | {"gold": {"subtopic": one.gold.subtopic, "topic": one.gold.topic}} for one in made]
    elif (folder / name).exists():
        yield from (native for _, native in parts(folder / name, SETS.get(name)))


def measure(native: list[dict], teacher: Remembering | None, share: float | None) -> dict[str, float]:
    """One way to find the topics of one domain; without a share the product's own bounds hold."""
    encoder, batch = Encoder.load(), batch_of(native)
    ids, texts = [one["conversation_id"] for one in native], request_text(batch)
    vectors = request_vectors(batch, texts, encoder.vectors)
    bounds = lesson.MOST, lesson.MOST_LETTERS
    if share is not None:
        lesson.MOST, lesson.MOST_LETTERS = max(lesson.FEWEST, round(share * len(set(texts)))), 10**9
    read = len(lesson.sampled(texts)) if teacher else 0
    started = time.perf_counter()
    if teacher:
        found = lesson.discover_taught(ids, texts, vectors, encode=encoder.vectors, teacher=teacher)
    else:
        found = discover(ids, texts, vectors, encode=encoder.vectors)
    labels = assign(found, texts, vectors)
    seconds = time.perf_counter() - started
    lesson.MOST, lesson.MOST_LETTERS = bounds
    topics, subtopics = labels["topic_id"].to_pylist(), labels["subtopic_id"].to_pylist()
    fine = agreement([one["gold"]["subtopic"] for one in native], [f"{a} / {b}" for a, b in zip(topics, subtopics, strict=True)])
    coarse = agreement([one["gold"]["topic"] for one in native], topics)
    return {
        "n": len(native),
        **fine,
        "topic_NMI": coarse["NMI"],
        "read": read,
        "seconds": seconds,
        "teacher_seconds": teacher.last if teacher else 0.0,
    }


def main() -> None:
    """Measure the sets that are there."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", default=NAMES)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--shares", type=float, nargs="*", default=SHARES)
    said = parser.parse_args()
    teacher = Teacher.load(said.teacher)
    for name in said.names:
        domains = list(labelled(said.folder, name))
        reading = [Remembering(teacher) for _ in domains]
        ways = {"built-in": None, "as shipped": None} | {f"{share:.0%}": share for share in said.shares}
        for way, share in ways.items():
            rows = [measure(native, None if way == "built-in" else one, share) for native, one in zip(domains, reading, strict=True)]
            means = {key: round(float(np.mean([row[key] for row in rows])), 1) for key in SHOWN} if rows else {}
            print(json.dumps({"data": name, "judge": way, "parts": len(rows), **means}), flush=True)


if __name__ == "__main__":
    main()
