"""Reads articles or tools in a process of its own, with limits on memory and time: `python -m insights.pipeline.knowledge.child FOLDER`.

FOLDER holds `request.json` and gets `outcome.json`. Whatever a file does to this process, nobody else notices.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

from insights.pipeline.mortality import die_with_parent, limit_resources

SECONDS = 120


def main(folder: Path) -> int:
    """Read what the request names; 0 also when it cannot be used, which the outcome then says."""
    from insights.errors import InsightsError
    from insights.pipeline.knowledge.articles import articles_of
    from insights.pipeline.knowledge.found import Brought
    from insights.pipeline.knowledge.tools import tools_of

    request = json.loads((folder / "request.json").read_text(encoding="utf-8"))
    brought = tuple(Brought(Path(path), name) for path, name in request["brought"])
    try:
        outcome = asdict(articles_of(brought) if request["what"] == "articles" else tools_of(brought))
    except InsightsError as problem:
        outcome = {"problem": str(problem), "hint": problem.hint, "kind": type(problem).__name__}
    (folder / "outcome.json").write_text(json.dumps(outcome), encoding="utf-8")
    return 0


if __name__ == "__main__":
    die_with_parent()
    limit_resources(processor_seconds=SECONDS)
    try:
        sys.exit(main(Path(sys.argv[1])))
    except MemoryError:
        sys.exit(9)
