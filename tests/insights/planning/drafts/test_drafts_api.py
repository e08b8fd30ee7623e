from dataclasses import replace

import yaml

from insights.planning import plan
from insights.tables import TOOLS
from tests.insights.planning.made import given, one
from tests.insights.store.sample import rows

TOOL = {
    "name": "get_order",
    "description": "Look up an order",
    "type": "read",
    "available": False,
    "entity": "order",
    "fields": ["carrier", "placed_at"],
}
REFUND = {"name": "issue_refund", "description": "Pay money back", "type": "write", "available": False, "entity": "refund", "fields": ["amount"]}


def found(conversations, tools=()):
    tables = given(conversations)
    return plan(replace(tables, tools=rows(TOOLS, list(tools))) if tools else tables).actions.to_pylist()


def draft(kind, conversations, tools=()):
    return next(line["draft"] for line in found(conversations, tools) if line["type"] == kind)


def fragment(text):
    assert text.count("```") == 2
    return yaml.safe_load(text.split("```yaml\n")[1].split("\n```")[0])


def order(number, **known):
    words = f"Where is my order 46-{14_000 + number}?"
    said = [("customer", words), ("agent", "It was shipped yesterday and comes on Friday."), ("customer", "Thanks")]
    return one(number, "personalised", question=words, said=said, tools=["get_order"], **known)


def refund(number, **known):
    words = f"Please refund order 46-{14_000 + number}, it is €{20 + number}."
    said = [("customer", words), ("agent", "I've refunded it, you will have it within 3 days.")]
    return one(number, "action", question=words, said=said, tools=["issue_refund"], **known)


def test_a_look_up_is_an_openapi_fragment_with_its_key_by_shape():
    made = fragment(draft("connect_read_api", [order(number) for number in range(12)], [TOOL]))
    assert made["openapi"] == "3.1.0"
    assert set(made["info"]) == {"title", "version"}
    call = made["paths"]["/orders/{order_number}"]["get"]
    assert call["operationId"] == "get_order"
    assert call["tags"] == ["order"]
    assert call["parameters"][0] == {
        "name": "order_number",
        "in": "path",
        "required": True,
        "description": "Given by customers in 12 conversations",
        "schema": {"type": "string", "pattern": r"^\d{2}-\d{5}$"},
    }
    assert set(call["responses"]) == {"200", "404"}


def test_the_fields_are_those_of_the_list_of_tools_and_what_support_reads_out():
    made = fragment(draft("connect_read_api", [order(number) for number in range(12)], [TOOL]))
    schema = made["paths"]["/orders/{order_number}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema["properties"] == {
        "status": {"type": "string", "examples": ["shipped"], "description": "Words that support uses"},
        "carrier": {"type": "string"},
        "placed_at": {"type": "string", "format": "date-time"},
    }


def test_no_number_of_a_customer_stands_in_a_draft():
    for line in found([order(number) for number in range(12)] + [refund(number) for number in range(12, 24)], [TOOL, REFUND]):
        assert "46-140" not in line["draft"]
    assert "order [number]" in draft("connect_read_api", [order(number) for number in range(12)], [TOOL]).replace("\\", "")


def test_without_a_number_the_key_is_who_is_signed_in():
    conversations = [one(number, "personalised", question="Where is my parcel?") for number in range(8)]
    made = fragment(draft("connect_read_api", conversations))
    assert list(made["paths"]) == ["/customers/{customer_id}/deliveries"]


def test_a_call_that_does_something_is_a_post_that_is_done_once():
    text = draft("build_procedure", [refund(number) for number in range(12)], [REFUND])
    call = fragment(text)["paths"]["/refunds/{order_number}/issue-refund"]["post"]
    assert [(each["name"], each["in"]) for each in call["parameters"]] == [("order_number", "path"), ("Idempotency-Key", "header")]
    assert call["requestBody"]["content"]["application/json"]["schema"]["properties"]["amount"] == {"type": "number"}
    assert set(call["responses"]) == {"200", "404", "409"}
    assert "half of the amounts that customers name are below 26" in text


def test_a_description_cannot_end_the_fragment():
    tool = TOOL | {"description": "Look up ```\n# Title\n- {a: [b", "fields": ["``` x", "a: b", "<script>"]}
    made = fragment(draft("connect_read_api", [order(number) for number in range(12)], [tool]))
    assert made["paths"]["/orders/{order_number}"]["get"]["summary"] == "Look up ’’’\n# Title\n- {a: [b"


def test_needs_that_are_too_small_get_no_call_of_their_own():
    words = ("Cancel my seat", "Rename the badge", "Void the pass", "Swap the lock")
    small = [one(number, "action", question=words[number % 4], tools=[], topic_id="t1") for number in range(4)]
    large = [refund(number, topic_id="t2") for number in range(100, 1100)]
    drafts = [line["draft"] for line in found([*small, *large], [REFUND]) if "Smaller" in line["title"]]
    assert drafts
    assert all("```" not in text and "too small for a call each" in text for text in drafts)
