"""Which APIs does a conversation need, given the catalogue? `python -m benchmarks.catalogue FOLDER`, a folder with `api_catalogue.parquet`.

Precision, recall and F1 of the APIs per conversation, and how alike the APIs are ranked by need: Kendall's tau-b over the catalogue and the share of
the ten most needed that are found among the ten. Measured only, nothing is fitted on it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pandas as pd
from scipy.stats import kendalltau

from benchmarks.labelled import as_stored, batch_of, public
from insights.analysers.knowledge import Knowledge
from insights.analysers.work import judge_work
from insights.model import EnablerType, Tool
from insights.text.encoding import Encoder

TOP = 10
MOST = 1_500


def tools_of(folder: Path) -> dict[str, tuple[Tool, ...]]:
    """The tools of each domain; a catalogue of services belongs to one."""
    table = pd.read_parquet(folder / "api_catalogue.parquet")
    by_service = "service" in table.columns
    found: dict[str, list[Tool]] = {}
    for row in table.to_dict("records"):
        name = f"{row['service']}.{row['api']}" if by_service else row["api"]
        described = f"{row['api_description']}. {row['service_description']}" if by_service else row["description"]
        kind = EnablerType.READ if row["type"].startswith("read") else EnablerType.WRITE
        found.setdefault("" if by_service else row["domain"], []).append(Tool(name, described, kind))
    return {domain: tuple(tools) for domain, tools in found.items()}


def main(folder: Path) -> None:
    """Print one line of JSON."""
    encoder, catalogue = Encoder.load(), tools_of(folder)
    wanted, said, hit = Counter(), Counter(), Counter()
    conversations = [one for one in public(folder) if one["gold"]["actions"] is not None][:MOST]
    for domain, tools in catalogue.items():
        names = {tool.name for tool in tools}
        chosen = [one for one in conversations if not domain or one["gold"]["domain"] == domain]
        found = judge_work(batch_of(as_stored(chosen)), encoder, Knowledge.of((), tools, encoder)).column("tools").to_pylist()
        for one, given in zip(chosen, found, strict=True):
            gold = set(one["gold"]["actions"]) & names
            for counter, those in ((wanted, gold), (said, set(given)), (hit, gold & set(given))):
                counter.update((domain, name) for name in those)
    every = [(domain, tool.name) for domain, tools in catalogue.items() for tool in tools]
    precision, recall = hit.total() / max(said.total(), 1), hit.total() / max(wanted.total(), 1)
    best = [{name for name, _ in counter.most_common(TOP)} for counter in (wanted, said)]
    print(
        json.dumps(
            {
                "data": folder.name,
                "n": len(conversations),
                "apis": len(every),
                "precision": round(precision, 3),
                "recall": round(recall, 3),
                "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
                "kendall_tau": round(float(kendalltau([wanted[one] for one in every], [said[one] for one in every]).statistic), 3),
                f"top_{TOP}": round(len(best[0] & best[1]) / TOP, 2),
            }
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
