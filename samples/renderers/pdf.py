"""A report as a PDF: ruled tables that break over pages, page numbers, the same bytes every time."""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types.

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from html import escape
from typing import Any

from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table
from reportlab.platypus.flowables import Flowable, Spacer

from samples.reports.report import SampleReport
from samples.reports.table_layout import LABEL_COLUMNS, Sheet

# The labels take three quarters of the room: two digits fit beside the padding of a cell, not three.
_WIDTHS = (0.12, 0.2, 0.4) + (0.04,) * 7


def render_narrow(report: SampleReport) -> bytes:
    """The report as .pdf with narrow columns of figures."""
    return printed(report, _WIDTHS)

# One of Adobe's predefined Asian fonts: every reader knows its characters, so no font file is needed.
_FONT = "STSong-Light"
registerFont(UnicodeCIDFont(_FONT))

_MARGIN = 25 * mm
_ROOM = A4[0] - 2 * _MARGIN
_BODY = ParagraphStyle("body", fontName=_FONT, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24)
_HEADING = ParagraphStyle("heading", parent=_BODY, fontSize=14, leading=26)
_TITLE = ParagraphStyle(
    "title", parent=_BODY, fontSize=18, leading=30, alignment=TA_CENTER, firstLineIndent=0
)
_SIGNATURE = ParagraphStyle("signature", parent=_BODY, alignment=TA_RIGHT)
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=8, leading=11, wordWrap="CJK", alignment=TA_CENTER)

# The columns of labels of table 3 and its values, as parts of the width.
_REQUEST_WIDTHS = (0.09, 0.13, 0.29) + (0.07,) * 7


def render(report: SampleReport) -> bytes:
    """The report as .pdf; table 3 goes on over the page break without its header, as most do."""
    return printed(report, _REQUEST_WIDTHS)


def printed(report: SampleReport, widths: Sequence[float]) -> bytes:
    """The report as .pdf; `widths` are the columns of table 3 as parts of the room."""
    outline = report.outline
    story: list[Flowable] = [Paragraph(escape(outline.title), _TITLE), Spacer(0, 12)]
    story += _prose(outline.front)
    for part in outline.parts:
        story.append(Paragraph(escape(part.heading), _HEADING))
        story += _prose(part.lines)
        if part.sheet:
            story += [RuledSheet(part.sheet, widths), Spacer(0, 10)]
    story += [Paragraph(escape(text), _SIGNATURE) for text in outline.signature]
    written = io.BytesIO()
    document = SimpleDocTemplate(
        written,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        title=outline.title,
        author=report.agency.name,
        invariant=1,
    )
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return written.getvalue()


def _prose(lines: Iterable[str]) -> list[Flowable]:
    return [Paragraph(escape(paragraph, quote=False), _BODY) for paragraph in lines]


def _page_number(canvas: Canvas, document: Any) -> None:
    canvas.setFont(_FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {canvas.getPageNumber()} —")


class RuledSheet(Flowable):
    """A statutory table that may break between any two rows.

    reportlab keeps the rows of a spanning cell together, which for 三、本年度办理结果 would be the whole
    table; so the sheet itself is cut where the page ends.
    """

    def __init__(self, sheet: Sheet, widths: Sequence[float]) -> None:
        super().__init__()
        self._sheet = sheet
        self._widths = widths
        self._table = _table(sheet, widths)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Width and height of the whole table."""
        width, height = self._table.wrap(available_width, available_height)
        return width, height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit, and the rest; nothing when not even the header and a row fit.

        A label that loses rows to the next page may need more height in those that stay, so a cut is
        tried out before it is made.
        """
        header = LABEL_COLUMNS if self._sheet.key != "disclosure" else 1
        for row in range(len(self._sheet.lines) - 1, header, -1):
            parts = [RuledSheet(part, self._widths) for part in self._sheet.cut(row)]
            if parts[0].wrap(available_width, available_height)[1] <= available_height:
                return list(parts)
        return []

    def draw(self) -> None:
        """The table at the current place."""
        self._table.drawOn(self.canv, 0, 0)


def _table(sheet: Sheet, widths: Sequence[float]) -> Table:
    cells: list[list[Any]] = [[""] * sheet.width for _ in sheet.lines]
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for row, column, box in sheet.places():
        text = escape(box.text, quote=False).replace("\n", "<br/>")
        cells[row][column] = Paragraph(text, _CELL) if text else ""
        end = (column + box.colspan - 1, row + box.rowspan - 1)
        if end != (column, row):
            commands.append(("SPAN", (column, row), end))
    shares = widths if sheet.key == "requests" else (1 / sheet.width,) * sheet.width
    return Table(cells, colWidths=[_ROOM * share for share in shares], style=commands)
