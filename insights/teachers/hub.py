"""Teachers that can be downloaded, once somebody agreed. The only place that asks the network for one; no text is ever sent."""

from __future__ import annotations

import importlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from insights.errors import UnusableSetting

FILES = ("*.json", "*.onnx", "vocab.txt", "1_Pooling/*.json")
OTHERWISE = "Give a folder that holds the teacher, or go on with the built-in judge."


@dataclass(frozen=True, slots=True)
class Known:
    """A teacher and where it is published."""

    name: str
    repository: str
    megabytes: int
    licence: str
    languages: str


KNOWN = (
    Known("all-MiniLM-L6-v2", "Qdrant/all-MiniLM-L6-v2-onnx", 90, "Apache-2.0", "English"),
    Known("paraphrase-multilingual-MiniLM-L12-v2", "Qdrant/paraphrase-multilingual-MiniLM-L12-v2-onnx-Q", 220, "Apache-2.0", "about 50 languages"),
)


def known(name: str) -> Known | None:
    """The teacher of that name, if it can be downloaded."""
    return next((one for one in KNOWN if one.name == name), None)


def fetch(one: Known, teachers: Path) -> Path:
    """Download a teacher into the folder of teachers unless it is there; its own folder.

    Raises:
        UnusableSetting: there is no network, or what came is not whole.
    """
    target = teachers / one.name
    if target.is_dir():
        return target
    try:
        hub, web = importlib.import_module("huggingface_hub"), importlib.import_module("httpx")
    except ImportError as problem:
        raise UnusableSetting("Downloading a teacher needs the package fastembed, which is not installed.", hint=OTHERWISE) from problem
    part = teachers / f".{one.name}.part"
    try:
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
        hub.snapshot_download(one.repository, local_dir=str(part), allow_patterns=list(FILES), etag_timeout=10)
        shutil.rmtree(part / ".cache", ignore_errors=True)
        part.replace(target)
    except (OSError, ValueError, RuntimeError, web.HTTPError) as problem:
        shutil.rmtree(part, ignore_errors=True)
        raise UnusableSetting(f"The teacher {one.name} could not be downloaded.", hint=f"Check the network. {OTHERWISE}") from problem
    return target
