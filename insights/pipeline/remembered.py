"""Mappings that users made, kept beside the workspace by the columns that they are for, so that the next file like it needs no correction."""

from __future__ import annotations

import json
import os
from pathlib import Path

from insights.sources import Mapping
from insights.sources.preview import Look
from insights.sources.recalling import key_of
from insights.store.home import workspace_folder

FILE = "mappings.json"
MOST = 100


def mappings(home: Path, workspace: str) -> dict[str, str]:
    """Every mapping kept, by what it is for; none when the file is damaged: it can be made again in a minute."""
    try:
        found = json.loads((workspace_folder(home, workspace) / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def keep(home: Path, workspace: str, seen: Look, mapping: Mapping) -> None:
    """Keep a mapping for files like this one, and forget the oldest of too many."""
    kept = mappings(home, workspace)
    kept.pop(key_of(seen), None)
    kept[key_of(seen)] = mapping.to_json()
    path = workspace_folder(home, workspace) / FILE
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(dict(list(kept.items())[-MOST:]), ensure_ascii=False), encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105 - one step, whatever stands there
