"""What both kinds of table share: finding the table, and reading its cells by meaning."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType

from insights.errors import UnreadableFile
from insights.model import Channel, Conversation, Message, Role
from insights.sources.building import first_text, tags_of
from insights.sources.channels import channel_of
from insights.sources.decoding import Tally
from insights.sources.delimited import delimited
from insights.sources.guess import guess, says_public
from insights.sources.mapping import Mapping, Meaning, checked
from insights.sources.parquet import parquet
from insights.sources.ratings import csat_of
from insights.sources.roles import role_of_name, role_of_value
from insights.sources.source import Opened, Shape
from insights.sources.table import Table
from insights.sources.times import day_comes_first, has_dots, has_numeric_dates, likelier_day_first, parse_time, zone_named
from insights.sources.workbook import workbook
from insights.sources.xml_table import xml_table

YES = frozenset(
    ["true", "1", "yes", "y", "t", "ja", "oui", "si", "sí", "sim", "private", "internal", "note", "intern", "privat", "interne", "interno", "privado"]
)
NO = frozenset(["false", "0", "no", "n", "f", "nein", "non", "não", "private", "internal", "intern", "privat", "interne", "interno", "privado"])

AMBIGUOUS_DATES = "dates could be read day first or month first; no number above 12 was found, so check one"
LIKELIER: MappingProxyType[bool | None, tuple[str, ...]] = MappingProxyType(
    {
        True: ("the first number changes more often, as days do",),
        False: ("the second number changes more often, as days do",),
        None: (),
    }
)

cached_role_of_value = lru_cache(maxsize=4096)(role_of_value)
cached_role_of_name = lru_cache(maxsize=4096)(role_of_name)


def table_of(opened: Opened) -> Table:
    """The table in the file."""
    readers = {Shape.WORKBOOK: workbook, Shape.PARQUET: parquet, Shape.XML: xml_table}
    found = readers.get(opened.shape, delimited)(opened)
    if found is None:
        raise UnreadableFile(f"{opened.name} holds no table.", hint="Its rows need the same columns, separated by a comma, a semicolon or a tab.")
    return found


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read the cells of a row; `pick` leaves only the columns that mean something, and `places` are theirs."""

    mapping: Mapping
    pick: Callable[[Sequence[str]], Sequence[str]]
    places: MappingProxyType[Meaning, int]
    roles: MappingProxyType[str, Role]
    zone: tzinfo
    public: bool
    """The internal column says who saw a message, not who did not."""

    def cell(self, cells: Sequence[str], meaning: Meaning) -> str:
        """The cell with a meaning, empty when no column has it."""
        place = self.places.get(meaning)
        return "" if place is None else cells[place]

    def time(self, text: str) -> datetime | None:
        """The moment that a cell names."""
        return parse_time(text, day_first=self.mapping.day_first, zone=self.zone)

    def column(self, rows: Sequence[Sequence[str]], meaning: Meaning) -> list[str]:
        """The cells with a meaning of some rows, empty when no column has it."""
        place = self.places.get(meaning)
        return [""] * len(rows) if place is None else [cells[place] for cells in rows]

    def role(self, written: str, author: str, customer: str) -> Role | None:
        """Who wrote, as far as the cells of this row say."""
        value = written.strip().lower()
        if value and (role := self.roles.get(value) or cached_role_of_value(value)):
            return role
        if author and author == customer.strip():
            return Role.CUSTOMER
        return cached_role_of_name(author or value)

    def internal(self, rows: Sequence[Sequence[str]]) -> list[bool]:
        """Which of the messages the customer did not see."""
        hidden = NO if self.public else YES
        return [value.strip().lower() in hidden for value in self.column(rows, Meaning.INTERNAL)]


def layout_of(table: Table, mapping: Mapping | None, name: str) -> Layout:
    """The layout of a table; a mapping made for other columns gives way to a guess."""
    if (
        mapping is None
        or not mapping.columns
        or not {header for header, meaning in mapping.columns if meaning is not Meaning.LEAVE_OUT} <= set(table.header)
    ):
        guessed, _ = with_date_order(table, guess(table.header, table.sample))
        mapping = replace(guessed, team=mapping.team, bots=mapping.bots) if mapping else guessed
    checked(mapping, name)
    meanings = dict(mapping.columns)
    used = [
        (position, meanings[header])
        for position, header in enumerate(table.header)
        if meanings.get(header, Meaning.LEAVE_OUT) is not Meaning.LEAVE_OUT
    ]
    pick = itemgetter(*(position for position, _ in used)) if len(used) > 1 else lambda cells, only=used[0][0]: (cells[only],)
    places = {meaning: place for place, (_, meaning) in reversed(list(enumerate(used)))}
    return Layout(
        mapping=mapping,
        pick=pick,
        places=MappingProxyType(places),
        roles=MappingProxyType(dict(mapping.roles)),
        zone=zone_named(mapping.time_zone),
        public=says_public(mapping.column(Meaning.INTERNAL) or ""),
    )


def with_date_order(table: Table, mapping: Mapping) -> tuple[Mapping, tuple[str, ...]]:
    """The mapping with the order of day and month that the whole file shows, and a sentence about it."""
    header = mapping.column(Meaning.TIME)
    if header is None:
        return mapping, ()
    place = table.header.index(header)
    sample = [cells[place] for cells in table.sample]
    if not has_numeric_dates(sample):
        return mapping, ()
    order = day_comes_first(sample)
    if order is None:
        order = day_comes_first(row[1][place] for row in table.rows(Tally()) if isinstance(row, tuple))
    if order is None and has_dots(sample):
        return replace(mapping, day_first=True), ("dates read day first, as dates with dots are",)
    if order is None:
        likelier = likelier_day_first(sample)
        return mapping if likelier is None else replace(mapping, day_first=likelier), (AMBIGUOUS_DATES, *LIKELIER[likelier])
    words = "dates read day first: a first number above 12 was found" if order else "dates read month first: a second number above 12 was found"
    return replace(mapping, day_first=order), (words,)


def assembled(
    conversation_id: str,
    rows: Sequence[Sequence[str]],
    layout: Layout,
    *,
    messages: tuple[Message, ...],
    started_at: datetime | None,
    attributes: dict[str, object],
) -> Conversation:
    """A conversation of its messages and what the rows say about it as a whole: the first cell that is filled counts."""

    def first(meaning: Meaning) -> str | None:
        place = layout.places.get(meaning)
        return None if place is None else first_text(cells[place] for cells in rows)

    rating = first(Meaning.CSAT)
    csat = csat_of(rating, layout.mapping.csat_scale, layout.mapping.ratings) if rating else None
    if rating and csat != csat_of(rating):
        attributes = {**attributes, "rating_value": rating}
    return Conversation(
        conversation_id=conversation_id,
        messages=messages,
        channel=channel_of(first(Meaning.CHANNEL) or "") or Channel.OTHER,
        language=first(Meaning.LANGUAGE),
        started_at=started_at,
        customer_id=first(Meaning.CUSTOMER),
        subject=first(Meaning.SUBJECT),
        team=first(Meaning.TEAM),
        state=first(Meaning.STATE),
        tags=tags_of(first(Meaning.TAGS)),
        csat=csat,
        csat_comment=first(Meaning.CSAT_COMMENT),
        url=first(Meaning.URL),
        attributes=attributes,
        rows=len(rows),
    )


def settled_roles(speakers: Sequence[tuple[Role | None, str]]) -> list[Role]:
    """A role for everyone. Where only names are known, the first of them asks for help and the others give it.

    >>> settled_roles([(None, "Ben"), (None, "Anna"), (None, "Ben")])
    [<Role.CUSTOMER: 'customer'>, <Role.AGENT: 'agent'>, <Role.CUSTOMER: 'customer'>]
    >>> settled_roles([(Role.AGENT, "Anna"), (None, "Ben")])
    [<Role.AGENT: 'agent'>, <Role.CUSTOMER: 'customer'>]
    """
    known = {role for role, _ in speakers}
    if None not in known:
        return [role for role, _ in speakers if role]
    unknown = [name for role, name in speakers if role is None]
    customer = unknown[0] if unknown and Role.CUSTOMER not in known else None
    everyone = Role.CUSTOMER not in known and Role.AGENT in known
    return [role or (Role.CUSTOMER if everyone or name == customer else Role.AGENT) for role, name in speakers]
