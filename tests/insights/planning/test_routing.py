import random

import pandas as pd

from insights.planning.routing import routes, sentence

FILLER = ("where", "order", "please", "help", "account", "delivery", "invoice", "when", "thanks", "today", "size", "card")


def requests(count, *, mention=None, human_without=0.1, topic="Delivery"):
    """Every fifth request needs a person; `mention` stands in those, and nowhere else."""
    chance, rows = random.Random(3), []
    for number in range(count):
        human = number % 5 == 0 or chance.random() < human_without
        words = chance.sample(FILLER, 4) + ([mention] if mention and number % 5 == 0 else [])
        chance.shuffle(words)
        rows.append((" ".join(words), topic if number % 5 else "Complaints", None, human, "sensitive" if human else None))
    chance.shuffle(rows)
    return pd.DataFrame(rows, columns=["question", "topic", "subtopic", "human", "human_cause"])


def test_a_word_that_tells_them_is_found_and_counted_on_the_other_half():
    rule = routes(requests(400, mention="lawyer").assign(topic="All"))["sensitive"]
    assert rule.words == ("lawyer",)
    assert rule.topics == ()
    assert rule.right == rule.matches
    assert 30 <= rule.caught == rule.matches <= 50
    assert rule.caught < rule.cases


def test_a_topic_can_tell_them():
    rule = routes(requests(400, human_without=0))["sensitive"]
    assert (rule.words, rule.topics) == ((), ("Complaints",))


def test_words_that_fit_by_accident_are_no_rule():
    chance = random.Random(5)
    rows = [(" ".join(chance.sample(FILLER, 5)) + f" w{chance.randrange(200)}x", "All", None, chance.random() < 0.2) for _ in range(600)]
    found = pd.DataFrame(rows, columns=["question", "topic", "subtopic", "human"])
    assert routes(found.assign(human_cause=["bug" if human else None for human in found["human"]])) == {"bug": None}


def test_few_cases_are_too_few_for_a_rule():
    assert routes(requests(60, human_without=0)) == {}
    assert sentence({}, "sensitive") == ("Fewer than 20 conversations: too few to look for a rule.", None)


def test_nothing_has_no_rules():
    assert routes(pd.DataFrame([], columns=["question", "topic", "subtopic", "human", "human_cause"])) == {}


def test_a_rule_is_said_with_its_counts():
    found = routes(requests(400, mention="lawyer").assign(topic="All"))
    rule = found["sensitive"]
    words, said = sentence(found, "sensitive")
    assert said == rule
    assert words == (
        f"Requests that mention “lawyer” need a person 100\N{NO-BREAK SPACE}% of the time: {rule.right} of {rule.matches}. "
        f"That catches {rule.caught} of {rule.cases} of these."
    )
    assert sentence({"bug": None}, "bug") == ("No simple rule tells these early.", None)
