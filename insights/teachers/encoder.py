"""A sentence encoder from a folder, through fastembed, which is optional. Nothing is downloaded here, and no text leaves this machine.

A folder holds what sentence encoders are published with: a model in ONNX form, `tokenizer.json`, `tokenizer_config.json`, `config.json`, and, if
their vectors are not the mean over the words, `1_Pooling/config.json`.
"""

from __future__ import annotations

import importlib
import json
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from insights.errors import UnusableSetting

if TYPE_CHECKING:
    from fastembed import TextEmbedding  # pyright: ignore[reportMissingImports]

BATCH = 64
MODELS = ("model.onnx", "model_optimized.onnx", "model_quantized.onnx", "onnx/model.onnx", "onnx/model_quantized.onnx")
"""Where the model may lie in its folder, the first that is there."""
NEEDED = {"config.json": "hidden_size", "tokenizer.json": "model", "tokenizer_config.json": "tokenizer_class"}
"""The files beside the model, and what each must say."""
ALIKE, UNLIKE = ("I want my money back.", "Please refund my payment."), "Where is the nearest train station?"
INSTALL = "Install it with `pip install -r requirements-teacher.txt`, or go on with the built-in judge."
ANOTHER = "Give the folder of a sentence encoder in ONNX form, such as all-MiniLM-L6-v2, or go on with the built-in judge."


@dataclass(frozen=True)
class Teacher:
    """An encoder that was loaded and tried. `name` is that of its folder."""

    name: str
    dimensions: int
    model: TextEmbedding

    @classmethod
    def load(cls, folder: Path) -> Teacher:
        """The encoder of a folder.

        Raises:
            UnusableSetting: fastembed is not installed, or the folder is missing, damaged or holds something else than a sentence encoder.
        """
        fastembed = _package()
        size = _checked(folder)
        file = _model_file(folder)
        try:
            model = _opened(fastembed, folder, file, size)
            tried = np.stack(list(model.embed([*ALIKE, UNLIKE], batch_size=BATCH)))
        except (*_failures(), OSError, ValueError, KeyError, TypeError, RuntimeError, IndexError) as problem:
            raise UnusableSetting(f"The teacher in the folder {folder.name} is damaged: it cannot be loaded.", hint=ANOTHER) from problem
        if tried.shape != (3, size) or not np.isfinite(tried).all():
            raise UnusableSetting(f"The model in the folder {folder.name} is another than its config.json says.", hint=ANOTHER)
        likeness = tried @ tried.T
        if likeness[0, 1] <= max(likeness[0, 2], likeness[1, 2]):
            raise UnusableSetting(f"What the folder {folder.name} holds does not tell what sentences mean.", hint=ANOTHER)
        return cls(folder.name, size, model)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors as float32, shape (texts, dimensions), in order; a text without a letter gets zeros."""
        plain = [text.encode(errors="replace").decode() for text in texts]
        # Texts of one length together: else the short ones wait for the long.
        order = sorted((i for i, text in enumerate(plain) if text.strip()), key=lambda i: (len(plain[i]), plain[i]))
        vectors = np.zeros((len(plain), self.dimensions), dtype=np.float32)
        if order:
            vectors[order] = np.stack(list(self.model.embed([plain[i] for i in order], batch_size=BATCH)))
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)


def _package() -> ModuleType:
    """The package; its warnings about its own defaults are not the user's."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import fastembed  # pyright: ignore[reportMissingImports]
            import fastembed.common.model_description  # pyright: ignore[reportMissingImports]
    except ImportError as problem:
        raise UnusableSetting("A teacher needs the package fastembed, which is not installed.", hint=INSTALL) from problem
    return fastembed


def installed() -> bool:
    """Whether a teacher can be loaded at all."""
    try:
        _package()
    except UnusableSetting:
        return False
    return True


def _failures() -> tuple[type[Exception], ...]:
    """What the runtime raises when it cannot read or run a model: each kind stands for itself there."""
    state = importlib.import_module("onnxruntime.capi.onnxruntime_pybind11_state")
    return tuple(kind for kind in vars(state).values() if isinstance(kind, type) and issubclass(kind, Exception))


def _checked(folder: Path) -> int:
    """How long the vectors should be. What the small files of the folder lack is told before the model is tried."""
    if not folder.is_dir():
        raise UnusableSetting(f"The teacher's folder {folder.name} does not exist.", hint="Check the path, or go on with the built-in judge.")
    size: object = None
    for name, key in NEEDED.items():
        try:
            said = json.loads((folder / name).read_text(encoding="utf-8"))
        except FileNotFoundError as problem:
            raise UnusableSetting(f"The folder {folder.name} holds no {name}.", hint=ANOTHER) from problem
        except (OSError, ValueError) as problem:
            raise UnusableSetting(f"{name} in the folder {folder.name} is damaged.", hint="Bring the folder again.") from problem
        if not isinstance(said, dict) or (key not in said and name != "tokenizer_config.json"):
            raise UnusableSetting(f"The folder {folder.name} holds something else than a sentence encoder: {name} has no {key}.", hint=ANOTHER)
        size = said.get("hidden_size", size)
    if not isinstance(size, int):
        raise UnusableSetting(f"config.json in the folder {folder.name} is damaged.", hint="Bring the folder again.")
    return size


def _model_file(folder: Path) -> str:
    """The model, as a path inside the folder."""
    there = [name for name in MODELS if (folder / name).is_file()]
    if not there:
        raise UnusableSetting(f"The folder {folder.name} holds no model.onnx.", hint=ANOTHER)
    return there[0]


def _opened(fastembed: ModuleType, folder: Path, file: str, size: int) -> TextEmbedding:
    """The model of the folder, whatever its name: fastembed's own list would decide by the name what is in it."""
    description = fastembed.common.model_description
    pooling = description.PoolingType.CLS if _first_word_speaks(folder) else description.PoolingType.MEAN
    name = f"{folder.name}/{file}/{size}/{pooling.value}"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if name.lower() not in {str(known["model"]).lower() for known in fastembed.TextEmbedding.list_supported_models()}:
            source = description.ModelSource(hf=folder.name)
            fastembed.TextEmbedding.add_custom_model(name, pooling=pooling, normalization=True, sources=source, dim=size, model_file=file)
        return fastembed.TextEmbedding(name, specific_model_path=str(folder), local_files_only=True)


def _first_word_speaks(folder: Path) -> bool:
    """Whether a text's vector is that of its first token; the mean over all is usual."""
    path = folder / "1_Pooling" / "config.json"
    if not path.exists():
        return False
    return bool(json.loads(path.read_text(encoding="utf-8")).get("pooling_mode_cls_token"))
