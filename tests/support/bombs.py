"""Decompression bombs: one that its reader refuses, and one that only a limit of time or memory stops."""

from __future__ import annotations

import io
import zipfile
import zlib


def docx_bomb() -> bytes:
    """Return a Word file of 100 KB whose text has 100 MB."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(100 * 1024**2))
    return file.getvalue()


def pdf_bomb() -> bytes:
    """Return a PDF of 400 pages, each with the same five million characters."""
    content = zlib.compress(b"BT /F 9 Tf 9 9 Td " + b"(1234567890) Tj 1 1 Td " * 500_000 + b"ET", 9)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + b"3 0 R " * 400 + b"] /Count 400 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d /Filter /FlateDecode >>\nstream\n%s\nendstream" % (len(content), content),
    ]
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


BOMBS = {"bomb.docx": docx_bomb, "bomb.pdf": pdf_bomb}
