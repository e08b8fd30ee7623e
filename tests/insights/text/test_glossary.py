from __future__ import annotations

import pytest

from insights.text.glossary import GLOSSED, SUPPORT, _lines, in_english, language_of


def test_every_concept_has_its_words_in_all_languages():
    assert len(_lines()) > 330
    assert {len(columns) for _, columns in _lines()} == {len(GLOSSED)}
    assert [english for english, columns in _lines() if not all(columns)] == []


def test_no_concept_is_written_down_twice():
    english = [english for english, _ in _lines()]
    assert [one for one in english if english.count(one) > 1] == []


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Die Erstattung ist noch nicht angekommen", "refund still not arrived"),
        ("Mi paquete no ha llegado", "my parcel not arrived"),
        ("Mot de passe oublié, connexion impossible", "password"),
        ("Il mio account è bloccato", "my account locked"),
        ("Esqueci a minha senha", "my password"),
        ("Mijn pakket is niet aangekomen", "my parcel not arrived"),
    ],
)
def test_words_of_support_are_read_in_english(text, english):
    assert set(english.split()) <= set(in_english([text])[0].split())


def test_a_compound_is_read_by_its_parts():
    assert in_english(["Wo bleiben die Versandkosten für meine Rücksendung?"])[0].startswith("where")
    assert "shipping cost" in in_english(["Warum sind die Versandkosten so hoch, bitte?"])[0]


def test_english_and_unknown_languages_stay_as_they_are():
    texts = ["I want a refund for the broken dress", "Die another day, gift rate chat", "Gdzie jest moja paczka?", "", "12345", "👍", "ok"]
    assert in_english(texts) == texts


def test_a_message_in_two_languages_is_read_in_the_one_it_has_more_of():
    assert language_of("Hello, meine Karte ist gesperrt und ich komme nicht an mein Konto") == "de"
    assert language_of("My card is blocked and I cannot get at my account, danke") == "en"


def test_words_without_accents_are_known_too():
    assert "password" in in_english(["he perdido mi contrasena y no puedo entrar"])[0]


def test_what_is_said_about_languages_names_every_glossed_one():
    assert all(name in SUPPORT for name in ("English", "German", "French", "Spanish", "Portuguese", "Italian", "Dutch"))
