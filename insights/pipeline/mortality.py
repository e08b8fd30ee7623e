"""Children that do not outlive their parent, and parsers that cannot outgrow the machine."""

from __future__ import annotations

import ctypes
import resource
import signal
import sys

DIE_WITH_PARENT = 1
GIGABYTE = 1 << 30


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, whatever ended it. Linux only; elsewhere the lease of the job runs out."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)


def limit_resources(*, memory_bytes: int = 3 * GIGABYTE, processor_seconds: int = 300, file_bytes: int = 8 * GIGABYTE) -> None:
    """Bound this process and those that it starts. Python would turn a file that grows too large into an exception; here it ends the process."""
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    for limit, value in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_CPU, processor_seconds),
        (resource.RLIMIT_FSIZE, file_bytes),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(limit)
        allowed = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (allowed, allowed))
