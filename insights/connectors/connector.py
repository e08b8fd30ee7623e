"""What a live system is to us: what the user gives, where it is asked, and how its conversations come page by page.

A raw conversation is what the system's own JSON export would hold, with its messages inside. So a pull ends as an import like any file, read by
the reader of that export in `insights.sources`: one mapper for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from insights.connectors.fields import Field, Kind
from insights.connectors.wire import Response
from insights.errors import UnreachableSystem

KEPT = "What came so far is kept, and the next pull goes on from there."
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a system is asked, and the headers that say who asks. The headers hold the secret: never show or write them.

    Args:
        base: The address before every path.
        headers: Sent with each question.
        sign: More of them where each question is signed, from its method, address and time.
    """

    base: str
    headers: Mapping[str, str] = field(repr=False)
    sign: Callable[[str, str, datetime], Mapping[str, str]] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Login:
    """A question whose answer is the token that all others need. The form holds the secret."""

    path: str
    form: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Window:
    """A time of last changes to be pulled: `since` is in, `until` is out; None means up to now."""

    since: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Raw:
    """A conversation as the system's export would have it. `changed` is its own stamp of the last change: only compared, never reckoned with."""

    id: str
    changed: str
    payload: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Page:
    """One step of a pull.

    Args:
        raws: What is new on it.
        cursor: Where the next step begins, as short text; None when the window ends here.
        reached: How far through the window this page came, where pages come in the order of changes.
        known: How many more were on it that are here already, unchanged.
        backwards: Whether pages come newest change first.
        share: How much of the window is done, where pages are counted.
        gone: The ids of those on it that were deleted there, or are no conversations any more (spam).
    """

    raws: tuple[Raw, ...]
    cursor: str | None
    reached: datetime | None = None
    known: int = 0
    backwards: bool = False
    share: float | None = None
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reach:
    """What a connection can see: who we are there, about how many conversations (or what `of` says), and what may not be read, in words."""

    account: str
    conversations: int | None = None
    missing: tuple[str, ...] = ()
    of: str = "conversation"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a system said."""

    values: Any
    headers: Mapping[str, str]

    @property
    def object(self) -> dict[str, Any]:
        """The values where they are an object, else an empty one."""
        return self.values if isinstance(self.values, dict) else {}

    def objects(self, *path: str) -> list[dict[str, Any]]:
        """The objects of the list at a path of keys; without a path, of the answer itself."""
        found = self.values
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []

    def listed(self, *path: str) -> list[dict[str, Any]]:
        """The objects of a list that must be there: without it, an answer about something else would look like the end of the list.

        Raises:
            UnreachableSystem: it is not there.
        """
        found = self.values
        for key in path:
            found = found.get(key) if isinstance(found, dict) else None
        if not isinstance(found, list):
            raise UnreachableSystem("The system answers with something else than a list of conversations.", hint=f"Try again later. {KEPT}")
        return self.objects(*path)


class Declined(UnreachableSystem):
    """The system answered, and not with what was asked: a connector may know what that means. `words` is the start of what it said."""

    def __init__(self, message: str, *, hint: str = "", status: int = 0, words: str = "") -> None:
        """Keep what it answered beside the sentence for the screen."""
        super().__init__(message, hint=hint)
        self.status, self.words = status, words


class CursorExpired(UnreachableSystem):
    """The place in a window is not known to the system any more: the window must begin anew."""


class Session(Protocol):
    """How a connector asks. Waits, tries again, bounds and checks; whatever comes back is whole JSON with status 200."""

    def get(self, path: str, params: Mapping[str, object] = NOTHING) -> Answer:
        """What a path of the system answers. Raises `Declined` for an answer of 4xx that asking again would not change."""
        ...

    def post(self, path: str, body: Mapping[str, object]) -> Answer:
        """What a path answers to an object. Only for questions: nothing is ever changed in a system."""
        ...

    @property
    def given(self) -> Mapping[str, str]:
        """What the user gave, without the secret."""
        ...

    def ask(self, method: str, path: str, params: Mapping[str, object] = NOTHING, headers: Mapping[str, str] = NOTHING) -> Response:
        """An answer as it came, which need not be JSON."""
        ...

    def save(self, path: str, target: Path, moved: Callable[[int], None]) -> None:
        """Write what a path answers into a file, whatever its size; `moved` is told how many bytes are there, and may raise to stop."""
        ...

    def has(self, key: str, changed: str) -> bool:
        """Whether this very version of a conversation is here already, so that its messages need not be asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Connector:
    """A live system.

    Args:
        name: The word for it in code and files.
        label: Its name on the screen.
        source: The reader in `insights.sources` that understands its conversations; empty where each file says it itself.
        fields: What the user must give; the first secret among them opens it.
        scopes: Which rights the secret needs, in words; reading only.
        place: Base address and headers, from checked values. The address follows from a region or a subdomain, never from a typed host.
        test: What can be reached. Must be quick: two or three requests.
        pages: The pages of a window from a cursor on (None: from its start). The cursor of a page leads to the page after it.
        days: Length of a window in days; None when the system's pages cannot be bounded above, so that there is one window.
        articles: The help articles by page, as the system's API gives them; None where it has none behind the same secret.
        download: Writes what a raw stands for into a file, where the system keeps whole files: its raws only name them. `moved` as in `Session.save`.
        things: What is counted, in the plural.
        follows: Whether we go where an answer sends us, without the headers where that is another host.
        opens: Makes the session that `test` and `pages` are given, where the system is not asked as a web site is.
        login: The question for a token of a day or two, from checked values, where the secret itself opens nothing.
        gone: The ids of what was deleted there since a moment, by page, where its list of changes does not tell them.
        deletions: In words, what happens here to a conversation that is deleted there.
        library: Where its articles are, when that is another address with a secret of its own: one of the fields, by the same name.
    """

    name: str
    label: str
    source: str
    fields: tuple[Field, ...]
    scopes: str
    place: Callable[[Mapping[str, str]], Place]
    test: Callable[[Any], Reach]
    pages: Callable[[Any, Window, str | None], Iterator[Page]]
    days: int | None = 30
    login: Callable[[Mapping[str, str]], Login] | None = None
    articles: Callable[[Session], Iterator[list[dict[str, Any]]]] | None = None
    opens: Callable[..., Any] | None = None
    download: Callable[[Session, str, Path, Callable[[int], None]], None] | None = None
    things: str = "conversations"
    follows: bool = False
    gone: Callable[[Session, datetime], Iterator[tuple[str, ...]]] | None = None
    deletions: str = ""
    library: Connector | None = None

    @property
    def secret(self) -> str:
        """The name of the field that is never written down."""
        return self.secret_field.name

    @property
    def secret_field(self) -> Field:
        """The field that is never written down."""
        return next(each for each in self.fields if each.kind is Kind.SECRET)
