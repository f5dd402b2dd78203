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
PER_LINE = (RIGHT - LEFT) // SIZE


class Drawing:
    """A file in the making; `y` is the distance of the pen from the top of the page."""

    def __init__(self, quarters: int = 0, stated: bool = False, shuffled: bool = False) -> None:
        """Turned by `quarters`, the page `stated` to be so; `shuffled`: the last character first."""
        self._written = io.BytesIO()
        self._quarters, self._stated, self._shuffled = quarters, stated, shuffled
        turned = quarters % 2 == 1
        self._canvas = Canvas(
            self._written, pagesize=(HEIGHT, WIDTH) if turned else (WIDTH, HEIGHT), invariant=1
        )
        self._page = 0
        self._late: list[tuple[float, float, str, float]] = []
        self._open()

    def _open(self) -> None:
        self._page += 1
        self.y = 90
        turns = {1: (HEIGHT, 0), 2: (WIDTH, HEIGHT), 3: (0, WIDTH)}
        if self._quarters:
            self._canvas.translate(*turns[self._quarters])
            self._canvas.rotate(90 * self._quarters)
            if self._stated:
                self._canvas.setPageRotation(90 * self._quarters)

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

    def number(self, up: float = 40) -> Drawing:
        self._text(f"— {self._page} —", WIDTH / 2 - 12, HEIGHT - up, 9)
        return self

    def picture(self) -> Drawing:
        self._canvas.drawInlineImage(Image.new("L", (8, 8)), 80, 80, 300, 300)
        return self

    def page(self) -> Drawing:
        self._close()
        self._open()
        return self

    def _close(self) -> None:
        for text in reversed(self._late):
            self._print(*text)
        self._late = []
        self._canvas.showPage()

    def title(self, text: str) -> Drawing:
        self._canvas.setTitle(text)
        return self

    def bytes(self) -> bytes:
        self._close()
        self._canvas.save()
        return self._written.getvalue()

    def _text(self, text: str, x: float, y: float, size: float = SIZE) -> None:
        if not self._shuffled:
            self._print(x, y, text, size)
            return
        for character in text:
            self._late.append((x, y, character, size))
            x += stringWidth(character, FONT, size)

    def _print(self, x: float, y: float, text: str, size: float) -> None:
        self._canvas.setFont(FONT, size)
        self._canvas.drawString(x, HEIGHT - y, text)
