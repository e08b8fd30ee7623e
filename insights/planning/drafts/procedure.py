"""A procedure as people of support follow it: what they ask, what they do and in which order, when they refuse, and what they say at the end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from insights.model import Role
from insights.planning.candidates import Candidate
from insights.planning.drafts.alike import chosen, grouped, worth
from insights.planning.drafts.answers import GOOD, conditions, replies
from insights.planning.drafts.api import call, write_risks
from insights.planning.drafts.lines import cases, cited, conversations, counted, quote, read_of, section
from insights.planning.drafts.questions import fitting, heard, requests
from insights.planning.drafts.step_words import GO_AHEAD, Phase
from insights.planning.drafts.steps import Seen, Spoken, asked_for, refusals, steps_of, total_of, ways
from insights.planning.voices import SAMPLE, Voices, evenly

FEWEST = 2
LONGEST = 170
COMPARED = 60
"""Sentences of a step of which one is quoted."""
PEOPLE_WANT = ("exception", "sensitive", "negotiation")
NOTHING = "- Agents wrote too little to see their steps: ask one of them to dictate theirs."


def procedure(candidate: Candidate, voices: Voices) -> list[str]:
    """When, what to know, steps with branches and checks, the words at the end, exceptions, and the call that it needs."""
    rows = fitting(candidate, voices)
    speech = spoken_by_people(voices, rows)
    said, total = replies(voices, rows), total_of(speech)
    asked, steps, refused = asked_for(speech, voices), steps_of(speech, voices), refusals(speech, voices)
    route = [f"- {' → '.join(path)}: {counted(count, total)}" for path, count in ways(asked, steps, refused, total)[:4]]
    return [
        read_of(rows),
        "",
        *section("When", cited(voices, heard(candidate, voices, 4), LONGEST), "- No request is worded clearly enough to quote."),
        *section("What must be known first", known_first(asked, total, voices), "- Agents asked for nothing: what customers write is enough."),
        *section("Steps that agents took", numbered(steps, asked, total, voices), NOTHING),
        *section("The usual ways through it", route),
        *section("When it was refused", branches(refused, total, voices)),
        *section("Checks", conditions([(each.row, text) for each in said for text in each.sentences], voices)),
        *section("What the customer is told at the end", endings(voices, speech, steps)),
        *section("Exceptions for people", exceptions(voices, rows, candidate.title)),
        *section("Call", call(candidate, voices, rows, said, writes=True)),
        *section("Before it goes live", write_risks(voices, rows, len(refused), total)),
    ]


def spoken_by_people(voices: Voices, rows: np.ndarray) -> list[Spoken]:
    """The sentences of people of support in some conversations, without courtesy that they write over and over."""
    lines = [line for line in voices.lines(evenly(rows, SAMPLE)) if line.role == Role.AGENT]
    last = {line.row: line.turn for line in lines}
    first = {line.row: line.turn for line in reversed(lines)}
    found = []
    for line in lines:
        span = last[line.row] - first[line.row]
        place = (line.turn - first[line.row]) / span if span else 0.5
        # Sentences of one turn keep their order.
        count = len(line.sentences)
        found += [
            Spoken(line.row, place + 0.01 * at / count, text)
            for at, text in enumerate(line.sentences)
            if text not in voices.formulas or text.endswith("?")
        ]
    return found


def known_first(asked: Sequence[Seen], total: int, voices: Voices) -> list[str]:
    """What agents asked customers for, with one question each."""
    lines = []
    for each in asked[:6]:
        example = best(each.sentences, voices)
        what = f"{each.step.text[:1].upper()}{each.step.text[1:]}: asked in {counted(len(each.rows), total)}"
        lines.append(f"- {what}, {quote(example.text, 120)} {cases(voices, [example.row])}")
    return lines


def numbered(steps: Sequence[Seen], asked: Sequence[Seen], total: int, voices: Voices) -> list[str]:
    """The steps in their order, each with how many conversations show it and the words of one; a sentence stands for one step only."""
    lines, used = [], set()
    wanted = [each for each in asked if each.step.text != GO_AHEAD]
    if wanted:
        rows = {row for each in wanted for row in each.rows}
        what = either([each.step.text for each in wanted[:3]])
        lines.append(f"Ask for {what}, unless the customer gave it ({counted(len(rows), total)} conversations).")
    for each in steps[:8]:
        example = best([sentence for sentence in each.sentences if sentence.text not in used] or each.sentences, voices)
        used.add(example.text)
        shown = f"{each.step.text} ({counted(len(each.rows), total)} conversations)"
        lines.append(f"{shown}: {quote(example.text, LONGEST)} {cases(voices, [example.row])}")
    return [f"{number}. {line}" for number, line in enumerate(lines, 1)]


def best(sentences: Sequence[Spoken], voices: Voices) -> Spoken:
    """The sentence that stands for all of a step, in the language of most customers where there is one."""
    mine = [each for each in sentences if voices.languages[each.row] in ("", voices.language)] or sentences
    some = [mine[place] for place in evenly(np.arange(len(mine)), COMPARED).tolist()]
    return some[int(worth([each.text for each in some], "", voices).argmax())]


def branches(refused: Sequence[Spoken], total: int, voices: Voices) -> list[str]:
    """How often it was refused, and the reasons in the words of support, grouped."""
    if len(refused) < FEWEST:
        return []
    groups = grouped([each.text for each in refused], voices, 0.3)
    lines = [f"- In {counted(len(refused), total)} conversations, because:"]
    for group in groups[:4]:
        members = [refused[place] for place in group]
        lines.append(f"  - {quote(members[0].text, LONGEST)} in {conversations(len(members))} {cases(voices, [each.row for each in members])}")
    return lines


def endings(voices: Voices, speech: Sequence[Spoken], steps: Sequence[Seen]) -> list[str]:
    """How well rated conversations ended: what happens next, in the words of support."""
    frame = voices.frame
    good = set(np.flatnonzero(((frame["rating"] >= GOOD) & frame["resolved"]).to_numpy()).tolist())
    told = [each for seen in steps if seen.step.phase in (Phase.TELL, Phase.DO) for each in seen.sentences if each.row in good and each.place >= 0.5]
    told = list({each.text: each for each in told}.values())
    places = chosen([each.text for each in told], worth([each.text for each in told], "", voices), 3, voices) if told else []
    return cited(voices, [(told[place].row, told[place].text) for place in places], LONGEST)


def exceptions(voices: Voices, rows: np.ndarray, title: str) -> list[str]:
    """Which of these conversations need a person, with a request of each cause."""
    causes = voices.frame["human_cause"].iloc[rows]
    lines = []
    for cause in PEOPLE_WANT:
        mine = rows[(causes == cause).to_numpy()]
        if len(mine) >= FEWEST:
            asked = cited(voices, [(each.row, each.text) for each in requests(voices, mine, title)[:1]], LONGEST)
            lines += [f"- {cause.capitalize()}: {conversations(len(mine))}", *(f"  {line}" for line in asked)]
    return lines


def either(texts: Sequence[str]) -> str:
    """Texts joined by commas and a last or.

    >>> either(["a", "b", "c"])
    'a, b or c'
    """
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"
