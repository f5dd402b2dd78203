"""Whether a list page without reports waits for a script to fill it. Decided on the body as it came. Pure."""

from __future__ import annotations

import re

from archive.text.normalise import compact
from crawler.pages.page import Page

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# One without an end reaches to the end of the page, as it does in browsers.
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1>|\Z)", re.DOTALL | re.IGNORECASE)
# What a script that fetches a list's rows looks like, in the page itself.
_FETCHES = re.compile(
    r"\bfetch\s*\(|XMLHttpRequest|axios\b|\$\.(ajax|get|post|getJSON)\s*\("
    r"|loadPageData\s*\(|new Vue\b|createApp\s*\(|text/x-(handlebars|template)"
)
_TEMPLATE = re.compile(r"\{\{[^{}]{1,80}\}\}")
_LOADING = re.compile(r"加载中|正在加载|数据加载|请稍候|请启用JavaScript", re.IGNORECASE)
# An empty place for a script to fill: <div id="app"></div>, <div id="380055"></div> (Hanweb JPAAS).
_EMPTY_PLACE = re.compile(
    r"<(div|ul|tbody|section)\b(?=[^<>]{0,500}>)[^<>]*\bid=[\"']?[\w-]+[\"']?[^<>]*>\s*</\1>", re.IGNORECASE
)
_FEW_CHARACTERS = 80
_FEW_LINKS = 3
_TEMPLATES = 3


def waits_for_script(page: Page) -> str:
    """Why the page looks unfinished without its scripts, "" when it does not."""
    visible = _SCRIPT.sub("", page.text)
    if len(_TEMPLATE.findall(visible)) >= _TEMPLATES:
        return "模板未填充"
    has_script = "<script" in page.text.lower()
    if not has_script:
        return ""
    if _LOADING.search(compact(visible)):
        return "页面写着加载中"
    if _FETCHES.search(page.text) and (_EMPTY_PLACE.search(visible) or _is_bare(visible)):
        return "列表由脚本取得"
    return "页面几乎没有文字" if _is_bare(visible) else ""


def _is_bare(visible: str) -> bool:
    return len(_CHINESE.findall(visible)) < _FEW_CHARACTERS and visible.lower().count("<a ") < _FEW_LINKS
