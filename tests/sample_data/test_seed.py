"""Seed files are read as they are meant, and what is wrong in one is named with its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from sample_data.parser import parse, read
from sample_data.seed import SeedError

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
GOOD = """= Parcel is late
topic: Delivery / Late
kinds: personalised, action
tools: track, resend
channels: chat email
weight: 1.5
subject: Where is <order>?
| Late
C: where {is|was} it
| late again
+ It is a present.
ask: Which order?
reply: <order>
miss: It takes three days.
again: no
end: agent confirmed 4 clear_answer, friendly_service x2 after=fix
A: Here.
?C: really?
?A: Really.
C: thanks
| great // thank you
end: nobody pending -
"""


def test_every_part_of_a_seed_is_read():
    (seed,), problems = parse(GOOD, "good.txt")
    assert problems == ()
    assert (seed.title, seed.topic, seed.subtopic) == ("Parcel is late", "Delivery", "Late")
    assert (seed.kinds, seed.tools, seed.channels, seed.weight) == (("personalised", "action"), ("track", "resend"), ("chat", "email"), 1.5)
    assert seed.subjects == ("Where is <order>?", "Late")
    assert seed.openings == ("where {is|was} it", "late again")
    assert (seed.details, seed.ask, seed.reply, seed.miss, seed.again) == (
        ("It is a present.",),
        ("Which order?",),
        ("<order>",),
        ("It takes three days.",),
        ("no",),
    )
    agent, nobody = seed.endings
    assert (agent.who, agent.resolution, agent.rating, agent.reasons) == ("agent", "confirmed", 4, ("clear_answer", "friendly_service"))
    assert (agent.weight, agent.before, agent.after) == (2.0, None, "fix")
    assert [(turn.role, turn.optional) for turn in agent.turns] == [("agent", False), ("customer", True), ("agent", True), ("customer", False)]
    assert agent.turns[-1].texts == ("thanks", "great // thank you")
    assert (nobody.who, nobody.resolution, nobody.rating, nobody.turns) == ("nobody", "pending", None, ())


@pytest.mark.parametrize(
    ("was", "becomes", "problem"),
    [
        ("{is|was} it", "{is|was it", "bad.txt:9: { without }"),
        ("late again", "late | again", "bad.txt:10: | outside of { }; an alternative of the whole line goes on its own line"),
        ("where {is|was} it", "where is} it", "bad.txt:9: } without {"),
        (
            "personalised, action",
            "personal",
            "bad.txt:1: Parcel is late: kinds: knows no 'personal', only action, human, informational, personalised",
        ),
        ("personalised, action", "human", "bad.txt:1: Parcel is late: cause: goes with the kind human, and the kind human with a cause"),
        ("topic: Delivery / Late", "topic: Delivery", "bad.txt:1: Parcel is late: needs topic: Topic / Subtopic"),
        ("weight: 1.5", "weight: -1", "bad.txt:1: Parcel is late: weight: is not a number above 0: '-1'"),
        ("agent confirmed 4", "agent solved 4", "bad.txt:16: end: 'solved' is not one of confirmed, assumed, unresolved, pending"),
        ("agent confirmed 4", "agent confirmed 6", "bad.txt:16: end: the rating '6' is not 1 to 5 or -"),
        ("agent confirmed 4", "someone confirmed 4", "bad.txt:16: end: 'someone' is not one of agent, bot, nobody"),
        ("agent confirmed 4", "bot confirmed 4", "bad.txt:16: end: bot ends it, and yet there is a turn of agent"),
        ("nobody pending -", "agent pending 3", "bad.txt:22: end: needs a turn of the agent"),
        ("C: thanks\n| great // thank you\n", "", "bad.txt:16: end: confirmed needs a last turn C: that says so and is not optional"),
        ("+ It is", "It is", "bad.txt:11: cannot be read: 'It is a present.'; a turn is one line, an alternative starts with |"),
        ("A: Here.", "+ Here.", "bad.txt:17: details (+) go before the first end:"),
        ("= Parcel is late\n", "", "bad.txt:1: this stands before the first seed (= title)"),
        ("kinds: personalised, action", "kinds: action\nkinds: action", "bad.txt:4: kinds: is said twice"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(was, becomes, problem):
    assert was in GOOD
    problems = [str(one) for one in parse(GOOD.replace(was, becomes, 1), "bad.txt")[1]]
    assert problem in problems


def test_an_unknown_reason_is_named_with_those_that_there_are():
    problems = parse(GOOD.replace("clear_answer", "clear"), "bad.txt")[1]
    assert str(problems[0]).startswith("bad.txt:16: end: 'clear' is not a reason; they are quick_resolution, clear_answer")


def test_reading_a_file_with_a_problem_says_the_first_one(tmp_path):
    path = tmp_path / "late.txt"
    path.write_text(GOOD.replace("late again", "{late"), encoding="utf-8")
    with pytest.raises(SeedError, match=r"late\.txt:10: \{ without \}"):
        read(path)


def checked(path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "sample_data.seed", str(path)], cwd=ROOT, capture_output=True, text=True, check=False)


def test_the_command_counts_what_is_in_a_file_and_finds_names_that_its_company_lacks(tmp_path):
    said = checked(TOY / "seeds/toy.txt")
    assert said.returncode == 0
    assert "6 seeds (de 2, en 4)" in said.stdout
    folder = tmp_path / "toy"
    (folder / "seeds").mkdir(parents=True)
    for name in ("company.toml", "tools.jsonl"):
        (folder / name).write_bytes((TOY / name).read_bytes())
    wrong = GOOD.replace("Delivery / Late", "Delivery / Early").replace("resend", "teleport").replace("where", "<place>")
    (folder / "seeds/bad.txt").write_text(wrong, encoding="utf-8")
    said = checked(folder / "seeds/bad.txt")
    assert said.returncode == 2
    for problem in ("no topic 'Delivery / Early'", "there is no tool 'teleport'", "no slot <place>", "no moment 'fix'"):
        assert problem in said.stderr
    assert "articles.jsonl: not there, so not checked" in said.stdout
