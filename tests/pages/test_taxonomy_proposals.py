"""What is proposed on the Taxonomy page before it is decided, through `app.py`: parts of a topic, topics in Other, a topic of one's own, all anew."""

from dataclasses import asdict

import pytest

from insights.analysers.topics.proposals import Proposed
from insights.analysers.topics.succession import Change, Diff, Line
from insights.pipeline import curating, proposal
from insights.store.control import Control
from insights.store.home import workspace_folder
from tests.insights.store import sample
from tests.pages.conftest import publish_tables, words

IDS = [f"c{number:04}" for number in range(1, 301)]
LATE = Proposed("Late parcel", "", ("late",), tuple(IDS[:60]), ("Where is it?",), tuple(IDS[:3]), tuple(IDS[3:5]))
BROKEN = Proposed("Broken **box**", "", ("box",), tuple(IDS[60:90]), ("It is broken",), tuple(IDS[60:63]), ())
DIFF = Diff(300, 260, (Line(Change.KEPT, "t1", "Delivery", 120, 110), Line(Change.NEW, "n1", "Gift wrapping", 0, 30)))
KEPT = Diff(300, 300, (Line(Change.KEPT, "t1", "Delivery", 120, 120),))


@pytest.fixture
def company(tmp_path, homes):
    """A sample of its own, that a test may edit."""
    homes["own"] = tmp_path
    return publish_tables(tmp_path, "Own", sample.tables()).id


@pytest.fixture
def propose(tmp_path, company):
    """Leave a proposal, as the worker does."""

    def left(kind, *parts, diff=None, stale=False, **asked):
        folder = workspace_folder(tmp_path, company)
        said = {
            "kind": kind,
            "asked": {"kind": kind} | asked,
            "snapshot": "older" if stale else proposal.newest(folder),
            "imports": [],
            "parts": [asdict(part) for part in parts],
            "diff": asdict(diff) if diff else None,
            "kept": [],
            "origin": {},
        }
        proposal.save(proposal.path_of(folder, kind, asked.get("topic_id")), said)

    return left


def events(tmp_path, company):
    return [event for event in Control(tmp_path).events(company) if not event.undone]


def waiting(tmp_path, company):
    """What the worker is asked to do."""
    return [(job.kind, job.payload) for job in Control(tmp_path).jobs(company) if job.state == "queued"]


def press(app, label):
    return next(button for button in app.button if label in button.label).click().run()


def named(app, part):
    return next(field for field in app.text_input if field.label == f"Name of part {part}")


def test_a_split_is_asked_for_and_goes_on_in_the_background(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="split")
    app.button(key="ask_split").click().run()
    assert waiting(tmp_path, company) == [("propose", {"kind": "split", "topic_id": "t1"})]
    again = open_page("own", "taxonomy", opened="t1", do="split")
    assert "you may leave the page and find it here again" in words(again)
    assert not [button for button in again.button if button.key == "ask_split"]
    again.button(key="stop_split").click().run()
    assert waiting(tmp_path, company) == []


def test_a_proposal_that_failed_says_why_and_can_be_asked_for_again(open_page, company, tmp_path):
    curating.request_split(tmp_path, company, "t1")
    control = Control(tmp_path)
    control.fail(control.claim("worker"), "This topic is not there any more.", "Reload the page.")
    app = open_page("own", "taxonomy", opened="t1", do="split")
    assert "This topic is not there any more" in words(app)
    app.button(key="ask_split").click().run()
    assert len(waiting(tmp_path, company)) == 1


def test_the_parts_of_a_split_are_named_chosen_and_applied(open_page, company, propose, tmp_path):
    propose("split", LATE, BROKEN, topic_id="t1")
    app = open_page("own", "taxonomy", opened="t1", do="split")
    assert [named(app, part).value for part in (1, 2)] == ["Late parcel", "Broken **box**"]
    links = [link for link in app.page_link if "conversation=" in link.query_string]
    assert [link.label for link in links if link.label.endswith("conversations") or "of them" in link.label][:2] == [
        "60 conversations: read 50 of them",
        "30 conversations",
    ]
    named(app, 1).input("Parcel has not come")
    next(tick for tick in app.checkbox if tick.label == "Use part 2").uncheck()
    press(app, "Apply the split")
    [split] = events(tmp_path, company)
    assert (split.what, split.payload["topic_id"]) == ("topic_split", "t1")
    assert [part["name"] for part in split.payload["parts"]] == ["Parcel has not come"]
    assert waiting(tmp_path, company) == [("analyse", {})]
    assert "do" not in app.query_params
    assert "Split **Delivery** into 1 part: Parcel has not come" in words(app)
    assert curating.proposal(tmp_path, company, "split", "t1") is None


def test_a_split_without_a_chosen_part_changes_nothing(open_page, company, propose, tmp_path):
    propose("split", LATE, BROKEN, topic_id="t1")
    app = open_page("own", "taxonomy", opened="t1", do="split")
    for tick in [each for each in app.checkbox if each.label.startswith("Use part")]:
        tick.uncheck()
    press(app, "Apply the split")
    assert "Choose at least one" in words(app)
    assert events(tmp_path, company) == []


def test_a_topic_that_is_too_even_says_so(open_page, propose, company):
    propose("split", LATE, topic_id="t1")
    app = open_page("own", "taxonomy", opened="t1", do="split")
    assert "**Delivery** is too small or too even to be split" in words(app)
    assert not [button for button in app.button if "Apply" in button.label]


def test_the_proposal_of_a_subtopic_is_its_own(open_page, propose, company):
    propose("split", LATE, BROKEN, topic_id="t1a")
    assert not [field for field in open_page("own", "taxonomy", opened="t1", do="split").text_input if "part" in field.label]
    app = open_page("own", "taxonomy", opened="t1", do="split", part="t1a")
    assert named(app, 1).value == "Late parcel"
    assert "the parts take its place" in words(app)


def test_a_stale_proposal_says_so_and_is_computed_anew(open_page, company, propose, tmp_path):
    propose("split", LATE, BROKEN, topic_id="t1", stale=True)
    app = open_page("own", "taxonomy", opened="t1", do="split")
    assert "cannot be applied any more" in words(app)
    assert not [button for button in app.button if "Apply" in button.label]
    assert named(app, 1).disabled
    press(app, "Propose anew")
    assert waiting(tmp_path, company) == [("propose", {"kind": "split", "topic_id": "t1"})]


def test_a_proposal_is_discarded(open_page, company, propose, tmp_path):
    propose("split", LATE, BROKEN, topic_id="t1")
    press(open_page("own", "taxonomy", opened="t1", do="split"), "Discard")
    assert curating.proposal(tmp_path, company, "split", "t1") is None
    assert events(tmp_path, company) == []


def test_topics_from_other_are_added(open_page, company, propose, tmp_path):
    propose("other", LATE, BROKEN)
    app = open_page("own", "taxonomy", do="other")
    press(app, "Add these topics")
    assert [(event.what, event.payload["name"]) for event in events(tmp_path, company)] == [
        ("topic_added", "Late parcel"),
        ("topic_added", "Broken **box**"),
    ]
    assert waiting(tmp_path, company) == [("analyse", {})]


def test_other_without_a_topic_in_it_says_so(open_page, propose, company):
    propose("other")
    assert "**Other** holds no topic" in words(open_page("own", "taxonomy", do="other"))


def test_a_topic_of_ones_own_is_looked_at_before_it_is_added(open_page, company, tmp_path):
    app = open_page("own", "taxonomy", opened="t1", do="own")
    assert "give it a name, and a sentence or an example" in words(app)
    app.text_input(key="own_name").input("Left with a neighbour").run()
    app.text_input(key="own_search").input("parcel late").run()
    tick = next(each for each in app.checkbox if each.key.startswith("example_"))
    assert "My parcel is late" in tick.label
    tick.check().run()
    assert [each.value for each in app.checkbox if each.key.startswith("example_")].count(True) == 1
    app.button(key="ask_own").click().run()
    [(kind, asked)] = waiting(tmp_path, company)
    assert (kind, asked["kind"], asked["name"], len(asked["conversations"])) == ("propose", "own", "Left with a neighbour", 1)
    assert events(tmp_path, company) == []


def test_a_preview_comes_back_with_what_was_asked_and_is_added(open_page, company, propose, tmp_path):
    propose("own", LATE, name="Late parcel", sentence="It has not come", conversations=[], parent_id="t2")
    app = open_page("own", "taxonomy", do="own")
    assert (app.text_input(key="own_name").value, app.text_area(key="own_sentence").value) == ("Late parcel", "It has not come")
    assert app.selectbox(key="own_parent").value == "t2"
    app.text_input(key="own_name").input("Parcel is late!").run()
    app.button(key="add_own").click().run()
    [added] = events(tmp_path, company)
    assert (added.what, added.payload["name"], added.payload["parent_id"]) == ("topic_added", "Parcel is late!", "t2")
    assert curating.proposal(tmp_path, company, "own") is None


def test_a_preview_of_another_sentence_is_not_added(open_page, company, propose):
    propose("own", LATE, name="Late parcel", sentence="It has not come", conversations=[], parent_id=None)
    app = open_page("own", "taxonomy", do="own")
    app.text_area(key="own_sentence").input("It is broken").run()
    assert not [button for button in app.button if button.key == "add_own"]
    assert app.button(key="ask_again")


def test_what_would_change_is_shown_before_the_topics_are_found_anew(open_page, company, propose):
    propose("rediscovery", diff=DIFF)
    app = open_page("own", "taxonomy", do="renewal")
    assert "**260** of 300 conversations (87\N{NO-BREAK SPACE}%) keep their topic. One topic stays, one topic is new." in words(app)
    table = next(each.value for each in app.dataframe if "change" in each.value.columns)
    assert table["topic"].tolist() == ["Gift wrapping", "Delivery"]
    assert table["change"].tolist() == [["New"], ["Kept"]]
    assert app.button(key="apply_renewal")


def test_topics_that_cannot_be_read_any_more_are_told_calmly(open_page, company, propose, tmp_path):
    propose("rediscovery", diff=DIFF)
    app = open_page("own", "taxonomy", do="renewal")
    app.button(key="apply_renewal").click().run()
    assert "The topics that were found anew cannot be read" in words(app)
    assert "could not be shown" not in words(app)
    assert events(tmp_path, company) == []


def test_nothing_to_change_is_said_and_nothing_is_offered(open_page, company, propose):
    propose("rediscovery", diff=KEPT)
    app = open_page("own", "taxonomy", do="renewal")
    assert "Nothing would change" in words(app)
    assert not [button for button in app.button if button.key == "apply_renewal"]
