"""Make the demo companies: `python -m sample_data.generate [--company NAME] [--out FOLDER]` writes their conversations and what is true of them.

`--show N [--seed S]` prints N random conversations instead. Seeded, so the same files come out on every machine. Dates are fixed: a demo must not age
by itself.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path

from sample_data.company import FOLDER, CompanyError, read_company
from sample_data.history import history
from sample_data.made import Made
from sample_data.parser import read
from sample_data.seed import SeedError
from sample_data.truths import truth_of

__all__ = ["Made", "companies", "generate", "lines_of", "made_in", "main", "shown", "truth_of"]


def companies() -> tuple[str, ...]:
    """The demo companies that there are, by their folders' names."""
    return tuple(sorted(path.parent.name for path in FOLDER.glob("*/company.toml")))


def generate(company: str) -> list[Made]:
    """The conversations of a company in order of time, each with what is true of it."""
    return made_in(FOLDER / company)


def made_in(folder: Path) -> list[Made]:
    """The conversations of the company of a folder."""
    company = read_company(folder)
    seeds = [seed for path in sorted((folder / "seeds").glob("*.txt")) for seed in read(path)]
    return history(company, seeds)


def lines_of(made: Sequence[Made]) -> bytes:
    """Conversations in the native format, compressed; the same bytes for the same conversations."""
    text = "".join(json.dumps(one.conversation, ensure_ascii=False) + "\n" for one in made)
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def shown(one: Made) -> str:
    """A conversation for people to read."""
    talk, gold = one.conversation, one.gold
    head = (
        f"## {talk['conversation_id']}  {talk['channel']}  {talk['language']}  {talk['started_at'][:16]}  {talk['customer_id']}  csat {talk['csat']}"
    )
    kinds, reasons = ", ".join(gold.kinds) or "no request", ", ".join(gold.reasons)
    marks = f"[{gold.topic} / {gold.subtopic}; {kinds}; {gold.resolution}; {gold.rating}; {reasons}; {gold.seed}]"
    subject = [f"Subject: {talk['subject']}"] if talk["subject"] else []
    said = [
        f"{message['sent_at'][5:16]} {message['author_role']}{' (note)' if message['internal'] else ''}: {message['text']}"
        for message in talk["messages"]
    ]
    return "\n".join([head, marks, *subject, *said])


def write(company: str, folder: Path) -> None:
    """Write a company's conversations and truths to a folder."""
    made = generate(company)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "conversations.jsonl.gz").write_bytes(lines_of(made))
    truth = truth_of(read_company(FOLDER / company), made)
    (folder / "truth.json").write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"{company}: {len(made)} conversations, {(folder / 'conversations.jsonl.gz').stat().st_size / 1e6:.2f} MB", file=sys.stderr)


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files, or show some conversations."""
    parser = argparse.ArgumentParser(prog="python -m sample_data.generate", description="Make the demo companies.")
    parser.add_argument("--company", choices=companies(), help="only this company")
    parser.add_argument("--out", type=Path, help="a folder to write to instead of sample_data")
    parser.add_argument("--show", type=int, metavar="N", help="print N random conversations instead of writing")
    parser.add_argument("--seed", type=int, default=1, help="which random conversations")
    asked = parser.parse_args(arguments)
    try:
        for company in (asked.company,) if asked.company else companies():
            if asked.show is None:
                write(company, (asked.out or FOLDER) / company)
                continue
            made = generate(company)
            chosen = random.Random(asked.seed).sample(made, min(asked.show, len(made)))
            print("\n\n".join(shown(one) for one in chosen))
    except (CompanyError, SeedError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
