"""A report laid out on pages of paper, for formats that place text and rules.

Lengths are millimetres from the top left corner of a page; characters of the East are as wide as they are
high, all others half as wide.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from samples.reports.outline import Outline
from samples.reports.table_layout import LABEL_COLUMNS, Box, Sheet

WIDTH, HEIGHT = 210.0, 297.0
_MARGIN, _BOTTOM = 25.0, 272.0
_ROOM = WIDTH - 2 * _MARGIN
_BODY, _HEADING, _TITLE, _CELL, _NUMBER = 4.2, 4.9, 6.3, 2.8, 3.2
_LEADING = 1.6
_PADDING = 1.0
# The columns of labels of table 3 and its values, as parts of the width.
_REQUEST_WIDTHS = (0.09, 0.13, 0.29) + (0.07,) * 7


@dataclass(frozen=True, slots=True)
class Run:
    """A line of text; `y` is its base line."""

    text: str
    x: float
    y: float
    size: float


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    """What stands on one page, in the order in which it is drawn."""

    runs: list[Run] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


def laid(outline: Outline) -> list[Page]:
    """The pages of a report, each with its number below."""
    desk = _Desk()
    desk.text(outline.title, _TITLE, place=0.5)
    desk.prose(outline.front)
    for part in outline.parts:
        desk.text(part.heading, _HEADING)
        desk.prose(part.lines)
        if part.sheet:
            desk.table(part.sheet)
    for line in outline.signature:
        desk.text(line, _BODY, place=1)
    for number, page in enumerate(desk.pages, 1):
        said = f"— {number} —"
        page.runs.append(Run(said, (WIDTH - width_of(said, _NUMBER)) / 2, HEIGHT - 12, _NUMBER))
    return desk.pages


def advances(text: str, size: float) -> list[float]:
    """How far each character moves the pen."""
    return [size if ord(character) > 0x2000 else size / 2 for character in text]


def width_of(text: str, size: float) -> float:
    """The width of a line."""
    return sum(advances(text, size))


def _broken(text: str, size: float, room: float, indent: float = 0) -> Iterator[str]:
    """The lines of a text, the first one shorter by `indent`."""
    for paragraph in text.split("\n"):
        line, left = "", room - indent
        for character, width in zip(paragraph, advances(paragraph, size), strict=True):
            if width > left and line:
                yield line
                line, left = "", room
            line += character
            left -= width
        yield line


class _Desk:
    """Puts one thing below the other, and takes a new page when there is no room."""

    def __init__(self) -> None:
        self.pages = [Page()]
        self._y = _MARGIN

    def prose(self, lines: Sequence[str]) -> None:
        """Paragraphs whose first line is indented by two characters."""
        for line in lines:
            self.text(line, _BODY, indent=2 * _BODY)

    def text(self, text: str, size: float, place: float = 0, indent: float = 0) -> None:
        """A paragraph; `place` is 0 at the left, 1 at the right."""
        for number, line in enumerate(_broken(text, size, _ROOM, indent)):
            self._room_for(size * _LEADING)
            left = _MARGIN + (indent if number == 0 else 0) + place * (_ROOM - width_of(line, size))
            self.pages[-1].runs.append(Run(line, left, self._y + size, size))
            self._y += size * _LEADING

    def table(self, sheet: Sheet) -> None:
        """A table, cut before the row that no longer fits; the rest has no header of its own."""
        rest = _Drawn.of(sheet)
        while (row := rest.fitting(_BOTTOM - self._y)) < len(rest.heights):
            if row <= LABEL_COLUMNS and self._y > _MARGIN:
                self._turn()
                continue
            first, second = rest.sheet.cut(max(row, 1))
            self._draw(_Drawn.of(first))
            self._turn()
            rest = _Drawn.of(second)
        self._draw(rest)
        self._y += _BODY

    def _draw(self, drawn: _Drawn) -> None:
        drawn.on(self.pages[-1], self._y)
        self._y += sum(drawn.heights)

    def _room_for(self, height: float) -> None:
        if self._y + height > _BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self.pages.append(Page())
        self._y = _MARGIN


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A table with the widths of its columns and the heights of its rows."""

    sheet: Sheet
    widths: tuple[float, ...]
    heights: tuple[float, ...]

    @classmethod
    def of(cls, sheet: Sheet) -> _Drawn:
        """Every row as high as its highest cell; what spans rows stretches the last of them."""
        shares = _REQUEST_WIDTHS if sheet.key == "requests" else (1 / sheet.width,) * sheet.width
        widths = tuple(_ROOM * share for share in shares)
        heights = [0.0] * len(sheet.lines)
        places = sorted(sheet.places(), key=lambda place: place[2].rowspan)
        for row, column, box in places:
            needed = len(_lines(box, widths, column)) * _CELL * _LEADING + 2 * _PADDING
            last = row + box.rowspan - 1
            heights[last] = max(heights[last], needed - sum(heights[row:last]))
        return cls(sheet, widths, tuple(heights))

    def fitting(self, room: float) -> int:
        """How many of the rows have room."""
        for row in range(len(self.heights), 0, -1):
            if sum(self.heights[:row]) <= room and (row == len(self.heights) or self._cut_fits(row, room)):
                return row
        return 0

    def _cut_fits(self, row: int, room: float) -> bool:
        """Whether the first rows still fit when a label that went on below has to stand in them alone."""
        return sum(_Drawn.of(self.sheet.cut(row)[0]).heights) <= room

    def on(self, page: Page, top: float) -> None:
        """Draw every cell: its four sides, and its lines in the middle."""
        for row, column, box in self.sheet.places():
            left = _MARGIN + sum(self.widths[:column])
            right = left + sum(self.widths[column : column + box.colspan])
            above = top + sum(self.heights[:row])
            below = above + sum(self.heights[row : row + box.rowspan])
            page.rules += [
                Rule(left, above, right, above),
                Rule(left, below, right, below),
                Rule(left, above, left, below),
                Rule(right, above, right, below),
            ]
            page.runs += _centred(_lines(box, self.widths, column), (left, above, right, below))


def _lines(box: Box, widths: Sequence[float], column: int) -> list[str]:
    room = sum(widths[column : column + box.colspan]) - 2 * _PADDING
    return list(_broken(box.text, _CELL, room)) if box.text else []


def _centred(lines: Sequence[str], sides: tuple[float, float, float, float]) -> Iterator[Run]:
    left, above, right, below = sides
    y = (above + below - len(lines) * _CELL * _LEADING) / 2
    for line in lines:
        yield Run(line, (left + right - width_of(line, _CELL)) / 2, y + _CELL * 1.2, _CELL)
        y += _CELL * _LEADING
