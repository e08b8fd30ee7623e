from __future__ import annotations

import pyarrow as pa
import pytest

from insights.analysers import ANALYSERS, judge
from insights.analysers.frames import schema
from insights.analysers.knowledge import Knowledge
from insights.model import Article, EnablerType, Tool
from tests.insights.analysers.written import build

ARTICLES = (
    Article("a1", "Return an order", "You can return an order within 30 days. Print the label and drop the parcel at a shop."),
    Article("a2", "Warranty", "Two years."),
)
TOOLS = (
    Tool("get_order", "Status and tracking of an order", EnablerType.READ),
    Tool("cancel_order", "Cancel an order that is not sent", EnablerType.WRITE),
)
CONVERSATIONS = (
    ["c: Hi, how can I return an order?", "b: You can return an order within 30 days, print the label.", "c: great, thanks"],
    ["c: please cancel order 4411 at once", "a: I have cancelled order 4411 for you.", "c: perfect"],
    [
        "c: WHERE is my parcel?? third time I ask",
        "b: Sorry, I did not understand.",
        "c: useless. I want a human",
        "b: Sorry, I did not understand.",
        "c: forget it",
    ],
    ["c: ", "s: Chat closed."],
    ["s: Ticket created"],
    [],
    ["c: สวัสดีค่ะ อยากทราบว่าสินค้าจะมาถึงเมื่อไหร่คะ", "a: สวัสดีค่ะ กำลังตรวจสอบ"],
    ["n: ask Tom about this one", "c: Thanks for the quick help yesterday!", "n: closed"],
    ["c: hello", "b: Hello! What can I do for you?", "s: Chat closed, no answer."],
    [f"{'ca'[turn % 2]}: message {turn} about the invoice" for turn in range(250)],
)


@pytest.fixture(scope="module")
def knowledge(encoder):
    return Knowledge.of(ARTICLES, TOOLS, encoder)


@pytest.fixture(params=ANALYSERS, ids=lambda analyser: analyser.name)
def analyser(request):
    return request.param


def test_every_conversation_gets_exactly_one_row_with_the_promised_columns(analyser, encoder, knowledge):
    tables = analyser.run(build(*CONVERSATIONS), encoder, knowledge)
    assert [table.schema for table in tables] == [schema(promised) for promised in analyser.fills]
    assert tables[0].column("conversation_id").to_pylist() == [f"k{place}" for place in range(len(CONVERSATIONS))]


def test_the_same_conversations_get_the_same_answer_twice(analyser, encoder, knowledge):
    first, second = (analyser.run(build(*CONVERSATIONS), encoder, knowledge) for _ in range(2))
    assert [table.to_pylist() for table in first] == [table.to_pylist() for table in second]


@pytest.mark.parametrize("size", [1, 3])
def test_slices_get_the_same_answer_as_the_whole(analyser, encoder, knowledge, size):
    batch = build(*CONVERSATIONS)
    whole = analyser.run(batch, encoder, knowledge)
    parts = [analyser.run(batch.slice(start, min(start + size, len(batch))), encoder, knowledge) for start in range(0, len(batch), size)]
    assert [pa.concat_tables(column).to_pylist() for column in zip(*parts, strict=True)] == [table.to_pylist() for table in whole]


def test_the_input_stays_as_it_was(analyser, encoder, knowledge):
    batch, untouched = build(*CONVERSATIONS), build(*CONVERSATIONS)
    analyser.run(batch, encoder, knowledge)
    assert (batch.conversations, batch.messages, batch.starts.tolist()) == (untouched.conversations, untouched.messages, untouched.starts.tolist())


def test_no_conversations_give_no_rows(analyser, encoder, knowledge):
    assert [table.num_rows for table in analyser.run(build(), encoder, knowledge)] == [0] * len(analyser.fills)


def test_no_knowledge_is_fine(analyser, encoder):
    assert analyser.run(build(*CONVERSATIONS), encoder, Knowledge.of((), (), encoder))[0].num_rows == len(CONVERSATIONS)
    assert analyser.run(build(*CONVERSATIONS), encoder, None)[0].num_rows == len(CONVERSATIONS)


def test_judging_together_gives_the_same_as_judging_apart(encoder, knowledge):
    batch = build(*CONVERSATIONS)
    apart = [table for analyser in ANALYSERS for table in analyser.run(batch, encoder, knowledge)]
    assert [table.to_pylist() for table in judge(batch, encoder, knowledge)] == [table.to_pylist() for table in apart]
