"""Every metric once more, written in pandas by someone who did not look at the SQL, on the sample of the store."""

import pandas as pd
import pytest

from insights.metrics import METRICS, measure
from insights.model import Filters
from tests.insights.store.sample import snapshot, tables

BEYOND = {"product", "policy", "customer_situation"}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return snapshot(tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def frame():
    made = tables()
    joined = made["conversations"].to_pandas()
    for name in ("labels_topic", "labels_work", "labels_experience", "predictions"):
        joined = joined.merge(made[name].to_pandas(), on="conversation_id")
    negative = made["reasons"].to_pandas().query("sign < 0").groupby("conversation_id")["owner"].agg(set)
    joined["beyond"] = [negative.get(one, {"agent"}) <= BEYOND for one in joined["conversation_id"]]
    joined = joined.sort_values("started_at")
    gap = -joined.groupby(["customer_id", "topic_id"])["started_at"].diff(-1)
    joined["back"] = gap <= pd.Timedelta(days=7)
    return joined


def rate(rows, part):
    return part[rows].mean()


SECOND = {
    "conversations": len,
    "messages": lambda f: f["turns"].sum(),
    "customers": lambda f: f["customer_id"].nunique(),
    "eligible": lambda f: f["eligible"].sum(),
    "eligible_share": lambda f: f["eligible"].mean(),
    "no_request_share": lambda f: 1 - f["eligible"].mean(),
    "involvement_rate": lambda f: rate(f["eligible"], f["handled_by"].isin(["bot", "both"])),
    "resolution_rate": lambda f: rate(f["eligible"] & f["handled_by"].isin(["bot", "both"]), f["automated"]),
    "automation_today": lambda f: rate(f["eligible"], f["automated"]),
    "automation_available": lambda f: rate(f["eligible"], f["p_today"]),
    "automation_potential": lambda f: rate(f["eligible"], f["p_potential"]),
    "headroom": lambda f: 100 * (rate(f["eligible"], f["p_potential"]) - rate(f["eligible"], f["automated"])),
    "people_share": lambda f: rate(f["eligible"], f["rung"] == 4),
    "article_gap_share": lambda f: rate(f["eligible"], f["article_gap"]),
    "cx_score": lambda f: (f["rating"].dropna() >= 4).mean(),
    "coverage": lambda f: f["rating"].notna().mean(),
    "cx_without_beyond_support": lambda f: (f[~((f["rating"] < 4) & f["beyond"])]["rating"].dropna() >= 4).mean(),
    "rating_mean": lambda f: f["rating"].mean(),
    "csat_score": lambda f: (f["csat"].dropna() >= 4).mean(),
    "csat_answers": lambda f: f["csat"].notna().sum(),
    "resolved_share": lambda f: f["resolution"].dropna().isin(["confirmed", "assumed"]).mean(),
    "recontact_share": lambda f: rate(f["customer_id"].notna(), f["back"]),
    "first_reply_median": lambda f: f["first_reply_seconds"].median(),
    "turns_median": lambda f: f["turns"].median(),
    "high_effort_share": lambda f: (f["effort"].dropna() >= 0.5).mean(),
    "clear_service_share": lambda f: (f["service_quality"].dropna() >= 0.5).mean(),
    "sentiment_better_share": lambda f: (f["sentiment_end"] > f["sentiment_start"]).mean(),
    "other_share": lambda f: (f["topic_id"] == "other").mean(),
    "disputed_share": lambda f: 0.0,
}


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_the_metric_agrees_with_its_second_way(sample, frame, each):
    query = measure([each.name], Filters())
    assert sample.frame(query.sql, query.params)[each.name][0] == pytest.approx(SECOND[each.name](frame))


def test_a_filtered_metric_by_topic_agrees_with_its_second_way(sample, frame):
    query = measure(["cx_score"], Filters(channel=("email",)), by=["topic_id"])
    found = sample.frame(query.sql, query.params).dropna().set_index("topic_id")["cx_score"].to_dict()
    part = frame[(frame["channel"] == "email") & frame["rating"].notna()]
    assert found == pytest.approx((part["rating"] >= 4).groupby(part["topic_id"]).mean().to_dict())
