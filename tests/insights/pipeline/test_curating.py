"""What people do to the topics, from the desk through the queue to the next result."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from insights.errors import UnusableSetting
from insights.pipeline import curating, desk
from insights.store.control import Control
from insights.store.home import workspace_folder
from tests.insights.pipeline.topical import DRILL, SIZE, brings, home_of, judged, places, records, shown, texts, work


@pytest.fixture(scope="module")
def analysed(tmp_path_factory) -> tuple[Path, str]:
    home = tmp_path_factory.mktemp("home")
    workspace = Control(home).create_workspace("Acme").id
    brings(home, workspace, records([text for _, text in texts()]))
    return home, workspace


@pytest.fixture
def company(analysed, tmp_path) -> tuple[Path, str]:
    shutil.copytree(analysed[0], tmp_path / "home")
    return tmp_path / "home", analysed[1]


def folder(company) -> Path:
    return workspace_folder(*company)


def drill(company) -> list[str]:
    """Forty conversations about something new; their ids."""
    said = [text for _, text in texts({"drill": DRILL})]
    brings(*company, records(said, start=SIZE, day=2))
    return [f"c{SIZE + number:05d}" for number in range(len(said))]


def test_new_conversations_leave_every_old_label_as_it_was(company):
    before = judged(*company)
    brings(*company, records([f"{text} again" for _, text in texts()[:8]], start=SIZE))
    after = judged(*company)
    assert len(after) == SIZE + 8
    assert {key: after[key] for key in before} == before


def test_topics_stand_however_much_comes(company):
    before, known = judged(*company), set(shown(*company).table("topics")["topic_id"])
    brings(*company, records([f"{word} {text}" for word in ("hello", "again", "please") for _, text in texts()], start=SIZE))
    assert set(shown(*company).table("topics")["topic_id"]) == known
    assert {key: value for key, value in judged(*company).items() if key in before} == before


def test_analysing_again_judges_nothing_anew(company):
    kept = sorted(path.name for path in (folder(company) / "judged").iterdir())
    assert "judging" in json.loads(shown(*company).table("meta").set_index("key")["value"]["seconds"])
    before = shown(*company).table("labels_experience")
    desk.request_analysis(*company)
    work(company[0])
    assert "judging" not in json.loads(shown(*company).table("meta").set_index("key")["value"]["seconds"])
    assert shown(*company).table("labels_experience").equals(before)
    assert sorted(path.name for path in (folder(company) / "judged").iterdir()) == kept


def test_labels_that_were_damaged_are_judged_again(company):
    before = judged(*company)
    for path in (folder(company) / "judged").iterdir():
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2] + b"\x00" + whole[len(whole) // 2 + 1 :])
    desk.request_analysis(*company)
    work(company[0])
    assert judged(*company) == before


@pytest.mark.parametrize("content", [b"", b"nonsense", None])
def test_topics_that_are_damaged_or_missing_are_found_again_with_their_ids(company, content):
    before = judged(*company)
    path = folder(company) / "taxonomies" / "first.npz"
    path.unlink() if content is None else path.write_bytes(content)
    brings(*company, records(["something else entirely"], start=SIZE))
    after = judged(*company)
    assert {key: after[key] for key in before} == before


def test_the_topics_of_an_older_workspace_stand(company):
    before = judged(*company)
    (folder(company) / "taxonomies" / "first.npz").rename(folder(company) / "taxonomy.npz")
    (folder(company) / "taxonomy.json").write_text('{"conversations": 160}', encoding="utf-8")
    shutil.rmtree(folder(company) / "taxonomies")
    brings(*company, records([f"{text} again" for _, text in texts()], start=SIZE))
    after = judged(*company)
    assert {key: after[key] for key in before} == before
    assert not (folder(company) / "taxonomy.npz").exists()


def test_when_nothing_is_left_nothing_that_was_made_of_it_is(company):
    desk.undo_import(*company, desk.imports(*company)[0].id)
    work(company[0])
    assert not [name for name in ("taxonomies", "judged", "proposals") if (folder(company) / name).exists()]


def test_a_topic_of_ones_own_takes_its_like_and_holds_until_it_is_undone(company):
    new = drill(company)
    before = places(*company)
    number = curating.add_topic(*company, "Burning batteries", "The battery of a drill overheats", new[:5])
    work(company[0])
    after = places(*company)
    own = after[new[0]][0]
    assert own.startswith("own-")
    assert [after[key][0] for key in new[:5]] == [own] * 5
    assert sum(after[key][0] == own for key in new) >= 12
    assert not [key for key, place in after.items() if place[0] == own and key not in new]
    brings(*company, records(["the drill battery of my saw smokes and overheats"], start=900))
    assert places(*company)["c00900"][0] == own
    desk.undo(*company, number)
    work(company[0])
    assert {key: value for key, value in places(*company).items() if key in before} == before


def test_a_topic_of_ones_own_can_be_seen_before_it_is_added(company):
    new = drill(company)
    curating.request_topic(*company, "Batteries", "A battery overheats", new[:5])
    work(company[0])
    found = curating.proposal(*company, "own")
    assert found is not None and not found.stale
    curating.apply_topic(*company)
    work(company[0])
    taken = {key for key, (topic, _) in places(*company).items() if topic.startswith("own-")}
    assert taken == {*found.parts[0].conversations, *new[:5]}


def test_a_topic_needs_a_name_and_something_that_it_is_known_by(company):
    with pytest.raises(UnusableSetting, match="needs a name"):
        curating.add_topic(*company, "  ", "words")
    with pytest.raises(UnusableSetting, match="needs a sentence"):
        curating.add_topic(*company, "Mine", "")
    assert Control(company[0]).events(company[1], what="topic_added") == ()


def test_two_topics_that_were_merged_are_found_back_by_a_split(company):
    refund, parcel = home_of(*company, "refund"), home_of(*company, "parcel")
    before = places(*company)
    curating.merge_topics(*company, [parcel], refund)
    curating.request_split(*company, refund)
    work(company[0])
    found = curating.proposal(*company, "split", refund)
    assert found is not None and len(found.parts) >= 2
    kinds = {f"c{number:05d}": kind for number, (kind, _) in enumerate(texts())}
    for part in found.parts:
        about = [kinds[key] for key in part.conversations]
        assert max(map(about.count, about)) >= 0.9 * len(about)
    number = curating.apply_split(*company, refund, range(len(found.parts)), [part.name for part in found.parts])
    work(company[0])
    after = places(*company)
    assert {key: part for key, (_, part) in after.items() if part and part.startswith("part-")}.keys() >= set(found.parts[0].conversations)
    assert all(after[key][0] == refund for part in found.parts for key in part.conversations)
    assert len({after[key][1] for key in found.parts[0].conversations}) == 1
    shown_parts = shown(*company).table("topics_now").query("parent_id == @refund")["topic_id"]
    assert all(each.startswith("part-") for each in shown_parts) and len(shown_parts) == len(found.parts)
    desk.undo(*company, number)
    desk.undo(*company, Control(company[0]).events(company[1], what="topics_merged")[0].id)
    work(company[0])
    assert places(*company) == before


def test_what_is_nearest_to_a_part_that_was_not_chosen_stays(company):
    refund, parcel = home_of(*company, "refund"), home_of(*company, "parcel")
    curating.merge_topics(*company, [parcel], refund)
    before = places(*company)
    curating.request_split(*company, refund)
    work(company[0])
    found = curating.proposal(*company, "split", refund)
    assert found is not None
    curating.apply_split(*company, refund, [0], ["Chosen"])
    work(company[0])
    after = places(*company)
    assert {key for key, (_, part) in after.items() if part and part.startswith("part-")} == set(found.parts[0].conversations)
    assert all(after[key] == before[key] for part in found.parts[1:] for key in part.conversations)


def test_corrections_hold_and_what_is_alike_follows(company):
    refund, invoice = home_of(*company, "refund"), home_of(*company, "invoice")
    wrong = [f"c{number:05d}" for number, (_, text) in enumerate(texts()) if text.startswith("I want a refund")]
    before = places(*company)
    for key in wrong[:6]:
        desk.dispute(*company, key, "topic", invoice, was=refund)
    work(company[0])
    after = places(*company)
    assert [after[key][0] for key in wrong[:6]] == [invoice] * 6
    followed = [key for key in before if key not in wrong[:6] and after[key] != before[key]]
    assert len(set(followed) & set(wrong)) >= 2
    assert all(after[key][0] == invoice for key in followed)
    assert int(shown(*company).table("meta").set_index("key")["value"]["learnt"]) == len(followed)
    for event in Control(company[0]).events(company[1], what="label_disputed"):
        desk.undo(*company, event.id)
    work(company[0])
    assert places(*company) == before


def test_finding_the_topics_anew_on_the_same_conversations_keeps_every_id_and_label(company):
    before, known = judged(*company), shown(*company).table("topics")
    curating.request_rediscovery(*company)
    work(company[0])
    found = curating.proposal(*company, "rediscovery")
    assert found is not None and found.diff is not None
    assert {str(line.change) for line in found.diff.lines} == {"kept"}
    assert found.diff.stayed_share == 1.0
    curating.apply_rediscovery(*company)
    work(company[0])
    assert judged(*company) == before
    assert sorted(shown(*company).table("topics")["topic_id"]) == sorted(known["topic_id"])


def test_topics_found_anew_show_the_new_keep_edits_and_can_be_undone(company):
    refund = home_of(*company, "refund")
    curating.rename_topic(*company, refund, "Money back")
    new = drill(company)
    before = places(*company)
    curating.request_rediscovery(*company)
    work(company[0])
    found = curating.proposal(*company, "rediscovery")
    assert found is not None and found.diff is not None
    assert found.diff.conversations == SIZE + 40
    assert [line for line in found.diff.lines if line.change != "kept"]
    assert places(*company) == before
    number = curating.apply_rediscovery(*company)
    work(company[0])
    after = places(*company)
    assert sum(after[key] == before[key] for key in before if key not in new) / SIZE >= 0.8
    assert "Money back" in shown(*company).table("topics_now")["name"].tolist()
    assert curating.proposal(*company, "rediscovery") is None
    desk.undo(*company, number)
    work(company[0])
    assert places(*company) == before


def test_a_pinned_topic_that_would_be_lost_is_kept_by_its_examples(company):
    invoice = home_of(*company, "invoice")
    members = [key for key, place in places(*company).items() if place[0] == invoice]
    curating.pin_topic(*company, invoice)
    brings(*company, records([text for kind, text in texts() if kind != "invoice"], day=3)[: 3 * 40])
    said = [text for _, text in texts({"drill": DRILL})]
    brings(*company, [one | {"conversation_id": key} for one, key in zip(records(said, day=4), members, strict=False)])
    curating.request_rediscovery(*company)
    work(company[0])
    curating.apply_rediscovery(*company)
    work(company[0])
    known = shown(*company).table("topics_now").set_index("topic_id")
    assert invoice in known.index
    assert known.loc[invoice, "pinned"]


def test_a_stale_proposal_is_told_and_not_applied(company):
    curating.request_rediscovery(*company)
    work(company[0])
    brings(*company, records(["one more parcel is lost"], start=SIZE))
    found = curating.proposal(*company, "rediscovery")
    assert found is not None and found.stale
    with pytest.raises(UnusableSetting, match="changed since"):
        curating.apply_rediscovery(*company)
    assert Control(company[0]).events(company[1], what="taxonomy_replaced") == ()


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"kind": "rediscovery"}'])
def test_a_damaged_proposal_is_none(company, content):
    curating.request_rediscovery(*company)
    work(company[0])
    (folder(company) / "proposals" / "rediscovery.json").write_text(content, encoding="utf-8")
    assert curating.proposal(*company, "rediscovery") is None
    with pytest.raises(UnusableSetting, match="cannot be read"):
        curating.apply_rediscovery(*company)


def test_topics_found_anew_that_are_damaged_are_not_applied(company):
    curating.request_rediscovery(*company)
    work(company[0])
    (folder(company) / "proposals" / "rediscovery.npz").write_bytes(b"cut")
    with pytest.raises(UnusableSetting, match="cannot be read"):
        curating.apply_rediscovery(*company)
    assert Control(company[0]).events(company[1], what="taxonomy_replaced") == ()


def test_an_empty_other_and_a_topic_of_five_give_nothing_to_choose_from(tmp_path):
    workspace = Control(tmp_path).create_workspace("Small").id
    brings(tmp_path, workspace, records([text for kind, text in texts() if kind == "refund"][:5]))
    topic = places(tmp_path, workspace)["c00000"][0]
    curating.request_split(tmp_path, workspace, topic)
    curating.request_from_other(tmp_path, workspace)
    work(tmp_path)
    for found in (curating.proposal(tmp_path, workspace, "split", topic), curating.proposal(tmp_path, workspace, "other")):
        assert found is not None and found.parts == ()
    with pytest.raises(UnusableSetting, match="Nothing was chosen"):
        curating.apply_from_other(tmp_path, workspace, [0], ["Mine"])


@pytest.mark.parametrize("topic_id", ["../../etc", "", "t 1", "other/.."])
def test_a_topic_that_cannot_be_one_is_refused(company, topic_id):
    with pytest.raises(UnusableSetting):
        curating.request_split(*company, topic_id)


def test_an_edit_of_a_topic_that_is_gone_changes_nothing(company):
    before = places(*company)
    control = Control(company[0])
    control.record(
        company[1], "topic_split", {"topic_id": "gone", "parts": [{"topic_id": "part-1", "name": "x", "examples": ["parcel"]}], "rest": []}
    )
    curating.move_topic(*company, "gone", None)
    curating.pin_topic(*company, "gone")
    desk.dispute(*company, "c00001", "topic", "gone")
    work(company[0])
    assert places(*company) == before


def test_drift_is_said_once_something_else_comes(company):
    quiet_now = curating.drift(*company)
    assert quiet_now is not None and quiet_now.verdict == "none"
    said = [f"{text} {word}" for _, text in texts({"drill": DRILL}) for word in ("now", "today")]
    brings(*company, records(said, start=SIZE, day=2))
    found = curating.drift(*company)
    assert found is not None and found.verdict == "much"
    assert (found.found_on, found.since) == (SIZE, 80)
    assert "battery" in found.unknown_words


def test_what_quotes_an_import_that_was_taken_back_is_deleted(company):
    new = drill(company)
    curating.request_topic(*company, "Batteries", "", new[:5])
    work(company[0])
    desk.undo_import(*company, desk.imports(*company)[0].id)
    work(company[0])
    assert curating.proposal(*company, "own") is None
    assert list((folder(company) / "proposals").glob("*")) == []
