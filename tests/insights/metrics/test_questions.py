import pytest

from insights.metrics import METRICS, measure
from insights.metrics.automation_questions import enabler_bill, human_causes, kinds, need_sets, strata, topic_kinds
from insights.metrics.comparison_questions import reason_cells, score_cells, topic_cells
from insights.metrics.experience_questions import (
    bot_against_people,
    given_ratings,
    judged_ratings,
    low_reasons,
    not_scored,
    ratings,
    reasons,
    survey_response,
)
from insights.metrics.questions import filter_options, period, weekly
from insights.metrics.topic_questions import subtopic_table, topic_table
from insights.model import Filters
from tests.insights.metrics.ten import connection
from tests.insights.store.sample import snapshot

ALL = Filters()


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    return snapshot(tmp_path_factory.mktemp("sample"))


def ask(query, database=None):
    return (database or connection()).execute(query.sql, query.params).df()


def test_strata_count_every_eligible_conversation_once():
    found = ask(strata(ALL))
    assert found["conversations"].sum() == 8
    assert found["p_potential"].sum() == pytest.approx(5.0)
    assert found.query("automated")["conversations"].sum() == 2


def test_experience_counts_bot_conversations_that_missed_nothing():
    found = ask(strata(ALL)).set_index("work_class")
    assert set(zip(found.loc[["informational"], "tried"], found.loc[["informational"], "reached"], strict=True)) == {(2, 2)}
    assert found.loc["personalised", "tried"] == 0


def test_experience_is_that_of_the_whole_workspace_whatever_the_filter():
    found = ask(strata(Filters(channel=("phone",))))
    assert found[["work_class", "conversations", "tried", "reached"]].to_numpy().tolist() == [["informational", 1, 2, 2]]


def test_strata_can_be_asked_by_topic():
    found = ask(strata(ALL, by=("topic",)))
    assert found.groupby("topic")["conversations"].sum().to_dict() == {"Delivery": 5, "Refunds": 3}


def test_need_sets_tell_which_conversations_miss_what():
    found = ask(need_sets(ALL))
    assert {(tuple(missing), count) for missing, count in zip(found["missing"], found["conversations"], strict=True) if len(missing) == 2} == {
        (("r", "w"), 1)
    }
    assert found["conversations"].sum() == 8


def test_kinds_add_up_to_more_than_all():
    found = ask(kinds(ALL)).set_index("kind")
    assert found["conversations"].to_dict() == {"informational": 3, "personalised": 2, "action": 3, "human": 1}
    assert found.loc["informational", "share"] == pytest.approx(3 / 8)
    assert found.loc["informational", "automated"] == 2


def test_kinds_by_topic():
    found = ask(topic_kinds(ALL))
    assert found.loc[(found["topic"] == "Refunds") & (found["kind"] == "action"), "conversations"].item() == 2


def test_why_people_are_needed():
    found = ask(human_causes(ALL))
    assert found[["human_cause", "conversations", "first_reply_median"]].to_numpy().tolist() == [["exception", 1, 600.0]]


def test_the_period_and_its_months():
    found = ask(period(ALL))
    assert (f"{found['first_day'][0]:%m-%d}", f"{found['last_day'][0]:%m-%d}") == ("03-03", "03-20")
    assert found["months"][0] == pytest.approx(18 / 30.44)
    assert found["conversations"][0] == 10
    assert ask(period(Filters(channel=("phone",))))["conversations"][0] == 1


def test_all_five_ratings_are_shown():
    assert ask(ratings(ALL))["conversations"].tolist() == [1, 2, 1, 2, 1]
    assert ask(ratings(Filters(channel=("phone",))))["conversations"].tolist() == [0, 1, 0, 0, 0]


def test_reasons_by_owner():
    found = ask(reasons(ALL))
    row = found[(found["reason"] == "policy_or_price")].iloc[0]
    assert (row["owner"], row["conversations"], row["rated_low"], row["rated_high"]) == ("policy", 2, 2, 0)
    assert row["share"] == pytest.approx(2 / 7)


def test_reasons_of_low_ratings_are_counted_by_topic():
    found = ask(low_reasons(ALL))
    assert found[["group_id", "reason", "named", "low", "total"]].to_numpy().tolist() == [
        ["t1", "not_resolved", 1, 2, 4],
        ["t1", "product_problem", 1, 2, 4],
        ["t2", "policy_or_price", 2, 2, 4],
        ["t2", "slow_reply", 1, 2, 4],
    ]
    assert set(ask(low_reasons(ALL, "subtopic"))["group_id"]) <= {"t1a", "t1b"}


def test_every_signal_tells_the_score_of_its_bands_the_best_first():
    found = ask(measure(("cx_score",), ALL, by=("signal",)))
    found = found[found["signal"].notna() & (found["cx_score_count"] > 0)]
    assert list(zip(found["signal"], found["cx_score_count"], found["cx_score"].round(2), strict=True)) == [
        ("resolution:confirmed", 1, 1.0),
        ("resolution:assumed", 3, 0.67),
        ("resolution:unresolved", 2, 0.0),
        ("resolution:pending", 1, 0.0),
        ("sentiment_start:neutral", 2, 1.0),
        ("sentiment_start:unhappy", 5, 0.2),
        ("sentiment_end:pleased", 3, 1.0),
        ("sentiment_end:neutral", 1, 0.0),
        ("sentiment_end:unhappy", 3, 0.0),
        ("effort:little", 3, 1.0),
        ("effort:some", 1, 0.0),
        ("effort:much", 3, 0.0),
        ("service_quality:clear", 5, 0.6),
        ("service_quality:unclear", 2, 0.0),
    ]


def test_what_was_not_scored_and_why():
    found = ask(not_scored(ALL))
    assert found[["not_scored", "conversations"]].to_numpy().tolist() == [["no_request", 2], ["no_reply", 1]]


def test_bot_and_people_on_the_same_scale():
    found = ask(bot_against_people(ALL)).set_index("handled_by")
    assert found.loc["bot", "cx_score"] == pytest.approx(2 / 3)
    assert found.loc["agent", "cx_score"] == pytest.approx(1 / 3)


def test_filters_offer_their_values_with_counts():
    found = ask(filter_options(ALL))
    teams = found[found["dimension"] == "team"]
    assert dict(zip(teams["value"], teams["conversations"], strict=True)) == {"North": 5, "South": 3, "": 2}


def test_topics_have_a_weekly_trend_without_holes():
    found = ask(topic_table(ALL)).set_index("topic")
    assert found["conversations"].to_dict() == {"Delivery": 5, "Refunds": 3, "Other": 2}
    assert [list(trend) for trend in found["trend"]] == [[3, 2, 0], [0, 2, 1], [0, 2, 0]]
    assert found["share"].sum() == pytest.approx(1)
    assert found["trend"].map(sum).sum() == 10
    assert len(set(found["first_week"])) == 1
    assert found["first_week"].iloc[0].isoweekday() == 1


def test_subtopics_stand_beside_their_topic():
    found = ask(subtopic_table(ALL))
    assert found.iloc[0][["topic", "subtopic", "conversations"]].tolist() == ["Delivery", "Late", 3]
    assert found["conversations"].sum() == 10


def test_the_bill_counts_what_the_filtered_part_needs(sample):
    query = enabler_bill(Filters(topic=("Account",)))
    found = sample.frame(query.sql, query.params).set_index("enabler_id")["needed"]
    assert found["read:get_order"] == 0
    assert found["article:delivery-days"] > 0


def test_a_cut_off_week_is_not_news(sample):
    query = weekly("conversations", ALL)
    found = sample.frame(query.sql, query.params)
    assert not found["whole"].iloc[0]
    assert not found["outside"].iloc[0]
    assert found.loc[found["whole"], "value"].mean() == pytest.approx(found["level"].iloc[0])


def test_a_week_far_from_the_level_is_outside_the_band():
    rows = [f"('{week * 7 + day}', {5 if week != 6 or day else 1}, {week})" for week in range(10) for day in range(7)]
    database = connection.__wrapped__(rows=())
    made = ", ".join(rows)
    database.execute("create or replace temp table spread as select * from (values " + made + ") as t(id, rating, week)")
    database.execute(
        "insert into analysed (conversation_id, started_at, rating) select id, timestamp '2025-01-06' + interval 1 day * cast(id as integer), "
        "case when week = 6 then 1 else rating end from spread"
    )
    found = ask(weekly("cx_score", ALL), database)
    assert found["outside"].tolist() == [week == 6 for week in range(10)]


@pytest.mark.parametrize("each", METRICS, ids=lambda each: each.name)
def test_every_metric_has_a_weekly_trend(each):
    found = ask(weekly(each.name, ALL))
    assert len(found) == 3
    assert found.columns.tolist() == ["week", "value", "count", "level", "low", "high", "whole", "outside"]


def test_scores_are_counted_by_side_topic_and_subtopic():
    found = ask(score_cells(ALL, "handled_by"))
    assert found.to_numpy().tolist() == [
        ["agent", "t1", "t1", 1, 1],
        ["agent", "t1", "t1b", 1, 0],
        ["agent", "t2", "t2", 1, 0],
        ["bot", "t1", "t1a", 3, 2],
        ["both", "t2", "t2", 1, 0],
    ]


def test_low_ratings_are_shared_out_between_their_reasons():
    found = ask(reason_cells(ALL)).set_index(["topic_id", "reason"])["low"].to_dict()
    assert found == {("t1", "not_resolved"): 1, ("t1", "product_problem"): 1, ("t2", "policy_or_price"): 1.5, ("t2", "slow_reply"): 0.5}
    scores = ask(topic_cells(ALL)).set_index("topic_id")
    assert (scores["scored"] - scores["high"]).to_dict() == {"t1": 2, "t2": 2}


def test_a_dispute_counts_before_a_blind_rating_and_that_before_a_survey():
    found = ask(given_ratings(ALL))
    assert found[["conversation_id", "ours", "theirs", "how"]].to_numpy().tolist() == [
        ["c1", 5, 3, "check"],
        ["c2", 2, 4, "dispute"],
        ["c3", 4, 4, "survey"],
        ["c4", 1, 2, "survey"],
        ["c8", 2, 1, "survey"],
    ]


def test_every_scored_conversation_can_be_drawn():
    assert ask(judged_ratings(ALL))["conversation_id"].tolist() == ["c1", "c2", "c3", "c4", "c5", "c8", "c9"]


def test_those_who_answer_surveys_are_set_beside_the_others():
    # c1 c3 c4 c8 answered, c2 c5 c9 did not; c1, c3 and c9 are rated 4 or 5.
    assert ask(survey_response(ALL))[["answered", "scored", "high"]].to_numpy().tolist() == [[False, 3, 1], [True, 4, 2]]
