from __future__ import annotations

import numpy as np

from insights.analysers.topics import assign, discover
from insights.text.encoding import Encoder
from insights.text.glossary import in_english

ENGLISH = {
    "refund": ("where is my refund for the {}", "I have not received my money back for the {}", "refund for {} still not arrived"),
    "password": ("I forgot my password for {}", "please reset my password, {} does not open", "password for {} not accepted at login"),
    "parcel": ("my parcel with the {} has not arrived", "where is the parcel with my {}", "parcel with {} is late, the courier did not come"),
    "invoice": ("the invoice for the {} is wrong", "please send me an invoice for {}", "I need a new invoice for the {} with our company name"),
}
GERMAN = {
    "refund": ("wo bleibt meine Erstattung für {}", "ich habe mein Geld für {} noch nicht zurück, die Erstattung fehlt"),
    "password": ("ich habe mein Passwort für {} vergessen", "bitte das Passwort zurücksetzen, {} geht nicht auf"),
    "parcel": ("mein Paket mit {} ist nicht angekommen", "wo ist das Paket mit {}, der Zusteller war nicht da"),
    "invoice": ("die Rechnung für {} ist falsch", "bitte schicken Sie mir eine Rechnung für {}"),
}
THINGS = [f"{thing} {place}" for thing in ("Alpha", "Beta", "Gamma", "Delta", "Kappa", "Sigma", "Omega", "Zeta") for place in ("Nord", "Ost", "West")]


def test_the_same_matter_in_two_languages_is_one_topic():
    rows = [(kind, "en", form.format(thing)) for thing in THINGS for kind, forms in ENGLISH.items() for form in forms]
    rows += [(kind, "de", form.format(thing)) for thing in THINGS[:9] for kind, forms in GERMAN.items() for form in forms]
    texts = [text for _, _, text in rows]

    def encode(said):
        return Encoder.load().vectors(in_english(said))

    taxonomy = discover([f"c{i}" for i in range(len(texts))], texts, encode(texts), encode=Encoder.load().vectors)
    topics = np.array(assign(taxonomy, texts, encode(texts))["topic_id"].to_pylist())
    names = {row["topic_id"]: row["name"] for row in taxonomy.topics.to_pylist()}
    for kind in ENGLISH:
        home = {
            language: max(sorted(set(own)), key=own.count)
            for language in ("en", "de")
            if (own := [topic for (its, said, _), topic in zip(rows, topics, strict=True) if (its, said) == (kind, language)])
        }
        assert home["en"] == home["de"], kind
        assert kind in names[home["en"]].lower()
