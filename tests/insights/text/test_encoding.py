"""Words are tokenised many at once, and each keeps its own vector."""

from __future__ import annotations

import numpy as np

from insights.text.encoding import TOGETHER, Encoder

PLAIN = [f"order{number} parcel" for number in range(TOGETHER)]
ODD = ["a</s>b", "x\u2581y", "<s>", "\u2581", "<3", "🙂🙂", "Straße", "漢字", "x" * 300]


def test_words_have_the_same_vectors_beside_others_as_alone():
    encoder = Encoder.load()
    texts = [*PLAIN[:30], *ODD, *PLAIN]
    together, alone = encoder.vectors(texts), np.concatenate([encoder.vectors([text]) for text in texts])
    assert (together == alone).all()
    assert together.any(axis=1).all()


def test_nothing_to_encode_has_no_vectors_and_a_text_without_words_has_zeros():
    encoder = Encoder.load()
    assert encoder.vectors([]).shape == (0, encoder.dimensions)
    assert not encoder.vectors(["", "  "]).any()
