from __future__ import annotations

from decimal import Decimal

import pytest

from archive.agencies.levels import locate_agency
from archive.checks import catalog, deadline_findings, plausibility_findings
from archive.checks.plausibility_rules import plausibility_rules
from archive.forms import figure_keys
from archive.model import Candidate, Figure, Finding, Identity, Provenance, Result, Scope, Severity, State


def identity(agency: str = "临川县教育局", **fields: object) -> Identity:
    facts: dict[str, object] = {
        "agency": agency,
        "agency_printed": agency,
        "year": 2022,
        "title": None,
        "published": None,
        "signed": None,
        "scope": Scope.OWN,
        "provenance": Provenance.UNKNOWN,
    }
    return Identity(**{**facts, **fields})  # type: ignore[arg-type]


def located_identity(agency: str, **fields: object) -> Identity:
    """Return the identity of an agency with region and level, as the parser gives it."""
    place = locate_agency(agency)
    code = place.region.code if place.region else None
    return identity(agency, region=code, level=place.level, **fields)


def check_report(
    form_id: str, agency: str = "临川县教育局", **changed: object
) -> dict[tuple[str, str], Finding]:
    places = {place: Figure(*place, State.REPORTED, "0", Decimal(0)) for place in figure_keys(form_id)}
    for name, value in changed.items():
        row, column = name.split("__")
        place = ("disclosure", row, column)
        if isinstance(value, State):
            places[place] = Figure(*place, value)
        else:
            places[place] = Figure(*place, State.REPORTED, str(value), Decimal(str(value)))
    return {(place.id, place.row): place for place in plausibility_findings(places, located_identity(agency))}


@pytest.mark.parametrize(
    ("issued", "in_force", "repealed", "result"),
    [
        (3, 2, 1, Result.PASS),
        (3, 2, 0, Result.FAIL),
        (3, State.BLANK, 0, Result.NA),
        (3, 3, State.BLANK, Result.PASS_BLANK0),
        (3, State.DASH, 0, Result.NA),
        (State.BLANK, State.BLANK, State.BLANK, Result.NA),
    ],
)
def test_issued_documents_are_in_force_or_repealed(
    issued: object, in_force: object, repealed: object, result: Result
) -> None:
    row = "normative_documents__"
    findings = check_report(
        "2021", **{f"{row}issued": issued, f"{row}in_force": in_force, f"{row}repealed": repealed}
    )
    finding = findings["T2_ISSUED_LE", "normative_documents"]
    assert (finding.result, finding.severity) == (result, Severity.WARNING)
    assert set(finding.cells) == {
        f"disclosure.normative_documents.{column}" for column in ("issued", "in_force", "repealed")
    }


def test_newly_disclosed_documents_are_at_most_the_total() -> None:
    assert check_report("2019", rules__disclosed=2, rules__disclosed_total=1)[
        "T2_DISCLOSED_TOTAL", "rules"
    ].result is (Result.FAIL)
    assert ("T2_DISCLOSED_TOTAL", "rules") not in check_report("2021")


@pytest.mark.parametrize(
    ("agency", "result"),
    [
        ("下各镇人民政府", Result.FAIL),
        ("临川县教育局", Result.FAIL),
        ("长沙市人力资源和社会保障局", Result.FAIL),
        ("湖南省人民政府", Result.PASS),
        ("恩施土家族苗族自治州人民政府", Result.PASS),
        ("国家统计局", Result.PASS),
        ("财政部", Result.PASS),
        ("临湘市人民政府", Result.FAIL),
        ("长沙市人民政府办公厅", Result.PASS),
        ("东莞市人民政府", Result.PASS),
        ("大兴安岭地区行政公署", Result.FAIL),
        ("北京市人民政府", Result.PASS),
        ("北京市海淀区人民政府", Result.FAIL),
        ("长沙市朝阳街道办事处", Result.FAIL),
        ("湖南省教育厅", Result.FAIL),
        ("临水市人民政府", Result.NA),
    ],
)
def test_which_agencies_can_make_rules(agency: str, result: Result) -> None:
    assert check_report("2021", agency, rules__in_force=6)["T2_RULE_LEVEL", "rules"].result is result


def test_an_agency_without_rules_is_not_checked() -> None:
    assert ("T2_RULE_LEVEL", "rules") not in check_report("2021", "下各镇人民政府")


@pytest.mark.parametrize(
    ("agency", "amount", "suspected"),
    [
        ("临川县教育局", 17350, True),
        ("临川县教育局", 9999, False),
        ("莆田市涵江区人力资源和社会保障局", 12000, True),
        ("杭州市财政局", 316441, False),
        ("淮安市洪泽区人民政府", 17545, False),
        ("广西壮族自治区财政厅", 316441, False),
        ("长沙县财政局", 12000, True),
        ("海城市西柳镇人民政府", 12000, True),
        ("海城市财政局", 12000, True),
        ("临水县财政局", 12000, True),
        ("长沙市财政局", 12000, False),
    ],
)
def test_a_fee_probably_in_yuan_is_found(agency: str, amount: int, suspected: bool) -> None:
    assert (
        ("T2_FEE_SUSPECT_YUAN", "fees") in check_report("2021", agency, fees__fee_amount=amount)
    ) is suspected


def deadline_result(agency: str, url: str = "", **dates: object) -> tuple[Result, Severity]:
    (finding,) = deadline_findings(located_identity(agency, **dates), url)
    return finding.result, finding.severity


@pytest.mark.parametrize(
    ("agency", "dates", "expected"),
    [
        ("临川县教育局", {"published": "2023-01-31"}, (Result.PASS, Severity.WARNING)),
        ("临川县教育局", {"published": "2023-02-01"}, (Result.FAIL, Severity.WARNING)),
        (
            "临川县教育局",
            {"published": "2023-02-01", "signed": "2023-01-20"},
            (Result.FAIL, Severity.WARNING),
        ),
        ("临川县教育局", {"signed": "2023-01-20"}, (Result.PASS, Severity.WARNING)),
        ("临川县教育局", {}, (Result.NA, Severity.WARNING)),
        ("临川县教育局", {"signed": "2023-02-31"}, (Result.NA, Severity.WARNING)),
        ("临川县人民政府", {"published": "2023-03-31"}, (Result.PASS, Severity.WARNING)),
        ("临川县人民政府", {"published": "2023-04-01"}, (Result.FAIL, Severity.WARNING)),
        ("下各镇人民政府", {"published": "2023-02-01"}, (Result.FAIL, Severity.NOTE)),
        ("长沙市朝阳街道便民服务中心", {"published": "2023-02-01"}, (Result.FAIL, Severity.NOTE)),
        (
            "临川县教育局",
            {"candidates": (Candidate("written", "2023年2月3日", "成文日期"),), "signed": "2023-01-20"},
            (Result.FAIL, Severity.WARNING),
        ),
        ("临川县教育局", {"published": "2018-03-20", "year": 2017}, (Result.PASS, Severity.WARNING)),
    ],
)
def test_publication_deadlines_are_checked(
    agency: str, dates: dict[str, object], expected: tuple[Result, Severity]
) -> None:
    assert deadline_result(agency, **dates) == expected


def test_the_date_in_an_address_is_used_last() -> None:
    page = "http://rsj.lin.gov.cn/202307/t20230721_12.html"
    assert deadline_result("临川县教育局", page) == (Result.FAIL, Severity.NOTE)
    assert deadline_result("临川县教育局", page, signed="2023-01-20") == (Result.PASS, Severity.WARNING)


def test_every_plausibility_rule_is_in_the_catalogue() -> None:
    assert {rule.id for rule in plausibility_rules().at_most} <= set(catalog())
