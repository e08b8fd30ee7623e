from insights.model import Kind
from insights.planning.assumptions import ASSUMPTIONS


def test_every_assumption_says_what_how_much_and_why():
    assert all(each.name and each.value and each.reason.endswith(".") for each in ASSUMPTIONS)
    assert len({each.name for each in ASSUMPTIONS}) == len(ASSUMPTIONS)


def test_the_numbers_are_those_in_use():
    values = {each.name: each.value.replace("\u00a0", " ") for each in ASSUMPTIONS}
    assert values[f"Resolved by an AI agent: {Kind.ACTION}"] == "60 %, worth 30 conversations"
    assert values["Effort"] == "S = 1 days, M = 2.5 days, L = 5 days"
    assert values["Time and money"] == "7.5 minutes, €28 an hour, €0.90 a resolution"
    assert values["One thing is one enabler"] == "at least 3 conversations and 0.5 % of eligible ones"
