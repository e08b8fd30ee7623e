from __future__ import annotations

import json

import pytest

from insights.errors import InsightsError
from insights.model import Article, EnablerType, Tool
from insights.pipeline.knowledge import read_articles, read_tools

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
FOUND = (Tool("get_order", "Look up an order", EnablerType.READ), Tool("POST /refunds", "Refund a customer", EnablerType.WRITE))


def written(tmp_path, text: str):
    path = tmp_path / "file"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [json.dumps(OPENAPI), YAML], ids=["json", "yaml"])
def test_an_openapi_file_gives_read_and_write_tools(tmp_path, text):
    assert read_tools(written(tmp_path, text)) == FOUND


def test_yaml_is_data_only(tmp_path):
    with pytest.raises(InsightsError):
        read_tools(written(tmp_path, "openapi: !!python/object/apply:os.system ['true']\npaths: {}\n"))


LISTED = (
    '{"name": "refund", "description": "Refund", "type": "write", "available": false}\n{"name": "order", "type": "read"}\n',
    '[{"name": "refund", "description": "Refund", "type": "write", "available": false}, {"name": "order", "type": "read"}]',
    '{"tools": [{"name": "refund", "description": "Refund", "type": "write", "available": false}, {"name": "order", "type": "read"}]}',
    "\ufeffName,Description,Type,Available\nrefund,Refund,write,no\norder,,read,yes\n",
)


@pytest.mark.parametrize("text", LISTED, ids=["lines", "list", "inside", "csv"])
def test_a_list_of_tools_is_read_in_every_shape(tmp_path, text):
    assert read_tools(written(tmp_path, text)) == (Tool("refund", "Refund", EnablerType.WRITE, False), Tool("order", "", EnablerType.READ, True))


def test_articles_are_plain_text_and_an_id_counts_once(tmp_path):
    text = '{"id": 1, "title": "Old", "body": "x"}\n{"id": "1", "title": "New", "body": "<p>Hello<br>there</p>", "url": "https://a.example"}\n'
    (article,) = read_articles(written(tmp_path, text))
    assert (article.id, article.title, article.url) == ("1", "New", "https://a.example")
    assert "<" not in article.body
    assert "Hello" in article.body


def test_an_article_without_an_id_is_known_by_its_title(tmp_path):
    assert read_articles(written(tmp_path, "title,body\nReturns,Thirty days.\n")) == (Article("Returns", "Returns", "Thirty days.", None),)


@pytest.mark.parametrize("text", ["{", "[1, 2]", '{"name": "x"}', "name,type\nx,delete\n", "[" * 100_000], ids=range(5))
def test_what_is_no_list_of_tools_is_refused_with_a_hint(tmp_path, text):
    with pytest.raises(InsightsError) as caught:
        read_tools(written(tmp_path, text))
    assert caught.value.hint


def test_a_picture_is_refused_with_a_hint(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\x89PNG\xff\xfe")
    with pytest.raises(InsightsError) as caught:
        read_articles(path)
    assert caught.value.hint
