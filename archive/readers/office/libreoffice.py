"""Reads old and open office formats by converting them with LibreOffice, if it is installed.

Texts (doc, WPS, RTF, Word 2003 XML, OpenDocument) become docx, spreadsheets xlsx.
"""

from __future__ import annotations

import codecs
import ctypes
import os
import re
import resource
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.model import Content, Document, NeedsOffice, TooCostly, UnreadableFile
from archive.readers.office import docx, workbook
from archive.text import DOC, EXCEL_XML, FODS, FODT, ODS, ODT, RTF, UOF_SHEET, UOF_TEXT, WORD_XML, media_type

NAME = "office"
LIBREOFFICE_COMMANDS = ("soffice", "libreoffice")
CONVERSION_TIMEOUT_SECONDS = 60
"""Time limit of a conversion; a report of twenty pages takes one second."""
_MEMORY_LIMIT_BYTES = 4 * 1024**3


@dataclass(frozen=True, slots=True)
class OfficeFormat:
    """A format that LibreOffice opens: its name for people, its suffix, and the import filter.

    The filter is stated because LibreOffice otherwise reads unknown files as plain text: a damaged file would
    become noise.
    """

    label: str
    suffix: str
    import_filter: str
    is_spreadsheet: bool = False


OFFICE_FORMATS = {
    DOC: OfficeFormat("旧版 Word 或 WPS 文件", "doc", "MS Word 97"),
    RTF: OfficeFormat("RTF 文件", "rtf", "Rich Text Format"),
    WORD_XML: OfficeFormat("Word 2003 XML 文件", "xml", "MS Word 2003 XML"),
    ODT: OfficeFormat("OpenDocument 文本", "odt", "writer8"),
    FODT: OfficeFormat("OpenDocument 文本", "fodt", "OpenDocument Text Flat XML"),
    ODS: OfficeFormat("OpenDocument 表格", "ods", "calc8", is_spreadsheet=True),
    FODS: OfficeFormat("OpenDocument 表格", "fods", "OpenDocument Spreadsheet Flat XML", is_spreadsheet=True),
    UOF_TEXT: OfficeFormat("标文通（UOF）文本", "uot", "UOF text"),
    UOF_SHEET: OfficeFormat("标文通（UOF）表格", "uos", "UOF spreadsheet", is_spreadsheet=True),
    EXCEL_XML: OfficeFormat("Excel 2003 XML 文件", "xml", "MS Excel 2003 XML", is_spreadsheet=True),
}
# No macro runs and no link is updated. LibreOffice 7.4 nevertheless fetches linked pictures and ignores the
# proxy set here: only a network namespace without addresses prevents that (`_limit_resources`).
_PROFILE_SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Common/Security/Scripting", "DisableActiveContent", "true"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
_TEXT_AFTER_ROW = re.compile(rb"\\row\s+(?=\\u-?\d|\\'|[^\\{}\s])")
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_UNSHARE = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
_SETTING_XML = (
    '<item oor:path="/org.openoffice.Office.{}">'
    '<prop oor:name="{}" oor:op="fuse"><value>{}</value></prop></item>'
)
_PROFILE_XML = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{}</oor:items>'
)


def read(document: Document) -> Content:
    """Return the blocks of a file in one of `OFFICE_FORMATS`, in order.

    Raises `NeedsOffice` if LibreOffice is not installed, `TooCostly` after 60 seconds, `UnreadableFile` if it
    cannot open the file.
    """
    office_format = OFFICE_FORMATS[media_type(document.data, document.name, document.media_type)]
    program = next(filter(None, map(shutil.which, LIBREOFFICE_COMMANDS)), None)
    if program is None:
        raise NeedsOffice(f"{office_format.label}要借助 LibreOffice 才能读，本机没有安装")
    with TemporaryDirectory(prefix="gongkai-office-") as folder:
        converted = _convert(program, document.data, office_format, Path(folder))
    read_converted = workbook.read if office_format.is_spreadsheet else docx.read
    return replace(read_converted(replace(document, data=converted)), reader=NAME)


def _convert(program: str, data: bytes, office_format: OfficeFormat, folder: Path) -> bytes:
    """Return the file as docx, or as xlsx if it is a spreadsheet."""
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True)
    items = "".join(_SETTING_XML.format(*setting) for setting in _PROFILE_SETTINGS)
    (profile / "user" / "registrymodifications.xcu").write_text(_PROFILE_XML.format(items), encoding="utf-8")
    target_suffix = "xlsx" if office_format.is_spreadsheet else "docx"
    source, target = folder / f"report.{office_format.suffix}", folder / "out" / f"report.{target_suffix}"
    data = data.removeprefix(codecs.BOM_UTF8).lstrip() if office_format.suffix != "doc" else data
    source.write_bytes(_end_tables(data) if office_format.suffix == "rtf" else data)
    options = (
        "--headless",
        "--norestore",
        "--nolockcheck",
        "--nodefault",
        f"--infilter={office_format.import_filter}",
        "--convert-to",
        target_suffix,
    )
    _run_conversion(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            *options,
            "--outdir",
            str(target.parent),
            str(source),
        ]
    )
    if not target.exists():
        raise UnreadableFile(f"{office_format.label}已损坏：LibreOffice 无法打开")
    return target.read_bytes()


def _end_tables(rtf: bytes) -> bytes:
    """Return RTF in which text after the last row of a table is outside of it.

    Programs that write RTF without Word leave out \\pard there, and LibreOffice then drops the text.
    """
    return _TEXT_AFTER_ROW.sub(rb"\\row\\pard ", rtf)


def _run_conversion(command: Sequence[str]) -> None:
    """Run the conversion in its own session, so that all its processes can be killed together."""
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=_limit_resources,
    )
    try:
        process.wait(CONVERSION_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TooCostly(f"LibreOffice 用了 {CONVERSION_TIMEOUT_SECONDS} 秒仍未读完，已停止") from error
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _limit_resources() -> None:
    """Limit memory and processor time, and leave the network namespace (as root, or in a user namespace).

    A kernel or a container may forbid both; then only the settings of the profile protect.
    """
    if _UNSHARE is not None and _UNSHARE(_CLONE_NEWNET) != 0:
        _UNSHARE(_CLONE_NEWUSER | _CLONE_NEWNET)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_AS)
    memory = (
        _MEMORY_LIMIT_BYTES if hard_limit == resource.RLIM_INFINITY else min(_MEMORY_LIMIT_BYTES, hard_limit)
    )
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard_limit))
    resource.setrlimit(resource.RLIMIT_CPU, (CONVERSION_TIMEOUT_SECONDS, CONVERSION_TIMEOUT_SECONDS))
