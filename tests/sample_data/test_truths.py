"""Planted truths are in the conversations, as large as they are said to be."""

from __future__ import annotations

import json

import pytest

from sample_data.company import FOLDER
from sample_data.generate import companies, truth_of

KINDS = {"growth", "missing_article", "outdated_article", "enabler", "bot_loop", "team_mix", "fix", "policy", "season"}


@pytest.fixture(scope="session")
def truths(made, told) -> dict[str, dict]:
    return {company: truth_of(told[company], made[company]) for company in companies()}


def of_kind(truths, company, kind) -> dict:
    return next(one for one in truths[company]["truths"] if one["kind"] == kind)


@pytest.mark.parametrize("company", companies())
def test_what_ships_is_what_is_measured(truths, company):
    assert json.loads((FOLDER / company / "truth.json").read_text("utf-8")) == truths[company]


@pytest.mark.parametrize("company", companies())
def test_every_kind_of_truth_is_planted(truths, company):
    assert {one["kind"] for one in truths[company]["truths"]} >= KINDS
    assert 0 < truths[company]["today"] < truths[company]["potential"] < 1


@pytest.mark.parametrize("company", companies())
def test_growth_is_there_and_a_season_is_over(truths, company):
    growth, season = of_kind(truths, company, "growth"), of_kind(truths, company, "season")
    assert growth["times_against_others"] == pytest.approx(growth["factor"], rel=0.2)
    assert season["times"] == pytest.approx(season["factor"], rel=0.35)
    assert season["a_day_after"] < 1.7 * season["a_day_before"]


@pytest.mark.parametrize("company", companies())
def test_articles_that_lack_and_the_tool_are_needed_as_often_as_planned(truths, company):
    assert 0.045 < of_kind(truths, company, "missing_article")["share"] < 0.085
    assert 0.025 < of_kind(truths, company, "outdated_article")["share"] < 0.06
    assert 0.07 < of_kind(truths, company, "enabler")["share"] < 0.16
    assert of_kind(truths, company, "enabler")["type"] == "write"
    assert not of_kind(truths, company, "enabler")["available"]


@pytest.mark.parametrize("company", companies())
def test_the_loop_sinks_the_score_and_is_nowhere_else(truths, company):
    loop = of_kind(truths, company, "bot_loop")
    eligible = truths[company]["eligible"]
    assert loop["loops"] >= 20
    assert loop["loops"] / loop["conversations"] > 10 * loop["loops_elsewhere"] / (eligible - loop["conversations"])
    assert loop["cx_score_with_loop"] < loop["cx_score_without_loop"] - 0.1


@pytest.mark.parametrize("company", companies())
def test_the_team_is_worse_by_its_topics_and_by_nothing_else(truths, company):
    team = of_kind(truths, company, "team_mix")
    assert team["cx_score"] < team["cx_score_of_others"] - 0.01
    assert team["cx_score"] == pytest.approx(team["cx_score_expected_by_topics"], abs=0.03)


@pytest.mark.parametrize("company", companies())
def test_the_fix_shows_on_its_topic_and_on_no_other(truths, company):
    fix = of_kind(truths, company, "fix")
    assert fix["cx_score_after"] > fix["cx_score_before"] + 0.25
    assert fix["cx_score_after_of_others"] == pytest.approx(fix["cx_score_before_of_others"], abs=0.06)
    assert fix["a_day_after"] == pytest.approx(fix["a_day_before"], rel=0.35)


@pytest.mark.parametrize("company", companies())
def test_the_policy_is_what_people_say_it_is(truths, company):
    policy = of_kind(truths, company, "policy")
    assert policy["reason_share"] > 0.6
    assert policy["reason_share"] > 5 * policy["reason_share_of_others"]
    assert policy["cx_score"] < 0.25
