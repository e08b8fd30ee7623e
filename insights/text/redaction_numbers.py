"""Cards, bank accounts and national ids: by checksum where there is one, by the words before where there is none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from stdnum import iban, luhn
from stdnum.br import cpf
from stdnum.de import idnr
from stdnum.es import dni, nie
from stdnum.fr import nir
from stdnum.in_ import aadhaar
from stdnum.nl import bsn
from stdnum.pt import nif

from insights.text.redaction_rules import Glance, Need, Rule, anything, whole, words

CARD = re.compile(
    r"(?<![\w.\-+])(?:3[47]\d\d[ \-]?\d{6}[ \-]?\d{5}|(?:2[2-7]|[3456]\d)\d\d(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?|(?:3[0689]|5[06-8]|6\d)\d{10,17})"
    r"(?![\w\-]?\d|\w)"
)
CARD_CONTEXT = re.compile(
    r"\b(?:card|visa|mastercard|amex|american express|kreditkarte|karte|carte|tarjeta|cartão|carta)"
    r"(?:[ \t]{1,2}(?:number|no|nummer|número|numéro|is|ist|est|es|é)\b){0,3}[.:# ]{1,4}"
    r"(?P<value>\d(?:[ \-]?\d){11,18})(?!\d)",
    re.IGNORECASE,
)
MASKED = re.compile(r"(?<!\w)(?:[*xX•·#]{4}[ \-]?){1,4}(?P<value>\d{4})(?!\d)")
LAST_FOUR = re.compile(
    r"\b(?:card|visa|master ?card|amex|discover|maestro|debit|credit|karte|kreditkarte|carte|tarjeta|cartão|carta)\b[^\n\d]{0,40}?"
    r"(?:end(?:s|ing|et|end)?|last (?:four|4)(?: digits)?|termin\w{0,8}|letzten vier(?: ziffern)?|final)[^\n\d]{0,16}?(?P<value>\d{4})(?!\d)",
    re.IGNORECASE,
)
SECURITY_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|security code on (?:the )?(?:back|card)|kartenprüfnummer|cryptogramme)(?: (?:is|code|ist|est"
    r"|es))?[ :#]{1,3}(?P<value>\d{3,4})(?!\d)",
    re.IGNORECASE,
)
CAPITALS_AND_DIGITS = re.compile(r"[A-Z]{2} ?\d\d")
IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d\d(?:[ \-]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
CARD_WORDS = words("card")


def cards(text: str) -> Iterator[tuple[int, int]]:
    """Card numbers that pass the checksum."""
    return (found.span() for found in CARD.finditer(text) if luhn.is_valid(re.sub(r"\D", "", found[0])))


def accounts(text: str) -> Iterator[tuple[int, int]]:
    """IBANs that pass the checksum; words that follow one without a border ("… 00 danke") are cut off again."""
    for found in IBAN.finditer(text):
        end = found.end()
        while end > found.start() + 14:
            if iban.is_valid(text[found.start() : end], check_country=False):
                yield found.start(), end
                break
            cut = max(text.rfind(" ", found.start(), end), text.rfind("-", found.start(), end))
            if cut < 0:
                break
            end = cut


@dataclass(frozen=True, slots=True)
class NationalId:
    """How a country's id is written, what proves one, and the words without which a plain number is not taken for one."""

    pattern: re.Pattern[str]
    valid: Callable[[str], bool] = lambda number: True
    words: frozenset[str] = frozenset()
    letters: bool = False
    """Letters stand between the digits, so that they are no long number."""


def after(lead: str, value: str) -> re.Pattern[str]:
    """A value after a leading word (a regular expression) and at most a few that say "number is"."""
    return re.compile(
        rf"\b(?:{lead})\b(?:[ \t]{{1,2}}(?:number|no|nr|nummer|num|numero|número|numéro|n°|security|is|ist|lautet|est|es|é|è|of|my|the)\b\.?){{0,4}}"
        rf"[ \t]{{0,2}}[:#.=]?[ \t]{{0,2}}(?P<value>{value})(?![\w\-]?\d|\w)",
        re.IGNORECASE,
    )


NATIONAL_IDS = (
    NationalId(re.compile(r"(?<![\w\-.])(?P<value>(?!000|666)\d{3}-(?!00)\d\d-(?!0000)\d{4})(?![\w\-])")),  # US
    NationalId(after(r"ssn|social(?: security)?", r"\d{3}[ \-]?\d\d[ \-]?\d{4}|\d{4}"), words=frozenset({"ssn", "social"})),
    NationalId(
        re.compile(r"(?<!\w)(?P<value>(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D])(?!\w)"), letters=True
    ),  # GB
    NationalId(after(r"nino?|national insurance|ni", r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]"), words=frozenset({"ni", "nino", "insurance"})),
    NationalId(re.compile(r"(?<![\w.\-])(?P<value>\d\d \d{3} \d{3} \d{3})(?!\w)"), idnr.is_valid),  # DE
    NationalId(
        after(r"steuer-?id|steuer-?(?:identifikations)?-?nummer|idnr|steuer-identifikationsnummer", r"\d{2}[ /]?\d{3}[ /]?\d{3}[ /]?\d{3,5}"),
        words=frozenset({"steuer", "steuerid", "steuernummer", "steueridentifikationsnummer", "idnr"}),
    ),
    NationalId(re.compile(r"(?<![\w\-])(?P<value>\d{8}[ \-]?[A-HJ-NP-TV-Z])(?!\w)"), dni.is_valid),  # ES
    NationalId(re.compile(r"(?<![\w\-])(?P<value>[XYZ][ \-]?\d{7}[ \-]?[A-HJ-NP-TV-Z])(?!\w)"), nie.is_valid),  # ES
    NationalId(re.compile(r"(?<![\w\-])(?P<value>[12] ?\d\d ?(?:0\d|1[0-2]|[2-9]\d) ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d)(?!\w)"), nir.is_valid),  # FR
    NationalId(re.compile(r"(?<![\w.\-])(?P<value>\d{3}\.\d{3}\.\d{3}-\d\d)(?!\w)")),  # BR
    NationalId(after(r"cpf", r"\d{11}"), cpf.is_valid, frozenset({"cpf"})),
    NationalId(after(r"nif|contribuinte", r"\d{3} ?\d{3} ?\d{3}"), nif.is_valid, frozenset({"nif", "contribuinte"})),  # PT
    NationalId(re.compile(r"(?<!\w)(?P<value>[A-Z]{6}\d\d[A-EHLMPR-T]\d\d[A-Z]\d{3}[A-Z])(?!\w)"), letters=True),  # IT
    NationalId(
        after(r"bsn|burgerservicenummer|sofinummer", r"\d{3}\.?\d{3}\.?\d{3}|\d{4}\.\d\d\.\d{3}"),
        bsn.is_valid,
        frozenset({"bsn", "burgerservicenummer", "sofinummer"}),
    ),  # NL
    NationalId(re.compile(r"(?<![\w\-.])(?P<value>[2-9]\d{3} \d{4} \d{4})(?![\w\-]| \d{4})"), aadhaar.is_valid),  # IN
    NationalId(after(r"aadhaa?r", r"\d{4}[ \-]?\d{4}[ \-]?\d{4}"), words=frozenset({"aadhaar", "aadhar"})),
    NationalId(after(r"codice fiscale|cf", r"[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]"), words=frozenset({"fiscale", "cf"})),  # IT
    NationalId(after(r"pan(?: card)?", r"[A-Z]{5}\d{4}[A-Z]"), words=frozenset({"pan"})),
    NationalId(re.compile(r"(?<![\w.])(?P<value>756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d)(?!\w)")),  # CH
    NationalId(
        after(r"svnr|sozialversicherungsnummer|sv-nummer", r"\d{4} ?\d{6}|\d\d ?\d{6} ?[A-Z] ?\d{3}"),
        words=frozenset({"svnr", "sozialversicherungsnummer", "sv"}),
    ),  # AT, DE
    NationalId(
        after(
            r"passport|reisepass|pass(?:nummer|-nr\.?)|ausweis(?:nummer)?|personalausweis|passeport|pasaporte|passaporte|passaporto"
            r"|paspoort(?:nummer)?"
            r"|driver'?s?'? licen[cs]e|driving licen[cs]e|führerschein(?:nummer)?|permis de conduire|carta d'identità|identity card|id card",
            r"(?=[A-Z0-9]{0,14}\d)[A-Z0-9]{6,16}",
        ),
        words=words("document"),
    ),
)


def of(number: NationalId) -> Rule:
    """The rule of one kind of national id."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        return (found.span("value") for found in number.pattern.finditer(text) if number.valid(found["value"]))

    need = Need.DIGITS if number.words or number.letters else Need.LONG_NUMBER
    return Rule("national_id", find, words=number.words, need=need, wanted=_has_capitals_and_digits if number.letters else anything)


def _has_capitals_and_digits(look: Glance) -> bool:
    return CAPITALS_AND_DIGITS.search(look.text) is not None


def _masked(look: Glance) -> bool:
    return "**" in look.text or "xx" in look.lower or "••" in look.text or "##" in look.text


NUMBERS = (
    Rule("iban", accounts, need=Need.LONG_NUMBER),
    Rule("card", cards, need=Need.LONG_NUMBER),
    Rule("card", whole(CARD_CONTEXT, "value"), words=CARD_WORDS, need=Need.LONG_NUMBER),
    Rule("card", whole(MASKED), need=Need.DIGITS, wanted=_masked),
    Rule("card", whole(LAST_FOUR, "value"), words=CARD_WORDS, need=Need.DIGITS),
    Rule("card", whole(SECURITY_CODE, "value"), words=words("card code"), need=Need.DIGITS),
    *(of(number) for number in NATIONAL_IDS),
)
