"""What the columns of a table mean: guessed, shown, corrected by the user, and remembered for the next table with the same header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from insights.errors import MissingColumns, UnusableSetting
from insights.model import Role
from insights.sources.ratings import Ratings


class Meaning(StrEnum):
    """What a column holds."""

    CONVERSATION = "conversation"
    TIME = "time"
    AUTHOR_ROLE = "author_role"
    AUTHOR = "author"
    TEXT = "text"
    TRANSCRIPT = "transcript"
    CHANNEL = "channel"
    TEAM = "team"
    CUSTOMER = "customer"
    SUBJECT = "subject"
    CSAT = "csat"
    CSAT_COMMENT = "csat_comment"
    INTERNAL = "internal"
    TAGS = "tags"
    LANGUAGE = "language"
    STATE = "state"
    URL = "url"
    LEAVE_OUT = "leave_out"

    @property
    def label(self) -> str:
        """The words on screen."""
        return LABELS[LABELLED.index(self)]


LABELLED = tuple(Meaning)
LABELS = (
    "Conversation id",
    "Time",
    "Who wrote (role)",
    "Who wrote (name)",
    "Message text",
    "Whole transcript",
    "Channel",
    "Team",
    "Customer id",
    "Subject",
    "Rating",
    "Comment to the rating",
    "Internal note",
    "Tags",
    "Language",
    "State",
    "Link",
    "Leave out",
)


@dataclass(frozen=True, slots=True)
class Mapping:
    """How to read one kind of table."""

    columns: tuple[tuple[str, Meaning], ...]
    """Column header and meaning, in the order of the table."""
    roles: tuple[tuple[str, Role], ...] = ()
    """Value of the role column, in lower case, and who it stands for."""
    day_first: bool = False
    time_zone: str = "UTC"
    """IANA name, for times that state no zone."""
    csat_scale: tuple[int, int] | None = (1, 5)
    """Lowest and highest rating; None: no numbers."""
    ratings: Ratings = ()
    """Rating as it is written, and what it is on the scale from 1 to 5; None where it is no rating."""
    team: tuple[str, ...] = ()
    """Names, addresses and domains of the support side."""
    bots: tuple[str, ...] = ()
    """Names of bots, in addition to those that a product marks."""

    @property
    def header_hash(self) -> str:
        """The same for every table with these column headers."""
        return header_hash(tuple(header for header, _ in self.columns))

    def column(self, meaning: Meaning) -> str | None:
        """Header of the first column with a meaning."""
        return next((header for header, found in self.columns if found == meaning), None)

    def to_json(self) -> str:
        """As text, for storage."""
        values = {
            "columns": [[header, meaning.value] for header, meaning in self.columns],
            "roles": [[value, role.value] for value, role in self.roles],
            "day_first": self.day_first,
            "time_zone": self.time_zone,
            "csat_scale": self.csat_scale,
            "ratings": self.ratings,
            "team": self.team,
            "bots": self.bots,
        }
        return json.dumps(values, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Mapping:
        """The mapping that `to_json` wrote.

        Raises:
            UnusableSetting: the text is no mapping.
        """
        try:
            values = json.loads(text)
            scale = values["csat_scale"]
            return cls(
                columns=tuple((str(header), Meaning(meaning)) for header, meaning in values["columns"]),
                roles=tuple((str(value), Role(role)) for value, role in values["roles"]),
                day_first=bool(values["day_first"]),
                time_zone=str(values["time_zone"]),
                csat_scale=None if scale is None else (int(scale[0]), int(scale[1])),
                ratings=tuple((str(value), None if rating is None else int(rating)) for value, rating in values.get("ratings", ())),
                team=tuple(map(str, values.get("team", ()))),
                bots=tuple(map(str, values.get("bots", ()))),
            )
        except (ValueError, KeyError, TypeError, IndexError) as error:
            raise UnusableSetting("The saved column mapping cannot be read.", hint="Map the columns again.") from error


def header_hash(header: Sequence[str]) -> str:
    """Names a kind of table, so that its mapping can be remembered."""
    return hashlib.sha256("\x1f".join(header).encode("utf-8", errors="replace")).hexdigest()[:16]


def checked(mapping: Mapping, name: str) -> Mapping:
    """The mapping, when a table can be read with it."""
    meanings = {meaning for _, meaning in mapping.columns}
    if not meanings & {Meaning.TEXT, Meaning.TRANSCRIPT}:
        raise MissingColumns(
            f"{name} has no column with what was written.", hint="Choose the column that holds the message text or the whole transcript."
        )
    if Meaning.TRANSCRIPT not in meanings and Meaning.CONVERSATION not in meanings:
        raise MissingColumns(f"{name} has no column that says which messages belong together.", hint="Choose the column with the conversation id.")
    try:
        ZoneInfo(mapping.time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnusableSetting(f"{mapping.time_zone} is no time zone.", hint="Use a name such as Europe/Berlin.") from error
    return mapping
