"""What was understood of an uploaded file, before anything of it is stored."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from insights.model import Conversation, Role
from insights.pipeline import desk
from insights.pipeline.staging import Staged
from insights.sources import Mapping
from insights.store.home import home
from insights.text.quoting import without_quotes, without_tail
from pages.parts import cards, data, frame, states, upload_mapping
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import Scope

QUESTION = "Did we understand your file?"
MOST_BAD = 0.1
TURNS = 6


def preview(scope: Scope, upload: str) -> None:
    """The upload of the address: its progress, its problem, or what it holds."""
    job = data.staging(scope.workspace, upload)
    if job is not None and job.state in states.WAITING:
        cards.question("Reading your file", "Format, columns and personal data are being looked at. You may leave this page and come back.")
        st.space("small")
        states.watch(scope.workspace, job.id)
        return
    ready = desk.staged(home(), scope.workspace, upload)
    if job is not None and job.state == "failed":
        cards.question(QUESTION, "No, this file cannot be used. Nothing was stored.")
        states.failed(job)
        _another(scope, upload)
    elif ready is None:
        cards.question(QUESTION, "This upload is no longer here: it was imported, or given up. Nothing is lost.")
        _another(scope, upload)
    elif ready.problem:
        _unclear(scope, ready)
    else:
        _understood(scope, ready)


def _unclear(scope: Scope, ready: Staged) -> None:
    cards.question(QUESTION, f"Not yet. {plain(ready.problem)} {plain(ready.hint)}")
    source(ready)
    meanings(scope, ready)
    _another(scope, ready.upload)


def _understood(scope: Scope, ready: Staged) -> None:
    left_out = f" {ready.rejected_rows:,} row{'' if ready.rejected_rows == 1 else 's'} cannot be read." if ready.rejected_rows else ""
    cards.question(
        QUESTION,
        f"Yes: **{one_line(ready.file, 80)}** holds :violet[**{ready.conversations:,} conversations**].{left_out} Nothing is stored yet.",
    )
    source(ready)
    _counts(ready)
    _buttons(scope, ready)
    st.space("small")
    left, right = st.columns([11, 9] if ready.look.columns else [9, 11], gap="large")
    with left:
        meanings(scope, ready)
        st.space("xsmall")
        _knowledge(scope)
    with right:
        samples(ready)


def source(ready: Staged) -> None:
    """How it was read."""
    cards.note(" · ".join([f"Read as: {plain(ready.look.label)}", *(one_line(told, 200) for told in ready.notes)]))
    st.space("small")


def _counts(ready: Staged) -> None:
    cells = st.grid(4, min_column_width=210)
    span = f"{_day(ready.first)} – {_day(ready.last)}" if ready.first and ready.last else "no times given"
    share = ready.messages / max(ready.conversations, 1)
    roles = ", ".join(role for role, _ in ready.roles)
    new = f"{ready.new:,} new" + (f", {ready.updated:,} newer" if ready.updated else "") + (f", {ready.unchanged:,} known" if ready.unchanged else "")
    cells.metric("Conversations", f"{ready.conversations:,}", new, delta_color="off", delta_arrow="off", border=True, delta_description=span)
    cells.metric("Messages", f"{ready.messages:,}", f"{share:.1f} per conversation", delta_color="off", delta_arrow="off", border=True)
    cells.metric(
        "Who wrote", f"{len(ready.roles)} kind{'' if len(ready.roles) == 1 else 's'}", roles, delta_color="off", delta_arrow="off", border=True
    )
    cells.metric(
        "Rejected rows",
        f"{ready.rejected_rows:,}",
        f"{ready.bad_share:.1%} of {ready.rows:,} rows",
        delta_color="off",
        delta_arrow="off",
        border=True,
    )


def _day(moment: pd.Timestamp) -> str:
    return f"{moment.day} {moment:%b %Y}"


def meanings(scope: Scope, ready: Staged) -> Mapping:
    """The mapping that the file was read with: the user's, else the guess. A file that needs none can still have bots that nobody marked."""
    job = data.staging(scope.workspace, ready.upload)
    said = job.payload.get("mapping") if job else None
    used = Mapping.from_json(str(said)) if said else ready.look.mapping or Mapping(())
    asked = upload_mapping.corrected(used, ready.look.columns, ask_for_team=ready.look.mapping is not None and not used.roles)
    if asked != used:
        desk.request_stage(home(), scope.workspace, ready.upload, asked)
        st.rerun()
    return used


def _buttons(scope: Scope, ready: Staged) -> None:
    fresh = ready.new + ready.updated
    if not fresh:
        st.markdown("**Everything in this file is stored already.** Importing it again would change nothing.")
    tolerant = ready.bad_share > MOST_BAD
    if tolerant:
        st.markdown(
            f"**More than a tenth of the rows cannot be read.** Check the meanings above, or import only the {ready.conversations:,} good ones."
        )
    with st.container(horizontal=True, vertical_alignment="center"):
        noun = "conversation" if fresh == 1 else "conversations"
        if fresh and st.button(cards.filled(f":material/check: Import {fresh:,} {noun}", scope.theme), type="primary", key="import"):
            desk.accept(home(), scope.workspace, ready.upload, tolerant=tolerant)
            frame.enter(scope.workspace)
        _another(scope, ready.upload)
        if ready.rejected_rows:
            st.space("stretch")
            rejects(scope.workspace, ready.upload, ready.rejected_rows, key="rejected_csv")
    with st.container(gap=None):
        for reason, count in ready.rejected_by_reason:
            cards.note(f"{count:,} × {one_line(reason, 160)}")


def _knowledge(scope: Scope) -> None:
    """What help articles and tools add, and where they are given."""
    with st.container(gap=None):
        cards.note(
            "Optional, now or later: help articles show which answers exist, tools show what an AI agent can look up and do. Until they are there, "
            "everything counts as still to be built."
        )
        cards.evidence(frame.link("workspace", scope), "Add articles and tools")


def rejects(workspace: str, upload: str, count: int, *, key: str) -> None:
    """Download the rows of an upload or an import that could not be read, each with its reason."""
    path = desk.rejects_file(home(), workspace, upload)
    if path is not None:
        cards.csv(pd.read_parquet(path), "rejected-rows", key, f"{count:,} rejected row{'' if count == 1 else 's'}")


def _another(scope: Scope, upload: str) -> None:
    if st.button("Choose another file", type="tertiary", key="another_file"):
        if desk.staged(home(), scope.workspace, upload) is not None:
            desk.discard(home(), scope.workspace, upload)
        frame.put(upload="")
        st.rerun()


def samples(ready: Staged) -> None:
    """The first conversations, as they will be stored."""
    hidden = " · ".join(f"{plain(kind.replace('_', ' '))} {count:,}" for kind, count in ready.redacted)
    cards.section(
        f"{len(ready.samples)} sample conversation{'' if len(ready.samples) == 1 else 's'}",
        f"As they will be stored. Hidden in the whole file: {hidden}." if hidden else "As they will be stored. No personal data were found.",
        made="Names, addresses, numbers and secrets are replaced by what they are, before anything is stored. What they were is not kept.",
    )
    for place, conversation in enumerate(ready.samples):
        parts = [
            one_line(conversation.conversation_id, 40),
            *([_day(conversation.started_at)] if conversation.started_at else []),
            conversation.channel,
            *([f"rated {conversation.csat} of 5"] if conversation.csat else []),
        ]
        count = len(conversation.messages)
        with st.expander(" · ".join([*parts, f"{count} message{'' if count == 1 else 's'}"]), expanded=place == 0):
            _turns(conversation)


def _turns(conversation: Conversation) -> None:
    for message in conversation.messages[:TURNS]:
        with st.container(gap=None):
            st.markdown(f"**{Role(message.role).capitalize()}**{' · internal note' if message.internal else ''}")
            own = without_tail(without_quotes(message.text)).strip() or message.text
            st.text(own)
            if len(own) < len(message.text.strip()):
                cards.note("Quoted mail or a signature follows. It is kept, and set aside where the words are judged.")
    if len(conversation.messages) > TURNS:
        cards.note(f"and {len(conversation.messages) - TURNS} more")
