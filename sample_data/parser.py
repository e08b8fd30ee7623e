"""Read seed files; every problem is named with its file and line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from insights.model import Channel, HumanCause, Kind, Reason, Resolution
from sample_data.seed import Ending, Problem, Seed, SeedError, Turn

ROLES = {"C": "customer", "A": "agent", "B": "bot", "S": "system", "N": "note"}
LISTS = {"kinds": frozenset(Kind), "tools": None, "articles": None, "channels": frozenset(Channel)}
KEYS = (*LISTS, "topic", "cause", "gap", "language", "weight", "team", "subject", "before", "after")
PARTS = ("ask", "reply", "miss", "again")
WHO = ("agent", "bot", "nobody")
HEADER = re.compile(r"([a-z]+):\s*(.*)")
TURN = re.compile(r"(\?)?([CABSN]):\s*(.*)")
CHOICE = re.compile(r"\{([^{}]*)\}")
SLOT = re.compile(r"<([a-z][a-z_0-9]*)>")


@dataclass(slots=True)
class _Draft:
    """A seed while its lines are read. `latest` is the list that a line with `|` adds to."""

    title: str
    line: int
    header: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in ("subject", "opening", "+", *PARTS)})
    endings: list[tuple[int, str, list[tuple[str, list[str], bool, int]]]] = field(default_factory=list)
    latest: list[str] | None = None


def read(path: Path) -> tuple[Seed, ...]:
    """The seeds of a file."""
    seeds, problems = parse(path.read_text(encoding="utf-8"), path.name)
    if problems:
        raise SeedError(str(problems[0]))
    return seeds


def parse(text: str, file: str) -> tuple[tuple[Seed, ...], tuple[Problem, ...]]:
    """The seeds of a text and what is wrong with it; a seed with a problem is still there when it can be made."""
    drafts: list[_Draft] = []
    problems: list[Problem] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.lstrip("\ufeff").strip()
        if not line or line.startswith("# "):
            continue
        wrong = _take(drafts, line, number)
        if wrong:
            problems.append(Problem(file, number, wrong))
    return tuple(_made(draft, file, problems) for draft in drafts), tuple(sorted(problems, key=lambda one: one.line))


def _take(drafts: list[_Draft], line: str, number: int) -> str | None:
    """Put one line where it belongs, or say why it belongs nowhere."""
    if line.startswith("="):
        title = line.lstrip("=").strip()
        drafts.append(_Draft(title, number))
        return None if title else "a seed needs a title after ="
    if not drafts:
        return "this stands before the first seed (= title)"
    draft = drafts[-1]
    turn, header = TURN.fullmatch(line), HEADER.fullmatch(line)
    if line.startswith("|"):
        return _alternative(draft, line[1:].strip())
    if line.startswith("+"):
        draft.latest = draft.parts["+"]
        return _alternative(draft, line[1:].strip()) if not draft.endings else "details (+) go before the first end:"
    if turn:
        return _turn(draft, turn, number)
    if header and header[1] == "end":
        draft.endings.append((number, header[2], []))
        draft.latest = None
        return None if draft.parts["opening"] else "an ending before the opening (C:)"
    if header and header[1] in (*PARTS, *KEYS):
        return _key(draft, header[1], header[2])
    return f"cannot be read: {line[:60]!r}; a turn is one line, an alternative starts with |"


def _alternative(draft: _Draft, text: str) -> str | None:
    if draft.latest is None:
        return "an alternative (|) of nothing"
    draft.latest.append(text)
    return unbalanced(text) or (None if shortest(text).strip() else "may come out empty; leave no empty choice here")


def _key(draft: _Draft, key: str, value: str) -> str | None:
    if key in PARTS:
        draft.latest = draft.parts[key]
        return _alternative(draft, value) if not draft.endings else f"{key}: goes before the first end:"
    if draft.parts["opening"]:
        return f"{key}: belongs to the header, before the opening"
    if key == "subject":
        draft.latest = draft.parts["subject"]
        return _alternative(draft, value)
    again = key in draft.header
    draft.header[key] = value
    return f"{key}: is said twice" if again else None


def _turn(draft: _Draft, turn: re.Match[str], number: int) -> str | None:
    optional, letter, text = turn.groups()
    if draft.endings:
        draft.latest = []
        draft.endings[-1][2].append((ROLES[letter], draft.latest, bool(optional), number))
        return _alternative(draft, text)
    if letter != "C" or optional:
        return "before the first end: only the opening C: is a turn"
    second = bool(draft.parts["opening"])
    draft.latest = draft.parts["opening"]
    return _alternative(draft, text) or ("a second opening; make it an alternative with |" if second else None)


def shortest(text: str) -> str:
    """The shortest way of saying a line.

    >>> shortest("{oh|well}{, thanks|}")
    'oh'
    """
    while CHOICE.search(text):
        text = CHOICE.sub(lambda found: min(found[1].split("|"), key=len), text)
    return text


def unbalanced(text: str) -> str | None:
    """What is wrong with the braces of a line."""
    depth = 0
    for sign in text:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return "} without {"
        if sign == "|" and depth == 0:
            return "| outside of { }; an alternative of the whole line goes on its own line"
    return "{ without }" if depth else None


def _made(draft: _Draft, file: str, problems: list[Problem]) -> Seed:
    def wrong(says: str) -> None:
        problems.append(Problem(file, draft.line, f"{draft.title}: {says}"))

    header, parts = draft.header, draft.parts
    topic, _, subtopic = header.get("topic", "").partition(" / ")
    if not subtopic:
        wrong("needs topic: Topic / Subtopic")
    lists = {key: tuple(one.strip() for one in re.split(r"[,\s]+", header.get(key, "")) if one.strip()) for key in LISTS}
    for key, allowed in LISTS.items():
        for one in lists[key]:
            if allowed is not None and one not in allowed:
                wrong(f"{key}: knows no {one!r}, only {', '.join(sorted(allowed))}")
    cause = header.get("cause") or None
    if cause is not None and cause not in frozenset(HumanCause):
        wrong(f"cause: knows no {cause!r}, only {', '.join(HumanCause)}")
    if ("human" in lists["kinds"]) != (cause is not None):
        wrong("cause: goes with the kind human, and the kind human with a cause")
    weight = _number(header.get("weight", "1"))
    if weight is None:
        wrong(f"weight: is not a number above 0: {header['weight']!r}")
    if not draft.endings or not parts["opening"]:
        wrong("needs an opening (C:) and at least one end:")
    given = {key: header.get(key) or None for key in ("gap", "team", "before", "after")}
    said = {"subjects": parts["subject"], "openings": parts["opening"], "details": parts["+"], **{name: parts[name] for name in PARTS}}
    made: dict[str, Any] = {**lists, **given, **{name: tuple(texts) for name, texts in said.items()}}
    endings = tuple(_ending(*ending, file, problems) for ending in draft.endings)
    language = header.get("language") or "en"
    return Seed(
        draft.title, file, draft.line, topic.strip(), subtopic.strip(), cause=cause, language=language, weight=weight or 1.0, endings=endings, **made
    )


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if value > 0 else None


def _ending(line: int, told: str, drafted: list[tuple[str, list[str], bool, int]], file: str, problems: list[Problem]) -> Ending:
    def wrong(says: str) -> None:
        problems.append(Problem(file, line, f"end: {says}"))

    who, resolution, rating, *rest = [*told.split(), "", "", ""][: max(3, len(told.split()))]
    text = " ".join(rest)
    options = dict(re.findall(r"\b(before|after)=(\S+)", text))
    weights = re.findall(r"(?<!\S)x(\d+(?:\.\d+)?)", text)
    text = re.sub(r"\b(?:before|after)=\S+|(?<!\S)x\d+(?:\.\d+)?", " ", text)
    reasons = tuple(one for one in re.split(r"[,\s]+", text) if one)
    if who not in WHO:
        wrong(f"{who!r} is not one of {', '.join(WHO)}")
    if resolution not in (*Resolution, "-"):
        wrong(f"{resolution!r} is not one of {', '.join(Resolution)}")
    if rating not in ("1", "2", "3", "4", "5", "-"):
        wrong(f"the rating {rating!r} is not 1 to 5 or -")
    for one in reasons:
        if one not in frozenset(Reason):
            wrong(f"{one!r} is not a reason; they are {', '.join(Reason)}")
    turns = tuple(Turn(role, tuple(texts), optional, number) for role, texts, optional, number in drafted)
    misplaced = {"nobody": {"agent", "bot"}, "bot": {"agent"}}.get(who, set()) & {turn.role for turn in turns}
    if misplaced:
        wrong(f"{who} ends it, and yet there is a turn of {', '.join(sorted(misplaced))}")
    if who in ("agent", "bot") and not any(turn.role == who and not turn.optional for turn in turns):
        wrong(f"needs a turn of the {who}")
    if resolution == "confirmed" and (not turns or turns[-1].role != "customer" or turns[-1].optional):
        wrong("confirmed needs a last turn C: that says so and is not optional")
    return Ending(
        who,
        None if resolution == "-" else resolution,
        int(rating) if rating.isdecimal() else None,
        reasons,
        float(weights[0]) if weights else 1.0,
        options.get("before"),
        options.get("after"),
        turns,
        line,
    )
