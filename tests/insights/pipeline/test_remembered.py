"""A mapping that a user made is used again for the next file with the same columns, and for no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from insights.model import Role
from insights.pipeline import desk, remembered
from insights.pipeline.intake import stage
from insights.sources import Mapping, look
from insights.sources.recalling import RECALLED, key_of, recalled
from insights.store import uploads
from insights.store.control import Control
from tests.insights.sources.files import written

TABLE = "who,words,conversation id,when\nK,where is my lamp,1,{}\nT,it is on its way,1,{}\nRoby,anything else,1,{}\n"
OURS = (("k", Role.CUSTOMER), ("t", Role.AGENT))


def test_what_the_file_itself_shows_counts_more_than_what_is_remembered(tmp_path):
    clear, unclear = (look(written(tmp_path, TABLE.replace("{}", day), f"{day[:2]}.csv")) for day in ("28/02/2026 10:00", "03/04/2026 10:00"))
    assert clear.mapping is not None
    kept = {key_of(clear): replace(clear.mapping, day_first=False, team=("x",)).to_json()}
    assert key_of(clear) == key_of(unclear)
    again = recalled(clear, kept)
    assert again.mapping is not None
    assert (again.mapping.team, again.mapping.day_first, again.notes[0]) == (("x",), True, RECALLED)
    kept = {key_of(clear): replace(clear.mapping, day_first=True).to_json()}
    guessed = recalled(unclear, kept).mapping
    assert guessed is not None
    assert guessed.day_first
    assert recalled(clear, {"other": "{}"}) == clear


def test_values_that_the_earlier_file_did_not_have_keep_their_guess(tmp_path):
    seen = look(written(tmp_path, "role,text,conversation id\nagent,hello there,1\nvisitor,hi you,1\n"))
    assert seen.mapping is not None
    kept = {key_of(seen): replace(seen.mapping, roles=(("agent", Role.BOT),)).to_json()}
    found = recalled(seen, kept).mapping
    assert found is not None
    assert found.roles == (("agent", Role.BOT), ("visitor", Role.CUSTOMER))


@pytest.fixture
def workspace(tmp_path):
    return Control(tmp_path).create_workspace("Ours").id


def staged(home, workspace, path, mapping=None):
    with path.open("rb") as stream:
        upload = desk.put_upload(home, workspace, path.name, stream)
    control = Control(home)
    found = uploads.find(control, workspace, upload)
    return stage(home, control, found, mapping=mapping)


def test_a_correction_holds_for_the_next_file_like_it(tmp_path, workspace):
    first = written(tmp_path, TABLE.replace("{}", "28/02/2026 10:00"), "one.csv")
    guess = look(first).mapping
    staged(tmp_path, workspace, first, replace(guess, bots=("roby",)))
    second = staged(tmp_path, workspace, written(tmp_path, TABLE.replace("{}", "27/02/2026 10:00").replace("1,", "2,"), "two.csv"))
    assert second.look.mapping.bots == ("roby",)
    assert RECALLED in second.notes
    assert dict(second.roles).keys() >= {"bot"}
    other = staged(tmp_path, workspace, written(tmp_path, "conversation id,author,text\n1,Roby,hello there\n1,Ada,hello you\n", "three.csv"))
    assert RECALLED not in other.notes


def test_damaged_memory_is_no_memory(tmp_path, workspace):
    seen = look(written(tmp_path, TABLE.replace("{}", "28/02/2026 10:00"), "one.csv"))
    for number in range(remembered.MOST + 5):
        remembered.keep(tmp_path, workspace, replace(seen, source=f"kind-{number}"), Mapping(()))
    kept = remembered.mappings(tmp_path, workspace)
    assert (len(kept), next(iter(kept)).partition(":")[0]) == (remembered.MOST, "kind-5")
    (tmp_path / "workspaces" / workspace / remembered.FILE).write_text("{", encoding="utf-8")
    assert remembered.mappings(tmp_path, workspace) == {}
