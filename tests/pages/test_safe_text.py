"""In a real browser: customer text stays text. Nothing in it becomes an element, a picture, a link or a request."""

import os
import re

import pytest

from pages.parts.safe_text import JOINER, marked, one_line, plain
from tests.pages.payloads import PAYLOADS
from tests.pages.serving import IDLE, outside_of, served

SCRIPT = """
import streamlit as st
from pages.parts.safe_text import marked, one_line, plain
from tests.pages.payloads import PAYLOADS

st.set_page_config(layout="wide")
for place, text in enumerate(PAYLOADS):
    with st.container(key=f"plain-{place}"):
        st.markdown(plain(text))
    with st.container(key=f"line-{place}"):
        st.markdown(one_line(text))
    with st.container(key=f"bold-{place}"):
        st.markdown(f"**{one_line(text)}**")
    with st.container(key=f"mark-{place}"):
        st.markdown(marked("before " + text + " after", (text,)))
    with st.container(key=f"badge-{place}"):
        st.markdown(f":blue-badge[{one_line(text)}]")
    with st.container(key=f"button-{place}"):
        st.button(one_line(text), key=f"press-{place}")
    with st.container(key=f"text-{place}"):
        st.text(text)
"""
# Elements that Markdown, HTML or a directive would make. `strong` is ours around a bold text and is looked for elsewhere.
FORBIDDEN = (
    "a, img, script:not([src]), iframe, svg:not([class]), style, form, input, h1, h2, h3, li, blockquote, hr, code, pre:not([data-testid=stText] pre), em, del, "
    "table, sup, .katex, [data-testid=stIconMaterial], [role=img]"
)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium")}


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A page that shows every payload in every way that pages show customer text."""
    script = tmp_path_factory.mktemp("safe") / "shown.py"
    script.write_text(SCRIPT, encoding="utf-8")
    with served(script) as url:
        yield url


@pytest.fixture
def shown(page, address):
    outside = outside_of(page, address)
    page.goto(address)
    page.wait_for_function(IDLE)
    page.locator(f".st-key-text-{len(PAYLOADS) - 1} [data-testid=stText]").wait_for()
    yield page
    assert outside == []


def bare(text):
    """What can be read: without joiners, and with runs of space as one."""
    return re.sub(r"\s+", " ", text.replace(JOINER, "")).strip()


def test_customer_text_makes_no_element_and_is_shown_as_it_is(shown):
    made, changed = [], []
    for place, text in enumerate(PAYLOADS):
        for way in ("plain", "line", "bold", "mark", "badge", "button", "text"):
            box = shown.locator(f".st-key-{way}-{place}")
            made += [
                (way, text, tag)
                for tag in box.evaluate(f"box => [...box.querySelectorAll(`{FORBIDDEN}`)].map(found => found.outerHTML.slice(0, 80))")
            ]
            wanted = f"before {text} after" if way == "mark" else text
            if bare(box.inner_text()) != bare(wanted):
                changed.append((way, text, box.inner_text()))
    assert made == []
    assert changed == []
    assert shown.title() != "taken"


def test_a_line_break_stays_one():
    assert plain("one\n\n\ntwo") == "one  \ntwo"


def test_one_line_has_no_break():
    assert one_line("one\n\ttwo") == "one two"


def test_a_quote_is_marked_once_and_the_rest_is_escaped():
    assert marked("a *b* c", ("*b*",)) == r"a :orange-background[\*b\*] c"


def test_a_quote_that_is_not_there_marks_nothing():
    assert marked("hello", ("bye", "")) == "hello"


def test_overlapping_quotes_are_not_nested():
    assert marked("one two three", ("two three", "one two")) == "one :orange-background[two three]"


def test_a_mark_over_two_lines_is_two_marks():
    assert marked("one\ntwo", ("one\ntwo",)) == ":orange-background[one]  \n:orange-background[two]"
