"""Quoted mail, signatures and disclaimers, by the marks that mail programs leave in English, German, French, Spanish, Portuguese, Italian and Dutch.

Where a mark is in doubt the words are kept: losing a customer's words is worse than keeping a signature.
"""

from __future__ import annotations

import re

BLANK_LINES = re.compile(r"\n{3,}+")
_DATE = r"[^\n]{3,160}(?:\n[^\n]{1,120})?"
QUOTE_HEADER = re.compile(
    rf"^(?:[ \t]*+(?:On {_DATE}(?<! I) wrote|Am {_DATE} schrieb[^\n]{{0,120}}|Le {_DATE} a écrit|El {_DATE} escribió|Em {_DATE} escreveu"
    rf"|Il {_DATE} ha scritto|Op {_DATE} schreef[^\n]{{0,120}}"
    r"|[^\n]{3,120}@[^\n]{3,60}> (?:escreveu|schrieb|wrote|a écrit|escribió|ha scritto|schreef)\b[^\n]{0,60})[ \u00a0]?:[ \t]*+$"
    r"|[ \t]*+-{2,}+[ \t]*+(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Message d['’]origine|Message original|Mensaje original"
    r"|Mensagem original|Messaggio originale|Oorspronkelijk bericht)[ \t]*+-{2,}+"
    r"|_{10,}+[ \t]*+\n++(?=[ \t]*+\*?(?:From|Von|De|Da|Van)\*?[ \t]?:)"
    r"|\*?(?:From|Von|De|Da|Van)\*?[ \t]?:[^\n]{2,200}\n(?:[^\n]{0,200}\n){0,2}?\*?(?:Sent|Date|Gesendet|Datum|Envoyé|Enviado(?: el| em)?|Fecha"
    r"|Data|Inviato|Verzonden)\*?[ \t]?:[^\n]{4,100}"
    r"|##-[^\n]{5,120}-##[ \t]*+$)",
    re.MULTILINE | re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^[ \t]*+-{2,}+[ \t]*+(?:Forwarded message|Weitergeleitete Nachricht|Message transféré|Mensaje reenviado|Mensagem encaminhada"
    r"|Messaggio inoltrato"
    r"|Doorgestuurd bericht)[ \t]*+-{2,}+",
    re.MULTILINE | re.IGNORECASE,
)
SIGNATURE_RULE = re.compile(r"^(?:--|—|_{2,}+|\*{3,}+) ?$", re.MULTILINE)
DEVICE = re.compile(
    r"^[ \t]*+(?:Sent (?:from|via) (?:my |the )?\w|Get Outlook for|Sent with |Von meinem \w{1,20} gesendet|Gesendet (?:von|mit) "
    r"|Diese Nachricht wurde von meinem|Envoyé (?:de|depuis|à partir) |Télécharge[rz] Outlook|"
    r"Enviado (?:desde|do|de|a partir)|Obter o Outlook|Obtener Outlook|Inviato da"
    r"|Scarica Outlook|Outlook voor |(?:Verzonden|Verstuurd) (?:vanaf|met|via))[^\n]{0,80}$",
    re.MULTILINE | re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^[ \t]*+(?:(?:this|the) (?:e-?mail|message|communication|information)[^\n]{0,120}(?:confidential|intended (?:only|solely)|privileged)"
    r"|confidentiality notice|disclaimer\b|if you are not the intended recipient"
    r"|please consider the environment|diese e-?mail[^\n]{0,120}vertraulich|diese nachricht[^\n]{0,120}vertraulich|ce (?:message|courriel"
    r"|mail)[^\n]{0,160}confidentiel|este (?:mensaje|correo)[^\n]{0,160}confidencial"
    r"|esta mensagem[^\n]{0,160}confidencia|avant d['’]imprimer|denken sie an die umwelt|questo messaggio[^\n]{0,160}riservat|dit (?:bericht"
    r"|e-mailbericht)[^\n]{0,160}vertrouwelijk"
    r"|(?:de informatie|le informazioni|las? informaci(?:ón|ones)|as informações)[^\n]{0,80}(?:bericht|messaggio|mensaje|correo|mensagem)"
    r"[^\n]{0,160}(?:bestemd|riservat|confidencia|destinat)|(?:denk aan het milieu|rispetta l['’]ambiente|(?:antes de imprimir|prima di stampare)"
    r"[^\n]{0,60}ambiente)\b)",
    re.MULTILINE | re.IGNORECASE,
)

CONTACT = re.compile(r"(?:www\.|https?://)[^\s]{3,80}|(?:tel|phone|mobile?|fax|t|m|f)\.?:? ?\+?[\d (][\d ()./-]{5,24}(?: \| .{1,40})?", re.IGNORECASE)
BARRED = re.compile(r"[^|]{2,60}(?: \| [^|]{2,60}){1,4}")
CONTACT_LINES = 7


def is_one_line(text: str) -> bool:
    """True for a line that quotes nothing, as most turns of a chat are: it is all that its turn says, be it a greeting or a signature."""
    return not ("\n" in text or "--" in text or "##-" in text or text.lstrip().startswith(">") or text.rstrip().endswith(":"))


def without_quotes(text: str) -> str:
    """The text before a quote's header, or around the lines marked ">"; all of it when nothing but an unmarked quote is there."""
    header = QUOTE_HEADER.search(text)
    if header is not None:
        before, after = text[: header.start()], text[header.end() :]
        marked = after.lstrip().startswith(">")
        text = f"{before}\n{after}" if marked or not _unmarked(before) else before
    forwarded = FORWARDED.search(text)
    if forwarded is not None and _unmarked(text[: forwarded.start()]):
        text = text[: forwarded.start()]
    return _unmarked(text)


def _unmarked(text: str) -> str:
    return BLANK_LINES.sub("\n\n", "\n".join(line for line in text.split("\n") if not line.lstrip().startswith(">"))).strip()


def _contacts(text: str) -> int:
    """Where a block of contacts at the end begins that no mark announces: the end of the text where there is none.

    One line of it at least is a web address or a telephone number, and another too or parts between bars; none is a sentence, and the line before
    does not lead up to it, since an address can be what a customer has to say.
    """
    before, blank, block = text.rstrip().rpartition("\n\n")
    lines = [line.strip() for line in block.split("\n")]
    if (
        not blank
        or before.rstrip().endswith(":")
        or not 2 <= len(lines) <= CONTACT_LINES
        or any(line.endswith(("?", "!", ".", ":")) for line in lines)
    ):
        return len(text)
    sure = sum(CONTACT.fullmatch(line) is not None for line in lines)
    likely = sum(BARRED.fullmatch(line) is not None for line in lines)
    return len(before) if sure and sure + likely >= 2 else len(text)


def without_tail(text: str) -> str:
    """Cut at the earliest signature rule, device line or disclaimer that has words before it."""
    cuts = [found.start() for pattern in (SIGNATURE_RULE, DEVICE, DISCLAIMER) if (found := pattern.search(text)) is not None]
    return text[: min([*cuts, _contacts(text)])]
