from __future__ import annotations

import numpy as np
import pytest

from insights.analysers.features import read_batch
from insights.analysers.knowledge import Knowledge
from insights.analysers.knowledge.likeness import MOST_COMPARED
from insights.analysers.knowledge.meanings import find_meanings, meanings
from insights.analysers.knowledge.stems import word_counts
from insights.analysers.weights import vocabulary
from insights.analysers.work import judge_work
from insights.model import Article, EnablerType, Tool
from insights.text.encoding import read_words
from tests.insights.analysers.written import build

RETURNS = Article("returns", "Return an item", "You can return items within 30 days. Print the return label and take the parcel to a shop.")
WIFI = Article("wifi", "Pair your speaker", "Hold the button until the light blinks blue, then choose the speaker in the Bluetooth list.")
CARDS = Article("gift", "Gift cards", "Gift cards are sent by e-mail and stay valid for three years. They cannot be exchanged for money.")
ARTICLES = (RETURNS, WIFI, CARDS)
TOOLS = (
    Tool("issue_refund", "Pay money back to the card of an order", EnablerType.WRITE),
    Tool("change_address", "Change where a parcel goes", EnablerType.WRITE),
    Tool("get_points_balance", "Loyalty points of a customer", EnablerType.READ),
)
QUESTION = ("c: How long do I have to return an item, and where is the return label?", "b: You can return items within 30 days.", "c: ok thanks")


@pytest.fixture
def label(encoder):
    def judged(articles, tools, *lines, language="en"):
        return judge_work(build(list(lines), language=language), encoder, Knowledge.of(articles, tools, encoder)).to_pylist()[0]

    return judged


def test_the_state_stands_beside_the_gap_and_agrees_with_it(label):
    found = label(ARTICLES, TOOLS, *QUESTION)
    assert (found["article_state"], found["article_nearest"], found["article_gap"]) == ("answered", "returns", False)
    found = label((), TOOLS, *QUESTION)
    assert (found["article_state"], found["article_nearest"], found["article_gap"]) == ("missing", None, True)


def test_without_a_question_for_all_there_is_no_state(label):
    found = label(
        ARTICLES, TOOLS, "c: Thank you so much for the quick help yesterday, everything is fine now. Have a great week!", "a: Glad to hear!"
    )
    assert (found["article_state"], found["article_nearest"], found["article_turn"], found["article_gap"]) == (None, None, None, False)


def test_an_article_that_an_agent_calls_old_is_named_with_the_turn(label):
    lines = ("c: How long do I have to return an item?", "a: 60 days, you can return items until then. The help page is old, sorry.", "c: thanks")
    found = label(ARTICLES, TOOLS, *lines)
    assert (found["article_state"], found["article_nearest"], found["article_turn"]) == ("outdated", "returns", 1)


def test_an_article_in_another_language_answers(label):
    german = Article("retoure", "Artikel zurückgeben", "Sie können Artikel innerhalb von 30 Tagen zurückgeben. Drucken Sie das Rücksendeetikett aus.")
    assert label((CARDS, WIFI, german), TOOLS, *QUESTION)["articles"][0] == "retoure"
    asked = ("c: Wie lange kann ich einen Artikel zurückgeben? Wo ist das Rücksendeetikett?", "a: Sie haben 30 Tage für die Rückgabe.", "c: danke")
    assert label(ARTICLES, TOOLS, *asked, language="de")["article_nearest"] == "returns"


def test_a_request_in_a_long_mail_finds_its_tool(encoder):
    talk = "We spent the holidays by the sea with the children and the weather was kind to us, as it has been every year since we first came. " * 4
    batch = build([f"c: Dear all,\n{talk}\nPlease give me my money back for order 4411.\n{talk}", "a: I have booked the amount back to your card."])
    chances, threshold = np.array([[0.05, 0.1, 0.9, 0.05]]), np.full(4, 0.5)
    found = Knowledge.of(ARTICLES, TOOLS, encoder).match(read_batch(batch, vocabulary()), encoder, chances, threshold, np.array([True]))
    assert found.tools[0][0] == "issue_refund"


def test_copies_count_once_by_the_first_id_and_empty_articles_not_at_all(encoder):
    copy, other = Article("a-copy", RETURNS.title, RETURNS.body + "!"), Article("b", RETURNS.title, RETURNS.body.replace("30", "14"))
    known = Knowledge.of((RETURNS, copy, other, Article("empty", "Return an item", " \n")), (), encoder)
    assert known.articles.names == ("a-copy", "b")


def test_a_large_library_finds_what_a_small_one_finds(label):
    many = tuple(
        Article(f"x{number}", f"Notes on item {word}", f"The {word} is kept in the cellar beside the {word} press.") for number, word in FILLERS
    )
    assert len(many) > MOST_COMPARED
    found = label((*many, *ARTICLES), TOOLS, *QUESTION)
    assert found["articles"][0] == "returns"
    assert (
        label(
            ARTICLES, (*TOOLS, *MANY_TOOLS), "c: Please refund order 4411, I want my money back.", "a: I have refunded it to your card.", "c: perfect"
        )["tools"][0]
        == "issue_refund"
    )


def test_a_conversation_is_matched_with_a_large_library_as_it_is_alone(encoder):
    many = tuple(Article(f"x{number}", f"Notes on item {word}", f"The {word} is kept beside the {word} press.") for number, word in FILLERS)
    known = Knowledge.of((*many, *ARTICLES), (*TOOLS, *MANY_TOOLS), encoder)
    others = ["c: Where do you keep the item called wordl?", "a: In the cellar."]
    together = judge_work(build(list(QUESTION), others), encoder, known).to_pylist()[0]
    assert together == judge_work(build(list(QUESTION)), encoder, known).to_pylist()[0]


def test_what_is_meant_is_told_by_other_words_too():
    words = read_words(["we booked it back to your card", "the book is nice", "I get a new one", "hello"])
    found = find_meanings(word_counts(words), words.vocabulary)
    names = [{meanings().names[place] for place in found[row].indices} for row in range(4)]
    assert "refund" in names[0]
    assert "refund" not in names[1]
    assert "replacement" in names[2]
    assert names[3] == set()


FILLERS = tuple(enumerate(f"word{one}{other}" for one in "abcdefgh" for other in "lmnoprst"))
MANY_TOOLS = tuple(Tool(f"press_{word}", f"Press the {word} in the cellar", EnablerType.WRITE) for _, word in FILLERS)
