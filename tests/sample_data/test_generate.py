"""The demo companies are what they are said to be: their size, their mix, their rhythm, and the same on every machine."""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from insights.model import Kind, Reason, Resolution
from sample_data.company import FOLDER, CompanyError, read_company
from sample_data.generate import companies, lines_of, made_in, main, shown
from sample_data.parser import read

ROOT = Path(__file__).parents[2]
TOY = Path(__file__).parent / "toy"
EVERY = pytest.mark.parametrize("company", companies())
PRINT = """
import hashlib
from pathlib import Path
from sample_data.generate import lines_of, made_in
print(hashlib.sha256(lines_of(made_in(Path("tests/sample_data/toy")))).hexdigest())
"""


def share(made, true) -> float:
    return sum(map(bool, map(true, made))) / len(made)


def test_there_are_three_companies():
    assert companies() == ("harrowmere", "lumen-thread", "plinthly")


def test_another_process_with_other_hashes_makes_the_same_bytes():
    said = [
        subprocess.run([sys.executable, "-c", PRINT], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1]
    assert len(said[0].strip()) == 64


@EVERY
def test_what_ships_is_what_the_generator_makes(made, company):
    shipped = gzip.decompress((FOLDER / company / "conversations.jsonl.gz").read_bytes())
    assert shipped == gzip.decompress(lines_of(made[company]))


def test_all_three_are_smaller_than_12_megabytes():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 12e6


@EVERY
def test_a_company_has_what_a_demo_needs(made, told, company):
    folder = FOLDER / company
    seeds = [seed for path in sorted((folder / "seeds").glob("*.txt")) for seed in read(path)]
    assert len(seeds) >= 120
    assert len({(seed.title, seed.language) for seed in seeds}) == len(seeds)
    assert 25 <= len((folder / "articles.jsonl").read_text(encoding="utf-8").splitlines()) <= 40
    assert 10 <= len((folder / "tools.jsonl").read_text(encoding="utf-8").splitlines()) <= 16
    assert len(made[company]) == told[company].conversations
    assert 3000 <= len(made[company]) <= 5000
    ids = [one.conversation["conversation_id"] for one in made[company]]
    assert len(set(ids)) == len(ids)
    assert ids == [one.gold.conversation_id for one in made[company]]
    used = {(one.gold.seed, one.gold.language) for one in made[company]}
    assert used <= {(seed.title, seed.language) for seed in seeds}
    assert len(used) > 0.96 * len(seeds)


@EVERY
def test_channels_languages_and_ratings_by_customers_are_as_promised(made, told, company):
    channels = Counter(one.conversation["channel"] for one in made[company])
    languages = Counter(one.gold.language for one in made[company])
    for name, wanted in told[company].channels.items():
        assert channels[name] / channels.total() == pytest.approx(wanted, abs=0.03)
    assert len(channels) == 5
    assert len(languages) == 4
    assert 0.78 <= languages["en"] / languages.total() <= 0.82
    assert 0.10 <= share(made[company], lambda one: one.conversation["csat"]) <= 0.15
    assert 0.04 <= share(made[company], lambda one: not one.gold.kinds) <= 0.06


@EVERY
def test_ratings_kinds_and_topics_are_near_the_mix_that_was_asked_for(made, told, company):
    eligible = [one.gold for one in made[company] if one.gold.kinds]
    ratings = Counter(one.rating for one in eligible)
    for rating, wanted in {5: 0.22, 4: 0.33, 3: 0.17, 2: 0.15, 1: 0.08}.items():
        assert ratings[rating] / len(eligible) == pytest.approx(wanted, abs=0.09), rating
    for kind, wanted in {Kind.INFORMATIONAL: 0.35, Kind.PERSONALISED: 0.35, Kind.ACTION: 0.38, Kind.HUMAN: 0.15}.items():
        assert share(eligible, lambda one, kind=kind: kind in one.kinds) == pytest.approx(wanted, abs=0.17), kind
    topics = Counter(one.topic for one in eligible)
    total = sum(topic.weight for topic in told[company].topics)
    for topic in told[company].topics:
        assert topics[topic.name] / len(eligible) == pytest.approx(topic.weight / total, abs=0.025), topic.name


@EVERY
def test_weeks_and_days_have_their_rhythm(made, company):
    starts = [datetime.fromisoformat(one.conversation["started_at"]) for one in made[company]]
    weekdays, hours = Counter(start.weekday() for start in starts), Counter(start.hour for start in starts)
    assert weekdays[0] > 1.3 * weekdays[6]
    assert sum(hours[hour] for hour in range(8, 20)) > 0.6 * len(starts)
    assert sum(hours[hour] for hour in range(6)) < 0.08 * len(starts)
    assert starts == sorted(starts)


@EVERY
def test_customers_come_back_about_the_same_thing_and_then_it_was_not_solved(made, company):
    contacts = defaultdict(list)
    for one in made[company]:
        if one.gold.kinds:
            contacts[one.conversation["customer_id"], one.gold.topic].append(one)
    pairs = [(one, other) for some in contacts.values() for one, other in itertools.pairwise(some)]
    within = [
        (one, other)
        for one, other in pairs
        if datetime.fromisoformat(other.conversation["started_at"]) - datetime.fromisoformat(one.conversation["started_at"]) < timedelta(days=7)
    ]
    assert 0.03 * len(made[company]) < len(within) < 0.15 * len(made[company])
    assert Resolution.ASSUMED not in {one.gold.resolution for one, _ in within}
    assert len({one.conversation["customer_id"] for one in made[company]}) < 0.95 * len(made[company])


@EVERY
def test_labels_agree_with_what_is_in_the_conversation(made, told, company):
    tools = {json.loads(line)["name"] for line in (FOLDER / company / "tools.jsonl").read_text(encoding="utf-8").splitlines()}
    for one in made[company]:
        gold, talk = one.gold, one.conversation
        roles = {message["author_role"] for message in talk["messages"] if not message["internal"]}
        spoke = {"bot": {"bot"}, "agent": {"agent"}, "both": {"bot", "agent"}, "nobody": set()}[gold.handled_by]
        assert roles & {"bot", "agent"} == spoke
        assert (gold.rating is None) == (gold.not_scored is not None)
        assert (gold.resolution is None) == (gold.kinds == ())
        assert (gold.team is None) == (gold.handled_by == "bot")
        assert ("human" in gold.kinds) == (gold.chance == 0.0)
        assert set(gold.tools) <= tools
        if Reason.BOT_LOOP in gold.reasons:
            assert "bot" in spoke
        sent = [message["sent_at"] for message in talk["messages"]]
        assert sent == sorted(sent)
        assert all(message["text"].strip() for message in talk["messages"])


@EVERY
def test_no_slot_or_choice_is_left_open(made, company):
    slots = tuple(
        f"<{name}>" for name in (*read_company(FOLDER / company).slots["en"], "order", "customer", "agent", "weekday", "lastday", "bot", "company")
    )
    left = [
        message["text"]
        for one in made[company]
        for message in one.conversation["messages"]
        if "{" in message["text"] or " // " in message["text"] or any(slot in message["text"] for slot in slots)
    ]
    assert left == []


def test_a_moment_parts_what_comes_before_from_what_comes_after(toy):
    broken = [one for one in toy if "product_problem" in one.gold.reasons]
    assert broken
    assert max(one.conversation["started_at"] for one in broken) < "2026-08-01"


def test_the_bot_repeats_itself_only_where_it_is_said_to(toy):
    looped = [one for one in toy if "bot_loop" in one.gold.reasons]
    assert {one.gold.topic for one in looped} == {"Kettles"}
    for one in looped:
        bot = [message["text"] for message in one.conversation["messages"] if message["author_role"] == "bot"]
        assert bot[2].endswith(bot[1])


def test_before_the_bot_is_live_only_people_answer(toy):
    early = [one for one in toy if one.conversation["started_at"] < "2026-06-15"]
    assert early
    assert {one.gold.handled_by for one in early} <= {"agent", "nobody"}


def test_a_broken_company_is_named(tmp_path):
    with pytest.raises(CompanyError, match="there is no company"):
        read_company(tmp_path)
    (tmp_path / "company.toml").write_text('name = "X"\n', encoding="utf-8")
    with pytest.raises(CompanyError, match="is missing"):
        made_in(tmp_path)


def test_a_conversation_is_shown_with_what_is_true_of_it(toy):
    one = next(one for one in toy if one.gold.seed == "Parcel is lost")
    said = shown(one)
    assert said.startswith(f"## {one.conversation['conversation_id']}  {one.conversation['channel']}")
    assert "[Delivery / Lost; action; " in said
    assert one.conversation["messages"][0]["text"] in said


def test_the_command_knows_its_companies(capsys):
    with pytest.raises(SystemExit):
        main(["--company", "nobody"])
    assert "harrowmere" in capsys.readouterr().err
