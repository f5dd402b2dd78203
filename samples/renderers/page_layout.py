"""A report laid out on pages of paper, for formats that place text and rules.

Lengths are millimetres from the top left corner of a page; Chinese characters are as wide as they are
high, all others half as wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from samples.reports import LABEL_COLUMN_COUNT, Outline, SampleCell, SampleTable

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
_MARGIN, _BOTTOM = 25.0, 272.0
_TEXT_WIDTH = PAGE_WIDTH - 2 * _MARGIN
_BODY_SIZE, _HEADING_SIZE, _TITLE_SIZE, _CELL_SIZE, _PAGE_NUMBER_SIZE = 4.2, 4.9, 6.3, 2.8, 3.2
_LINE_SPACING = 1.6
_CELL_PADDING = 1.0
# The columns of labels of table 3 and its values, as parts of the width.
_REQUEST_WIDTHS = (0.09, 0.13, 0.29) + (0.07,) * 7


@dataclass(frozen=True, slots=True)
class TextRun:
    """A line of text; `y` is its base line."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class RuledLine:
    """A straight stroke."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class RenderedPage:
    """The contents of one page in drawing order."""

    runs: list[TextRun] = field(default_factory=list)
    rules: list[RuledLine] = field(default_factory=list)


def lay_out_pages(outline: Outline) -> list[RenderedPage]:
    """The pages of a report, each with its number below."""
    composer = _PageComposer()
    composer.add_text(outline.title, _TITLE_SIZE, alignment=0.5)
    composer.add_paragraphs(outline.front_matter)
    for part in outline.parts:
        composer.add_text(part.heading, _HEADING_SIZE)
        composer.add_paragraphs(part.paragraphs)
        if part.table:
            composer.add_table(part.table)
    for line in outline.signature:
        composer.add_text(line, _BODY_SIZE, alignment=1)
    for number, page in enumerate(composer.pages, 1):
        label = f"— {number} —"
        page.runs.append(
            TextRun(
                label,
                (PAGE_WIDTH - text_width(label, _PAGE_NUMBER_SIZE)) / 2,
                PAGE_HEIGHT - 12,
                _PAGE_NUMBER_SIZE,
            )
        )
    return composer.pages


def character_widths(text: str, size: float) -> list[float]:
    """The width of each character in millimetres."""
    return [size if ord(character) > 0x2000 else size / 2 for character in text]


def text_width(text: str, size: float) -> float:
    """The width of a line."""
    return sum(character_widths(text, size))


def _wrap_lines(text: str, size: float, max_width: float, indent: float = 0) -> Iterator[str]:
    """The lines of a text, the first one shorter by `indent`."""
    for paragraph in text.split("\n"):
        line, room = "", max_width - indent
        for character, width in zip(paragraph, character_widths(paragraph, size), strict=True):
            if width > room and line:
                yield line
                line, room = "", max_width
            line += character
            room -= width
        yield line


class _PageComposer:
    """Places blocks one below the other and starts a new page if there is no room."""

    def __init__(self) -> None:
        self.pages = [RenderedPage()]
        self._y = _MARGIN

    def add_paragraphs(self, lines: Sequence[str]) -> None:
        """Paragraphs whose first line is indented by two characters."""
        for line in lines:
            self.add_text(line, _BODY_SIZE, indent=2 * _BODY_SIZE)

    def add_text(self, text: str, size: float, alignment: float = 0, indent: float = 0) -> None:
        """A paragraph; `alignment` is 0 at the left, 1 at the right."""
        for number, line in enumerate(_wrap_lines(text, size, _TEXT_WIDTH, indent)):
            self._ensure_room(size * _LINE_SPACING)
            left = (
                _MARGIN + (indent if number == 0 else 0) + alignment * (_TEXT_WIDTH - text_width(line, size))
            )
            self.pages[-1].runs.append(TextRun(line, left, self._y + size, size))
            self._y += size * _LINE_SPACING

    def add_table(self, table: SampleTable) -> None:
        """A table, cut before the row that no longer fits; the remaining rows have no header."""
        remaining = _MeasuredTable.from_table(table)
        while (row := remaining.fitting_rows(_BOTTOM - self._y)) < len(remaining.heights):
            if row <= LABEL_COLUMN_COUNT and self._y > _MARGIN:
                self._start_page()
                continue
            first, second = remaining.table.split_at(max(row, 1))
            self._draw_table(_MeasuredTable.from_table(first))
            self._start_page()
            remaining = _MeasuredTable.from_table(second)
        self._draw_table(remaining)
        self._y += _BODY_SIZE

    def _draw_table(self, table: _MeasuredTable) -> None:
        table.draw_on(self.pages[-1], self._y)
        self._y += sum(table.heights)

    def _ensure_room(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._start_page()

    def _start_page(self) -> None:
        self.pages.append(RenderedPage())
        self._y = _MARGIN


@dataclass(frozen=True, slots=True)
class _MeasuredTable:
    """A table with the widths of its columns and the heights of its rows."""

    table: SampleTable
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @classmethod
    def from_table(cls, table: SampleTable) -> _MeasuredTable:
        """Every row as high as its highest cell; a cell that spans rows stretches the last one."""
        shares = _REQUEST_WIDTHS if table.key == "requests" else (1 / table.width,) * table.width
        widths = tuple(_TEXT_WIDTH * share for share in shares)
        heights = [0.0] * len(table.rows)
        positioned = sorted(table.positioned_cells(), key=lambda position: position[2].rowspan)
        for row, column, cell in positioned:
            needed = len(_cell_lines(cell, widths, column)) * _CELL_SIZE * _LINE_SPACING + 2 * _CELL_PADDING
            last = row + cell.rowspan - 1
            heights[last] = max(heights[last], needed - sum(heights[row:last]))
        return cls(table, widths, tuple(heights))

    def fitting_rows(self, height: float) -> int:
        """How many rows fit into `height`."""
        for row in range(len(self.heights), 0, -1):
            if sum(self.heights[:row]) <= height and (
                row == len(self.heights) or self._can_split_at(row, height)
            ):
                return row
        return 0

    def _can_split_at(self, row: int, height: float) -> bool:
        """True if the first rows still fit after a label that continues below is squeezed into them."""
        return sum(_MeasuredTable.from_table(self.table.split_at(row)[0]).heights) <= height

    def draw_on(self, page: RenderedPage, top: float) -> None:
        """Draw every cell: its four sides, and its lines in the middle."""
        for row, column, cell in self.table.positioned_cells():
            left = _MARGIN + sum(self.widths[:column])
            right = left + sum(self.widths[column : column + cell.colspan])
            cell_top = top + sum(self.heights[:row])
            cell_bottom = cell_top + sum(self.heights[row : row + cell.rowspan])
            page.rules += [
                RuledLine(left, cell_top, right, cell_top),
                RuledLine(left, cell_bottom, right, cell_bottom),
                RuledLine(left, cell_top, left, cell_bottom),
                RuledLine(right, cell_top, right, cell_bottom),
            ]
            page.runs += _centred_runs(
                _cell_lines(cell, self.widths, column), (left, cell_top, right, cell_bottom)
            )


def _cell_lines(cell: SampleCell, widths: Sequence[float], column: int) -> list[str]:
    room = sum(widths[column : column + cell.colspan]) - 2 * _CELL_PADDING
    return list(_wrap_lines(cell.text, _CELL_SIZE, room)) if cell.text else []


def _centred_runs(lines: Sequence[str], sides: tuple[float, float, float, float]) -> Iterator[TextRun]:
    left, top, right, bottom = sides
    y = (top + bottom - len(lines) * _CELL_SIZE * _LINE_SPACING) / 2
    for line in lines:
        yield TextRun(
            line, (left + right - text_width(line, _CELL_SIZE)) / 2, y + _CELL_SIZE * 1.2, _CELL_SIZE
        )
        y += _CELL_SIZE * _LINE_SPACING
