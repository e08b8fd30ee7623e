"""Help articles and tools from whatever a help centre or an engineer gives: tables, exports, documents, archives, folders, descriptions of APIs."""

from __future__ import annotations

from pathlib import Path

from insights.model import Article, Tool
from insights.pipeline.knowledge.articles import articles_of
from insights.pipeline.knowledge.found import Brought
from insights.pipeline.knowledge.tools import tools_of


def read_articles(path: Path, name: str | None = None) -> tuple[Article, ...]:
    """The articles of a file or folder."""
    return articles_of((Brought(path, name or path.name),)).articles


def read_tools(path: Path, name: str | None = None) -> tuple[Tool, ...]:
    """The tools of a file or folder."""
    return tools_of((Brought(path, name or path.name),)).tools
