"""Folders that look like a teacher's, and where a real one is."""

from __future__ import annotations

import json
import os
from pathlib import Path

REAL = os.environ.get("HEADROOM_TEACHER", "")
WHY = "needs fastembed and a teacher's folder in HEADROOM_TEACHER"
FILES = {
    "config.json": json.dumps({"hidden_size": 8}),
    "tokenizer.json": json.dumps({"model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "a"}}),
    "tokenizer_config.json": json.dumps({"model_max_length": 16, "pad_token": "a"}),
    "model.onnx": "this is no model",
}


def folder(path: Path, **changed: str | None) -> Path:
    """A folder with everything that a teacher's has, and nothing of it real; dots in names are written as underscores, None leaves a file out."""
    path.mkdir(parents=True)
    for name, text in (FILES | {name.replace("_json", ".json").replace("_onnx", ".onnx"): text for name, text in changed.items()}).items():
        if text is not None:
            (path / name).write_text(text, encoding="utf-8")
    return path
