from __future__ import annotations

from typing import Any

from archive.analysis.indicators import indicator_columns, indicators
from archive.presentation.figures import failed_check
from archive.presentation.indicator_values import DisplayedIndicator, displayed_indicators

EMPTY: dict[str, Any] = {
    name: None for indicator in indicators() for name in indicator_columns(indicator.key)
}


def test_a_share_is_shown_with_numerator_and_denominator() -> None:
    row = {**EMPTY, "granted": 0.335404, "granted_numerator": 270.0, "granted_denominator": 805.0}
    assert DisplayedIndicator("予以公开率", "33.5%", "270 / 805") in displayed_indicators(row)


def test_an_indicator_without_a_value_is_shown_blank() -> None:
    row = {**EMPTY, "granted_denominator": 805.0, "applications": 0.0}
    assert DisplayedIndicator("予以公开率", "", "") in displayed_indicators(row)
    assert DisplayedIndicator("申请量", "0 件", "") in displayed_indicators(row)


def test_a_report_without_indicators_shows_none() -> None:
    assert displayed_indicators(None) == ()


def test_attribution_and_hint_are_shown_in_words() -> None:
    check = {
        "check_id": "T3_ROW", "severity": "error", "table_key": "requests", "row_key": "granted",
        "column_key": "", "left": 270.0, "right": 275.0, "delta": -5.0, "detail": "", "explanation": "",
        "verdict": "source", "hint": "requests.granted.total=275>270",
    }  # fmt: skip
    shown = failed_check(check, {})
    assert shown.attribution == "原文如此"
    assert shown.hint == "表三 （一）予以公开·总计若为 270（原文 275），则有关合计全部相符"
