from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import pytest

from insights.errors import UnusableSetting
from insights.pipeline import desk, judgements
from insights.pipeline.rebuild import rebuild
from insights.store.control import Control
from insights.store.home import workspace_folder
from insights.store.snapshot import Shelf
from tests.insights.pipeline.company import brought, lines, records

SIZE = 100
UNSURE, SURE, NOT_SOLVED = ("assumed", 0.8, 0.7), ("confirmed", 0.97, 0.95), ("unresolved", 0.2, 0.7)
"""What the judge of these tests says: resolution, chance of being solved, chance of the resolution."""
LABELS = "select conversation_id, resolution, kinds, p_resolved, automated, eligible, p_potential, taught from analysed order by conversation_id"


def quiet(_share: float, _text: str) -> None:
    """Say nothing."""


class Company:
    """A workspace, and what is asked of it."""

    def __init__(self, home):
        self.home = home
        self.control = Control(home)
        self.id = self.control.create_workspace("Acme").id
        self.bring(records(SIZE))

    def bring(self, made):
        """Import conversations and have them judged; how they ended is said by number: three of five unsure, one sure, one not solved."""
        imported = brought(self.home, self.id, lines(made))
        desk.accept(self.home, self.id, imported)
        self.analyse()
        folder, key = workspace_folder(self.home, self.id), judgements.key_of(self.control.events(self.id))
        judged = judgements.load(folder, key, len(self.ask("select 1 from analysed")))
        said = [(UNSURE, SURE, UNSURE, NOT_SOLVED, UNSURE)[int(each[1:]) % 5] for each in judged.experience["conversation_id"].to_pylist()]
        experience = judged.experience
        for name, place in (("resolution", 0), ("p_resolved", 1), ("resolution_confidence", 2)):
            column = pa.array([one[place] for one in said], experience.schema.field(name).type)
            experience = experience.set_column(experience.schema.get_field_index(name), name, column)
        judgements.save(folder, key, replace(judged, experience=experience))
        self.analyse()
        return imported

    def analyse(self):
        rebuild(self.home, self.control, self.id, progress=quiet, name="again")

    def ask(self, sql):
        snapshot = Shelf(self.home).open(self.id)
        found = snapshot.arrow(sql)
        snapshot.close()
        return [tuple(row.values()) for row in found.to_pylist()]

    def unsure(self):
        return [row[0] for row in self.ask("select conversation_id from analysed where p_resolved_judged = 0.8 order by all")]

    def dispute(self, ids, value="unresolved"):
        return [desk.dispute(self.home, self.id, each, "resolution", value, was="assumed") for each in ids]

    def resolved(self, ids):
        found = dict(self.ask("select conversation_id, resolution in ('confirmed', 'assumed') from analysed"))
        return sum(bool(found[each]) for each in ids)

    def learnt(self):
        return dict(self.ask("select key, value from meta"))["label_learning"]

    def jobs(self):
        return [job.kind for job in self.control.jobs(self.id, active_only=True)]

    def clear(self):
        for job in self.control.jobs(self.id, active_only=True):
            self.control.cancel(job.id)


@pytest.fixture(scope="module")
def analysed(tmp_path_factory):
    """One company for all tests: each undoes what it says."""
    return Company(tmp_path_factory.mktemp("home"))


@pytest.fixture
def company(analysed):
    first = analysed.control.last_event(analysed.id)
    yield analysed
    for event in analysed.control.events(analysed.id, first):
        if event.what in desk.UNDOABLE and not event.undone:
            desk.undo(analysed.home, analysed.id, event.id)
    analysed.clear()


def test_disputes_move_the_others_and_the_rates_and_undoing_them_brings_everything_back(company):
    """Two of three unsure conversations are not solved, users say; the third part of them follows."""
    unsure, before = company.unsure(), company.ask(LABELS)
    said, others = unsure[:40], unsure[40:]
    numbers = company.dispute(said)
    company.analyse()
    disputed = company.ask(LABELS)
    assert company.resolved(others) == len(others) == 20
    desk.set_label_learning(company.home, company.id, on=True)
    company.analyse()
    learnt = company.ask(LABELS)
    assert company.resolved(others) == 0
    assert {row[0] for row in learnt if row[7]} == set(others)
    assert sum(row[4] for row in learnt) < sum(row[4] for row in disputed)
    assert [row[6] for row in learnt] != [row[6] for row in disputed]
    for number in numbers[19:]:
        desk.undo(company.home, company.id, number)
    assert company.jobs() == ["analyse"]
    company.analyse()
    assert company.resolved(unsure[19:]) == 41
    assert not any(row[7] for row in company.ask(LABELS))
    for number in numbers[:19]:
        desk.undo(company.home, company.id, number)
    company.analyse()
    assert company.ask(LABELS) == before


def test_what_was_learnt_outlives_another_analysis_and_goes_with_the_switch(company):
    company.dispute(company.unsure()[:60])
    company.analyse()
    before = company.ask(LABELS)
    desk.set_label_learning(company.home, company.id, on=True)
    company.analyse()
    learnt = company.ask(LABELS)
    company.analyse()
    assert company.ask(LABELS) == learnt
    desk.set_label_learning(company.home, company.id, on=False)
    assert [row[:6] for row in company.ask(LABELS)] == [row[:6] for row in before]


def test_blind_answers_teach_with_fewer_for_they_say_how_often_the_judge_errs(company):
    unsure = company.unsure()
    for each in unsure[:16]:
        desk.check_rating(company.home, company.id, each, 2, resolution="unresolved")
    for each in ("c00001", "c00006", "c00011", "c00016"):
        desk.check_rating(company.home, company.id, each, 5, resolution="confirmed")
    desk.set_label_learning(company.home, company.id, on=True)
    company.analyse()
    assert company.resolved(unsure) == 0


def test_many_disputes_of_one_conversation_are_one_answer(company):
    unsure = company.unsure()
    desk.set_label_learning(company.home, company.id, on=True)
    for _ in range(25):
        company.dispute(unsure[:1])
    company.analyse()
    assert company.resolved(unsure[1:]) == len(unsure) - 1


def test_two_sessions_that_dispute_at_once_are_both_learnt_from(company):
    unsure, other = company.unsure(), Control(company.home)
    desk.set_label_learning(company.home, company.id, on=True)
    company.clear()
    for one, two in zip(unsure[:20], unsure[20:40], strict=True):
        company.dispute([one])
        other.record(company.id, "label_disputed", {"conversation_id": two, "field": "resolution", "value": "unresolved", "was": "assumed"})
    assert company.jobs() == ["analyse"]
    company.analyse()
    assert company.resolved(unsure[40:]) == 0


def test_an_answer_asks_for_an_analysis_only_while_labels_learn(company):
    company.clear()
    desk.check_rating(company.home, company.id, "c00001", 4, resolution="confirmed", kinds=["informational"])
    company.dispute(["c00002"])
    assert company.jobs() == []
    desk.set_label_learning(company.home, company.id, on=True)
    company.clear()
    desk.check_rating(company.home, company.id, "c00001", 4)
    assert company.jobs() == []
    desk.confirm_labels(company.home, company.id, "c00004", resolution="assumed", kinds=["informational"])
    assert company.jobs() == ["analyse"]


def test_labels_that_do_not_exist_are_refused(company):
    for field, value in (("resolution", "solved"), ("kinds", ["refund"]), ("kinds", "action"), ("rating", 7), ("rating", "4"), ("mood", 1)):
        with pytest.raises(UnusableSetting):
            desk.dispute(company.home, company.id, "c00001", field, value)
    with pytest.raises(UnusableSetting):
        desk.check_rating(company.home, company.id, "c00001", 4, resolution="solved")


def test_kinds_are_kept_in_their_order_and_once_each(company):
    number = desk.dispute(company.home, company.id, "c00001", "kinds", ["human", "action", "human"])
    assert company.control.events(company.id, number - 1)[0].payload["value"] == ["action", "human"]


def test_disputes_of_conversations_that_were_taken_back_are_learnt_from_no_more(company):
    """The last test of this company: what is left is judged anew."""
    second = company.bring([one | {"conversation_id": f"x{one['conversation_id'][1:]}"} for one in records(90)])
    company.dispute([each for each in company.unsure() if each.startswith("x")])
    desk.set_label_learning(company.home, company.id, on=True)
    company.analyse()
    assert company.learnt() != "{}"
    desk.undo_import(company.home, company.id, second)
    company.analyse()
    assert company.learnt() == "{}"
