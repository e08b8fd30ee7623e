"""The log of things that should not happen. The user sees a short reference; the traceback is found under it."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from uuid import uuid4

MOST_BYTES = 5_000_000


def write(home: Path, text: str) -> str:
    """Add text to the log; its reference."""
    reference = uuid4().hex[:8]
    path = home / "logs" / "headroom.log"
    path.parent.mkdir(mode=0o700, exist_ok=True)
    if path.exists() and path.stat().st_size > MOST_BYTES:
        path.replace(path.with_suffix(".1.log"))
    with path.open("a", encoding="utf-8", errors="backslashreplace") as handle:
        handle.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference}\n{text.rstrip()}\n\n")
    return reference


def write_exception(home: Path, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """Add a traceback to the log, without the values that it spoke of: they may be a customer's. Its reference."""
    frames = "".join(traceback.format_tb(trace))
    own = str(error) if isinstance(error, (ImportError, NameError, AttributeError)) else ""
    return write(home, f"{frames}{kind.__name__} {own}".rstrip())
