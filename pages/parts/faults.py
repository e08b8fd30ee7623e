"""The log of our own faults. It holds where a fault happened and never a message, because a message may quote a customer."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from uuid import uuid4

from insights.store.home import home


def record(fault: Exception) -> str:
    """Write a fault down; the reference that finds it again."""
    reference = uuid4().hex[:8]
    folder = home() / "logs"
    folder.mkdir(mode=0o700, exist_ok=True)
    where = "".join(f"  {frame.filename}:{frame.lineno} {frame.name}\n" for frame in traceback.extract_tb(fault.__traceback__))
    with (folder / "pages.log").open("a", encoding="utf-8") as log:
        log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {reference} {type(fault).__name__}\n{where}")
    return reference
