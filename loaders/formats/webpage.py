"""What of a web page is its main text.

No list of sites: what markup calls navigation, what consists of links, and what reads like buttons, stamps
and footers is left out; the main text is where the prose stands.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from loaders.formats.markup import (
    BLOCKS,
    UNSEEN,
    Paragraph,
    is_layout,
    paragraphs,
    placed_paragraphs,
    words,
)
from loaders.metadata import is_card
from loaders.pagedump.furniture import is_furniture

# Landmarks around the text (HTML 4.3; WAI-ARIA 1.2, 5.3.4).
_AROUND = frozenset(("nav", "footer", "aside", "dialog", "menu"))
_ROLES_AROUND = frozenset(
    (
        *("navigation", "banner", "contentinfo", "complementary", "search", "menu", "menubar", "toolbar"),
        "dialog",
    )
)
_CONTAINERS = frozenset(("ul", "ol", "dl", "div", "table", "p", "section"))
_TEXT_BLOCKS = frozenset(("p", "li", "pre", "h1", "h2", "h3", "h4", "h5", "h6"))
# A block of links: so much of its text is linked, by so many links.
_LINKED = 0.6
_MIN_LINKS = 2
# The main text is the smallest element that holds so much of the page's prose.
_MAIN_SHARE = 0.8
_MAX_TITLES = 5
_MAX_TITLE = 120
_LONG = 40
_PUNCTUATION = re.compile(r"[。；，：]")
_TITLE = re.compile(
    r"(?:关于|印发|转发|公布).{2,}(?:通知|通告|公告|决定|意见|批复|函|令|通报|办法|方案|规定|细则|措施|规划|计划)"
    r"(?:[（(][^）)]*[）)])?$"
    r"|(?:办法|条例|规定|细则|规则|法|令|公报|政报|纪要|报告)(?:[（(][^）)]*[）)])?$"
)


def main_text(text: str) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of a page's main text, and those left out. ``text`` is its HTML source."""
    if not text.strip():
        return [], []
    root = html.document_fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))
    body: HtmlElement = next(iter(root.iter("body")), root)
    left_out = list(_remove_around(body))
    main = _main(body)
    inside = list(paragraphs(main))
    known = set(inside)
    kept: list[Paragraph] = []
    for paragraph in paragraphs(body):
        text = paragraph.text
        # The number of a document often stands only in the card over it.
        kept_here = (paragraph in known and not is_furniture(text)) or is_card(text)
        (kept if kept_here else left_out).append(paragraph)
    return kept, left_out


def _remove_around(body: HtmlElement) -> Iterator[Paragraph]:
    """Take landmarks, hidden elements and blocks of links out of the page; the paragraphs that go."""
    headings = len(list(body.iter("h1")))
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or element is body or element.tag in UNSEEN:
            continue
        if not any(ancestor is body for ancestor in element.iterancestors()):
            # Gone with what it stood in.
            continue
        if _is_hidden(element):
            element.drop_tree()
        elif _is_around(element, headings):
            yield from paragraphs(element)
            element.drop_tree()


def _is_hidden(element: HtmlElement) -> bool:
    style = element.get("style") or ""
    return "hidden" in element.attrib or bool(re.search(r"display\s*:\s*none", style, re.IGNORECASE))


def _is_around(element: HtmlElement, headings: int) -> bool:
    if element.tag in _AROUND or (element.get("role") or "").lower() in _ROLES_AROUND:
        return True
    if element.tag == "header":
        # The header of an article holds its title; so may one with the only heading of the page.
        own = len(list(element.iter("h1")))
        return not (own and own == headings) and not any(
            True for _ in element.iterancestors("article", "main")
        )
    return element.tag in _CONTAINERS and _is_linked(element)


def _is_linked(element: HtmlElement) -> bool:
    """Whether an element is a list of links. Links to annexes belong to the text."""
    links = [words(link) for link in element.iter("a") if link.get("href")]
    if len(links) < _MIN_LINKS or any(re.match(r"\s*附\s*[件表]", link) for link in links):
        return False
    text = len("".join(words(element).split()))
    return text > 0 and sum(len("".join(link.split())) for link in links) >= _LINKED * text


def _prose(body: HtmlElement) -> Counter[HtmlElement]:
    """How much prose each element holds: characters of rows, and of paragraphs with punctuation or long."""
    prose: Counter[HtmlElement] = Counter()
    for element, paragraph in placed_paragraphs(body):
        text = paragraph.text
        if is_furniture(text) or not (paragraph.is_row or len(text) >= _LONG or _PUNCTUATION.search(text)):
            continue
        prose[element] += len(text)
        for ancestor in element.iterancestors():
            prose[ancestor] += len(text)
            if ancestor is body:
                break
    return prose


def _main(body: HtmlElement) -> HtmlElement:
    """The element with the main text: what is marked as such, else the smallest one that holds most of the
    page's prose, grown until it holds the title too."""
    prose = _prose(body)
    wanted = _MAIN_SHARE * prose[body]
    if not wanted:
        return body
    for element in body.iter("main", "article"):
        if prose[element] >= wanted:
            return element
    main = body
    while True:
        inner = [child for child in main if child.tag in BLOCKS and child.tag not in _TEXT_BLOCKS]
        best = max(inner, key=lambda child: prose[child], default=None)
        if best is None or prose[best] < wanted or (best.tag == "table" and not is_layout(best)):
            break
        main = best
    titles = _titles(body)
    holders = [main, *(ancestor for ancestor in main.iterancestors() if _is_in(ancestor, body))]
    return next((holder for holder in holders if any(_is_in(title, holder) for title in titles)), main)


def _is_in(element: HtmlElement, outer: HtmlElement) -> bool:
    return element is outer or any(ancestor is outer for ancestor in element.iterancestors())


def _titles(body: HtmlElement) -> list[HtmlElement]:
    """The elements of a page that read like the title of its document, headings first; few of them."""
    found = list(body.iter("h1"))
    for element, paragraph in placed_paragraphs(body):
        if len(found) >= _MAX_TITLES:
            break
        if not paragraph.is_row and len(paragraph.text) <= _MAX_TITLE and _TITLE.search(paragraph.text):
            found.append(element)
    return found[:_MAX_TITLES]
