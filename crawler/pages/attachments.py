"""Finds the attached files of an article in links, viewers and scripts, by rules (`attachments.toml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import cast
from urllib.parse import unquote

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.model import DataRecord, load_data
from archive.text import collapse_whitespace, normalise_text
from crawler.pages.headings import article_titles
from crawler.pages.link_rules import is_folder
from crawler.pages.links import link_title
from crawler.pages.page import Page
from crawler.pages.script_calls import called_url
from crawler.pages.title_rules import score_title
from crawler.pages.urls import absolute_url, split_url

# Words of every report with the six statutory sections (《条例》 art. 50).
_REPORT_WORDS = ("主动公开", "申请", "复议", "诉讼")
_PRINTED_URL_TEXTS = XPath("//body//text()[contains(., '://')][not(parent::script or parent::style)]")
_PRINTED_URL = re.compile(r"https?://[^\s<>\"'，。；、（）()【】]{4,500}")
_FILE_ATTRIBUTES = ("src", "data", "data-url", "data-src", "data-file", "data-href")
# One pass in C: the page of a report has thousands of table cells and a few dozen of these elements.
_FILE_ELEMENTS = XPath(
    "//a | //iframe | //frame | //embed | //object | //param[@value] | //script[not(@src)]"
    " | //*[@onclick or @data-url or @data-src or @data-file or @data-href]"
)


@dataclass(frozen=True, slots=True)
class AttachmentLink:
    """The URL of a file that an article links to, and the text of the link."""

    url: str
    name: str


class _NamedPattern(DataRecord, frozen=True, kw_only=True):
    """A pattern with an id that says what it is for, or without one."""

    id: str = ""
    pattern: str


class _AttachmentData(DataRecord, frozen=True, kw_only=True):
    """The content of `attachments.toml`; all patterns but `script` and `other` ignore case."""

    suffixes: tuple[str, ...]
    routes: tuple[str, ...]
    named: str
    paged: str
    viewers: tuple[str, ...]
    script_path: str
    script: tuple[_NamedPattern, ...]
    other: tuple[_NamedPattern, ...]
    signs: dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _AttachmentPatterns:
    """The rules, compiled. `url_hints` are words that all signs of a row contain, with these signs."""

    suffix: re.Pattern[str]
    route: re.Pattern[str]
    viewer: re.Pattern[str]
    script: re.Pattern[str]
    script_path: re.Pattern[str]
    attachment_name: re.Pattern[str]
    page_url: re.Pattern[str]
    unrelated_name: re.Pattern[str]
    suffix_bytes: re.Pattern[bytes]
    url_hints: tuple[tuple[bytes, tuple[bytes, ...]], ...]


@cache
def _patterns() -> _AttachmentPatterns:
    data = load_data(__package__, "attachments.toml", _AttachmentData)
    suffixes = "|".join(data.suffixes)
    return _AttachmentPatterns(
        suffix=re.compile(rf"\.({suffixes})$", re.IGNORECASE),
        route=re.compile("|".join(data.routes), re.IGNORECASE),
        viewer=re.compile("|".join(data.viewers), re.IGNORECASE),
        script=re.compile("|".join(rule.pattern for rule in data.script)),
        script_path=re.compile(data.script_path, re.IGNORECASE),
        attachment_name=re.compile(data.named, re.IGNORECASE),
        page_url=re.compile(data.paged, re.IGNORECASE),
        unrelated_name=re.compile("|".join(rule.pattern for rule in data.other)),
        suffix_bytes=re.compile(rf"\.(?:{suffixes})\b".encode()),
        url_hints=tuple(
            (word.encode(), tuple(sign.encode() for sign in signs)) for word, signs in data.signs.items()
        ),
    )


def find_attachments(page: Page) -> tuple[AttachmentLink, ...]:
    """Every file of the article, in the order of the page; each URL once, with the first name it has.

    An article without the text of a report has it elsewhere: behind a link with the title of the article,
    whatever its URL looks like, in a frame, or at a URL that it prints.
    """
    lacks_text = not has_report_words(page.text)
    # Most articles have none, and parsing the page of a report costs more than everything else here.
    if not lacks_text and not _has_file_hints(page.text.encode("utf-8", "replace").lower()):
        return ()
    attachments = _find_files(page)
    if lacks_text:
        for attachment in (*_links_with_the_title(page), *_framed_pages(page), *_printed_files(page)):
            attachments.setdefault(attachment.url, attachment)
    unrelated = _patterns().unrelated_name
    return tuple(file for file in attachments.values() if not unrelated.search(normalise_text(file.name)))


def _find_files(page: Page) -> dict[str, AttachmentLink]:
    attachments: dict[str, AttachmentLink] = {}
    elements = cast("list[HtmlElement]", _FILE_ELEMENTS(page.tree))
    for element in elements:
        links = list(_candidate_urls(page, element))
        name = _link_name(element) if links else ""
        for link in links:
            url = _file_url(page, link, name)
            if url and url != page.url:
                attachments.setdefault(url, AttachmentLink(url, name))
    return attachments


def _links_with_the_title(page: Page) -> Iterator[AttachmentLink]:
    """The links of an article whose text is its own title: what they lead to is told by its content type."""
    titles = {normalise_text(title) for title in article_titles(page.tree)}
    for link in page.tree.iter("a"):
        title = link_title(link)
        if "公开" not in title or normalise_text(title) not in titles or not score_title(title).is_report:
            continue
        url = page.absolute_url(link.get("href") or "")
        if url and url != page.url and not is_folder(url):
            yield AttachmentLink(url, title)


def _framed_pages(page: Page) -> Iterator[AttachmentLink]:
    """The pages that an article shows in visible frames; a lazy one has its address elsewhere."""
    for frame in page.tree.iter("iframe", "object", "embed"):
        is_hidden = any(frame.get(name) in ("0", "1", "0px") for name in ("width", "height"))
        sources = (frame.get(name) or "" for name in ("src", "data", "data-src"))
        source = next((text.strip() for text in sources if text.strip() not in ("", "about:blank")), "")
        url = "" if is_hidden or not source else page.absolute_url(source)
        if url and url != page.url and not _patterns().viewer.search(source):
            yield AttachmentLink(url, collapse_whitespace(frame.get("title") or ""))


def _printed_files(page: Page) -> Iterator[AttachmentLink]:
    """The files whose URLs an article prints as text, without a link."""
    for text in cast("list[str]", _PRINTED_URL_TEXTS(page.tree)):
        for url in _PRINTED_URL.findall(text):
            if _is_file_link(url, ""):
                yield AttachmentLink(page.absolute_url(url), "")


def has_report_words(text: str) -> bool:
    """Whether a page may hold the text of a report: it has words of all statutory sections."""
    return all(word in text for word in _REPORT_WORDS)


def is_file_url(url: str) -> bool:
    """Whether the path of a URL ends like that of a file that may hold a report."""
    return bool(_patterns().suffix.search(unquote(split_url(url).path)))


def viewed_file_url(url: str) -> str:
    """The URL of the file that the viewer at `url` shows; "" if it is the URL of no viewer."""
    patterns = _patterns()
    viewer = patterns.viewer.search(url)
    if not viewer or not patterns.suffix.search(unquote(viewer.group(2)).partition("?")[0]):
        return ""
    # A viewer is a page of its own: it resolves what it shows against its own URL.
    return absolute_url(url, unquote(viewer.group(2)))


def _has_file_hints(text: bytes) -> bool:
    # Plain substring searches: one pattern for all would look at every character many times. In bytes: in a
    # str, the lower byte of a Chinese character may look like any letter to the search.
    patterns = _patterns()
    has_sign = any(word in text and any(sign in text for sign in signs) for word, signs in patterns.url_hints)
    return has_sign or patterns.suffix_bytes.search(text) is not None


def _link_name(element: HtmlElement) -> str:
    if element.tag not in ("a", "button", "span"):
        return collapse_whitespace(element.get("title") or "")
    return collapse_whitespace(element.text_content()) or collapse_whitespace(element.get("title") or "")


def _candidate_urls(page: Page, element: HtmlElement) -> Iterator[str]:
    """Everything in the attributes of an element, or in its script, that may be the URL of a file."""
    attributes = element.attrib
    if element.tag == "script":
        yield from _patterns().script_path.findall(element.text or "")
        return
    if element.tag == "a":
        yield from _href_urls(page, attributes.get("href", ""))
    names = ("value",) if element.tag == "param" else _FILE_ATTRIBUTES
    yield from (attributes[name] for name in names if name in attributes)
    if "onclick" in attributes:
        yield from _script_urls(page, attributes["onclick"])


def _script_urls(page: Page, script: str) -> Iterator[str]:
    if url := called_url(page, script):
        yield url
    else:
        yield from _patterns().script.findall(script)


def _href_urls(page: Page, href: str) -> Iterator[str]:
    if href[:11].lower() == "javascript:":
        yield from _script_urls(page, href)
    elif not href.startswith(("#", "mailto:", "tel:")):
        yield href


def _file_url(page: Page, link: str, name: str) -> str:
    """The URL of the file that `link` leads to: the link itself, or what a viewer shows; "" if no file."""
    if not (_patterns().viewer.search(link) or _is_file_link(link, name)):
        return ""
    url = page.absolute_url(link)
    return viewed_file_url(url or link) or (url if _is_file_link(link, name) else "")


# Cached: every page of a portal has the same menus.
@lru_cache(maxsize=16384)
def _is_file_link(link: str, name: str) -> bool:
    patterns = _patterns()
    path, _, query = unquote(link.partition("#")[0].rstrip()).partition("?")
    if any(patterns.suffix.search(text) for text in (path, query, name)) or patterns.route.search(link):
        return True
    is_named = patterns.attachment_name.search(collapse_whitespace(name)) is not None
    return is_named and patterns.page_url.search(link) is None
