"""The draft of an action: shown without being interpreted beyond headings, lists and code, and to be taken away as Markdown.

A draft quotes customers. Every text in it goes through `plain`, whatever marks it holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from types import MappingProxyType
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from insights.metrics.conversation_questions import some
from insights.model import Filters
from pages.parts import data, frame
from pages.parts.safe_text import one_line, plain
from pages.parts.scope import Scope

ESCAPED = re.compile(r"\\([^\w\s])")
ITEM = re.compile(r"^(\s*)([-*]|\d{1,3}\.)\s+(.*)$")
BOLD = re.compile(r"(?<!\\)\*\*")
CITED = re.compile(r"\s\(([^()]+)\)$")
FENCE = "```"
MOST_LINKS = 200


def show(markdown: str, scope: Scope) -> None:
    """Headings, lists, bold words and code of a draft, with links to the conversations that it cites; everything else is text."""
    links = _links(markdown, scope)
    for place, block in enumerate(markdown.split(FENCE)):
        if place % 2:
            language, _, code = block.partition("\n")
            st.code(code.rstrip(), language=language.strip() if language.strip() in ("yaml", "json") else None, wrap_lines=True)
            continue
        shown = safe(block, links)
        if shown:
            st.markdown(shown)


def _links(markdown: str, scope: Scope) -> dict[str, str]:
    """The addresses of the conversations that stand in round brackets at the end of lines, by id; of those only that there are."""
    cited = [_text(word) for line in markdown.split("\n") if (found := CITED.search(line)) for word in found[1].split(", ")]
    if not cited:
        return {}
    everything, known = replace(scope, filters=Filters()), data.ask(some(list(dict.fromkeys(cited))[:MOST_LINKS]), scope)
    queries = {str(name): frame.link("conversations", everything, conversation=name)[1] for name in known["conversation_id"]}
    return {name: f"conversations?{urlencode(query, doseq=True)}" for name, query in queries.items()}


def safe(block: str, links: Mapping[str, str] = MappingProxyType({})) -> str:
    r"""Markdown with our marks only; a cited id that has an address in `links` becomes a link.

    >>> safe("# Title\n\n## When\n\n- “a *b*”\n1. **Check.** Ask")
    '**When**\n\n- “a \\*b\\*”\n1. **Check\\.** Ask'
    >>> safe("- “Hi” (c1, c2)", {"c1": "conversations?conversation=c1"})
    '- “Hi” \\([c1](conversations?conversation=c1), c2\\)'
    """
    lines = [_line(line, links) for line in block.split("\n") if not line.startswith("# ")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str, links: Mapping[str, str]) -> str:
    if line.startswith("#"):
        return f"**{one_line(_text(line.lstrip('#')))}**"
    if item := ITEM.match(line):
        return f"{'  ' if item[1] else ''}{item[2] if item[2] != '*' else '-'} {_cited(item[3], links)}"
    return _cited(line, links)


def _cited(text: str, links: Mapping[str, str]) -> str:
    """The words of a line, with the ids at its end as links."""
    found = CITED.search(text)
    names = [_text(word) for word in found[1].split(", ")] if found else []
    if not found or not any(name in links for name in names):
        return _words(text)
    linked = [f"[{one_line(name)}]({links[name]})" if name in links else one_line(name) for name in names]
    return f"{_words(text[: found.start()])} \\({', '.join(linked)}\\)"


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
