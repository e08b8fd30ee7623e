"""A table of which one row is open: by its tick, or by a click on any of its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import crc32

import pandas as pd
import streamlit as st

from pages.parts import frame

ROW = 38


def table(
    cells: pd.DataFrame, ids: Sequence[str], *, word: str, key: str, alt: str, columns: Mapping[str, object], height: int | str = "content"
) -> int:
    """Draw the table; the place of the row that is open. `word` holds its id in the address, so that a link or a reload opens it again."""
    asked, turn = frame.asked(word), frame.asked("row")
    opened = ids.index(asked) if asked in ids else 0
    picked = st.dataframe(
        cells,
        hide_index=True,
        row_height=ROW,
        height=height,  # type: ignore[arg-type]
        placeholder="–",
        column_config=dict(columns),
        on_select="rerun",
        selection_mode=["single-row-required", "single-cell"],
        selection_default={"selection": {"rows": [opened]}},
        # Another order is another table: the tick stays with its row, not with its place.
        key=f"{key}_{crc32(' '.join(ids).encode())}_{turn}",
        alt=alt,
    )
    clicked = [row for row, _ in picked["selection"]["cells"] if row < len(ids)]
    if clicked and clicked[0] != opened:
        # The tick follows a click only in a table that is made anew, under another key.
        frame.put(**{word: ids[clicked[0]], "row": f"{clicked[0] + 1}{'' if turn != str(clicked[0] + 1) else '-'}"})
        st.rerun()
    ticked = [row for row in picked["selection"]["rows"] if row < len(ids)]
    chosen = opened if clicked else ticked[0] if ticked else opened
    frame.put(**{word: ids[chosen]})
    return chosen
