"""Help articles from a list of addresses.

The list is laid ready, the user sees which hosts would be asked for how many pages, and only their yes makes it a job:
`fetch {addresses, hosts, file, who}`.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from insights.connectors.web.fetching import Answer, Visit, fetch
from insights.connectors.web.guard import Refused, Silent, place_of
from insights.errors import NothingToImport, UnusableSetting
from insights.pipeline.knowledge.articles import Shelf
from insights.pipeline.knowledge.documents import Page, markdown, plain_text, web_page
from insights.pipeline.knowledge.files import File
from insights.pipeline.knowledge.found import Articles, Counts, counted, in_words
from insights.store.control import YOU, Control
from insights.store.home import workspace_folder

MOST_PAGES = 500
PAUSE_SECONDS = 0.3
"""Between two pages: a reader is no load."""
MOST_SILENT = 5
"""After so many pages in a row that do not come a host is left alone."""
SILENT = "not asked any more, because their host did not answer"

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """What would be asked: pages by host; and what would not, with the reason."""

    file: str
    addresses: tuple[str, ...]
    hosts: Counts
    refused: Counts
    beyond: int
    """Addresses after the first 500."""


def lay_ready(home: Path, workspace: str, addresses: Sequence[str], file: str) -> None:
    """Keep a list until the user says yes or no."""
    path = _path(home, workspace)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.write_text(json.dumps({"addresses": list(addresses), "file": file}), encoding="utf-8")


def forget(home: Path, workspace: str) -> None:
    """The user said no."""
    _path(home, workspace).unlink(missing_ok=True)


def plan(home: Path, workspace: str) -> Plan | None:
    """What the list that lies ready would ask; None when there is none."""
    path = _path(home, workspace)
    if not path.exists():
        return None
    listed = json.loads(path.read_text(encoding="utf-8"))
    return planned(listed["addresses"], listed["file"])


def planned(addresses: Sequence[str], file: str, *, allowed: frozenset[str] = frozenset()) -> Plan:
    """Addresses sorted into hosts. Nobody is asked, not even for where a host is."""
    hosts, refused, kept = Counter[str](), Counter[str](), list[str]()
    for address in dict.fromkeys(addresses):
        try:
            place = place_of(address, allowed=allowed)
        except Refused as problem:
            refused[str(problem)] += 1
            continue
        if len(kept) < MOST_PAGES:
            hosts[place.authority] += 1
        kept.append(address)
    return Plan(file, tuple(kept[:MOST_PAGES]), counted(hosts), counted(refused), max(0, len(kept) - MOST_PAGES))


def request(home: Path, workspace: str, who: str = YOU) -> str:
    """The user said yes: have the pages read; the id of the job."""
    found = plan(home, workspace)
    if found is None or not found.addresses:
        raise UnusableSetting("There is no list of pages to read.", hint="Bring the list again.")
    control = Control(home)
    control.workspace(workspace, who)
    said_yes = {"addresses": found.addresses, "hosts": [host for host, _ in found.hosts], "file": found.file, "who": who}
    job = control.enqueue(workspace, "fetch", said_yes)
    forget(home, workspace)
    return job


def read_pages(addresses: Sequence[str], visit: Visit, progress: Progress, *, pause_seconds: float = PAUSE_SECONDS) -> Articles:
    """The articles of pages, one after the other.

    Raises:
        NothingToImport: not one page could be read.
    """
    shelf, silent = Shelf(), Counter[str]()
    for number, address in enumerate(addresses):
        host = place_of(address, allowed=visit.allowed).authority
        progress(number / len(addresses), f"Reading page {number + 1:,} of {len(addresses):,} from {host}")
        if silent[host] >= MOST_SILENT:
            shelf.left_out[SILENT] += 1
            continue
        if number:
            time.sleep(pause_seconds)
        try:
            answer = fetch(address, visit)
        except Refused as problem:
            shelf.left_out[f"whose address {problem}"] += 1
            silent[host] = silent[host] + 1 if isinstance(problem, Silent) else 0
            continue
        silent[host] = 0
        shelf.put(page_of(answer), "")
    if not shelf.articles:
        raise NothingToImport(f"None of the {len(addresses):,} pages could be read.", hint=f"What was found: {in_words(counted(shelf.left_out))}.")
    return shelf.articles_found()


def page_of(answer: Answer) -> Page:
    """What a page says, under the address where it was found."""
    name = answer.url.rstrip("/").rpartition("/")[2]
    text = File(name, name, answer.content).text
    read = {"text/plain": plain_text, "text/markdown": markdown}.get(answer.kind, web_page)
    return replace(read(text, name), url=answer.url)


def _path(home: Path, workspace: str) -> Path:
    return workspace_folder(home, workspace) / "knowledge" / "addresses.json"
