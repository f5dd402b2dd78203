"""Markdown as a PDF converter writes it: seed 002, where a page break splits table 3 in two layouts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random

from samples.renderers.text import single_line
from samples.reports import LABEL_COLUMN_COUNT, Outline, SampleReport, SampleTable

MarkdownRow = list[str]

# Seed 002 has headings of three levels, bold and not.
_HEADING_TEMPLATES = ("## {}", "### {}", "#### {}", "## **{}**")
# Not before the results begin, and not so late that nothing is left for the second page.
_MIN_ROWS_BEFORE_CUT, _MIN_ROWS_AFTER_CUT = 6, 3


def render(report: SampleReport) -> bytes:
    """The report with blank lines between its paragraphs; captions of table 2 stand outside of it."""
    random = Random(f"markdown/{report.key}")
    return ("\n\n".join(_blocks(report.outline, random)) + "\n").encode()


def _blocks(outline: Outline, random: Random) -> Iterator[str]:
    yield f"# {outline.title}"
    yield from outline.front_matter
    for part, heading in zip(outline.parts, cycle(_HEADING_TEMPLATES), strict=False):
        yield heading.format(part.heading)
        yield from part.paragraphs
        if part.table:
            yield from _tables(part.table, random)
    yield from outline.signature


def _tables(table: SampleTable, random: Random) -> Iterator[str]:
    if table.key == "disclosure":
        caption, *rows = _expand_spans(table)
        yield caption[0]
        yield _markdown_table([[""] * table.width, *rows])
    elif table.key == "requests":
        cut = random.randint(_MIN_ROWS_BEFORE_CUT, len(table.rows) - _MIN_ROWS_AFTER_CUT)
        first, second = table.split_at(cut)
        yield _markdown_table(_first_page_rows(first))
        yield _markdown_table([[""] * table.width, *_second_page_rows(second)])
    else:
        yield _markdown_table(_expand_spans(table))


def _expand_spans(table: SampleTable) -> list[MarkdownRow]:
    """Every row with all its columns; what a cell spans is empty."""
    rows = [[""] * table.width for _ in table.rows]
    for row, column, cell in table.positioned_cells():
        rows[row][column] = single_line(cell.text)
    return rows


def _first_page_rows(table: SampleTable) -> list[MarkdownRow]:
    """Two columns of labels; where a row has a third, its values move on by one column."""
    rows: list[MarkdownRow] = []
    for row in _expand_spans(table):
        labels, values = row[:LABEL_COLUMN_COUNT], row[LABEL_COLUMN_COUNT:]
        rows.append([*labels, *values] if labels[-1] else [*labels[:-1], *values, ""])
    return rows


def _second_page_rows(table: SampleTable) -> list[MarkdownRow]:
    """The group's label in the first column, an empty one, then the row's own label."""
    rows: list[MarkdownRow] = []
    for row in _expand_spans(table):
        labels = [text for text in row[:LABEL_COLUMN_COUNT] if text]
        group, own = (labels[-2], labels[-1]) if len(labels) > 1 else _place_single_label(labels, row)
        rows.append([group, "", own, *row[LABEL_COLUMN_COUNT:]])
    return rows


def _place_single_label(labels: Sequence[str], row: MarkdownRow) -> tuple[str, str]:
    """One label: (七)总计 and 四、 stand in the first column, the reasons in the third."""
    label = labels[0] if labels else ""
    return ("", label) if row[LABEL_COLUMN_COUNT - 1] else (label, "")


def _markdown_table(rows: list[MarkdownRow]) -> str:
    """Columns as wide as their longest cell, and the row of dashes below the head."""
    widths = [max(3, *(len(row[column]) for row in rows)) for column in range(len(rows[0]))]
    header, *body = (_markdown_row(row, widths) for row in rows)
    return "\n".join([header, "|" + "|".join("-" * (width + 2) for width in widths) + "|", *body])


def _markdown_row(row: MarkdownRow, widths: Sequence[int]) -> str:
    return "| " + " | ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)) + " |"
