"""What came in: every import with its counts, its rejected rows, and the way to take it back."""

from __future__ import annotations

import streamlit as st

from insights.pipeline import desk
from insights.pipeline.history import Import
from insights.pipeline.live import connections
from insights.store.home import home
from pages.parts import cards, upload_preview
from pages.parts.safe_text import one_line
from pages.parts.scope import Scope


def imports(scope: Scope) -> None:
    """One block per import, the newest first."""
    found = desk.imports(home(), scope.workspace)
    kept = [each for each in found if not each.undone]
    brought = sum(each.new for each in kept)
    cards.section(
        "Imports",
        f"{brought:,} conversations in {len(kept)} import{'' if len(kept) == 1 else 's'}. Importing a file twice changes nothing.",
        made="New, newer and known are counted against what was stored at the time. Rows that could not be read are kept with their reason.",
    )
    st.page_link("pages/start.py", label="Upload another file", icon=":material/upload:", query_params={"workspace": scope.workspace})
    if not found:
        st.markdown("Nothing was imported yet.")
    for each in found:
        with st.container(border=True):
            _import(scope, each)


def _import(scope: Scope, each: Import) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(f"**{one_line(each.file, 80)}**{' · taken back' if each.undone else ''}")
            when = f"{each.at.day} {each.at:%b %Y, %H:%M} UTC"
            cards.note(f"{one_line(each.label, 60)} · {when} · {_counts(each)}")
        if each.rejected_rows:
            upload_preview.rejects(scope.workspace, each.id, each.rejected_rows, key=f"rejects_{each.id}")
        if not each.undone:
            with st.popover("Take back", type="tertiary"):
                if each.removed:
                    st.markdown(
                        f"The {each.removed:,} conversations that it took out come back here. In the system they came from they stay deleted."
                    )
                else:
                    st.markdown(f"The {each.new:,} conversations that only this import brought are taken out, and the rest is analysed again.")
                if st.button("Take this import back", key=f"undo_{each.id}"):
                    desk.undo_import(home(), scope.workspace, each.id)
                    st.rerun()


def _counts(each: Import) -> str:
    if each.removed:
        return f"{each.removed:,} conversations taken out, because they were deleted there"
    said = [f"{each.conversations:,} conversations", f"{each.new:,} new"]
    said += [f"{count:,} {word}" for count, word in ((each.updated, "newer"), (each.unchanged, "known")) if count]
    return " · ".join([*said, f"{each.rejected_rows:,} of {each.rows:,} rows rejected"])


def privacy(scope: Scope) -> None:
    """What was hidden before storage, over all imports that count."""
    totals: dict[str, int] = {}
    for each in desk.imports(home(), scope.workspace):
        for kind, count in () if each.undone else each.redacted:
            totals[kind] = totals.get(kind, 0) + count
    raw = any(each.keeps_raw for each in connections.connections(home(), scope.workspace))
    kept = "is kept only with what came from live systems, as you chose" if raw else "is not kept anywhere"
    cards.section(
        "Privacy",
        f"Personal data are replaced by what they are before anything is stored for display. What they were {kept}.",
        made="Addresses, numbers with checksums, names in greetings and signatures, and secrets in links are found by rules. Rules miss some.",
    )
    if not totals:
        st.markdown("Nothing was hidden so far.")
        return
    cells = st.grid(5, min_column_width=150)
    for kind, count in sorted(totals.items(), key=lambda pair: (-pair[1], pair[0])):
        cells.metric(kind.replace("_", " ").capitalize(), f"{count:,}", border=True)
