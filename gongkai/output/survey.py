"""A survey of a portal in words: what was seen, what a crawl would ask for, a draft of its registry entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from archive.model import Outcome
from archive.presentation.labels import word
from archive.text.normalise import tidy
from crawler.discovery.survey import Column, Look, Step, Survey, waiting
from crawler.families.signatures import signature
from crawler.pages.urls import host

_STEPS = {
    Step.HOME: "首页",
    Step.MENU: "菜单",
    Step.COLUMN: "栏目",
    Step.FURTHER: "后续页",
    Step.REPORT: "年报",
}
_EXAMPLES = 3
_NOTE = "栏目由 gongkai probe 找到，尚待核对"


def lines(survey: Survey, agent_rules: Sequence[str]) -> Iterator[str]:
    """What there is to say, a line each; `agent_rules` are the rules of robots.txt as it came."""
    yield f"robots.txt：{_robots(survey, agent_rules)}"
    yield from (f"  {rule}" for rule in agent_rules)
    yield f"看了 {len(survey.looks)} 页："
    for look in survey.looks:
        how = "（浏览器）" if look.errand.in_browser else ""
        yield f"  {_STEPS[look.errand.step]}{how}　{_ended(look)}　{look.errand.ask.url}"
    yield f"软件：{survey.family}（{_told_by(survey)}）"
    yield from _columns(survey)
    yield from _to_fetch(survey)
    for url in waiting(survey.looks):
        yield f"列表要用浏览器打开：{url}"


def draft(survey: Survey, suffixes: Sequence[str]) -> str:
    """A `[[source]]` entry as TOML; JSON strings are TOML strings."""
    name = host(survey.url)
    parts = urlsplit(survey.url)
    values: dict[str, object] = {
        "id": _id(name, suffixes),
        "name": _name(survey) or name,
        "home": f"{parts.scheme}://{parts.netloc}/",
        "family": "" if survey.family == "generic" else survey.family,
        "columns": [column.url for column in survey.columns],
        "checked": False,
        "note": _NOTE if survey.columns else "年报栏目待查",
    }
    entries = (f"{key} = {_toml(value)}" for key, value in values.items() if value not in ("", []))
    return "\n".join(("[[source]]", *entries))


def _robots(survey: Survey, rules: Sequence[str]) -> str:
    refused = sum(look.outcome is Outcome.ROBOTS_DISALLOW for look in survey.looks)
    if survey.robots is None:
        return "没有问到"
    if refused:
        return f"{word('outcome', survey.robots.outcome)}，不许访问其中 {refused} 页"
    if rules:
        return "有规则，所看的页面都允许访问"
    return f"{word('outcome', survey.robots.outcome)}，没有规则，不加限制"


def _ended(look: Look) -> str:
    if look.page is None:
        return f"{word('outcome', look.outcome)} {look.detail}".rstrip()
    if look.reading is None:
        return f"附件 {len(look.files)} 个"
    if look.reading.itself:
        return f"本身就是年报：{look.reading.itself}"
    reports, further, leads = look.reading.reports, look.reading.further, look.reading.leads
    return f"年报 {len(reports)}，后续页 {len(further)}，线索 {len(leads)}"


def _told_by(survey: Survey) -> str:
    page = next(
        (one.page for one in survey.looks if one.reading and one.reading.family == survey.family), None
    )
    return signature(survey.family, page) if page else "没有读到列表"


def _columns(survey: Survey) -> Iterator[str]:
    yield f"年报栏目 {len(survey.columns)} 个：" if survey.columns else "没有找到年报栏目"
    for column in survey.columns:
        yield f"  {column.url}　年报 {column.reports}　{_reasons(column)}"
    if survey.unseen:
        yield f"还有 {len(survey.unseen)} 处没有看，如："
        for lead in survey.unseen[:_EXAMPLES]:
            yield f"  {lead.text}　{lead.url}　{lead.score} 分（{' '.join(lead.reasons)}）"


def _reasons(column: Column) -> str:
    lead = column.lead
    return f"{lead.text}，{lead.score} 分（{' '.join(lead.reasons)}）" if lead else "所给网址"


def _to_fetch(survey: Survey) -> Iterator[str]:
    yield f"抓取时将请求：年报 {len(survey.reports)} 份"
    yield from (f"  {row.title}　{row.url}" for row in survey.reports[:_EXAMPLES])
    yield f"后续列表页 {len(survey.further)} 页"
    for ask in survey.further[:_EXAMPLES]:
        yield f"  {ask.url}" + ("（POST）" if ask.form else "")
    yield f"附件 {len(survey.files)} 个（只看了 {survey.seen(Step.REPORT)} 份年报）"
    yield from (f"  {file.name}　{file.url}" for file in survey.files[:_EXAMPLES])


def _id(name: str, suffixes: Sequence[str]) -> str:
    """The host without what every official host has, in the letters of an id."""
    ending = next((suffix for suffix in sorted(suffixes, key=len)[::-1] if name.endswith(suffix)), "")
    bare = name.removesuffix(ending).removeprefix("www.")
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _name(survey: Survey) -> str:
    """What the portal calls itself: the statutory `SiteName`, else its title."""
    for look in survey.looks:
        if look.page is None:
            continue
        stated = (
            meta.get("content") for meta in look.page.tree.iter("meta") if meta.get("name") == "SiteName"
        )
        if name := tidy(next(stated, None) or look.page.tree.findtext(".//title") or ""):
            return name
    return ""


def _toml(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
