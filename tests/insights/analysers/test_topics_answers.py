from __future__ import annotations

import numpy as np
import pyarrow as pa

from insights.analysers.topics import request_vectors
from insights.analysers.topics.answers import answer_text
from insights.text.batch import Batch
from insights.text.encoding import Encoder

Turn = tuple[str, str, bool]


def batch(*conversations: list[Turn]) -> Batch:
    turns = [turn for conversation in conversations for turn in conversation]
    columns = {
        "author_role": pa.array([role for role, _, _ in turns], pa.string()),
        "text": pa.array([text for _, text, _ in turns], pa.string()),
        "internal": pa.array([internal for _, _, internal in turns], pa.bool_()),
    }
    ids = pa.table({"conversation_id": [f"c{i}" for i in range(len(conversations))]})
    return Batch(ids, pa.table(columns), np.cumsum([0, *map(len, conversations)]))


ASKED = ("customer", "It is still not here.", False)


def test_agents_answer_for_bots_and_notes_stay_inside():
    talk = [ASKED, ("bot", "Menu", False), ("agent", "Your parcel is at the depot.", False), ("agent", "angry customer", True)]
    assert answer_text(batch(talk, [ASKED, ("bot", "Parcels take three days.", False)], [ASKED])) == [
        "Your parcel is at the depot.",
        "Parcels take three days.",
        "",
    ]


def test_an_answer_brings_those_together_who_say_it_differently():
    encode = Encoder.load().vectors
    asked = ["It is still not here.", "Third day at the window, honestly."]
    answers = ["Your parcel is at the depot and comes tomorrow.", "The parcel left our depot today."]
    alone = request_vectors(batch([("customer", asked[0], False)], [("customer", asked[1], False)]), asked, encode)
    talks = [[("customer", said, False), ("agent", answer, False)] for said, answer in zip(asked, answers, strict=True)]
    answered = request_vectors(batch(*talks), asked, encode)
    assert answered[0] @ answered[1] > alone[0] @ alone[1] + 0.2


def test_without_an_answer_the_request_stands_alone_and_without_a_request_there_is_nothing():
    encode = Encoder.load().vectors
    made = request_vectors(batch([ASKED], [("customer", "👍", False), ("agent", "You are welcome.", False)]), ["It is still not here.", ""], encode)
    assert np.allclose(made[0], encode(["It is still not here."])[0], atol=1e-6)
    assert not made[1].any()
