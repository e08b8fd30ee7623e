import numpy as np
import pytest

from insights.planning.drafts.step_words import ASKED, REFUSING, STEPS, Phase
from insights.planning.drafts.steps import Spoken, asked_for, refusals, steps_of, ways
from insights.planning.labelled import labelled
from insights.planning.voices import Voices
from tests.insights.planning.made import given, one


@pytest.fixture
def voices():
    tables = given([one(0, "action")])
    return Voices(labelled(tables), tables.conversations, tables.messages)


def spoken(*texts):
    """One conversation each."""
    return [Spoken(row, 0.5, text) for row, text in enumerate(texts)]


def names(found):
    return [each.step.text for each in found]


def test_a_step_that_few_take_is_left_out(voices):
    said = spoken(*["I've refunded it."] * 3, *["Good to hear."] * 28)
    assert names(steps_of(said, voices)) == []
    assert names(steps_of(said[:30], voices)) == ["Pay it back or credit it."]


def test_a_question_is_no_deed_and_a_deed_no_question(voices):
    said = spoken("Shall I cancel it, what is the order number?", "Is it cancelled, and which order number?")
    assert names(steps_of(said, voices)) == []
    assert names(asked_for(said, voices))[0] == "the order, booking, invoice or account number"


def test_a_conversation_refuses_once(voices):
    said = [Spoken(0, 0.1, "I can't do that."), Spoken(0, 0.9, "Unfortunately no."), Spoken(1, 0.5, "Of course.")]
    assert [each.text for each in refusals(said, voices)] == ["I can't do that."]


def test_a_way_is_the_order_in_which_its_phases_first_come(voices):
    said = [line for row in range(3) for line in (Spoken(row, 0.0, "What is the order number?"), Spoken(row, 1.0, "I've refunded it."))]
    assert ways(asked_for(said, voices), steps_of(said, voices), refusals(said, voices), 3) == [((Phase.ASK, Phase.DO), 3)]


@pytest.mark.parametrize(
    ("sentence", "step"),
    [
        ("Die Bestellung ist storniert.", "Cancel it."),
        ("Je vous ai remboursé.", "Pay it back or credit it."),
        ("He cambiado la dirección.", "Change the record."),
        ("Enviei agora o código.", "Send the link, code, label or document."),
        ("Ho inoltrato la richiesta.", "Pass it on to a colleague or another team."),
        ("Het is geregeld.", "Say that it is done."),
    ],
)
def test_steps_are_seen_in_seven_languages(voices, sentence, step):
    assert names(steps_of(spoken(*[sentence] * 2), voices)) == [step]


def test_no_pattern_matches_nothing_at_all(voices):
    for each in (*ASKED, *STEPS):
        assert not voices.says(each.words, ["", "..."]).any(), each.text
    assert not np.any(voices.says(REFUSING, [""]))
