"""Reports as files: docx, pdf, a Word page saved as .doc, and zip."""

from __future__ import annotations

import io
import zipfile
from functools import lru_cache

import docx

from bench.portals.other_systems.content import Doc
from bench.portals.other_systems.texts import HEADS, body_html, plain_lines
from bench.portals.portal_model import Response

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "zip": "application/zip",
}


def _still(data: bytes) -> bytes:
    """The same archive with fixed dates, so that two answers are equal."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), old.read(name))
    return out.getvalue()


def _docx(doc: Doc) -> bytes:
    """A report as a Word file with the three tables."""
    paper = docx.Document()
    for line in plain_lines(doc):
        paper.add_paragraph(line)
        if doc.year > 2018 and line in HEADS[1:4]:
            table = paper.add_table(rows=2, cols=4)
            for cell, text in zip(table.rows[0].cells, ("内容", "制发", "废止", "有效"), strict=True):
                cell.text = text
            for cell in table.rows[1].cells:
                cell.text = "0"
    out = io.BytesIO()
    paper.save(out)
    return _still(out.getvalue())


def _pdf(doc: Doc) -> bytes:
    """A report as a small PDF whose text can be read out."""
    lines = [line[i : i + 36] for line in plain_lines(doc) for i in range(0, len(line), 36)]
    chunks = [lines[i : i + 38] for i in range(0, len(lines), 38)]
    used = sorted({c for line in lines for c in line})
    maps = []
    for i in range(0, len(used), 100):
        part = used[i : i + 100]
        rows = "\n".join(f"<{ord(c):04X}> <{ord(c):04X}>" for c in part)
        maps.append(f"{len(part)} beginbfchar\n{rows}\nendbfchar")
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <FFFF> endcodespacerange\n" + "\n".join(maps) + "\nendcmap end end"
    )
    kids = " ".join(f"{7 + 2 * n} 0 R" for n in range(len(chunks)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(chunks)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /SimSun /Encoding /Identity-H"
        " /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /CIDToGIDMap /Identity /BaseFont /SimSun /DW 1000 /FontDescriptor 5 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>",
        "<< /Type /FontDescriptor /FontName /SimSun /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for n, chunk in enumerate(chunks):
        shown = "\n".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in chunk)
        stream = f"BT /F1 13 Tf 18 TL 60 780 Td\n{shown}\nET"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>"
            f" /Contents {8 + 2 * n} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = bytearray(b"%PDF-1.4\n"), []
    for number, text in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{text}\nendobj\n".encode("ascii")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{o:010d} 00000 n \n" for o in offsets).encode()
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _doc(doc: Doc) -> bytes:
    """A report as Word saves it when one chooses a web page and names it .doc."""
    head = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">'
        '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>'
    )
    return (
        f"{head}{doc.title}</title></head><body><h1>{doc.title}</h1>{body_html(doc)}</body></html>".encode()
    )


@lru_cache(maxsize=1024)
def file_bytes(doc: Doc) -> bytes:
    """The file of a report in its own format."""
    if doc.ext == "docx":
        return _docx(doc)
    if doc.ext == "pdf":
        return _pdf(doc)
    if doc.ext == "doc":
        return _doc(doc)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        name = zipfile.ZipInfo(f"report{doc.year}.docx", (2020, 1, 1, 0, 0, 0))
        archive.writestr(name, _docx(doc))
    return out.getvalue()


def file_response(doc: Doc, disposition: str = "", binary: bool = False) -> Response:
    """A file as a server sends it; `disposition` is the value of Content-Disposition, `binary` hides the type."""
    headers = (("Content-Disposition", disposition),) if disposition else ()
    kind = "application/octet-stream" if binary else TYPES[doc.ext]
    return Response(file_bytes(doc), 200, kind, headers)
