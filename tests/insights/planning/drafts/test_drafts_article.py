from dataclasses import replace

from insights.planning import plan
from insights.tables import ARTICLES
from tests.insights.planning.made import given, one
from tests.insights.store.sample import rows

QUESTION = "How many days do I have to send a dress back?"


def asked(number, reply, *, question=QUESTION, **known):
    happy = {"rating": 5, "resolution": "confirmed"}
    return one(number, "informational", question=question, said=[("customer", question), ("agent", reply)], **(happy | known))


def draft(conversations, kind="write_article", **more):
    return next(line["draft"] for line in plan(given(conversations, **more)).actions.to_pylist() if line["type"] == kind)


def section(text, title):
    return text.split(f"## {title}\n")[1].split("\n## ")[0]


def test_values_on_which_replies_differ_are_a_question_with_their_counts_and_last_days():
    text = draft(
        [asked(number, "You can send it back within 14 days.") for number in range(1, 5)]
        + [asked(number, "You can send it back within 30 days.") for number in range(100, 106)]
    )
    points = section(text, "Open points")
    assert "Which holds? **30 days** in 6 conversations, last on 2025-03-05; **14 days** in 4 conversations, last on 2025-03-01: " in points
    assert "(c00100, c00001)" in points
    assert "Numbers that support agrees on" not in text


def test_a_number_that_all_state_is_agreed_on():
    text = draft([asked(number, "You can send it back within thirty days.") for number in range(6)])
    assert "- **30 days** in 6 conversations: “You can send it back within thirty days.” (c00000, c00001, c00002)" in text
    assert "Which holds?" not in text


def test_an_amount_that_the_customer_names_is_nobody_elses_fact():
    question = "May I send £7,250 to my sister in one go?"
    text = draft([asked(number, "Yes, £7,250 is fine to send in one go.", question=question) for number in range(6)])
    assert "Numbers that support agrees on" not in text


def test_the_answer_says_how_many_gave_it_and_how_many_were_happy():
    replies = [asked(number, "Parcels go back through any post office with our label.") for number in range(5)]
    text = draft([*replies, asked(5, "Nobody knows where that leaflet went last week.", rating=2, resolution="unresolved")])
    answer = section(text, "The answer, as support gave it")
    assert "5 of 6 conversations that were read are resolved and rated 4 or 5" in answer
    assert "“Parcels go back through any post office with our label.” and much the same in 4 more (c00000, c00001, c00002)" in answer
    assert "leaflet" not in answer


def test_turns_in_a_row_are_one_answer():
    said = [("customer", QUESTION), ("agent", "Here it is in one list:"), ("agent", "Label on the box."), ("agent", "Box to any post office.")]
    text = draft([one(number, "informational", question=QUESTION, said=said, rating=5, resolution="confirmed") for number in range(5)])
    assert "“Here it is in one list: Label on the box. Box to any post office.” and much the same in 4 more" in text


def test_a_condition_that_one_conversation_names_is_no_condition():
    said = "If it was on sale, you only get a voucher for it."
    assert "Conditions" not in draft([asked(0, said), *(asked(number, "You have thirty days for that.") for number in range(1, 6))])
    assert f"“{said}” in 3 conversations" in draft([*(asked(n, said) for n in range(3)), *(asked(n, "You have thirty days.") for n in range(3, 6))])


def test_a_question_that_nobody_answered_is_an_open_point():
    lost = [one(number, "informational", question="Can the velvet curtains be dyed afterwards?", rating=2, resolution="unresolved",
                said=[("customer", "Can the velvet curtains be dyed afterwards?")]) for number in range(10, 14)]  # fmt: skip
    text = draft([*(asked(number, "You have thirty days for that.") for number in range(6)), *lost])
    assert "- Asked in 4 conversations, and support had no answer: “Can the velvet curtains be dyed afterwards?”" in section(text, "Open points")


def test_a_draft_never_claims_to_be_true():
    assert "somebody who knows the rules confirms the answer" in draft([asked(number, "You have thirty days.") for number in range(5)])


def test_an_article_that_says_another_number_is_to_be_updated_with_both():
    conversations = [
        asked(number, "You can send a dress back within 30 days.", article_state="partly", article_nearest="r", article_gap=True)
        for number in range(6)
    ]
    body = "You can send a dress back within 14 days. We pay for the parcel."
    tables = replace(given(conversations), articles=rows(ARTICLES, [{"id": "r", "title": "Returns", "body": body}]))
    text = next(line["draft"] for line in plan(tables).actions.to_pylist() if line["type"] == "improve_article")
    change = section(text, "What to change")
    assert "- The article is “Returns”." in change
    assert "**Update.** The article says “You can send a dress back within 14 days.” Support says 30 days in 6 conversations" in change


def improved(replies, body):
    conversations = [asked(number, reply, article_state="partly", article_nearest="r", article_gap=True) for number, reply in enumerate(replies)]
    tables = replace(given(conversations), articles=rows(ARTICLES, [{"id": "r", "title": "Returns", "body": body}]))
    text = next(line["draft"] for line in plan(tables).actions.to_pylist() if line["type"] == "improve_article")
    return section(text, "What to change")


def test_what_several_replies_say_and_the_article_does_not_is_to_be_added():
    leaflet = "Print the label at home, or show the code at any post office counter."
    change = improved([leaflet] * 6, "We take everything back that was not worn.")
    assert f"**Add.** The article does not say “{leaflet}” and much the same in 5 more (c00000, c00001, c00002)" in change


def test_what_holds_for_one_customer_is_added_to_no_article():
    change = improved(["I see that your parcel lies at the post office counter in Leeds."] * 6, "We take everything back that was not worn.")
    assert "**Add.**" not in change
    assert "Replies say nothing that it does not say" in change


def test_an_article_that_says_it_is_not_to_say_it_twice():
    said = "Everything goes back with the label that lies in the box."
    assert "**Add.**" not in improved([said] * 6, f"How to return a dress. {said}")


def test_small_questions_become_one_short_article_each():
    words = ("Where can I park my bicycle near the shop?", "Do you wrap presents before Christmas day?")
    conversations = [
        asked(number, f"Answer about {words[number % 2].split()[4]} things.", question=words[number % 2], topic_id="t1") for number in range(8)
    ]
    big = [asked(number, "Thirty days from delivery.", topic_id="t2") for number in range(100, 1900)]
    found = [line for line in plan(given([*conversations, *big])).actions.to_pylist() if "Smaller questions" in line["title"]]
    text = found[0]["draft"]
    assert "1. “Where can I park my bicycle near the shop?”: 4 conversations" in text
    assert "2. “Do you wrap presents before Christmas day?”: 4 conversations" in text


def test_an_article_that_agents_call_out_of_date_is_to_be_changed_where_it_speaks_of_the_same():
    states = {"article_state": "outdated", "article_nearest": "r", "articles": ["r"]}
    conversations = [
        asked(number, "You may choose that at the renewal only, since 1 March.", question="Can I get monthly bills?", **states) for number in range(6)
    ]
    conversations += [one(100 + number, "human", topic_id="t2") for number in range(60)]
    body = "Owners pay by card. You can choose monthly bills at any time. There are 3 plans."
    tables = replace(given(conversations), articles=rows(ARTICLES, [{"id": "r", "title": "Plans", "body": body}]))
    text = next(line["draft"] for line in plan(tables).actions.to_pylist() if line["type"] == "improve_article")
    beside = "- **Change.** The article says “You can choose monthly bills at any time.” Support says “You may choose that at the renewal only, since 1 March.”"
    assert beside in section(text, "What to change")
    assert "The answer, as support gave it" not in text


def test_replies_of_which_no_two_say_the_same_are_no_article_by_themselves():
    sizes = ("Take the small one of these shirts.", "It runs wide, so order medium instead.", "Sleeves measure sixty centimetres there.")
    text = draft([asked(number, reply, question="Which size do I need?") for number, reply in enumerate(sizes)])
    assert "- No two replies say the same: the article needs what support looked up each time" in section(text, "Open points")
