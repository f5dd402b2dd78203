from __future__ import annotations

from decimal import Decimal

import pytest

from archive.checks.prose import prose, stated_requests
from archive.model import Figure, Finding, Result, Severity, State


@pytest.mark.parametrize(
    ("text", "stated"),
    [
        ("全年共收到政府信息公开申请3件，均已答复。", [3]),
        ("2022年全年收到依申请公开申请信息 12 件；", [12]),
        ("全年受理政府信息公开申请 1,204 件。", [1204]),
        ("本年度收到政府信息公开申请一件。", [1]),
        ("全年共收到二十三件政府信息公开申请。", [23]),
        ("我局共收到依申请公开0件。", [0]),
        ("本年度我局未收到政府信息公开申请。", [0]),
        ("没有接到政府信息公开申请，全年处理群众来信6件。", [0]),
        ("全年收到人大代表建议4件，受理12345热线咨询1914件。", []),
        ("主动公开信息479条，公众号推送379条。", []),
    ],
)
def test_what_the_prose_states(text: str, stated: list[int]) -> None:
    assert stated_requests({"overview": text}) == stated


def findings(text: str, new: int, carried: int = 0, other: str = "未收取信息处理费。") -> dict[str, Finding]:
    figures = {
        ("requests", row, "total"): Figure(
            "requests", row, "total", State.REPORTED, str(count), Decimal(count)
        )
        for row, count in (("new_requests", new), ("carried_over", carried))
    }
    sections = {"overview": text, "other_matters": other}
    return {one.id: one for one in prose(sections, figures, 2022)}


def test_new_requests_with_or_without_those_carried_over() -> None:
    text = "全年共收到政府信息公开申请5件。"
    assert findings(text, 5)["P_NEW"].result is Result.PASS
    assert findings(text, 3, carried=2)["P_NEW"].result is Result.PASS
    wrong = findings(text, 3)["P_NEW"]
    assert (wrong.result, wrong.severity, wrong.delta) == (Result.FAIL, Severity.WARNING, Decimal(2))


def test_several_numbers_are_only_worth_a_note() -> None:
    text = "市本级收到政府信息公开申请5件。各县收到政府信息公开申请40件。"
    assert findings(text, 40)["P_NEW"].result is Result.PASS
    assert (findings(text, 7)["P_NEW"].result, findings(text, 7)["P_NEW"].severity) == (
        Result.FAIL,
        Severity.NOTE,
    )


def test_nothing_stated_is_no_finding() -> None:
    assert "P_NEW" not in findings("进一步完善制度。", 3)


def test_the_fee_must_be_spoken_of() -> None:
    assert findings("", 0)["S6_FEE_STATED"].result is Result.PASS
    assert findings("", 0, other="无。")["S6_FEE_STATED"].result is Result.FAIL
