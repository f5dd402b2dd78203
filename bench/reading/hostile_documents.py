"""Documents of any size that repeat one thing: a reader whose work grows faster than they do is found."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial

from tests.support.bombs import pdf_of_content, workbook

_TITLES = ("总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "行政复议、行政诉讼情况")
_TITLE = "某县财政局2023年政府信息公开工作年度报告"
_HEADINGS = tuple(f"{ordinal}、{title}" for ordinal, title in zip("一二三四", _TITLES, strict=True))
_SECTIONS = "".join(f"<h2>{heading}</h2><p>本年度工作照常进行。</p>" for heading in _HEADINGS)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_CELL = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"

HTML_UNITS = {
    "siblings": "<p>第一项工作已经完成，详情见附表。</p>",
    "headings": _SECTIONS,
    "reports": f"<h1>{_TITLE}</h1>{_SECTIONS}<table><tr><td>规章</td><td>0</td></tr></table>",
    "containers": '<div class="article-content" id="zoom">条目</div>',
    "tables": "<table><tr><td>规章</td><td>0</td><td>0</td></tr></table>",
    "labels": "<p>（一）予以公开</p><p>1</p><p>0</p>",
    "signatures": "<p>某县财政局</p><p>2024年1月5日</p>",
    "breaks": "第一行<br>",
    "inline": "<b>甲</b><i>乙</i>",
    "marks": "<ruby>甲<rt>jia</rt></ruby><del>1</del><sup>2</sup>",
    "inputs": '<input value="12"><select><option>1<option selected>2</select>',
    "scripts": "<script>var a = '一、总体情况 <p>文字</p>'; document.write(a);</script>",
    "hidden": '<div style="display:none"><p>甲</p></div>',
    "links": f'<a href="/a.html">{_TITLE}</a><br>',
    "frames": "<iframe srcdoc='&lt;p&gt;一、总体情况&lt;/p&gt;'></iframe>",
    "digits": "1234567890",
    "numerals": "一二三四五千万",
    "dates": "2023年13月40日",
    "counts": "全年新收到政府信息公开申请12件。收费3元；",
    "escapes": "&amp;lt;p&amp;gt;",
}
TEXT_UNITS = {
    "lines": "某项工作。\n",
    "bars": "| 1 | 2 | 3 |\n|---|---|---|\n",
    "bar lines": "| 甲 |\n",
    "tabs": "规章\t1\t2\t3\n\t\t\n",
    "grids": "+----+----+\n| 甲 | 乙 |\n",
    "open tables": "<table>\n<tr><td>甲\n",
    "headings": "\n".join(_HEADINGS) + "\n",
    "headings in a line": "".join(_HEADINGS),
    "labels": "（一）予以公开\n1\n0\n\n",
}
_TEXT_HEAD = "一、总体情况\n三、收到和处理政府信息公开申请情况\n"


def _page(body: str, head: str = "") -> bytes:
    return f"<html><head><title>{_TITLE}</title>{head}</head><body>{body}</body></html>".encode()


def repeated_html(unit: str, n: int) -> bytes:
    return _page(f"{_SECTIONS}<div>{unit * n}</div>")


def repeated_text(unit: str, n: int) -> bytes:
    return (_TEXT_HEAD + unit * n).encode()


def script_strings(n: int) -> bytes:
    return _page("<script>" + 'var a = "<p>一、总体情况</p>";\n' * n + "</script>")


def table_rows(n: int) -> bytes:
    row = "<tr><td>（一）予以公开</td>" + "<td>1</td>" * 7 + "</tr>"
    return _page(f"{_SECTIONS}<table>{row * n}</table>")


def styles(n: int) -> bytes:
    rules = "".join(f".c{number} {{ display: none }} " for number in range(n))
    lines = "".join(f'<p class="c{number}">字</p>' for number in range(n))
    return _page(_SECTIONS + lines, f"<style>{rules}</style>")


def json_strings(n: int) -> bytes:
    return json.dumps([{"content": "<p>一、总体情况</p>"}] * n).encode()


def mail_parts(n: int) -> bytes:
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    part = "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>一、总体情况</p>\r\n"
    return (head + part * n + "--b--").encode()


def word_rows(n: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        rows = f"<w:tr>{_CELL * 3}</w:tr>" * n
        body = f'<w:document xmlns:w="{_WORD}"><w:body><w:tbl>{rows}</w:tbl></w:body></w:document>'
        archive.writestr("word/document.xml", body)
    return file.getvalue()


def merged_cells(n: int) -> bytes:
    merged = "".join(f'<mergeCell ref="A{row}:XFD{row + 1}"/>' for row in range(1, 2 * n, 2))
    row = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
    return workbook((f"{row}<mergeCells>{merged}</mergeCells>", 0, ""), (0, ""))


def pdf_characters(n: int) -> bytes:
    return pdf_of_content(b"BT /F 9 Tf 9 700 Td " + b"(1234567890) Tj 1 -1 Td " * n + b"ET", b"")


def pdf_lines(n: int) -> bytes:
    lines = (b"%d %d m %d 800 l S " % (i % 600, i % 700, i % 600) for i in range(n))
    return pdf_of_content(b"BT /F 9 Tf 9 700 Td (1) Tj ET " + b"".join(lines), b"")


HOSTILE: dict[str, tuple[str, Callable[[int], bytes]]] = {
    **{f"html, {name}": ("a.html", partial(repeated_html, unit)) for name, unit in HTML_UNITS.items()},
    **{f"text, {name}": ("a.txt", partial(repeated_text, unit)) for name, unit in TEXT_UNITS.items()},
    "html, rows": ("a.html", table_rows),
    "html, styles": ("a.html", styles),
    "html, strings": ("a.html", script_strings),
    "json": ("a.json", json_strings),
    "mht": ("a.mht", mail_parts),
    "docx": ("a.docx", word_rows),
    "xlsx": ("a.xlsx", merged_cells),
    "pdf, characters": ("a.pdf", pdf_characters),
    "pdf, lines": ("a.pdf", pdf_lines),
}
"""Kind → name of the file and function that returns one with so many repetitions."""
