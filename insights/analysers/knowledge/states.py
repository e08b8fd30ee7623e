"""How well the articles answer a question that is the same for everybody, by what the best article says and what agents said.

An article is outdated where an agent says so, or states another value as what holds now, or where its own text says so and it leaves a gap;
it is contradicted where an agent states another value for the same thing. Two values are of the same thing when their units are the same and
their sentences share words that say what it is about, or when the customer asked about the article's value. In doubt nothing is said of values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from insights.analysers.features import Reading
from insights.analysers.knowledge.statements import Statement, says_changed, says_old, statements, telling_stems
from insights.model import Role

SHARED = 2
"""So many telling words two sentences have in common when they are about the same thing."""
ADDS = 3
"""So many telling words that no article has show what agents added."""


class State(StrEnum):
    """How well an informational question is answered."""

    ANSWERED = "answered"
    PARTLY = "partly"
    OUTDATED = "outdated"
    CONTRADICTED = "contradicted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Answer:
    """The state of knowledge for one question, the article that it is about (None where none is near), and the turn of an agent that shows it."""

    state: State
    article: str | None = None
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What was said in one conversation, in order: number, role and text of each turn."""

    turns: tuple[tuple[int, Role, str], ...]

    @classmethod
    def of(cls, reading: Reading, row: int) -> Said:
        """The turns of a conversation."""
        turns, rows = reading.turns, slice(int(reading.turns.starts[row]), int(reading.turns.starts[row + 1]))
        spoke = zip(turns.customer[rows].tolist(), turns.agent[rows].tolist(), turns.bot[rows].tolist(), strict=True)
        roles = [Role.CUSTOMER if customer else Role.AGENT if agent else Role.BOT if bot else None for customer, agent, bot in spoke]
        said = zip(turns.number[rows].tolist(), roles, turns.text[rows].to_pylist(), strict=True)
        return cls(tuple((number, role, text) for number, role, text in said if role is not None))

    def by(self, role: Role) -> list[tuple[int, str]]:
        """The turns of a role."""
        return [(number, text) for number, spoken, text in self.turns if spoken is role]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The article that a question is about: whether it says itself that it is old, is likely to answer, and surely has to do with the question."""

    name: str
    text: str
    dated: bool
    listed: bool
    sure: bool


def judge_answer(said: Said, nearest: Nearest | None, *, gap: bool) -> Answer:
    """The state of one question; `gap` is whether the conversation went as one without an answer."""
    agent = said.by(Role.AGENT)
    if nearest is None:
        return Answer(State.MISSING, None, adding_turn(agent, ""))
    turn = next((number for number, spoken in agent if says_old(spoken)), None)
    if turn is not None:
        return Answer(State.OUTDATED, nearest.name, turn)
    turn, changed = contradiction(said, nearest.text)
    if turn is not None:
        return Answer(State.OUTDATED if changed else State.CONTRADICTED, nearest.name, turn)
    if nearest.dated and nearest.listed:
        return Answer(State.OUTDATED, nearest.name)
    if not gap:
        return Answer(State.ANSWERED, nearest.name)
    if nearest.sure:
        return Answer(State.PARTLY, nearest.name, adding_turn(agent, nearest.text))
    return Answer(State.MISSING, None, adding_turn(agent, ""))


def contradiction(said: Said, text: str) -> tuple[int | None, bool]:
    """The last turn in which an agent states another value than an article for the same thing, and whether they say that it changed."""
    written = statements(text)
    if not written:
        return None, False
    asked = [one for _, spoken in said.by(Role.CUSTOMER) for one in statements(spoken)]
    for number, spoken in reversed(said.by(Role.AGENT)):
        stated = statements(spoken)
        if any(_the_same(one, other) for one in stated for other in written):
            return None, False
        if any(_another(one, written, asked) for one in stated):
            return number, says_changed(spoken)
    return None, False


def _the_same(one: Statement, other: Statement) -> bool:
    return one.unit == other.unit and one.agrees(other)


def _another(one: Statement, written: Sequence[Statement], asked: Sequence[Statement]) -> bool:
    """Whether a stated value is another one than the article has for the same thing, and the article has it nowhere."""
    rivals = [other for other in written if other.unit == one.unit]
    if not rivals or any(one.agrees(other) for other in rivals):
        return False
    quoted = any(_the_same(question, other) for question in asked for other in rivals)
    known = any(_the_same(question, one) for question in asked)
    return (quoted and known) or any(_same_subject(one, other) for other in rivals)


def _same_subject(one: Statement, other: Statement) -> bool:
    """Whether the sentences of two values share words enough, and half of the shorter one."""
    return len(one.about & other.about) >= max(SHARED, min(len(one.about), len(other.about)) / 2)


def adding_turn(agent: Sequence[tuple[int, str]], text: str) -> int | None:
    """The turn of an agent that says most of what a text does not say."""
    known = telling_stems(text) if text else frozenset()
    added = [(len(telling_stems(spoken) - known), -place, number) for place, (number, spoken) in enumerate(agent)]
    most, _, turn = max(added, default=(0, 0, 0))
    return turn if most >= ADDS else None
