"""Speed of reading a PDF with a long annex, compared with the extraction of its text by the same library.

A report, then a table of 6,000 rows on 200 pages, such as a list of published items: 500,000 characters in
250,000 objects. `read` also needs the places of characters, the rules of tables, and what lies over the text.
"""

# mypy: disable-error-code="no-untyped-call"
# reportlab and pypdfium2 have no types.

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import partial

import pypdfium2
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from archive import parse_document
from archive.model import Document
from bench.measure import Measurement, Size, measure_alternately
from samples.renderers import RENDERERS
from samples.world import World

ANNEX_ROWS = 6_000
ROWS_PER_PAGE = 30
_FONT = "STSong-Light"
_LEFT, _TOP, _ROW_HEIGHT = 30.0, 800.0, 25.0
_WIDTHS = (30.0, 150.0, 90.0, 150.0, 50.0, 65.0)
_TEXTS = (
    "{number}",
    "关于公布第{number}批保留和取消事项的决定",
    "某县人民政府办公室",
    "某县人民政府令第{number}号第十二条第三款",
    "主动公开",
    "2023-{month:02d}-{day:02d}",
)


def run(size: Size) -> Iterator[Measurement]:
    """Measure the whole file; the floor is on how many times the text alone the reading takes."""
    data = report_with_annex()
    read_seconds, extract_seconds = measure_alternately(
        size.rounds, partial(read_report, data), partial(extract_text, data)
    )
    yield Measurement(
        label=f"read, pdf of {len(data) / 1e6:.0f} MB with annex",
        value=1 / read_seconds,
        unit="reports/s",
        compared_with="text of pypdfium2",
        compared_value=1 / extract_seconds,
        floor="read_annex",
    )


def report_with_annex(rows: int = ANNEX_ROWS) -> bytes:
    """Return a PDF of a report and a table of `rows` rows behind its signature."""
    report = World(seed=7, reports=1, portals=1, carriers=("page",)).reports[0]
    merged = pypdfium2.PdfDocument(RENDERERS["pdf"](report))
    merged.import_pages(pypdfium2.PdfDocument(_annex(rows)))
    file = io.BytesIO()
    merged.save(file)
    return file.getvalue()


def _annex(rows: int) -> bytes:
    registerFont(UnicodeCIDFont(_FONT))
    file = io.BytesIO()
    canvas = Canvas(file, pageCompression=0, invariant=1)
    for first in range(0, rows, ROWS_PER_PAGE):
        for number in range(first, min(first + ROWS_PER_PAGE, rows)):
            _draw_row(canvas, number, _TOP - (number - first) * _ROW_HEIGHT)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw_row(canvas: Canvas, number: int, top: float) -> None:
    left = _LEFT
    for width, text in zip(_WIDTHS, _TEXTS, strict=True):
        canvas.rect(left, top - _ROW_HEIGHT, width, _ROW_HEIGHT)
        canvas.setFont(_FONT, 7)
        shown = text.format(number=number + 1, month=number % 12 + 1, day=number % 28 + 1)
        # Word prints a text object for each character or two.
        for start in range(0, len(shown), 2):
            canvas.drawString(left + 3 + start * 7, top - 15, shown[start : start + 2])
        left += width


def read_report(data: bytes) -> object:
    return parse_document(Document(data=data, name="report.pdf"))


def extract_text(data: bytes) -> object:
    with pypdfium2.PdfDocument(data) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]
