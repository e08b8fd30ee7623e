"""Analyse the demo companies ahead: `python -m sample_data.pack [COMPANY …]` writes `analysed.zip` and `analysed.json` beside their files.

Made again of the same labels, `analysed.zip` has the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from insights.errors import InsightsError
from insights.pipeline.demo.companies import COMPANIES
from insights.pipeline.demo.packing import pack
from insights.pipeline.demo.shipped import STORE, save
from insights.pipeline.progress import Reporter

FOLDER = Path(__file__).parent


def main(names: tuple[str, ...]) -> int:
    """Make the store of each company."""
    for name in names or COMPANIES:
        reporter = Reporter()
        try:
            save(FOLDER / name, pack(FOLDER / name, reporter))
        except InsightsError as problem:
            print(f"{problem} {problem.hint}", file=sys.stderr)
            return 2
        reporter.done()
        print(f"{name}: {(FOLDER / name / STORE).stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:])))
