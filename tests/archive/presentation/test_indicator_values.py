from __future__ import annotations

from typing import Any

from archive.analysis.indicators import indicator_columns, indicators
from archive.presentation.figures import failed_check
from archive.presentation.indicator_values import DisplayedIndicator, displayed_indicators

EMPTY: dict[str, Any] = {
    name: None for indicator in indicators() for name in indicator_columns(indicator.key)
}


def test_a_share_shows_what_it_is_a_share_of() -> None:
    row = {**EMPTY, "granted": 0.335404, "granted_numerator": 270.0, "granted_denominator": 805.0}
    assert DisplayedIndicator("予以公开率", "33.5%", "270 / 805") in displayed_indicators(row)


def test_what_has_an_input_that_is_no_number_shows_none() -> None:
    row = {**EMPTY, "granted_denominator": 805.0, "applications": 0.0}
    assert DisplayedIndicator("予以公开率", "", "") in displayed_indicators(row)
    assert DisplayedIndicator("申请量", "0 件", "") in displayed_indicators(row)


def test_a_release_without_the_row_has_no_indicators() -> None:
    assert displayed_indicators(None) == ()


def test_verdict_and_hint_in_words() -> None:
    check = {
        "check_id": "T3_ROW", "severity": "error", "table_key": "requests", "row_key": "granted",
        "column_key": "", "left": 270.0, "right": 275.0, "delta": -5.0, "detail": "", "explanation": "",
        "verdict": "source", "hint": "requests.granted.total=275>270",
    }  # fmt: skip
    said = failed_check(check, {})
    assert said.attribution == "原文如此"
    assert said.hint == "表三 （一）予以公开·总计若为 270（原文 275），则有关合计全部相符"
