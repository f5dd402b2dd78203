"""Collects the texts of a page that a reader of formats does not see, each with the name of its container."""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote, unquote_to_bytes

from lxml.etree import _Element as Element
from lxml.etree import iterwalk, tostring

from archive.model import Document, UnreadableFile
from archive.readers.containers.script_strings import script_strings
from archive.readers.html import parse_html, parse_markup
from archive.text import decode_text

_MIN_CHARS = 200
_HIDDEN_TAGS = ("noscript", "textarea", "template", "xmp", "iframe", "noframes")
_MAX_ESCAPES = 3
_ESCAPED_HTML = "转义的 HTML"
_ADDRESS_ATTRIBUTES = ("src", "data", "href")
_SCRIPT_ADDRESS = re.compile(r"\s*javascript:", re.IGNORECASE)
_CDATA_START, _CDATA_END = "<![CDATA[", "]]>"
# An object or a list: its strings are decoded one by one, not the whole text.
_JSON_START = re.compile(r"\s*[{\[]\s*[\"{\[]")
# Last words of the section titles, also as escapes of JavaScript and HTML: a report has six of them.
_TITLE_END = re.compile(
    r"情[况況]|事[项項]|\\u60c5\\u(?:51b5|6cc1)|\\u4e8b\\u(?:9879|9805)|&#24773;|&#x60c5;|&#20107;|&#x4e8b;",
    re.IGNORECASE,
)
_MIN_TITLE_ENDS = 3
_TAG = re.compile(r"</(?:p|td|table|div|span|h\d|body)\s*>|<br\s*/?>", re.IGNORECASE)
# Elements whose end tag is not left out.
_START_TAG = re.compile(r"<(?:table|tr|td|th|div|span|ul|section|article)\b", re.IGNORECASE)
_END_TAG = re.compile(r"</(?:table|tr|td|th|div|span|ul|section|article)\s*>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(r"&(?:amp;)*lt;/?(?:p|td|table|div|span|h\d|body|br)\b", re.IGNORECASE)
_PERCENT_ESCAPES = re.compile(r"%(?:u[0-9A-Fa-f]{4}|[0-9A-Fa-f]{2})")
_UNICODE_ESCAPE = re.compile(r"%u([0-9A-Fa-f]{4})")
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{400,}={0,2}\s*")
_DATA_ADDRESS = re.compile(r"\s*data:([\w.+/-]*)((?:;[\w.+=-]*)*?)(;base64)?,(.*)", re.DOTALL | re.IGNORECASE)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class HiddenText:
    """A text inside of a document as a document of its own, and the Chinese name of its container."""

    container: str
    document: Document


def hidden_texts(document: Document, *, is_page: bool) -> Iterator[HiddenText]:
    """Yield the texts in `document` that may be a report, each once; `is_page`: HTML, else text or JSON."""
    text, _ = decode_text(document.data, document.charset)
    seen: set[str] = set()
    for container, hidden in _page_texts(text) if is_page else _plain_texts(text):
        plain = _decode(hidden)
        if plain not in seen and _may_be_report(plain):
            seen.add(plain)
            yield HiddenText(container, _text_document(document, plain))
    if is_page:
        yield from _embedded_files(document, text)


def split_texts(document: Document, *, is_page: bool) -> Iterator[HiddenText]:
    """Yield what is a report only when its pieces are joined: paragraphs with tags, strings of a script."""
    text, _ = decode_text(document.data, document.charset)
    if is_page and _may_be_report(printed := _joined_text(_seen_tree(text))) and has_tags(printed):
        yield HiddenText(f"{_ESCAPED_HTML}（拼合各段）", _text_document(document, printed))
    scripts = list(_scripts(_whole_tree(text))) if is_page else [("JSON", text)]
    if len(scripts) > 1:
        scripts.append(("网页的各段脚本", "\n".join(script for _, script in scripts)))
    for container, script in scripts:
        joined = _join_strings(list(script_strings(script)))
        if _may_be_report(joined):
            yield HiddenText(f"{container}（拼合各段）", _text_document(document, joined))


def _join_strings(strings: list[str]) -> str:
    """Return the strings as one text: as markup if they are cut within elements, else each a paragraph."""
    if any(map(_is_cut, strings)):
        return "".join(strings)
    return "\n".join(f"<div>{string}</div>" for string in strings if _CHINESE.search(string))


def _is_cut(markup: str) -> bool:
    """Return whether the markup has the beginning of an element or of a tag without its end."""
    if "<" not in markup and ">" not in markup:
        return False
    return markup.rfind("<") > markup.rfind(">") or (
        len(_START_TAG.findall(markup)) != len(_END_TAG.findall(markup))
    )


def has_scripts(document: Document) -> bool:
    """Return whether the page runs scripts, which may write its text."""
    text, _ = decode_text(document.data, document.charset)
    return next(_whole_tree(text).iter("script"), None) is not None


def _page_texts(text: str) -> Iterator[tuple[str, str]]:
    """Yield the hidden texts of a page with their containers, the most formal containers first."""
    root = _whole_tree(text)
    for element in root.iter("*"):
        for name, value in element.items():
            if len(value) >= _MIN_CHARS and name not in _ADDRESS_ATTRIBUTES:
                yield f"{element.tag!s} 的 {name!s} 属性", str(value)
    for element in root.iter(*_HIDDEN_TAGS):
        yield f"<{element.tag}>", _inner_html(element)
    for container, script in _scripts(root):
        if _TAG.search(script[:_MIN_CHARS]) and script.lstrip().startswith("<"):
            yield container, script
        for string in script_strings(script):
            yield f"{container}里的字符串", string
    yield from _cdata_sections(text)
    yield from _escaped_texts(_seen_tree(text))


def _plain_texts(text: str) -> Iterator[tuple[str, str]]:
    for string in script_strings(text):
        yield "JSON 或脚本里的字符串", string
    yield from _cdata_sections(text)
    if _ESCAPED_TAG.search(text):
        yield _ESCAPED_HTML, _joined_text(_seen_tree(text))


def _cdata_sections(text: str) -> Iterator[tuple[str, str]]:
    """Yield the sections of an XML document that contain a page: news feeds, answers of interfaces."""
    for section in text.split(_CDATA_START)[1:]:
        yield "XML 的 CDATA", section.partition(_CDATA_END)[0]


def _scripts(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("script"):
        is_json = "json" in (element.get("type") or "").lower()
        yield "网页里的 JSON" if is_json else "网页的脚本", element.text or ""
    for element in root.iter("iframe", "frame", "a"):
        for address in map(element.get, _ADDRESS_ATTRIBUTES):
            if address and len(address) >= _MIN_CHARS and _SCRIPT_ADDRESS.match(address):
                yield f"{element.tag!s} 的 javascript 地址", address


def _escaped_texts(root: Element) -> Iterator[tuple[str, str]]:
    """Yield the text of each element in which tags are printed."""
    for element in root.iter("*"):
        if element.tag not in ("script", "style") and has_tags(element.text or ""):
            yield _ESCAPED_HTML, _joined_text(element)


def has_tags(text: str) -> bool:
    """Return whether a text has tags of HTML, or escaped tags."""
    # Most texts have neither character, and a search for a character is much faster than one for a pattern.
    return ("<" in text and _TAG.search(text) is not None) or (
        "&" in text and _ESCAPED_TAG.search(text) is not None
    )


def _joined_text(element: Element) -> str:
    """Return the text in an element, without scripts and style sheets."""
    parts: list[str] = []
    for event, child in iterwalk(element, events=("start", "end")):
        if event == "start":
            parts.append("" if child.tag in ("script", "style") else child.text or "")
        elif child is not element:
            parts.append(child.tail or "")
    return "".join(parts)


def _inner_html(element: Element) -> str:
    """Return what is between the tags: raw text, or elements, as versions of libxml2 differ."""
    return (element.text or "") + "".join(
        tostring(child, encoding="unicode", method="html") for child in element
    )


def _embedded_files(document: Document, text: str) -> Iterator[HiddenText]:
    """Yield the files that the page contains as data addresses in its frames and objects."""
    for element in _whole_tree(text).iter("iframe", "frame", "embed", "object"):
        match = next(
            (
                found
                for name in _ADDRESS_ATTRIBUTES
                if (found := _DATA_ADDRESS.match(element.get(name) or ""))
            ),
            None,
        )
        if match:
            data = unquote_to_bytes(match[4])
            parameters = match[2] or ""
            try:
                payload = base64.b64decode(data) if match[3] else data
            except binascii.Error:
                continue
            yield HiddenText(
                f"{element.tag} 的 data 地址",
                replace(document, data=payload, name="", media_type=match[1], charset=parameters.lstrip(";")),
            )


def _decode(text: str) -> str:
    """Return a text without percent escapes (`unescape`), Base64 (`atob`) or escapes of all its tags."""
    text = _decode_address_escapes(text)
    for _ in range(_MAX_ESCAPES):
        if _TAG.search(text) or _JSON_START.match(text) or not _ESCAPED_TAG.search(text):
            break
        text = html.unescape(text)
    return text


def _decode_address_escapes(text: str) -> str:
    if len(_PERCENT_ESCAPES.findall(text)) * 12 > len(text) >= _MIN_CHARS:
        return unquote(_UNICODE_ESCAPE.sub(lambda match: chr(int(match[1], 16)), text))
    if _BASE64.fullmatch(text):
        try:
            return decode_text(base64.b64decode(text))[0]
        except binascii.Error:
            return text
    return text


def _may_be_report(text: str) -> bool:
    return len(text) >= _MIN_CHARS and len(_TITLE_END.findall(text)) >= _MIN_TITLE_ENDS


def _text_document(document: Document, text: str) -> Document:
    media_type = "text/html" if _TAG.search(text) else "text/plain"
    data = text.encode("utf-8", "replace")
    return replace(document, data=data, name="", media_type=media_type, charset="utf-8")


def _seen_tree(text: str) -> Element:
    return _tree(parse_html, text)


def _whole_tree(text: str) -> Element:
    """Return the tree with what is not displayed: a script may take a text from there."""
    return _tree(parse_markup, text)


def _tree(parse: Callable[[str], Element], text: str) -> Element:
    try:
        return parse(text)
    except UnreadableFile:
        return parse("<html></html>")
