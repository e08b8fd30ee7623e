"""Which column is what: guessed, shown, and corrected by the user. Every correction reads the file again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import available_timezones

import pandas as pd
import streamlit as st

from insights.model import Role
from insights.sources import ColumnLook, Mapping, Meaning
from insights.sources.ratings import Ratings
from insights.sources.times import has_dots, has_numeric_dates, parse_time, zone_named
from pages.parts import cards
from pages.parts.safe_text import one_line

LABELS = {meaning.label: meaning for meaning in Meaning}
WHO = {"Customer": Role.CUSTOMER, "Agent": Role.AGENT, "Bot": Role.BOT, "System": Role.SYSTEM}
SAID = {role: label for label, role in WHO.items()}
RATED: dict[int | None, str] = {1: "1", 2: "2", 3: "3", 4: "4", 5: "5", None: "No rating"}
ORDERS = {"Day first (31/12)": True, "Month first (12/31)": False}
FAR = "Pacific/Kiritimati"
"""Where no clock shows what it shows in UTC."""


def corrected(mapping: Mapping, columns: tuple[ColumnLook, ...], *, ask_for_team: bool) -> Mapping:
    """Show a mapping to the user; the same mapping, or what they made of it. Who is on the support side is asked where files do not say."""
    edition = f"{mapping.header_hash}_{abs(hash(mapping.to_json()))}"
    asked = mapping
    if columns:
        cards.section(
            "Which column is what?",
            "Change a meaning where it is wrong; the file is then read again.",
            made="The names of the columns and what their values look like decide the first guess. Your corrections hold for every file like this.",
        )
        asked = replace(asked, columns=_columns(mapping, columns, edition))
    if mapping.roles:
        asked = replace(asked, roles=_roles(mapping, edition))
    if mapping.ratings:
        asked = replace(asked, ratings=_ratings(mapping, edition))
    if mapping.column(Meaning.TIME):
        asked = _times(asked, columns, edition)
    return _people(asked, edition, ask_for_team=ask_for_team)


def _columns(mapping: Mapping, columns: tuple[ColumnLook, ...], edition: str) -> tuple[tuple[str, Meaning], ...]:
    shown = pd.DataFrame(
        {
            "column": [each.header for each in columns],
            "means": [meaning.label for _, meaning in mapping.columns],
            "first": [each.first for each in columns],
            "filled": [each.filled * 100 for each in columns],
        }
    )
    edited = st.data_editor(
        shown,
        hide_index=True,
        height="content",
        row_height=38,
        disabled=["column", "first", "filled"],
        key=f"columns_{edition}",
        alt="Columns of the file, what each means, its first value and how much of it is filled",
        column_config={
            "column": st.column_config.TextColumn("Your column", width=150),
            "means": st.column_config.SelectboxColumn("Means", options=list(LABELS), required=True, width=160),
            "first": st.column_config.TextColumn("First value", width=210),
            "filled": st.column_config.ProgressColumn("Filled", min_value=0, max_value=100, format="%d %%", color="gray", width=110),
        },
    )
    return tuple((each.header, LABELS[str(label)]) for each, label in zip(columns, edited["means"], strict=True))


def _roles(mapping: Mapping, edition: str) -> tuple[tuple[str, Role], ...]:
    shown = pd.DataFrame({"value": [value for value, _ in mapping.roles], "who": [SAID[role] for _, role in mapping.roles]})
    edited = st.data_editor(
        shown,
        hide_index=True,
        height="content",
        row_height=38,
        disabled=["value"],
        key=f"roles_{edition}",
        alt="Values of the column that says who wrote, and whom each stands for",
        column_config={
            "value": st.column_config.TextColumn("Who wrote, in your words", width=190),
            "who": st.column_config.SelectboxColumn("Stands for", options=list(WHO), required=True, width=150),
        },
    )
    return tuple((value, WHO[str(who)]) for (value, _), who in zip(mapping.roles, edited["who"], strict=True))


def _ratings(mapping: Mapping, edition: str) -> Ratings:
    cards.note("Ratings on another scale: what each counts as, from 1 (worst) to 5 (best). Change it where it is wrong.")
    shown = pd.DataFrame({"value": [value for value, _ in mapping.ratings], "rating": [RATED[rating] for _, rating in mapping.ratings]})
    edited = st.data_editor(
        shown,
        hide_index=True,
        height="content",
        row_height=38,
        disabled=["value"],
        key=f"ratings_{edition}",
        alt="Ratings as they are written, and what each counts as on a scale from 1 to 5",
        column_config={
            "value": st.column_config.TextColumn("Rating in your file", width=190),
            "rating": st.column_config.SelectboxColumn("Counts as", options=list(RATED.values()), required=True, width=150),
        },
    )
    said = {label: rating for rating, label in RATED.items()}
    return tuple((value, said[str(rating)]) for (value, _), rating in zip(mapping.ratings, edited["rating"], strict=True))


def _people(mapping: Mapping, edition: str, *, ask_for_team: bool) -> Mapping:
    """Who is on the support side, and which of them are bots, by name."""
    team = mapping.team
    if ask_for_team:
        team = _names(
            "Support side", mapping.team, f"team_{edition}", "Names, e-mail addresses or domains, one by one. Everybody else counts as a customer."
        )
    bots = _names("Bots, by name", mapping.bots, f"bots_{edition}", "As they sign their messages. Bots that the product itself marks are known.")
    return replace(mapping, team=team, bots=bots)


def _names(label: str, known: tuple[str, ...], key: str, told: str) -> tuple[str, ...]:
    with st.container(gap="xxsmall"):
        said = st.multiselect(label, known, known, key=key, placeholder="Type one, then press Enter", accept_new_options=True)
        cards.note(told)
    return several(said)


def several(written: Sequence[str]) -> tuple[str, ...]:
    """Names as somebody typed them; a semicolon parts two."""
    return tuple(dict.fromkeys(name for each in written for part in each.split(";") if (name := " ".join(part.split())[:200])))


def _times(mapping: Mapping, columns: tuple[ColumnLook, ...], edition: str) -> Mapping:
    """The order of day and month and the zone, each where it makes a difference, and how the first time is read with them."""
    first = next((each.first for each in columns if each.header == mapping.column(Meaning.TIME)), "")
    day_first, zone = mapping.day_first, mapping.time_zone
    with st.container(gap="xxsmall"):
        with st.container(horizontal=True):
            if has_numeric_dates([first]) and not has_dots([first]):
                order = st.selectbox("Dates are written", list(ORDERS), index=0 if day_first else 1, key=f"order_{edition}", width=220)
                day_first = ORDERS[order]
            if _moment(first, day_first, "UTC") != _moment(first, day_first, FAR):
                zones = sorted(available_timezones() | {zone})
                zone = st.selectbox("Times without a zone are in", zones, index=zones.index(zone), key=f"zone_{edition}", width=260)
        if moment := _moment(first, day_first, zone):
            cards.note(f"{one_line(first, 40)} is read as **{moment.day} {moment:%B %Y, %H:%M}**{'' if zone == 'UTC' else f' in {zone}'}.")
    return replace(mapping, day_first=day_first, time_zone=zone)


def _moment(text: str, day_first: bool, zone: str) -> datetime | None:
    """A time, on the clocks of its zone."""
    found = parse_time(text, day_first=day_first, zone=zone_named(zone))
    return found.astimezone(zone_named(zone)) if found else None
