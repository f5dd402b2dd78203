"""Markdown as a PDF converter writes it: seed 002, where a page break splits table 3 in two layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

from samples.renderers.text import flat
from samples.reports.outline import Outline
from samples.reports.report import SampleReport
from samples.reports.table_layout import LABEL_COLUMNS, Sheet

Row = list[str]

# Seed 002 has headings of three levels, bold and not.
_HEADINGS = ("## {}", "### {}", "#### {}", "## **{}**")
# Not before the results begin, and not so late that nothing is left for the second page.
_FIRST_CUT, _LAST_CUT = 6, 3


def render(report: SampleReport) -> bytes:
    """The report with blank lines between its paragraphs; captions of table 2 stand outside of it."""
    random = Random(f"markdown/{report.key}")
    return ("\n\n".join(_blocks(report.outline, random)) + "\n").encode()


def _blocks(outline: Outline, random: Random) -> Iterator[str]:
    yield f"# {outline.title}"
    yield from outline.front
    for part, heading in zip(outline.parts, cycle(_HEADINGS), strict=False):
        yield heading.format(part.heading)
        yield from part.lines
        if part.sheet:
            yield from _tables(part.sheet, random)
    yield from outline.signature


def _tables(sheet: Sheet, random: Random) -> Iterator[str]:
    if sheet.key == "disclosure":
        caption, *rows = _expanded(sheet)
        yield caption[0]
        yield _drawn([[""] * sheet.width, *rows])
    elif sheet.key == "requests":
        cut = random.randint(_FIRST_CUT, len(sheet.lines) - _LAST_CUT)
        first, second = sheet.cut(cut)
        yield _drawn(_first_page(first))
        yield _drawn([[""] * sheet.width, *_second_page(second)])
    else:
        yield _drawn(_expanded(sheet))


def _expanded(sheet: Sheet) -> list[Row]:
    """Every row with all its columns; what a cell spans is empty."""
    rows = [[""] * sheet.width for _ in sheet.lines]
    for row, column, box in sheet.places():
        rows[row][column] = flat(box.text)
    return rows


def _first_page(sheet: Sheet) -> list[Row]:
    """Two columns of labels; where a row has a third, its values move on by one column."""
    rows: list[Row] = []
    for row in _expanded(sheet):
        labels, values = row[:LABEL_COLUMNS], row[LABEL_COLUMNS:]
        rows.append([*labels, *values] if labels[-1] else [*labels[:-1], *values, ""])
    return rows


def _second_page(sheet: Sheet) -> list[Row]:
    """The group's label in the first column, an empty one, then the row's own label."""
    rows: list[Row] = []
    for row in _expanded(sheet):
        labels = [text for text in row[:LABEL_COLUMNS] if text]
        group, own = (labels[-2], labels[-1]) if len(labels) > 1 else _alone(labels, row)
        rows.append([group, "", own, *row[LABEL_COLUMNS:]])
    return rows


def _alone(labels: Sequence[str], row: Row) -> tuple[str, str]:
    """One label: (七)总计 and 四、 stand in the first column, the reasons in the third."""
    label = labels[0] if labels else ""
    return ("", label) if row[LABEL_COLUMNS - 1] else (label, "")


def _drawn(rows: list[Row]) -> str:
    """Columns as wide as their longest cell, and the row of dashes below the head."""
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    head, *rest = (_line(row, widths) for row in rows)
    return "\n".join([head, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *rest])


def _line(row: Row, widths: Sequence[int]) -> str:
    return "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
