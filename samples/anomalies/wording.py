"""Prose that disagrees with the tables, was copied from last year, or is hardly there."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.forms import forms
from samples.anomalies.base import Altered, Expected, laid_out, with_section
from samples.reports.outline import Part
from samples.reports.report import SampleReport

_RECEIVED = re.compile(r"新收到政府信息公开申请(\d+)件")
_NONE = re.compile(r"未收到(?:新的)?政府信息公开申请")
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def _count(report: SampleReport, row: str) -> int:
    return int(report.figures["requests", row, "total"])


def prose_differs(report: SampleReport) -> Altered:
    """The prose counts more requests than the table (Hongze district for 2024: 17 against 95)."""
    stated = _count(report, "new_requests") + _count(report, "carried_over") + 7
    sentence = f"新收到政府信息公开申请{stated}件"
    return Altered(_said(report, sentence), (Expected("P_NEW", "fail", "requests", "new_requests", "total"),))


def chinese_count(report: SampleReport) -> Altered | None:
    """收到政府信息公开申请一件 (Xishan district)."""
    new = _count(report, "new_requests")
    if not new:
        return None
    return Altered(_said(report, f"新收到政府信息公开申请{_chinese(new)}件"), (Expected("P_NEW", "pass"),))


def _said(report: SampleReport, sentence: str) -> SampleReport:
    overview = report.sections["overview"]
    text = _RECEIVED.sub(sentence, overview)
    return with_section(report, "overview", text if text != overview else _NONE.sub(sentence, overview))


def _chinese(number: int) -> str:
    """A number below ten thousand in words."""
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        zero = words and words[0] != _DIGITS[0]
        words = (_DIGITS[int(digit)] + _UNITS[place] if digit != "0" else _DIGITS[0] if zero else "") + words
    return words.removeprefix("一") if 10 <= number < 20 else words


def stale_period(report: SampleReport) -> Altered:
    """The period of the statistics is last year's."""
    period = f"所列数据的统计期限自{report.year - 1}年1月1日起，至{report.year - 1}年12月31日止。"
    kept = re.sub(r"[^。]*统计期限[^。]*。", "", report.sections["preamble"])
    return Altered(with_section(report, "preamble", kept + period), (Expected("F_YEAR_CONFLICT"),))


def stale_sentence(report: SampleReport) -> Altered:
    """A paragraph of section one speaks of last year (Xiliu town for 2023)."""
    text = f"{report.sections['overview']}\n{report.year - 1}年以来，制度更加健全。"
    return Altered(with_section(report, "overview", text))


def other_notice(report: SampleReport) -> Altered:
    """The notice of the other form is cited over tables of this one (Xixian new area for 2022)."""
    other = next(form for key, form in forms().items() if key != report.form)
    text = report.sections["preamble"].replace(forms()[report.form].notice, other.notice)
    return Altered(with_section(report, "preamble", f"{text}本报告按照{other.notice}的要求编制。"))


def five_sections(report: SampleReport) -> Altered:
    """No section six (Xishan district)."""
    sections = {key: text for key, text in report.sections.items() if key != "other_matters"}
    return Altered(replace(report, sections=sections), (Expected("F_SECTIONS"),))


def problems_empty(report: SampleReport) -> Altered:
    """Section five says nothing."""
    return Altered(with_section(report, "problems", "无。"), (Expected("F_S5_EMPTY"),))


def fee_unstated(report: SampleReport) -> Altered | None:
    """Section six says 无 where the fee has to be stated (seed 003)."""
    if report.year < 2021:
        return None
    return Altered(with_section(report, "other_matters", "无。"), (Expected("S6_FEE_STATED"),))


def slips(report: SampleReport) -> Altered:
    """An unfilled gap (Dingxi), a doubled full stop (seed 004), a count that is none (seed 002)."""
    text = report.sections["overview"] + "公众号推送信息1200余条。。全年主动公开信息  条。"
    return Altered(with_section(report, "overview", text))


def garbled(report: SampleReport) -> Altered:
    """A paragraph garbled before it was published: UTF-8 taken for GBK (Yueyang's portal)."""
    *paragraphs, last = report.sections["overview"].split("\n")
    broken = last.encode().decode("gb18030", "replace")
    text = "\n".join([*paragraphs, broken])
    return Altered(with_section(report, "overview", text), (Expected("R_MOJIBAKE"),))


def sentence_cut(report: SampleReport) -> Altered:
    """A sentence of section one cut in two by a page break (seed 002)."""
    return Altered(laid_out(report, lambda outline: outline.with_part("overview", _cut_last)))


def _cut_last(part: Part) -> Part:
    *before, last = part.lines
    middle = len(last) // 2
    return replace(part, lines=(*before, last[:middle], last[middle:]))


def unsigned(report: SampleReport) -> Altered:
    """No signature (seeds 000 and 002)."""
    return Altered(replace(report, signature=(), signed=None))


def signed_on_top(report: SampleReport) -> Altered | None:
    """Agency and date before the preamble (Hunan's department of human resources)."""
    if not report.signature:
        return None
    return Altered(
        laid_out(
            report,
            lambda outline: replace(outline, front=(*outline.signature, *outline.front), signature=()),
        )
    )
