from datetime import date, timedelta

from insights.planning.weeks import Week, whole_weeks

MONDAY = date(2026, 3, 2)


def days(first, count, *, without=()):
    every = (first + timedelta(days=place) for place in range(count))
    return [day for day in every if day.weekday() not in without]


def names(weeks):
    return [each.name for each in weeks]


def test_the_last_week_counts_when_the_data_reach_its_sunday():
    assert names(whole_weeks(days(MONDAY, 14))) == ["2026-W11", "2026-W10"]
    assert names(whole_weeks(days(MONDAY, 13))) == ["2026-W10"]


def test_the_first_week_is_left_out_when_it_does_not_begin_on_its_monday():
    assert names(whole_weeks(days(MONDAY + timedelta(days=1), 13))) == ["2026-W11"]


def test_who_is_closed_at_weekends_has_a_whole_week_on_friday():
    assert names(whole_weeks(days(MONDAY, 12, without=(5, 6)))) == ["2026-W11", "2026-W10"]
    assert names(whole_weeks(days(MONDAY, 11, without=(5, 6)))) == ["2026-W10"]


def test_a_few_days_are_no_week():
    assert whole_weeks(days(MONDAY, 5)) == ()
    assert whole_weeks(days(date(2026, 3, 4), 9)) == ()
    assert whole_weeks([]) == ()


def test_a_week_without_a_conversation_stands_among_the_others():
    assert names(whole_weeks([*days(MONDAY, 7), *days(MONDAY + timedelta(days=14), 7)])) == ["2026-W12", "2026-W11", "2026-W10"]


def test_a_year_may_have_53_weeks_and_a_name_must_be_one():
    assert Week.named("2026-W53") == Week(date(2026, 12, 28))
    assert Week.named("2025-W53") is None
    assert Week.named("2026-W00") is None
    assert Week.named("9999-W53") is None
    assert Week.named("'; drop") is None


def test_weeks_in_which_the_clock_changes_are_seven_days_long():
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        week = Week.of(day)
        assert (week.sunday, week.until) == (day, day + timedelta(days=1))
        assert Week.of(week.until).before == week
