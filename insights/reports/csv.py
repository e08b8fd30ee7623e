"""Tables as CSV for spreadsheets: no cell can become a formula there, whatever a customer wrote.

A text that begins with = + - @, a tab or a line end gets an apostrophe in front, which spreadsheets show as text. The same signs in their full-width
form, and behind spaces, count too, since some spreadsheets read them alike. Numbers are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BETWEEN = "; "


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """The frame as UTF-8 CSV with a byte order mark, which Excel needs to read it right; entries of lists are joined with "; "."""
    safe = pd.DataFrame({place: cells(frame.iloc[:, place]) for place in range(frame.shape[1])})
    safe.columns = pd.Index([neutral(str(name)) for name in frame.columns])
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def cells(column: pd.Series) -> pd.Series:
    """A column with its texts made harmless."""
    if pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column):
        return column.reset_index(drop=True)
    return pd.Series([cell(value) for value in column], dtype="object")


def cell(value: object) -> object:
    """A text or a list made harmless; anything else as it is."""
    if isinstance(value, str):
        return neutral(value)
    if isinstance(value, Iterable) and not isinstance(value, bytes | dict):
        return neutral(BETWEEN.join(str(each) for each in value))
    if isinstance(value, int | float | np.number) or value is None or value is pd.NA or value is pd.NaT:
        return value
    return neutral(str(value))


def neutral(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> neutral("=1+1"), neutral("5 - 3"), neutral(" @SUM(A1)")
    ("'=1+1", '5 - 3', "' @SUM(A1)")
    """
    return f"'{text}" if text.startswith(FORMULA) or text.lstrip().startswith(FORMULA) else text
