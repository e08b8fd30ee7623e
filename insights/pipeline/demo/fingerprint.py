"""What an analysed store depends on: the company's files, and everything that makes labels of them.

A store whose fingerprint differs is never shown. So it changes with the code, also where the labels do not: a test then asks for `make demo`,
which leaves the store as it was and renews what is written beside it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from insights.pipeline.demo.companies import PARTS
from insights.store.home import PROJECT

CODE = (
    "model.py",
    "tables.py",
    "text",
    "sources",
    "analysers",
    "planning",
    "pipeline/analysis.py",
    "pipeline/batching.py",
    "pipeline/child.py",
    "pipeline/demo/packing.py",
    "pipeline/demo/shipped.py",
    "pipeline/editing.py",
    "pipeline/judging.py",
    "pipeline/knowledge",
    "pipeline/lessons.py",
    "pipeline/pool.py",
    "pipeline/reading.py",
    "pipeline/staging.py",
    "store/actions.py",
    "store/overlay.py",
    "store/schema.py",
    "store/taught.py",
    "store/topics.py",
    "store/truth.py",
)
"""Files and folders of `insights` that decide what is stored of a conversation and how it is judged; a test follows the imports."""
LIBRARIES = (
    "numpy",
    "phonenumbers",
    "py3langid",
    "pyarrow",
    "python-stdnum",
    "safetensors",
    "scikit-network",
    "scipy",
    "selectolax",
    "tokenizers",
    "wordllama",
)


def of_inputs(folder: Path) -> str:
    """The fingerprint of a company's files."""
    return _digest((name, (folder / name).read_bytes()) for name in PARTS)


@lru_cache(maxsize=4)
def of_code(root: Path = PROJECT / "insights") -> str:
    """The fingerprint of all code, data and libraries that make labels. Computed once: a process runs the code that it started with."""
    libraries = [(name, version(name).encode()) for name in LIBRARIES]
    return _digest([*libraries, *((path.relative_to(root).as_posix(), path.read_bytes()) for path in _files(root))])


def _files(root: Path) -> Iterator[Path]:
    for name in CODE:
        found = [root / name] if (root / name).is_file() else sorted((root / name).rglob("*"))
        yield from (path for path in found if path.is_file() and "__pycache__" not in path.parts)


def _digest(parts: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(f"{name}\n{hashlib.sha256(content).hexdigest()}\n".encode())
    return whole.hexdigest()
