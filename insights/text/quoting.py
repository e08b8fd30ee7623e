"""Quoted mail, signatures and disclaimers, by the marks that mail programs leave in English, German, French, Spanish, Portuguese, Italian and Dutch.

Where a mark is in doubt the words are kept: losing a customer's words is worse than keeping a signature.
"""

from __future__ import annotations

import re

BLANK_LINES = re.compile(r"\n{3,}+")
_DATE = r"[^\n]{3,160}(?:\n[^\n]{1,120})?"
QUOTE_HEADER = re.compile(
    rf"^(?:[ \t]*+(?:On {_DATE}(?<! I) wrote|Am {_DATE} schrieb[^\n]{{0,120}}|Le {_DATE} a écrit|El {_DATE} escribió|Em {_DATE} escreveu"
    rf"|Il {_DATE} ha scritto|Op {_DATE} schreef[^\n]{{0,120}})[ \u00a0]?:[ \t]*+$"
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
    r"Enviado (?:desde|do|de|a partir)|Obter o Outlook|Obtener Outlook|Inviato da|Verzonden (?:vanaf|met|via))[^\n]{0,80}$",
    re.MULTILINE | re.IGNORECASE,
)
DISCLAIMER = re.compile(
    r"^[ \t]*+(?:(?:this|the) (?:e-?mail|message|communication|information)[^\n]{0,120}(?:confidential|intended (?:only|solely)|privileged)"
    r"|confidentiality notice|disclaimer\b|if you are not the intended recipient"
    r"|please consider the environment|diese e-?mail[^\n]{0,120}vertraulich|diese nachricht[^\n]{0,120}vertraulich|ce (?:message|courriel"
    r"|mail)[^\n]{0,160}confidentiel|este (?:mensaje|correo)[^\n]{0,160}confidencial"
    r"|esta mensagem[^\n]{0,160}confidencia|avant d['’]imprimer|denken sie an die umwelt|questo messaggio[^\n]{0,160}riservat|dit (?:bericht"
    r"|e-mailbericht)[^\n]{0,160}vertrouwelijk)",
    re.MULTILINE | re.IGNORECASE,
)


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


def without_tail(text: str) -> str:
    """Cut at the earliest signature rule, device line or disclaimer that has words before it."""
    cuts = [found.start() for pattern in (SIGNATURE_RULE, DEVICE, DISCLAIMER) if (found := pattern.search(text)) is not None]
    return text[: min(cuts)] if cuts else text
