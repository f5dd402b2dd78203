from __future__ import annotations

import pytest

from tests.archive.extraction.identity.test_identify import BODY, read_identity


@pytest.mark.parametrize(
    "line",
    [
        "《{}》",
        "关于发布{}的公告",
        "{} - 临水县教育局",
        "临水县教育局发布2022年政府信息公开工作年度报告",
    ],
)
def test_marks_and_verbs_around_a_title_are_no_part_of_the_name(line: str) -> None:
    identity = read_identity(line.format("临水县教育局2022年政府信息公开工作年度报告"), *BODY)
    assert (identity.agency, identity.year) == ("临水县教育局", 2022)
    assert identity.title is not None
