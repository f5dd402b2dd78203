"""Anomalies of identity: wrong agency, year or scope, and copies that others published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from samples.anomalies.base import AlteredReport, ExpectedFinding, with_cells, with_section
from samples.reports import Agency, SampleReport, number_cell, systems

_TOWN_NAME = "西柳镇"
_SPAM_TEXT = "雷速体育直播"
# Pinyin that converters for learners put after the commonest characters.
_PINYIN = {"公": "gōng", "开": "kāi", "报": "bào", "信": "xìn", "政": "zhèng", "年": "nián"}


def town_with_rules(report: SampleReport) -> AlteredReport | None:
    """A town that reports six 规章 in force, which it cannot make (a town of Liaoning for 2023)."""
    if report.form != "2021" or report.agency.place.level == "province":
        return None
    level = report.agency.place.level
    town = replace(report.agency.system, key="town", names={level: f"{_TOWN_NAME}人民政府"})
    counts = {"issued": 0, "repealed": 0, "in_force": 6}
    cells = {("disclosure", "rules", column): number_cell(Decimal(count)) for column, count in counts.items()}
    altered = with_cells(_with_agency(report, Agency(report.agency.place, town)), cells)
    return AlteredReport(
        replace(altered, scope="unknown"), (ExpectedFinding("T2_RULE_LEVEL", "fail", "disclosure", "rules"),)
    )


def _with_agency(report: SampleReport, agency: Agency) -> SampleReport:
    """The same report by another agency."""

    def rename(text: str) -> str:
        return text.replace(report.agency.name, agency.name).replace(
            report.agency.self_reference, agency.self_reference
        )

    return replace(
        report,
        agency=agency,
        title=rename(report.title),
        sections={key: rename(text) for key, text in report.sections.items()},
        signature=tuple(map(rename, report.signature)),
    )


def copied_agency(report: SampleReport) -> AlteredReport:
    """A paragraph copied from another department, its name left in (seed 004: 教育局)."""
    system = next(candidate for candidate in systems() if candidate is not report.agency.system)
    name = Agency(report.agency.place, system).name
    text = f"{report.sections['overview']}\n{report.year}年，{name}政府信息公开工作有序推进，队伍更加稳定。"
    return AlteredReport(with_section(report, "overview", text))


def year_in_title(report: SampleReport) -> AlteredReport | None:
    """Last year's title over this year's report (Hunan's department of human resources)."""
    if not report.signature or "统计期限" not in report.sections["preamble"]:
        return None
    title = report.title.replace(f"{report.year}年", f"{report.year - 1}年")
    # Readers take the year of the title, and report the conflict with the text.
    return AlteredReport(
        replace(report, title=title, stated_year=report.year - 1), (ExpectedFinding("F_YEAR_CONFLICT"),)
    )


def hijacked(report: SampleReport) -> AlteredReport:
    """A hijacked page: an advertisement follows the agency in the title (an audit bureau of Fujian, 2025)."""
    title = report.title.replace(report.agency.name, report.agency.name + _SPAM_TEXT)
    altered = replace(report, title=title, provenance="mirror")
    return AlteredReport(altered, (ExpectedFinding("F_MIRROR"),))


def annotated_in_pinyin(report: SampleReport) -> AlteredReport:
    """A copy in which pinyin follows the characters."""
    text = report.sections["problems"]
    for character, reading in _PINYIN.items():
        text = text.replace(character, f"{character}({reading})")
    altered = replace(with_section(report, "problems", text), provenance="mirror")
    return AlteredReport(altered, (ExpectedFinding("F_MIRROR"),))


def consolidated(report: SampleReport) -> AlteredReport:
    """A report that speaks for all agencies of its region (Lishui for 2017)."""
    text = f"{report.sections['preamble']}本报告由全市各级行政机关的报告汇总编制而成。"
    return AlteredReport(replace(with_section(report, "preamble", text), scope="consolidated"))


def redated_address(report: SampleReport) -> AlteredReport | None:
    """The address contains the day on which the portal was moved later (Fuzhou's archives for 2016)."""
    if not report.signature:
        return None
    day = f"{report.year + 1}0721"
    url = f"http://www.example.gov.cn.test/zwgk/gknb/{day[:6]}/t{day}_2473305.htm"
    return AlteredReport(replace(report, url=url), (ExpectedFinding("D_LATE", "pass"),))
