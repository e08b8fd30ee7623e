"""Asking a database: what a table is, a few rows of it, and the rows of its conversations, batch by batch.

What is asked is written elsewhere, as SQL; here it is asked again after what passes, watched while it takes long, and told in the user's words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, closing, suppress
from typing import Any, TypeVar

from insights.connectors.connector import KEPT, Connector, Declined
from insights.connectors.fields import checked
from insights.connectors.postgres_asking import Equipment, Questions, Reading
from insights.connectors.postgres_line import AGREED, BATCH_BYTES, PASSING, PASSING_CLASSES, connected, patience
from insights.connectors.session import Pause, nothing_known, sleep
from insights.connectors.waits import back_off
from insights.connectors.web.guard import Refused
from insights.connectors.wire import Broken, Network
from insights.errors import UnreachableSystem, UnusableSetting

TOO_LONG, INCOMPARABLE = "57014", "42883"
TURN = 1.0
"""Seconds between two words to those who wait."""
Found = TypeVar("Found")


class TableSession:
    """A session with one database. Close it when done."""

    def __init__(
        self,
        connector: Connector,
        given: Mapping[str, str],
        *,
        network: Network | None = None,
        pause: Pause = sleep,
        has: Callable[[str, str], bool] = nothing_known,
    ) -> None:
        """Nothing is asked yet.

        Raises:
            UnusableSetting: what was given cannot be right.
        """
        self.values = checked(connector.fields, given)
        connector.place(self.values)
        self.equipment = Equipment(agreed=self.values[AGREED])
        self.checked: Any = None
        """The table, once it was looked at."""
        self._network, self._pause = network or Network(), pause
        self._connection: Any = None
        self._hand = ThreadPoolExecutor(1, thread_name_prefix="postgres")

    def __enter__(self) -> TableSession:
        """Itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self._hang_up()
        self._hand.shutdown()

    @property
    def questions(self) -> Questions:
        """The questions."""
        assert self.equipment.questions is not None, "whoever opens a session with a database equips it"
        return self.equipment.questions

    @property
    def reading(self) -> Reading:
        """What is wanted.

        Raises:
            UnusableSetting: nobody said so yet.
        """
        if self.equipment.reading is None:
            raise UnusableSetting("Nobody said yet what the columns of this table mean.", hint="Look at the table first.")
        return self.equipment.reading

    @property
    def user(self) -> str:
        """Who asks."""
        return self.values["user"]

    def answer(self, sql: str) -> list[dict[str, str]]:
        """All rows of a short answer; what is empty is an empty text."""
        return self.again(lambda: [dict(zip(names, row, strict=True)) for names, rows in self.batches(sql) for row in rows])

    def again(self, act: Callable[[], Found]) -> Found:
        """What comes of asking, after as many tries as it takes."""
        tries, waited = 0, 0.0
        while True:
            try:
                return act()
            except Broken as broken:
                tries += 1
                waited += self.wait_for(broken, tries, waited)

    def wait_for(self, broken: Broken, tries: int, waited: float) -> float:
        """Wait until the next try; for how many seconds.

        Raises:
            UnreachableSystem: it was tried often enough.
        """
        self._hang_up()
        pause = back_off(tries)
        if tries >= self._network.tries or waited + pause > self._network.longest_wait:
            raise UnreachableSystem(f"Postgres {broken}.", hint=f"Try again later. {KEPT}") from broken
        self._pause(pause, f"Postgres {broken}; we try again in {pause:,.0f} s")
        return pause

    def batches(self, sql: str) -> Iterator[tuple[list[str], list[tuple[str, ...]]]]:
        """Names and rows, some at a time, as they come.

        Raises:
            Broken: no whole answer came, now.
            UnreachableSystem: it will not come like this.
        """
        if self._connection is None:
            self._connection = self._told(lambda: connected(self.values, self.equipment.agreed, self._network), None)
        with closing(self._connection.cursor(adbc_stmt_kwargs={"adbc.postgresql.batch_size_hint_bytes": str(BATCH_BYTES)})) as cursor:
            self._told(lambda: cursor.execute(sql), cursor)
            # The reader that it gives away says of an error half way only that there was one; its own knows which.
            reader = cursor._results.reader
            while (batch := self._told(lambda: next(reader, None), cursor)) is not None:
                cells = (["" if value is None else value for value in column.to_pylist()] for column in batch.columns)
                yield batch.schema.names, list(zip(*cells, strict=True))

    def _told(self, act: Callable[[], Found], cursor: Any) -> Found:  # noqa: ANN401
        """What comes of a call into the driver, which another thread waits for: so a wish to stop is heard, and nobody takes us for dead."""
        import adbc_driver_manager

        coming = self._hand.submit(act)
        with ExitStack() as stopped:
            stopped.callback(self._abandon, coming, cursor)
            while not wait([coming], TURN).done:
                self._pause(0.0, "Postgres is working on what we asked")
            stopped.pop_all()
        try:
            return coming.result()
        except Refused as refused:
            hint = f"Check the name of the host. {KEPT}"
            raise UnreachableSystem(f"{self.values['host']} is not asked: it {refused}.", hint=hint) from refused
        except adbc_driver_manager.Error as problem:
            raise self._meant(problem.sqlstate or "") from None
        except OSError as problem:
            raise Broken("stopped before the end of its answer") from problem

    def _abandon(self, coming: Future, cursor: Any) -> None:  # noqa: ANN401
        """Have the driver stop, and wait for it: it must not lose its ground while it is still at work."""
        import adbc_driver_manager

        if cursor is not None:
            with suppress(adbc_driver_manager.Error):
                cursor.adbc_cancel()
        wait([coming], patience(self._network))

    def _meant(self, code: str) -> Broken | UnreachableSystem:
        """What an error means."""
        if code in PASSING:
            return Broken(PASSING[code])
        if not code or code.startswith(PASSING_CLASSES):
            return Broken("stopped before the end of its answer")
        known = {
            TOO_LONG: (
                f"Postgres stopped our question: it took longer than {patience(self._network):,.0f} s.",
                "Indexes on its time and its conversation help.",
            ),
            "42501": (f"{self.user} may not read all of it any more.", "Test the connection to see what is missing."),
            "42P01": ("The table is not there any more.", "It was renamed or deleted. Look at the table again."),
            "42703": ("A column that is read is not there any more.", "It was renamed or deleted. Look at the table again."),
            INCOMPARABLE: ("The column that tells the conversations apart has a type that cannot be compared.", "Choose another column."),
            "25006": ("Something that is read would write.", "A view may call a function that does. Only what reads can be read."),
        }
        message, hint = known.get(code, (f"Postgres does not answer our question (code {code[:5]}).", "Look at the table again."))
        return Declined(message, hint=f"{hint} {KEPT}", status=400, words=code)

    def _hang_up(self) -> None:
        if self._connection is not None:
            connection, self._connection = self._connection, None
            self._hand.submit(connection.close).exception()
