"""Small files that a careless reader turns into gigabytes: archives, trees of nodes, streams, texts."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Sequence

_MEGABYTE = 1024**2
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def docx_bomb() -> bytes:
    """Return a Word file of 100 KB whose text has 100 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(100 * 1024**2))
    return file.getvalue()


def pdf_bomb() -> bytes:
    """Return a PDF of 400 pages, each with the same five million characters."""
    content = zlib.compress(b"BT /F 9 Tf 9 9 Td " + b"(1234567890) Tj 1 1 Td " * 500_000 + b"ET", 9)
    return pdf_of_content(content, b"/FlateDecode", pages=400)


def pdf_stream_bomb() -> bytes:
    """Return a PDF of one page whose content expands to a gigabyte of blanks."""
    return pdf_of_content(_deflated(b" ", 1000 * _MEGABYTE), b"/FlateDecode")


def pdf_double_bomb() -> bytes:
    """Return a PDF whose content expands twice."""
    return pdf_of_content(zlib.compress(_deflated(b" ", 1000 * _MEGABYTE), 9), b"[/FlateDecode /FlateDecode]")


def pdf_of_content(content: bytes, filters: bytes, pages: int = 1) -> bytes:
    """Return a PDF whose pages all have the same content."""
    stated = b"/Filter " + filters if filters else b""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * pages + b"] /Count %d >>" % pages,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), stated, content),
    ]
    return pdf_of_objects(objects)


def pdf_of_forms(
    depth: int, uses: int, encode: Callable[[bytes], bytes] = bytes, filters: bytes = b""
) -> bytes:
    """Return a PDF whose page draws a form, which draws another, each `uses` times; the last has a digit."""
    fonts = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << %s /XObject << /X 5 0 R >> >> >>" % fonts,
    ]
    head = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
    for level in range(depth + 1):
        is_last = level == depth
        content = encode(b"BT /F 12 Tf 90 700 Td (1) Tj ET" if is_last else b"/X Do " * uses)
        drawn = b"" if is_last else b"/XObject << /X %d 0 R >>" % (level + 5)
        stated = b"/Length %d %s" % (len(content), filters)
        properties = b"%s /Resources << %s %s >>" % (head, fonts, drawn) if level else b""
        objects.append(b"<< %s %s >>\nstream\n%s\nendstream" % (properties, stated, content))
    return pdf_of_objects(objects)


def pdf_of_objects(objects: Sequence[bytes]) -> bytes:
    """Return a PDF of the objects, which are numbered from 1; the first is the catalogue."""
    data = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    data += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


def _deflated(unit: bytes, size: int) -> bytes:
    """Return `size` bytes as zlib compresses them, without holding them in memory."""
    compressor = zlib.compressobj(9)
    chunk = unit * (_MEGABYTE // len(unit))
    parts = [compressor.compress(chunk) for _ in range(size // len(chunk))]
    return b"".join(parts) + compressor.flush()


def _zip(members: dict[str, tuple[str, int, str]]) -> bytes:
    """Return an archive; each member is a head, so many bytes of a repeated text, and a tail."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, (head, size, rest) in members.items():
            unit, tail = rest.split("\0") if "\0" in rest else ("", rest)
            with archive.open(name, "w", force_zip64=True) as stream:
                stream.write(head.encode())
                chunk = (unit * (_MEGABYTE // len(unit.encode()))).encode() if unit else b""
                for _ in range(size // len(chunk) if chunk else 0):
                    stream.write(chunk)
                stream.write(tail.encode())
    return file.getvalue()


def docx_nodes() -> bytes:
    """Return a Word file with 60 MB of empty runs."""
    head = f'<w:document xmlns:w="{_WORD}"><w:body><w:p>'
    return _zip({"word/document.xml": (head, 60 * _MEGABYTE, "<w:r/>\0</w:p></w:body></w:document>")})


def docx_entities() -> bytes:
    """Return a Word file whose DTD defines entities of entities."""
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    dtd = f'<!DOCTYPE w:document [<!ENTITY e0 "{"a" * 100}">{entities}]>'
    body = (
        f'<w:document xmlns:w="{_WORD}"><w:body><w:p><w:r><w:t>&e9;</w:t></w:r></w:p></w:body></w:document>'
    )
    return _zip({"word/document.xml": (dtd + body, 0, "")})


def xlsx_strings() -> bytes:
    """Return a workbook with 300 MB of shared strings."""
    sheet = '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>'
    return workbook((sheet, 0, ""), (300 * _MEGABYTE, "<si><t>总体情况</t></si>"))


def xlsx_cells() -> bytes:
    """Return a workbook with a sheet of 60 MB."""
    return workbook(("<sheetData><row>", 60 * _MEGABYTE, "<c><v>1</v></c>\0</row></sheetData>"), (0, ""))


def workbook(sheet: tuple[str, int, str], strings: tuple[int, str]) -> bytes:
    """Return a workbook of one sheet; of its XML and of the shared strings the last part is repeated."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006/relationships"
    links = "".join(
        f'<Relationship Id="r{n}" Type="{relations}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(
            (("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml"))
        )
    )
    root = f'<Relationship Id="r9" Type="{relations}/officeDocument" Target="xl/workbook.xml"/>'
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{relations}"><sheets><sheet name="a" sheetId="1" r:id="r0"/>'
    return _zip(
        {
            "[Content_Types].xml": ("<Types/>", 0, ""),
            "_rels/.rels": (f'<Relationships xmlns="{package}">{root}</Relationships>', 0, ""),
            "xl/workbook.xml": (f"{book}</sheets></workbook>", 0, ""),
            "xl/_rels/workbook.xml.rels": (
                f'<Relationships xmlns="{package}">{links}</Relationships>',
                0,
                "",
            ),
            "xl/worksheets/sheet1.xml": (
                f'<worksheet xmlns="{_SHEET}">{sheet[0]}',
                sheet[1],
                f"{sheet[2]}</worksheet>",
            ),
            "xl/sharedStrings.xml": (f'<sst xmlns="{_SHEET}">', strings[0], f"{strings[1]}\0</sst>"),
        }
    )


def odt_paragraphs() -> bytes:
    """Return an OpenDocument text with 500 MB of paragraphs."""
    names = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    head = f'<office:document-content {names} xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    return _zip(
        {
            "mimetype": ("application/vnd.oasis.opendocument.text", 0, ""),
            "content.xml": (
                f"{head}<office:body><office:text>",
                500 * _MEGABYTE,
                "<text:p>字</text:p>\0</office:text></office:body></office:document-content>",
            ),
        }
    )


def ofd_nodes() -> bytes:
    """Return an OFD whose first part has 60 MB of elements."""
    return _zip({"OFD.xml": ("<OFD>", 60 * _MEGABYTE, "<a/>\0</OFD>")})


def zip_of_texts() -> bytes:
    """Return an archive of 40 texts of 30 MB each."""
    return _zip({f"{n}.txt": ("", 30 * _MEGABYTE, "某项工作。\0") for n in range(40)})


def _repeated(head: str, unit: str, size: int) -> bytes:
    data = unit.encode()
    return head.encode() + data * (size // len(data))


BOMBS = {"bomb.docx": docx_bomb, "bomb.pdf": pdf_bomb}
_ARTICLE = "<html><body><h2>一、总体情况</h2>"
MEMORY_BOMBS: dict[str, Callable[[], bytes]] = {
    **BOMBS,
    "nodes.docx": docx_nodes,
    "entities.docx": docx_entities,
    "strings.xlsx": xlsx_strings,
    "cells.xlsx": xlsx_cells,
    "paragraphs.odt": odt_paragraphs,
    "nodes.ofd": ofd_nodes,
    "texts.zip": zip_of_texts,
    "stream.pdf": pdf_stream_bomb,
    "double.pdf": pdf_double_bomb,
    "forms.pdf": lambda: pdf_of_forms(depth=8, uses=10),
    "nodes.html": lambda: _repeated(_ARTICLE, "<b>甲</b><i></i>", 20 * _MEGABYTE),
    "cells.html": lambda: _repeated(_ARTICLE + "<table>", "<tr><td>1<td>2", 20 * _MEGABYTE),
    "lines.html": lambda: _repeated(_ARTICLE, "某项工作。<br>", 30 * _MEGABYTE),
    "scripts.html": lambda: _repeated("<script>", "a='<p>总体情况';", 30 * _MEGABYTE),
    "attributes.html": lambda: _repeated("<p ", "a=1 ", 200_000),
    "lines.txt": lambda: _repeated("一、总体情况\n", "1\n", 50 * _MEGABYTE),
    "bars.txt": lambda: _repeated("一、总体情况\n", "|1|2|\n", 50 * _MEGABYTE),
    "words.txt": lambda: _repeated("一、总体情况\n", "某项工作。", 60 * _MEGABYTE),
    "rows.csv": lambda: _repeated("", "规章,1,2,3\n", 50 * _MEGABYTE),
    "state.json": lambda: _repeated('{"a":[', '"<p>一、总体情况</p>",', 50 * _MEGABYTE),
    "parts.mht": lambda: _repeated(
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n',
        "--b\nContent-Type: text/html\n\n一、总体情况\n",
        50 * _MEGABYTE,
    ),
    "groups.rtf": lambda: _repeated("{\\rtf1 ", "{\\b a}", 50 * _MEGABYTE),
    "image.png": lambda: (
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\0\0\0" + bytes(40)
    ),
}
"""Name → builder of a file of which no reader may need more than half a gigabyte."""
