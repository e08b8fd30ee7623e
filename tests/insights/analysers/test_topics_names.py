from __future__ import annotations

import pytest

from benchmarks.names import readable, retrieved
from insights.analysers.topics import OTHER, assign, discover
from insights.analysers.topics.grouping import topics_usual
from insights.analysers.topics.stopwords import MODIFIERS, VERBS
from insights.text.encoding import Encoder
from insights.text.glossary import in_english

ASKED = {
    "en": ("my refund for the {} is missing", "refund not received for {}", "please reset my password for {}", "I forgot the password of {}"),
    "de": (
        "meine Erstattung für {} fehlt",
        "Erstattung für {} nicht erhalten",
        "bitte mein Passwort für {} zurücksetzen",
        "Passwort für {} vergessen",
    ),
    "fr": (
        "mon remboursement pour {} manque",
        "je n'ai pas mon remboursement pour {}",
        "mot de passe oublié pour {}",
        "le mot de passe de {} est refusé",
    ),
    "es": ("no me ha llegado el reembolso de {}", "falta mi reembolso de {}", "he olvidado la contraseña de {}", "la contraseña de {} no funciona"),
    "pt": ("não recebi o reembolso de {}", "falta o meu reembolso de {}", "esqueci a minha senha de {}", "a senha de {} não funciona"),
}
SUBJECT = {
    "en": ("refund", "password"),
    "de": ("erstattung", "passwort"),
    "fr": ("remboursement", "passe"),
    "es": ("reembolso", "contraseña"),
    "pt": ("reembolso", "senha"),
}
THINGS = [f"{one} {two}" for one in ("Alpha", "Beta", "Gamma", "Delta", "Kappa", "Sigma", "Omega") for two in ("Nord", "Ost", "West", "Tal")]


def topics_of(texts: list[str]) -> list[str]:
    def encode(said):
        return Encoder.load().vectors(in_english(said))

    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, encode(texts), encode=Encoder.load().vectors)
    used = set(assign(taxonomy, texts, encode(texts))["topic_id"].to_pylist())
    return [row["name"] for row in taxonomy.topics.to_pylist() if row["topic_id"] in used - {OTHER}]


@pytest.mark.parametrize("language", ASKED)
def test_topics_are_named_in_the_language_of_their_conversations(language):
    names = " | ".join(topics_of([form.format(thing) for thing in THINGS for form in ASKED[language]])).lower()
    assert all(word in names for word in SUBJECT[language]), names


def test_a_mixed_topic_has_an_english_name_where_english_is_the_largest_part():
    texts = [form.format(thing) for thing in THINGS for form in ASKED["en"]]
    texts += [form.format(thing) for thing in THINGS[:3] for language in ("de", "es") for form in ASKED[language]]
    names = " | ".join(topics_of(texts)).lower()
    assert "refund" in names
    assert "password" in names
    assert not any(word in names for language in ("de", "es") for word in SUBJECT[language])


def test_a_name_is_never_a_verb_or_a_quality_alone():
    texts = [
        form.format(thing)
        for thing in THINGS
        for form in ("cancelled late {}", "{} arrived late and cancelled", "refund late {}", "late refund of {}")
    ]
    assert not {name.lower() for name in topics_of(texts)} & (VERBS | MODIFIERS)


def test_eight_to_fourteen_topics_are_usual():
    assert all(8 <= topics_usual(leaves) <= 14 for leaves in range(12, 400))


def test_a_name_that_says_it_retrieves_its_label():
    leaves = [("Refund not received", "track_refund", 30), ("Blue whale", "reset_password", 10)]
    found = retrieved(leaves, ["track_refund", "reset_password", "whale"], Encoder.load().vectors)
    assert found["leaves_1"] == 0.5
    assert found["conversations_1"] == 0.75
    assert readable("PayBill") == "pay bill"
