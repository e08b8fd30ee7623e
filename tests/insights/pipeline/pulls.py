"""A pull from a played system into a store of its own, without waiting for anything."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson

from insights.connectors import connector
from insights.connectors.session import LiveSession
from insights.pipeline.pulling import Told, pull
from insights.store.raw import Connection, Connections
from tests.insights.connectors.played import GIVEN
from tests.insights.connectors.playing import START, World

WORKSPACE = "w1"
CONNECTION = "c1"


def number_of(payload: bytes) -> int:
    return int(str(orjson.loads(payload)["id"]).removeprefix("cnv_"))


@dataclass
class Pulling:
    """One connection to a world, pulled as often as wanted. `waits` is what was waited, and said."""

    home: Path
    world: World
    now: datetime = datetime.fromtimestamp(START, UTC) + timedelta(days=30)
    waits: list[tuple[float, str]] = field(default_factory=list)
    said: list[tuple[float, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        given = {name: value for name, value in GIVEN[self.world.vendor].items() if name != "token"}
        with Connections(self.home, WORKSPACE) as store:
            store.add(Connection(CONNECTION, self.world.vendor, given, "Acme", "session", 40, False, True, self.now))

    def run(self) -> None:
        """Pull to the end."""
        system = connector(self.world.vendor)
        told = Told(lambda share, text: self.said.append((share, text)), system.label)
        with Connections(self.home, WORKSPACE) as store:
            connection = store.find(CONNECTION)
            assert connection is not None

            def has(key: str, changed: str) -> bool:
                return store.has(CONNECTION, key, changed)

            def pause(seconds: float, text: str) -> None:
                self.waits.append((seconds, text))

            with LiveSession(system, GIVEN[self.world.vendor], network=self.world.network, pause=pause, has=has) as session:
                pull(store, connection, system, session, told, now=self.now)

    @property
    def kept(self) -> list[int]:
        """The ids of what was kept, in order; each version once, or somebody sees it."""
        with Connections(self.home, WORKSPACE) as store:
            return sorted(number_of(payload) for _, payload in store.waiting_payloads(CONNECTION))

    def payload(self, key: int) -> str:
        """What was kept of a conversation."""
        with Connections(self.home, WORKSPACE) as store:
            return next(payload.decode() for _, payload in store.waiting_payloads(CONNECTION) if number_of(payload) == key)

    @property
    def waited(self) -> list[float]:
        return [seconds for seconds, _ in self.waits]
