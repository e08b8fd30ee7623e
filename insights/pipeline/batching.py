"""Stored conversations as the batches that judges work on."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from insights.text.batch import Batch

BATCH = 2_500


def batches(conversations: pa.Table, messages: pa.Table, size: int = BATCH) -> Iterator[Batch]:
    """Slices of the conversations with their messages; both tables are in the order of `insights.store.truth.ordered`."""
    whole = batch_of(conversations, messages)
    for start in range(0, len(whole), size):
        yield whole.slice(start, min(start + size, len(whole)))


def batch_of(conversations: pa.Table, messages: pa.Table) -> Batch:
    """All of it as one batch."""
    counts = np.zeros(conversations.num_rows, np.int64)
    ids = messages["conversation_id"].combine_chunks().dictionary_encode()
    first_row = {key: place for place, key in enumerate(conversations["conversation_id"].to_pylist())}
    owners = np.array([first_row[key] for key in ids.dictionary.to_pylist()], np.int64)
    np.add.at(counts, owners, np.bincount(ids.indices.to_numpy(), minlength=len(owners)))
    return Batch(conversations, messages, np.concatenate([[0], np.cumsum(counts)]))
