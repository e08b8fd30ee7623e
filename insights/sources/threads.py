"""Which mails belong together: by what they answer, else by the same subject and the same customer."""

from __future__ import annotations

import re
from hashlib import blake2b

MESSAGE_ID = re.compile(r"<([^<>\s]{1,300})>")
REPLY = re.compile(
    r"^(?:\s*(?:re|aw|antw|antwort|sv|vs|rv|res|ref|odp|r|tr|wg|fw|fwd|i|enc|doorst)(?:\[\d{1,3}\])?\s?:|\s*\[[^\]]{1,40}\])+\s*", re.IGNORECASE
)
MOST_REFERENCES = 30
SHORTEST_SUBJECT = 4


class Threads:
    """A forest of mails; what answers what is joined as it is met, so the order of the mails does not matter."""

    def __init__(self) -> None:
        """Nothing is joined."""
        self._above: dict[int, int] = {}
        self._subjects: dict[int, int] = {}

    def join(self, headers: dict[str, str], customer: str) -> None:
        """Take in a mail; `customer` is the address of the other side."""
        own, links = names_of(headers)
        for link in links:
            self._unite(own, link)
        subject = headers.get("subject", "")
        bare = bare_subject(subject)
        if not customer or len(bare) < SHORTEST_SUBJECT:
            return
        key = number(f"{bare}\x1f{customer}")
        if not links and is_answer(subject) and key in self._subjects:
            self._unite(own, self._subjects[key])
        self._subjects[key] = own

    def thread(self, headers: dict[str, str]) -> int:
        """A number for the thread of a mail."""
        return self._top(names_of(headers)[0])

    def _unite(self, one: int, other: int) -> None:
        one, other = self._top(one), self._top(other)
        if one != other:
            # The smaller number stays above, whatever comes first.
            self._above[max(one, other)] = min(one, other)

    def _top(self, place: int) -> int:
        above = self._above
        top = place
        while (higher := above.get(top, top)) != top:
            top = higher
        while place != top:
            above[place], place = top, above.get(place, top)
        return top


def names_of(headers: dict[str, str]) -> tuple[int, list[int]]:
    """The number of a mail, and of those that it says it belongs to."""
    return number(own_name(headers)), [number(link) for link in links_of(headers)]


def links_of(headers: dict[str, str]) -> list[str]:
    """The ids of the mails that a mail says it belongs to."""
    links = MESSAGE_ID.findall(f"{headers.get('references', '')} {headers.get('in-reply-to', '')}")[-MOST_REFERENCES:]
    gmail = headers.get("x-gm-thrid")
    return [*links, f"gmail {gmail}"] if gmail else links


def own_name(headers: dict[str, str]) -> str:
    """The id of a mail; one that has none is known by who wrote what when."""
    found = MESSAGE_ID.search(headers.get("message-id", ""))
    return found[1] if found else "\x1f".join(headers.get(name, "") for name in ("from", "date", "subject", "to"))


def bare_subject(subject: str) -> str:
    """A subject without what answering and forwarding add.

    >>> bare_subject("Re: AW: [Ticket 7] My  order"), bare_subject("Regarding my order")
    ('my order', 'regarding my order')
    """
    return " ".join(REPLY.sub("", subject[:300]).lower().split())


def is_answer(subject: str) -> bool:
    """Whether a subject says that it answers or forwards another mail."""
    return bare_subject(subject) != " ".join(subject.lower().split())


def number(text: str) -> int:
    """Eight bytes for a text, so that millions fit in memory."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "big")
