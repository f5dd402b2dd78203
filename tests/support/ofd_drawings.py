"""OFD files drawn object by object, in the units of `Drawing`: points, made millimetres at the end."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from archive.model import Cell
from tests.support.pdf_drawings import HEIGHT, LEADING, LEFT, PER_LINE, RIGHT, SIZE, WIDTH

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM = 25.4 / 72


def text_object(text: str, x: float, y: float, size: float = SIZE) -> str:
    """One line with its base line at y; digits are half as wide as characters."""
    steps = " ".join(f"{size * MM * (0.5 if one.isascii() else 1):.3f}" for one in text[:-1])
    return (
        f'<ofd:TextObject ID="1" Boundary="{x * MM:.3f} {(y - size) * MM:.3f} 180 {size * MM:.3f}" Font="2" '
        f'Size="{size * MM:.3f}"><ofd:TextCode X="0" Y="{size * MM:.3f}" DeltaX="{steps}">{escape(text)}'
        "</ofd:TextCode></ofd:TextObject>"
    )


def path(x0: float, y0: float, x1: float, y1: float) -> str:
    """One straight line, in a box of its own as Suwell's and Foxit's converters write it."""
    left, top = min(x0, x1) * MM, min(y0, y1) * MM
    return (
        f'<ofd:PathObject ID="1" Boundary="{left:.3f} {top:.3f} {abs(x1 - x0) * MM + 0.2:.3f} '
        f'{abs(y1 - y0) * MM + 0.2:.3f}" LineWidth="0.2"><ofd:AbbreviatedData>'
        f"M {x0 * MM - left:.3f} {y0 * MM - top:.3f} L {x1 * MM - left:.3f} {y1 * MM - top:.3f}"
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def frame(x: float, y: float, width: float, height: float) -> str:
    """A box of four lines."""
    right, bottom = x + width, y + height
    return (
        path(x, y, right, y)
        + path(x, bottom, right, bottom)
        + path(x, y, x, bottom)
        + path(right, y, right, bottom)
    )


class OfdDrawing:
    """A file in the making; `y` is the distance of the pen from the top of the page."""

    def __init__(self, ruled: bool = True) -> None:
        self._ruled = ruled
        self.pages: list[str] = [""]
        self.parts: dict[str, str] = {}
        self.title = ""
        self.y = 90.0

    def line(self, text: str, x: float = LEFT) -> OfdDrawing:
        self.pages[-1] += text_object(text, x, self.y + SIZE)
        self.y += LEADING
        return self

    def paragraph(self, text: str) -> OfdDrawing:
        """Broken as Chinese is set: two characters of indent, every line full but the last."""
        text = "　　" + text
        for start in range(0, len(text), PER_LINE):
            self.line(text[start : start + PER_LINE].lstrip("　"), LEFT + (SIZE * 2 if start == 0 else 0))
        return self

    def table(self, cells: Sequence[Cell], height: float = 24) -> OfdDrawing:
        width = (RIGHT - LEFT) / max(cell.column + cell.colspan for cell in cells)
        for cell in cells:
            x, y = LEFT + cell.column * width, self.y + cell.row * height
            if self._ruled:
                self.pages[-1] += frame(x, y, cell.colspan * width, cell.rowspan * height)
            for number, text in enumerate(cell.text.split("\n") if cell.text else ()):
                self.pages[-1] += text_object(text, x + 4, y + 10 + number * 10, 9)
        self.y += height * max(cell.row + cell.rowspan for cell in cells) + 12
        return self

    def number(self) -> OfdDrawing:
        self.pages[-1] += text_object(f"— {len(self.pages)} —", WIDTH / 2 - 12, HEIGHT - 40, 9)
        return self

    def page(self) -> OfdDrawing:
        self.pages.append("")
        self.y = 90.0
        return self

    def files(self) -> dict[str, str]:
        """The parts of the package, by name; those in `parts` go before our own."""
        box = f"<ofd:PhysicalBox>0 0 {WIDTH * MM:.2f} {HEIGHT * MM:.2f}</ofd:PhysicalBox>"
        listed = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number in range(len(self.pages))
        )
        made = {
            "OFD.xml": f'<ofd:OFD {SPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:Title>{self.title}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {SPACE}><ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea>"
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            f"<ofd:Pages>{listed}</ofd:Pages></ofd:Document>",
            "Doc_0/Tpls/Tpl_0/Content.xml": content(""),
            "Doc_0/PublicRes.xml": f"<ofd:Res {SPACE}/>",
        }
        for number, drawn in enumerate(self.pages):
            made[f"Doc_0/Pages/Page_{number}/Content.xml"] = content(drawn, '<ofd:Template TemplateID="9"/>')
        return {**made, **self.parts}

    def bytes(self) -> bytes:
        return packed(self.files())


def content(drawn: str, head: str = "") -> str:
    """The XML of a page or of a template."""
    return (
        f'<ofd:Page {SPACE}>{head}<ofd:Content><ofd:Layer ID="1">{drawn}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def packed(files: dict[str, str]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return written.getvalue()
