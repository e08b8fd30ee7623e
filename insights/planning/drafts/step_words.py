"""The words by which support asks, does and refuses: English, German, French, Spanish, Portuguese, Italian and Dutch, in RE2's syntax."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

GO_AHEAD = "whether to go ahead"


class Phase(StrEnum):
    """What a step is for, as it stands in a sequence."""

    ASK = "ask"
    LOOK_UP = "look up"
    DO = "do"
    REFUSE = "refuse"
    TELL = "tell what happens next"
    PASS_ON = "pass on"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that support does, as an instruction, or asks for, as a noun, and the words that show it."""

    text: str
    phase: Phase
    words: str


ASKED = (
    Step(
        "the order, booking, invoice or account number",
        Phase.ASK,
        r"(?:order|account|reference|booking|customer|invoice|ticket|policy|contract|tracking|member(?:ship)?|case|serial|import|gift card)"
        r"(?:'s)? ?(?:number|no\b|id\b)|which (?:order|booking|invoice|project|account|workspace|import|transfer|payment|client)|\bthe number\b"
        r"|nummer|numéro|número|numero|welche[rsn]? (?:bestellung|rechnung)|quelle (?:commande|facture)|qué pedido|qual (?:pedido"
        r"|fatura)|de quel pedido",
    ),
    Step("the e-mail address", Phase.ASK, r"e-?mail|which address|this address|sign in with|correo|adresse ist das|quelle adresse|qual endereço"),
    Step("the name", Phase.ASK, r"(?:full|your|whose|what|which) name|name ist|quel nom|qué nombre|que nome|in whose name|under which name"),
    Step("the date of birth", Phase.ASK, r"date of birth|birthday|geburtsdatum|date de naissance|fecha de nacimiento|data de nascimento|di nascita"),
    Step(
        "the address or postcode",
        Phase.ASK,
        r"post ?code|zip|new address|house number|postleitzahl|neue adresse|code postal|código postal|where to\b",
    ),
    Step("the day or time", Phase.ASK, r"\bwhen\b|which (?:day|date|month|period)|what (?:day|date|time)|wann\b|quand\b|cuándo|quando\b|wanneer"),
    Step("the amount", Phase.ASK, r"how much|(?:which|what|the) amount|wie viel|combien|cuánto|quanto\b|hoeveel"),
    Step(
        "a photo, screenshot or file", Phase.ASK, r"photo|picture|screenshot|attach|\bfile\b|\bfoto|bild\b|capture|captura|fichier|archivo|ficheiro"
    ),
    Step(
        "the wording of the message",
        Phase.ASK,
        r"(?:exact|error|the|which|what) (?:message|error|wording|code)|does it say|meldung|message affiché|mensaje",
    ),
    Step(
        "the device, system or version", Phase.ASK, r"which (?:device|phone|browser|version|system|app|model)|what (?:phone|browser|device)|modell\b"
    ),
    Step(
        "the last digits of the card",
        Phase.ASK,
        r"last (?:four|4)|card ending|ending in|digits|\[card\]|letzten (?:vier|4)|derniers chiffres|últimos",
    ),
    Step(
        "whose account it is and what they may do", Phase.ASK, r"\bowner|\badmin|account holder|are you the|inhaber|propriétaire|titular|proprietário"
    ),
    Step(
        "which item, size or kind",
        Phase.ASK,
        r"which (?:item|size|colou?r|one|product|card|plan|code|part)|welche[rsn]? |quelle (?:taille|couleur)|qué talla",
    ),
    Step("the reason", Phase.ASK, r"\bwhy\b|reason|what happened|warum|weshalb|pourquoi|por qué|porquê|porque motivo|perché"),
    Step(
        GO_AHEAD,
        Phase.ASK,
        r"shall i|should i|would you like me|do you want me|is that (?:ok|right|correct)|may i|want me to|soll ich|dois-je"
        r"|quiere que|posso\b|va bene",
    ),
)
LOOKED_UP = (
    r"\bi (?:can |do )?see\b|\bi(?:'ve| have) (?:just )?(?:checked|looked|found|asked|had a look|had it)|\bi (?:checked|looked|found|asked)\b"
    r"|\bfound it\b|it shows|\bich (?:sehe|habe (?:nachgesehen|geprüft))|\bje vois\b|j'ai (?:regardé|vérifié)|\bveo\b"
    r"|he (?:mirado|visto)|\bvejo\b"
    r"|\bvedo\b|\bik zie\b"
)
STEPS = (
    Step("Look up the case.", Phase.LOOK_UP, LOOKED_UP),
    Step(
        "Cancel it.",
        Phase.DO,
        r"\bcancel+ed\b|cancel+ation is|\bvoid(?:ed)?\b|storniert|gekündigt|annulée?s?\b|cancelad[oa]|cancelé|cancelei|annullat|geannuleerd",
    ),
    Step(
        "Pay it back or credit it.",
        Phase.DO,
        r"\b(?:refunded|credited|waived|reversed|reimbursed)\b|refund (?:is|has)|(?:paid|sent) (?:it |you )?back|issued (?:a|the"
        r"|your)|money's on its way"
        r"|erstattet|gutgeschrieben|remboursé|reembols|devuelto|rimborsat|terugbetaald",
    ),
    Step(
        "Send a replacement.",
        Phase.DO,
        r"replacement (?:is|has|will|left|goes|leaves)|(?:sent|sending|ordered) (?:you )?(?:a|an|another) (?:new|replacement"
        r"|second)|new (?:one|card) (?:is|goes|leaves)"
        r"|sent (?:it|them) again|reshipp?ed|ersatz|neue karte|nouvelle carte|nueva tarjeta|novo cartão",
    ),
    Step(
        "Change the record.",
        Phase.DO,
        r"\bi(?:'ve| have)(?: just| now)? (?:changed|updated|moved|switched|corrected|added|removed|applied|set|put|entered"
        r"|merged|raised|lowered|linked|renamed)"
        r"|(?:is|are|'s) (?:in|now (?:changed|set|updated|added))\b|\b(?:is|has been|'s) (?:changed|updated|moved|switched"
        r"|corrected|added|removed|applied)"
        r"|geändert|umgestellt|hinzugefügt|j'ai (?:changé|modifié|ajouté|corrigé)|modifié|he (?:cambiado|añadido|corregido)"
        r"|cambiad[oa]|alterei|alterad[oa]"
        r"|modificat|gewijzigd",
    ),
    Step(
        "Unlock, reset or switch it on.",
        Phase.DO,
        r"\b(?:reset|unlocked|re-?enabled|reactivated|reconnected|unblocked|re-?opened|restored|activated|switched (?:it )?on)\b"
        r"|zurückgesetzt|entsperrt|freigeschaltet|wiederhergestellt|réinitialis|débloqué|rétabli|desbloque|restablec|reativ|sbloccat",
    ),
    Step("Block or freeze it.", Phase.DO, r"\b(?:blocked|frozen|freeze is|stopped)\b|gesperrt|bloqué|bloquead"),
    Step(
        "Close or delete it.",
        Phase.DO,
        r"\b(?:i(?:'ve| have)|has been|have been|is now|are now) (?:deleted|closed|archived|removed)\b|gelöscht|geschlossen|supprimé|borrad|eliminad",
    ),
    Step(
        "Send the link, code, label or document.",
        Phase.DO,
        r"\b(?:i(?:'ve| have)|just|has been|is) (?:just |now )?(?:sent|e-?mailed|mailed|forwarded|resent|posted)|here(?:'s"
        r"| is) (?:the|your|a) |attached"
        r"|there you go|geschickt|gesendet|gemailt|envoyé|je viens de vous l|enviad[oa]|he enviado|enviei|inviat|gestuurd",
    ),
    Step(
        "Open a case, claim or search.",
        Phase.DO,
        r"\b(?:opened|raised|started|filed|reported|registered|logged) (?:a|an|the|it|your)|gestartet|eröffnet|gemeldet"
        r"|j'ai (?:ouvert|lancé)|he abierto|abri ",
    ),
    Step(
        "Say that it is done.",
        Phase.DO,
        r"\bthat's done\b|\ball done\b|\bit's done\b|^done\b|\bsorted\b|erledigt|c'est (?:fait|réglé)|\bhecho\b|\bfeito\b|tratado"
        r"|\bfatto\b|geregeld",
    ),
    Step(
        "Pass it on to a colleague or another team.",
        Phase.PASS_ON,
        r"escalat|(?:pass(?:ed|ing)|forward(?:ed|ing)|hand(?:ed|ing)|transferr?(?:ed|ing)?|giv(?:en|ing)|asking|put(?:ting)?).{0,30}"
        r"(?:team|colleague|department|specialist|manager|through|owner|warehouse|finance)|weitergeleitet|weitergegeben"
        r"|gebe .{0,20}weiter|transmis|"
        r"se lo paso|he pasado|encaminh|passei|inoltrat|doorgestuurd",
    ),
    Step(
        "Say how long it takes, or what comes next.",
        Phase.TELL,
        r"(?:takes?|within|in|allow|by|until|after|up to|about) (?:\w+ ){0,2}(?:\d+|a few|one|two|three|four|five|ten)(?:\s?(?:to"
        r"|-|–|or)\s?\w+)? ?"
        r"(?:business |working )?(?:hour|day|minute|week|month)|you(?:'ll| will| should) (?:get|see|have|receive|find)"
        r"|(?:arrives?|arriving|comes?|is due) "
        r"(?:on |by )?(?:mon|tues|wednes|thurs|fri|satur|sun|tomorrow|today|tonight)|werktag|tagen\b|jours\b|días\b|dias\b|giorni\b|dagen\b"
        r"|sie (?:bekommen|erhalten)|vous (?:recevrez|recevez)|recibirá|vai receber|riceverà",
    ),
)
REFUSING = (
    r"\b(?:i|we|you|it|that|they|nobody) (?:can't|cannot|can not|couldn't|won't|am unable|are unable|mayn't)\b|can't be\b"
    r"|cannot be\b|not possible|isn't possible"
    r"|no way round|unable to|unfortunately|not allowed|isn't (?:included|covered|allowed)|not eligible|\bwe don't\b"
    r"|nothing i can|too late|^no,? sorry|those are the rules"
    r"|sorry, no\b|leider|kann (?:ich|man|nicht)|können wir nicht|nicht möglich|malheureusement|ne (?:peux|pouvons|peut)"
    r"|pas possible|no (?:puedo|podemos|se puede|es posible)"
    r"|não (?:posso|podemos|é possível|dá)|non (?:posso|possiamo|è possibile)|niet mogelijk|kan (?:ik )?niet"
)
