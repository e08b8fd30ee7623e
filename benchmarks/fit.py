"""Fit the local judges on `benchmarks/corpus` and write their weights: `python -m benchmarks.fit [vocabulary] [work] [experience] [knowledge]`.

About two minutes for all, the same result every time. A judge that is named is fitted alone, on the committed vocabulary; another vocabulary needs
other weights, so `vocabulary` fits all of them, as nothing named does. Calibration and thresholds come from predictions for companies that were left
out. The exam is never read here. With `--public FOLDER` the judge of experience learns a little from star too, as the committed one did.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from benchmarks.fit_experience import fit_experience
from benchmarks.fit_knowledge import fit_knowledge
from benchmarks.fit_work import fit_work
from benchmarks.labelled import HERE, folders, read
from insights.analysers import weights as stored
from insights.analysers.features import Vocabulary, read_batch, word_pairs
from insights.analysers.turns import Turns, read_turns
from insights.analysers.weights import DATA, save_vocabulary

PARTS = ("vocabulary", "work", "experience", "knowledge")
MIN_WORDS, MIN_PAIRS = 2, 3


def build_vocabulary(turns: Turns) -> Vocabulary:
    """Words of two conversations or more, pairs of three or more, weighed by how rare they are."""
    words, conversations = turns.words, len(turns.batch)
    seen = np.unique(np.stack([words.ids, turns.owner[words.owner]]), axis=1)[0]
    frequency = np.bincount(seen, minlength=len(words.vocabulary))
    kept = np.flatnonzero(frequency >= MIN_WORDS)
    known = {words.vocabulary[word]: place for place, word in enumerate(kept)}
    _, pairs, owner = word_pairs(words, known)
    keys, counts = np.unique(np.unique(np.stack([pairs, turns.owner[owner]]), axis=1)[0], return_counts=True)
    often = counts >= MIN_PAIRS
    total = np.concatenate([frequency[kept], counts[often]])
    return Vocabulary(known, keys[often], (np.log((1 + conversations) / (1 + total)) + 1).astype(np.float32))


def fit(parts: set[str], folder: Path, public_sets: Path | None) -> None:
    """Fit these parts and write them into the folder."""
    labelled = read(folders(HERE / "corpus"))
    if "vocabulary" in parts:
        save_vocabulary(build_vocabulary(read_turns(labelled.batch)), folder / "vocabulary.npz")
        stored.vocabulary.cache_clear()
    reading = read_batch(labelled.batch, stored.read_vocabulary(folder / "vocabulary.npz"))
    if "experience" in parts:
        fit_experience(labelled, reading, folder, public_sets)
    if parts & {"work", "knowledge"}:
        kinds = fit_work(labelled, reading, folder / "work.npz" if "work" in parts else None)
        if "knowledge" in parts:
            fit_knowledge(labelled, reading, kinds, folder / "knowledge.npz")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=[[], *PARTS], metavar="PART", help=f"which of {', '.join(PARTS)}; all if none is named")
    parser.add_argument("--into", type=Path, default=DATA, help="folder to write to, which holds a vocabulary unless one is made")
    parser.add_argument("--public", type=Path, help="folder with the public data sets; the judge of experience then learns from star too")
    given = parser.parse_args()
    fit(set(PARTS) if not given.parts or "vocabulary" in given.parts else set(given.parts), given.into, given.public)


if __name__ == "__main__":
    main()
