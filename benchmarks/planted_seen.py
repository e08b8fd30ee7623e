"""A published snapshot beside what is true of the same conversations: which group holds the planted ones, and what the product says of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pandas as pd

from insights.metrics.automation_questions import enabler_bill
from insights.metrics.topic_questions import subtopic_table, topic_table
from insights.model import Filters
from insights.planning.movement import movements
from insights.store.snapshot import Snapshot
from sample_data.company import Company, Truth
from sample_data.made import Gold


@dataclass(frozen=True, slots=True)
class Finding:
    """One truth: what was planted, what the product says, the error in points (or per cent of a factor), and the rank where there is an order."""

    company: str
    id: str
    kind: str
    says: str
    found: bool
    planted: str
    reported: str
    error: float | None = None
    rank: int | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A snapshot beside the gold of the same conversations: one row per conversation, gold columns end in `_gold`."""

    snapshot: Snapshot
    rows: pd.DataFrame
    company: Company

    def group(self, topic: str) -> pd.Series:
        """Whether each conversation belongs to the planted "Topic" or "Topic / Subtopic"."""
        if " / " in topic:
            return self.rows["topic_gold"] + " / " + self.rows["subtopic_gold"] == topic
        return self.rows["topic_gold"] == topic


def seen(snapshot: Snapshot, gold: Iterable[Gold], company: Company) -> Seen:
    """The product's labels beside the truth."""
    said = snapshot.frame(
        "select conversation_id, started_at, team, topic_id, topic, subtopic_id, subtopic, rating, kinds, needs, eligible, automated from analysed"
    )
    true = pd.DataFrame(
        [
            {
                "conversation_id": one.conversation_id,
                "topic_gold": one.topic,
                "subtopic_gold": one.subtopic,
                "tools_gold": one.tools,
                "gap_gold": one.gap,
                "rating_gold": one.rating,
                "kinds_gold": one.kinds,
                "chance_gold": one.chance,
            }
            for one in gold
        ]
    )
    rows = said.merge(true, on="conversation_id", how="inner", validate="one_to_one")
    if not len(rows) == len(said) == len(true):
        raise ValueError(f"{len(said)} conversations are reported and {len(true)} were made")
    return Seen(snapshot, rows, company)


def likeness(true: pd.Series, said: pd.Series) -> tuple[float, float]:
    """Precision and recall of `said`."""
    both = float((true & said).sum())
    return both / max(float(said.sum()), 1.0), both / max(float(true.sum()), 1.0)


def best_topic(data: Seen, true: pd.Series) -> tuple[str, str, pd.Series, float]:
    """The topic or subtopic that holds these conversations best: its column, its id, its rows, and F1."""
    best: tuple[str, str, pd.Series, float] = ("topic_id", "", true & False, 0.0)
    for column in ("topic_id", "subtopic_id"):
        for group in sorted(data.rows.loc[true, column].dropna().unique()):
            rows = data.rows[column] == group
            precision, recall = likeness(true, rows)
            score = 2 * precision * recall / (precision + recall)
            if score > best[3]:
                best = (column, str(group), rows, score)
    return best


def finding(data: Seen, truth: Truth, found: bool, planted: str, reported: str, error: float | None = None, rank: int | None = None) -> Finding:
    """A finding about this company's truth."""
    return Finding(data.company.folder.name, truth.id, truth.kind, truth.says, bool(found), planted, reported, error, rank)


def day_of(company: Company, truth: Truth) -> date:
    """The day of the moment that a truth hangs on."""
    return company.moments[str(truth.keys["moment"])]


def title_of(data: Seen, gap: str) -> str:
    """The title of the article that a gap is about."""
    article = next(one.article for one in data.company.missing if one.name == gap)
    articles = data.snapshot.table("articles")
    return str(articles.loc[articles["id"] == article, "title"].iloc[0])


def movement(data: Seen, column: str, group: str) -> str:
    """What Taxonomy says of the course of a topic or subtopic."""
    asked = subtopic_table(Filters()) if column == "subtopic_id" else topic_table(Filters())
    table = data.snapshot.frame(asked.sql, asked.params)
    moves = movements(table["trend"].tolist(), pd.Timestamp(table["first_week"].iloc[0]).date())
    return next((str(move.course) for key, move in zip(table[column], moves, strict=True) if key == group), "nothing")


def name_of(data: Seen, column: str, group: str) -> str:
    """The name of a topic or subtopic."""
    rows = data.rows.loc[data.rows[column] == group, column.removesuffix("_id")]
    return f"“{rows.iloc[0]}”" if len(rows) else "no topic"


def share(data: Seen, chosen: pd.Series) -> float:
    """Share of the conversations with a request, in points."""
    return 100 * float(chosen.sum()) / max(float(data.rows["kinds_gold"].map(len).gt(0).sum()), 1.0)


def bill(data: Seen) -> pd.DataFrame:
    """The enablers of the Automation page, in their order of building."""
    asked = enabler_bill(Filters())
    return data.snapshot.frame(asked.sql, asked.params)


def needing(data: Seen, enabler: str) -> pd.Series:
    """Whether each conversation needs the enabler."""
    return data.rows["needs"].map(lambda needs: enabler in list(needs) if needs is not None else False)


def cx(rows: pd.DataFrame, chosen: pd.Series, *, column: str = "rating") -> float:
    """The CX score in per cent."""
    ratings = rows.loc[chosen, column].dropna()
    return 100 * float((ratings >= 4).mean()) if len(ratings) else float("nan")
