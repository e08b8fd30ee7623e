"""Where a function over batches runs: here for little work, in a few processes for much."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AHEAD = 2
"""Items that each other process has at once, so that it need not wait for the next; of a few items in all this process takes its share."""
MOST_WAITING = 4
"""Answers and items per process, at most, before the first of them is waited for."""


def cores() -> int:
    """Processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(function: Callable[[Item], Answer], items: Iterable[Item], *, workers: int) -> Iterator[Answer]:
    """The answers in the order of the items, by this process and `workers` - 1 others: whoever waits for a process to start could have begun.

    Few answers wait for an earlier one, so that memory stays bounded. The others are fresh processes: a fork would copy the locks that Arrow's
    threads hold.
    """
    if workers <= 1:
        yield from map(function, items)
        return
    with ProcessPoolExecutor(workers - 1, multiprocessing.get_context("spawn")) as pool:
        waiting: deque[Future[Answer]] = deque()
        ahead = 1
        try:
            for item in items:
                if sum(not future.done() for future in waiting) < ahead * (workers - 1):
                    waiting.append(pool.submit(function, item))
                else:
                    waiting.append(_done(function(item)))
                    ahead = AHEAD
                while waiting and (waiting[0].done() or len(waiting) >= MOST_WAITING * workers):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def _done(answer: Answer) -> Future[Answer]:
    """An answer that waits for those before it."""
    future: Future[Answer] = Future()
    future.set_result(answer)
    return future
