"""What a text is by its first lines: a mailbox, a mail, XML or a chat."""

from __future__ import annotations

import re

MBOX = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,20}From \S[^\n]{0,200}\d[^\n]{0,40}\r?\n(?:>?From |[A-Za-z][A-Za-z0-9-]{0,60}:)")
HEADER = re.compile(rb"([A-Za-z][A-Za-z0-9-]{0,60}):[ \t]")
OF_A_MAIL = frozenset(
    [b"from", b"to", b"date", b"subject", b"received", b"message-id", b"return-path", b"mime-version", b"delivered-to", b"content-type", b"reply-to"]
)
XML_START = re.compile(r"(?:<\?xml\s|<!--|<!doctype\s|<!entity\s|<([a-z_][\w.:-]{0,80})(?:\s[^<>]{0,2000})?>\s{0,1000}<(?:\w|!--))", re.IGNORECASE)
WHATSAPP_LINE = re.compile(
    r"[\u200e\u200f\ufeff]{0,3}(?P<box>\[)?(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4})(?:,|\s)\s?"
    r"(?P<clock>\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u202f\u00a0]?[ap]\.?\s?m\.?)?)(?(box)\]\s|\s[-–]\s)",
    re.IGNORECASE,
)
LINES_LOOKED_AT = 20


def is_mailbox(head: bytes) -> bool:
    """Whether a file is an mbox."""
    return MBOX.match(head) is not None


def is_one_mail(head: bytes) -> bool:
    r"""Whether a file is a single mail: headers first, of which three are those of a mail.

    >>> is_one_mail(b"Date: x\nFrom: a@b.example\nSubject: Hi\n\nHello"), is_one_mail(b"From: Ada\nTo: Ben\n\nHello")
    (True, False)
    """
    seen = set()
    for line in head.lstrip(b"\xef\xbb\xbf\r\n").splitlines()[:100]:
        if not line.strip():
            break
        if line[:1] in b" \t":
            continue
        found = HEADER.match(line)
        if not found:
            return False
        seen.add(found[1].lower())
    return len(seen & OF_A_MAIL) >= 3


def is_xml(start: str) -> bool:
    """Whether a text is XML.

    >>> is_xml("<?xml version='1.0'?><a/>"), is_xml("<tickets>  <ticket>"), is_xml("<Customer> Hi"), is_xml("<b>Hi</b>")
    (True, True, False, False)
    """
    return XML_START.match(start) is not None


def is_whatsapp(start: str) -> bool:
    r"""Whether a text is a chat as WhatsApp exports it: a first line, and several, that begin with date and time.

    >>> is_whatsapp("12/03/2026, 14:05 - Ada: hi\n12/03/2026, 14:06 - Ben: hello"), is_whatsapp("12/03/2026;14:05;hi")
    (True, False)
    """
    lines = [line for line in start[:20_000].split("\n")[:LINES_LOOKED_AT] if line.strip()]
    begun = [WHATSAPP_LINE.match(line) is not None for line in lines]
    return bool(begun) and begun[0] and sum(begun) * 10 >= len(begun)
