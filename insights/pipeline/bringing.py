"""Help articles and tools that somebody brings: read in a child, kept as a version, told by an event that says what came in.

articles_set {version, count, file, words, outdated, left_out, languages, titles}
tools_set    {version, count, file, reads, writes, available, left_out, notes}
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from insights import errors
from insights.connectors.web.fetching import Visit
from insights.errors import UnreadableFile, UnusableSetting
from insights.model import Article, EnablerType, Tool
from insights.pipeline import help_pages
from insights.pipeline.help_pages import Progress
from insights.pipeline.knowledge.found import Articles, Brought, Tools
from insights.pipeline.knowledge.tools import with_availability
from insights.pipeline.staging import ENVIRONMENT, ChildFailed
from insights.store import truth
from insights.store.control import YOU, Control
from insights.store.home import PROJECT
from insights.store.overlay import live
from insights.store.queue import Job

READER = (sys.executable, "-m", "insights.pipeline.knowledge.child")
WALL_SECONDS = 240
TITLES = 5


def bring_articles(home: Path, workspace: str, brought: Sequence[Brought], who: str = YOU) -> Articles:
    """Replace the help articles by those of files, and have everything analysed. A list of addresses is laid ready instead: nobody is asked yet."""
    Control(home).workspace(workspace, who)
    outcome = _read(home, "articles", brought)
    articles = tuple(Article(**record) for record in outcome["articles"])
    left_out, languages = (tuple((what, count) for what, count in outcome[name]) for name in ("left_out", "languages"))
    found = Articles(articles, left_out, languages, outcome["outdated"], tuple(outcome["addresses"]))
    if found.articles:
        keep(home, workspace, "articles", found.articles, articles_told(found, _name(brought)), who)
    else:
        help_pages.lay_ready(home, workspace, found.addresses, _name(brought))
    return found


def bring_tools(home: Path, workspace: str, brought: Sequence[Brought], who: str = YOU) -> Tools:
    """Replace the tools by those of files, and have everything analysed."""
    Control(home).workspace(workspace, who)
    outcome = _read(home, "tools", brought)
    tools = tuple(Tool(**record | {"type": EnablerType(record["type"]), "fields": tuple(record["fields"])}) for record in outcome["tools"])
    found = Tools(tools, tuple((what, count) for what, count in outcome["left_out"]), tuple(outcome["notes"]))
    keep(home, workspace, "tools", found.tools, tools_told(found, _name(brought)), who)
    return found


def set_articles(home: Path, workspace: str, source: Path | Sequence[Article], who: str = YOU, *, name: str | None = None) -> int:
    """Replace the help articles by those of a file, a folder or a list, and have everything analysed; how many there are."""
    if isinstance(source, Path):
        found = bring_articles(home, workspace, [Brought(source, name or source.name)], who)
        if found.addresses:
            help_pages.forget(home, workspace)
            raise UnusableSetting(
                f"{name or source.name} is a list of addresses. Pages are asked only after you have seen which and said yes.",
                hint="Bring the list on the Workspace page of the app, or bring the articles themselves.",
            )
        return len(found.articles)
    return keep(home, workspace, "articles", source, articles_told(Articles(tuple(source)), ""), who)


def set_tools(home: Path, workspace: str, source: Path | Sequence[Tool], who: str = YOU, *, name: str | None = None) -> int:
    """Replace the tools by those of a file or a list, and have everything analysed; how many there are."""
    if isinstance(source, Path):
        return len(bring_tools(home, workspace, [Brought(source, name or source.name)], who).tools)
    return keep(home, workspace, "tools", source, tools_told(Tools(tuple(source)), ""), who)


def tools(home: Path, workspace: str) -> tuple[Tool, ...]:
    """The tools as they were set last."""
    return truth.tools(home, workspace, Control(home).events(workspace))


def set_available(home: Path, workspace: str, available: Mapping[str, bool], who: str = YOU) -> int:
    """Say of single tools whether an AI agent can call them today, and have everything analysed; how many changed."""
    before = tools(home, workspace)
    after = with_availability(before, available)
    changed = sum(one != other for one, other in zip(before, after, strict=True))
    if changed:
        keep(home, workspace, "tools", after, brought_last(home, workspace, "tools") | tools_told(Tools(after), ""), who)
    return changed


def brought_last(home: Path, workspace: str, what: str) -> dict:
    """What the last event about articles or tools says; nothing when none were brought."""
    found = live(Control(home).events(workspace), f"{what}_set")
    return dict(found[-1].payload) if found else {}


def run_fetch(home: Path, _: Control, job: Job, progress: Progress) -> None:
    """The job `fetch`: read the pages that the user confirmed, and make them the help articles."""
    found = help_pages.read_pages(job.payload["addresses"], Visit(frozenset(job.payload["hosts"])), progress)
    keep(home, job.workspace, "articles", found.articles, articles_told(found, str(job.payload["file"])), str(job.payload["who"]))


def keep(home: Path, workspace: str, what: str, records: Sequence[Article] | Sequence[Tool], told: Mapping[str, object], who: str) -> int:
    """Make a list the one that counts; how long it is. The same list again changes nothing."""
    control = Control(home)
    control.workspace(workspace, who)
    version = truth.save_lines(home, workspace, what, records)
    if brought_last(home, workspace, what).get("version") != version:
        control.record(workspace, f"{what}_set", {**told, "version": version, "count": len(records)}, who)
        if truth.accepted(control.events(workspace)):
            control.enqueue(workspace, "analyse")
    return len(records)


def articles_told(found: Articles, file: str) -> dict[str, object]:
    """What is said about articles that came in."""
    said: dict[str, object] = {"words": found.words, "outdated": found.outdated, "left_out": found.left_out, "languages": found.languages}
    said["titles"] = [article.title for article in found.articles[:TITLES]]
    return said | ({"file": file} if file else {})


def tools_told(found: Tools, file: str) -> dict[str, object]:
    """What is said about tools that came in; what is not known again is not said again."""
    reads = sum(tool.type is EnablerType.READ for tool in found.tools)
    said: dict[str, object] = {"reads": reads, "writes": len(found.tools) - reads, "available": sum(tool.available for tool in found.tools)}
    return said | ({"file": file, "left_out": found.left_out, "notes": found.notes} if file else {})


def _name(brought: Sequence[Brought]) -> str:
    return brought[0].name if len(brought) == 1 else f"{len(brought)} files"


def _read(home: Path, what: str, brought: Sequence[Brought]) -> dict:
    """What the child found.

    Raises:
        InsightsError: nothing of it can be used.
    """
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        folder = Path(scratch)
        request = {"what": what, "brought": [(str(one.path.resolve()), one.name) for one in brought]}
        (folder / "request.json").write_text(json.dumps(request), encoding="utf-8")
        _run([*READER, str(folder)], _name(brought))
        outcome = json.loads((folder / "outcome.json").read_text(encoding="utf-8"))
    if "problem" in outcome:
        raise getattr(errors, outcome["kind"], UnreadableFile)(outcome["problem"], hint=outcome["hint"])
    return outcome


def _run(command: Sequence[str], name: str) -> None:
    refused = UnreadableFile(f"{name} was refused: reading it took more memory or time than any real list would.", hint="Bring it in parts.")
    environment = ENVIRONMENT | {"PYTHONPATH": str(PROJECT)}
    try:
        ended = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=WALL_SECONDS, check=False)
    except subprocess.TimeoutExpired as late:
        raise refused from late
    if ended.returncode == 1 and b"MemoryError" not in ended.stderr:
        raise ChildFailed(ended.stderr.decode(errors="replace"))
    if ended.returncode:
        raise refused
