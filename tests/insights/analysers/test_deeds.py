from __future__ import annotations

import pytest

from insights.analysers.deeds import deeds, read_deeds, with_deeds
from insights.analysers.features import read_batch
from insights.analysers.weights import vocabulary
from tests.insights.analysers.written import build


def _deeds(*conversations):
    return read_deeds(read_batch(build(*conversations), vocabulary()))


@pytest.mark.parametrize(
    ("line", "deed"),
    [
        ("c: Where is my parcel?", "ask_status"),
        ("c: Wo bleibt mein Paket? Wann kommt es?", "ask_status"),
        ("c: Please cancel it", "ask_change"),
        ("c: Je voudrais annuler ma commande", "ask_change"),
        ("c: Could you make an exception? I was in hospital.", "ask_waiver"),
        ("c: We need a quote for 200 seats", "ask_deal"),
        ("c: the app crashes since the update", "report_fault"),
        ("c: Mi hanno rubato il telefono, ho chiamato la polizia", "report_crime"),
        ("c: My mother passed away", "report_loss"),
        ("c: Mijn advocaat neemt contact op", "threaten"),
        ("a: Could you give me your order number, please?", "asked_identity"),
        ("a: ¿Me da su número de pedido?", "asked_identity"),
        ("a: I can see that your parcel left the depot", "looked_up"),
        ("a: Vejo que a sua encomenda saiu ontem", "looked_up"),
        ("a: I have cancelled the booking", "changed"),
        ("a: Cancelled. Enjoy!", "changed"),
        ("a: Ihre Buchung ist storniert", "changed"),
        ("a: La commande est annulée", "changed"),
        ("a: We have refunded the fee", "refunded"),
        ("b: Click on Settings", "instructed"),
        ("a: Unfortunately that is not possible", "refused"),
        ("a: I asked my manager", "consulted"),
        ("a: Our developers are working on a fix", "ticket"),
        ("a: Unsere Entwickler kennen den Fehler", "ticket"),
        ("a: As a gesture of goodwill", "granted"),
        ("a: I am passing this on to a colleague", "handed_on"),
        ("a: We can offer you a discount of 10 % on this", "offered"),
        ("a: Please accept our condolences", "protected"),
    ],
)
def test_a_deed_is_found_in_every_trained_language(line, deed):
    assert deed in _deeds([line]).names()[0]


@pytest.mark.parametrize(
    "line", ["c: I have cancelled the booking myself", "s: Agent has refunded", "a: Good morning!", "n: I have refunded the fee"]
)
def test_only_what_a_side_did_itself_counts(line):
    assert not {"changed", "refunded"} & {name for names in _deeds([line]).names() for name in names}


def test_how_a_turn_speaks_is_a_number_but_no_deed():
    found = _deeds(["a: Your balance is 12.50"])
    assert found.numbers()["deed_told_amount"].tolist() == [1.0]
    assert "told_amount" not in found.names()[0]


def test_steps_tell_what_support_did_in_order_and_nothing_twice_in_a_row():
    found = _deeds(
        ["c: Please cancel my order", "a: What is your order number?", "n: checked", "c: 4411", "a: I have cancelled it", "a: I have cancelled both"],
        ["a: I have refunded the fee"],
    )
    assert found.steps("support") == [[(1, "asked_identity"), (4, "changed")], [(0, "refunded")]]
    assert found.steps("customer")[0][0] == (0, "ask_change")


def test_the_reading_keeps_its_other_numbers():
    reading = read_batch(build(["c: hello"]), vocabulary())
    numbers = with_deeds(reading, read_deeds(reading)).numbers
    assert set(numbers) == {*reading.numbers, *(deed.number for deed in deeds())}


def test_no_conversations_have_no_deeds():
    found = _deeds()
    assert (found.names(), found.steps("support")) == ([], [])
