"""Tools from lists and from descriptions of APIs."""

from __future__ import annotations

import json

import pytest

from insights.errors import FileTooLarge, InsightsError, UnreadableFile
from insights.model import EnablerType, Tool
from insights.pipeline.knowledge import read_tools
from insights.pipeline.knowledge.found import Brought, Tools
from insights.pipeline.knowledge.tools import tools_of, with_availability

READ, WRITE = EnablerType.READ, EnablerType.WRITE
OPENAPI = {
    "openapi": "3.0.0",
    "paths": {
        "/orders/{id}": {"get": {"operationId": "get_order", "summary": "Look up an order"}, "parameters": []},
        "/refunds": {"post": {"description": "Refund a customer"}},
    },
}
YAML = """openapi: 3.0.0
paths:
  /orders/{id}:
    get:
      operationId: get_order
      summary: Look up an order
  /refunds:
    post:
      description: Refund a customer
"""
FOUND = (Tool("get_order", "Look up an order", READ, True, "order"), Tool("POST /refunds", "Refund a customer", WRITE, True, "refund"))


def written(tmp_path, text: str, name: str = "file"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def found(path) -> Tools:
    return tools_of((Brought(path, path.name),))


def described(tmp_path, paths: dict, **more) -> Tools:
    return found(written(tmp_path, json.dumps({"openapi": "3.1.0", "paths": paths} | more)))


@pytest.mark.parametrize("text", [json.dumps(OPENAPI), YAML], ids=["json", "yaml"])
def test_an_openapi_file_gives_read_and_write_tools(tmp_path, text):
    assert read_tools(written(tmp_path, text)) == FOUND


LISTED = (
    '{"name": "refund", "description": "Refund", "type": "write", "available": false}\n{"name": "order", "type": "read"}\n',
    '[{"name": "refund", "description": "Refund", "type": "write", "available": false}, {"name": "order", "type": "read"}]',
    '{"tools": [{"name": "refund", "description": "Refund", "type": "write", "available": false}, {"name": "order", "type": "read"}]}',
    "\ufeffName,Description,Type,Available\nrefund,Refund,write,no\norder,,read,yes\n",
    "Tool name;Summary;Method;Enabled\nrefund;Refund;POST;false\norder;;GET;true\n",
)


@pytest.mark.parametrize("text", LISTED, ids=["lines", "list", "inside", "csv", "methods"])
def test_a_list_of_tools_is_read_in_every_shape(tmp_path, text):
    assert read_tools(written(tmp_path, text)) == (Tool("refund", "Refund", WRITE, False), Tool("order", "", READ, True))


def test_tools_as_agents_are_given_them_are_read(tmp_path):
    text = json.dumps(
        {
            "tools": [
                {"name": "orders", "description": "Orders", "inputSchema": {"properties": {"order_id": {}}}, "annotations": {"readOnlyHint": True}},
                {"type": "function", "function": {"name": "cancelOrder", "description": "Cancel", "parameters": {"properties": {"id": {}}}}},
            ]
        }
    )
    said = found(written(tmp_path, text))
    assert said.tools == (Tool("orders", "Orders", READ, fields=("order_id",)), Tool("cancelOrder", "Cancel", WRITE, fields=("id",)))
    assert said.notes == ("1 without a word on reading or writing, told by the name",)


COMPONENTS = {
    "schemas": {
        "Order": {
            "properties": {"status": {}, "total": {"type": "number"}, "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}}
        },
        "Line": {"properties": {"sku": {}, "order": {"$ref": "#/components/schemas/Order"}}},
        "Away": {"$ref": "https://other.example/schema.json"},
    },
    "responses": {"Order": {"content": {"application/json": {"schema": {"properties": {"data": {"$ref": "#/components/schemas/Order"}}}}}}},
}


def test_fields_are_found_through_references_also_where_they_run_in_circles(tmp_path):
    paths = {
        "/orders/{id}": {"get": {"operationId": "a", "responses": {"200": {"$ref": "#/components/responses/Order"}}}},
        "/orders": {"post": {"operationId": "b", "requestBody": {"content": {"x": {"schema": {"allOf": [{"$ref": "#/components/schemas/Line"}]}}}}}},
    }
    first, second = described(tmp_path, paths, components=COMPONENTS).tools
    assert first.fields == ("status", "total", "lines", "sku", "order")
    assert second.fields == ("sku", "order", "status", "total", "lines")


def test_references_to_elsewhere_are_not_read_and_said(tmp_path):
    paths = {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Away"}}}}}}}}
    said = described(tmp_path, paths, components=COMPONENTS)
    assert said.tools[0].fields == ()
    assert said.notes == ("1 other file referred to and not read",)


def test_a_search_sent_by_post_reads_and_says_so(tmp_path):
    said = described(tmp_path, {"/orders/search": {"post": {"operationId": "find", "summary": "Find orders"}}})
    assert said.tools == (Tool("find", "Find orders A search: it is sent by POST and changes nothing.", READ, True, "order"),)
    assert said.notes == ("1 sent by POST that only search and count as look-ups",)


def test_deprecated_operations_and_odd_methods_are_left_out_and_counted(tmp_path):
    paths = {
        "/a": {"get": {"deprecated": True}, "options": {}, "brew": {}, "x-own": {}, "put": {"operationId": "put_a"}},
        "/b": {"get": "nothing"},
        "/c": 5,
    }
    said = described(tmp_path, paths)
    assert [tool.name for tool in said.tools] == ["put_a"]
    assert said.left_out == (("that are not described", 2), ("with a method that no agent calls", 2), ("deprecated", 1))


def test_operations_of_one_name_are_all_kept(tmp_path):
    said = described(tmp_path, {"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}, "/c": {"delete": {"operationId": ["x"]}}})
    assert [tool.name for tool in said.tools] == ["x", "GET /b", "DELETE /c"]
    assert said.notes == ("1 with the name of another, called by the path instead",)


def test_swagger_2_is_read(tmp_path):
    swagger = {
        "swagger": "2.0",
        "paths": {
            "/pets": {
                "get": {"operationId": "list", "responses": {"200": {"schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}}}},
                "post": {"operationId": "add", "parameters": [{"in": "body", "name": "pet", "schema": {"$ref": "#/definitions/Pet"}}]},
                "put": {"operationId": "form", "parameters": [{"in": "formData", "name": "photo"}, {"in": "query", "name": "q"}]},
            }
        },
        "definitions": {"Pet": {"properties": {"name": {}, "age": {}}}},
    }
    said = read_tools(written(tmp_path, json.dumps(swagger)))
    assert [(tool.name, tool.type, tool.fields) for tool in said] == [
        ("list", READ, ("name", "age")),
        ("add", WRITE, ("name", "age")),
        ("form", WRITE, ("photo",)),
    ]


def test_five_thousand_operations_are_read(tmp_path):
    paths = {f"/things{number}/{{id}}": {"get": {"operationId": f"get_{number}"}} for number in range(5_000)}
    assert len(described(tmp_path, paths).tools) == 5_000


def test_shared_parts_of_yaml_are_read(tmp_path):
    text = "openapi: 3.0.0\nx-base: &base\n  summary: Shared\n  deprecated: false\npaths:\n  /a:\n    get:\n      <<: *base\n      operationId: a\n    put: *base\n"
    assert [(tool.name, tool.description) for tool in read_tools(written(tmp_path, text))] == [("a", "Shared"), ("PUT /a", "Shared")]


LAUGHS = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n" + "".join(f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
MERGES = "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n}\n  <<: [{','.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))


@pytest.mark.parametrize("text", [LAUGHS, MERGES, "a: " + "[" * 50_000, "a: " + "{b: " * 500], ids=["laughs", "merges", "brackets", "braces"])
def test_yaml_that_explodes_is_refused_before_it_does(tmp_path, text):
    with pytest.raises((FileTooLarge, UnreadableFile)):
        read_tools(written(tmp_path, f"openapi: 3.0.0\n{text}\npaths: {{}}\n"))


@pytest.mark.parametrize(
    "text", ["a: &a [*a]", "a: *nowhere", "? [x]\n: y", "a: !!python/object/apply:os.system ['true']"], ids=["circle", "nowhere", "key", "python"]
)
def test_yaml_that_is_no_description_is_refused(tmp_path, text):
    with pytest.raises(UnreadableFile):
        read_tools(written(tmp_path, f"openapi: 3.0.0\n{text}\npaths: {{}}\n"))


def test_yaml_of_20_megabytes_is_refused_with_a_way_out(tmp_path):
    with pytest.raises(FileTooLarge) as caught:
        read_tools(written(tmp_path, "openapi: 3.0.0\n" + "# a comment\n" * 1_700_000))
    assert "JSON" in caught.value.hint


def test_json_of_20_megabytes_is_read(tmp_path):
    assert read_tools(written(tmp_path, json.dumps(OPENAPI | {"x-long": "x" * (20 << 20)}))) == FOUND


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", '{"name": "x"}', "name,type\nx,banana\n", "[" * 100_000, '{"openapi": "3.0.0", "paths": {', "{}"], ids=range(7)
)
def test_what_is_no_list_of_tools_is_refused_with_a_hint(tmp_path, text):
    with pytest.raises(InsightsError) as caught:
        read_tools(written(tmp_path, text))
    assert caught.value.hint


def test_half_characters_of_an_api_do_not_stay(tmp_path):
    text = '{"openapi": "3.0.0", "paths": {"/a": {"get": {"operationId": "a\\ud800", "summary": "\\ud800b"}}}}'
    assert read_tools(written(tmp_path, text)) == (Tool("a\ufffd", "\ufffdb", READ, True, "a"),)


def test_single_tools_can_be_switched_off_and_on():
    tools = (Tool("a", "", READ), Tool("b", "", WRITE, False))
    assert [tool.available for tool in with_availability(tools, {"a": False})] == [False, False]
    assert [tool.available for tool in with_availability(tools, {"b": True, "gone": True})] == [True, True]
