"""The draft of an action: shown without being interpreted beyond headings, lists and code, and to be taken away as Markdown.

A draft quotes customers. Every text in it goes through `plain`, whatever marks it holds.
"""

from __future__ import annotations

import re
from functools import partial

import pandas as pd
import streamlit as st

from pages.parts.safe_text import one_line, plain

ESCAPED = re.compile(r"\\([^\w\s])")
ITEM = re.compile(r"^(\s*)([-*]|\d{1,3}\.)\s+(.*)$")
BOLD = re.compile(r"(?<!\\)\*\*")
FENCE = "```"


def show(markdown: str) -> None:
    """Headings, lists, bold words and code of a draft; everything else is text."""
    for place, block in enumerate(markdown.split(FENCE)):
        if place % 2:
            language, _, code = block.partition("\n")
            st.code(code.rstrip(), language=language.strip() if language.strip() in ("yaml", "json") else None, wrap_lines=True)
            continue
        shown = safe(block)
        if shown:
            st.markdown(shown)


def safe(block: str) -> str:
    r"""Markdown with our marks only.

    >>> safe("# Title\n\n## When\n\n- “a *b*”\n1. **Check.** Ask")
    '**When**\n\n- “a \\*b\\*”\n1. **Check\\.** Ask'
    """
    lines = [_line(line) for line in block.split("\n") if not line.startswith("# ")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    if line.startswith("#"):
        return f"**{one_line(_text(line.lstrip('#')))}**"
    if item := ITEM.match(line):
        return f"{item[2] if item[2] != '*' else '-'} {_words(item[3])}"
    return _words(line)


def _words(text: str) -> str:
    """Bold where the draft has it in pairs, escaped throughout."""
    parts = BOLD.split(text)
    if len(parts) % 2 == 0:
        return plain(_text(text))
    return "".join(f"**{plain(_text(part))}**" if place % 2 and part.strip() else _kept(part) for place, part in enumerate(parts))


def _kept(part: str) -> str:
    """Escaped, with the space between it and a bold word."""
    words = plain(_text(part))
    return f"{' ' if part[:1].isspace() else ''}{words}{' ' if part[-1:].isspace() and words else ''}"


def _text(markdown: str) -> str:
    """What the escaped words of a draft say."""
    return ESCAPED.sub(r"\1", markdown)


def download(action: pd.Series) -> None:
    """One draft as a file."""
    st.download_button(
        "Markdown",
        partial(_file, [str(action["draft"])]),
        f"action-{int(action['rank'])}.md",
        "text/markdown",
        key="draft_markdown",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def download_all(actions: pd.DataFrame) -> None:
    """All drafts as one file, in order."""
    st.download_button(
        "Markdown",
        partial(_file, [str(draft) for draft in actions["draft"].dropna()]),
        "actions.md",
        "text/markdown",
        key="actions_markdown",
        type="tertiary",
        icon=":material/download:",
        on_click="ignore",
    )


def _file(drafts: list[str]) -> bytes:
    return "\n\n".join(draft.strip() for draft in drafts).encode() + b"\n"
