"""Every pattern of the readers on hostile text: a slow one would let a file stop the import. The clock is a limit of the child, not of the test."""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import insights.sources

SIZE = 100_000
SEEDS = (
    "a", " ", "[", "]", "{", '"', "\\", "<", "<br ", "</p ", ":", "*", "1", "1:", "12/", "12:34 ", "[12:34] ", "a:", "Customer: ", "bot ", "a@", "&a", "-", ".", "\n", "\t", "\x00", "é", "٣", "Mar ", "12 Mar 2026 ", "★",
    'ref="A1:', "<dimension ", '"conversations"  :', "(a", "a b ", "1.", "9,", "_", "\u202e", "😀", "\\\"", "a\\", "[1", "( 1s ) ", "** ", "# > - ", "Re: ", "=?u?Q?", "<a@b>,", "From a ", "X: ", "\u200e", "12/03/26, 14:05 - ", "a.b (", "--a\n", "<a>", "<?xml ", "[[", '"data":{',
)  # fmt: skip
SECONDS = 10

CHILD = """
import resource
resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds}))
from tests.insights.sources.test_patterns import try_all
try_all()
"""


def patterns() -> dict[str, re.Pattern]:
    found = {}
    for module in pkgutil.iter_modules(insights.sources.__path__, "insights.sources."):
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern):
                found[f"{module.name}.{name}"] = value
    return found


def hostile() -> list[str]:
    return [(seed * (SIZE // len(seed)))[:SIZE] + "!" for seed in SEEDS]


def try_all() -> None:
    from datetime import UTC

    from insights.sources.building import is_html, tags_of
    from insights.sources.bundles import is_mail, is_media
    from insights.sources.channels import channel_of
    from insights.sources.headers import plain_name
    from insights.sources.mail import addresses, headers_of, leaves, words_of
    from insights.sources.opening import looks_like_json, safe_name
    from insights.sources.ratings import csat_of
    from insights.sources.records import BRACKET, NO_BRACKET, OBJECT, OPENED_LIST, is_page
    from insights.sources.roles import role_of_name, role_of_value
    from insights.sources.shapes import is_mailbox, is_one_mail, is_whatsapp, is_xml
    from insights.sources.threads import bare_subject
    from insights.sources.times import day_comes_first, parse_time
    from insights.sources.transcript import turns
    from insights.sources.whatsapp import said
    from insights.sources.workbook import DIMENSION
    from insights.sources.zendesk import same_words

    def said_in_a_chat(text: str) -> object:
        return said("Ada", text), said("Ada", f"\u200e<attached: {text}")

    for text in hostile():
        for use in (is_html, tags_of, channel_of, plain_name, looks_like_json, safe_name, csat_of, role_of_name, role_of_value, turns):
            use(text)
        for use in (is_whatsapp, is_xml, is_media, is_mail, bare_subject, words_of, addresses, said_in_a_chat):
            use(text)
        parse_time(text, day_first=True, zone=UTC)
        parse_time(text[:60], day_first=True, zone=UTC)
        day_comes_first([text])
        same_words(text, text)
        content = text.encode()
        for use in (is_mailbox, is_one_mail, headers_of, is_page):
            use(content)
        list(leaves({"content-type": f"multipart/mixed; boundary={text[:60]}"}, content, level=0))
        for pattern in (BRACKET, NO_BRACKET, OBJECT):
            pattern.match(content)
        for pattern in (OPENED_LIST, DIMENSION):
            pattern.search(content)


def test_every_pattern_and_its_use_is_linear():
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(seconds=SECONDS)], cwd=Path(__file__).parents[3], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_no_pattern_repeats_a_repetition_without_bound():
    # (a*)* and its like is what makes a pattern slow; possessive repetitions never go back.
    nested = re.compile(r"\([^()]*[*+](?![+])[^()]*\)[*+](?![+])")
    assert [
        name
        for name, pattern in patterns().items()
        if nested.search(pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode())
    ] == []
    assert len(patterns()) >= 20
