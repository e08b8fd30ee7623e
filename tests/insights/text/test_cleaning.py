from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insights.text.cleaning import LONGEST, customer_words, plain

MAILS = [
    tuple(part.strip("\n") for part in block.split("\n=>\n", 1))
    for block in (Path(__file__).with_name("mails.txt")).read_text("utf-8").split("\n", 1)[1].split("\n====\n")
    if "\n=>\n" in block
]

HTML = [
    ("<p>Hello</p><p>world</p>", "Hello\nworld"),
    ("a<br>b<br/>c", "a\nb\nc"),
    ("<div>one</div>two", "one\ntwo"),
    ('see <a href="https://example.com/x?y=1">our page</a> please', "see our page please"),
    ("<style>p { color: red }</style><script>alert('<p>x</p>')</script>text<!-- hidden <b>note</b> -->", "text"),
    ("<html><head><title>Mail</title></head><body>body</body></html>", "body"),
    ("caf&eacute; &amp; &#8364;5 &lt;b&gt;", "café & €5 <b>"),
    ("<table><tr><td>Order</td><td>12</td></tr><tr><td>Total</td><td>5</td></tr></table>", "Order 12\nTotal 5"),
    ("mine<blockquote>theirs<p>more</p></blockquote>mine again", "mine\n> theirs\n> more\nmine again"),
    ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
    ("a  \n  b\t c", "a b c"),
    ('<a title="a > b">c</a>', "c"),
    ("<b>bold</b><i>italic</i>", "bolditalic"),
    ("", ""),
]

PLAIN = [
    ("a\r\nb\rc", "a\nb\nc"),
    ("nul\x00 bell\x07 bom\ufeff", "nul bell bom"),
    ("cafe\u0301", "café"),
    ("\ud83d\ude00", "😀"),
    ("a\ud800b", "a\ufffdb"),
    ("a \t\u00a0 b", "a b"),
    ("a\n\n\n\n\nb", "a\n\nb"),
    ("  a  \n  b  ", "a\nb"),
    ("Tom &amp; Ann&#39;s", "Tom & Ann's"),
    ("left\u202egnp.exe", "leftgnp.exe"),
    ("สวัสดีครับ สินค้ายังไม่ถึง", "สวัสดีครับ สินค้ายังไม่ถึง"),
    ("مرحبا، لم يصل الطلب", "مرحبا، لم يصل الطلب"),
    ("👩‍👩‍👧 👍🏽 🇩🇪", "👩‍👩‍👧 👍🏽 🇩🇪"),
    ("\x00\x01", ""),
]


@pytest.mark.parametrize(("source", "text"), HTML)
def test_html_becomes_the_text_a_person_reads(source, text):
    assert plain(source, html=True) == text


@pytest.mark.parametrize(("source", "text"), PLAIN)
def test_plain_text_loses_only_what_nobody_can_see(source, text):
    assert plain(source, html=False) == text


@given(st.text(max_size=60) | st.text("aé &\u0301\u00a0\u200b\u3000;\t", max_size=12))
def test_one_line_is_read_as_it_is_with_an_empty_line_behind_it(text):
    assert plain(text, html=False) == plain(f"{text}\n", html=False)


def test_markup_in_plain_text_stays_as_text():
    attack = '<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1)) =HYPERLINK("x")'
    assert plain(attack, html=False) == attack


def test_at_most_a_hundred_thousand_characters_are_kept():
    assert len(plain("word " * 50_000, html=False)) <= LONGEST
    assert len(plain("<p>word</p>" * 50_000, html=True)) <= LONGEST


def test_containers_nested_a_hundred_thousand_deep_are_read():
    assert plain("<div>" * 100_000 + "deep", html=True) == "deep"


@given(st.text())
def test_cleaning_cleaned_text_changes_nothing(text):
    once = plain(text.replace("&", "+"), html=False)
    assert plain(once, html=False) == once


@given(st.text())
def test_cleaned_text_can_be_stored_as_utf8(text):
    assert plain(text, html=True).encode("utf-8").decode("utf-8") == plain(text, html=True)


def test_there_are_forty_mails_or_more():
    assert len(MAILS) >= 40


@pytest.mark.parametrize(("mail", "words"), MAILS, ids=range(len(MAILS)))
def test_customer_words_are_what_the_mail_itself_says(mail, words):
    assert customer_words(mail) == words


@given(st.text(alphabet="abc >\n.,-HiBest"))
def test_words_that_are_no_quote_are_never_all_lost(text):
    unquoted = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith(">")]
    assert bool(customer_words(text)) == bool(unquoted)
