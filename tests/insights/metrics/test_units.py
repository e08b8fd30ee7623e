import pandas as pd
import pytest

from insights.metrics import Unit, change_text, interval_mark, interval_text, number_text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (4212, Unit.COUNT, "4,212"),
        (4.5, Unit.COUNT, "4.5"),
        (0.58, Unit.SHARE, "58\u00a0%"),
        (0.0, Unit.SHARE, "0\u00a0%"),
        (0.002, Unit.SHARE, "under\u00a01\u00a0%"),
        (1.0, Unit.SHARE, "100\u00a0%"),
        (6.94, Unit.POINTS, "6.9\u00a0points"),
        (1.0, Unit.POINTS, "1.0\u00a0point"),
        (-6.94, Unit.POINTS, "\u22126.9\u00a0points"),
        (4.06, Unit.RATING, "4.1"),
        (45, Unit.DURATION, "45\u00a0s"),
        (90_000, Unit.DURATION, "1.0\u00a0days"),
        (523.4, Unit.MONEY, "€523"),
        (-523.4, Unit.MONEY, "\u2212€523"),
        (3.26, Unit.HOURS, "3.3\u00a0h"),
        (1234, Unit.HOURS, "1,234\u00a0h"),
        (None, Unit.SHARE, "–"),
        (float("nan"), Unit.COUNT, "–"),
        (pd.NA, Unit.MONEY, "–"),
    ],
)
def test_a_value_in_words(value, unit, text):
    assert number_text(value, unit) == text


def test_intervals_in_sentences_and_in_charts():
    assert interval_text(0.514, 0.638, Unit.SHARE) == "(51 to 64)"
    assert interval_mark(0.514, 0.638, Unit.SHARE) == "51–64"
    assert interval_text(3.61, 3.94, Unit.RATING) == "(3.6 to 3.9)"
    assert interval_text(None, 0.6, Unit.SHARE) == ""
    assert interval_mark(float("nan"), 0.6, Unit.SHARE) == ""


def test_a_change_has_no_sign():
    assert change_text(0.70, 0.714, Unit.SHARE) == "1.4\u00a0points"
    assert change_text(90, 100, Unit.COUNT) == "10\u00a0%"
    assert change_text(100, 0, Unit.COUNT) == "no earlier data"
    assert change_text(0.5, None, Unit.SHARE) == "no earlier data"
