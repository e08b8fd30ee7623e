"""What the command line hands over: one file per table, `summary.json`, and a few lines for the screen."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from insights.metrics import METRICS, measure, metric
from insights.metrics.automation_questions import enabler_bill, strata
from insights.model import Filters
from insights.pipeline.history import Import
from insights.planning.ladder import ladder
from insights.reports.csv import csv_bytes
from insights.store import outcome
from insights.store.schema import empty
from insights.store.snapshot import Snapshot
from insights.store.topics import OTHER
from insights.tables import REJECTS

HEADLINES = ("automation_today", "automation_potential", "cx_score")


def write_tables(snapshot: Snapshot, folder: Path, *, form: str, rejects: Path | None, summary: Mapping[str, object]) -> None:
    """Every table in one format, and the summary."""
    folder.mkdir(parents=True, exist_ok=True)
    tables = {name: outcome.table(snapshot, name) for name in outcome.TABLES}
    tables["rejects"] = pq.read_table(rejects) if rejects else empty(REJECTS)
    for name, table in tables.items():
        (folder / f"{name}.{form}").write_bytes(FORMATS[form](table))
    (folder / "summary.json").write_text(json.dumps(summary, ensure_ascii=False, indent=2, default=str) + "\n", encoding="utf-8")


def parquet_bytes(table: pa.Table) -> bytes:
    """Parquet, compressed."""
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def jsonl_bytes(table: pa.Table) -> bytes:
    """A line of JSON per row."""
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in table.to_pylist()).encode()


FORMATS = {"parquet": parquet_bytes, "csv": lambda table: csv_bytes(table.to_pandas()), "jsonl": jsonl_bytes}


def summary(snapshot: Snapshot, *, reading_seconds: float, imports: Sequence[Import]) -> dict[str, object]:
    """Every metric with its interval, denominator and the share of conversations behind it; the ladder; versions; seconds per stage."""
    asked = measure([metric.name for metric in METRICS], Filters())
    row = {str(name): _plain(value) for name, value in snapshot.frame(asked.sql, asked.params).to_dict("records")[0].items()}
    total = row["conversations"] or 0
    numbers = {}
    for each in METRICS:
        value, count = row[each.name], row[f"{each.name}_count"]
        numbers[each.name] = {
            "label": each.label,
            "value": value,
            "low": row[f"{each.name}_low"],
            "high": row[f"{each.name}_high"],
            "denominator": count,
            "coverage": count / total if total and count is not None else None,
            "interval": each.interval.value,
            "text": each.text(value, count),
        }
    steps = _ladder(snapshot)
    numbers["automation_potential"] |= {"low": steps["low"], "high": steps["high"]}
    facts = {line["key"]: json.loads(line["value"]) for line in snapshot.table("meta").to_dict("records")}
    said = imports[0] if imports else None
    topics, actions = snapshot.table("topics_now"), snapshot.table("actions_now")
    return {
        "metrics": numbers,
        "ladder": steps,
        "conversations": total,
        "rows": said.rows if said else total,
        "rejected_rows": said.rejected_rows if said else 0,
        "rejected_by_reason": dict(said.rejected_by_reason) if said else {},
        "redacted": dict(said.redacted) if said else {},
        "topics": len(topics[topics["parent_id"].isna() & (topics["topic_id"] != OTHER)]),
        "actions": actions.sort_values("rank")["title"].head(3).tolist(),
        "versions": facts.get("versions", {}),
        "seconds": {"reading": round(reading_seconds, 3), **facts.get("seconds", {})},
    }


def _ladder(snapshot: Snapshot) -> dict[str, object]:
    found, bill = strata(Filters()), enabler_bill(Filters())
    made = ladder(snapshot.frame(found.sql, found.params), snapshot.frame(bill.sql, bill.params))
    rungs = [
        {"name": rung.name, "label": rung.label, "gain": rung.gain, "total": rung.total, "low": rung.low, "high": rung.high} for rung in made.rungs
    ]
    return {"today": made.today, "potential": made.potential, "low": made.low, "high": made.high, "eligible": made.eligible, "rungs": rungs}


def told(said: Mapping[str, object], out: Path | None) -> str:
    """The summary for people."""
    numbers: Mapping[str, Mapping[str, object]] = said["metrics"]  # type: ignore[assignment]
    conversations, rows, rejected, topics = (said[name] for name in ("conversations", "rows", "rejected_rows", "topics"))
    lines = [f"{_many(conversations, 'conversation')} from {_many(rows, 'row')}; {_many(rejected, 'row')} rejected; {_many(topics, 'topic')}."]
    for name in HEADLINES:
        if name in numbers:
            one = numbers[name]
            span = metric(name).text_interval(one["low"], one["high"])  # type: ignore[arg-type]
            lines.append(f"{one['label']}: {one['text']} {span}".rstrip() + f", of {one['denominator']:,.0f} conversations.")
    lines += [f"{place}. {title}" for place, title in enumerate(said["actions"], 1)]  # type: ignore[arg-type]
    return "\n".join([*lines, f"Tables: {out}"] if out else lines)


def _many(number: object, noun: str) -> str:
    return f"{number:,.0f} {noun}{'' if number == 1 else 's'}"


def _plain(value: object) -> float | int | None:
    """A number that JSON knows."""
    if isinstance(value, int | np.integer):
        return int(value)
    return float(value) if isinstance(value, float | np.floating) and not math.isnan(value) else None
