from __future__ import annotations

import pytest

from benchmarks.quoting import judged, measures
from insights.text.cleaning import customer_words

LINES = judged()
# Known not to be found; whoever finds it takes it out here.
MISSED = [("unseen", "s", "Élise")]


def test_there_are_two_hundred_lines_in_seven_languages():
    assert len(LINES) >= 200
    assert len({line.language for line in LINES}) == 8


def test_no_line_of_the_writers_own_is_set_aside():
    assert [line.text for line in LINES if line.kind == "w" and line.aside] == []


def test_every_other_line_is_set_aside():
    assert [(line.language, line.kind, line.text) for line in LINES if line.kind != "w" and not line.aside] == MISSED
    precision, recall = measures(LINES)
    assert (precision, recall >= 0.99) == (1.0, True)


KEPT = [
    "Antes de imprimir la etiqueta, ¿dónde pongo el peso?",
    "Size | 40\nColour | red",
    "Please send it here:\n\nTel. 0113 496 0000\nwww.jane.example",
    "It says:\n\nwww.lamp.example\nTel: 0113 496 0000",
    "Outlook shows the mail twice.",
    "You asked for two numbers.\n\nTel: 0113 496 0000\nIs that enough?",
    "My colleague ann@mail.example> wrote it down",
]


@pytest.mark.parametrize("text", KEPT)
def test_words_that_look_like_a_signature_are_kept(text: str):
    assert customer_words(text) == text


@pytest.mark.parametrize("seed", ["a@b> ", "@", "| ", "Tel. 1\n\n", "On a\n", "Von: a\n", ">", "-- \n", "De informatie bericht "])
def test_long_strange_texts_come_to_an_end(seed: str):
    assert isinstance(customer_words(seed * (100_000 // len(seed))), str)
