"""Labels that are reduced to the number they have in their group."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from archive.extraction import align_tables, split_sections
from archive.forms import form
from archive.model import Cell, Grid, GridKind, Paragraph

NAMES = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]


def _read(group: str, numbers: Sequence[str]) -> tuple[dict[str, list[int]], set[str]]:
    """Return the numbers of the rows beside a group, and the ids of the findings."""
    cells = [Cell("", 0, 0, 1, 2), *(Cell(name, 0, 2 + place) for place, name in enumerate(NAMES))]
    cells.append(Cell(group, 1, 0, len(numbers)))
    for row, number in enumerate(numbers, start=1):
        values = [row, 0, 0, 0, 0, 0, row]
        cells += [
            Cell(number, row, 1),
            *(Cell(str(value), row, 2 + place) for place, value in enumerate(values)),
        ]
    last = len(numbers) + 1
    cells += [Cell("（七）总计", last, 0, 1, 2), *(Cell("9", last, 2 + place) for place in range(7))]
    blocks = [Paragraph("三、收到和处理政府信息公开申请情况"), Grid(GridKind.SPANS, tuple(cells))]
    alignment = align_tables(split_sections(blocks).grids, form("2021"))
    rows: dict[str, list[int]] = {}
    for figure in alignment.figures:
        if figure.number is not None and figure.row != "processed_total":
            rows.setdefault(figure.row, []).append(int(figure.number))
    return rows, {finding.id for finding in alignment.findings}


@pytest.mark.parametrize("mark", ["{}.", "{}、", "（{}）", "{}．"])
def test_numbers_beside_the_label_of_a_group_are_labels(mark: str) -> None:
    rows, findings = _read("（四）无法提供", [mark.format(number) for number in (1, 2, 3)])
    assert rows == {
        "unavailable_not_held": [1, 0, 0, 0, 0, 0, 1],
        "unavailable_not_compiled": [2, 0, 0, 0, 0, 0, 2],
        "unavailable_unclear": [3, 0, 0, 0, 0, 0, 3],
    }
    assert "F_LABEL_MUTILATED" in findings


@pytest.mark.parametrize(
    ("group", "numbers"),
    [
        ("（四）无法提供", ["2.", "1.", "3."]),
        ("（四）无法提供", ["1.", "2.", ""]),
        ("（四）无法提供", ["1.", "2.", "3.", "4."]),
        ("某某情形", ["1.", "2.", "3."]),
        ("（四）无法提供", ["1", "2", "3"]),
    ],
)
def test_other_numbers_are_no_labels(group: str, numbers: list[str]) -> None:
    assert _read(group, numbers)[0] == {}
