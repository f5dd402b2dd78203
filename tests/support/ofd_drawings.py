"""OFD files drawn object by object; coordinates are in points as in `PdfDrawing`."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from archive.model import Cell
from tests.support.pdf_drawings import CHARACTERS_PER_LINE, HEIGHT, LEADING, LEFT, RIGHT, SIZE, WIDTH

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
MM_PER_POINT = 25.4 / 72


def text_object(text: str, x: float, y: float, size: float = SIZE) -> str:
    """Return one line of text with its base line at y; digits are half as wide as characters."""
    steps = " ".join(
        f"{size * MM_PER_POINT * (0.5 if character.isascii() else 1):.3f}" for character in text[:-1]
    )
    return (
        f'<ofd:TextObject ID="1" Boundary="{x * MM_PER_POINT:.3f} {(y - size) * MM_PER_POINT:.3f} 180 {size * MM_PER_POINT:.3f}" Font="2" '  # noqa: E501
        f'Size="{size * MM_PER_POINT:.3f}"><ofd:TextCode X="0" Y="{size * MM_PER_POINT:.3f}" DeltaX="{steps}">{escape(text)}'  # noqa: E501
        "</ofd:TextCode></ofd:TextObject>"
    )


def path_object(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return a straight line in its own box, as the converters of Suwell and Foxit write it."""
    left, top = min(x0, x1) * MM_PER_POINT, min(y0, y1) * MM_PER_POINT
    return (
        f'<ofd:PathObject ID="1" Boundary="{left:.3f} {top:.3f} {abs(x1 - x0) * MM_PER_POINT + 0.2:.3f} '
        f'{abs(y1 - y0) * MM_PER_POINT + 0.2:.3f}" LineWidth="0.2"><ofd:AbbreviatedData>'
        f"M {x0 * MM_PER_POINT - left:.3f} {y0 * MM_PER_POINT - top:.3f} L {x1 * MM_PER_POINT - left:.3f} {y1 * MM_PER_POINT - top:.3f}"  # noqa: E501
        "</ofd:AbbreviatedData></ofd:PathObject>"
    )


def frame_objects(x: float, y: float, width: float, height: float) -> str:
    """Return a box of four lines."""
    right, bottom = x + width, y + height
    return (
        path_object(x, y, right, y)
        + path_object(x, bottom, right, bottom)
        + path_object(x, y, x, bottom)
        + path_object(right, y, right, bottom)
    )


class OfdDrawing:
    """An OFD file under construction; `y` is the distance of the pen from the top of the page."""

    def __init__(self, ruled: bool = True) -> None:
        self._ruled = ruled
        self.pages: list[str] = [""]
        self.parts: dict[str, str] = {}
        self.title = ""
        self.y = 90.0

    def add_line(self, text: str, x: float = LEFT) -> OfdDrawing:
        self.pages[-1] += text_object(text, x, self.y + SIZE)
        self.y += LEADING
        return self

    def add_paragraph(self, text: str) -> OfdDrawing:
        """Add a paragraph as Chinese is typeset: two characters of indent, all lines full but the last."""
        text = "　　" + text
        for start in range(0, len(text), CHARACTERS_PER_LINE):
            self.add_line(
                text[start : start + CHARACTERS_PER_LINE].lstrip("　"), LEFT + (SIZE * 2 if start == 0 else 0)
            )
        return self

    def add_table(self, cells: Sequence[Cell], height: float = 24) -> OfdDrawing:
        width = (RIGHT - LEFT) / max(cell.column + cell.colspan for cell in cells)
        for cell in cells:
            x, y = LEFT + cell.column * width, self.y + cell.row * height
            if self._ruled:
                self.pages[-1] += frame_objects(x, y, cell.colspan * width, cell.rowspan * height)
            for number, text in enumerate(cell.text.split("\n") if cell.text else ()):
                self.pages[-1] += text_object(text, x + 4, y + 10 + number * 10, 9)
        self.y += height * max(cell.row + cell.rowspan for cell in cells) + 12
        return self

    def add_page_number(self) -> OfdDrawing:
        self.pages[-1] += text_object(f"— {len(self.pages)} —", WIDTH / 2 - 12, HEIGHT - 40, 9)
        return self

    def start_page(self) -> OfdDrawing:
        self.pages.append("")
        self.y = 90.0
        return self

    def package_files(self) -> dict[str, str]:
        """Return the files of the package by name; those in `parts` replace generated ones."""
        box = f"<ofd:PhysicalBox>0 0 {WIDTH * MM_PER_POINT:.2f} {HEIGHT * MM_PER_POINT:.2f}</ofd:PhysicalBox>"
        page_list = "".join(
            f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{number}/Content.xml"/>'
            for number in range(len(self.pages))
        )
        files = {
            "OFD.xml": f'<ofd:OFD {NAMESPACE} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
            f"<ofd:Title>{self.title}</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc_0/Document.xml": f"<ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea>{box}</ofd:PageArea>"  # noqa: E501
            "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>"
            '<ofd:TemplatePage ID="9" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData>'
            f"<ofd:Pages>{page_list}</ofd:Pages></ofd:Document>",
            "Doc_0/Tpls/Tpl_0/Content.xml": page_xml(""),
            "Doc_0/PublicRes.xml": f"<ofd:Res {NAMESPACE}/>",
        }
        for number, content in enumerate(self.pages):
            files[f"Doc_0/Pages/Page_{number}/Content.xml"] = page_xml(
                content, '<ofd:Template TemplateID="9"/>'
            )
        return {**files, **self.parts}

    def to_bytes(self) -> bytes:
        return pack_ofd(self.package_files())


def page_xml(content: str, head: str = "") -> str:
    """Return the XML of a page or of a template."""
    return f'<ofd:Page {NAMESPACE}>{head}<ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content></ofd:Page>'  # noqa: E501


def pack_ofd(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()
