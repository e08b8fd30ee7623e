"""E-mail addresses and telephone numbers, as typed, disguised, or spoken in a transcript.

A number is a telephone when it is written like one (international form, or the groups of a country) and no word before it says that it is
something else, or when a word before it says that it is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from insights.text.redaction_rules import Glance, Need, Rule, any_of, words, words_before

AT_SIGN = re.compile(r"@(?=[\w\-])|%40(?=[\w\-])")
LONGEST_LOCAL_PART = 64
SHORTEST_NATIONAL = 9
DOMAIN = re.compile(r"(?:[\w\-]{1,63}+\.){1,5}+[^\W\d_]{2,24}+")
AT = (
    r"(?:[ \t]{0,2}[\[({][ \t]?(?:at|arroba|ät)[ \t]?[\])}][ \t]{0,2}"
    r"|[ \t]{1,2}(?:at|arroba|arobase|ät|chiocciola|apenstaartje)[ \t]{1,2}|[ \t]?@[ \t]?)"
)
DOT = r"(?:[ \t]{0,2}[\[({][ \t]?(?:dot|punkt|point|punto|ponto)[ \t]?[\])}][ \t]{0,2}|[ \t]{1,2}(?:dot|punkt|point|punto|ponto|punt)[ \t]{1,2}|\.)"
DISGUISED = re.compile(
    rf"(?<![\w+\-])[\w+\-]{{1,40}}+(?:{DOT}[\w+\-]{{1,40}}){{0,3}}{AT}[\w\-]{{1,40}}(?:{DOT}[\w\-]{{1,40}}){{0,2}}{DOT}"
    r"(?:com|org|net|co|uk|de|fr|es|pt|br|it|nl|ch|at|io|eu|info|edu|gov|me|us|ca|in|app|dev)\b",
    re.IGNORECASE,
)
SPOKEN_BEFORE_AT = re.compile(r"(?:(?:is|it's|its|e-?mail|customer|address)[: ]{1,3})?(?P<name>[a-z]{2,20} )$", re.IGNORECASE)
NOT_SPOKEN = frozenset({"is", "it", "to", "email", "mail", "address", "at", "me", "on"})

SEPARATOR = r"[ .\-/\u00a0]"
INTERNATIONAL = re.compile(rf"(?<![\w+])(?:\+|00)[ ]?[1-9]\d{{0,2}}(?:{SEPARATOR}{{0,2}}(?:\(\d{{1,4}}\)|\d)){{6,13}}(?!\d)")
NATIONAL = re.compile(
    r"(?<![\w.,/\-+#=])(?:"
    r"(?:1[ .\-])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .\-])[2-9]\d\d[ .\-]\d{4}"  # US, CA
    r"|\(?0[1-9]\d{0,3}\)?(?:[ ./\-]{1,3}\d{2,9}){1,5}"  # GB, DE, AT, CH, NL, FR, IT
    r"|[679]\d\d(?:[ .\-]\d\d){3}"  # ES
    r"|\(\d\d\)[ ]?9?[ ]?\d{4}[ \-]?\d{4}"  # BR
    r"|[6-9]\d{4}[ \-]\d{5}"  # IN
    r"|3\d\d[ .\-](?:\d{3}[ .\-]?\d{3,4}|\d{6,7})"  # IT
    r"|0(?:7\d{9}|1[5-7]\d{8,9}|[67]\d{8}|[67]\d{7})"  # mobile numbers of GB, DE, FR, NL, written together
    r")(?![\w\-/]?\d|[.,]\d|\w)"
)
ANY_NUMBER = re.compile(r"(?<![\w.,/\-+#])\(?\d(?:[ .\-/()\u00a0]{0,2}\d){6,12}(?![\w\-/]?\d|\w)")
MY_NUMBER = re.compile(
    r"\b(?:my|meine|mon|mi|il mio|meu|mijn)(?: new)? (?:number|nummer|numéro|número|numero)(?:['’]s| is| ist| est| es| é| è)?(?: le| el"
    r"| o)?[ :]{1,3}$",
    re.IGNORECASE,
)
DATE_OR_ADDRESS = re.compile(
    r"(?:19|20)\d\d ?[\-–/] ?(?:19|20)\d\d(?!\d)|\d{4}[./\-]\d\d?[./\-]\d\d?(?!\d)|\d\d?[./\-]\d\d?[./\-]\d{4}(?!\d)|\d{1,3}(?:\.\d{1,3}){3}(?![.\d])"
)
REGIONS = ("GB", "DE", "FR", "NL", "IT", "CH", "AT", "BE", "ES", "PT", "IN", "BR", "US")

TELEPHONE_WORDS = words("telephone")
OTHER_WORDS = words("other number")
DIGIT_WORDS = words("digit")
SPOKEN = re.compile(rf"\b(?:(?:{any_of(DIGIT_WORDS)}|double|triple|o|\d)[ ,.\-…]{{1,3}}+){{6,30}}+(?:{any_of(DIGIT_WORDS)})?\b", re.IGNORECASE)


def emails(text: str) -> Iterator[tuple[int, int]]:
    """Addresses as typed, looked for from their sign: handles ("@acme") are common and have nothing before it."""
    for sign in AT_SIGN.finditer(text):
        start = sign.start()
        while start > sign.start() - LONGEST_LOCAL_PART and start > 0 and (text[start - 1].isalnum() or text[start - 1] in "._+'%-"):
            start -= 1
        domain = DOMAIN.match(text, sign.end()) if start < sign.start() else None
        if domain is not None:
            yield start, domain.end()


def disguised_emails(text: str) -> Iterator[tuple[int, int]]:
    """Addresses with "at" and "dot" in words, with the name spoken before it ("bob smith at …") where only a colon or "is" precedes it."""
    for found in DISGUISED.finditer(text):
        before = SPOKEN_BEFORE_AT.search(text, max(0, found.start() - 40), found.start())
        spoken = before is not None and "." not in found[0] and before["name"].strip().lower() not in NOT_SPOKEN
        yield before.start("name") if before and spoken else found.start(), found.end()


@lru_cache(maxsize=8192)
def _possible(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_possible_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


def _says_telephone(text: str, start: int) -> bool | None:
    """True when the nearest telling word before it speaks of telephones, False when of orders and the like, None when there is none."""
    if MY_NUMBER.search(text, max(0, start - 40), start):
        return True
    for word in reversed(words_before(text, start)):
        if word in TELEPHONE_WORDS:
            return True
        if word in OTHER_WORDS:
            return False
    return None


def telephones(text: str) -> Iterator[tuple[int, int]]:
    """International numbers, numbers written in a country's groups, and any number after a word that speaks of telephones."""
    for found in INTERNATIONAL.finditer(text):
        digits = found[0].replace("(0)", "")
        plus = found[0].startswith("+")
        if _possible(digits if plus else "+" + digits[2:], None) and (plus or _says_telephone(text, found.start()) is not False):
            yield found.span()
    for found in NATIONAL.finditer(text):
        if DATE_OR_ADDRESS.match(found[0]) or _says_telephone(text, found.start()) is False:
            continue
        if sum(letter.isdigit() for letter in found[0]) >= SHORTEST_NATIONAL and any(_possible(found[0], region) for region in REGIONS):
            yield found.span()
    for found in ANY_NUMBER.finditer(text):
        if not DATE_OR_ADDRESS.match(found[0]) and _says_telephone(text, found.start()):
            yield found.span()


def spoken_numbers(text: str) -> Iterator[tuple[int, int]]:
    """Six digits or more in words, taken for a telephone unless the words before speak of orders: that is what is mostly dictated."""
    for found in SPOKEN.finditer(text):
        if _says_telephone(text, found.start()) is False:
            continue
        yield found.start(), found.end() - (len(found[0]) - len(found[0].rstrip(" ,.-…")))


def _disguised(look: Glance) -> bool:
    return "(at)" in look.lower or "[at]" in look.lower


EMAILS = (
    Rule("email", emails, wanted=lambda look: "@" in look.text or "%40" in look.text),
    Rule("email", disguised_emails, words=words("disguise")),
    Rule("email", disguised_emails, wanted=_disguised),
)
TELEPHONES = (
    Rule("phone", telephones, need=Need.LONG_NUMBER),
    Rule("phone", spoken_numbers, words=DIGIT_WORDS, wanted=lambda look: len(DIGIT_WORDS & look.words) > 2),
)
