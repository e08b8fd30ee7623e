"""Set the demo companies beside real conversations: `python -m benchmarks.realism FOLDER`, a folder in the data-set format.

Prints near-duplicates, growth of the vocabulary, and the spread of lengths.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from sample_data.generate import companies, generate
from sample_data.realism import lengths, near_duplicates, vocabulary, words_of


@dataclass(frozen=True, slots=True)
class Talk:
    """One conversation: its customer's messages, and everything that is said in it."""

    customer: tuple[str, ...]
    everything: tuple[str, ...]


def made(company: str, language: str | None = None) -> list[Talk]:
    """The conversations of a demo company."""
    talks = []
    for one in generate(company):
        if language in (None, one.gold.language):
            messages = one.conversation["messages"]
            customer = tuple(message["text"] for message in messages if message["author_role"] == "customer")
            talks.append(Talk(customer, tuple(message["text"] for message in messages)))
    return talks


def real(folder: Path) -> list[Talk]:
    """The conversations of a folder in the data-set format."""
    messages = pd.read_parquet(folder / "messages.parquet").sort_values(["conversation_id", "turn"], kind="stable")
    talks = []
    for _, rows in messages.groupby("conversation_id", sort=True):
        pairs = list(zip(rows["author_role"], rows["text"].fillna(""), strict=True))
        talks.append(Talk(tuple(text for role, text in pairs if role == "customer"), tuple(text for _, text in pairs)))
    return talks


def row(name: str, talks: Sequence[Talk]) -> dict[str, object]:
    """The measures of some conversations."""
    said = [text for talk in talks for text in talk.customer]
    per_message = lengths([len(words_of(text)) for text in said], 3, 60)
    first = lengths([len(words_of(talk.customer[0])) for talk in talks if talk.customer], 5, 50)
    turns = lengths([len(talk.everything) for talk in talks], 2, 8)
    size = len(talks) if len(talks) < 6000 else 5000
    return {
        "set": name,
        "conversations": len(talks),
        "near-duplicates": f"{near_duplicates([' '.join(talk.everything) for talk in talks[:size]]):.2%}",
        **{f"words at {at:,}": count for at, count in vocabulary(said).items()},
        "words a message": per_message.quantiles,
        "message <= 3 words": f"{per_message.very_short:.1%}",
        "message >= 60 words": f"{per_message.very_long:.1%}",
        "words first message": first.quantiles,
        "messages": turns.quantiles,
        "<= 2 messages": f"{turns.very_short:.1%}",
        ">= 8 messages": f"{turns.very_long:.1%}",
    }


def main(arguments: Sequence[str]) -> int:
    """Print one column for each set."""
    rows = [row(company, made(company)) for company in companies()] + [row(Path(folder).name, real(Path(folder))) for folder in arguments]
    print(pd.DataFrame(rows).set_index("set").T.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
