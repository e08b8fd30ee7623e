"""The demo companies there are: a folder each, with what `company.toml` says, conversations, help articles and tools.

A folder that is damaged or incomplete is a demo with a problem, told where it would be opened; the others are not affected.
"""

from __future__ import annotations

import gzip
import os
import tomllib
import zlib
from dataclasses import dataclass
from pathlib import Path

from insights.errors import InsightsError, UnreadableFile
from insights.pipeline.knowledge import read_articles, read_tools
from insights.store.home import PROJECT

COMPANIES = ("lumen-thread", "plinthly", "harrowmere")
"""In the order of Start."""
COMPANY, FILE, ARTICLES, TOOLS = "company.toml", "conversations.jsonl.gz", "articles.jsonl", "tools.jsonl"
PARTS = {FILE: "conversations", ARTICLES: "help articles", TOOLS: "tools"}
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo company as Start shows it. One with a `problem` cannot be opened; `hint` says what helps."""

    name: str
    title: str
    line: str = ""
    industry: str = ""
    conversations: int = 0
    problem: str = ""
    hint: str = ""


def demos_folder() -> Path:
    """Where the companies are: `$HEADROOM_DEMOS`, or `sample_data` of the project."""
    return Path(os.environ.get("HEADROOM_DEMOS") or PROJECT / "sample_data")


def demos(folder: Path) -> tuple[Demo, ...]:
    """Every demo company, also one that cannot be opened."""
    return tuple(described(folder / name) for name in COMPANIES)


def described(folder: Path) -> Demo:
    """What there is to say about the company of a folder."""
    named = folder.name.replace("-", " ").title()
    try:
        said = tomllib.loads((folder / COMPANY).read_text(encoding="utf-8"))
        title, line, industry, count = said["name"], said["line"], said["industry"], said["conversations"]
    except (OSError, ValueError, KeyError):
        return Demo(folder.name, named, problem=f"The description of {named} is missing or damaged.", hint=restoring(folder))
    if not all(isinstance(text, str) for text in (title, line, industry)) or not isinstance(count, int):
        return Demo(folder.name, named, problem=f"The description of {named} is damaged.", hint=restoring(folder))
    lacking = [what for name, what in PARTS.items() if not (folder / name).is_file()]
    problem = f"The {' and the '.join(lacking)} of {title} are missing." if lacking else ""
    return Demo(folder.name, title, line, industry, count, problem, restoring(folder) if lacking else "")


def restoring(folder: Path) -> str:
    """What helps when a company's folder is damaged."""
    return f"Bring the folder {folder.parent.name}/{folder.name} back as it came with Headroom, or run make demo."


def check(folder: Path, title: str) -> None:
    """Refuse what is damaged before anything is made of it.

    Raises:
        UnreadableFile: in the company's own words, with what helps.
    """
    try:
        read_articles(folder / ARTICLES)
        read_tools(folder / TOOLS)
    except InsightsError as problem:
        raise UnreadableFile(f"{title} cannot be opened. {problem}", hint=restoring(folder)) from problem
    try:
        with gzip.open(folder / FILE) as handle:
            if not sum(len(block) for block in iter(lambda: handle.read(BLOCK), b"")):
                raise EOFError
    except (OSError, EOFError, zlib.error) as problem:
        raise UnreadableFile(f"The conversations of {title} are damaged.", hint=restoring(folder)) from problem
