"""A whole conversation in one cell, taken apart into turns.

Styles: `Customer: …`, `[10:32] Anna (Agent): …`, `Anna (10:32:05 AM): …`, `2026-03-12 10:32 - Anna: …`, a header alone on its line, `<Customer> …`,
`**Agent:** …`, a JSON list of turns. A line that starts no turn continues the one before.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

import orjson

from insights.model import Role
from insights.sources.roles import ROLE_OF_WORD, role_of_name, role_of_value

LINE_CHARACTERS = 400
"""Only this much of a line is searched for a speaker."""
DATE = r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}"
CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:\.\d{1,6})?(?:\s?[AaPp]\.?[Mm]\.?)?"
TIME = rf"(?:{DATE}[,T ]{{1,2}}{CLOCK}(?:Z|\s?(?:UTC|GMT)|[+-]\d{{2}}:?\d{{2}})?|{CLOCK}|\d{{1,6}}\s?s)"
NAME = r"[^\W_][^:\[\](){}<>|*\n]{0,59}"
TURN = re.compile(
    rf"[\s\u200e\u200f*_#>•-]{{0,8}}(?:[\[(]\s?(?P<boxed>{TIME})\s?[\])]\s{{0,3}}|(?P<bare>{TIME})\s{{0,3}}(?:[-–—|,]\s{{0,3}}|(?=\D)))?[\[<*_\s–-]{{0,4}}(?P<name>{NAME})"
    rf"(?:[\]>*]{{0,3}}\s{{0,2}}[\[(](?P<aside>[^\[\]()\n]{{1,40}})[\])])?(?:\s{{1,2}}(?:-\s)?(?P<behind>{TIME}))?(?P<end>[\]>*\s]{{0,4}}:[*_]{{0,2}}|[\]>](?=\s))(?:\s|(?=\S)(?!//|\d\d\b)|$)\s{{0,3}}"
)
BREAK = re.compile(r"<br\s{0,3}/?>|</(?:p|div|li)>", re.IGNORECASE)
INLINE = re.compile(rf"\s(?=(?:{'|'.join(sorted(word for word in ROLE_OF_WORD if len(word) > 4))})\s?:\s)", re.IGNORECASE)
NOT_A_SPEAKER = frozenset(
    [
        "note",
        "notes",
        "ps",
        "p.s",
        "re",
        "fw",
        "fwd",
        "subject",
        "from",
        "to",
        "cc",
        "bcc",
        "date",
        "sent",
        "time",
        "order",
        "email",
        "e-mail",
        "mail",
        "phone",
        "tel",
        "address",
        "name",
        "http",
        "https",
        "url",
        "link",
        "hint",
        "error",
        "code",
        "id",
        "total",
        "price",
        "step",
        "question",
        "answer",
        "example",
        "important",
        "update",
        "betreff",
        "hinweis",
        "von",
        "an",
        "datum",
        "telefon",
        "adresse",
        "fehler",
        "frage",
        "antwort",
        "wichtig",
        "objet",
        "sujet",
        "attention",
        "exemple",
        "asunto",
        "nota",
        "fecha",
        "pedido",
        "assunto",
        "data",
        "reason",
        "summary",
        "issue",
        "status",
        "warning",
        "tip",
        "faq",
    ]
)
TIME_INSIDE = re.compile(TIME)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker said; `time` as written, often only a clock time."""

    speaker: str | None
    role: Role | None
    time: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Head:
    """The start of a line that may open a turn."""

    speaker: str
    aside: str
    time: str | None
    rest: str


def turns(text: str) -> tuple[Turn, ...]:
    r"""The turns of a transcript; one without a speaker when none can be told apart.

    >>> [(turn.speaker, turn.time, turn.text) for turn in turns("[10:32] Anna (Agent): Hello\nthere\n[10:33] Ben: Hi")]
    [('Anna', '10:32', 'Hello\nthere'), ('Ben', '10:33', 'Hi')]
    """
    if text.lstrip()[:1] == "[" and (listed := from_list(text)):
        return listed
    found: list[tuple[Head | None, list[str]]] = []
    lines = written_lines(text)
    heads = [head_of(line) for line in lines]
    trusted = trusted_speakers(heads)
    timed = any(head and head.time for head in heads)
    for line, head in zip(lines, heads, strict=True):
        if head and head.speaker.lower() in trusted and (head.time or not timed or known_role(head)):
            found.append((head, [head.rest]))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            found.append((None, [line]))
    return tuple(turn_of(head, "\n".join(parts).strip()) for head, parts in found)


def turns_in(text: str) -> int:
    """How many turns have a speaker."""
    return sum(turn.speaker is not None for turn in turns(text[:20_000]))


def written_lines(text: str) -> list[str]:
    r"""Lines of a transcript, also where they are written as <br> or as a backslash and an n, or run on in one line."""
    if "<" in text:
        text = BREAK.sub("\n", text)
    if "\n" not in text and "\\n" in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
    if "\n" not in text:
        text = INLINE.sub("\n", text)
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def head_of(line: str) -> Head | None:
    """The speaker and the time at the start of a line."""
    found = TURN.match(line[:LINE_CHARACTERS])
    if not found:
        return None
    name, aside = found["name"].strip(" -–—,*_"), (found["aside"] or "").strip()
    time = found["boxed"] or found["bare"] or found["behind"]
    if aside and TIME_INSIDE.fullmatch(aside):
        time, aside = time or aside, ""
    if not name or name.lower() in NOT_A_SPEAKER or name.count(" ") > 5:
        return None
    return Head(name, aside, time, line[found.end() :])


def known_role(head: Head) -> Role | None:
    """The role that a head states."""
    return role_of_value(head.aside) or role_of_value(head.speaker) or role_of_name(head.speaker)


def trusted_speakers(heads: list[Head | None]) -> frozenset[str]:
    """Speakers, in lower case, rather than words that happen to stand before a colon.

    A speaker has a time or a role, or speaks first, or speaks twice, or is written like a name.
    """
    present = [head for head in heads if head]
    counts = Counter(head.speaker.lower() for head in present)
    first = heads[0].speaker.lower() if heads and heads[0] else None
    return frozenset(
        head.speaker.lower()
        for head in present
        if head.time
        or (known_role(head) and head.speaker.count(" ") <= 2)
        or counts[head.speaker.lower()] > 1
        or head.speaker.lower() == first
        or (head.speaker.istitle() and head.speaker.count(" ") <= 2)
    )


def turn_of(head: Head | None, text: str) -> Turn:
    """The turn that a head opens."""
    return Turn(head.speaker, known_role(head), head.time, text) if head else Turn(None, None, None, text)


def from_list(text: str) -> tuple[Turn, ...]:
    """Turns of a JSON list of messages, as chat programs log them; empty when it is none."""
    try:
        values = orjson.loads(text)
    except orjson.JSONDecodeError:
        return ()
    if not isinstance(values, list):
        return ()
    found = []
    for value in values:
        if not isinstance(value, dict):
            return ()
        said = next((value[key] for key in ("text", "content", "body", "message") if isinstance(value.get(key), str)), None)
        speaker = next(
            (value[key] for key in ("author_role", "role", "speaker", "sender", "author", "from") if isinstance(value.get(key), str)), None
        )
        time = next((value[key] for key in ("sent_at", "timestamp", "time", "created_at") if isinstance(value.get(key), (str, int))), None)
        if said is None:
            return ()
        found.append(Turn(speaker, role_of_value(speaker or ""), None if time is None else str(time), said))
    return tuple(found)
