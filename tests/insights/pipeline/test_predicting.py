"""What a result promises is kept, once; what was kept is read again after edits and after data were taken back."""

import pytest

from insights.pipeline import predicting
from insights.planning.record import stated
from insights.store.control import Control
from insights.store.snapshot import Shelf
from tests.insights.store import sample


@pytest.fixture
def shown(tmp_path):
    """A workspace that shows the sample: the folder, its control, its id."""
    return tmp_path, Control(tmp_path), sample.published(tmp_path).id


def test_the_same_result_is_stated_once(shown):
    home, control, workspace = shown
    assert predicting.state(home, control, workspace) is not None
    assert predicting.state(home, control, workspace) is None
    (kept,) = predicting.record(control.events(workspace))
    assert kept.stated.until == max(sample.tables()["conversations"]["started_at"].to_pylist())
    assert {"t1", "t2", "t3"} <= {topic.topic_id for topic in kept.stated.topics}
    assert kept.stated.whole.low < kept.stated.whole.potential < kept.stated.whole.high
    assert "read:get_order" in kept.stated.lacking
    assert not kept.taken_back


def test_a_statement_is_not_for_the_user_to_undo_and_goes_with_its_workspace(shown):
    home, control, workspace = shown
    number = predicting.state(home, control, workspace)
    control.delete_workspace(workspace)
    assert number is not None
    assert control.events(workspace) == ()


def test_nothing_is_stated_where_nothing_is_shown(tmp_path):
    control = Control(tmp_path)
    assert predicting.state(tmp_path, control, control.create_workspace("Empty").id) is None


def test_what_data_stated_that_were_taken_back_is_marked(shown):
    home, control, workspace = shown
    control.record(workspace, "import_accepted", {"import_id": "a"})
    control.record(workspace, "import_accepted", {"import_id": "b"})
    predicting.state(home, control, workspace)
    assert not predicting.record(control.events(workspace))[0].taken_back
    control.record(workspace, "import_undone", {"import_id": "a"})
    assert predicting.record(control.events(workspace))[0].taken_back


def test_a_statement_follows_its_topics_through_a_merge(shown):
    home, control, workspace = shown
    predicting.state(home, control, workspace)
    control.record(workspace, "topics_merged", {"from": ["t2"], "into": "t1"})
    events = control.events(workspace)
    snapshot = Shelf(home, control).open(workspace)
    assert snapshot is not None
    one = predicting.record(events)[0].stated
    found = predicting.places_now(one, snapshot.table("topics_now"), events)
    assert (found["t1"], found["t2"], found["t3"]) == ("t1", "t1", "t3")


def test_a_topic_that_was_never_heard_of_again_is_left_out(shown):
    home, control, workspace = shown
    predicting.state(home, control, workspace)
    event = control.events(workspace, what="potential_stated")[0]
    payload = {**event.payload, "topics": [{**event.payload["topics"][0], "topic_id": "t-old"}]}
    snapshot = Shelf(home, control).open(workspace)
    assert snapshot is not None
    assert predicting.places_now(stated(event.id, event.at, payload), snapshot.table("topics_now"), [event]) == {}
