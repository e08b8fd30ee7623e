"""How much a file may ask of this machine. One record, so that a test can pass a smaller one."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one import."""

    raw_bytes: int = 2**30
    unpacked_bytes: int = 4 * 2**30
    unpacked_ratio: int = 200
    ratio_counts_from: int = 16 * 2**20
    """Small files may be packed tighter than the ratio: a short export of one repeated line is no bomb."""
    members: int = 100
    columns: int = 500
    field: int = 200_000
    record: int = 1_000_000
    json_record: int = 32_000_000
    """One conversation with its messages: 5,000 parts with their markup are 8 MB and more."""
    rows: int = 5_000_000
    messages: int = 100_000
    """In one conversation; more is a column taken for the conversation id that is none."""
    depth: int = 16
    cells: int = 20_000_000
    shared_text_bytes: int = 256 * 2**20
    """Texts that the cells of a workbook share; they are held in memory."""
    mailbox_bytes: int = 8 * 2**30
    """A mailbox is mostly attachments, which are passed over."""
    mail_bytes: int = 32 * 2**20
    """Of one mail; what lies behind is attachments."""
    pieces: int = 50_000
    """Files of an archive that belong together: a mail or a day of a channel each."""
    gathered_bytes: int = 32 * 2**20
    """Rows of unfinished conversations held in memory before they move to files."""


LIMITS = Limits()
RAW_CHARACTERS = 2_000
"""How much of a rejected row is kept."""
