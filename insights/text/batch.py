"""The unit of work of every judge: some conversations with their messages, in one order.

Judges are pure functions of a batch, so that a batch can be judged in this process, in a pool or on a cluster.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa


@dataclass(frozen=True)
class Batch:
    """Conversations and messages as Arrow tables with the columns of `insights.tables`.

    `messages` is sorted by conversation, in the order of `conversations`, then by turn; the messages of conversation `i` are the rows
    `starts[i]` to `starts[i + 1]` (`starts` has one entry more than there are conversations).
    """

    conversations: pa.Table
    messages: pa.Table
    starts: np.ndarray

    def __len__(self) -> int:
        """How many conversations."""
        return self.conversations.num_rows

    @cached_property
    def owner(self) -> np.ndarray:
        """Row of the conversation of each message, shape (messages,)."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def slice(self, start: int, stop: int) -> Batch:
        """The conversations from `start` up to, not including, `stop`."""
        first, last = int(self.starts[start]), int(self.starts[stop])
        return Batch(
            self.conversations.slice(start, stop - start),
            self.messages.slice(first, last - first),
            self.starts[start : stop + 1] - first,
        )
