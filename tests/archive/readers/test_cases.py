from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import reader_golden


@pytest.mark.parametrize("case", reader_golden.find_cases(), ids=lambda case: case.name)
def test_a_case_is_read_as_expected(case: Path) -> None:
    assert reader_golden.to_json(reader_golden.read_case(case)) == (case / reader_golden.EXPECTED).read_text(
        "utf-8"
    )


def test_cases_exist() -> None:
    assert len(reader_golden.find_cases()) >= 5
