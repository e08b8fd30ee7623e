"""Names that help desks give to columns, in English, German, French, Spanish and Portuguese."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC
from types import MappingProxyType

from insights.sources.mapping import Meaning
from insights.sources.times import parse_time

# The first names of a row are the surest. Written as `plain_name` leaves them.
ALIASES = MappingProxyType(
    {
        Meaning.CONVERSATION: (
            "conversation id|conversationid|conversation|ticket id|ticketid|ticket number|ticket no|ticket nr|ticket|case id|case number|"
            "casenumber|case|case ref|case reference|ticket ref|ticket reference|chat id|chatid|"
            "thread id|session id|call id|contact id|interaction id|dialogue id|dialog id|issue id|request id|"
            "conv id|convo id|id conversation|conversation number|display id|room id|incident id|konversations id|konversation|gesprachs id|"
            "gesprach|gesprach id|ticketnummer|vorgangsnummer|vorgang|fallnummer|anfrage id|chat nr|id de conversation|numero de ticket|"
            "id du ticket|id ticket|dossier|numero de dossier|echange|id de conversacion|conversacion|id conversacion|numero de caso|"
            "id del ticket|id de la conversacion|caso|id da conversa|conversa|id conversa|numero do ticket|protocolo|id do ticket|"
            "numero do chamado|chamado|id atendimento|atendimento|id|number|nummer|key|issue key|reference|referenz"
        ),
        Meaning.TEXT: (
            "message text|message body|text|body|message|content|message content|body text|plain body|plaintext|utterance|comment body|"
            "comment|reply|post|tweet|note body|description|body plain|html body|body html|msg|message plain|comment text|chat message|"
            "question|query|ticket description|thread body|"
            "inhalt|nachricht|nachrichtentext|mitteilung|beschreibung|antwort|kommentar|anfrage|nachricht text|texte|contenu|"
            "corps|corps du message|texte du message|commentaire|contenu du message|demande|texto|mensaje|contenido|cuerpo|descripcion|"
            "comentario|texto del mensaje|consulta|mensagem|conteudo|corpo|descricao|texto da mensagem"
        ),
        Meaning.TRANSCRIPT: (
            "transcript|chat transcript|conversation transcript|full transcript|transcription|chat log|conversation text|messages|dialogue|"
            "dialog|conversation history|chat history|full conversation|thread|log|chat text|conversation body|transkript|gesprachsverlauf|"
            "verlauf|chatverlauf|mitschrift|historique|historique de conversation|retranscription|transcripcion|historial|historial de chat|"
            "transcricao|historico|historico da conversa"
        ),
        Meaning.TIME: (
            "sent at|message created at|timestamp|created at|message time|sent|time|date time|datetime|date|sent time|sent date|message date|"
            "message timestamp|created|created time|created date|creation date|created datetime|started at|start time|started|"
            "ticket created timestamp|ticket created|opened|opened at|opened at utc|posted at|posted|ts|conversation started at|received at|"
            "date created|createdate|occurred at|start|zeit|zeitpunkt|datum|uhrzeit|gesendet|gesendet am|erstellt|erstellt am|zeitstempel|"
            "datum uhrzeit|eingang|eingegangen am|beginn|heure|date heure|envoye|envoye le|horodatage|date d envoi|date de creation|cree le|"
            "fecha|hora|fecha y hora|enviado|enviado el|fecha de envio|creado|creado el|fecha de creacion|data|data e hora|data hora|"
            "enviado em|data de envio|criado em|data de criacao"
        ),
        Meaning.AUTHOR_ROLE: (
            "author role|message author type|author type|sender type|role|sender role|speaker role|participant type|participant|from type|"
            "user type|speaker|direction|message direction|inbound|is inbound|incoming|from agent|is agent|from customer|is customer|"
            "created by type|message type|actor type|sender kind|by|rolle|absendertyp|autorentyp|sprecher|richtung|typ des absenders|"
            "role de l auteur|type d auteur|type d expediteur|sens|rol|tipo de autor|tipo de remitente|direccion|papel|funcao|"
            "tipo de remetente|direcao|tipo do autor"
        ),
        Meaning.AUTHOR: (
            "author|author name|sender|sender name|from|from name|author id|sender id|user|username|user name|name|agent or customer|"
            "written by|created by|posted by|who|from email|sender email|author email|actor|commenter|display name|"
            "thread author|message author|absender|autor|verfasser|"
            "von|benutzer|auteur|expediteur|de|nom|envoye par|remitente|usuario|nombre|enviado por|remetente|nome|autor da mensagem"
        ),
        Meaning.CUSTOMER: (
            "customer id|customer|requester id|requester|requester email|customer email|client id|client|contact|contact email|visitor id|"
            "visitor|end user id|end user|enduser|buyer|contact name|customer name|requester name|user id|userid|consumer|account id|kunde|"
            "kunden id|kundennummer|kundennr|kunden nr|anfragesteller|kontakt|demandeur|id client|numero client|contact client|cliente|"
            "id cliente|id de cliente|solicitante|id do cliente|contato"
        ),
        Meaning.CHANNEL: (
            "channel|via|source type|medium|contact channel|ticket channel|via channel|origin|source|platform|kanal|quelle|herkunft|canal|"
            "origine|origen|origem|plataforma"
        ),
        Meaning.TEAM: (
            "team|group|team name|group name|assigned team|department|queue|inbox|assignee group|team assigned|mailbox|brand|gruppe|"
            "abteilung|warteschlange|postfach|equipe|groupe|service|file d attente|equipo|grupo|departamento|cola|fila|setor"
        ),
        Meaning.SUBJECT: (
            "subject|title|ticket subject|ticket name|summary|topic line|headline|conversation subject|betreff|titel|thema|objet|sujet|titre|asunto|"
            "titulo|assunto"
        ),
        Meaning.CSAT: (
            "csat|csat score|rating|satisfaction|satisfaction score|satisfaction rating|customer satisfaction|conversation rating|"
            "survey score|score|stars|rating score|happy|happiness|smiley|thumbs|helpful|was this helpful|csat rating|"
            "bewertung|zufriedenheit|sterne|note client|note de satisfaction|evaluation|calificacion|"
            "satisfaccion|valoracion|puntuacion|avaliacao|satisfacao|nota"
        ),
        Meaning.CSAT_COMMENT: (
            "csat comment|rating comment|satisfaction comment|rating remark|feedback|remark|survey comment|customer feedback|"
            "conversation rating remark|bewertungskommentar|kommentar zur bewertung|ruckmeldung|commentaire de satisfaction|"
            "comentario de satisfaccion|comentario da avaliacao"
        ),
        Meaning.INTERNAL: (
            "internal|is internal|internal note|private|is private|note|is note|public|is public|visibility|intern|privat|offentlich|interne|"
            "prive|interno|interna|privado|publico"
        ),
        Meaning.TAGS: (
            "tags|labels|tag|label|conversation tags|ticket tags|keywords|schlagworte|schlagworter|etiketten|etiquettes|mots cles|etiquetas|"
            "marcadores"
        ),
        Meaning.LANGUAGE: "language|lang|locale|conversation language|ticket language|sprache|langue|idioma|lingua",
        Meaning.STATE: ("state|status|conversation state|ticket status|conversation status|stage|zustand|statut|etat|estado|situacao|situacion"),
        Meaning.URL: "url|link|permalink|conversation url|ticket url|conversation link|web url|lien|enlace",
    }
)
RANKS = MappingProxyType(
    {meaning: MappingProxyType({name: rank for rank, name in reversed(list(enumerate(names.split("|"))))}) for meaning, names in ALIASES.items()}
)
KNOWN = frozenset(name for ranks in RANKS.values() for name in ranks)
PUBLIC_NAMES = frozenset(("public", "is public", "offentlich", "publico", "visibility"))
AGENT_FLAGS = frozenset(("from agent", "is agent"))
SEPARATORS = re.compile(r"[\W_]+")
HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def plain_name(header: str) -> str:
    """A header without case, accents and punctuation.

    >>> plain_name("Ticket_ID"), plain_name("Gesprächs-ID"), plain_name("conversationId"), plain_name("Ticket created - Timestamp")
    ('ticket id', 'gesprachs id', 'conversation id', 'ticket created timestamp')
    """
    folded = unicodedata.normalize("NFKD", HUMPS.sub(" ", header[:120])).replace("ß", "ss")
    letters = "".join(character for character in folded if not unicodedata.combining(character))
    return SEPARATORS.sub(" ", letters).strip().lower()


def rank(header: str, meaning: Meaning) -> int | None:
    """Place of a header among the names of a meaning, 0 is the surest; None when it is none of them."""
    return RANKS[meaning].get(plain_name(header)) if meaning in RANKS else None


def known_headers(cells: Sequence[str]) -> int:
    """How many cells are names of columns."""
    return sum(plain_name(cell) in KNOWN for cell in cells if len(cell) <= 60)


def looks_like_data(cells: Sequence[str]) -> bool:
    """Whether a first row holds values rather than names: a time or a sentence, and hardly a known name."""
    known = known_headers(cells)
    if known > 1:
        return False
    return any(parse_time(cell, day_first=False, zone=UTC) is not None for cell in cells) or (not known and any(len(cell) > 60 for cell in cells))
