"""A survey of a portal in words: what was seen, what a crawl would ask for, a draft of its registry entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from archive.model import Outcome
from archive.presentation import label
from archive.text import collapse_whitespace
from crawler.discovery import PagePurpose, ReportColumn, Survey, SurveyedPage, script_only_pages
from crawler.families import describe_signature
from crawler.pages import url_host

_PURPOSE_LABELS = {
    PagePurpose.HOME: "首页",
    PagePurpose.MENU: "菜单",
    PagePurpose.COLUMN: "栏目",
    PagePurpose.NEXT_PAGE: "后续页",
    PagePurpose.REPORT: "年报",
}
_MAX_EXAMPLES = 3
_DRAFT_NOTE = "栏目由 gongkai probe 找到，尚待核对"


def survey_lines(survey: Survey, agent_rules: Sequence[str]) -> Iterator[str]:
    """What there is to say, a line each; `agent_rules` are the rules of robots.txt as it came."""
    yield f"robots.txt：{_robots_summary(survey, agent_rules)}"
    yield from (f"  {rule}" for rule in agent_rules)
    yield f"看了 {len(survey.pages)} 页："
    for look in survey.pages:
        how = "（浏览器）" if look.request.use_browser else ""
        yield f"  {_PURPOSE_LABELS[look.request.purpose]}{how}　{_page_summary(look)}　{look.request.spec.url}"
    yield f"软件：{survey.family}（{_family_evidence(survey)}）"
    yield from _column_lines(survey)
    yield from _request_lines(survey)
    for url in script_only_pages(survey.pages):
        yield f"列表要用浏览器打开：{url}"


def draft_entry(survey: Survey, suffixes: Sequence[str]) -> str:
    """A `[[source]]` entry as TOML; JSON strings are TOML strings."""
    name = url_host(survey.url)
    parts = urlsplit(survey.url)
    values: dict[str, object] = {
        "id": _entry_id(name, suffixes),
        "name": _portal_name(survey) or name,
        "home": f"{parts.scheme}://{parts.netloc}/",
        "family": "" if survey.family == "generic" else survey.family,
        "columns": [column.url for column in survey.columns],
        "checked": False,
        "note": _DRAFT_NOTE if survey.columns else "年报栏目待查",
    }
    entries = (f"{key} = {_toml_value(value)}" for key, value in values.items() if value not in ("", []))
    return "\n".join(("[[source]]", *entries))


def _robots_summary(survey: Survey, rules: Sequence[str]) -> str:
    refused = sum(look.outcome is Outcome.ROBOTS_DISALLOW for look in survey.pages)
    if survey.robots is None:
        return "没有问到"
    if refused:
        return f"{label('outcome', survey.robots.outcome)}，不许访问其中 {refused} 页"
    if rules:
        return "有规则，所看的页面都允许访问"
    return f"{label('outcome', survey.robots.outcome)}，没有规则，不加限制"


def _page_summary(surveyed_page: SurveyedPage) -> str:
    if surveyed_page.page is None:
        return f"{label('outcome', surveyed_page.outcome)} {surveyed_page.detail}".rstrip()
    if surveyed_page.reading is None:
        return f"附件 {len(surveyed_page.attachments)} 个"
    if surveyed_page.reading.own_title:
        return f"本身就是年报：{surveyed_page.reading.own_title}"
    reports, further, leads = (
        surveyed_page.reading.reports,
        surveyed_page.reading.next_pages,
        surveyed_page.reading.scored_links,
    )
    return f"年报 {len(reports)}，后续页 {len(further)}，线索 {len(leads)}"


def _family_evidence(survey: Survey) -> str:
    page = next(
        (one.page for one in survey.pages if one.reading and one.reading.family == survey.family), None
    )
    return describe_signature(survey.family, page) if page else "没有读到列表"


def _column_lines(survey: Survey) -> Iterator[str]:
    yield f"年报栏目 {len(survey.columns)} 个：" if survey.columns else "没有找到年报栏目"
    for column in survey.columns:
        yield f"  {column.url}　年报 {column.report_count}　{_score_summary(column)}"
    if survey.unvisited_links:
        yield f"还有 {len(survey.unvisited_links)} 处没有看，如："
        for lead in survey.unvisited_links[:_MAX_EXAMPLES]:
            yield f"  {lead.text}　{lead.url}　{lead.score} 分（{' '.join(lead.reasons)}）"


def _score_summary(column: ReportColumn) -> str:
    lead = column.link
    return f"{lead.text}，{lead.score} 分（{' '.join(lead.reasons)}）" if lead else "所给网址"


def _request_lines(survey: Survey) -> Iterator[str]:
    yield f"抓取时将请求：年报 {len(survey.reports)} 份"
    yield from (f"  {row.title}　{row.url}" for row in survey.reports[:_MAX_EXAMPLES])
    yield f"后续列表页 {len(survey.next_pages)} 页"
    for ask in survey.next_pages[:_MAX_EXAMPLES]:
        yield f"  {ask.url}" + ("（POST）" if ask.form else "")
    yield f"附件 {len(survey.attachments)} 个（只看了 {survey.page_count(PagePurpose.REPORT)} 份年报）"
    yield from (f"  {file.name}　{file.url}" for file in survey.attachments[:_MAX_EXAMPLES])


def _entry_id(name: str, suffixes: Sequence[str]) -> str:
    """The host without what every official host has, in the letters of an id."""
    ending = next((suffix for suffix in sorted(suffixes, key=len)[::-1] if name.endswith(suffix)), "")
    bare = name.removesuffix(ending).removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _portal_name(survey: Survey) -> str:
    """What the portal calls itself: the statutory `SiteName`, else its title."""
    for look in survey.pages:
        if look.page is None:
            continue
        stated = (
            meta.get("content") for meta in look.page.tree.iter("meta") if meta.get("name") == "SiteName"
        )
        if name := collapse_whitespace(next(stated, None) or look.page.tree.findtext(".//title") or ""):
            return name
    return ""


def _toml_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
