from __future__ import annotations

import numpy as np

from insights.analysers.features import read_batch
from insights.analysers.rules import apply_rules, rules
from insights.analysers.weights import experience_weights, vocabulary, work_weights
from tests.insights.analysers.written import build

QUESTION = ["c: Please book a table for two at seven.", "a: Which restaurant, please?"]
ASKED = ["c: The one at the harbour.", "a: For whom shall I book it?", "c: For Ann.", "a: And the date?", "c: Friday.", "a: One moment."]


def numbers(*lines: str) -> dict[str, np.ndarray]:
    return read_batch(build(list(lines)), vocabulary()).numbers


def test_every_rule_answers_an_output_of_a_judge():
    assert {rule.output for rule in rules()} <= {*work_weights().outputs, *experience_weights().outputs}


def test_a_rule_says_nothing_of_a_short_conversation():
    assert {float(value[0]) for value in apply_rules(numbers(*QUESTION, "c: never mind, useless")).values()} == {0.0}


def test_a_long_conversation_that_ends_in_a_refusal_speaks_against_a_resolution():
    booked = numbers(*QUESTION, *ASKED, "a: Your table is booked.", "c: perfect, thanks!")["rule_resolved"]
    refused = numbers(*QUESTION, *ASKED, "a: I am sorry, the reservation was not successful.", "c: never mind, I'll call another place")[
        "rule_resolved"
    ]
    assert float(refused[0]) < 0 < float(booked[0])


def test_a_rule_weighs_in_with_the_weight_that_its_file_gives():
    weights = experience_weights()
    column = weights.numbers.index("rule_resolved")
    assert weights.dense[column, weights.column("resolved")] > 0
    assert np.count_nonzero(weights.dense[column]) == 1
