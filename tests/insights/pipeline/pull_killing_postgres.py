"""Kills pulls of a real Postgres: `python -m tests.insights.pipeline.pull_killing_postgres HOME CONVERSATIONS KILLS SEED [without-time]`.

Each trial is a fork, killed after a random part of the time that a whole pull takes; after each round conversations go on and new ones come. Prints
what went wrong, then the counts.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

from insights.connectors.wire import Network
from insights.pipeline.live import connections, databases
from insights.pipeline.live.connections import Wishes
from insights.pipeline.live.keeper import Keeper
from insights.sources import look
from insights.store import truth
from insights.store.control import Control
from tests.insights.connectors.running_postgres import MESSAGES, ROWS, schema, server
from tests.insights.pipeline.killing import in_child
from tests.insights.pipeline.pull_killing import pull_once

PARTS = 3


class Played:
    """What a pull is given: the bounds of asking."""

    network = Network(seconds=30.0)


class Trials:
    """Pulls of one table."""

    def __init__(self, home: Path, count: int, *, timed: bool) -> None:
        """A table with so many conversations, explained."""
        self.home, self.control, self.keeper, self.name, self.count = home, Control(home), Keeper(home), schema(), count
        server().run(MESSAGES.format(schema=self.name), ROWS.format(schema=self.name, parts=PARTS, first=1, count=count))
        self.workspace, given = self.control.create_workspace("Killed").id, server().given(f"{self.name}.messages")
        self.connection = connections.connect(home, self.workspace, "postgres", given, self.keeper, wishes=Wishes(days=None))
        found = databases.sample(home, self.workspace, "postgres", given)
        (home / "sample").write_bytes(found.content)
        mapping = look(home / "sample").mapping
        assert mapping is not None
        databases.settle(home, self.workspace, self.connection, mapping, "sent_at" if timed else None)

    def run(self, *, after: float | None) -> bool:
        """One try; whether it came to its end."""
        job = connections.request_pull(self.home, self.workspace, self.connection)
        in_child(lambda: pull_once(self.home, self.control, Played()), after=after)
        found = self.control.job(job)
        return found is not None and found.state == "done"

    def change(self, chance: random.Random) -> None:
        """A few conversations go on, and a few come."""
        for key in chance.sample(range(1, self.count + 1), 5):
            server().run(
                f"insert into {self.name}.messages (conversation_id, sent_at, author_role, body) values ('c{key}', now(), 'customer', 'Again')"
            )
        self.count += 3
        server().run(ROWS.format(schema=self.name, parts=PARTS, first=self.count - 2, count=3).replace("timestamptz '2026-03-01 08:00+00'", "now()"))

    def problems(self) -> list[str]:
        """What must never be, once a pull came to its end."""
        conversations, messages = truth.load(self.home, self.workspace, truth.accepted(self.control.events(self.workspace)))
        keys, here = conversations["conversation_id"].to_pylist(), Counter(messages["conversation_id"].to_pylist())
        counted = f"select conversation_id, count(*) as rows from {self.name}.messages group by 1"
        there = server().value(f"select json_object_agg(conversation_id, rows)::text from ({counted}) as counted")
        wanted = json.loads(str(there))
        found = [f"doubled {len(keys) - len(set(keys))}"] if len(set(keys)) != len(keys) else []
        if set(keys) != set(wanted):
            found.append(f"{len(set(keys) ^ set(wanted))} conversations are in one place only")
        return [*found, *(f"{key} has {here[key]} of {count} rows" for key, count in wanted.items() if here[key] != count)]


def main(home: Path, count: int, kills: int, seed: int, *, timed: bool) -> None:
    """Pulls that are killed, until one comes to its end; again with a table that went on meanwhile."""
    chance, started = random.Random(seed), time.monotonic()
    trials = Trials(home, count, timed=timed)
    wrong, killed, length = list[str](), 0, count / 400
    while killed < kills and not wrong:
        for _ in range(kills // 2):
            killed += not trials.run(after=chance.uniform(0.02, length))
        if not any(trials.run(after=None) for _ in range(5)):
            wrong.append("a pull that nobody stops does not come to its end")
        wrong += trials.problems()
        trials.change(chance)
        length = 2.0
    trials.keeper.close()
    how = "by its times" if timed else "read as a whole"
    print(
        "\n".join(
            [*wrong[:20], f"{killed} kills of Postgres {how}, {len(wrong)} wrong, {count} conversations at first, {time.monotonic() - started:.0f} s"]
        )
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), timed="without-time" not in sys.argv)
