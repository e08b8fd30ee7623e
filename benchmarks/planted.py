"""What is hidden in the demo companies, and whether the product finds it: `python -m benchmarks.planted [COMPANY ...]`.

The real analysis runs on each company; every planted truth of its `company.toml` is set beside what the product then reports. What the product does
not report at all is not found. `tests/sample_data/not_found.toml` lists what is known not to be found.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.planted_checks import CHECKS
from benchmarks.planted_seen import Finding, seen
from insights.pipeline.demo.packing import pack
from insights.pipeline.demo.shipped import Store
from insights.pipeline.progress import Reporter
from insights.store.publication import write
from insights.store.snapshot import Snapshot
from sample_data.company import FOLDER, Company, read_company
from sample_data.generate import companies, generate
from sample_data.made import Gold


def opened(store: Store, path: Path) -> Snapshot:
    """An analysed company as a snapshot in a new file at `path`."""
    write(path, {**store.imported, **store.result})
    return Snapshot(path)


def findings(snapshot: Snapshot, gold: Sequence[Gold], company: Company) -> list[Finding]:
    """Every planted truth of a company beside what the snapshot says."""
    data = seen(snapshot, gold, company)
    return [CHECKS[truth.kind](data, truth) for truth in company.truths]


def line(one: Finding) -> str:
    """A row of a Markdown table."""
    rank = "" if one.rank is None else str(one.rank)
    error = "" if one.error is None else f"{one.error:+.1f}"
    return (
        f"| {one.company} | {one.id} | {one.kind} | {'found' if one.found else '**not found**'} | {one.planted} | {one.reported} | {error} | {rank} |"
    )


def listed(found: Sequence[Finding]) -> str:
    """What is not found, as a table of `not_found.toml`."""
    lines = [f'{one.id} = "planted {one.planted}; reported: {one.reported}"' for one in found if not one.found]
    return "\n".join([f"[{found[0].company}]", *lines, ""])


def main(names: Sequence[str]) -> None:
    """Print the table, and what belongs into the list."""
    missed = []
    print("| company | truth | kind | | planted | reported | error, points | rank |\n| --- | --- | --- | --- | --- | --- | --- | --- |")
    for name in names or companies():
        reporter = Reporter()
        with TemporaryDirectory() as scratch:
            snapshot = opened(pack(FOLDER / name, reporter), Path(scratch) / "demo.duckdb")
            reporter.done()
            found = findings(snapshot, [each.gold for each in generate(name)], read_company(FOLDER / name))
            snapshot.close()
        print("\n".join(line(one) for one in found), flush=True)
        missed.append(listed(found))
    print("\n" + "\n".join(missed))


if __name__ == "__main__":
    main(sys.argv[1:])
