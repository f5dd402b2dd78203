"""Detects list pages that stay empty until a script fills them, from the text of the response."""

from __future__ import annotations

import re
from typing import cast

from lxml.etree import XPath
from lxml.html import HtmlElement

from archive.text import remove_whitespace
from crawler.pages import Page

_CHINESE_CHARACTER = re.compile(r"[\u4e00-\u9fff]")
# A block without an end tag reaches to the end of the page, as in browsers.
_SCRIPT_BLOCK = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
# Calls and markup of scripts in the page that fetch the entries of a list.
_FETCH_CALL = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|axios\b|\$\.(ajax|get|post|getJSON)\s*\("
    r"|loadPageData\s*\(|new Vue\b|createApp\s*\(|text/x-(handlebars|template)"
)
_TEMPLATE_PLACEHOLDER = re.compile(r"\{\{[^{}]{1,80}\}\}")
_LOADING_TEXT = re.compile(r"加载中|正在加载|数据加载|请稍候|请启用JavaScript", re.IGNORECASE)
# An empty element for a script to fill: <div id="app"></div>, <div id="380055"></div> (Hanweb JPAAS).
_EMPTY_CONTAINER = re.compile(
    r"<(div|ul|tbody|section)\b(?=[^<>]{0,500}>)[^<>]*\bid=[\"']?[\w-]+[\"']?[^<>]*>\s*</\1>", re.IGNORECASE
)
# The element that an application fills, and a script that is a file of its own.
_APPLICATION_ROOT = re.compile(
    r"<(div|main|section|ul|tbody)\b(?=[^<>]{0,500}>)[^<>]*\b(?:id|class)=[\"']?"
    r"(?:app|root|__next|__nuxt|vue\w*|react\w*|layout|main|container|content|list\w*|data\w*)[\"']?[^<>]*>\s*</\1>",
    re.IGNORECASE,
)
# <router-view></router-view>, <annual-list></annual-list>: an element that only an application can fill.
_CUSTOM_ELEMENT = re.compile(r"<([a-z]\w*-[\w-]+)\b[^<>]{0,300}>\s*</\1>", re.IGNORECASE)
_EXTERNAL_SCRIPT = re.compile(r"<script\b[^<>]{0,300}\bsrc\s*=", re.IGNORECASE)
_MIN_CONTENT_CHARACTERS = 80
_MIN_CONTENT_LINKS = 3
_MIN_PLACEHOLDERS = 3
# What avalon, Vue and their components replace as soon as they run.
# One of these is in the text of a page that has such an element.
_UNFILLED_SIGNS = ("ms-", "v-for", "-pagination", "van-list")
_UNFILLED_ELEMENTS = XPath(
    "//*[@ms-repeat or @ms-include-src or @ms-for or @v-for or self::el-pagination or self::a-pagination"
    " or self::v-pagination or self::van-list][not(ancestor-or-self::template)]"
)


def find_script_reason(page: Page) -> str:
    """Why the page looks unfinished without its scripts, "" if it does not."""
    visible = _SCRIPT_BLOCK.sub("", page.text)
    if len(_TEMPLATE_PLACEHOLDER.findall(visible)) >= _MIN_PLACEHOLDERS:
        return "模板未填充"
    has_script = "<script" in page.text.lower()
    if not has_script:
        return ""
    if _LOADING_TEXT.search(remove_whitespace(visible)):
        return "页面写着加载中"
    if _FETCH_CALL.search(page.text) and (_EMPTY_CONTAINER.search(visible) or _has_little_content(visible)):
        return "列表由脚本取得"
    has_root = _APPLICATION_ROOT.search(visible) or _CUSTOM_ELEMENT.search(visible)
    if has_root and _EXTERNAL_SCRIPT.search(page.text):
        return "页面由脚本画出"
    return "页面几乎没有文字" if _has_little_content(visible) else ""


def find_unfilled_template(page: Page) -> str:
    """What is missing of a rendered page whose script did not run; "" if nothing shows that."""
    text = page.text.lower()
    if not any(sign in text for sign in _UNFILLED_SIGNS):
        return ""
    has_template = bool(cast("list[HtmlElement]", _UNFILLED_ELEMENTS(page.tree)))
    return "页面的脚本没有运行，模板未填充" if has_template else ""


def _has_little_content(visible: str) -> bool:
    return (
        len(_CHINESE_CHARACTER.findall(visible)) < _MIN_CONTENT_CHARACTERS
        and visible.lower().count("<a ") < _MIN_CONTENT_LINKS
    )
