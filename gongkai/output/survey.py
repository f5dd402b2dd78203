"""Describes the survey of a portal in words and drafts its registry entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from archive.model import Outcome, translate
from archive.presentation import label
from archive.text import collapse_whitespace
from crawler.discovery import PagePurpose, ReportColumn, Survey, SurveyedPage, script_only_pages
from crawler.families import describe_signature
from crawler.pages import ScoredLink, url_host

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
    """Yield the description line by line; `agent_rules` are the printed rules of robots.txt."""
    yield translate("robots.txt：{summary}", summary=_robots_summary(survey, agent_rules))
    yield from (f"  {rule}" for rule in agent_rules)
    yield translate("看了 {count} 页：", count=len(survey.pages))
    for surveyed in survey.pages:
        purpose = translate(_PURPOSE_LABELS[surveyed.request.purpose])
        browser = translate("（浏览器）") if surveyed.request.use_browser else ""
        yield f"  {purpose}{browser}　{_page_summary(surveyed)}　{surveyed.request.spec.url}"
    yield translate("软件：{family}（{evidence}）", family=survey.family, evidence=_family_evidence(survey))
    yield from _column_lines(survey)
    yield from _request_lines(survey)
    for url in script_only_pages(survey.pages):
        yield translate("列表要用浏览器打开：{url}", url=url)


def draft_entry(survey: Survey, entry_id: str) -> str:
    """Return a `[[source]]` entry as TOML, whose strings are written as JSON strings."""
    name = url_host(survey.url)
    parts = urlsplit(survey.url)
    values: dict[str, object] = {
        "id": entry_id,
        "name": _portal_name(survey) or name,
        "home": f"{parts.scheme}://{parts.netloc}/",
        "family": "" if survey.family == "generic" else survey.family,
        "columns": [column.url for column in survey.columns],
        "checked": False,
        "note": translate(_DRAFT_NOTE) if survey.columns else translate("年报栏目待查"),
    }
    entries = (f"{key} = {_toml_value(value)}" for key, value in values.items() if value not in ("", []))
    return "\n".join(("[[source]]", *entries))


def _robots_summary(survey: Survey, rules: Sequence[str]) -> str:
    refused = sum(surveyed.outcome is Outcome.ROBOTS_DISALLOW for surveyed in survey.pages)
    if survey.robots is None:
        return translate("没有问到")
    outcome = label("outcome", survey.robots.outcome)
    if refused:
        return translate("{outcome}，不许访问其中 {count} 页", outcome=outcome, count=refused)
    if rules:
        return translate("有规则，所看的页面都允许访问")
    return translate("{outcome}，没有规则，不加限制", outcome=outcome)


def _page_summary(surveyed: SurveyedPage) -> str:
    if surveyed.page is None:
        return f"{label('outcome', surveyed.outcome)} {surveyed.detail}".rstrip()
    reading = surveyed.reading
    if reading is None:
        return translate("附件 {count} 个", count=len(surveyed.attachments))
    if reading.own_title:
        return translate("本身就是年报：{title}", title=reading.own_title)
    return translate(
        "年报 {reports}，后续页 {next_pages}，线索 {links}",
        reports=len(reading.reports),
        next_pages=len(reading.next_pages),
        links=len(reading.scored_links),
    )


def _family_evidence(survey: Survey) -> str:
    of_family = (
        surveyed.page
        for surveyed in survey.pages
        if surveyed.reading and surveyed.reading.family == survey.family
    )
    page = next(of_family, None)
    return describe_signature(survey.family, page) if page else translate("没有读到列表")


def _column_lines(survey: Survey) -> Iterator[str]:
    if survey.columns:
        yield translate("年报栏目 {count} 个：", count=len(survey.columns))
    else:
        yield translate("没有找到年报栏目")
    for column in survey.columns:
        count = translate("年报 {count}", count=column.report_count)
        yield f"  {column.url}　{count}　{_column_evidence(column)}"
    if survey.unvisited_links:
        yield translate("还有 {count} 处没有看，如：", count=len(survey.unvisited_links))
        for link in survey.unvisited_links[:_MAX_EXAMPLES]:
            yield f"  {link.text}　{link.url}　{_score_text(link)}"


def _column_evidence(column: ReportColumn) -> str:
    link = column.link
    return f"{link.text}，{_score_text(link)}" if link else translate("所给网址")


def _score_text(link: ScoredLink) -> str:
    return translate("{score} 分（{reasons}）", score=link.score, reasons=" ".join(link.reasons))


def _request_lines(survey: Survey) -> Iterator[str]:
    yield translate("抓取时将请求：年报 {count} 份", count=len(survey.reports))
    yield from (f"  {entry.title}　{entry.url}" for entry in survey.reports[:_MAX_EXAMPLES])
    yield translate("后续列表页 {count} 页", count=len(survey.next_pages))
    for spec in survey.next_pages[:_MAX_EXAMPLES]:
        yield f"  {spec.url}" + ("（POST）" if spec.form else "")
    yield translate(
        "附件 {count} 个（只看了 {reports} 份年报）",
        count=len(survey.attachments),
        reports=survey.page_count(PagePurpose.REPORT),
    )
    yield from (f"  {file.name}　{file.url}" for file in survey.attachments[:_MAX_EXAMPLES])


def draft_entry_id(name: str, suffixes: Sequence[str]) -> str:
    """Return an id from a host name: without the official suffix, in lower-case letters and digits."""
    ending = next((suffix for suffix in sorted(suffixes, key=len)[::-1] if name.endswith(suffix)), "")
    bare = name.removesuffix(ending).removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", bare or name).strip("-")


def _portal_name(survey: Survey) -> str:
    """Return the portal's own name: the statutory meta tag `SiteName`, else the title; empty if unknown."""
    for surveyed in survey.pages:
        if surveyed.page is None:
            continue
        tree = surveyed.page.tree
        site_names = (meta.get("content") for meta in tree.iter("meta") if meta.get("name") == "SiteName")
        if name := collapse_whitespace(next(site_names, None) or tree.findtext(".//title") or ""):
            return name
    return ""


def _toml_value(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
