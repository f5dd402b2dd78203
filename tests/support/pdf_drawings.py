"""PDF files drawn stroke by stroke."""

# mypy: disable-error-code="no-untyped-call"
# reportlab has no types.

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfgen.canvas import Canvas

from archive.model import Cell

FONT = "STSong-Light"
registerFont(UnicodeCIDFont(FONT))
WIDTH, HEIGHT = 595, 842
LEFT, RIGHT, SIZE, LEADING = 75, 519, 12, 20
CHARACTERS_PER_LINE = (RIGHT - LEFT) // SIZE


class PdfDrawing:
    """A PDF file under construction; `y` is the distance of the pen from the top of the page."""

    def __init__(self, quarters: int = 0, stated: bool = False, shuffled: bool = False) -> None:
        """Rotate pages by `quarters`, declared if `stated`; `shuffled`: write the last character first."""
        self._buffer = io.BytesIO()
        self._quarters, self._stated, self._shuffled = quarters, stated, shuffled
        turned = quarters % 2 == 1 and not stated  # reportlab turns the page if its rotation is stated
        self._canvas = Canvas(
            self._buffer, pagesize=(HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT), invariant=1
        )
        self._page = 0
        self._deferred_characters: list[tuple[float, float, str, float]] = []
        self._open_page()

    def _open_page(self) -> None:
        self._page += 1
        self.y = 90
        turns = {1: (HEIGHT, 0), 2: (WIDTH, HEIGHT), 3: (0, WIDTH)}
        if self._quarters:
            self._canvas.translate(*turns[self._quarters])
            self._canvas.rotate(90 * self._quarters)
            if self._stated:
                self._canvas.setPageRotation(90 * self._quarters)

    def add_line(self, text: str, x: float = LEFT, framed: bool = False) -> PdfDrawing:
        if framed:
            self._canvas.setFillGray(0.95)
            self._canvas.rect(LEFT - 2, HEIGHT - self.y - 16, RIGHT - LEFT + 4, LEADING, stroke=0, fill=1)
            self._canvas.setFillGray(0)
        self._draw_text(text, x, self.y + SIZE)
        self.y += LEADING
        return self

    def add_paragraph(self, text: str, framed: bool = False) -> PdfDrawing:
        """Add a paragraph as Chinese is typeset: two characters of indent, all lines full but the last."""
        text = "　　" + text
        for start in range(0, len(text), CHARACTERS_PER_LINE):
            part = text[start : start + CHARACTERS_PER_LINE]
            indent = SIZE * 2 if start == 0 else 0
            self.add_line(part.lstrip("　"), LEFT + indent, framed)
        return self

    def add_table(self, cells: Sequence[Cell], height: float = 24) -> PdfDrawing:
        columns = max(cell.column + cell.colspan for cell in cells)
        width = (RIGHT - LEFT) / columns
        for cell in cells:
            x, y = LEFT + cell.column * width, self.y + cell.row * height
            down = cell.rowspan * height
            self._canvas.rect(x, HEIGHT - y - down, cell.colspan * width, down)
            for number, text in enumerate(cell.text.split("\n")):
                self._draw_text(text, x + 4, y + 10 + number * 10, 9)
        self.y += int(height * max(cell.row + cell.rowspan for cell in cells)) + 12
        return self

    def add_page_number(self, up: float = 40) -> PdfDrawing:
        self._draw_text(f"— {self._page} —", WIDTH / 2 - 12, HEIGHT - up, 9)
        return self

    @property
    def canvas(self) -> Canvas:
        """The canvas of reportlab, for what has no method here; its y counts from the bottom."""
        return self._canvas

    def add_picture(self) -> PdfDrawing:
        self._canvas.drawInlineImage(Image.new("L", (8, 8)), 80, 80, 300, 300)
        return self

    def start_page(self) -> PdfDrawing:
        self._close_page()
        self._open_page()
        return self

    def _close_page(self) -> None:
        for text in reversed(self._deferred_characters):
            self._draw_string(*text)
        self._deferred_characters = []
        self._canvas.showPage()

    def set_title(self, text: str) -> PdfDrawing:
        self._canvas.setTitle(text)
        return self

    def to_bytes(self) -> bytes:
        self._close_page()
        self._canvas.save()
        return self._buffer.getvalue()

    def _draw_text(self, text: str, x: float, y: float, size: float = SIZE) -> None:
        if not self._shuffled:
            self._draw_string(x, y, text, size)
            return
        for character in text:
            self._deferred_characters.append((x, y, character, size))
            x += stringWidth(character, FONT, size)

    def _draw_string(self, x: float, y: float, text: str, size: float) -> None:
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, HEIGHT - y, text)
