"""The drafts of the first five actions of each demo company, to be read by somebody who would have to use them: `python -m benchmarks.drafts`."""

from __future__ import annotations

from insights.pipeline.demo.companies import demos, demos_folder
from insights.pipeline.demo.shipped import load

FIRST = 5


def main() -> None:
    """Print them as Markdown."""
    for demo in demos(demos_folder()):
        store = load(demos_folder() / demo.name)
        if store is None:
            raise SystemExit(f"The analysed store of {demo.name} does not fit this code: run `make demo` first.")
        for action in sorted(store.result["actions"].to_pylist(), key=lambda each: each["rank"])[:FIRST]:
            print(f"<!-- {demo.name}, action {action['rank']}: {action['why']} -->\n\n{action['draft']}\n")


if __name__ == "__main__":
    main()
