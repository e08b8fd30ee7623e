"""What the values of a column look like, whatever its header says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from insights.model import Role
from insights.sources.channels import channel_of
from insights.sources.roles import role_of_value
from insights.sources.times import parse_time
from insights.sources.transcript import turns_in

FLAGS = frozenset(
    (
        "true",
        "false",
        "yes",
        "no",
        "ja",
        "nein",
        "oui",
        "non",
        "si",
        "sí",
        "sim",
        "não",
        "0",
        "1",
        "public",
        "private",
        "internal",
        "t",
        "f",
        "y",
        "n",
    )
)
LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class Evidence:
    """Shares of the filled values, 0 to 1, and sizes."""

    filled: float
    times: float
    roles: float
    role_kinds: int
    channels: float
    flags: float
    numbers: float
    small_numbers: float
    transcripts: float
    distinct: float
    characters: float
    longest: int
    spaces: float

    @property
    def is_prose(self) -> bool:
        """Whether people wrote these values."""
        return self.characters >= 12 and self.spaces >= 0.5 and self.distinct > 0.3 and self.times < 0.5


def evidence_of(values: Sequence[str]) -> Evidence:
    """Look at the values of one column."""
    filled = [value.strip() for value in values if value.strip()]
    some = filled[:LOOKED_AT]
    count = max(1, len(some))
    short = [value for value in some if len(value) <= 60]
    roles = [role_of_value(value) for value in short if value.count(" ") <= 3]
    numbers = [value for value in short if value.replace(".", "", 1).isdecimal()]
    return Evidence(
        filled=len(filled) / max(1, len(values)),
        times=sum(parse_time(value, day_first=False, zone=UTC) is not None for value in short) / count,
        roles=sum(role is not None for role in roles) / count,
        role_kinds=len({Role.AGENT if role in (Role.BOT, Role.SYSTEM) else role for role in roles if role}),
        channels=sum(channel_of(value) is not None for value in short) / count,
        flags=sum(value.lower() in FLAGS for value in short) / count,
        numbers=len(numbers) / count,
        small_numbers=sum(float(value) <= 100 for value in numbers) / count,
        transcripts=sum(turns_in(value) >= 2 for value in some[:50]) / max(1, len(some[:50])),
        distinct=len(set(some)) / count,
        characters=sum(map(len, some)) / count,
        longest=max(map(len, some), default=0),
        spaces=sum(" " in value or len(value) > 80 for value in some) / count,
    )
