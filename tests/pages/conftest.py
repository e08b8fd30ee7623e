"""Workspaces to open pages on, and a way to open them as a browser does: through `app.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import pyarrow.compute as pc
import pytest
from streamlit.testing.v1 import AppTest

from insights.store.control import Control, Workspace
from insights.store.home import workspace_folder
from insights.store.publication import publish, write
from insights.tables import SNAPSHOT
from tests.insights.store import sample

APP = Path(__file__).parents[2] / "app.py"
WHOLE = {table.name for table in SNAPSHOT if "conversation_id" not in table.names}


def publish_tables(home: Path, name: str, tables: dict) -> Workspace:
    """A workspace of `home` with this result."""
    workspace = Control(home).create_workspace(name)
    folder = workspace_folder(home, workspace.id) / "snapshots"
    folder.mkdir(parents=True)
    write(folder / "new.part", tables)
    publish(folder, folder / "new.part")
    return workspace


def only(conversation_id: str) -> dict:
    """The sample's tables with one conversation left."""
    kept = {}
    for name, table in sample.tables().items():
        kept[name] = table if name in WHOLE else table.filter(pc.field("conversation_id") == conversation_id)
    return kept


@pytest.fixture(scope="session")
def homes(tmp_path_factory):
    """Data folders: nothing loaded, the sample, one conversation."""
    made = {name: tmp_path_factory.mktemp(name) for name in ("nothing", "sample", "one")}
    publish_tables(made["sample"], "Sample", sample.tables())
    publish_tables(made["one"], "One", only("c0001"))
    return made


@pytest.fixture(autouse=True)
def main_module(monkeypatch):
    """A page that runs takes the place of `__main__`. It is given back, for processes that are started later read it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture
def open_page(homes, monkeypatch):
    """Open a page of a data folder, with words in its address; as a cold deep link does, the page is asked for before `app.py` has run."""

    def opened(loaded: str, page: str, **asked) -> AppTest:
        monkeypatch.setenv("HEADROOM_HOME", str(homes[loaded]))
        app = AppTest.from_file(APP, default_timeout=30)
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        return app.switch_page(f"pages/{page}.py").run()

    return opened


def words(app: AppTest) -> str:
    """Everything that a page says in text."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.text, app.caption, app.code)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
