"""Agencies that publish one report together, and second names of one agency."""

from __future__ import annotations

from tests.archive.extraction.identity.report_lines import BODY, read_identity


def test_joint_issuers_are_read_with_the_main_one_first() -> None:
    identity = read_identity("临水县发展和改革局、临水县粮食局2022年政府信息公开工作年度报告", *BODY)
    assert (identity.agency, identity.joint_issuers, identity.year) == (
        "临水县发展和改革局", ("临水县粮食局",), 2022,
    )  # fmt: skip


def test_a_second_name_in_brackets_is_no_joint_issuer() -> None:
    identity = read_identity("临水县发展和改革局（临水县粮食局）2022年政府信息公开工作年度报告", *BODY)
    assert (identity.agency, identity.joint_issuers) == ("临水县发展和改革局", ())
    assert "临水县粮食局" in identity.aliases


def test_a_party_organ_in_brackets_is_another_name() -> None:
    identity = read_identity("临水县教育局（县委教育工委）2022年政府信息公开工作年度报告", *BODY)
    assert (identity.agency, identity.joint_issuers) == ("临水县教育局", ())
    assert identity.aliases == ("临水县教育局(县委教育工委)", "县委教育工委")


def test_an_agency_under_the_same_roof_is_a_joint_issuer() -> None:
    front = (
        "长沙县政务服务局加挂长沙县数据局牌子，本报告所列数据的统计期限自2022年1月1日起至2022年12月31日止。"
    )
    identity = read_identity("长沙县政务服务局2022年政府信息公开工作年度报告", front, *BODY)
    assert (identity.agency, identity.joint_issuers) == ("长沙县政务服务局", ("长沙县数据局",))
