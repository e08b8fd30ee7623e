"""Help articles from everything that help centres give."""

from __future__ import annotations

import gzip
import json
import zipfile

import openpyxl
import pytest

from insights.errors import InsightsError, MissingColumns, UnreadableFile
from insights.model import Article
from insights.pipeline.knowledge import read_articles
from insights.pipeline.knowledge.articles import articles_of
from insights.pipeline.knowledge.found import Articles, Brought

ZENDESK = {
    "count": 5,
    "next_page": None,
    "sections": [{"id": 1, "name": "Orders", "description": "About orders"}] * 9,
    "articles": [
        {
            "id": 11,
            "title": "Returns",
            "name": "Returns",
            "body": "<p>You have <b>30 days</b>.</p>",
            "html_url": "https://h.example/11",
            "draft": False,
        },
        {"id": 12, "title": "Secret", "body": "<p>Not yet.</p>", "draft": True},
        {"id": 13, "title": "Empty", "body": "<p></p>", "draft": False},
        {"id": 14, "title": "Porto", "body": "Das Porto zahlen wir, und die Rückgabe ist für alle Kunden frei.", "locale": "de", "outdated": True},
    ],
}
INTERCOM = {
    "type": "list",
    "data": [
        {
            "id": "1",
            "title": "Plans",
            "description": "Short",
            "body": "<p>Three plans.</p>",
            "state": "published",
            "url": "https://i.example/1",
            "translated_content": {
                "type": "article_translated_content",
                "en": {"title": "Plans", "body": "<p>Three plans.</p>", "state": "published"},
                "fr": {"title": "Forfaits", "body": "<p>Trois forfaits.</p>", "state": "published"},
                "de": {"title": "Tarife", "body": "<p>Drei Tarife.</p>", "state": "draft"},
            },
        },
        {"id": "2", "title": "New", "body": "<p>Soon.</p>", "state": "draft"},
    ],
}
FRESHDESK = [
    {"id": 5, "title": "Ship", "description": "<p>Two days.</p>", "description_text": "Two days.", "status": 2, "folder_id": 9},
    {"id": 6, "title": "Draft", "description": "<p>No.</p>", "description_text": "No.", "status": 1, "folder_id": 9},
]
HELP_SCOUT = {"article": {"id": "a1", "name": "Login", "text": "<p>Use the link.</p>", "status": "published", "publicUrl": "https://s.example/a1"}}
FRONT = {"_results": [{"id": "kba_1", "subject": "Invoices", "content": "<p>Under Billing.</p>", "status": "published"}]}
GORGIAS = {
    "data": [{"id": 3, "translation": {"title": "Sizes", "content": "<p>See the table.</p>", "visibility_status": "PUBLIC", "locale": "en-US"}}]
}
HUBSPOT = "Article URL,Article Title,Category,Article Body\nhttps://b.example/1,Trial,Plans,<p>Fourteen days.</p>\n"
EXPORTS = {
    "intercom": (json.dumps(INTERCOM), [("1", "Plans", "Three plans."), ("1 (fr)", "Forfaits", "Trois forfaits.")]),
    "freshdesk": (json.dumps(FRESHDESK), [("5", "Ship", "Two days.")]),
    "help scout": (json.dumps(HELP_SCOUT), [("a1", "Login", "Use the link.")]),
    "front": (json.dumps(FRONT), [("kba_1", "Invoices", "Under Billing.")]),
    "gorgias": (json.dumps(GORGIAS), [("3", "Sizes", "See the table.")]),
    "hubspot": (HUBSPOT, [("Trial", "Trial", "Fourteen days.")]),
}


def written(tmp_path, text: str | bytes, name: str = "file"):
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def found(*paths) -> Articles:
    return articles_of(tuple(Brought(path, path.name) for path in paths))


def test_articles_are_plain_text_and_of_an_id_the_last_counts(tmp_path):
    text = '{"id": 1, "title": "Old", "body": "x"}\n{"id": "1", "title": "New", "body": "<p>Hello<br>there</p>", "url": "https://a.example"}\n'
    path = written(tmp_path, text)
    assert read_articles(path) == (Article("1", "New", "Hello\nthere", "https://a.example"),)
    assert found(path).left_out == (("replaced by a later one with the same id", 1),)


def test_an_article_without_an_id_is_known_by_its_title(tmp_path):
    assert read_articles(written(tmp_path, "title,body\nReturns,Thirty days.\n")) == (Article("Returns", "Returns", "Thirty days.", None),)


def test_two_articles_of_one_title_are_both_kept(tmp_path):
    path = written(tmp_path, "title,body\nOverview,Of plans.\nOverview,Of prices.\n")
    assert [article.id for article in read_articles(path)] == ["Overview", "Overview (2)"]


def test_a_zendesk_export_is_read_without_drafts_and_what_is_left_out_is_counted(tmp_path):
    said = found(written(tmp_path, json.dumps(ZENDESK)))
    assert [(article.id, article.title, article.url) for article in said.articles] == [
        ("11", "Returns", "https://h.example/11"),
        ("14", "Porto", None),
    ]
    assert said.articles[0].body == "You have 30 days."
    assert said.left_out == (("not published", 1), ("without text", 1))
    assert said.outdated == 1
    assert dict(said.languages)["de"] == 1
    assert said.words == 18


@pytest.mark.parametrize("system", EXPORTS)
def test_the_exports_of_help_centres_are_read_as_they_are(tmp_path, system):
    text, expected = EXPORTS[system]
    assert [(article.id, article.title, article.body) for article in read_articles(written(tmp_path, text))] == expected


def test_pages_of_an_export_one_a_line_and_in_several_files_are_one_library(tmp_path):
    pages = [{"articles": [{"id": number, "title": f"T{number}", "body": f"Text {number}"}]} for number in (1, 2, 3)]
    lines = written(tmp_path, "\n".join(json.dumps(page) for page in pages[:2]), "a.json")
    more = written(tmp_path, json.dumps(pages[2]), "b.json")
    assert [article.title for article in found(lines, more).articles] == ["T1", "T2", "T3"]


def test_ids_that_meet_from_two_files_do_not_replace_each_other(tmp_path):
    one, two = written(tmp_path, "id,title,body\n1,A,First.\n", "a.csv"), written(tmp_path, "id,title,body\n1,B,Second.\n", "b.csv")
    assert [(article.id, article.body) for article in found(one, two).articles] == [("1", "First."), ("1 (b.csv)", "Second.")]


@pytest.mark.parametrize(
    "text",
    [
        "Question;Answer\nHow long?;Thirty days.\n",
        "NAME\tContent\nHow long?\tThirty days.\n",
        "Frage,Antwort\nHow long?,Thirty days.\n",
        '[{"subject": "How long?", "html": "<div>Thirty days.</div>"}]',
        '{"help": {"topics": [{"heading": "How long?", "text": "Thirty days."}]}}',
    ],
    ids=["semicolons", "tabs", "german", "list", "deep"],
)
def test_columns_may_have_the_names_that_people_give_them(tmp_path, text):
    (article,) = read_articles(written(tmp_path, text))
    assert (article.title, article.body) == ("How long?", "Thirty days.")


def test_a_workbook_is_read(tmp_path):
    book = openpyxl.Workbook()
    for row in (("Title", "Body"), ("Returns", "Thirty days."), ("Returns", "Thirty  days.")):
        book.active.append(row)
    book.save(tmp_path / "kb.xlsx")
    said = found(tmp_path / "kb.xlsx")
    assert [article.body for article in said.articles] == ["Thirty days."]
    assert said.left_out == (("the same again", 1),)


PAGE = """<!doctype html><html lang="de-AT"><head><title>Ship a parcel – Acme Help</title><link rel="canonical" href="https://h.example/ship">
<script>var a = "no";</script></head><body><header>Acme</header><nav><a>Home</a></nav>
<main><article><h1>Ship a parcel</h1><p>Print the label &amp; go to the post office.</p><form>Helpful?</form></article></main>
<aside>Related</aside><footer>Imprint</footer></body></html>"""


def test_a_web_page_gives_its_article_without_the_furniture(tmp_path):
    said = found(written(tmp_path, PAGE, "ship.html"))
    assert said.articles == (Article("Ship a parcel", "Ship a parcel", "Print the label & go to the post office.", "https://h.example/ship"),)
    assert said.languages == (("de", 1),)


def test_a_page_without_a_heading_has_the_title_of_its_head_without_the_site(tmp_path):
    text = "<html><head><title>Refunds | Acme</title></head><body><p>Within five days of the parcel's return.</p></body></html>"
    (article,) = read_articles(written(tmp_path, text))
    assert (article.title, article.body) == ("Refunds", "Within five days of the parcel's return.")


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        ("---\ntitle: Front\nslug: f\n---\n# Head\n\nWords with [a link](https://x.example).", "Front", "Words with a link."),
        ("# Head #\n\n**Bold** words ![picture](p.png)\n", "Head", "Bold words picture"),
        ("Head\n====\nWords", "Head", "Words"),
        ("Only words", "how to return", "Only words"),
    ],
    ids=["front", "heading", "underlined", "name"],
)
def test_a_markdown_file_is_titled_by_its_front_matter_then_its_heading_then_its_name(tmp_path, text, title, body):
    (article,) = read_articles(written(tmp_path, text, "how-to-return.md"))
    assert (article.title, article.body) == (title, body)


def test_a_folder_and_a_zip_of_documents_give_the_same_library(tmp_path):
    documents = {
        "b/ship.html": PAGE,
        "a/return.md": "# Return\n\nWithin 30 days.",
        "c/pay.txt": "Pay\nBy card or invoice.",
        "draft.md": "---\ndraft: true\n---\n# Soon\nwords",
        "logo.png": b"\x89PNG",
        "__MACOSX/x.md": "no",
        "broken.json": "{",
    }
    with zipfile.ZipFile(tmp_path / "kb.zip", "w") as archive:
        for name, text in documents.items():
            written(tmp_path, text, f"kb/{name}")
            archive.writestr(name, text)
    zipped, folder = found(tmp_path / "kb.zip"), found(tmp_path / "kb")
    assert [article.title for article in zipped.articles] == ["Return", "Ship a parcel", "Pay"]
    assert zipped == folder
    assert zipped.left_out == (("not published", 1), ("that could not be read", 1))


def test_a_packed_file_is_unpacked(tmp_path):
    assert read_articles(written(tmp_path, gzip.compress(b"title,body\nA,B c\n"), "kb.csv.gz")) == (Article("A", "A", "B c"),)


def test_a_bomb_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "kb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b" " * (50 << 20))
    with pytest.raises(InsightsError):
        found(tmp_path / "kb.zip")


def test_a_list_of_addresses_is_told_from_articles_and_nothing_is_read(tmp_path):
    lines = written(tmp_path, "https://h.example/a\nhttps://h.example/b#part\n\nhttps://h.example/a\n", "pages.txt")
    column = written(tmp_path, "title,url\nA,https://h.example/a\nB,https://h.example/b\n", "pages.csv")
    places = "<urlset><url><loc>https://h.example/a</loc></url><url><loc>https://h.example/b</loc></url></urlset>"
    for path in (lines, column, written(tmp_path, f'<?xml version="1.0"?>{places}', "sitemap.xml")):
        said = found(path)
        assert (said.articles, said.addresses) == ((), ("https://h.example/a", "https://h.example/b"))


def test_a_damaged_line_costs_only_itself(tmp_path):
    said = found(written(tmp_path, '{"title": "A", "body": "x y"}\n{"title": \n{"title": "B", "body": "y z"}\n'))
    assert len(said.articles) == 2
    assert said.left_out == (("that could not be read", 1),)


@pytest.mark.parametrize(
    "text", ["{", "[1, 2]", "[" * 100_000, "<?xml version='1.0'?><solutions/>", b"\x89PNG\xff\xfe", b"%PDF-1.7", b"", "a,b\n"], ids=range(8)
)
def test_what_holds_no_article_is_refused_with_a_hint(tmp_path, text):
    with pytest.raises(InsightsError) as caught:
        read_articles(written(tmp_path, text))
    assert caught.value.hint


def test_a_table_of_something_else_is_refused_with_its_columns(tmp_path):
    with pytest.raises(MissingColumns) as caught:
        read_articles(written(tmp_path, "order,amount\n1,20\n2,30\n"))
    assert "order, amount" in caught.value.hint


def test_half_characters_and_control_characters_do_not_stay(tmp_path):
    text = '[{"id": "a\\ud800\\u0000", "title": "T\\ud800", "body": "x\\ud800y", "url": "https://a.example/\\udfff"}]'
    (article,) = read_articles(written(tmp_path, text))
    assert (article.id, article.title, article.body, article.url) == ("a\ufffd", "T\ufffd", "x\ufffdy", "https://a.example/\ufffd")


def test_a_word_document_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "kb.docx", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(UnreadableFile, match="Word"):
        read_articles(tmp_path / "kb.docx")


def test_a_page_nested_beyond_reason_is_read_as_plain_text(tmp_path):
    (article,) = read_articles(written(tmp_path, "<title>Deep</title>" + "<div>" * 30_000 + "words here", "deep.html"))
    assert (article.title, article.body) == ("Deep", "words here")
