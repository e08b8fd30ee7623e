"""What a turn says in its own words, sentence by sentence, and what a sentence is for: asking, telling, or only being polite.

Marks of mail and the words of politeness are those of English, German, French, Spanish, Portuguese, Italian and Dutch. Where a mark is in doubt, the
words stay.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

HEADER = re.compile(
    r"^[ \t]*(?:-{2,}[ \t]*\w[^\n]*-{2,}|_{8,}|(?:from|von|de|da|van)[ ]?:[^\n]{2,120}\n(?:sent|date|gesendet|datum|envoyé"
    r"|enviado|fecha|data|inviato"
    r"|verzonden|to|an)[ ]?:|[^\n]{0,120}\b(?:wrote|schrieb|a écrit|escribió|escreveu|ha scritto|schreef)\b[^\n]{0,80}:[ \t]*$"
    r"|[^\n]{0,80}\d[^\n]{0,80}:[ \t]*\n[ \t]*>)",
    re.IGNORECASE | re.MULTILINE,
)
RULE = re.compile(
    r"^(?:--|—|_{2,}|\*{3,}) ?$|^(?:sent|gesendet|envoyé|enviado|inviato|verzonden) (?:from|via|von|depuis|desde|do|da|vanaf)\b", re.I | re.M
)
GREETING = re.compile(
    r"^(?:(?:oh[,!]? )?(?:hi+|hello|hey+|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|morning|to whom it may concern|hallo"
    r"|guten (?:tag|morgen|abend)"
    r"|moin|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|chère?s?|madame|hola|buen(?:os|as) (?:días|tardes|noches)"
    r"|estimad[oa]s?|olá|bom dia"
    r"|boa (?:tarde|noite)|prezad[oa]s?|car[oai]|ciao|buongiorno|buonasera|salve|gentil[ei]|beste|geachte|hoi|goede(?:morgen|middag|navond))\b"
    r"[^.!?,:;\n]{0,40}(?:[,!.:;]+|\s[-–]\s|$)\s*)+",
    re.IGNORECASE,
)
CLOSING = re.compile(
    r"(?:(?:with |my |many )?(?:best|kind(?:est)?|warm(?:est)?|many)? ?(?:regards|wishes|thanks)|best|cheers|sincerely"
    r"|yours\b.{0,12}|all the best|belle journée.{0,12}|bonne journée.{0,12}|alles gute|thank you.{0,30}"
    r"|thanks.{0,30}|thx|looking forward.{0,30}|have a (?:nice|good|great).{0,20}|(?:mit )?(?:freundliche[nr]?|beste[nr]?|liebe[nr]?|viele[nr]?"
    r"|herzliche[nr]?|schöne[nr]?) (?:grü(?:ß|ss)en?|gruß)|gruß|mfg|lg|vg|danke.{0,20}|vielen dank.{0,20}"
    r"|(?:bien )?cordialement|bien à vous|merci.{0,20}"
    r"|(?:un )?(?:cordial )?saludos?.{0,12}|atentamente|(?:muchas )?gracias.{0,20}|atenciosamente|.{0,16}cumprimentos"
    r"|(?:muito )?obrigad[oa].{0,16}|abraços?"
    r"|(?:cordiali|distinti) saluti|grazie.{0,12}|.{0,6}vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|(?:alvast )?bedankt)[,.!]?",
    re.IGNORECASE,
)
LAST_LINES = 8
LONGEST_CLOSING = 48
NAMES = ("[name]", "^[name]", "/[name]")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’)]?(?<![\s.]\d\.)(?<!^\d\.)(?<!\be\.g\.)(?<!\bi\.e\.)\s+")
TAIL = re.compile(r"(?:\s+\^\w{2,3}|\s*(?:[:;]-?[)D(P]|[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f]))+\s*$")
ENDS, INITIALS = ".!?…]", 4
FILLERS = re.compile(r"(?:,\s|^)(?:uh|um|er|erm|ähm?|euh)\b,?", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{3,}")
STEM = 6
LEAST_RARITY = 0.05
"""What the most usual word still says, so that a workspace of a few like requests has some to quote."""
POLITE = (
    r"\b(?:le|lhe) (?:habla|fala) \[name\]"
    r"|\[name\],? (?:here|from|at|von|de|speaking|hier|à l'appareil)|\b(?:i'm|i am|this is|my name(?: is|'s)|it's|ich bin|hier ist|mein name|je suis"
    r"|je m'appelle|soy|me llamo"
    r"|mi nombre|sou|chamo-me|fala|sono|mi chiamo|ik ben|met) (?:\w+ )?\[name\]|\byou(?:'re| are) (?:speaking|through|talking)\b|\btaking over\b"
    r"|\btakes? over\b|\bthanks for (?:writing|your|the|waiting|getting|calling|bearing|being)|\bthank you for\b|\bthank you\b.{0,20}$|^thanks\b"
    r"|^danke\b|\bdanke für\b|\bmerci (?:de|d'|pour)|^merci\b|\bgracias por\b|^gracias\b|\bobrigad[oa] p|\bgrazie p|\bbedankt voor\b"
    r"|\bhow (?:can|may) i help\b|\bcan i do for you\b|\bwie kann ich\b|\banything else\b|\bhave a (?:nice|good|great|lovely)\b|\b(?:good)?bye\b"
    r"|\byou(?:'re| are) welcome\b|^(?:glad|happy|my pleasure|pleasure|gern)|\bthat's all done\b|\bgood (?:morning|afternoon|evening)\b"
    r"|\bi(?:'ve| have) read (?:what|your)|\bteam\b.{0,12}\[name\]|\bcan i help you with\b|\bassistant\b|\bsee what (?:i|we) can do\b"
    r"|\b(?:ring|call|write|contact us|get in touch|be in touch) (?:(?:me|us) )?again\b|\bif anything (?:else )?comes up\b|\bhelping you today\b"
    r"|\b(?:through|passed) security\b|\b(?:got|have|read) your message\b|\bread through\b"
)
STALLING = (
    r"\blet me (?:see|check|look|have|pull|get|open|find)|\bi(?:'ll| will| can|'m going to|'m just) (?:just |now "
    r"|quickly )?(?:check|look|see\b|have a look"
    r"|take a look|find out|ask|pull|do the sum|get somebody|get a colleague)|\bi'm (?:looking|checking|asking)\b|\b(?:one|a"
    r"|just a) (?:moment|second|sec|minute)\b"
    r"|\bbear with|\bhold on\b|\bwon't be long\b|\b(?:einen|kleinen) moment|\bich (?:schaue|schau|prüfe|sehe nach|frage nach)"
    r"|\bje (?:regarde|vérifie|vais voir)"
    r"|\bun instant|\bun momento|\bdéjame|\blo (?:miro|reviso|compruebo)|\bvoy a (?:ver|mirar|comprobar)|\bvou (?:ver"
    r"|verificar|consultar)|\bsó um"
    r"|\bdeixe-me|\bcontrollo\b|\bun attimo|\beven kijken|\bik kijk|\bsomebody needs to check"
)
PROMISING = (
    r"(?:get|come|write|report) back to you|\bwill (?:let you know|update you|be in touch|contact you)|\bi(?:'ll"
    r"| will) (?:write|let you|get back|come back"
    r"|call|keep you)|\bas soon as (?:i|they|we)\b|\bmelde (?:ich )?mich|\bgebe bescheid|\bje reviens|\bje vous (?:tiens"
    r"|recontacte|écris)|\bte aviso|\ble aviso"
    r"|\bles? escrib|\baviso-o|\bdou notícias|\bentro em contacto|\bla ricontatto|\bik laat"
)
SORRY = (
    r"^(?:oh[,.! ]+)?(?:(?:i'm|we're|i am|so|very|no,?|really) )*(?:sorry|apolog\w+|i understand|understood|tut (?:mir|uns) leid|entschuldig\w+"
    r"|(?:je suis )?désolée?|je comprends|lo siento|entiendo|lamento|peço desculpa|desculp\w+|mi dispiace|capisco|het spijt)\b"
)
IDLE = f"{POLITE}|{STALLING}|{PROMISING}"
DIGIT = re.compile(r"\d")
CODE = re.compile(r"(?<![\w.,:/@&-])(?=(?:[A-Z-]*\d){5})[A-Z0-9]+(?:-[A-Z0-9]+)*(?![\w%€$£]|[.,:/]\d)")
"""A number by which a company knows a thing of a customer."""
SECRET = re.compile(r"\b((?:code|pin|card|ending|karte|carte|tarjeta|cartão)(?: in| is| was|:)? )\d{4}\b", re.IGNORECASE)
SPELT = re.compile(r"\b\d(?:[ -]\d){4,}\b")
AMOUNT_DIGITS = 5
"""Digits up to which a plain number may be an amount."""
REFUSED = re.compile(r"\d|can't|cannot|\bnot\b|\bno\b|nicht|kein|pas\b|no puedo|não", re.IGNORECASE)
REQUESTING = (
    r"\?\s*$|\b(?:please|pls|kindly|can (?:you|i|we)|could (?:you|i|we)|may i|i(?:'d| would) like|i (?:want|need|wish)"
    r"|how (?:do|can|to|long|much|many)"
    r"|bitte|kann ich|können sie|könnt ihr|ich (?:möchte|brauche|will)|pouvez-vous|puis-je|je (?:voudrais|souhaite|veux)|svp|merci de"
    r"|podrías?|pueden?|puedo|quiero|quisiera|necesito|por favor|podem|posso|quero|preciso|gostaria|vorrei|potete|ik wil|kunt u|graag)\b"
)


def own(text: str) -> str:
    r"""The words of a turn without quoted mail, signature, greeting line and closing.

    >>> own("Hi Jo,\nWhere is it?\n\nBest wishes\nAl\n\nOn 3 May 2026, Acme wrote:\n> Hello")
    'Where is it?'
    """
    if "\n" not in text:
        return text.strip()
    mark = HEADER.search(text)
    kept = text[: mark.start()] if mark and text[: mark.start()].strip() else text
    lines = [line for line in kept.split("\n") if not line.lstrip().startswith(">") and not (mark and mark[0] in line)]
    rule = next((place for place, line in enumerate(lines) if place and RULE.match(line.strip())), len(lines))
    lines = [line.strip() for line in lines[:rule]]
    while len(lines) > 1 and (not lines[0] or GREETING.fullmatch(lines[0])):
        lines.pop(0)
    for place in range(max(1, len(lines) - LAST_LINES), len(lines)):
        if CLOSING.fullmatch(lines[place]) and all(len(line) < 80 and not line.endswith("?") for line in lines[place + 1 :]):
            return "\n".join(lines[:place]).strip()
    return "\n".join(lines).strip()


def sentences(text: str) -> tuple[str, ...]:
    r"""The sentences of a turn's own words, without a greeting at the front, pauses in speech, and smileys.

    >>> sentences("Hello [name], of course. 1. Open it. 2. Press Save :)\n\nKind regards\n[name]")
    ('of course.', '1. Open it.', '2. Press Save')
    """
    found = []
    for paragraph in paragraphs(own(text)):
        for part in SENTENCE_END.split(FILLERS.sub("", GREETING.sub("", paragraph))):
            ended = (part[-1:].isalnum() or part[-1:] in ENDS) and "^" not in part[-INITIALS:]
            plain = " ".join((part if ended else TAIL.sub("", part)).split()).strip(" ,-–")
            if len(plain) > 1 and plain not in NAMES and not (len(plain) < LONGEST_CLOSING and CLOSING.fullmatch(plain)):
                found.append(plain)
    return tuple(found)


def paragraphs(text: str) -> list[str]:
    """Lines, with those joined that a mail program broke."""
    joined: list[str] = []
    for line in text.split("\n"):
        if joined and line and len(joined[-1]) > 60 and joined[-1][-1:] not in ".!?:…":
            joined[-1] += " " + line.strip()
        else:
            joined.append(line.strip())
    return [each for each in joined if each]


def said(pattern: str, sentences: Sequence[str]) -> np.ndarray:
    """Which sentences hold a pattern, in RE2's syntax, whatever their case."""
    found = pc.call_function("match_substring_regex", [pa.array(sentences, pa.string())], pc.MatchSubstringOptions(pattern, ignore_case=True))
    return found.to_numpy(zero_copy_only=False).astype(bool)


def asking(sentences: Sequence[str]) -> np.ndarray:
    """Which sentences ask for something.

    >>> asking(["Could you send it?", "It rained."]).tolist()
    [True, False]
    """
    return said(REQUESTING, sentences)


def telling(sentences: Sequence[str]) -> np.ndarray:
    """Which sentences of support say something: no greeting, question, promise or "let me check".

    >>> telling(["It takes 3 days.", "Let me check.", "Hi [name], I'm [name].", "Which order?", "So sorry to hear that!"]).tolist()
    [True, False, False, False, False]
    """
    empty = np.array([text.endswith("?") or (text.count(" ") < 2 and not DIGIT.search(text)) for text in sentences], dtype=bool)
    sorry = np.array([text.count(" ") < 10 and not REFUSED.search(text) for text in sentences], dtype=bool) & said(SORRY, sentences)
    return ~(empty | sorry | said(IDLE, sentences))


def courteous(sentences: Sequence[str]) -> np.ndarray:
    """Which sentences are only polite, or say who writes.

    >>> courteous(["[name] here, how can I help?", "Have you tried it again?"]).tolist()
    [True, False]
    """
    return said(POLITE, sentences)


def masked(text: str) -> str:
    """A text without the numbers by which a company knows a customer's things.

    >>> masked("Order 46-14903, INV20411 or 5 2 4 1 1 4: at most 10000, the code is 4418")
    'Order [number], [number] or [number]: at most 10000, the code is [number]'
    """
    kept = CODE.sub(lambda match: match[0] if match[0].isdigit() and len(match[0]) <= AMOUNT_DIGITS else "[number]", text)
    return SECRET.sub(r"\1[number]", SPELT.sub("[number]", kept))


def stems(text: str) -> tuple[str, ...]:
    """The beginnings of the words of a text, so that forms of one word are one.

    >>> stems("Refunds were refunded")
    ('refund', 'were')
    """
    return tuple(sorted({word[:STEM].rstrip("s") for word in WORD.findall(text.lower())}))


class Rarity(dict[str, float]):
    """How much a stem says, by how many of some turns hold it."""

    def __init__(self, held: Mapping[str, int], total: int) -> None:
        """Count from these turns."""
        super().__init__()
        self.held, self.total = held, total

    def __missing__(self, stem: str) -> float:
        """What is looked up once is known from then on."""
        self[stem] = max(math.log((self.total + 1) / (self.held.get(stem, 0) + 1)) - 1.0, LEAST_RARITY)
        return self[stem]
