"""Who wrote a mail, and which side they are on: people, programs that answer by themselves, and mails that came back."""

from __future__ import annotations

import re
from collections.abc import Sequence

from insights.sources.mail import addresses, domain_of, words_of

PROVIDERS = (
    *("gmail.com", "googlemail.com", "yahoo.com", "hotmail.com", "outlook.com", "live.com", "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net"),
    *("web.de", "t-online.de", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "libero.it", "proton.me", "protonmail.com", "mail.ru", "qq.com"),
)
"""Where anybody may have an address, so that a domain says nothing."""
AUTOMATIC_SUBJECT = re.compile(
    r"\s*(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|automatische antwort|abwesenheit|réponse automatique"
    r"|respuesta automática|risposta automatica|automatisch antwoord|resposta automática)",
    re.IGNORECASE,
)
BOUNCED_FROM = ("mailer-daemon", "postmaster", "mail delivery")
RETURNED_ID = re.compile(rb"\nMessage-ID:\s{0,3}(<[^<>\s]{3,300}>)", re.IGNORECASE)


def with_returned(headers: dict[str, str], raw: bytes) -> dict[str, str]:
    """The headers; of a mail that came back also which one it was."""
    if not is_bounce(headers) or "in-reply-to" in headers or "references" in headers:
        return headers
    found = RETURNED_ID.search(raw, len(raw.partition(b"\n\n")[0]), 500_000)
    return {**headers, "in-reply-to": found[1].decode("ascii", "replace")} if found else headers


def is_bounce(headers: dict[str, str]) -> bool:
    """Whether a mail says that another could not be delivered."""
    return "report-type=delivery-status" in headers.get("content-type", "").lower() or any(
        name.lower().startswith(BOUNCED_FROM) or address.startswith(BOUNCED_FROM) for name, address in addresses(headers.get("from", ""))
    )


def is_automatic(headers: dict[str, str]) -> bool:
    """Whether a program answered by itself."""
    stated = headers.get("auto-submitted", "no").strip().lower()
    return (
        stated not in ("no", "")
        or "x-autoreply" in headers
        or "x-autorespond" in headers
        or headers.get("precedence", "").lower() == "auto_reply"
        or AUTOMATIC_SUBJECT.match(words_of(headers.get("subject", ""))) is not None
    )


def people(headers: dict[str, str], *names: str) -> list[tuple[str, str]]:
    """Names and addresses in some headers."""
    return [person for name in names for person in addresses(headers.get(name, ""))]


def sender_of(headers: dict[str, str], team: Sequence[str]) -> tuple[str, str]:
    """Who wrote: behind a form or a group of the team's own, the person that answers go to."""
    sender = next(iter(people(headers, "from", "sender")), ("", ""))
    if is_team(sender[1], team):
        outside = [person for person in people(headers, "reply-to", "x-original-from", "x-original-sender") if not is_team(person[1], team)]
        return outside[0] if outside else sender
    return sender


def is_team(address: str, team: Sequence[str]) -> bool:
    """Whether an address is the support side's: told as such, or of its domain.

    >>> is_team("ann@help.shop.example", ["shop.example"]), is_team("ann@myshop.example", ["shop.example"])
    (True, False)
    """
    domain = domain_of(address)
    return any(address == each or domain == each.lstrip("@") or domain.endswith("." + each.lstrip("@")) for each in team)


def customer_of(headers: dict[str, str], team: Sequence[str]) -> str:
    """The address of the other side, empty when nobody of it is there."""
    found = [sender_of(headers, team), *people(headers, "to", "cc")]
    return next((address for _, address in found if address and not is_team(address, team)), "")


def party(address: str) -> str:
    """What stands for a company in an address."""
    domain = domain_of(address)
    return address if domain in PROVIDERS else domain
