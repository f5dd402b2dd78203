"""Formats that only an office program writes (doc, wps), made by LibreOffice from the docx.

The bytes differ each time, since LibreOffice writes timestamps. There is no xls: it needs a part of
LibreOffice that servers lack, and no maintained library writes it.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from samples.renderers import docx
from samples.reports import SampleReport

_TIMEOUT_SECONDS = 120


def find_libreoffice() -> str | None:
    """The path of LibreOffice, None if it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def render(report: SampleReport) -> bytes:
    """The report as .doc. Raises RuntimeError without LibreOffice."""
    office = find_libreoffice()
    if office is None:
        raise RuntimeError("LibreOffice is not installed: ask call find_libreoffice first")
    with TemporaryDirectory(prefix="gongkai-samples-") as name:
        folder = Path(name)
        source = folder / "report.docx"
        source.write_bytes(docx.render(report))
        profile = (folder / "profile").as_uri()
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "doc:MS Word 97"]
        subprocess.run(
            [*command, "--outdir", str(folder / "out"), str(source)],
            check=True,
            capture_output=True,
            timeout=_TIMEOUT_SECONDS,
        )
        return (folder / "out" / "report.doc").read_bytes()
