"""The job `articles`: bring the help articles of a connected system; they take the place of those that are here, as articles from a file do."""

from __future__ import annotations

import tempfile
from pathlib import Path

import orjson

from insights.connectors import connector
from insights.connectors.session import LiveSession
from insights.connectors.wire import Network
from insights.errors import FileTooLarge, NothingToImport, UnusableSetting
from insights.pipeline import bringing
from insights.pipeline.knowledge.found import Brought
from insights.pipeline.pulling import Progress, Told, given_for
from insights.store.control import YOU, Control
from insights.store.queue import Job
from insights.store.raw import Connections

KIND = "articles"
MOST_BYTES = 200 << 20


def request_articles(home: Path, workspace: str, connection: str, who: str = YOU) -> str:
    """Have the help articles of a connection brought; the id of the job."""
    control = Control(home)
    control.workspace(workspace, who)
    return control.enqueue(workspace, KIND, {"connection": connection, "who": who})


def run_articles(home: Path, _: Control, job: Job, progress: Progress, *, network: Network | None = None) -> None:
    """Ask for every article, then read them as from a file.

    Raises:
        InsightsError: they cannot be had; the articles that are here stay.
    """
    with Connections(home, job.workspace) as store:
        connection, given = given_for(home, store, str(job.payload["connection"]))
    system = connector(connection.system)
    if system.articles is None:
        raise UnusableSetting(f"{system.label} gives no articles to this token.", hint="Bring them as a file on the Workspace page.")
    library = system.library or system
    if not given.get(library.secret):
        raise UnusableSetting(
            f"{system.label} gives its articles to a key of their own only.",
            hint=f"Connect {system.label} once more with the {library.secret_field.label}; conversations that are here are not doubled.",
        )
    told, count = Told(progress, system.label), 0
    with tempfile.TemporaryDirectory(dir=home) as folder:
        path = Path(folder) / "articles.json"
        with path.open("wb") as file, LiveSession(library, given, network=network, pause=told.wait) as session:
            for page in system.articles(session):
                for each in page:
                    file.write((b",\n" if count else b"[") + orjson.dumps(each))
                    count += 1
                progress(0.0, f"Reading articles of {system.label}: {count:,} so far")
                if file.tell() > MOST_BYTES:
                    raise FileTooLarge(f"{system.label} has more articles than can be read at once.", hint="Bring them as files, in parts.")
            file.write(b"]")
        if not count:
            raise NothingToImport(f"{system.label} has no help article that this token may read.", hint="Check what the token may read.")
        progress(0.9, f"Taking in {count:,} articles")
        bringing.bring_articles(home, job.workspace, [Brought(path, f"Help centre of {system.label}")], str(job.payload["who"]))
