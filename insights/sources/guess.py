"""A first mapping for a table: names of columns first, what their values look like second. The user has the last word."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from insights.model import Role
from insights.sources.evidence import Evidence, evidence_of
from insights.sources.headers import AGENT_FLAGS, PUBLIC_NAMES, plain_name, rank
from insights.sources.mapping import Mapping, Meaning
from insights.sources.ratings import proposed, scale_of
from insights.sources.roles import roles_of_values
from insights.sources.times import day_comes_first

NAMED = 10.0
"""What a known name is worth; each place further down its list costs a little."""
BOOLEANS = MappingProxyType(
    {"true": True, "1": True, "yes": True, "t": True, "y": True, "false": False, "0": False, "no": False, "f": False, "n": False}
)


def guess(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Mapping:
    """The mapping that suits the header and the first rows best."""
    values = list(zip(*rows, strict=True)) if rows else [()] * len(header)
    found = [evidence_of(column) for column in values]
    scores = [
        (score(name, meaning, seen), position, meaning)
        for position, (name, seen) in enumerate(zip(header, found, strict=True))
        for meaning in Meaning
    ]
    # The better score first; of equals the column further left.
    scores = sorted((entry for entry in scores if entry[0] > 0), key=lambda entry: (-entry[0], entry[1]))
    chosen: dict[int, Meaning] = {}
    for _, position, meaning in scores:
        if position not in chosen and meaning not in chosen.values():
            chosen[position] = meaning
    settle_text(chosen, found)
    rated = texts_of(values, chosen, Meaning.CSAT)
    scale = scale_of(rated)
    return Mapping(
        columns=tuple((name, chosen.get(position, Meaning.LEAVE_OUT)) for position, name in enumerate(header)),
        roles=guess_roles(header, values, chosen),
        day_first=bool(day_comes_first(texts_of(values, chosen, Meaning.TIME))),
        csat_scale=scale,
        ratings=proposed(rated, scale),
    )


def score(name: str, meaning: Meaning, seen: Evidence) -> float:
    """How well a column suits a meaning; 0 when its values speak against it."""
    place = rank(name, meaning)
    named = 0.0 if place is None else NAMED - min(place, 40) * 0.1
    if not seen.filled:
        return named / 2
    fits, worth = suits(meaning, seen)
    return named + worth if fits and (named or worth) else 0.0


def suits(meaning: Meaning, seen: Evidence) -> tuple[bool, float]:  # noqa: PLR0911 - one line a meaning
    """Whether values can have a meaning, and what they are worth when the name says nothing."""
    match meaning:
        case Meaning.TIME:
            return seen.times >= 0.5, 4.0 * (seen.times >= 0.9)
        case Meaning.AUTHOR_ROLE:
            return seen.roles >= 0.5 or seen.flags >= 0.9, 5.0 * (seen.roles >= 0.8 and seen.role_kinds >= 2 and seen.longest <= 40)
        case Meaning.TRANSCRIPT:
            return seen.characters >= 12, 12.0 * (seen.transcripts >= 0.5)
        case Meaning.TEXT:
            return seen.times < 0.5 and seen.flags < 0.9 and seen.numbers < 0.9, 3.0 * seen.is_prose
        case Meaning.CONVERSATION:
            return seen.times < 0.5 and seen.longest <= 120 and not seen.is_prose, 0.0
        case Meaning.CHANNEL:
            return seen.longest <= 60 and not seen.is_prose, 2.0 * (seen.channels >= 0.9)
        case Meaning.CSAT:
            return seen.numbers >= 0.5 or seen.longest <= 30, 0.0
        case Meaning.CSAT_COMMENT:
            return seen.longest > 5, 0.0
        case Meaning.INTERNAL:
            return seen.flags >= 0.8, 0.0
        case Meaning.LANGUAGE:
            return seen.longest <= 30, 0.0
        case Meaning.AUTHOR:
            return seen.times < 0.5 and seen.longest <= 200 and seen.flags < 0.9, 0.0
        case Meaning.CUSTOMER | Meaning.TEAM | Meaning.STATE:
            return seen.longest <= 200 and seen.times < 0.9, 0.0
        case _:
            return meaning is not Meaning.LEAVE_OUT, 0.0


def settle_text(chosen: dict[int, Meaning], found: Sequence[Evidence]) -> None:
    """One column of words: a transcript wins over a message text, and without either the longest prose is the text."""
    meanings = set(chosen.values())
    if Meaning.TRANSCRIPT in meanings:
        position = next(position for position, meaning in chosen.items() if meaning is Meaning.TRANSCRIPT)
        if found[position].transcripts >= 0.5 or Meaning.TEXT not in meanings:
            for other in [
                place for place, meaning in chosen.items() if meaning in (Meaning.TEXT, Meaning.AUTHOR, Meaning.AUTHOR_ROLE, Meaning.INTERNAL)
            ]:
                del chosen[other]
        else:
            del chosen[position]
    elif Meaning.TEXT not in meanings:
        prose = [(seen.characters, position) for position, seen in enumerate(found) if seen.is_prose and position not in chosen]
        if prose:
            chosen[max(prose)[1]] = Meaning.TEXT


def guess_roles(header: Sequence[str], values: Sequence[Sequence[str]], chosen: dict[int, Meaning]) -> tuple[tuple[str, Role], ...]:
    """Who the values of the role column stand for. Of a column of yes and no, its name says what yes means."""
    position = next((place for place, meaning in chosen.items() if meaning is Meaning.AUTHOR_ROLE), None)
    if position is None:
        return ()
    distinct = dict.fromkeys(value.strip().lower() for value in values[position])
    if distinct and all(value in BOOLEANS for value in distinct if value):
        agent_says_yes = plain_name(header[position]) in AGENT_FLAGS
        return tuple((value, Role.AGENT if BOOLEANS[value] == agent_says_yes else Role.CUSTOMER) for value in distinct if value)
    return tuple(roles_of_values(distinct).items())


def texts_of(values: Sequence[Sequence[str]], chosen: dict[int, Meaning], meaning: Meaning) -> Sequence[str]:
    """The values of the column with a meaning."""
    return next((values[position] for position, found in chosen.items() if found is meaning), ())


def says_public(header: str) -> bool:
    """Whether yes in a column of notes means that the customer saw the message."""
    return plain_name(header) in PUBLIC_NAMES
