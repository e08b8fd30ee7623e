"""What somebody does with a next action, and what nobody can do with one."""

from datetime import UTC, datetime, timedelta

import pytest

from insights.errors import UnusableSetting
from insights.pipeline.actions import change_action, is_past
from insights.store.control import Control


@pytest.fixture
def workspace(tmp_path):
    return Control(tmp_path).create_workspace("Acme").id


def changes(home, workspace):
    return [event.payload for event in Control(home).events(workspace, what="action_changed")]


def day(days):
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def test_of_two_people_who_edit_the_same_action_the_second_looks_again(tmp_path, workspace):
    first = change_action(tmp_path, workspace, "a1", {"owner": "Kim"}, seen=0)
    with pytest.raises(UnusableSetting, match="Somebody else changed this action"):
        change_action(tmp_path, workspace, "a1", {"owner": "Ada"}, seen=0)
    change_action(tmp_path, workspace, "a1", {"owner": "Ada"}, seen=first)
    assert [each["owner"] for each in changes(tmp_path, workspace)] == ["Kim", "Ada"]


def test_people_who_edit_different_actions_do_not_meet(tmp_path, workspace):
    change_action(tmp_path, workspace, "a1", {"owner": "Kim"}, seen=0)
    change_action(tmp_path, workspace, "a2", {"owner": "Ada"}, seen=0)
    assert [each["action_id"] for each in changes(tmp_path, workspace)] == ["a1", "a2"]


@pytest.mark.parametrize("change", [{}, {"rank": 1}, {"status": "finished"}, {"done_on": day(2)}, {"done_on": "30 February"}])
def test_what_cannot_be_changed_is_refused_and_leaves_no_trace(tmp_path, workspace, change):
    with pytest.raises(UnusableSetting):
        change_action(tmp_path, workspace, "a1", change)
    assert changes(tmp_path, workspace) == []


def test_a_day_has_come_where_the_clock_is_ahead_of_ours():
    assert [is_past(day(days)) for days in (-400, 0, 1, 2)] == [True, True, True, False]
