import pandas as pd
import pytest

from insights.planning.article_states import settled
from insights.planning.labelled import Labelled

ANSWERED, PARTLY, MISSING, OUTDATED = ("answered", "a1", None), ("partly", "a1", None), ("missing", None, None), ("outdated", "a1", 1)


def states(*subtopics):
    """What stands in the end, of questions given as (state, article, turn of an agent), one list per subtopic."""
    lines = [
        {"informational": True, "subtopic_id": f"s{place}", "topic_id": "t1", "article_state": state, "article": article, "article_turn": turn}
        for place, questions in enumerate(subtopics)
        for state, article, turn in questions
    ]
    frame = pd.DataFrame(lines).astype({"article": "str", "article_turn": float})
    nothing = pd.DataFrame()
    found = settled(Labelled(frame, nothing, nothing, nothing, {})).frame
    return [f"{state} {article}" for state, article in zip(found["article_state"], found["article"], strict=True)]


def test_an_article_that_answers_in_part_answers_where_its_subtopic_lacks_less_than_others():
    found = states([ANSWERED, PARTLY, PARTLY], [MISSING] * 3)
    assert found == ["answered a1"] * 3 + ["missing nan"] * 3


def test_an_article_that_answers_in_part_leaves_a_gap_where_its_subtopic_lacks_more_than_others():
    found = states([MISSING, MISSING, PARTLY, ANSWERED], [ANSWERED] * 4)
    assert found[2] == "partly a1"


def test_an_article_that_answers_nobody_in_full_is_to_be_completed():
    assert states([PARTLY] * 3, [MISSING] * 3)[:3] == ["partly a1"] * 3


def test_what_agents_call_out_of_date_is_so_for_all_who_ask_the_same():
    found = states([OUTDATED] * 3 + [PARTLY] * 6 + [ANSWERED, MISSING, ("answered", "a2", None)])
    assert found == ["outdated a1"] * 11 + ["answered a2"]


@pytest.mark.parametrize("questions", [[OUTDATED] * 2 + [MISSING] * 4, [OUTDATED] * 3 + [MISSING] * 16], ids=["two", "one in six"])
def test_few_words_of_agents_make_no_article_out_of_date(questions):
    assert states(questions).count("missing nan") == questions.count(MISSING)


def test_an_article_that_only_its_own_text_calls_old_is_old_where_it_was_found_so():
    assert states([("outdated", "a1", None)] * 3 + [MISSING] * 3)[3:] == ["missing nan"] * 3


def test_the_outdated_article_is_the_one_that_most_questions_are_near_to():
    found = states([("outdated", "a2", 1)] * 3 + [PARTLY] * 4)
    assert found == ["outdated a1"] * 7
