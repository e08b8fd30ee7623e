from __future__ import annotations

import pytest

from insights.analysers.knowledge import Knowledge
from insights.analysers.work import judge_work
from insights.model import Article, EnablerType, Tool
from tests.insights.analysers.written import build

ARTICLES = (
    Article(
        "returns",
        "Return an item",
        "You can return items within 30 days. Print the return label and take the parcel to a shop. Refunds take five days.",
    ),
    Article("gift", "Gift cards", "Gift cards are sent by e-mail and stay valid for three years. They cannot be exchanged for money."),
    Article("wifi", "Pair your speaker", "Hold the button until the light blinks blue, then choose the speaker in the Bluetooth list of your phone."),
)
TOOLS = (
    Tool("get_order_status", "Status, carrier and tracking of an order", EnablerType.READ),
    Tool("cancel_order", "Cancel an order that has not been sent", EnablerType.WRITE),
    Tool("get_points_balance", "Loyalty points of a customer", EnablerType.READ),
)


@pytest.fixture
def label(encoder):
    knowledge = Knowledge.of(ARTICLES, TOOLS, encoder)
    return lambda *lines: judge_work(build(list(lines)), encoder, knowledge).to_pylist()[0]


def test_a_question_with_one_answer_for_all_is_informational_and_finds_its_article(label):
    found = label(
        "c: How long do I have to return an item, and where do I get the return label?",
        "b: You can return items within 30 days. Print the return label and take the parcel to a shop.",
        "c: ok thanks",
    )
    assert "informational" in found["kinds"]
    assert found["articles"][0] == "returns"
    assert not found["article_gap"]


def test_a_question_that_no_article_answers_is_a_gap(label):
    found = label(
        "c: Do you plan to open a showroom in Lisbon next year? What are the opening hours?",
        "b: I'm sorry, I can't find anything on that.",
        "c: showroom. Lisbon. when?",
        "b: I'm sorry, I can't find anything on that.",
    )
    assert "informational" in found["kinds"]
    assert found["article_gap"]


def test_something_to_be_done_is_an_action_with_its_tool(label):
    found = label("c: Please cancel my order 4411, I ordered it twice.", "a: I have cancelled order 4411 for you.", "c: perfect")
    assert "action" in found["kinds"]
    assert "cancel_order" in found["tools"]
    assert "get_points_balance" not in found["tools"]


def test_something_to_be_looked_up_is_personalised_with_its_tool(label):
    found = label(
        "c: Where is my order 4411? The tracking has not changed since Monday.",
        "a: I see your order left the depot this morning, it arrives tomorrow.",
        "c: thanks",
    )
    assert "personalised" in found["kinds"]
    assert "get_order_status" in found["tools"]


def test_a_human_cause_is_given_exactly_where_a_person_is_needed(label):
    found = label(
        "c: My mother passed away last week. I need to speak to somebody about her account, please.",
        "a: I am so sorry for your loss. A colleague will call you.",
    )
    assert ("human" in found["kinds"], found["human_cause"]) == (True, "sensitive")
    assert label("c: How long do I have to return an item?", "b: 30 days.")["human_cause"] is None


def test_thanks_alone_are_no_request(label):
    found = label("c: Thank you so much for the quick help yesterday, everything is fine now. Have a great week!", "a: Glad to hear that!")
    assert (found["kinds"], found["human_cause"], found["articles"], found["tools"], found["article_gap"]) == ([], None, [], [], False)


def test_the_question_is_the_customers_own_words_and_short(label):
    long = "Hi there,\n" + "I have been a customer for years and always liked it. " * 12 + "Can I return an item after 40 days?"
    found = label(f"c: {long}", "a: No, 30 days.")
    assert found["question"] == "Can I return an item after 40 days?"
    assert found["work_turns"] == [0]


def test_what_fits_a_request_tells_its_kind(encoder):
    batch = build(["c: I'd like to sort out order 4411, it was ordered twice.", "a: Order 4411 is off your list now.", "c: perfect"])
    chances = [judge_work(batch, encoder, Knowledge.of(ARTICLES, tools, encoder)).to_pylist()[0]["p_action"] for tools in (TOOLS[1:], TOOLS[2:])]
    assert chances[0] != chances[1]
    assert Knowledge.of(ARTICLES, TOOLS, encoder).complete
    assert not Knowledge.of(ARTICLES, TOOLS[2:], encoder).complete


@pytest.mark.parametrize(
    ("lines", "cause"),
    [
        (
            [
                "c: Since the update the app crashes with error 31 whenever I open the map. I reinstalled it twice.",
                "a: Our developers know this bug, the fix comes with the next release.",
            ],
            "bug",
        ),
        (
            [
                "c: I know your rule says 30 days, but I was in hospital. Could you make an exception?",
                "a: I asked my manager, and as a gesture of goodwill we accept it this once.",
            ],
            "exception",
        ),
        (
            [
                "c: We are 240 people and have an offer from a competitor. What discount can you give us on the contract renewal?",
                "a: Prices from 100 seats are agreed individually, our sales team will send you an offer.",
            ],
            "negotiation",
        ),
    ],
)
def test_each_cause_is_told_by_what_was_asked_and_what_support_did(label, lines, cause):
    found = label(*lines)
    assert ("human" in found["kinds"], found["human_cause"]) == (True, cause)


def test_the_turn_in_which_support_did_it_is_kept_beside_the_one_that_asked(label):
    found = label("b: Hello, what can I do for you?", "c: Please cancel my order 4411.", "a: Let me look.", "a: I have cancelled it.", "c: Thanks")
    assert ("action" in found["kinds"], found["work_turns"]) == (True, [1, 3])


def test_what_nobody_answered_is_told_by_the_request_alone(label):
    assert label("c: What are your opening hours on Sunday?")["kinds"][0] == "informational"
    asked = label("c: Please cancel my subscription, I moved abroad.")
    assert (asked["kinds"], asked["p_action"] > 0.5) == (["action"], True)


def test_shouting_and_three_hundred_messages_change_nothing(label):
    assert label("c: WHERE IS MY ORDER 4411? IT HAS NOT ARRIVED", "a: I SEE THAT IT LEFT THE DEPOT, IT ARRIVES TOMORROW")["kinds"] == ["personalised"]
    long = [line for order in range(150) for line in (f"c: Please cancel order {order}, I ordered it twice.", "a: I have cancelled it for you.")]
    assert label(*long)["kinds"] == ["action"]


@pytest.mark.parametrize(
    "lines",
    [
        [],
        ["b: Welcome! How can I help?", "b: Are you still there?"],
        ["a: I have cancelled your order."],
        ["n: customer called, wants a refund", "n: done"],
        ["c: "],
        ["c: 👍"],
        ["c: ..."],
        ["c: Missä minun tilaukseni on? Tilasin sen viikko sitten eikä se ole tullut.", "a: Hei, tarkistan asian heti."],
    ],
)
def test_where_no_customer_says_anything_that_can_be_read_there_is_no_kind(label, lines):
    found = label(*lines)
    assert (found["kinds"], found["human_cause"], found["work_turns"]) == ([], None, [])
