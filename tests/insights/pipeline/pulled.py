"""A company whose system is played on this machine, pulled as a worker would do it."""

from __future__ import annotations

import json

from insights.pipeline import desk, jobs
from insights.pipeline.live import connections
from insights.pipeline.live.connections import Safe, Wishes
from insights.pipeline.live.keeper import Keeper
from insights.pipeline.pulling import run_pull
from insights.store.control import Control
from insights.store.raw import Connections
from tests.insights.connectors.played import GIVEN
from tests.insights.connectors.playing import World


class Company:
    """A workspace whose system is played on this machine."""

    def __init__(self, home, world: World, wishes: Wishes | None = None, safe: Safe | None = None) -> None:
        self.home, self.world, self.control, self.keeper = home, world, Control(home), Keeper(home)
        self.workspace = self.control.create_workspace("Acme").id
        self.connection = connections.connect(
            home, self.workspace, world.vendor, GIVEN[world.vendor], self.keeper, wishes=wishes or Wishes(days=None), safe=safe
        )
        self.said: list[tuple[float, str]] = []

    def pull(self) -> None:
        """The next pull, as a worker would run it."""
        asked = connections.request_pull(self.home, self.workspace, self.connection)
        job = self.control.claim("w")
        while job is not None and job.id != asked:
            self.control.finish(job)
            job = self.control.claim("w")
        assert job is not None

        def progress(share: float, text: str) -> None:
            self.said.append((share, text))
            if not self.control.beat(job, share, text):
                raise jobs.Cancelled

        try:
            run_pull(self.home, self.control, job, progress, network=self.world.network)
        finally:
            self.control.finish(job)

    @property
    def imported(self) -> list[dict]:
        return [json.loads(line) for line in desk.export_conversations(self.home, self.workspace)]

    @property
    def known(self):
        with Connections(self.home, self.workspace) as store:
            return store.find(self.connection)
