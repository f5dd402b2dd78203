"""Formats that only an office program writes (doc, wps), made by LibreOffice from the docx.

Not the same bytes every time: LibreOffice stamps what it writes. No xls: it takes a part of LibreOffice
that servers leave out, and no library writes it any more.
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
    """LibreOffice, where it is installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def render(report: SampleReport) -> bytes:
    """The report as Word 97–2003 and WPS write it."""
    office = find_libreoffice()
    if office is None:
        raise RuntimeError("LibreOffice is not installed: ask samples.renderers.office.program first")
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
