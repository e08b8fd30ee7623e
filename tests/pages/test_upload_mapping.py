"""What the user makes of a mapping: names of the support side and of bots, beside the columns."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.upload_mapping import several


def screen(team: bool):
    import streamlit as st

    from insights.sources import ColumnLook, Mapping, Meaning
    from pages.parts import upload_mapping

    columns = (ColumnLook("who", "Ada", 1.0, Meaning.AUTHOR), ColumnLook("words", "hi", 1.0, Meaning.TEXT)) if team else ()
    mapping = Mapping(tuple((each.header, each.meaning) for each in columns), team=("shop.example",) if team else ())
    asked = upload_mapping.corrected(mapping, columns, ask_for_team=team)
    st.session_state["asked"] = (asked.team, asked.bots, asked == mapping)


def shown(team: bool) -> AppTest:
    return AppTest.from_function(screen, kwargs={"team": team}, default_timeout=10).run()


def test_an_untouched_mapping_stays_as_it_is():
    for team in (True, False):
        at = shown(team)
        assert not at.exception
        assert at.session_state["asked"][2]
        assert [field.label for field in at.multiselect] == (["Support side", "Bots, by name"] if team else ["Bots, by name"])


def test_names_are_taken_from_the_fields():
    at = shown(True)
    at.multiselect[0].set_value(["shop.example", "Low, Ben"]).run()
    at.multiselect[1].set_value([" Roby ", "Roby", "Helper  One;Fin"]).run()
    assert at.session_state["asked"] == (("shop.example", "Low, Ben"), ("Roby", "Helper One", "Fin"), False)


def test_nothing_but_separators_is_nobody():
    assert several([" ; ;; ", ""]) == ()
    assert len(several(["a" * 1_000])[0]) == 200


def dated(first: str):
    import streamlit as st

    from insights.sources import ColumnLook, Mapping, Meaning
    from pages.parts import upload_mapping

    columns = (ColumnLook("when", first, 1.0, Meaning.TIME), ColumnLook("words", "hi", 1.0, Meaning.TEXT))
    mapping = Mapping(tuple((each.header, each.meaning) for each in columns))
    asked = upload_mapping.corrected(mapping, columns, ask_for_team=False)
    st.session_state["asked"] = (asked.day_first, asked.time_zone)


@pytest.mark.parametrize(
    ("first", "asks", "told"),
    [
        ("03/04/26 9:05 PM", ["Dates are written", "Times without a zone are in"], "**4 March 2026, 21:05**"),
        ("13.04.2026 10:00", ["Times without a zone are in"], "**13 April 2026, 10:00**"),
        ("2026-04-03T10:00:00+02:00", [], "**3 April 2026, 08:00**"),
        ("soon", [], ""),
    ],
)
def test_only_what_changes_how_a_time_is_read_is_asked_and_how_it_is_read_is_shown(first: str, asks: list[str], told: str):
    at = AppTest.from_function(dated, kwargs={"first": first}, default_timeout=10).run()
    assert not at.exception
    assert [each.label for each in at.selectbox] == asks
    assert told in " ".join(each.value for each in at.markdown)


def test_another_order_and_zone_are_taken_over_and_shown():
    at = AppTest.from_function(dated, kwargs={"first": "03/04/26 9:05 PM"}, default_timeout=10).run()
    at.selectbox[0].select("Day first (31/12)").run()
    at.selectbox[1].select("Europe/Berlin").run()
    assert at.session_state["asked"] == (True, "Europe/Berlin")
    assert "**3 April 2026, 21:05** in Europe/Berlin" in " ".join(each.value for each in at.markdown)
