"""Every chart against its golden spec (HEADROOM_UPDATE_GOLDEN=1 writes them anew), and with few or no rows."""

import json
import os
from pathlib import Path

import pandas as pd
import pytest

from insights.charts import bars, ladder, promises, treemap, trends
from insights.charts.theme import DARK, LIGHT, contrast, palette
from tests.insights.charts.frames import PROMISES, RATINGS, RUNGS, TILES, WEEKS, charts

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(charts())


def spec(chart):
    """The chart without its rows, so that the file is read as a picture and not as data."""
    found = chart.to_dict()
    found.pop("datasets")
    return json.loads(
        json.dumps(found), object_hook=lambda part: {"rows": "…"} if set(part) == {"name"} and part["name"].startswith("data-") else part
    )


def rows(chart, layer=0):
    """The rows that a layer draws."""
    found = chart.to_dict()
    return pd.DataFrame(found["datasets"][(found["layer"][layer].get("data") or found["data"])["name"]])


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_looks_as_it_did(name):
    found = spec(charts()[name])
    file = GOLDEN / f"{name}.json"
    if os.environ.get("HEADROOM_UPDATE_GOLDEN"):
        file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", [slice(0, 0), slice(0, 1)], ids=["no rows", "one row"])
def test_a_chart_can_have_few_rows(name, part):
    assert charts(part)[name].to_dict()["layer"]


@pytest.mark.parametrize("name", NAMES)
def test_a_chart_does_not_change_its_frame(name):
    before = [frame.copy() for frame in (RUNGS, TILES, RATINGS, WEEKS)]
    charts()
    for was, frame in zip(before, (RUNGS, TILES, RATINGS, WEEKS), strict=True):
        pd.testing.assert_frame_equal(was, frame)


def test_a_dark_chart_uses_no_colour_of_the_light_theme_alone():
    for name, chart in charts(colours=DARK).items():
        text = json.dumps(chart.to_dict())
        assert LIGHT.paper not in text, name
        assert LIGHT.ink not in text, name


def test_an_unknown_theme_is_light():
    assert palette(None) is LIGHT
    assert palette("dark") is DARK


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_on_paper(colours):
    for words in (colours.ink, colours.soft, colours.people_text, colours.automation_text):
        assert contrast(words, colours.paper) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("draw", [treemap.potential, treemap.experience], ids=["potential", "cx"])
def test_words_can_be_read_on_every_tile(draw, colours):
    found = rows(draw(TILES, colours))
    scale = draw(TILES, colours).to_dict()["layer"][0]["encoding"]["color"]["scale"]
    fills = dict(zip(scale["domain"], scale["range"], strict=True))
    assert all(contrast(tone, fills[step]) >= 4.5 for tone, step in zip(found["tone"], found["step"], strict=True))


def test_other_is_the_last_tile_whatever_its_size():
    assert rows(treemap.potential(TILES, LIGHT))["topic_id"].tolist() == ["t1", "t2", "t3", "t6", "t4", "t5", "other"]


def test_tiles_fill_the_area_in_proportion_to_their_conversations():
    found = rows(treemap.potential(TILES, LIGHT))
    area = (found["x1"] - found["x0"]) * (found["y1"] - found["y0"])
    assert area.sum() == pytest.approx(6600)
    assert area[0] / area[1] == pytest.approx(742 / 588)


def test_a_topic_with_too_few_conversations_has_a_step_of_its_own():
    found = rows(treemap.experience(TILES, LIGHT)).set_index("topic_id")["step"]
    assert found.to_dict() == {
        "t1": "60 to 70", "t2": "under 50 %", "other": "under 50 %", "t3": "under 50 %", "t4": "over 80 %", "t5": "too few", "t6": "70 to 80",
    }  # fmt: skip


def test_the_ladder_says_each_step_and_what_it_reaches():
    found = rows(ladder.ladder(RUNGS, LIGHT))
    assert found["lead"].tolist() == ["22\u00a0%", "+13", "+12", "+11", "42\u00a0%"]
    assert found["tail"].tolist() == ["", "→ 35\u00a0% (32–38)", "→ 47\u00a0% (42–52)", "→ 58\u00a0% (51–64)", ""]
    assert found["side"].tolist() == ["right", "right", "right", "right", "left"]


def test_ratings_without_a_conversation_are_drawn_as_none():
    found = rows(bars.ratings(RATINGS, LIGHT))
    assert found["words"].tolist() == ["30\u00a0% · 942", "52\u00a0% · 1,629", "0\u00a0% · 0", "10\u00a0% · 318", "8\u00a0% · 247"]


def test_only_weeks_outside_the_band_are_coloured_and_by_what_they_mean():
    assert rows(trends.weekly_count(WEEKS, LIGHT))["colour"].fillna("").tolist() == [""] * 9 + [LIGHT.bad, LIGHT.bad, LIGHT.good]
    scores = WEEKS.assign(value=WEEKS["value"] / 100, low=0.08, high=0.23)
    assert rows(trends.weekly_score(scores, LIGHT))["colour"].fillna("").tolist() == [""] * 9 + [LIGHT.good, LIGHT.good, LIGHT.bad]


def test_a_promise_that_did_not_hold_differs_in_colour_and_in_shape():
    found = rows(promises.promises(PROMISES, LIGHT))
    assert found["colour"].tolist() == [LIGHT.automation, LIGHT.automation, LIGHT.bad]
    assert found["shape"].tolist() == ["circle", "circle", "diamond"]


@pytest.mark.parametrize(("most", "ends"), [(1.0, [0, 145]), (0.6, [0, 108.75]), (0.2, [0, 36.25])])
def test_the_scale_of_promises_reaches_as_far_as_they_do(most, ends):
    made = promises.promises(PROMISES.assign(high=PROMISES["high"].clip(upper=most), reached=0.1), LIGHT).to_dict()
    assert made["layer"][0]["encoding"]["x"]["scale"]["domain"] == ends
