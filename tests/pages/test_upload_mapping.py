"""What the user makes of a mapping: names of the support side and of bots, beside the columns."""

from __future__ import annotations

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
        assert [field.label for field in at.text_input] == (["Support side", "Bots, by name"] if team else ["Bots, by name"])


def test_names_are_taken_from_the_fields():
    at = shown(True)
    at.text_input[0].set_value("shop.example; Low, Ben").run()
    at.text_input[1].set_value(" Roby ;Roby;; Helper  One").run()
    assert at.session_state["asked"] == (("shop.example", "Low, Ben"), ("Roby", "Helper One"), False)


def test_nothing_but_separators_is_nobody():
    assert several(" ; ;; ") == ()
    assert len(several("a" * 1_000)[0]) == 200
