"""The real analysis of each demo company, held to what was planted in it; and the stores that ship are what it gives.

`not_found.toml` lists the planted truths that the product does not find yet, with what it says instead. One that is found has to leave the list.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from benchmarks.planted import findings, opened
from benchmarks.planted_checks import CHECKS
from benchmarks.planted_seen import Finding
from insights.pipeline.demo import shipped
from insights.pipeline.demo.companies import COMPANIES
from insights.pipeline.demo.packing import pack
from insights.pipeline.demo.shipped import Store
from sample_data.company import FOLDER, read_company
from sample_data.generate import generate

NOT_FOUND = tomllib.loads(Path(__file__).with_name("not_found.toml").read_text(encoding="utf-8"))
PLANTED = {(name, truth.id) for name in COMPANIES for truth in read_company(FOLDER / name).truths}


def silent(share: float, text: str) -> None:
    pass


def rounded(table: pa.Table) -> pa.Table:
    """Without the last digits of real numbers, in which processors differ."""
    for place, field in enumerate(table.schema):
        if pa.types.is_floating(field.type):
            table = table.set_column(place, field, pc.call_function("round", [table.column(place)], pc.RoundOptions(6)))
    return table


@pytest.fixture(scope="module")
def analysed() -> dict[str, Store]:
    return {name: pack(FOLDER / name, silent) for name in COMPANIES}


@pytest.fixture(scope="module")
def found(analysed, tmp_path_factory) -> dict[tuple[str, str], Finding]:
    said = {}
    for name, store in analysed.items():
        snapshot = opened(store, tmp_path_factory.mktemp(name) / "demo.duckdb")
        said |= {(name, one.id): one for one in findings(snapshot, [made.gold for made in generate(name)], read_company(FOLDER / name))}
        snapshot.close()
    return said


@pytest.mark.parametrize("name", COMPANIES)
def test_the_store_that_ships_holds_the_labels_of_the_real_analysis(analysed, name):
    store, made = shipped.load(FOLDER / name), analysed[name]
    assert store is not None, "The analysed store does not fit: run `make demo` and commit what changed."
    assert store.imported["messages"].equals(made.imported["messages"])
    assert store.facts == made.facts
    assert [table for table, rows in made.result.items() if not rounded(store.result[table]).equals(rounded(rows))] == []


@pytest.mark.parametrize(("company", "truth"), sorted(PLANTED))
def test_every_planted_truth_is_found_or_listed_as_not_found(found, company, truth):
    one = found[company, truth]
    listed = truth in NOT_FOUND.get(company, {})
    assert one.found != listed, f"planted {one.planted}; reported {one.reported}" + ("; take it from not_found.toml" if listed else "")


def test_the_list_names_planted_truths_only_and_says_what_is_reported():
    assert {(company, truth) for company, truths in NOT_FOUND.items() for truth in truths} <= PLANTED
    assert all(isinstance(said, str) and len(said) > 10 for truths in NOT_FOUND.values() for said in truths.values())


def test_every_company_hides_something_of_every_kind():
    for name in COMPANIES:
        assert {truth.kind for truth in read_company(FOLDER / name).truths} == set(CHECKS)
