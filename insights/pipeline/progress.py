"""How far it is, on a terminal or in a log."""

from __future__ import annotations

import sys
import time

WIDTH = 30
SECONDS_BETWEEN_LINES = 2.0


class Reporter:
    """A bar that redraws itself on a terminal; elsewhere a line now and then."""

    def __init__(self) -> None:
        """Nothing was said yet."""
        self._terminal = sys.stderr.isatty()
        self._said, self._at = "", 0.0

    def __call__(self, share: float, text: str) -> None:
        """Say how far it is."""
        if self._terminal:
            filled = round(share * WIDTH)
            print(f"\r\033[K{'█' * filled}{'░' * (WIDTH - filled)} {share:4.0%} {text}", end="", file=sys.stderr, flush=True)
            return
        stage = text.split(" ", maxsplit=1)[0]
        if stage != self._said or time.monotonic() - self._at > SECONDS_BETWEEN_LINES:
            print(f"{share:4.0%} {text}", file=sys.stderr, flush=True)
            self._said, self._at = stage, time.monotonic()

    def done(self) -> None:
        """Leave the line."""
        if self._terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
