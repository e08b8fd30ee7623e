"""Which APIs does a conversation need, given the catalogue? `python -m benchmarks.catalogue FOLDER`, a folder with the calls that were made.

The catalogue is `api_catalogue.parquet`; where the publisher gives none, it is the APIs that were ever called, with nothing but their names for what
they do.

Precision, recall and F1 of the APIs per conversation as the judge names them, and how alike the APIs are ranked by need: Kendall's tau-b over the
catalogue and the share of the ten most needed that are found among the ten, by the judge and by the plan. Measured only, nothing is fitted on it.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from scipy.stats import kendalltau

from benchmarks.labelled import as_stored, batch_of, public
from insights.analysers.knowledge import Knowledge
from insights.analysers.work import judge_work
from insights.model import EnablerType, Tool
from insights.pipeline.analysis import analyse
from insights.pipeline.progress import Reporter
from insights.planning.enablers import slug
from insights.store.schema import shaped
from insights.tables import CONVERSATIONS, MESSAGES
from insights.text.encoding import Encoder

TOP = 10
MOST = 1_500


def tools_of(folder: Path) -> dict[str, tuple[Tool, ...]]:
    """The tools of each domain; a catalogue of services belongs to one."""
    if not (folder / "api_catalogue.parquet").exists():
        return {"": tuple(tools_called(folder))}
    table = pd.read_parquet(folder / "api_catalogue.parquet")
    by_service = "service" in table.columns
    found: dict[str, list[Tool]] = {}
    for row in table.to_dict("records"):
        name = f"{row['service']}.{row['api']}" if by_service else row["api"]
        described = f"{row['api_description']}. {row['service_description']}" if by_service else row["description"]
        kind = EnablerType.READ if row["type"].startswith("read") else EnablerType.WRITE
        found.setdefault("" if by_service else row["domain"], []).append(Tool(name, described, kind))
    return {domain: tuple(tools) for domain, tools in found.items()}


def tools_called(folder: Path) -> list[Tool]:
    """Every API with each way in which it was called, as a tool."""
    calls = {(call["api"], call["request"], call["type"]) for one in public(folder) for call in calls_of(one["gold"])}
    return sorted(
        (
            Tool(name_of(api, request), in_words(api, request), EnablerType.READ if kind.startswith("read") else EnablerType.WRITE)
            for api, request, kind in calls
        ),
        key=lambda tool: tool.name,
    )


def calls_of(gold: dict) -> list[dict]:
    """The calls that were logged."""
    return json.loads(gold["extra"]).get("api_calls") or [] if isinstance(gold["extra"], str) else []


def name_of(api: str, request: str | None) -> str:
    """An API, and the way in which it is called if there are several."""
    return f"{api}.{request}" if request else api


def in_words(api: str, request: str | None) -> str:
    """What the name of an API says.

    >>> in_words("ride_book", "Check")
    'ride book: check'
    """
    return " ".join(api.split("_")) + (f": {request.lower()}" if request else "")


def needed(gold: dict, names: set[str]) -> set[str]:
    """The tools of a catalogue that a conversation called."""
    logged = {name_of(call["api"], call["request"]) for call in calls_of(gold)}
    return (logged or set(gold["actions"])) & names


def planned(native: Sequence[dict], tools: Sequence[Tool]) -> list[list[str]]:
    """The tools that a plan says each conversation needs."""
    batch = batch_of(as_stored(native))
    made = analyse(shaped(CONVERSATIONS, batch.conversations), shaped(MESSAGES, batch.messages), (), tools, progress=Reporter()).tables
    names = {f"{tool.type}:{slug(tool.name)}": tool.name for tool in tools}
    found = dict(zip(made["predictions"]["conversation_id"].to_pylist(), made["predictions"]["needs"].to_pylist(), strict=True))
    return [[names[each] for each in found[one["conversation_id"]] if each in names] for one in native]


def main(folder: Path) -> None:
    """Print one line of JSON."""
    encoder, catalogue = Encoder.load(), tools_of(folder)
    wanted, said, hit, built = Counter(), Counter(), Counter(), Counter()
    conversations = [one for one in public(folder) if one["gold"]["actions"] is not None][:MOST]
    for domain, tools in catalogue.items():
        names = {tool.name for tool in tools}
        chosen = [one for one in conversations if not domain or one["gold"]["domain"] == domain]
        found = judge_work(batch_of(as_stored(chosen)), encoder, Knowledge.of((), tools, encoder)).column("tools").to_pylist()
        for one, given, plan in zip(chosen, found, planned(chosen, tools), strict=True):
            gold = needed(one["gold"], names)
            for counter, those in ((wanted, gold), (said, set(given)), (hit, gold & set(given)), (built, plan)):
                counter.update((domain, name) for name in those)
    every = [(domain, tool.name) for domain, tools in catalogue.items() for tool in tools]
    precision, recall = hit.total() / max(said.total(), 1), hit.total() / max(wanted.total(), 1)
    print(
        json.dumps(
            {
                "data": folder.name,
                "n": len(conversations),
                "apis": len(every),
                "precision": round(precision, 3),
                "recall": round(recall, 3),
                "F1": round(2 * precision * recall / max(precision + recall, 1e-9), 3),
                **{f"judged_{name}": value for name, value in ranking(wanted, said, every).items()},
                **{f"planned_{name}": value for name, value in ranking(wanted, built, every).items()},
            }
        )
    )


def ranking(wanted: Counter, found: Counter, every: Sequence[tuple[str, str]]) -> dict[str, float]:
    """How alike two rankings of the same APIs are."""
    tau = kendalltau([wanted[one] for one in every], [found[one] for one in every]).statistic
    best = [{name for name, _ in counter.most_common(TOP)} for counter in (wanted, found)]
    return {"kendall_tau": round(float(tau), 3), f"top_{TOP}": round(len(best[0] & best[1]) / TOP, 2)}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
