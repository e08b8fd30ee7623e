from dataclasses import replace

import pandas as pd
import pytest

from insights.planning.weekly import Measure, Moved, numbers
from insights.reports.weekly import Next, Summary, markdown, move
from tests.insights.planning.test_effect import DONE
from tests.insights.planning.test_effect import cells as daily
from tests.insights.planning.test_outcomes import NOWHERE, ONE, brought, done
from tests.insights.planning.test_weekly import NEWEST, WEEKS, cells

NAMES = {f"t{place}": f"Topic {place}" for place in range(8)}
TO_DO = (Next("a1", "Connect an API: order", "Orders", "+1.8 points of automation"),)


@pytest.fixture
def summary():
    found = numbers(cells(t1=(70, 0.3, 0.6)), NEWEST, WEEKS)
    return Summary("Acme", found, NAMES, (("not_resolved", 23),), brought(done(("a", "t1", DONE)), daily(ONE), NOWHERE), TO_DO)


def lines(one):
    return markdown(one).replace("\u00a0", " ").splitlines()


def test_a_week_is_written_down_with_all_its_parts(summary):
    written = lines(summary)
    assert written[0] == "# Acme: week 19, 4 – 10 May 2026"
    assert [line for line in written if line.startswith("## ")] == [
        "## What moved",
        "## What customers wrote about",
        "## Why they were unhappy",
        "## What was done",
        "## What to do next",
    ]
    assert written[2].startswith("206 conversations (the week before 163). Automated: 31 % of 206 with a request (the week before 32 %). CX score: ")
    assert "- “Topic 1” rose from 9 % to 31 % of all conversations." in written
    assert "- Not resolved: 23" in written
    assert "1. Connect an API: order (Orders): +1.8 points of automation" in written
    assert any(
        line.startswith("- Together about 10") and line.endswith(").") and "conversations more are automated a month (" in line for line in written
    )
    assert any(line.startswith("- A (done on 27 Apr 2026): It worked: the automation rate of Topic 1 rose ") for line in written)


def test_a_quiet_week_says_so(summary):
    quiet = replace(summary, numbers=replace(summary.numbers, moved=()), done=(), to_do=(), reasons=())
    written = lines(quiet)
    assert "- Nothing moved more than chance and the usual ups and downs of weeks explain." in written
    assert "- No action was marked as done until the end of this week." in written
    assert "Nothing is left on the list." in written
    assert "## Why they were unhappy" not in written


def test_a_week_without_a_conversation_says_so(summary):
    made = cells()
    empty = numbers(made[made["week"] != NEWEST.monday], NEWEST, WEEKS)
    written = lines(replace(summary, numbers=empty))
    assert written[2].startswith("No conversation began in this week. The week before there were 1")
    assert "## What customers wrote about" not in written


def test_the_first_week_is_set_beside_nothing(summary):
    written = lines(replace(summary, numbers=numbers(cells(), WEEKS[-1], WEEKS)))
    assert "- There is no whole week before it to set it beside." in written
    assert "the week before" not in written[2]


def test_names_are_no_marks(summary):
    names = NAMES | {"t1": "a | b\n# *c* ![x](http://outside.example) <b>"}
    written = "\n".join(lines(replace(summary, names=names, company="*Acme*")))
    assert "| a \\| b \\# \\*c\\* !\\[x\\](http://outside.example) \\<b\\> |" in written
    assert "“a \\| b \\# \\*c\\*" in written
    assert written.startswith("# \\*Acme\\*: week 19")


def test_shares_of_few_conversations_are_not_written(summary):
    few = cells()
    few.loc[few["topic_id"] == "t3", few.columns[2:]] = 4
    row = next(line for line in lines(replace(summary, numbers=numbers(few, NEWEST, WEEKS))) if line.startswith("| Topic 3"))
    assert row == "| Topic 3 | 4 | 4 | too few | too few |"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Moved(Measure.VOLUME, "", 128.0, 189.0, 128, 189), "The number of conversations rose from 128 to 189."),
        (Moved(Measure.AUTOMATION, "", 0.0, 0.12, 139, 138), "The automation rate rose from 0 % (of 139) to 12 % (of 138)."),
        (Moved(Measure.EXPERIENCE, "t2", 0.6, 0.2, 30, 25), "The CX score of “Topic 2” fell from 60 % (of 30) to 20 % (of 25)."),
    ],
)
def test_a_change_is_told_with_what_it_is_a_share_of(one, said):
    assert move(one, NAMES).replace("\u00a0", " ") == said


def test_the_smaller_topics_of_many_are_one_row(summary):
    many = pd.concat([cells().assign(topic_id=lambda rows, part=part: rows["topic_id"] + part) for part in ("", "x")])
    written = lines(replace(summary, numbers=numbers(many, NEWEST, WEEKS)))
    assert next(line for line in written if "smaller topics" in line).startswith("| 4 smaller topics | ")
