"""Word documents written by hand, part by part."""

from __future__ import annotations

import io
import zipfile

from archive.model import Cell

WORD_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
COMPATIBILITY_NAMESPACE = "http://schemas.openxmlformats.org/markup-compatibility/2006"
STYLES = (
    f'<w:styles xmlns:w="{WORD_NAMESPACE}">'
    '<w:style w:styleId="2"><w:name w:val="heading 2"/></w:style>'
    '<w:style w:styleId="t"><w:name w:val="公文标题"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
    '<w:style w:styleId="a"><w:name w:val="Normal"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    "</w:styles>"
)


def pack_docx(parts: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def docx_bytes(body: str, prolog: str = "") -> bytes:
    xml = f'{prolog}<w:document xmlns:w="{WORD_NAMESPACE}" xmlns:mc="{COMPATIBILITY_NAMESPACE}"><w:body>{body}</w:body></w:document>'  # noqa: E501
    return pack_docx({"[Content_Types].xml": "<Types/>", "word/document.xml": xml, "word/styles.xml": STYLES})


def paragraph_xml(text: str, style: str = "") -> str:
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def table_xml(cells: list[Cell]) -> str:
    """Return a table of `cells`; as in Word, the lower parts of merged cells are separate cells."""
    height = max(cell.row + cell.rowspan for cell in cells)
    parts = sorted(
        ((cell.row + down, cell.column, down, cell) for cell in cells for down in range(cell.rowspan)),
        key=lambda part: part[:3],
    )
    lines = [
        "".join(_cell_xml(cell, down) for at, _, down, cell in parts if at == row) for row in range(height)
    ]
    return "<w:tbl>" + "".join(f"<w:tr>{line}</w:tr>" for line in lines) + "</w:tbl>"


def _cell_xml(cell: Cell, down: int) -> str:
    properties = f'<w:gridSpan w:val="{cell.colspan}"/>' if cell.colspan > 1 else ""
    if cell.rowspan > 1:
        properties += "<w:vMerge/>" if down else '<w:vMerge w:val="restart"/>'
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph_xml('' if down else cell.text)}</w:tc>"
