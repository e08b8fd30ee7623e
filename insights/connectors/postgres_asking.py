"""What a session with a database is given beside what the user typed: its questions, and what is wanted of the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Reading:
    """What somebody wants of a table: its columns, which of them says what rows belong together, when a row came or changed, and when it was said."""

    columns: tuple[str, ...]
    conversation: str
    time: str | None
    zone: tzinfo
    """Of times that state none."""
    spoken: str | None = None


class Questions(Protocol):
    """The questions as SQL. Who writes them down is not ours to know."""

    @property
    def A_STATEMENT(self) -> int:
        """Conversations of one answer."""
        ...

    @property
    def Asked(self) -> Callable[..., Any]:
        """What is asked of a table."""
        ...

    def columns_of(self, schema: str, name: str) -> str:
        """What a table is."""
        ...

    def tables(self) -> str:
        """Which tables there are."""
        ...

    def sample(self, asked: Any, most: int) -> str:  # noqa: ANN401
        """A few rows."""
        ...

    def sample_whole(self, asked: Any, conversations: Sequence[str], most: int) -> str:  # noqa: ANN401
        """All rows of some conversations."""
        ...

    def count_rows(self, asked: Any) -> str:  # noqa: ANN401
        """How many rows there are."""
        ...

    def count_conversations(self, asked: Any) -> str:  # noqa: ANN401
        """How many conversations there are."""
        ...

    def touched(self, asked: Any, *, since: str | None, until: str | None, after: tuple[str, str] | None) -> str:  # noqa: ANN401
        """The conversations of a time, behind a place."""
        ...

    def timeless(self, asked: Any, *, after: str | None) -> str:  # noqa: ANN401
        """The conversations of no time, behind a place."""
        ...

    def grants(self, schema: str, name: str, user: str, *, enters: bool) -> str:
        """What gives a right."""
        ...


@dataclass
class Equipment:
    """What the pipeline gives a session beside what the user gave."""

    questions: Questions | None = None
    reading: Reading | None = None
    agreed: str = ""
    """Addresses inside that a person said yes to."""
    naming: Callable[[Sequence[str]], str | None] = lambda _: None
    """Which of some columns names the conversations, by its own name."""
