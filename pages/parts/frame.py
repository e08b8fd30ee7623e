"""The frame of every page: menu, workspace, filters and states. The only home of session state.

A folder `pages/` beside `app.py` makes Streamlit run a deep link's page without `app.py` until some session has run it. So each page calls
`open_page` first: it sends a cold link through `app.py` and back, with the address unharmed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NoReturn

import streamlit as st

from insights.errors import DamagedSnapshot, InsightsError
from insights.pipeline import desk, log
from insights.store.home import home
from pages.parts import cards, data, filters, states
from pages.parts.routes import ROUTES, WITHOUT_RESULT, WITHOUT_WORKSPACE, Route
from pages.parts.scope import Choices, Link, Scope

Values = Mapping[str, object]
LONGEST = 300
"""Characters of a word in the address that are listened to."""


def route() -> None:
    """All that `app.py` calls: the logo, the menu, and the page, whose faults end in a calm sentence."""
    st.session_state["routed"] = True
    st.logo(f"static/logo-{_theme()}.svg", size="large")
    listed = [st.Page(page.path, title=page.title, default=page.name == "start") for page in ROUTES]
    page = st.navigation(listed, position="top")
    if wanted := st.session_state.pop("wanted", None):
        st.switch_page(wanted, query_params=_address())
    guarded(page.run)


def guarded(run: Callable[[], None]) -> None:
    """Run a page; a problem is told in its own words, and a fault of ours is logged and told as a reference, never shown."""
    try:
        run()
    except InsightsError as problem:
        states.error(problem)
    except Exception as fault:
        states.fault(log.write_exception(home(), type(fault), fault, fault.__traceback__))


def open_page(name: str) -> Scope:
    """What the page speaks of. Stops the page with the right state where there is nothing to speak of."""
    if "routed" not in st.session_state:
        st.session_state["wanted"] = f"pages/{name}.py"
        st.switch_page("app.py", query_params=_address())
    page = next(each for each in ROUTES if each.name == name)
    moved = st.session_state.get("page") != name
    st.session_state["page"] = name
    workspace = _workspace()
    if not workspace and name not in WITHOUT_WORKSPACE:
        _nothing_loaded(page)
    standing = _result(workspace, page)
    scope = Scope(workspace, standing.snapshot_id if standing else "", standing.edits if standing else 0, theme=_theme())
    if name in WITHOUT_RESULT:
        return scope
    if standing is None:
        states.first_result(page, workspace)
        st.stop()
    if standing.damaged:
        states.damaged()
    states.running(workspace)
    return _filtered(scope, page, moved=moved)


def enter(workspace: str, page: str = "overview", **asked: str) -> NoReturn:
    """Go to a page of a workspace that this session may see."""
    st.session_state["workspace"] = workspace
    st.switch_page(f"pages/{page}.py", query_params={"workspace": workspace} | asked)


def leave() -> NoReturn:
    """Go to Start without a workspace, because the one there was is gone."""
    st.session_state["workspace"] = ""
    st.switch_page("pages/start.py")


def link(page: str, scope: Scope, **asked: object) -> Link:
    """A page of the same workspace with the same filters, narrowed by more. Values may be one or several; a topic may be given by its id."""
    query = {"workspace": [scope.workspace]} | filters.address(scope.filters)
    for name, value in asked.items():
        values = list(value) if isinstance(value, (list, tuple, set, frozenset)) else [value]
        query[name] = [str(each) for each in values if each is not None and str(each)]
    if "topic" in asked:
        names = data.topic_names(scope)
        query["topic"] = [names.get(topic, topic) for topic in query["topic"]]
    return f"pages/{page}.py", {name: values for name, values in query.items() if values}


def asked(name: str) -> str:
    """A word of the address that is not a filter, such as the upload that a page watches."""
    return _word(name)


def put(**words: str) -> None:
    """Put words into the address, so that a reload finds the same place; an empty word is taken out."""
    for name, value in words.items():
        if value:
            st.query_params[name] = value
        elif name in st.query_params:
            del st.query_params[name]


def first_shown(name: str, value: Values) -> Values:
    """What stood there when this session first showed it, until `forget`: what somebody who types now has seen."""
    shown: dict[str, Values] = st.session_state.setdefault("shown", {})
    return shown.setdefault(name, value)


def forget(name: str) -> None:
    """Show it anew."""
    st.session_state.setdefault("shown", {}).pop(name, None)


def _word(name: str) -> str:
    return st.query_params.get(name, "")[:LONGEST]


def _address() -> dict[str, list[str]]:
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"


def _workspace() -> str:
    """The workspace of the address if it is one of ours, else the session's, else the newest."""
    mine = [workspace.id for workspace in data.workspaces()]
    wanted = (st.query_params.get("workspace"), st.session_state.get("workspace"), mine[-1] if mine else "")
    found = next((workspace for workspace in wanted if workspace in mine), "")
    st.session_state["workspace"] = found
    put(workspace=found)
    return found


def _result(workspace: str, page: Route) -> data.Standing | None:
    """The newest sound result; a page that needs one stops when all are damaged, the others go on without."""
    try:
        return data.standing(workspace) if workspace else None
    except DamagedSnapshot as problem:
        if page.name in WITHOUT_RESULT:
            return None
        cards.question(page.question, "The result cannot be shown. Your conversations are unharmed.")
        states.error(problem)
        st.page_link("pages/workspace.py", label="Analyse again on the Workspace page", query_params={"workspace": workspace})
        st.stop()


def _nothing_loaded(page: Route) -> NoReturn:
    if states.nothing_loaded(page, _theme()):
        sound = [demo.name for demo in desk.demos() if not demo.problem]
        enter(desk.open_demo(home(), sound[0]).id) if sound else leave()
    st.stop()


def _filtered(scope: Scope, page: Route, *, moved: bool) -> Scope:
    """The scope narrowed by the filter bar; stops the page when nothing is left."""
    choices = data.choices(scope)
    standing = _standing(choices, moved=moved)
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="filters"):
        chosen = replace(scope, filters=filters.bar(choices, standing, _changed))
        count = data.count(chosen)
        st.space("stretch")
        cards.note(f"{count:,} conversation{'' if count == 1 else 's'}")
    st.session_state["kept"] = filters.words({name: st.session_state.get(name) for name in filters.KEYS})
    _write(st.session_state["kept"])
    if count == 0:
        if states.nothing_left():
            st.session_state.update(kept={}, page="")
            st.switch_page(page.path, query_params={"workspace": scope.workspace})
        st.stop()
    return chosen


def _changed() -> None:
    """A filter was touched: this run goes by the widgets, because the address may not have followed yet."""
    st.session_state["touched"] = True


def _standing(choices: Choices, *, moved: bool) -> dict[str, list[str]]:
    """What the filters hold before they are drawn. An address that says something new wins; the menu, which empties it, changes nothing."""
    said = {name: st.query_params.get_all(name) for name in filters.KEYS if name in st.query_params}
    kept = st.session_state.get("kept", {})
    if moved and not said:
        said = kept
    if not st.session_state.pop("touched", False) and (moved or said != kept):
        st.session_state.update(filters.values(said, choices))
    return filters.words({name: st.session_state.get(name) for name in filters.KEYS})


def _write(kept: dict[str, list[str]]) -> None:
    """Put the filters into the address."""
    for name in filters.KEYS:
        if name in kept and st.query_params.get_all(name) != kept[name]:
            st.query_params[name] = kept[name]
        elif name not in kept and name in st.query_params:
            del st.query_params[name]
