"""PDF files drawn stroke by stroke."""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types.

from __future__ import annotations

import io
from collections.abc import Sequence

from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfgen.canvas import Canvas

from archive.model import Cell

FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, SIZE, LEADING = 75, 519, 12, 20
PER_LINE = (RIGHT - LEFT) // SIZE


class Drawing:
    """A file in the making; `y` is the distance of the pen from the top of the page."""

    def __init__(self) -> None:
        self._written = io.BytesIO()
        self._canvas = Canvas(self._written, pagesize=(WIDTH, HEIGHT), invariant=1)
        self._page = 1
        self.y = 90

    def line(self, text: str, x: float = LEFT, framed: bool = False) -> Drawing:
        if framed:
            self._canvas.setFillGray(0.95)
            self._canvas.rect(LEFT - 2, HEIGHT - self.y - 4, RIGHT - LEFT + 4, LEADING, stroke=0, fill=1)
            self._canvas.setFillGray(0)
        self._text(text, x, self.y + SIZE)
        self.y += LEADING
        return self

    def paragraph(self, text: str, framed: bool = False) -> Drawing:
        """Broken as Chinese is set: two characters of indent, every line full but the last."""
        text = "　　" + text
        for start in range(0, len(text), PER_LINE):
            part = text[start : start + PER_LINE]
            indent = SIZE * 2 if start == 0 else 0
            self.line(part.lstrip("　"), LEFT + indent, framed)
        return self

    def table(self, cells: Sequence[Cell], height: float = 24) -> Drawing:
        columns = max(cell.column + cell.colspan for cell in cells)
        width = (RIGHT - LEFT) / columns
        for cell in cells:
            x, y = LEFT + cell.column * width, self.y + cell.row * height
            down = cell.rowspan * height
            self._canvas.rect(x, HEIGHT - y - down, cell.colspan * width, down)
            for number, text in enumerate(cell.text.split("\n")):
                self._text(text, x + 4, y + 10 + number * 10, 9)
        self.y += int(height * max(cell.row + cell.rowspan for cell in cells)) + 12
        return self

    def number(self) -> Drawing:
        self._text(f"— {self._page} —", WIDTH / 2 - 12, HEIGHT - 40, 9)
        return self

    def page(self) -> Drawing:
        self._canvas.showPage()
        self._page += 1
        self.y = 90
        return self

    def title(self, text: str) -> Drawing:
        self._canvas.setTitle(text)
        return self

    def bytes(self) -> bytes:
        self._canvas.save()
        return self._written.getvalue()

    def _text(self, text: str, x: float, y: float, size: float = SIZE) -> None:
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, HEIGHT - y, text)
