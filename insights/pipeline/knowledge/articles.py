"""Help articles out of files: records and documents become articles, and what is left out is counted.

The names are those that help centres use: Zendesk Guide (title, body, html_url, draft, outdated, locale), Intercom (title, body, state, url,
translated_content), Freshdesk (title, description, status 1 for a draft), Help Scout (name, text, status, publicUrl), HubSpot (Article Title, Article
Body, URL), Front (subject, content, status), Gorgias (title and content inside translation); and those that people give to columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from insights.errors import InsightsError, NothingToImport, UnreadableFile
from insights.model import Article
from insights.pipeline.knowledge.addresses import addresses_in, is_address
from insights.pipeline.knowledge.documents import Page, markdown, plain_text, readable, title_of, web_page
from insights.pipeline.knowledge.files import File, Unread, files
from insights.pipeline.knowledge.found import Articles, Brought, clean, counted
from insights.pipeline.knowledge.records import Record, is_json, no_columns, of_json, of_table, value
from insights.text.language import detect

TITLE_NAMES = "title name question subject headline heading titel titre titulo titolo frage pregunta pergunta betreff thema"
BODY_NAMES = (
    "body bodyhtml htmlbody content contenthtml html text answer markdown bodytext plaintext description descriptiontext solution inhalt antwort "
    "contenu contenido conteudo reponse respuesta resposta texte texto"
)
TITLES, BODIES = tuple(TITLE_NAMES.split()), tuple(BODY_NAMES.split())
IDS = ("id", "number", "slug", "key")
URLS = ("htmlurl", "publicurl", "weburl", "url", "link", "permalink", "canonicalurl", "address", "adresse")
LANGUAGES = ("locale", "language", "lang", "sprache", "langue", "idioma")
STATES = ("status", "state", "publishstate", "publishstatus", "visibilitystatus", "publicationstatus")
DRAFT = re.compile(r"draft|unpublished|not ?published|scheduled|in ?review|hidden|pending|entwurf|brouillon|borrador|rascunho")
ARCHIVED = re.compile(r"archived|deleted|trashed|retired|removed")
DRAFTS, GONE, EMPTY, TWICE, REPLACED, UNREAD = (
    "not published",
    "archived or deleted",
    "without text",
    "the same again",
    "replaced by a later one with the same id",
    "that could not be read",
)
YES, NO = ("true", "yes", "1", "y"), ("false", "no", "0", "n")
DOCUMENTS = {".md": markdown, ".markdown": markdown, ".mdx": markdown, ".html": web_page, ".htm": web_page, ".xhtml": web_page}
SURE_OF_LANGUAGE = 1_000


def articles_of(brought: tuple[Brought, ...]) -> Articles:
    """The articles of everything that was brought, or the addresses where there are only those.

    Raises:
        InsightsError: there is not one article, or a single file cannot be read.
    """
    shelf, links, problems = Shelf(), list[str](), list[InsightsError]()
    for one in brought:
        for file in files(one):
            if isinstance(file, Unread):
                shelf.left_out[UNREAD] += 1
                problems.append(file.problem)
                continue
            try:
                links += _shelve(file, shelf, several=len(brought) > 1)
            except InsightsError as problem:
                shelf.left_out[UNREAD] += 1
                problems.append(problem)
    if shelf.articles or links:
        return shelf.articles_found() if shelf.articles else Articles(left_out=counted(shelf.left_out), addresses=tuple(dict.fromkeys(links)))
    if problems:
        raise problems[0]
    reasons = ", ".join(f"{count:,} {what}" for what, count in counted(shelf.left_out))
    raise NothingToImport("There is no article to use.", hint=f"What was found: {reasons}." if reasons else "Bring articles with a title and a text.")


class Shelf:
    """Articles as they come: each text once, and of one id the last."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.articles: dict[str, Article] = {}
        self.left_out: Counter[str] = Counter()
        self.languages: dict[str, str] = {}
        self.outdated: set[str] = set()
        self._texts: dict[tuple[str, str], str] = {}
        self._identities: dict[tuple[str, str, str], str] = {}

    def put(self, page: Page, source: str) -> None:
        """Keep a page, or count why not. `source` is whatever gave it: inside one, an id means one article in each language."""
        title, body = title_of(page.title), readable(page.body)
        if page.unpublished or not body:
            self.left_out[page.unpublished or EMPTY] += 1
            return
        title = title or title_of(body.split("\n")[0][:80])
        text = (title.casefold(), " ".join(body.split()).casefold())
        identity = (source, page.id, page.language)
        known = self._identities.get(identity) if page.id else None
        if text in self._texts and self._texts[text] in self.articles:
            self.left_out[TWICE] += 1
            return
        if known is not None:
            self.left_out[REPLACED] += 1
            del self.articles[known]
        article_id = known or self._free(clean(page.id) or title, page.language, source)
        if page.id:
            self._identities[identity] = article_id
        self._texts[text] = article_id
        self.articles[article_id] = Article(article_id, title, body, clean(page.url) or None)
        self.languages[article_id] = page.language.split("-")[0].split("_")[0].lower()
        self.outdated.discard(article_id)
        if page.outdated:
            self.outdated.add(article_id)

    def _free(self, wanted: str, language: str, source: str) -> str:
        """An id that no article has: the one that is wanted, where it is taken with more words behind it."""
        for candidate in (wanted, f"{wanted} ({language})" if language else wanted, f"{wanted} ({source})" if source else wanted):
            if candidate not in self.articles:
                return candidate
        number = 2
        while f"{wanted} ({number})" in self.articles:
            number += 1
        return f"{wanted} ({number})"

    def articles_found(self) -> Articles:
        """What is on the shelf."""
        unknown = [article for article in self.articles.values() if not self.languages[article.id]]
        told = detect([f"{article.title}. {article.body[:SURE_OF_LANGUAGE]}" for article in unknown])
        self.languages |= {article.id: language or "" for article, language in zip(unknown, told, strict=True)}
        languages = Counter(self.languages[article_id] for article_id in self.articles)
        languages.pop("", None)
        return Articles(tuple(self.articles.values()), counted(self.left_out), counted(languages), len(self.outdated & self.articles.keys()))


def _shelve(file: File, shelf: Shelf, *, several: bool) -> list[str]:
    """Put the articles of a file on the shelf; the addresses that it holds in their place."""
    source = file.name if several else ""
    if not file.workbook:
        if links := addresses_in(file.text):
            return links
        if (page := _document(file)) is not None:
            shelf.put(page, source)
            return []
    records = of_table(file) if file.workbook or not is_json(file) else of_json(file, complete)
    return _put_records(file, records, shelf, source)


def _document(file: File) -> Page | None:
    """The article that a file is, or None when it holds records."""
    text = file.text
    start = text[:2_000].lstrip().lower()
    if file.ending in DOCUMENTS:
        return DOCUMENTS[file.ending](text, file.name)
    if start.startswith("<?xml") and "<html" not in start:
        raise UnreadableFile(
            f"{file.name} is an XML file.", hint="Bring articles as JSON, CSV, XLSX, HTML or Markdown, or a site map of their pages."
        )
    if start.startswith("<"):
        return web_page(text, file.name)
    return plain_text(text, file.name) if file.ending == ".txt" and not is_json(file) and not _has_header(text) else None


def _has_header(text: str) -> bool:
    """Whether the first line of a text names columns."""
    return len({name.strip('" \t') for name in re.split(r"[,;\t|]", text.lstrip("\ufeff \n").split("\n")[0].lower())} & {*TITLES, *BODIES, *URLS}) > 1


def _put_records(file: File, records: Iterator[Record | None], shelf: Shelf, source: str) -> list[str]:
    columns: dict[str, None] = {}
    links: list[str] = []
    texts = found = 0
    for record in records:
        if record is None:
            shelf.left_out[UNREAD] += 1
            continue
        columns |= dict.fromkeys(record)
        found += 1
        for page in pages_of(record):
            texts += bool(page.body)
            if not page.body and is_address(page.url):
                links.append(page.url)
            shelf.put(page, source)
    if not texts and links:
        shelf.left_out[EMPTY] -= len(links)
        return links
    if found and not any(name in columns for name in BODIES):
        raise no_columns(file, list(columns), "the text of the articles, such as body")
    return []


def complete(record: Record) -> bool:
    """Whether a record is an article, and not something around articles."""
    return any(name in record for name in TITLES) and any(isinstance(record.get(name, {}), str) or record.get(name, {}) is None for name in BODIES)


def pages_of(record: Record) -> list[Page]:
    """The article of a record, and its translations where they are in it."""
    page = Page(
        value(record, TITLES),
        value(record, BODIES),
        id=value(record, IDS),
        url=value(record, URLS),
        language=value(record, LANGUAGES).lower(),
        unpublished=unpublished(record),
        outdated=value(record, ("outdated",)).lower() in YES,
    )
    inside = record.get("translatedcontent")
    translations = inside.items() if isinstance(inside, Mapping) else ()
    return [page, *(_translation(page, str(code), each) for code, each in translations if isinstance(each, Mapping) and each.get("body"))]


def _translation(page: Page, code: str, record: Record) -> Page:
    url = value(record, ("url",)) or page.url
    return Page(value(record, ("title",)), value(record, ("body",)), id=page.id, url=url, language=code.lower(), unpublished=unpublished(record))


def unpublished(record: Record) -> str:
    """Why customers do not see the article; empty where they do."""
    if value(record, ("draft", "isdraft")).lower() in YES or value(record, ("published", "ispublished")).lower() in NO:
        return DRAFTS
    if value(record, ("archived", "deleted", "isdeleted", "isarchived")).lower() in YES:
        return GONE
    state = value(record, STATES).lower().replace("_", " ")
    if ARCHIVED.match(state):
        return GONE
    # Freshdesk numbers the states of its articles, which are kept in folders: 1 is a draft, 2 is published.
    return DRAFTS if DRAFT.match(state) or (state == "1" and "folderid" in record) else ""
