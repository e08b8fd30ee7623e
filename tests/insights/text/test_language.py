import pytest

from insights.text.language import detect

TEXTS = [
    ("where is my order, it has been two weeks?", "en"),
    ("@acme your app is down again and I can not log in", "en"),
    ("wo bleibt meine Bestellung, ich warte seit zwei Wochen", "de"),
    ("je n'ai pas reçu mon colis et je voudrais être remboursé", "fr"),
    ("no puedo entrar en mi cuenta, me ayudan por favor", "es"),
    ("não consigo entrar na minha conta, podem ajudar", "pt"),
    ("non riesco ad accedere al mio account, potete aiutarmi", "it"),
    ("ik kan niet inloggen en mijn bestelling is nog niet geleverd", "nl"),
    ("Gdzie jest moje zamówienie? Czekam już dwa tygodnie", "pl"),
    ("Siparişim nerede, iki haftadır bekliyorum", "tr"),
    ("สวัสดีครับ สินค้ายังไม่ถึง ช่วยตรวจสอบให้หน่อยครับ", "th"),
    ("مرحبا، لم يصل الطلب حتى الآن", "ar"),
    ("注文した商品がまだ届いていません", "ja"),
    ("где мой заказ, я жду уже две недели", "ru"),
]


@pytest.mark.parametrize(("text", "language"), TEXTS)
def test_a_sentence_is_recognised(text, language):
    assert detect([text]) == [language]


@pytest.mark.parametrize("text", ["", "ok", "thank you", "12345 99", "😀😀😀", "[email] [phone]", "SKU-11 A4"])
def test_what_is_too_short_has_no_language(text):
    assert detect([text]) == [None]


def test_answers_come_in_the_order_of_the_texts():
    assert detect([text for text, _ in TEXTS]) == [language for _, language in TEXTS]


def test_only_the_first_two_hundred_characters_count():
    assert detect(["where is my order, it has been two weeks? " * 6 + "wo bleibt meine Bestellung, ich warte " * 100]) == ["en"]


def test_a_mixed_text_goes_to_the_model_and_still_gets_an_answer():
    assert detect(["Hello, ich habe mein Paket nicht bekommen, please can you check where it is"])[0] in ("de", "en")
