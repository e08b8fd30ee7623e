"""Which topics pull the score down: ratings and score by topic, row beside row, worst first."""

from __future__ import annotations

from insights.metrics import metric
from pages.parts import cards, data, score_rows
from pages.parts.scope import Scope

MOST = 10


def rows(scope: Scope) -> None:
    """The biggest topics with enough ratings. A bar or a dot opens its conversations."""
    score = metric("cx_score")
    every = data.numbers(("cx_score", "conversations"), scope, by=("topic_id", "topic"))
    enough = every.loc[every["cx_score_count"] >= score.min_rows]
    shown = enough.sort_values("conversations", ascending=False).head(MOST).sort_values(["cx_score", "topic"]).reset_index(drop=True)
    hidden = len(every) - len(enough)
    few = (
        f" {hidden} topic{'' if hidden == 1 else 's'} with fewer than {score.min_rows} ratings {'is' if hidden == 1 else 'are'} left out."
        if hidden
        else ""
    )
    cards.section(
        "Which topics pull the score down?",
        f"Ratings by topic, worst first. The dot is the CX score, the line its 95 % interval. Click to read.{few}",
        metrics=("cx_score",),
        made="The dotted line is the score of all conversations here. A dot is coloured where its whole interval is off that line.",
    )
    if shown.empty:
        cards.note("Too few ratings in every topic to compare them.")
        return
    spread = data.numbers(("conversations",), scope, by=("topic_id", "topic", "rating"))
    names = {"topic_id": "key", "topic": "name"}
    asked = dict(zip(shown["topic_id"], shown["topic"], strict=True))
    score_rows.drawn(shown.rename(columns=names), spread.rename(columns=names), scope, word="topic", asked=asked)
    cards.csv(every, "cx_score_by_topic", "topic_scores_csv")
