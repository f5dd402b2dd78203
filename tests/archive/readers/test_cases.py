from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import reader_golden


@pytest.mark.parametrize("case", reader_golden.cases(), ids=lambda case: case.name)
def test_a_case_reads_as_expected(case: Path) -> None:
    assert reader_golden.written(reader_golden.outcome(case)) == (case / reader_golden.EXPECTED).read_text("utf-8")


def test_there_are_cases() -> None:
    assert len(reader_golden.cases()) >= 5
