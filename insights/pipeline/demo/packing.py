"""Making the analysed store of a demo company: read and judged by the same code as anybody's file."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from insights.errors import UnusableSetting
from insights.pipeline.analysis import analyse
from insights.pipeline.demo.companies import ARTICLES, FILE, TOOLS, check, described
from insights.pipeline.demo.shipped import IMPORT, RESULT, Store
from insights.pipeline.judging import Progress
from insights.pipeline.knowledge import read_articles, read_tools
from insights.pipeline.staging import Order, read_file
from insights.store.schema import shaped
from insights.store.truth import ordered
from insights.tables import CONVERSATIONS, MESSAGES

CODED = "customer-"
"""How an id begins that the reader made of a personal one: it differs from workspace to workspace."""


def pack(folder: Path, progress: Progress) -> Store:
    """Import and analyse the files of a company."""
    demo = described(folder)
    if demo.problem:
        raise UnusableSetting(demo.problem, hint=demo.hint)
    check(folder, demo.title)
    progress(0.0, f"Reading {demo.title}")
    with tempfile.TemporaryDirectory() as scratch:
        read = Path(scratch) / "read"
        staged = read_file(read, Order((folder / FILE), "", FILE, demo.name))
        outcome = json.loads((read / "outcome.json").read_text(encoding="utf-8"))
        imported = {name: pq.read_table(read / f"{name}.parquet") for name in IMPORT}
    if staged.problem:
        raise UnusableSetting(staged.problem, hint=staged.hint)
    if any(customer and customer.startswith(CODED) for customer in imported["conversations"]["customer_id"].to_pylist()):
        raise UnusableSetting(f"Customers of {demo.title} have personal ids.", hint="Give them ids such as c0001: a store fits any workspace.")
    conversations, messages = ordered(shaped(CONVERSATIONS, imported["conversations"]), shaped(MESSAGES, imported["messages"]))
    result = analyse(conversations, messages, read_articles(folder / ARTICLES), read_tools(folder / TOOLS), progress=progress)
    counts = {name: table.num_rows for name, table in result.tables.items()}
    facts = {"versions": result.versions, "counts": counts, "conversations": counts["conversations"]}
    return Store(outcome, imported, {name: result.tables[name] for name in RESULT}, facts)
