"""Renders a report as a zip archive with a Word file and a note."""

from __future__ import annotations

import io
import zipfile

from samples.renderers import docx
from samples.reports import SampleReport

# A zip entry cannot be older.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
_README_TEXT = "本压缩包含政府信息公开工作年度报告一份，请用解压软件打开。\n"


def render(report: SampleReport) -> bytes:
    """The report as .zip: a folder with a line of help in the encoding of Windows, and the .docx."""
    folder = f"{report.year}年报"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr(zipfile.ZipInfo(f"{folder}/说明.txt", _ZIP_EPOCH), _README_TEXT.encode("gb18030"))
        package.writestr(zipfile.ZipInfo(f"{folder}/{report.title}.docx", _ZIP_EPOCH), docx.render(report))
    return buffer.getvalue()
