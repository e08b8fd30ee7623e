"""The Impact page: nothing later yet, later conversations beside a promise, and the test on the past."""

import pyarrow.compute as pc
import pytest

from insights.pipeline import predicting
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.publication import publish, write
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words

HALF = 150


def earlier(count: int = HALF) -> dict:
    """The sample's tables with its first conversations only."""
    made = sample.tables()
    ids = made["conversations"].sort_by("started_at")["conversation_id"][:count]
    return {
        name: table.filter(pc.is_in(table["conversation_id"], ids.combine_chunks())) if "conversation_id" in table.column_names else table
        for name, table in made.items()
    }


@pytest.fixture
def promised(tmp_path, homes):
    """A workspace that promised something from the sample's first half."""
    homes["promised"] = tmp_path
    made = publish_tables(tmp_path, "Promised", earlier())
    predicting.state(tmp_path, Control(tmp_path), made.id)
    return tmp_path, made.id


def test_a_promise_waits_for_later_conversations(promised, open_page):
    app = open_page("promised", "impact")
    assert not app.exception
    assert "The first promise was stated on" in words(app)
    assert "No conversation came later yet" in words(app)


def test_nothing_is_promised_from_a_handful_of_conversations(tmp_path, homes, open_page):
    homes["handful"] = tmp_path
    predicting.state(tmp_path, Control(tmp_path), publish_tables(tmp_path, "Handful", earlier(6)).id)
    app = open_page("handful", "impact")
    assert app.dataframe[0].value["potential"].tolist() == ["too few"]
    assert "Too few to promise anything" in words(app)
    assert "could resolve" not in words(app)


def test_later_conversations_are_set_beside_the_promise(promised, open_page):
    home, workspace = promised
    folder = workspace_folder(home, workspace) / "snapshots"
    write(folder / "next.part", sample.tables())
    publish(folder, folder / "next.part")
    predicting.state(home, Control(home), workspace)
    app = open_page("promised", "impact")
    assert not app.exception
    record, assumed, topics = (app.dataframe[place].value for place in range(3))
    assert assumed["was"].tolist() == ["to build", "to build", "to build", "was there"]
    assert record["later"].tolist()[0] == 0
    assert record["later"].tolist()[1] > 100
    assert "assumed enablers are not there" in record["answer"].tolist()[1]
    assert topics["later"].sum() == record["later"].tolist()[1]
    assert "cannot be checked yet" in words(app)


def test_a_promise_from_data_that_were_taken_back_says_so(promised, open_page):
    home, workspace = promised
    control = Control(home)
    control.record(workspace, "import_accepted", {"import_id": "a"})
    control.record(workspace, "potential_stated", control.events(workspace, what="potential_stated")[0].payload)
    control.record(workspace, "import_undone", {"import_id": "a"})
    assert "From data that were taken back" in words(open_page("promised", "impact"))


def test_the_past_is_tested_or_it_says_what_is_missing(open_page):
    assert "Tested on the past" in words(open_page("sample", "impact"))
    assert "no past to test on" in words(open_page("one", "impact")) or "Not enough data" in words(open_page("one", "impact"))
