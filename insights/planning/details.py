"""Which fields of a thing customers ask for and agents read out: told by their words, in English, German, French, Spanish, Italian and Dutch."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

LEAST_SHARE = 0.2
MOST = 3


@dataclass(frozen=True, slots=True)
class Detail:
    """A field as a person names it, and the words that show it."""

    name: str
    words: str


DETAILS = (
    Detail(
        "status",
        r"\bstatus|where is|where's|has (?:it|my)|still (?:not|waiting)|\bstand\b|où en est|dónde está|dov'è|waar is|wo ist",
    ),
    Detail(
        "expected date",
        r"\bwhen (?:will|do|does|is|can|am)|arriv|deliver(?:y|ed) (?:date|day|on|by)|expected|how long|\bwann\b|\bquand\b|cuándo|\bquando\b|wanneer",
    ),
    Detail("amount", r"how much|\bamount|\bbalance|\btotal\b|\bbetrag|\bmontant|\bimporte|\bimporto|\bbedrag|[€£$]\s?\d"),
    Detail("tracking number", r"tracking|sendungsnummer|numéro de suivi|seguimiento|tracciamento"),
    Detail("reason", r"\bwhy\b|\breason|\bdeclined|\brejected|\bwarum\b|\bpourquoi\b|por qué|\bperché\b|\bwaarom\b"),
    Detail("address", r"\baddress|\badresse|dirección|indirizzo|\badres\b"),
    Detail("payment method", r"paid (?:by|with)|payment method|\bcard ending|\bzahlungsart|moyen de paiement"),
    Detail("renewal date", r"\brenew|\bverlänger|\brenouvel|\brenueva|\brinnov"),
    Detail("items", r"\bitems?\b|\bsize\b|\bcolou?r\b|\bartikel\b|\barticles?\b"),
)


def details_of(said: pd.DataFrame) -> tuple[str, ...]:
    """The fields that at least a fifth of the conversations of `said` (`row text`) name, the most frequent first, at most three."""
    total = len(said["row"].unique())
    if not total:
        return ()
    text = said["text"].str.lower()
    counts = {each.name: len(said.loc[text.str.contains(each.words, regex=True).to_numpy(dtype=bool), "row"].unique()) for each in DETAILS}
    kept = [name for name in sorted(counts, key=lambda name: -counts[name]) if counts[name] >= LEAST_SHARE * total]
    return tuple(kept[:MOST])
