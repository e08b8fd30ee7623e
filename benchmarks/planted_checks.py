"""One check per kind of planted truth. When a truth counts as found stands in the docstring of its check."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from benchmarks.planted_fix import fixed
from benchmarks.planted_seen import (
    Finding,
    Seen,
    best_topic,
    bill,
    cx,
    day_of,
    finding,
    likeness,
    movement,
    name_of,
    needing,
    share,
    title_of,
)
from insights.metrics import measure
from insights.metrics.automation_questions import enabler_bill, strata
from insights.metrics.comparison_questions import score_cells
from insights.metrics.experience_questions import low_reasons
from insights.model import Filters, Reason
from insights.planning.comparison import compared
from insights.planning.effect import Answer
from insights.planning.ladder import ladder
from insights.planning.standout import standing_out
from sample_data.company import Truth

ALIKE = 0.5
"""Precision and recall (or their harmonic mean) with which a group of the product must hold the conversations of a truth."""


def growth(data: Seen, truth: Truth) -> Finding:
    """Found: a topic or subtopic holds these conversations (F1 of at least one half) and Taxonomy calls it growing."""
    true = data.group(truth.topic)
    column, group, rows, score = best_topic(data, true)
    start = pd.Timestamp(day_of(data.company, truth))
    planted, reported = (ratio(data.rows, each, start) for each in (true, rows))
    moves = movement(data, column, group)
    told = f"{name_of(data, column, group)}: F1 {score:.2f}, x{reported:.2f} a day since then, called {moves}"
    return finding(data, truth, score >= ALIKE and moves == "growing", f"x{planted:.2f} a day", told, 100 * (reported / planted - 1))


def season(data: Seen, truth: Truth) -> Finding:
    """Found: a topic or subtopic holds these conversations (F1 of at least one half), and its peak is not called growing."""
    true = data.group(truth.topic)
    column, group, rows, score = best_topic(data, true)
    start, end = pd.Timestamp(truth.keys["start"]), pd.Timestamp(truth.keys["end"])
    planted, reported = (peak(data.rows, each, start, end) for each in (true, rows))
    moves = movement(data, column, group)
    told = f"{name_of(data, column, group)}: F1 {score:.2f}, x{reported:.2f} inside, called {moves}"
    return finding(data, truth, score >= ALIKE and moves != "growing", f"x{planted:.2f} inside", told, 100 * (reported / planted - 1))


def ratio(rows: pd.DataFrame, chosen: pd.Series, start: pd.Timestamp) -> float:
    """Conversations a day from `start` on, over those a day before."""
    times = rows.loc[chosen, "started_at"]
    first, last = rows["started_at"].min(), rows["started_at"].max()
    after = (times >= start).sum() / ((last - start).days + 1)
    before = (times < start).sum() / max((start - first).days, 1)
    return float(after / before) if before else float("inf")


def peak(rows: pd.DataFrame, chosen: pd.Series, start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Conversations a day inside the season, over those a day outside."""
    times = rows.loc[chosen, "started_at"]
    inside = (times >= start) & (times < end + pd.Timedelta(days=1))
    days, all_days = (end - start).days + 1, (rows["started_at"].max() - rows["started_at"].min()).days + 1
    outside = (~inside).sum() / (all_days - days)
    return float(inside.sum() / days / outside) if outside else float("inf")


def missing_article(data: Seen, truth: Truth) -> Finding:
    """Found: a missing article is needed by these conversations and few others (precision and recall of at least one half)."""
    true = data.rows["gap_gold"] == truth.keys["gap"]
    lines = bill(data)
    lacking = lines[(lines["type"] == "article") & ~lines["exists"]].sort_values("rank").reset_index(drop=True)
    return best_enabler(data, truth, true, lacking)


def enabler(data: Seen, truth: Truth) -> Finding:
    """Found: the tool is on the bill as missing, its conversations are these (precision and recall of at least one half)."""
    true = data.rows["tools_gold"].map(lambda tools: truth.keys["tool"] in tools)
    lines = bill(data)
    lacking = lines[lines["type"].isin(["read", "write"]) & ~lines["exists"]].sort_values("rank").reset_index(drop=True)
    return best_enabler(data, truth, true, lacking[lacking["enabler_id"].str.endswith(f":{truth.keys['tool']}")])


def best_enabler(data: Seen, truth: Truth, true: pd.Series, lines: pd.DataFrame) -> Finding:
    """The one of these enablers whose conversations are most like the planted ones."""
    planted = f"{share(data, true):.1f} % of requests"
    scored = [(min(likeness(true, needing(data, str(line.enabler_id)))), place, line) for place, line in enumerate(lines.itertuples())]
    if not scored:
        return finding(data, truth, False, planted, "no such enabler is missing")
    least, _, line = max(scored, key=lambda each: (each[0], -each[1]))
    needed = needing(data, str(line.enabler_id))
    precision, recall = likeness(true, needed)
    told = f"“{line.name}”: {share(data, needed):.1f} %, precision {precision:.2f}, recall {recall:.2f}"
    return finding(data, truth, least >= ALIKE, planted, told, share(data, needed) - share(data, true), int(line.rank))


def outdated_article(data: Seen, truth: Truth) -> Finding:
    """Found: an action to improve this very article rests on conversations of which at least half are these."""
    true = data.rows["gap_gold"] == truth.keys["gap"]
    planted = f"{share(data, true):.1f} % of requests"
    title = title_of(data, str(truth.keys["gap"]))
    actions = data.snapshot.table("actions_now").sort_values("rank")
    chosen = actions[(actions["type"] == "improve_article") & actions["title"].str.contains(title, regex=False)]
    evidence = data.snapshot.table("evidence")
    for line in chosen.itertuples():
        ids = evidence.loc[evidence["action_id"] == line.action_id, "conversation_id"]
        precision, recall = likeness(true, data.rows["conversation_id"].isin(ids))
        told = f"“{line.title}”: precision {precision:.2f}, recall {recall:.2f}"
        return finding(data, truth, precision >= ALIKE, planted, told, rank=int(line.rank))
    return finding(data, truth, False, planted, "no action improves this article")


def bot_loop(data: Seen, truth: Truth) -> Finding:
    """Found: `bot_loop` is the most frequent cause of its topic, stands out there, and its CX score is below the rest."""
    true = data.group(truth.topic)
    return reason_standing_out(data, truth, true, "bot_loop")


def policy(data: Seen, truth: Truth) -> Finding:
    """Found: `policy_or_price` is the most frequent cause of its topic, stands out there, and its CX score is below the rest."""
    true = data.group(truth.topic)
    return reason_standing_out(data, truth, true, "policy_or_price")


def reason_standing_out(data: Seen, truth: Truth, true: pd.Series, wanted: str) -> Finding:
    """What low ratings name most in the topic that holds these conversations, and what the product says stands out there.

    A cause is every negative reason but `not_resolved`, which says that the need was not met and not why: in the truth itself it comes with most
    causes, and is named more often than the planted one in two of the three loops.
    """
    column, group, rows, score = best_topic(data, true)
    asked = low_reasons(Filters(), column.removesuffix("_id"))
    cells = data.snapshot.frame(asked.sql, asked.params)
    named = {each.group_id: each.reason for each in standing_out(cells)}
    most = cells[cells["group_id"] == group].sort_values(["named", "reason"], ascending=[False, True])["reason"]
    first = next((str(each) for each in most), "none")
    cause = next((str(each) for each in most if each != Reason.NOT_RESOLVED), "none")
    planted = cx(data.rows, true, column="rating_gold")
    inside, outside = (cx(data.rows, each) for each in (rows, ~rows))
    reason = named.get(group, "nothing")
    where = f"{name_of(data, column, group)}: F1 {score:.2f}, CX {inside:.0f} against {outside:.0f}"
    told = f"{where}; first reason {first}, first cause {cause}, stands out: {reason}"
    return finding(data, truth, score >= ALIKE and wanted == cause == reason and inside < outside, f"CX {planted:.0f}", told, inside - planted)


def team_mix(data: Seen, truth: Truth) -> Finding:
    """Found: adjusted for the mix of topics, the team's CX score is no longer below that of the others beyond its interval."""
    team, with_team = truth.keys["team"], data.rows["team"].notna()
    mine = data.rows["team"] == team
    planted = cx(data.rows, mine, column="rating_gold") - cx(data.rows, with_team & ~mine, column="rating_gold")
    asked = score_cells(Filters(), "team")
    one = compared(data.snapshot.frame(asked.sql, asked.params), str(team))
    raw = 100 * (one.raw_difference or 0.0)
    if one.difference is None or one.low is None or one.high is None:
        return finding(data, truth, False, f"{planted:+.0f} points, 0 by its work", f"{raw:+.0f} points; no adjusted number", raw - planted)
    told = f"{raw:+.0f} points, adjusted {100 * one.difference:+.0f} ({100 * one.low:+.0f} to {100 * one.high:+.0f})"
    return finding(data, truth, one.low <= 0 <= one.high, f"{planted:+.0f} points, 0 by its work", told, 100 * one.difference)


def fix(data: Seen, truth: Truth) -> Finding:
    """Found: taken as a done action, the effect on the CX score of the topic that holds these conversations is "better", with the truth inside."""
    one = fixed(data, truth)
    planted = "no effect to measure" if one.true.points is None else f"CX {one.true.points:+.0f} points"
    if one.found.points is None or one.true.points is None:
        return finding(data, truth, False, planted, f"{one.name}: F1 {one.likeness:.2f}, {one.found.answer}")
    told = f"{one.name}: F1 {one.likeness:.2f}, CX {one.found.points:+.0f} points ({one.found.low:+.0f} to {one.found.high:+.0f})"
    found = one.likeness >= ALIKE and one.found.answer is Answer.BETTER and one.inside
    return finding(data, truth, found, planted, told, one.found.points - one.true.points)


def potential(data: Seen, truth: Truth) -> Finding:
    """Found: the true potential lies inside the stated 90 % interval."""
    asked, lines = strata(Filters()), enabler_bill(Filters())
    made = ladder(data.snapshot.frame(asked.sql, asked.params), data.snapshot.frame(lines.sql, lines.params))
    true = float(data.rows["chance_gold"].dropna().astype(float).mean())
    told = f"{100 * made.potential:.0f} % ({100 * made.low:.0f} to {100 * made.high:.0f})"
    return finding(data, truth, made.low <= true <= made.high, f"{100 * true:.0f} %", told, 100 * (made.potential - true))


def experience(data: Seen, truth: Truth) -> Finding:
    """Found: the true CX score lies inside the stated 95 % interval."""
    asked = measure(("cx_score",), Filters())
    said = data.snapshot.frame(asked.sql, asked.params).iloc[0]
    true = cx(data.rows, data.rows["rating_gold"].notna(), column="rating_gold")
    told = f"{100 * said['cx_score']:.0f} % ({100 * said['cx_score_low']:.0f} to {100 * said['cx_score_high']:.0f})"
    found = said["cx_score_low"] <= true / 100 <= said["cx_score_high"]
    return finding(data, truth, found, f"{true:.0f} %", told, 100 * said["cx_score"] - true)


CHECKS: dict[str, Callable[[Seen, Truth], Finding]] = {
    "growth": growth,
    "season": season,
    "missing_article": missing_article,
    "outdated_article": outdated_article,
    "enabler": enabler,
    "bot_loop": bot_loop,
    "policy": policy,
    "team_mix": team_mix,
    "fix": fix,
    "potential": potential,
    "experience": experience,
}
