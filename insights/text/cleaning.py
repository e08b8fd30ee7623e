"""Text as a person would read it, and the part of a turn that the turn itself says.

Where a mark is in doubt the words are kept: losing a customer's words is worse than keeping a signature.
"""

from __future__ import annotations

import html as entities
import re
import unicodedata

from selectolax.lexbor import LexborHTMLParser

from insights.text.quoting import is_one_line, without_quotes, without_tail

LONGEST = 100_000
LONGEST_SOURCE = 2_000_000

KEPT = frozenset({"script", "style", "title", "textarea", "iframe"})
BLOCKS = frozenset(
    {"p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "section", "article"}
    | {"header", "footer", "address", "form", "fieldset", "figure", "figcaption", "main", "nav", "aside", "option"}
)
TAG = re.compile(r"""<(/?)([a-zA-Z][a-zA-Z0-9:\-]{0,30}+)(?:[^<>"']|"[^"]{0,5000}+"|'[^']{0,5000}+')*+>""")
# Marks for breaks while white space is collapsed; control characters, so no text can hold them once it is cleaned.
BREAK, QUOTE, UNQUOTE = "\x01", "\x02", "\x03"

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb]")
LINE_END = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
SPACES = re.compile(r"[^\S\n]++")
EDGES = re.compile(r" ?\n ?")
BLANK_LINES = re.compile(r"\n{3,}+")
SURROGATE = re.compile(r"[\ud800-\udfff]")


def plain(text: str, *, html: bool) -> str:
    r"""Readable text: no tags, entities, control characters or stray white space, in Unicode's composed form.

    At most 100,000 characters are kept. Blocks become lines, links keep their text, quoted blocks get "> " as in plain mail.

    >>> plain("<p>Caf&eacute;&nbsp;&amp; <a href='https://example.com'>bar</a></p><p>open</p>", html=True)
    'Café & bar\nopen'
    """
    if not html and text.isprintable() and "&" not in text and "  " not in text:
        # Most messages are one clean line: none of what follows would find anything in it.
        return unicodedata.normalize("NFC", text[:LONGEST_SOURCE]).strip()[:LONGEST].rstrip()
    text = text[:LONGEST_SOURCE]
    if SURROGATE.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = _without_tags(text) if html else entities.unescape(text)
    text = CONTROL.sub("", LINE_END.sub("\n", text))
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    text = BLANK_LINES.sub("\n\n", EDGES.sub("\n", SPACES.sub(" ", text))).strip()
    return text[:LONGEST].rstrip()


def _without_tags(text: str) -> str:
    """What the parser leaves when it gets only what it must judge: it takes quadratic time for deep nesting, so containers go before it."""
    flat = TAG.sub(_flattened, CONTROL.sub(" ", LINE_END.sub("\n", text)))
    tree = LexborHTMLParser(flat)
    tree.strip_tags(sorted(KEPT))
    body = tree.body
    return _lines_quoted(re.sub(r"\s+", " ", body.text() if body is not None else ""))


def _flattened(tag: re.Match[str]) -> str:
    name = tag[2].lower()
    if name in KEPT:
        return tag[0]
    if name == "blockquote":
        return UNQUOTE if tag[1] else QUOTE
    if name in ("td", "th"):
        return " "
    return BREAK if name in BLOCKS else ""


def _lines_quoted(collapsed: str) -> str:
    """Marks made into line breaks, and lines inside quoted blocks given "> "."""
    depth, lines = 0, []
    for line in re.sub(f"{BREAK}[ {BREAK}]*", BREAK, re.sub(f"([{QUOTE}{UNQUOTE}])", f"{BREAK}\\1{BREAK}", collapsed)).split(BREAK):
        mark = line.strip()
        depth = depth + 1 if mark == QUOTE else max(0, depth - 1) if mark == UNQUOTE else depth
        if mark not in (QUOTE, UNQUOTE):
            lines.append(f"> {mark}" if depth and mark else mark)
    return "\n".join(line for line in lines if line)


GREETING_LINE = re.compile(
    r"(?:hi{1,9}|hello|hey{1,9}|hiya|dear|greetings|good (?:morning|afternoon|evening|day)|to whom it may concern|hallo|guten (?:tag|morgen"
    r"|abend)|moin"
    r"|servus|liebe[rs]?|sehr geehrte[rs]?|bonjour|bonsoir|salut|ch(?:er|ère)s?|madame|monsieur"
    r"|hola|buen(?:os|as) (?:días|tardes|noches)|estimad[oa]s?|querid[oa]s?|olá|oi|bom dia|boa (?:tarde|noite)|prezad[oa]s?|car[oaie]|ciao"
    r"|buongiorno|buonasera|salve|gentil[ei]|beste|geachte|hoi|goede(?:morgen|middag|navond))\b"
    r"(?:[ ,]{0,2}+[\w.'’\-\[\]/&]{1,24}+){0,6}+[ ]?[,!.:;–\-]{0,3}",
    re.IGNORECASE,
)
CLOSING_LINE = re.compile(
    r"(?:(?:with |my |many |all the )?(?:best|kind(?:est)?|warm(?:est)?|many)? ?(?:regards|wishes|thanks)|best|cheers|sincerely|yours (?:sincerely"
    r"|faithfully|truly)|thank you(?: (?:so|very) much| in advance| for your (?:help|time|assistance))?"
    r"|thanks(?: (?:again|so much|a lot|in advance|for your (?:help|time)))?|thx|many thanks|(?:mit )?(?:freundlichen|besten|herzlichen|lieben"
    r"|schönen) grü(?:ß|ss)en|(?:viele|liebe|beste|herzliche|schöne|freundliche) grü(?:ß|ss)e"
    r"|gruß|mfg|lg|vg|danke(?: im voraus)?|vielen dank(?: im voraus)?|(?:bien )?cordialement|cdlt|bien à vous|merci(?: d['’]avance| beaucoup)?"
    r"|(?:un )?(?:cordial )?saludos?(?: cordiales)?|atentamente|(?:muchas )?gracias(?: de antemano)?"
    r"|atenciosamente|att|(?:com os melhores |melhores )?cumprimentos|(?:muito )?obrigad[oa](?: desde já)?|abraços?|(?:cordiali|distinti) saluti"
    r"|grazie(?: mille)?|(?:met )?vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|alvast bedankt|bedankt)"
    r"(?P<rest>[ ]?[,.!]{0,3}(?:[ ,\-]{0,3}(?-i:[^\W\d_a-zà-ÿ][\w.'’\-]{0,20}|\[\w{1,20}\])){0,3}[.,!]?"
    r"(?: (?:from|aus|de|da|uit) (?:\w{1,20} ){0,2}(?-i:[^\W\d_a-zà-ÿ])\w{1,20})?)",
    re.IGNORECASE,
)
SIGNATURE_LINES = 12


def customer_words(text: str) -> str:
    r"""What this turn says: no quoted mail, signature, disclaimer, device line, nor lines that only greet or close.

    Never empty when the text holds anything that is not a quote: of a mail that is only "Thanks, Jane" that line is kept.

    >>> customer_words("Hi team,\nwhere is my order?\n\nBest,\nJo\n\nOn Monday, Acme wrote:\n> Hello")
    'where is my order?'
    """
    if is_one_line(text):
        return text.strip()
    own = without_quotes(text)
    lines = without_tail(own).split("\n")
    while lines and (not lines[0].strip() or GREETING_LINE.fullmatch(lines[0].strip())):
        lines.pop(0)
    return "\n".join(_without_closing(lines)).strip() or own


def _without_closing(lines: list[str]) -> list[str]:
    """Lines up to a closing near the end, when only short lines follow it; a postscript is kept."""
    for place in range(max(0, len(lines) - SIGNATURE_LINES), len(lines)):
        rest = lines[place + 1 :]
        if _closes(lines[place].strip()) and all(len(line) < 80 and not line.rstrip().endswith("?") for line in rest):
            return lines[:place] + [line for line in rest if re.match(r"p\.? ?s\b", line.strip(), re.IGNORECASE)]
    return lines


def _closes(line: str) -> bool:
    """Whether a line only closes a mail, in one language or, between bars, in several."""
    return all(CLOSING_LINE.fullmatch(part) for part in line.split(" / "))
