"""Where everything is kept."""

from __future__ import annotations

import os
from pathlib import Path

PROJECT = Path(__file__).parents[2]


def home() -> Path:
    """The data folder: `$HEADROOM_HOME`, or `data` beside the project. Readable by its owner only."""
    folder = Path(os.environ.get("HEADROOM_HOME") or PROJECT / "data").resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def workspace_folder(home: Path, workspace: str) -> Path:
    """The folder of a workspace. Nothing of a workspace is anywhere else."""
    if not workspace.isalnum():
        raise ValueError("a workspace id is letters and digits only")
    return home / "workspaces" / workspace


def settle(path: Path) -> None:
    """Have the disk confirm a file or a folder, so that a power cut cannot undo it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
