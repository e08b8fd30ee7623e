"""A function over batches, in one process or in several."""

from __future__ import annotations

import operator
import os

import pytest

from insights.pipeline.pool import each


def which_process(_: int) -> int:
    """The process that works on an item."""
    return os.getpid()


def test_answers_come_in_the_order_of_the_items_however_many_work():
    assert [list(each(operator.neg, range(9), workers=workers)) for workers in (1, 2)] == [[0, -1, -2, -3, -4, -5, -6, -7, -8]] * 2


def test_of_two_items_this_process_takes_one_and_another_process_the_other():
    there, here = each(which_process, range(2), workers=2)
    assert here == os.getpid() != there


def test_what_goes_wrong_in_another_process_is_raised_here():
    with pytest.raises(ZeroDivisionError):
        list(each(reciprocal, (0, 1), workers=2))


def reciprocal(number: int) -> float:
    """Fails for nought."""
    return 1 / number
