"""Is the list of next actions in the right order? `python -m benchmarks.ranking [COMPANY ...]`, on the demo companies.

The same planner plans twice: with what the judges said of each conversation, and with what is true of it (its topic, kinds of work, tools, articles,
resolution, rating and reasons). The second list is the right one under the stated definitions: gain per effort, each action counted after those above
it. An action of one list is an action of the other where both build the same tool or improve the same article; otherwise where both are of the same
type and their conversations are mutually the most alike, with an F1 of at least 0.3.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa
from scipy.stats import kendalltau

from benchmarks.planted_gold import true_input
from insights.model import ActionType
from insights.pipeline.demo.packing import pack
from insights.pipeline.progress import Reporter
from insights.planning import Plan, PlanInput, plan
from sample_data.company import FOLDER, Company, Truth, read_company
from sample_data.generate import companies, generate
from sample_data.made import Gold

FIRST = 5
ALIKE = 0.3
ARTICLES = (ActionType.WRITE_ARTICLE, ActionType.IMPROVE_ARTICLE)
GIVEN = ("conversations", "messages", "topics", "labels_topic", "labels_work", "labels_experience", "reasons", "articles", "tools")


@dataclass(frozen=True, slots=True)
class Listed:
    """An action of a list: its rank, what it says, the tool or article that it is about (empty if none that exists), and what proves it."""

    rank: int
    family: str
    title: str
    thing: str
    proof: frozenset[str]


def listed(made: Plan) -> list[Listed]:
    """The actions of a plan, in their order."""
    proof: dict[str, set[str]] = {}
    for action, conversation in zip(made.evidence["action_id"].to_pylist(), made.evidence["conversation_id"].to_pylist(), strict=True):
        proof.setdefault(action, set()).add(conversation)
    found = []
    for each in sorted(made.actions.to_pylist(), key=lambda line: line["rank"]):
        family = "article" if each["type"] in ARTICLES else each["type"]
        found.append(Listed(each["rank"], family, each["title"], thing_of(each["enabler_id"] or ""), frozenset(proof.get(each["action_id"], ()))))
    return found


def thing_of(enabler_id: str) -> str:
    """The tool or article that an enabler is; empty where it is a new article or a bundle, which two plans do not name alike.

    >>> thing_of("write:issue_refund"), thing_of("article:improve-returns"), thing_of("article:new-t4")
    ('issue_refund', 'returns', '')
    """
    kind, _, key = enabler_id.partition(":")
    if kind == "article":
        return key.removeprefix("improve-") if key.startswith("improve-") else ""
    return "" if key.startswith(("smaller", "topic-")) else key


def pairs(one: Sequence[Listed], other: Sequence[Listed]) -> dict[int, int]:
    """The rank in the other list of every action of the first one that is in both."""
    found = {a.rank: b.rank for a in one for b in other if a.thing and (a.family, a.thing) == (b.family, b.thing)}
    taken = set(found.values())
    alike = sorted(
        ((-likeness(a.proof, b.proof), a.rank, b.rank) for a in one for b in other if a.family == b.family and not (a.thing and b.thing)),
    )
    for score, mine, its in alike:
        if -score >= ALIKE and mine not in found and its not in taken:
            found[mine] = its
            taken.add(its)
    return found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """F1 of two sets of conversations."""
    return 2 * len(one & other) / max(len(one) + len(other), 1)


def agreement(found: Mapping[int, int]) -> float:
    """Kendall's tau over the actions of both lists."""
    return float(kendalltau(list(found), list(found.values())).statistic)


def rank_of(truth: Truth, gold: Sequence[Gold], actions: Sequence[Listed]) -> int | None:
    """Where a list has a planted opportunity: its tool, or the article whose conversations are most like those that lack it."""
    if truth.kind == "enabler":
        return next((each.rank for each in actions if each.thing == truth.keys["tool"]), None)
    lacking = frozenset(one.conversation_id for one in gold if one.gap == truth.keys["gap"])
    best = max(
        (each for each in actions if each.family == "article"), key=lambda each: len(each.proof & lacking) / max(len(each.proof), 10), default=None
    )
    return best.rank if best and 2 * len(best.proof & lacking) >= len(best.proof) else None


def report(company: Company, gold: Sequence[Gold], tables: Mapping[str, pa.Table]) -> None:
    """Both lists of a company, how alike they are, and where the planted opportunities stand."""
    judged = PlanInput(**{name: tables[name] for name in GIVEN})
    said, right = listed(plan(judged)), listed(plan(true_input(judged, gold, company)))
    both, name = pairs(right, said), company.folder.name
    there = sum(both.get(rank, FIRST + 1) <= FIRST for rank in range(1, FIRST + 1))
    print(f"\n{name}: {len(right)} actions by the truth, {len(said)} by the judges, {len(both)} in both, Kendall's tau {agreement(both):.2f}")
    print(f"  of the first {FIRST} by the truth {there} are among the first {FIRST} by the judges")
    for each in right[: 2 * FIRST]:
        print(f"  {each.rank:3} -> {both.get(each.rank, '-'):>3}  {each.title} ({len(each.proof)})")
    back = {its: mine for mine, its in both.items()}
    for each in said[: 2 * FIRST]:
        print(f"  {back.get(each.rank, '-'):>3} <- {each.rank:3}  {each.title} ({len(each.proof)})")
    for truth in company.truths:
        if truth.kind in ("missing_article", "outdated_article", "enabler"):
            print(f"  planted {truth.id}: {rank_of(truth, gold, right) or '-'} by the truth, {rank_of(truth, gold, said) or '-'} by the judges")
    sys.stdout.flush()


def main(names: Sequence[str]) -> None:
    """Every company."""
    for name in names or companies():
        reporter = Reporter()
        store = pack(FOLDER / name, reporter)
        reporter.done()
        report(read_company(FOLDER / name), [each.gold for each in generate(name)], {**store.imported, **store.result})


if __name__ == "__main__":
    main(sys.argv[1:])
