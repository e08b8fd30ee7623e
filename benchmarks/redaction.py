"""How much personal data is found, how little else is replaced, and how fast: `python -m benchmarks.redaction`.

Recall and precision per kind on the labelled lines of `tests/insights/text/personal_data.jsonl`, microseconds a message on the same lines without
personal data, texts a second of language detection, and the slowest pattern on 100,000 characters made to be slow for it.
"""

from __future__ import annotations

import time

from insights.text.language import detect
from insights.text.redaction import Redactor
from tests.insights.text.adversarial import patterns, slowest
from tests.insights.text.test_redaction import labelled, scores


def print_scores() -> None:
    """A table for each part: dev was looked at while the rules were written, held was not."""
    for part in ("dev", "held"):
        print(f"\n{part:12} {'labels':>7} {'recall':>7} {'precision':>9}")
        for score in scores(part):
            print(f"{score.kind:12} {score.gold:7} {score.recall:7.3f} {score.precision:9.3f}")


def microseconds(texts: list[str]) -> float:
    """Processor time of redacting one of the texts, on average, after a first round that fills caches."""
    redact = Redactor()
    for text in texts:
        redact(text)
    started = time.process_time()
    for _ in range(20):
        for text in texts:
            redact(text)
    return (time.process_time() - started) / (20 * len(texts)) * 1e6


def print_speed() -> None:
    """Messages with and without personal data apart: the second are nearly all of a real file."""
    lines = labelled("dev") + labelled("held")
    for label, texts in (
        ("without personal data", [line["text"] for line in lines if not line["spans"]]),
        ("with personal data", [line["text"] for line in lines if line["spans"]]),
        ("100 letters of prose", ["I have been waiting since last week and nobody told me when the parcel will come, so please check it."] * 100),
    ):
        print(f"{label:24} {microseconds(texts):6.1f} µs a message of {sum(map(len, texts)) / len(texts):.0f} characters")
    texts = [line["text"] for line in lines] * 10
    detect(texts[:100])
    started = time.process_time()
    detect(texts)
    print(f"{'language':24} {len(texts) / (time.process_time() - started):6.0f} texts a second")


def print_slowest() -> None:
    """The five slowest patterns on 100,000 characters; the target is 100 ms each."""
    rows = sorted(((slowest(name, pattern, 100_000), name) for name, pattern in patterns().items()), reverse=True)
    for (seconds, piece), name in rows[:5]:
        print(f"{seconds * 1000:6.1f} ms {name} on {piece!r}")


if __name__ == "__main__":
    print_scores()
    print()
    print_speed()
    print()
    print_slowest()
