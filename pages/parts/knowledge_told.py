"""What came in, in calm sentences: how much, what was left out and why, and some of it to recognise it by."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from pages.parts import cards
from pages.parts.safe_text import one_line, plain

TONGUES = MappingProxyType(
    {"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "nl": "Dutch", "pt": "Portuguese", "pl": "Polish"}
    | {"sv": "Swedish", "da": "Danish", "no": "Norwegian", "fi": "Finnish", "cs": "Czech", "tr": "Turkish", "ja": "Japanese", "zh": "Chinese"}
)


def articles(said: Mapping) -> None:
    """The articles of the last event."""
    if "words" not in said:
        return
    sentences = [_from(said), f"**{said['count']:,}** article{'' if said['count'] == 1 else 's'}, {said['words']:,} words."]
    languages = said.get("languages", [])
    if len(languages) > 1:
        sentences.append(f"{_listed([(f'in {TONGUES.get(code, code)}', count) for code, count in languages])}; all are kept.")
    if said.get("outdated"):
        sentences.append(f"{said['outdated']:,} marked as outdated where they come from.")
    _shown(sentences, said)
    if said.get("titles"):
        titles = " · ".join(one_line(title, 60) for title in said["titles"])
        cards.note(f"For example: {titles}")


def tools(said: Mapping) -> None:
    """The tools of the last event."""
    if "reads" not in said:
        return
    sentences = [_from(said), f"**{said['reads']:,}** look something up, **{said['writes']:,}** do something; {_available(said)}"]
    sentences += [f"{plain(note)}." for note in said.get("notes", [])]
    _shown(sentences, said)


def _available(said: Mapping) -> str:
    if said["available"] == said["count"]:
        return "an AI agent can call all of them."
    return f"an AI agent can call **{said['available']:,}** of {said['count']:,} today."


def _from(said: Mapping) -> str:
    return f"From {one_line(said['file'], 60)}:" if said.get("file") else ""


def _shown(sentences: list[str], said: Mapping) -> None:
    st.markdown(" ".join(sentence for sentence in sentences if sentence))
    if said.get("left_out"):
        cards.note(f"Left out: {_listed([(what, count) for what, count in said['left_out']])}.")


def _listed(counts: list[tuple[str, int]]) -> str:
    return ", ".join(f"{count:,} {plain(what)}" for what, count in counts)
