"""One conversation with the turns marked that decided its labels. Customer text is shown as text only."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import one, reasons_of, transcript
from insights.text.redaction import KINDS
from pages.parts import cards, data, score_signals, transcript_labels
from pages.parts.safe_text import marked, one_line
from pages.parts.scope import Scope

MOST_TURNS = 60
LONGEST_TURN = 6000
HIDDEN = tuple(kind.placeholder for kind in KINDS)
WHO = {
    "customer": ("user", "Customer", ":material/person:"),
    "bot": ("bot", "Bot", ":material/smart_toy:"),
    "agent": ("agent", "Agent", ":material/support_agent:"),
}


def panel(conversation_id: str, scope: Scope) -> None:
    """The chosen conversation, or what to do when none is chosen."""
    if not conversation_id:
        cards.note("Nothing to read here.")
        return
    found = data.ask(one(conversation_id), scope)
    if found.empty:
        cards.note("This conversation is not here any more.")
        return
    labels = found.iloc[0]
    reasons = data.ask(reasons_of(conversation_id), scope)
    messages = data.ask(transcript(conversation_id), scope)
    with st.container(border=True, key="open_conversation"):
        transcript_labels.head(labels, _title(labels, messages), scope)
        transcript_labels.why(labels, reasons)
        score_signals.of_one(labels)
        shown = messages if len(messages) <= MOST_TURNS or _everything(len(messages)) else messages.head(MOST_TURNS)
        if shown.empty:
            cards.note("This conversation holds no message.")
        for _, message in shown.iterrows():
            here = reasons.loc[reasons["turn"] == message["turn"]]
            _turn(message, here, transcript_labels.badges(int(message["turn"]), labels, here, internal=bool(message["internal"])))
        _hidden(messages)


def unlabelled(conversation_id: str, scope: Scope) -> None:
    """What was said, without a word of what was judged."""
    messages = data.ask(transcript(conversation_id), scope)
    for _, message in messages.loc[~messages["internal"].fillna(value=False).astype(bool)].head(MOST_TURNS).iterrows():
        _turn(message, None, [])
    if len(messages) > MOST_TURNS:
        cards.note(f"{len(messages) - MOST_TURNS:,} more turns are not shown here.")


def _title(labels: pd.Series, messages: pd.DataFrame) -> str:
    if isinstance(labels["subject"], str) and labels["subject"].strip():
        return labels["subject"]
    said = messages.loc[messages["author_role"] == "customer", "text"]
    return str(said.iloc[0]) if len(said) else "Conversation"


def _everything(count: int) -> bool:
    return st.toggle(f"Show all {count:,} turns", key="all_turns")


def _turn(message: pd.Series, reasons: pd.DataFrame | None, badges: list[str]) -> None:
    role, text = str(message["author_role"]), str(message["text"] or "")
    time = f"{message['sent_at'].day} {message['sent_at']:%b %H:%M}" if pd.notna(message["sent_at"]) else ""
    if role not in WHO:
        st.markdown(f":gray[:small[{' · '.join(part for part in (one_line(text, 300), time) if part)}]]", text_alignment="center")
        return
    kind, name, icon = WHO[role]
    author = f"{name} {one_line(message['author'], 60)}" if isinstance(message["author"], str) and message["author"].strip() else name
    with st.chat_message(kind, avatar=icon), st.container(gap="xsmall"):
        st.markdown(f":small[**{author}**{f' :gray[· {time}]' if time else ''}]")
        _words(text, tuple(quote for quote in reasons["quote"] if isinstance(quote, str)) if reasons is not None else ())
        if badges:
            st.markdown(" ".join(badges))


def _words(text: str, quotes: tuple[str, ...]) -> None:
    """What was said. `st.text` interprets nothing; marks need Markdown, in which every character is escaped."""
    cut = text[:LONGEST_TURN]
    if any(quote in cut for quote in quotes) or any(word in cut for word in HIDDEN):
        st.markdown(marked(cut, quotes, hidden=HIDDEN))
    else:
        st.text(cut)
    if len(text) > LONGEST_TURN:
        cards.note(f"{len(text) - LONGEST_TURN:,} more characters are not shown.")


def _hidden(messages: pd.DataFrame) -> None:
    """How much was replaced before anything was stored."""
    counts = Counter({kind.label: sum(str(text).count(kind.placeholder) for text in messages["text"]) for kind in KINDS})
    found = [f"{count} {label[0].lower()}{label[1:]}{'' if count == 1 else 's'}" for label, count in counts.items() if count]
    if found:
        cards.note(f"Hidden before storing: {', '.join(found)}.")
