"""What does each group of signals bring to the judge of experience? `python -m benchmarks.ablation [--public FOLDER]`, about two minutes.

The judge is fitted again without one group at a time and asked about companies that it has not seen; with the public data sets at hand, also about
star, of which it has seen nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from sklearn.metrics import cohen_kappa_score, f1_score, roc_auc_score

from benchmarks.fit_experience import experience_outputs, fit_judge, goal_reached
from benchmarks.labelled import HERE, Labelled, as_stored, batch_of, folders, public, read
from insights.analysers.deeds import PREFIX as DEED
from insights.analysers.deeds import with_all_deeds
from insights.analysers.features import Reading, Vocabulary, read_batch
from insights.analysers.rules import PREFIX
from insights.analysers.signals import signals
from insights.analysers.weights import vocabulary
from insights.model import Reason

ENDINGS = ("_ever", "_share", "_last", "_first")
REACTIONS = ("_accepted", "_protested", "_rejected")
COURSE = (
    *("happy_last", "happy_end", "unhappy_last", "asks_last", "asks_end", "customer_last", "support_last", "promise_last", "done_last_word", "lost"),
    *(
        "answer_last",
        "refusal_last_word",
        "support_asks_last",
        "support_asks_end",
        "unanswered",
        "outcome",
        "done_after_refusal",
        "refusal_after_done",
    ),
)
REPEATS = ("bot_", "said_again", "customer_echo", "support_echo", "agent_same", "person_denied", "wrote_twice")
WAITS = ("longest_wait", "first_wait", "slow")


def of_signals(side: str) -> Callable[[str], bool]:
    """Whether a number counts a signal of this side."""
    names = {f"{signal.name}{ending}" for signal in signals() if signal.side == side for ending in ENDINGS}
    return lambda name: name in names


GROUPS: dict[str, Callable[[str], bool]] = {
    "what the customer says": of_signals("customer"),
    "what support says": of_signals("support"),
    "sentiment of the customer": lambda name: name.startswith("sentiment") and name not in ("sentiment_support", "sentiment_outcome"),
    "how replies were taken, how it ended": lambda name: name in COURSE or name.startswith("end_") or name.endswith(REACTIONS),
    "loops and repeats": lambda name: name.startswith(REPEATS) and not name.endswith(REACTIONS),
    "how an answer was taken, in style": lambda name: name.endswith(("_later", "_after")),
    "what was asked for and done": lambda name: name.startswith(DEED),
    "waits": lambda name: name.startswith(WAITS),
    "rules set by hand": lambda name: name.startswith(PREFIX),
}
ONE_WORD = Vocabulary({"the": 0}, np.zeros(0, dtype=np.int64), np.ones(1, dtype=np.float32))
"""As good as no words at all."""


def figures(labelled: Labelled, reading: Reading, star: tuple[Reading, list[bool]] | None, names: Iterable[str]) -> list[float]:
    """Kappa of the rating, mean F1 of resolved or not, F1 of the reasons, all on companies left out; the area under the curve on star."""
    outputs = experience_outputs(labelled.gold)
    linear, cuts, left_out = fit_judge(labelled, reading, tuple(names), {})
    rating, resolved = outputs["rating"][1], outputs["resolved"][1]
    rated, ended = ~np.isnan(rating), ~np.isnan(resolved)
    stated = 1 + (left_out["rating"][rated, None] > cuts.stated).sum(axis=1)
    given = np.stack([left_out[name][rated] >= linear.threshold[linear.column(name)] for name in Reason])
    wanted = np.stack([outputs[name][1][rated] > 0.5 for name in Reason])
    found = [
        cohen_kappa_score(rating[rated].astype(int), stated, weights="quadratic"),
        f1_score(resolved[ended] > 0.5, left_out["resolved"][ended] >= linear.threshold[linear.column("resolved")], average="macro"),
        2 * (given & wanted).sum() / (given.sum() + wanted.sum()),
    ]
    if star is not None:
        found.append(roc_auc_score(star[1], linear.probabilities(star[0])[:, linear.column("resolved")]))
    return [float(each) for each in found]


def row(name: str, found: list[float], full: list[float]) -> str:
    """A row of a Markdown table, with the difference to the full judge."""
    return f"| {name} | " + " | ".join(f"{one:.3f} ({one - whole:+.3f})" for one, whole in zip(found, full, strict=True)) + " |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--public", type=Path, help="folder with the public data sets")
    folder = parser.parse_args().public
    labelled = read(folders(HERE / "corpus"))
    chosen = [one for one in public(folder / "star") if goal_reached(one) is not None] if folder else []
    talks, truth = batch_of(as_stored(chosen)) if chosen else None, [bool(goal_reached(one)) for one in chosen]

    def readings(known: Vocabulary) -> tuple[Reading, tuple[Reading, list[bool]] | None]:
        return with_all_deeds(read_batch(labelled.batch, known)), (with_all_deeds(read_batch(talks, known)), truth) if talks else None

    reading, star = readings(vocabulary())
    full = figures(labelled, reading, star, reading.numbers)
    heads = ["rating, kappa", "resolved, F1", "reasons, F1", "star, AUC"][: len(full)]
    print("| without | " + " | ".join(heads) + " |\n" + "| --- " * (len(full) + 1) + "|")
    print(row("nothing", full, full), flush=True)
    for name, belongs in GROUPS.items():
        print(row(name, figures(labelled, reading, star, [each for each in reading.numbers if not belongs(each)]), full), flush=True)
    print(row("words", figures(labelled, *readings(ONE_WORD), reading.numbers), full))


if __name__ == "__main__":
    main()
