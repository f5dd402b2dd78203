"""Anomalies of prose: disagreement with the tables, text of last year, missing and damaged text."""

from __future__ import annotations

import re
from dataclasses import replace

from archive.forms import forms
from samples.anomalies.base import AlteredReport, ExpectedFinding, with_alteration, with_section
from samples.reports import OutlinePart, SampleReport

_RECEIVED_PATTERN = re.compile(r"新收到政府信息公开申请(\d+)件")
_NONE_RECEIVED_PATTERN = re.compile(r"未收到(?:新的)?政府信息公开申请")
_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")


def _request_count(report: SampleReport, row: str) -> int:
    return int(report.figures["requests", row, "total"])


def prose_differs(report: SampleReport) -> AlteredReport:
    """The prose counts more requests than the table (Hongze district for 2024: 17 against 95)."""
    stated = _request_count(report, "new_requests") + _request_count(report, "carried_over") + 7
    sentence = f"新收到政府信息公开申请{stated}件"
    return AlteredReport(
        _with_received_sentence(report, sentence),
        (ExpectedFinding("P_NEW", "fail", "requests", "new_requests", "total"),),
    )


def chinese_count(report: SampleReport) -> AlteredReport | None:
    """The prose has a count in Chinese numerals: 收到政府信息公开申请一件 (Xishan district)."""
    new = _request_count(report, "new_requests")
    if not new:
        return None
    return AlteredReport(
        _with_received_sentence(report, f"新收到政府信息公开申请{chinese_number(new)}件"),
        (ExpectedFinding("P_NEW", "pass"),),
    )


def _with_received_sentence(report: SampleReport, sentence: str) -> SampleReport:
    overview = report.sections["overview"]
    text = _RECEIVED_PATTERN.sub(sentence, overview)
    return with_section(
        report, "overview", text if text != overview else _NONE_RECEIVED_PATTERN.sub(sentence, overview)
    )


def chinese_number(number: int) -> str:
    """A number below ten thousand in Chinese numerals."""
    words = ""
    for place, digit in enumerate(reversed(str(number))):
        zero = words and words[0] != _DIGITS[0]
        words = (_DIGITS[int(digit)] + _UNITS[place] if digit != "0" else _DIGITS[0] if zero else "") + words
    return words.removeprefix("一") if 10 <= number < 20 else words


def stale_period(report: SampleReport) -> AlteredReport:
    """The period of the statistics is last year's."""
    period = f"所列数据的统计期限自{report.year - 1}年1月1日起，至{report.year - 1}年12月31日止。"
    remaining = re.sub(r"[^。]*统计期限[^。]*。", "", report.sections["preamble"])
    return AlteredReport(
        with_section(report, "preamble", remaining + period), (ExpectedFinding("F_YEAR_CONFLICT"),)
    )


def stale_sentence(report: SampleReport) -> AlteredReport:
    """A paragraph of section one speaks of last year (Xiliu town for 2023)."""
    text = f"{report.sections['overview']}\n{report.year - 1}年以来，制度更加健全。"
    return AlteredReport(with_section(report, "overview", text))


def other_notice(report: SampleReport) -> AlteredReport:
    """The preamble cites the notice of the other form (Xixian new area for 2022)."""
    wrong_form = next(form for key, form in forms().items() if key != report.form)
    text = report.sections["preamble"].replace(forms()[report.form].notice, wrong_form.notice)
    return AlteredReport(with_section(report, "preamble", f"{text}本报告按照{wrong_form.notice}的要求编制。"))


def five_sections(report: SampleReport) -> AlteredReport:
    """Section six is missing (Xishan district)."""
    sections = {key: text for key, text in report.sections.items() if key != "other_matters"}
    return AlteredReport(replace(report, sections=sections), (ExpectedFinding("F_SECTIONS"),))


def problems_empty(report: SampleReport) -> AlteredReport:
    """Section five says nothing."""
    return AlteredReport(with_section(report, "problems", "无。"), (ExpectedFinding("F_S5_EMPTY"),))


def fee_unstated(report: SampleReport) -> AlteredReport | None:
    """Section six says 无 where the fee has to be stated (seed 003)."""
    if report.year < 2021:
        return None
    return AlteredReport(with_section(report, "other_matters", "无。"), (ExpectedFinding("S6_FEE_STATED"),))


def slips(report: SampleReport) -> AlteredReport:
    """An unfilled gap (Dingxi), a doubled full stop (seed 004), a rounded count (seed 002)."""
    text = report.sections["overview"] + "公众号推送信息1200余条。。全年主动公开信息  条。"
    return AlteredReport(with_section(report, "overview", text))


def garbled(report: SampleReport) -> AlteredReport:
    """A paragraph was garbled before publication: UTF-8 decoded as GBK (Yueyang's portal)."""
    *paragraphs, last = report.sections["overview"].split("\n")
    broken = last.encode().decode("gb18030", "replace")
    text = "\n".join([*paragraphs, broken])
    return AlteredReport(with_section(report, "overview", text), (ExpectedFinding("R_MOJIBAKE"),))


def sentence_cut(report: SampleReport) -> AlteredReport:
    """A page break cuts a sentence of section one in two (seed 002)."""
    return AlteredReport(
        with_alteration(report, lambda outline: outline.with_part("overview", _split_last_paragraph))
    )


def _split_last_paragraph(part: OutlinePart) -> OutlinePart:
    *before, last = part.paragraphs
    middle = len(last) // 2
    return replace(part, paragraphs=(*before, last[:middle], last[middle:]))


def unsigned(report: SampleReport) -> AlteredReport:
    """The signature is missing (seeds 000 and 002)."""
    return AlteredReport(replace(report, signature=(), signed=None))


def signed_on_top(report: SampleReport) -> AlteredReport | None:
    """Agency and date are printed before the preamble (Hunan's department of human resources)."""
    if not report.signature:
        return None
    return AlteredReport(
        with_alteration(
            report,
            lambda outline: replace(
                outline, front_matter=(*outline.signature, *outline.front_matter), signature=()
            ),
        )
    )
