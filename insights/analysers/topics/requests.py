"""What the customer wants, in their words: the first turns of substance, without greetings, menus, auto-replies and calls for an agent."""

from __future__ import annotations

import re
from collections.abc import Iterable

from insights.analysers.topics.stopwords import FILLER
from insights.model import Role
from insights.text.batch import Batch
from insights.text.cleaning import customer_words
from insights.text.redaction_rules import PLACEHOLDER

LONGEST = 600
TURNS_READ = 6
ENOUGH_WORDS = 8
SUBSTANCE_WORDS = 3
SHORT_TURN = 100

AUTOMATIC = re.compile(
    r"out of (?:the )?office|auto(?:matic)?[- ]?(?:reply|response)|automatische antwort|abwesenheit|réponse automatique|respuesta automática"
    r"|resposta automática|delivery status notification|undeliver(?:able|ed)|mailer-daemon|do[- ]not[- ]reply",
    re.IGNORECASE,
)
SUBJECT = re.compile(r"^\s*(?:(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|re|fwd?|aw|wg|tr|rv|enc)\s*:\s*)+", re.IGNORECASE)
GREETING = re.compile(
    r"^\W*(?:(?:hi|hiya|hey|hello|helo|howdy|yo|dear|good|morning|afternoon|evening|day|there|all|team|support|sir|madam|or|and|folks|guys|everyone"
    r"|hallo|moin|servus|guten|tag|abend|liebes?|sehr|geehrtes?|damen|herren|und|hola|buenos|buenas|días|tardes|noches|estimados?|estimadas?"
    r"|bonjour|bonsoir|salut|madame|monsieur|olá|oi|bom|boa|dia|tarde|noite|prezados?|ciao|buongiorno|hoi|goedemorgen)\b(?!['’])[\s,.!:;–-]*)+",
    re.IGNORECASE,
)
# Words about the answer, and the number that support asked for: after a request they say nothing new about what is wanted.
ABOUT_THE_ANSWER = re.compile(
    r"\b(?:not what i (?:asked|meant|said)|(?:same|that) (?:answer|text) again|already (?:said|told) (?:that|you|me|the bot)|i know the policy"
    r"|question was a different|(?:does not|doesn['’]?t|didn['’]?t) (?:help|answer)|worst service|is ridiculous"
    r"|nicht meine frage|hilft (?:mir )?nicht|no es lo que|pas ma question|não foi isso)\b",
    re.IGNORECASE,
)
REFERENCE = re.compile(r"\d[\d-]{3,}")
NAMES = r"(?:\s+(?:[A-Z][\w'’-]+|\[name\])){1,3}"
INTRODUCTION = re.compile(
    rf"\b(?i:my name is|my name's|name is|ich heiße|mein name ist|me llamo|mi nombre es|je m'appelle|meu nome é){NAMES}[\s,.!?;]*(?:and\b)?"
    rf"|\b(?i:this is|it's|i am|i'm){NAMES}(?:\s*[,.!?;]|\s+(?:and|here|calling|speaking|from)\b|$)"
)
NOISE = re.compile(r"https?://\S+|www\.\S+|(?<!\w)@\w+|&(?:amp|gt|lt|quot|nbsp|#\d+);|(?<=\s)[\^*][A-Z]{2,3}\b")
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def request_text(batch: Batch) -> list[str]:
    """Per conversation the customer's request, cut to about 600 characters; empty where there is none."""
    turns = _customer_turns(batch)
    subjects = batch.conversations["subject"].to_pylist() if "subject" in batch.conversations.column_names else [None] * len(batch)
    return [_request(subject or "", said) for subject, said in zip(subjects, turns, strict=True)]


def _customer_turns(batch: Batch) -> list[list[str]]:
    """The first customer turns of every conversation, notes left out."""
    turns: list[list[str]] = [[] for _ in range(len(batch))]
    roles, internal, texts = batch.messages["author_role"].to_pylist(), batch.messages["internal"].to_pylist(), batch.messages["text"].to_pylist()
    for owner, role, note, text in zip(batch.owner.tolist(), roles, internal, texts, strict=True):
        if role == Role.CUSTOMER and not note and len(turns[owner]) < TURNS_READ:
            turns[owner].append(text or "")
    return turns


def _request(subject: str, turns: Iterable[str]) -> str:
    subject = SUBJECT.sub("", subject).strip()
    if AUTOMATIC.search(subject):
        return ""
    said, short = [], []
    for text in turns:
        if AUTOMATIC.search(text[:200]):
            continue
        words = _stripped(customer_words(text))
        if said and len(words) < SHORT_TURN and (ABOUT_THE_ANSWER.search(words) or REFERENCE.search(words)):
            continue
        substance = _substance(words)
        if substance >= SUBSTANCE_WORDS:
            said.append(words)
        elif substance:
            short.append(words)
        if sum(_substance(words) for words in said) >= ENOUGH_WORDS:
            break
    chosen = said or short
    if chosen and _substance(subject) and subject.lower() not in chosen[0].lower():
        chosen = [subject.rstrip(".") + ".", *chosen]
    return _cut(" ".join(chosen))


def _stripped(text: str) -> str:
    """Without mentions, links, subject prefixes, greetings, introduction and what redaction put in: it says who, not what."""
    lines = [GREETING.sub("", SUBJECT.sub("", line)).strip() for line in NOISE.sub(" ", text[: 4 * LONGEST]).splitlines()]
    text = " ".join(" ".join(lines).split())
    text = " ".join(PLACEHOLDER.sub(" ", INTRODUCTION.sub("", text)).split())
    return re.sub(r"^[\s,.:;!?–-]+", "", text)


def _substance(text: str) -> int:
    """Words that are more than an answer or a greeting; scripts without spaces count by letters."""
    words = [word for word in WORD.findall(text.lower()) if word.replace("’", "'") not in FILLER]
    return sum(1 if word.isascii() else 1 + len(word) // 8 for word in words)


def _cut(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rsplit(" ", 1)[0]
