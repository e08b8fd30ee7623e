"""Street addresses as they are written in English, German, French, Spanish, Portuguese, Italian and Dutch.

A street alone is a place; with a house number it is somebody's. A town, with or without its code, is taken only when it follows a street.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from insights.text.redaction_rules import Finder, Glance, Need, Rule, any_of, whole, words

CAPITAL = r"[A-ZÀ-ÖØ-ÞŁŚŻŠŽČĆĐİŞĞ]"
PROPER = rf"{CAPITAL}(?:[^\W\d_]|['’.\-]){{0,30}}"
TOWN = rf"{PROPER}(?: (?:am|an der|im|sur|de|del|do|da|la|le|upon|on|under|den) {PROPER}|[ \-]{PROPER}){{0,2}}"
JOIN = r"(?:,? ?\n|,? -? ?|, | - )"

UK_POSTCODE = r"(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-BD-HJLNP-UW-Z]{2})"
UK_AREA = r"(?:[A-Z]{1,2}\d[A-Z\d]? \d[A-BD-HJLNP-UW-Z]{2})"
POSTCODE = re.compile(rf"(?<![\w\-])(?:{UK_AREA}|(?<=postcode is ){UK_POSTCODE}|(?<=postcode: ){UK_POSTCODE})(?![\w\-])")
POSTCODE_END = re.compile(r"\d[A-Z]{2}\b")
UNIT = r"(?:(?:Flat|Apt|Apartment|Unit|Suite|Ste|Room|Floor|#)\.? ?#?[A-Za-z0-9\-]{1,6})"
CODE = rf"(?:\d{{5}}(?:-\d{{4}})?|{UK_POSTCODE})\b"
ENGLISH_STREET = any_of(word.capitalize() for word in words("english street"))
ENGLISH = re.compile(
    rf"(?<![\w.,$£€#\-/])(?:{UNIT},? )?\d{{1,5}}[A-Za-z]?(?:[\-–/]\d{{1,4}}[A-Za-z]?)? (?:[NSEW]{{1,2}}\.? )?"
    rf"(?:(?:{PROPER}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}}?{ENGLISH_STREET}\b(?:\.(?=,|\n|$| {UNIT}))?(?: [NSEW]{{1,2}}\b)?(?:,? {UNIT})?"
    # Without a comma a capitalised word may begin the next sentence, so that it is a town only before its code.
    rf"(?:(?:,? ?\n|, ?| - ){TOWN}(?!\w)){{0,2}}(?: {TOWN}(?=,? (?:[A-Z]{{2}} )?{CODE}))?(?:,? [A-Z]{{2}}\b(?=,? \d|\W|$))?(?:,? {CODE})?"
)
NO_STREET = r"(?:minutes?|mins?|hours?|days?|weeks?|months?|years?|miles?|km|blocks?|items?|pairs?|times?|people|of|or|and|in|on|at|to|x)"
SMALL_ENGLISH = re.compile(
    rf"(?<![\w.,$£€#\-/])\d{{1,5}}[a-z]? (?!{NO_STREET}\b)(?:(?!(?:the|a|an|of|from|on|in|at|to|for|my|your|our|this|that|and|or|is|was"
    rf"|high)\b)[A-Za-z][a-z'’]{{1,20}} ){{1,2}}"
    rf"{any_of(words('small street'))}\b\.?(?:,? (?:apt|apartment|unit|suite|flat)\.? ?#?\w{{1,5}})?",
    re.IGNORECASE,
)
BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?Box|Postfach|Apartado(?: de Correos)?|Caixa Postal|Casella Postale|Boîte Postale|Postbus) \d{1,6}(?: ?\d{2})?", re.IGNORECASE
)

HOUSE = r" \d{1,4}(?: ?[a-zA-Z](?!\w))?(?:[\-–/]\d{1,4}[a-z]?)?(?![\w.,]?\d|[:%€])"
GERMAN_END = rf"{HOUSE}(?! (?:Uhr|Euro|Tage|Stück|EUR))(?:{JOIN}(?:(?:D|A|CH|DE|AT)-)?\d{{4,5}} {TOWN})?"
GERMAN_LONE_STREET = any_of(word.capitalize() for word in words("lone german street"))
GERMAN = re.compile(
    rf"(?<![\w\-])(?!(?:Sp|St|Monito|Enginee|Manufactu|Ea|Re)\w{{0,8}}ring\b)(?:(?:{PROPER} ){{1,2}}{GERMAN_LONE_STREET}"
    rf"|(?:{PROPER} ){{0,2}}{PROPER}(?:{any_of(words('german street'))}|-{GERMAN_LONE_STREET})){GERMAN_END}"
)
GERMAN_NOT_PLACES = (
    r"(?:(?:Mon|Diens|Donners|Frei|Sams|Sonn)tag|Mittwoch|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahr"
    r"|Schritt|Punkt|Monat|Tag|Wert|Preis)"
)
GERMAN_PLACE = re.compile(
    rf"\b(?:Am|An der|An den|Auf der|Auf dem|Im|In der|In den|Zum|Zur|Unter den|Hinter der|Vor dem|Straße des"
    rf"|Platz der) (?!{GERMAN_NOT_PLACES}\b)(?:[a-zäöü]{{1,12}} )?{PROPER}{GERMAN_END}"
)
DUTCH = re.compile(rf"(?<![\w\-])(?:{PROPER} ){{0,2}}{PROPER}{any_of(words('dutch street'))}{HOUSE}(?:{JOIN}\d{{4}} ?[A-Z]{{2}}(?:{JOIN}{TOWN})?)?")

PARTICLE = (
    r"(?:de la|de los|de las|de l['’]|della|delle|degli|dello|dell['’]|des|du|del|dei|dos|das|de|da|do|di|d['’]|la|le|les|l['’]|el|los|las|e|y|et"
    r"|san|santa)"
)
ROMANCE_NAME = rf"(?:(?:{PARTICLE} ?){{0,2}}(?:{PROPER}|\d{{1,2}}(?= de | {CAPITAL}[A-Za-z])) ?){{1,5}}+"
FRENCH_STOP = r"(?:svp|est|et|à|pour|merci|mais|dans|au|je)"
FRENCH = re.compile(
    rf"(?<![\w.,\-/])\d{{1,4}}(?: ?(?:bis|ter|quater|[A-D](?!\w)))?,? {any_of(words('french street'))}\.? "
    rf"(?:(?:{PARTICLE} ?){{0,2}}(?:{PROPER}|(?!\b{FRENCH_STOP}\b)[a-zà-ÿ]{{3,20}}) ?){{1,4}}?(?=[,.\n;!?]|$| {FRENCH_STOP}\b| \d"
    rf"| -)(?:{JOIN}\d{{5}} {TOWN})?",
    re.IGNORECASE,
)
NUMBER_AFTER = r"(?:,? ?(?:n[.ºo°]{1,2} ?|núm\.? ?|número |num\.? )?|, )\d{1,5}(?:[ \-/]?[A-Za-z](?!\w))?(?![\w.]?\d|[:%€])"


def _either_case(name: str) -> str:
    """The words of a list, in small letters or with a capital, and a stop that shortens them."""
    return any_of(form for word in words(name) for form in (word, word.capitalize()))


SPANISH = re.compile(
    rf"(?:\bC/ ?|\b{_either_case('spanish street')}\.? ){ROMANCE_NAME}{NUMBER_AFTER}(?:, ?\d{{1,2}} ?[ºª°](?: ?[A-Za-z]{{1,4}})?)?"
    rf"(?:{JOIN}\d{{5}} {TOWN})?"
)
PORTUGUESE = re.compile(
    rf"\b{_either_case('portuguese street')}\.? {ROMANCE_NAME}{NUMBER_AFTER}(?:,? (?:apto?\.?|apartamento|bloco|casa|sala|conjunto) ?\w{{1,5}})?"
    rf"(?:, ?\d{{1,2}}[ºª°](?: ?\w{{1,4}})?)?(?: ?[-–,] (?!\d){TOWN})?(?:{JOIN}\d{{4,5}}-\d{{3}}(?: {TOWN})?)?"
)
ITALIAN = re.compile(rf"\b{_either_case('italian street')} {ROMANCE_NAME}{NUMBER_AFTER}(?:/[A-Za-z0-9]{{1,3}})?(?:{JOIN}(?:I-)?\d{{5}} {TOWN})?")


def trimmed(pattern: re.Pattern[str]) -> Finder:
    """A finder whose matches lose spaces and commas at their end."""

    def find(text: str) -> Iterator[tuple[int, int]]:
        return ((found.start(), found.start() + len(found[0].rstrip(" ,-\n"))) for found in pattern.finditer(text))

    return find


def _holds(parts: Iterable[str]) -> Callable[[Glance], bool]:
    """Some of the parts stand in the text, perhaps inside a word: German and Dutch write streets as one word."""
    choices = tuple(sorted(parts))

    def wanted(look: Glance) -> bool:
        lower = look.lower
        for part in choices:  # noqa: SIM110 - twice as fast as `any`, and asked of every message with a digit
            if part in lower:
                return True
        return False

    return wanted


ADDRESSES = (
    Rule("address", trimmed(ENGLISH), words("english street"), Need.DIGITS),
    Rule("address", trimmed(SMALL_ENGLISH), words("small street"), Need.DIGITS),
    Rule("address", whole(BOX), words("box"), Need.DIGITS),
    Rule("address", trimmed(GERMAN), need=Need.DIGITS, wanted=_holds(words("german street"))),
    Rule("address", trimmed(GERMAN_PLACE), frozenset({"am", "im", "zum", "zur", "der", "den", "dem", "des"}), Need.DIGITS),
    Rule("address", trimmed(DUTCH), need=Need.DIGITS, wanted=_holds(words("dutch street"))),
    Rule("address", trimmed(FRENCH), words("french street") | {"rond"}, Need.DIGITS),
    Rule("address", trimmed(SPANISH), words("spanish street") | {"c"}, Need.DIGITS),
    Rule("address", trimmed(PORTUGUESE), words("portuguese street"), Need.DIGITS),
    Rule("address", trimmed(ITALIAN), words("italian street"), Need.DIGITS),
    Rule("address", whole(POSTCODE), need=Need.DIGITS, wanted=lambda look: POSTCODE_END.search(look.text) is not None),
)
