"""Articles that are a document each: a web page, Markdown, plain text."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from selectolax.lexbor import LexborHTMLParser

from insights.text.cleaning import plain

LONGEST_TITLE = 200
DEEPEST = 500
"""Open tags inside each other. The parser takes quadratic time for deeper ones, which no real page has."""
NOISE = ("script", "style", "noscript", "template", "svg", "iframe", "nav", "footer", "aside", "form", "button", "select", "dialog")
FURNITURE = (
    *('[role="navigation"]', '[role="banner"]', '[role="contentinfo"]', '[role="search"]', ".breadcrumbs", ".breadcrumb", ".article-votes"),
    *(".article-relatives", ".article-comments", ".article-more-questions", ".article-sidebar", ".table-of-contents"),
)
MAIN = ('[itemprop="articleBody"]', ".article-body", ".article__body", "article", "main", '[role="main"]', "#main-content", "#content")
TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]{0,30})")
VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
SITE = re.compile(r"\s+[|–—·-]\s+[^|–—·]{1,60}$")
PAGE_TITLE = re.compile(r"<title[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)
FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(.{0,20000}?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
SETTING = re.compile(r"^([A-Za-z_][\w-]{0,40}):[ \t]*(.*)$", re.MULTILINE)
HEADING = re.compile(r"^(?:#{1,6}[ \t]+(.+?)[ \t#]*|([^\n]+)\n={3,}[ \t]*)$", re.MULTILINE)
ANY_MARKUP = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|span|a|table|tr|td|strong|em|b|i|u|img|section|blockquote|pre|code|figure)\b[^<>]{0,2000}>", re.I
)
IMAGE = re.compile(r"!\[([^\]\n]{0,300})\]\([^)\n]{0,2000}\)")
WEB_LINK = re.compile(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)")
MARKS = re.compile(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|```[\w-]*[ \t]*$|={3,}[ \t]*$|-{3,}[ \t]*$)|\*\*|__|`", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page:
    """An article as a file gives it. `unpublished` says why customers do not see it, and is empty where they do."""

    title: str
    body: str
    id: str = ""
    url: str = ""
    language: str = ""
    unpublished: str = ""
    outdated: bool = False


def readable(text: str) -> str:
    """The body of an article as plain text, whether it is HTML or not."""
    return plain(text, html=ANY_MARKUP.search(text) is not None)


def title_of(text: str) -> str:
    """A title as one line."""
    return " ".join(readable(text[:2_000]).split())[:LONGEST_TITLE]


def web_page(text: str, name: str) -> Page:
    """What a page of a help centre says, without the furniture around it."""
    if too_deep(text):
        found = PAGE_TITLE.search(text)
        return Page(_own_title(html.unescape(found[1])) if found else _stem(name), plain(text, html=True))
    tree = LexborHTMLParser(text)
    title = _first_text(tree, ("h1",)) or _own_title(_first_text(tree, ("title",)))
    link = tree.css_first('link[rel="canonical"]')
    whole = tree.css_first("html")
    url = (link.attributes.get("href") or "") if link is not None else ""
    language = (whole.attributes.get("lang") or "") if whole is not None else ""
    tree.strip_tags(list(NOISE))
    for selector in FURNITURE:
        for node in tree.css(selector):
            node.decompose()
    found = next((node for selector in MAIN for node in tree.css(selector) if len(node.text(strip=True)) > len(title) + 20), None)
    if found is None:
        tree.strip_tags(["header", "title"])
        found = tree.body
    body = plain(found.html or "", html=True) if found is not None else ""
    return Page(title[:LONGEST_TITLE] or _stem(name), body.removeprefix(title).lstrip(), url=url if url.startswith("http") else "", language=language)


def markdown(text: str, name: str) -> Page:
    """A Markdown file; what its front matter says comes before its first heading."""
    front = FRONT.match(text)
    settings = {key.lower(): setting.strip().strip("\"'") for key, setting in SETTING.findall(front[1])} if front else {}
    rest = text[front.end() :] if front else text
    heading = HEADING.search(rest)
    title = settings.get("title") or ((heading[1] or heading[2]) if heading else "") or _stem(name)
    if heading and not rest[: heading.start()].strip():
        rest = rest[heading.end() :]
    words = MARKS.sub("", WEB_LINK.sub(r"\1", IMAGE.sub(r"\1", rest)))
    draft = settings.get("draft", "").lower() in ("true", "yes") or settings.get("published", "").lower() in ("false", "no")
    return Page(
        title_of(MARKS.sub("", WEB_LINK.sub(r"\1", title))),
        readable(words),
        id=settings.get("id", "") or settings.get("slug", ""),
        url=next((settings[key] for key in ("url", "permalink", "canonical") if settings.get(key, "").startswith("http")), ""),
        language=settings.get("lang", "") or settings.get("language", "") or settings.get("locale", ""),
        unpublished="not published" if draft else "",
    )


def plain_text(text: str, name: str) -> Page:
    """A text file; a short first line with more below it is its title."""
    first, _, rest = text.strip().partition("\n")
    titled = bool(rest.strip()) and 0 < len(first) <= LONGEST_TITLE
    return Page(title_of(first) if titled else _stem(name), plain(rest if titled else text, html=False))


def too_deep(text: str) -> bool:
    """Whether tags stand inside each other deeper than any real page has them."""
    depth = 0
    for closing, name in TAG.findall(text):
        if name.lower() not in VOID:
            depth += -1 if closing else 1
            if depth > DEEPEST:
                return True
    return False


def _first_text(tree: LexborHTMLParser, selectors: tuple[str, ...]) -> str:
    for selector in selectors:
        for node in tree.css(selector):
            if text := " ".join(node.text().split()):
                return text
    return ""


def _own_title(title: str) -> str:
    """A page's title without the name of the site behind it.

    >>> _own_title("How to return a parcel – Acme Help Centre")
    'How to return a parcel'
    """
    return SITE.sub("", " ".join(title.split()))[:LONGEST_TITLE]


def _stem(name: str) -> str:
    """A file's name as a title.

    >>> _stem("how-to_return.md")
    'how to return'
    """
    return re.sub(r"[-_]+", " ", PurePosixPath(name).stem).strip()[:LONGEST_TITLE]
