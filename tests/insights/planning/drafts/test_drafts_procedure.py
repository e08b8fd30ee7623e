from insights.planning import plan
from tests.insights.planning.made import given, one

ASKED = ("agent", "Can you give me the order number?")
DONE = ("agent", "I have cancelled it. The money is with you within 3 days.")
REFUSED = ("agent", "I can't cancel it, because it has left our warehouse.")


def case(number, *turns, question="Please cancel my order, it is too late now.", **known):
    return one(number, "action", question=question, said=[("customer", question), *turns], **known)


def draft(conversations):
    return next(line["draft"] for line in plan(given(conversations)).actions.to_pylist() if line["type"] == "build_procedure")


def section(text, title):
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def test_the_ways_through_are_counted():
    text = draft([case(number, ASKED, ("customer", "12345"), DONE) for number in range(6)] + [case(number, REFUSED) for number in range(6, 10)])
    assert "- ask → do → tell what happens next: 6 of 10\n- refuse: 4 of 10" in section(text, "The usual ways through it")


def test_a_refusal_is_a_branch_with_its_reason_and_a_rule_to_write_down():
    text = draft([case(number, DONE) for number in range(6)] + [case(number, REFUSED) for number in range(6, 10)])
    branch = section(text, "When it was refused")
    assert "In 4 of 10 conversations, because:" in branch
    assert "“I can't cancel it, because it has left our warehouse.” in 4 conversations (c00006, c00007, c00008)" in branch
    assert "4 of 10 conversations meet one" in section(text, "Before it goes live")


def test_what_agents_ask_for_is_known_first():
    text = draft([case(number, ASKED, ("customer", "12345"), DONE) for number in range(6)])
    assert "- The order, booking, invoice or account number: asked in 6 of 6, “Can you give me the order number?” (c00000)" in text


def test_what_is_done_comes_before_what_is_told_even_when_all_stand_in_one_turn():
    text = draft([case(number, ("agent", "It takes 3 days. I have cancelled it. I've checked the order.")) for number in range(6)])
    steps = section(text, "Steps that agents took")
    assert steps.index("Look up the case.") < steps.index("Cancel it.") < steps.index("Say how long it takes")


def test_what_needs_a_person_is_told_with_a_request():
    people = [case(number, REFUSED, question="My mother died, cancel it please.", human_cause="sensitive") for number in range(6, 9)]
    text = draft([*(case(number, DONE) for number in range(6)), *people])
    assert "- Sensitive: 3 conversations\n  - “My mother died, cancel it please.” (c00006)" in text


def test_where_agents_wrote_nothing_the_draft_says_so():
    assert "ask one of them to dictate theirs" in draft([case(number, ("bot", "Please wait.")) for number in range(6)])
