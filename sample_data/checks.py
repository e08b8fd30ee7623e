"""Check seed files against their company, and count what is in them."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sample_data.company import BUILT_IN_SLOTS, NO_REQUEST, Company, CompanyError, read_company
from sample_data.parser import SLOT, parse
from sample_data.seed import Problem, Seed


@dataclass(frozen=True, slots=True)
class Known:
    """What seeds may name; None is what there is no file of yet."""

    company: Company | None
    tools: frozenset[str] | None
    articles: frozenset[str] | None
    missing: tuple[str, ...]


def known(folder: Path) -> Known:
    """What stands beside the folder of the seeds."""
    says: list[str] = []
    company = None
    try:
        company = read_company(folder)
    except CompanyError as error:
        says.append(f"{error}; topics, gaps, moments and slots are not checked")
    return Known(company, _names(folder / "tools.jsonl", "name", says), _names(folder / "articles.jsonl", "id", says), tuple(says))


def _names(path: Path, key: str, says: list[str]) -> frozenset[str] | None:
    if not path.exists():
        says.append(f"{path}: not there, so not checked")
        return None
    return frozenset(json.loads(line)[key] for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def problems_of(seed: Seed, what: Known) -> Iterator[Problem]:
    """Names in a seed that its company does not have."""

    def wrong(says: str, line: int | None = None) -> Problem:
        return Problem(seed.file, line or seed.line, f"{seed.title}: {says}")

    for kind, names, there in (("tool", seed.tools, what.tools), ("article", seed.articles, what.articles)):
        yield from (wrong(f"there is no {kind} {name!r}") for name in names if there is not None and name not in there)
    if seed.topic == NO_REQUEST and seed.kinds:
        yield wrong("no request has no kinds")
    if seed.topic != NO_REQUEST and not seed.kinds:
        yield wrong(f"needs kinds: (only topics '{NO_REQUEST} / ...' have none)")
    for ending in seed.endings:
        if ending.resolution is None and seed.kinds:
            yield wrong("a request has a resolution", ending.line)
        if ending.who == "bot" and seed.cause:
            yield wrong("a bot cannot end what needs a person", ending.line)
    if what.company is not None:
        yield from (wrong(*one) for one in _unknown(seed, what.company))


def _unknown(seed: Seed, company: Company) -> Iterator[tuple[str, int]]:
    if seed.topic != NO_REQUEST and f"{seed.topic} / {seed.subtopic}" not in company.subtopics():
        yield f"company.toml has no topic '{seed.topic} / {seed.subtopic}'", seed.line
    if seed.gap and seed.gap not in {gap.name for gap in company.missing}:
        yield f"company.toml has no [[missing]] {seed.gap!r}", seed.line
    if seed.language not in company.languages:
        yield f"company.toml has no language {seed.language!r}", seed.line
    if seed.team and seed.team not in company.teams:
        yield f"company.toml has no team {seed.team!r}", seed.line
    for part in (seed, *seed.endings):
        yield from ((f"company.toml has no moment {name!r}", part.line) for name in (part.before, part.after) if name and name not in company.moments)
    allowed = set(company.slots["en"]) | set(company.slots.get(seed.language, ())) | set(BUILT_IN_SLOTS)
    for slot in sorted({slot for text in seed.lines() for slot in SLOT.findall(text)} - allowed):
        yield f"company.toml has no slot <{slot}>", seed.line


def advice(seed: Seed) -> Iterator[Problem]:
    """What is allowed and makes for conversations that look alike."""
    for name, there, least in (("openings", len(seed.openings), 3), ("details", len(seed.details), 3), ("endings", len(seed.endings), 2)):
        if there < least and seed.kinds:
            yield Problem(seed.file, seed.line, f"{seed.title}: only {there} {name}")
    for turn in (turn for ending in seed.endings for turn in ending.turns):
        if len(turn.texts) == 1 and "{" not in "".join(turn.texts):
            yield Problem(seed.file, turn.line, f"{seed.title}: one wording only")


def shares(seeds: Sequence[Seed], company: Company | None) -> tuple[dict[str, float], dict[str, float]]:
    """Share of kinds and of ratings among requests, by the weights of topics, seeds and endings."""
    totals: dict[str, float] = defaultdict(float)
    for seed in seeds:
        totals[seed.topic] += seed.weight
    weights = {topic.name: topic.weight for topic in company.topics} if company else {}
    kinds: dict[str, float] = defaultdict(float)
    ratings: dict[str, float] = defaultdict(float)
    everything = 0.0
    for seed in (seed for seed in seeds if seed.kinds):
        share = weights.get(seed.topic, totals[seed.topic]) * seed.weight / totals[seed.topic]
        everything += share
        for kind in seed.kinds:
            kinds[kind] += share
        for ending in seed.endings:
            ratings[str(ending.rating or "-")] += share * ending.weight / sum(one.weight for one in seed.endings)
    return ({name: kinds[name] / everything for name in sorted(kinds)}, {name: ratings[name] / everything for name in sorted(ratings)})


def report(seeds: Sequence[Seed], company: Company | None) -> str:
    """Counts of some seeds, for people to read."""
    lines = []
    for subtopic, count in sorted(Counter(f"{seed.topic} / {seed.subtopic}" for seed in seeds).items()):
        languages = Counter(seed.language for seed in seeds if f"{seed.topic} / {seed.subtopic}" == subtopic)
        lines.append(f"  {count:3}  {subtopic}  ({', '.join(f'{name} {number}' for name, number in sorted(languages.items()))})")
    turns = [turn.texts for seed in seeds for ending in seed.endings for turn in ending.turns]
    texts = [text for seed in seeds for text in seed.lines()]
    words, choices = sum(len(text.split()) for text in texts), sum(text.count("{") + len(SLOT.findall(text)) for text in texts)
    languages = ", ".join(f"{name} {number}" for name, number in sorted(Counter(seed.language for seed in seeds).items()))
    kinds, ratings = shares(seeds, company)
    return "\n".join(
        [
            *lines,
            f"{len(seeds)} seeds ({languages}), {words / max(1, len(seeds)):.0f} words each",
            "kinds: " + ", ".join(f"{name} {share:.0%}" for name, share in kinds.items()),
            "ratings: " + ", ".join(f"{name} {share:.0%}" for name, share in ratings.items()),
            f"openings per seed: {sum(len(seed.openings) for seed in seeds) / max(1, len(seeds)):.1f}",
            f"wordings per turn: {sum(map(len, turns)) / max(1, len(turns)):.1f}; words per choice or slot: {words / max(1, choices):.1f}",
        ]
    )


def main(arguments: Sequence[str]) -> int:
    """Check the named files; 0 when nothing is wrong, 2 otherwise."""
    if not arguments:
        print("Usage: python -m sample_data.seed FILE...", file=sys.stderr)
        return 2
    seeds: list[Seed] = []
    problems: list[Problem] = []
    absent = [path for path in arguments if not Path(path).is_file()]
    if absent:
        print(f"There is no file {', '.join(absent)}", file=sys.stderr)
        return 2
    said: set[str] = set()
    found: dict[Path, Known] = {}
    for path in map(Path, arguments):
        folder = path.parent.parent if path.parent.name == "seeds" else path.parent
        what = found.setdefault(folder, known(folder))
        said.update(what.missing)
        read, wrong = parse(path.read_text(encoding="utf-8"), str(path))
        seeds += read
        problems += [*wrong, *(one for seed in read for one in problems_of(seed, what))]
    hints = [one for seed in seeds for one in advice(seed)]
    companies = [what.company for what in found.values() if what.company]
    print(report(seeds, companies[0] if len(companies) == 1 else None))
    for line in sorted(said):
        print(f"note: {line}")
    for one in hints:
        print(f"advice: {one}")
    for one in problems:
        print(f"WRONG {one}", file=sys.stderr)
    print(f"{len(problems)} problems", file=sys.stderr)
    return 2 if problems else 0
