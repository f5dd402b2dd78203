from __future__ import annotations

from pathlib import Path

import pytest

from tests.archive.readers import golden


@pytest.mark.parametrize("case", golden.cases(), ids=lambda case: case.name)
def test_a_case_reads_as_expected(case: Path) -> None:
    assert golden.written(golden.outcome(case)) == (case / golden.EXPECTED).read_text("utf-8")


def test_there_are_cases() -> None:
    assert len(golden.cases()) >= 5
