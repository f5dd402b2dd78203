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

from samples.reports import LABEL_COLUMN_COUNT, SampleReport, SampleTable

# The labels take three quarters of the room: two digits fit between the padding of a cell, three do not.
_NARROW_WIDTHS = (0.12, 0.2, 0.4) + (0.04,) * 7


def render_narrow(report: SampleReport) -> bytes:
    """The report as .pdf with narrow columns of figures."""
    return render_with_widths(report, _NARROW_WIDTHS)


# One of Adobe's predefined Asian fonts: every reader knows its characters, so no font file is needed.
_FONT = "STSong-Light"
registerFont(UnicodeCIDFont(_FONT))

_MARGIN = 25 * mm
_TEXT_WIDTH = A4[0] - 2 * _MARGIN
_BODY_STYLE = ParagraphStyle(
    "body", fontName=_FONT, fontSize=12, leading=20, wordWrap="CJK", firstLineIndent=24
)
_HEADING_STYLE = ParagraphStyle("heading", parent=_BODY_STYLE, fontSize=14, leading=26)
_TITLE_STYLE = ParagraphStyle(
    "title", parent=_BODY_STYLE, fontSize=18, leading=30, alignment=TA_CENTER, firstLineIndent=0
)
_SIGNATURE_STYLE = ParagraphStyle("signature", parent=_BODY_STYLE, alignment=TA_RIGHT)
_CELL_STYLE = ParagraphStyle(
    "cell", fontName=_FONT, fontSize=8, leading=11, wordWrap="CJK", alignment=TA_CENTER
)

# The columns of labels of table 3 and its values, as parts of the width.
_REQUEST_WIDTHS = (0.09, 0.13, 0.29) + (0.07,) * 7


def render(report: SampleReport) -> bytes:
    """The report as .pdf; table 3 goes on over the page break without its header, as most do."""
    return render_with_widths(report, _REQUEST_WIDTHS)


def render_with_widths(report: SampleReport, widths: Sequence[float]) -> bytes:
    """The report as .pdf; `widths` are the columns of table 3 as parts of the room."""
    outline = report.outline
    story: list[Flowable] = [Paragraph(escape(outline.title), _TITLE_STYLE), Spacer(0, 12)]
    story += _body_paragraphs(outline.front_matter)
    for part in outline.parts:
        story.append(Paragraph(escape(part.heading), _HEADING_STYLE))
        story += _body_paragraphs(part.paragraphs)
        if part.table:
            story += [RuledTable(part.table, widths), Spacer(0, 10)]
    story += [Paragraph(escape(text), _SIGNATURE_STYLE) for text in outline.signature]
    buffer = io.BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        title=outline.title,
        author=report.agency.name,
        invariant=1,
    )
    document.build(story, onFirstPage=_draw_page_number, onLaterPages=_draw_page_number)
    return buffer.getvalue()


def _body_paragraphs(lines: Iterable[str]) -> list[Flowable]:
    return [Paragraph(escape(paragraph, quote=False), _BODY_STYLE) for paragraph in lines]


def _draw_page_number(canvas: Canvas, document: Any) -> None:
    canvas.setFont(_FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {canvas.getPageNumber()} —")


class RuledTable(Flowable):
    """A statutory table that may break between any two rows.

    reportlab keeps the rows of a spanning cell together, which for 三、本年度办理结果 would be the whole
    table; so the sheet itself is cut where the page ends.
    """

    def __init__(self, table: SampleTable, widths: Sequence[float]) -> None:
        super().__init__()
        self._sample_table = table
        self._widths = widths
        self._table = _styled_table(table, widths)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Width and height of the whole table."""
        width, height = self._table.wrap(available_width, available_height)
        return width, height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """The rows that fit, and the rest; nothing when not even the header and a row fit.

        A label that loses rows to the next page may need more height in those that stay, so a cut is
        tried out before it is made.
        """
        header = LABEL_COLUMN_COUNT if self._sample_table.key != "disclosure" else 1
        for row in range(len(self._sample_table.rows) - 1, header, -1):
            parts = [RuledTable(part, self._widths) for part in self._sample_table.split_at(row)]
            if parts[0].wrap(available_width, available_height)[1] <= available_height:
                return list(parts)
        return []

    def draw(self) -> None:
        """The table at the current place."""
        self._table.drawOn(self.canv, 0, 0)


def _styled_table(table: SampleTable, widths: Sequence[float]) -> Table:
    cells: list[list[Any]] = [[""] * table.width for _ in table.rows]
    commands: list[tuple[Any, ...]] = [
        ("GRID", (0, 0), (-1, -1), 0.6, "black"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    for row, column, cell in table.positioned_cells():
        text = escape(cell.text, quote=False).replace("\n", "<br/>")
        cells[row][column] = Paragraph(text, _CELL_STYLE) if text else ""
        end = (column + cell.colspan - 1, row + cell.rowspan - 1)
        if end != (column, row):
            commands.append(("SPAN", (column, row), end))
    shares = widths if table.key == "requests" else (1 / table.width,) * table.width
    return Table(cells, colWidths=[_TEXT_WIDTH * share for share in shares], style=commands)
