"""Names of people: after a greeting, in a signature, in an introduction, after a title, and the names that the conversation's own data give.

A capital letter is not enough ("Hi Support", "I'm Italian"): a place that strongly expects a name takes any capitalised word that is not on the
list of words seen there; a weak place, or lower case, takes listed first names only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from insights.text.redaction_rules import LINES, WORD, Rule, words

_FILE = (Path(__file__).with_name("data") / "first_names.txt").read_text("utf-8").splitlines()
CERTAIN = frozenset(name for line in _FILE if not line.startswith(("#", "?")) for name in line.split())
LISTED = CERTAIN | frozenset(name for line in _FILE if line.startswith("?") for name in line[1:].split())
NOT_NAMES = words("not a name")
TITLES = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Srta|Señora?|Señorita|Senhora?|Sig|Signora?|Sig\.ra|Sig\.na"
    r"|Dott|Dhr|Mevr|Mevrouw|Meneer|Ing|Dipl)"
)
TITLE = re.compile(rf"(?:{TITLES}(?:\.|\b) ?){{1,3}}+", re.IGNORECASE)
TITLED = re.compile(rf"(?<!\w){TITLES}(?:\. ?| )(?=[^\W\d_])")
TOKEN = re.compile(r"[^\W\d_](?:[\w'’\-]{0,30}[^\W_])?")
CONTRACTION = re.compile(r"(?:i|it|we|you|that|what|who|there|here|he|she|they|how|where|let|don|can|won)['’]", re.IGNORECASE)
PARTICLES = words("particle")
THANKS, TEAM = words("thanks"), words("team")
PLACES, ROLES = words("place before a name"), words("role")

BEGINNING = re.compile(r"[ \t>\"'“*]{0,4}+")
STARTS = re.compile(r"[\n.!?:,)][ \t>\"'“*]{0,4}+")
GREETING = re.compile(
    r"(?:hi{1,9}|hello|hey{1,9}|hiya|heya|howdy|dear|greetings|good (?:morning|afternoon|evening|day)|morning"
    r"|evening"
    r"|hallo|guten (?:tag|morgen|abend)|moin|servus|grüezi|grüß gott|liebe[rs]?|sehr geehrter?|werte[rs]?"
    r"|bonjour|bonsoir|salut|chère?|cher|coucou|hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]|querid[oa]|apreciad[oa]|olá|oi|oie|bom dia"
    r"|boa (?:tarde|noite)|prezad[oa]|car[oa]|estimad[oa]"
    r"|ciao|buongiorno|buonasera|salve|gentile|egregio|gentilissim[oa]|beste|geachte|hoi|goede(?:morgen|middag|navond)|dag)(?:[ \t]{1,2}|,[ \t])",
    re.IGNORECASE | re.MULTILINE,
)
CLOSING = re.compile(
    r"(?:(?:best|kind(?:est)?|warm(?:est)?|many|with|all the|yours|very|most|thank you and)[ \t]){0,3}"
    r"(?P<word>regards|rgds|wishes|best|cheers|sincerely|truly|faithfully|respectfully|yours|br"
    r"|thanks(?: again| so much| a lot| in advance)?|thank you(?: so much| very much)?|thx|tia|ta|love"
    r"|(?:mit )?(?:freundlichen|besten|herzlichen|lieben|schönen) grü(?:ß|ss)en"
    r"|(?:viele|liebe|beste|herzliche|schöne|freundliche) grü(?:ß|ss)e|gru(?:ß|ss)|grü(?:ß|ss)e|mfg|lg|vg|danke(?: schön)?|vielen dank"
    r"|hochachtungsvoll"
    r"|(?:bien )?cordialement|cdlt|salutations(?: distinguées)?|bien à vous|amicalement|bonne journée|merci(?: d'avance| beaucoup)?"
    r"|(?:un )?(?:cordial(?:es)? )?saludos?(?: cordial(?:es)?)?|atentamente|atte|gracias(?: de antemano)?|un abrazo"
    r"|atenciosamente|att|(?:com os melhores |melhores )?cumprimentos|obrigad[oa](?: desde já)?|abraços?|grat[oa]"
    r"|(?:cordiali|distinti|un cordiale) saluti?|grazie(?: mille)?|cordialmente|saluti"
    r"|(?:met )?vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|hartelijke groet(?:en)?|bedankt)"
    r"(?P<gap>[,.!]{0,2}[ \t]{0,4}(?:\n[ \t>]{0,4}){0,4}[\-–—~]{0,2}[ \t]{0,2})",
    re.IGNORECASE | re.MULTILINE,
)
DASHED = re.compile(r"(?:^|\n)[ \t]{0,3}[\-–—~][ \t]{0,2}(?=[^\W\d_])")

INTRODUCTION = re.compile(
    r"\b(?:my (?:full )?name(?: is|'s|’s)|(?:the )?name(?:'s| is)|name on (?:the |my )?(?:account|order|card|booking|reservation)(?: is|:)|(?:they"
    r"|you can|please) call me"
    r"|mein name ist|ich hei(?:ß|ss)e|name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|(?:o )?meu nome é|me chamo|chamo-me|mi chiamo"
    r"|il mio nome è|mijn naam is|ik heet"
    r"|account holder(?: is|:)?|kontoinhaber(?:in)?:?|titulaire:?|titular:?|intestatario:?|t\.n\.v\."
    r"|in the name of|under the name(?: of)?|(?:account|booking|reservation|order) is under|attn:?|attention:)[ \t]{1,2}"
    r"|(?:^|\n)[ \t]{0,3}(?:full |first |last |your |customer |contact |account )?(?:name|nombre|nom|nome|naam|vorname|nachname|surname|recipient"
    r"|empfänger)"
    r"[ \t]?[:=][ \t]{0,2}",
    re.IGNORECASE,
)
SELF = re.compile(
    r"(?:\b[Tt]his is|\b[Ii](?:['’]?m| am)|\b[Ii]ch bin|\b[Hh]ier (?:ist|spricht)|\b[Jj]e suis|\b[Ss]oy|\b[Ss]ou|\b[Ss]ono|\b[Ii]k ben"
    r"|\b[Ss]peaking (?:to|with)) (?=[^\W\d_a-z])"
)
LEADS = frozenset(line.removeprefix("lead: ") for line in LINES if line.startswith("lead: "))
SPEAKS = re.compile(r" (?:from|here|calling|speaking|von|vom|de chez)\b")
MACHINE = re.compile(
    r"[, ]{1,3}(?:your|the|a|an|ihr|dein|votre|su|tu)? ?(?:new |friendly |personal )?(?:virtual|digital|ai|automated|chat ?bot|bot|virtuelle"
    r"|assistant)",
    re.IGNORECASE,
)
AFTER_GREETING = re.compile(r"[ \t]{0,2}(?:[,.!:;?\n–—\-)]|$)")
END_OF_LINE = re.compile(r"[ \t]{0,3}(?:[.,|!]?[ \t]{0,3}(?:\n|$)|[|,]| - | – )")


def is_name_like(word: str) -> bool:
    """Capitalised, not shouted unless short, and not a word that is seen in the places of names."""
    return word[0].isupper() and NOT_NAMES.isdisjoint((word.lower(), *word.lower().split("-"))) and not CONTRACTION.match(word)


def read_name(text: str, start: int, *, listed: frozenset[str] | None, longest: int = 4) -> tuple[int, int] | None:
    """The name that starts here, without its titles: capitalised words and small particles. The first must be listed where `listed` is given."""
    if title := TITLE.match(text, start):
        start, listed = title.end(), None
    first = TOKEN.match(text, start)
    if first is None or not NOT_NAMES.isdisjoint((first[0].lower(), *first[0].lower().split("-"))):
        return None
    names = (listed or LISTED) if first[0][0].isupper() else CERTAIN
    known = first[0].lower() in names or first[0].lower().partition("-")[0] in names
    if not known and (listed is not None or not is_name_like(first[0])):
        return None
    return start, _end_of_name(text, first.end(), longest - 1)


def _end_of_name(text: str, end: int, more: int) -> int:
    """Where a name that has begun ends: surnames, initials, and particles only when a surname follows them."""
    place = end
    while more > 0:
        place += 1 if text[place : place + 1] == "." and text[place - 2 : place - 1] in ("", " ", "\n") else 0
        token = TOKEN.match(text, place + 1) if text[place : place + 1] == " " else None
        if token is None:
            break
        place = token.end()
        if is_name_like(token[0]):
            end, more = place, more - 1
        elif token[0] not in PARTICLES:
            break
    return end


def _after_starts(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Matches at the beginning and after punctuation: trying only there is many times faster than a search."""
    starts = (BEGINNING.match(text), *STARTS.finditer(text))
    return (found for start in starts if start and (found := pattern.match(text, start.end())) is not None)


def greeted(text: str) -> Iterator[tuple[int, int]]:
    """A listed name after a greeting, or any capitalised one that punctuation ends."""
    for found in _after_starts(GREETING, text):
        titled = TITLE.match(text, found.end()) is not None
        name = read_name(text, found.end(), listed=None)
        if name is None:
            continue
        first = TOKEN.match(text, name[0])
        known = first is not None and first[0].lower() in CERTAIN
        if not (titled or known or AFTER_GREETING.match(text, name[1])) or _followed_by_team(text, name[1]):
            continue
        yield name


def _followed_by_team(text: str, end: int) -> bool:
    following = TOKEN.match(text, end + 1)
    return following is not None and text[end] == " " and following[0].lower() in TEAM


def signed(text: str) -> Iterator[tuple[int, int]]:
    """A short line of capitalised words after a closing, or on the same line after a comma; after mere thanks on one line only a listed name."""
    for found in _after_starts(CLOSING, text):
        weak = "\n" not in found["gap"] and found["word"].lower().split()[0] in THANKS
        # "Thanks. Hope to …" begins a sentence with what may be a name; "Thanks, Hope" does not.
        listed = (CERTAIN if set(".!") & set(found["gap"]) else LISTED) if weak else None
        name = read_name(text, found.end(), listed=listed)
        if name is not None and (END_OF_LINE.match(text, name[1]) or weak) and not _followed_by_team(text, name[1]):
            yield name


def dashed(text: str) -> Iterator[tuple[int, int]]:
    """A listed name alone on a line behind a dash."""
    for found in DASHED.finditer(text):
        name = read_name(text, found.end(), listed=LISTED, longest=3)
        if name is not None and END_OF_LINE.match(text, name[1]):
            yield name


def introduced(text: str) -> Iterator[tuple[int, int]]:
    """The name after "my name is" or in a form's field."""
    for found in INTRODUCTION.finditer(text):
        name = read_name(text, found.end(), listed=None)
        if name is not None:
            yield name


def presented(text: str) -> Iterator[tuple[int, int]]:
    """Any capitalised name in "this is Xu from …"."""
    for found in SELF.finditer(text):
        name = read_name(text, found.end(), listed=None)
        if name is not None and SPEAKS.match(text, name[1]):
            yield name


def titled(text: str) -> Iterator[tuple[int, int]]:
    """Whoever follows a title."""
    for found in TITLED.finditer(text):
        name = read_name(text, found.end(), listed=None)
        if name is not None and text[name[0]].isupper():
            yield name


def listed_names(text: str) -> Iterator[tuple[int, int]]:
    """First names that are nothing else, with the surnames after them, wherever they are capitalised.

    After "this is", "spoke with" or "thanks" others count too when capitalised, and these in small letters; never when a machine presents itself.
    """
    place = 0
    for found in TOKEN.finditer(text):
        first = found[0].lower()
        if (first not in LISTED and ("-" not in first or first.partition("-")[0] not in LISTED)) or found.start() < place:
            continue
        capital, certain = found[0][0].isupper(), first in CERTAIN
        if (capital and certain and not _is_place(text, found.start())) or ((capital or certain) and _led(text, found.start())):
            place = _end_of_name(text, found.end(), 3)
            if not MACHINE.match(text, place):
                yield found.start(), place


def _is_place(text: str, start: int) -> bool:
    """San Diego, St. Louis."""
    return "".join(WORD.findall(text[max(0, start - 8) : start].lower())[-1:]) in PLACES


def _led(text: str, start: int) -> bool:
    """One of the leading phrases stands directly before, with a space or a comma between."""
    before = WORD.findall(text[max(0, start - 24) : start].lower())
    return text[start - 1 : start] in (" ", "\t") and (" ".join(before[-2:]) in LEADS or "".join(before[-1:]) in LEADS)


@lru_cache(maxsize=4096)
def needles(names: frozenset[str]) -> tuple[str, ...]:
    """What to look for when these people are known: full names, then their parts, longest first; roles and machines are left out."""
    found: set[str] = set()
    for name in names:
        parts = TOKEN.findall(name)
        if not parts or "@" in name or not ROLES.isdisjoint(part.lower() for part in parts):
            continue
        for form in (" ".join(name.split()), *(part for part in parts if len(part) > 2 and part.lower() not in NOT_NAMES)):
            found |= {form, form.title()} | ({form.lower()} if " " in form or form.lower() in CERTAIN else set())
    return tuple(sorted((needle for needle in found if len(needle) > 1), key=lambda needle: (-len(needle), needle)))


def known(text: str, names: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Where known names stand as whole words, in small letters too when they are nothing else."""
    for needle in needles(names):
        start = text.find(needle)
        while start >= 0:
            end = start + len(needle)
            if not (text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()):
                yield start, end
            start = text.find(needle, end)


NAMES = (
    Rule("name", greeted, words("greeting")),
    Rule("name", signed, words("closing")),
    Rule("name", dashed, wanted=lambda look: bool(DASHED.match(look.text) or ("\n" in look.text and DASHED.search(look.text)))),
    Rule("name", introduced, words("introduction")),
    Rule("name", presented, words("speaking")),
    Rule("name", titled, words("title")),
    Rule("name", listed_names, LISTED),
)
